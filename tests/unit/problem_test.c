#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "core/problem.h"
#include "tests/harness/violation_at.h"

static bool reads(struct problem *p, const char *json)
{
	return problem_from_json(p, json, strlen(json));
}

static void test_round_trip(void **state)
{
	struct problem p = {.type = "invalid", .title = "Hồ sơ chưa hợp lệ", .status = 422,
		.detail = "Sửa các mục sau."}, back;
	struct buf out;
	(void)state;
	violation_add(&p.violations, "applicant.phone", "format", "Số %s không đúng.", "điện thoại");
	violation_add(&p.violations, "components[2].copy", "range", "Số bản phải từ 0 đến %d.", 99);
	buf_init(&out, 4000);
	problem_to_json(&p, &out);
	assert_string_equal(buf_str(&out), "{\"detail\":\"Sửa các mục sau.\",\"status\":422,"
		"\"title\":\"Hồ sơ chưa hợp lệ\",\"type\":\"invalid\",\"violations\":[{\"code\":\"format\","
		"\"field\":\"applicant.phone\",\"message\":\"Số điện thoại không đúng.\"},{\"code\":\"range\","
		"\"field\":\"components[2].copy\",\"message\":\"Số bản phải từ 0 đến 99.\"}]}");
	assert_true(problem_from_json(&back, buf_str(&out), out.len));
	assert_memory_equal(&back.violations, &p.violations, sizeof(p.violations));
	assert_string_equal(back.type, p.type);
	assert_string_equal(back.title, p.title);
	assert_string_equal(back.detail, p.detail);
	assert_int_equal(back.status, 422);
	buf_clear(&out);
}

static void test_short(void **state)
{
	struct problem p = {.type = "gone", .title = "Hết", .status = 410};
	struct buf out;
	(void)state;
	buf_init(&out, 400);
	problem_to_json(&p, &out);
	assert_string_equal(buf_str(&out), "{\"status\":410,\"title\":\"Hết\",\"type\":\"gone\"}");
	buf_clear(&out);
	assert_true(reads(&p, "{\"title\":\"x\"}"));
	assert_string_equal(p.type, "about:blank");
	assert_int_equal(p.status, 0);
}

static void test_cleans(void **state)
{
	struct problem p;
	(void)state;
	assert_true(reads(&p, "{\"type\":\"conflict\\u001b[31m\",\"title\":\"a\\u202eb\\nc\",\"detail\":\"\\u0007\","
		"\"status\":409,\"extra\":{\"x\":[1.5]},\"violations\":[{\"field\":\"a\\u009b1mb\",\"code\":\"c\","
		"\"message\":\"m\\r\\n\"}]}"));
	assert_string_equal(p.type, "conflict");
	assert_string_equal(p.title, "ab c");
	assert_string_equal(p.detail, "");
	assert_string_equal(p.violations.list[0].field, "ab");
	assert_string_equal(p.violations.list[0].message, "m");
}

static void test_wrong_shapes(void **state)
{
	static const char *const bad[] = {
		"", "[]", "null", "\"invalid\"", "{}", "{\"status\":500}", "{\"type\":1}", "<html>", "{\"type\":\"a\"",
		"{\"type\":\"a\",\"type\":\"b\"}", "{\"type\":\"\\u0000\"}",
	};
	struct problem p;
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(reads(&p, bad[i]));
	/* Members of a wrong type are as if they were not there. */
	assert_true(reads(&p, "{\"type\":\"invalid\",\"title\":[],\"status\":\"422\",\"detail\":null,"
		"\"violations\":{\"field\":\"x\"}}"));
	assert_string_equal(p.title, "");
	assert_int_equal(p.status, 0);
	assert_int_equal(p.violations.n, 0);
	assert_true(reads(&p, "{\"type\":\"invalid\",\"status\":99999999999,\"violations\":[1,null,{},[],"
		"{\"field\":1,\"message\":\"m\"}]}"));
	assert_int_equal(p.status, 0);
	assert_int_equal(p.violations.n, 1);
	assert_string_equal(p.violations.list[0].field, "");
}

static void test_bounded(void **state)
{
	struct buf json;
	struct problem p;
	(void)state;
	buf_init(&json, 200000);
	buf_str_add(&json, "{\"type\":\"");
	for (int i = 0; i < 1000; i++)
		buf_str_add(&json, "dài");
	buf_str_add(&json, "\",\"violations\":[");
	for (int i = 0; i < 1000; i++)
		buf_printf(&json, "%s{\"field\":\"f%d\",\"code\":\"c\",\"message\":\"m\"}", i ? "," : "", i);
	buf_str_add(&json, "]}");
	assert_true(problem_from_json(&p, buf_str(&json), json.len));
	assert_int_equal(p.violations.n, VIOLATIONS_MAX);
	assert_int_equal(strlen(p.type), 63); /* 15 × "dài" and "dà" */
	buf_clear(&json);
}

static void test_violations(void **state)
{
	struct violations v = {.n = 0};
	char big[2000];
	(void)state;
	for (int i = 0; i < 100; i++)
		violation_add(&v, i == 3 ? "x" : "y", "code", "%d", i);
	assert_int_equal(v.n, VIOLATIONS_MAX);
	assert_string_equal(violation_at(&v, "x")->message, "3");
	assert_string_equal(violation_at(&v, "y")->message, "0");
	assert_null(violation_at(&v, "z"));
	violation_add(NULL, "x", "code", "%s", "nobody listens");
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = "ễ"[i % 3];
	big[sizeof(big) - 1] = '\0';
	v.n = 0;
	violation_add(&v, big, big, "%s", big);
	assert_int_equal(strlen(v.list[0].field), 63);
	assert_int_equal(strlen(v.list[0].message), 318);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_cleans),
		cmocka_unit_test(test_wrong_shapes),
		cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_violations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
