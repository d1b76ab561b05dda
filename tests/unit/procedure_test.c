#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "core/procedure.h"

static const char sample[] = "{\"code\":\"1.014027\",\"name\":\"Trợ cấp hưu trí xã hội\",\"field\":\"Bảo trợ xã hội\","
	"\"note\":\"Mẫu thử\",\"later\":{\"x\":1.5},\"channels\":{\"direct\":{\"time\":{\"unit\":\"working_days\","
	"\"count\":10},\"fee\":{\"status\":\"published\",\"lines\":[{\"kind\":\"fee\",\"name\":\"Phí thẩm định\","
	"\"amount_vnd\":150000},{\"kind\":\"charge\",\"name\":\"Lệ phí\",\"amount_vnd\":10000}]}},"
	"\"postal\":{\"time\":{\"unit\":\"not_published\",\"count\":0},\"fee\":{\"status\":\"free\",\"lines\":[]}}},"
	"\"cases\":[{\"id\":\"1\",\"name\":\"Đề nghị lần đầu\",\"components\":[{\"id\":\"1\",\"name\":\"Văn bản đề nghị\","
	"\"required\":true,\"original\":1,\"certified\":0,\"copy\":2,\"translation\":0},{\"id\":\"2\",\"name\":"
	"\"Giấy khác\",\"required\":false,\"original\":0,\"certified\":0,\"copy\":0,\"translation\":3}]},"
	"{\"id\":\"2\",\"name\":\"Thôi hưởng\",\"components\":[]}]}";

static void test_reads(void **state)
{
	struct procedure p;
	struct err err = ERR_INIT;
	(void)state;
	assert_true(procedure_from_json(&p, sample, strlen(sample), &err));
	assert_string_equal(p.code, "1.014027");
	assert_string_equal(p.name, "Trợ cấp hưu trí xã hội");
	assert_string_equal(p.field, "Bảo trợ xã hội");
	assert_string_equal(p.note, "Mẫu thử");
	const struct channel_terms *t = &p.terms[CHANNEL_DIRECT];
	assert_true(t->offered);
	assert_int_equal(t->time.unit, TIME_WORKING_DAYS);
	assert_int_equal(t->time.count, 10);
	assert_int_equal(t->fee, FEE_PUBLISHED);
	assert_int_equal(t->n_lines, 2);
	assert_int_equal(t->lines[1].kind, FEE_CHARGE);
	assert_string_equal(t->lines[0].name, "Phí thẩm định");
	assert_int_equal(channel_terms_total(t), 160000);
	assert_false(p.terms[CHANNEL_ONLINE].offered);
	assert_true(p.terms[CHANNEL_POSTAL].offered);
	assert_int_equal(p.n_cases, 2);
	assert_int_equal(p.cases[0].n_components, 2);
	assert_int_equal(p.cases[0].components[0].count[COPY_PHOTO], 2);
	assert_int_equal(p.cases[0].components[1].count[COPY_TRANSLATION], 3);
	assert_true(p.cases[0].components[0].required);
	assert_ptr_equal(procedure_case_find(&p, NULL), &p.cases[0]);
	assert_ptr_equal(procedure_case_find(&p, ""), &p.cases[0]);
	assert_ptr_equal(procedure_case_find(&p, "2"), &p.cases[1]);
	assert_null(procedure_case_find(&p, "3"));
	procedure_clear(&p);
	assert_null(procedure_case_find(&p, NULL));
	procedure_clear(&p);
}

/* Replaces the first `from` of the sample and tells the field at fault, or "ok". */
static const char *with(const char *from, const char *to)
{
	static struct err err;
	struct procedure p;
	struct buf json;
	const char *at = strstr(sample, from);
	assert_non_null(at);
	buf_init(&json, 100000);
	buf_add(&json, sample, (size_t)(at - sample));
	buf_str_add(&json, to);
	buf_str_add(&json, at + strlen(from));
	err = (struct err)ERR_INIT;
	bool ok = procedure_from_json(&p, buf_str(&json), json.len, &err);
	procedure_clear(&p);
	buf_clear(&json);
	assert_true(ok || (err.kind == ERR_DATA && err.text[0]));
	return ok ? "ok" : err.field;
}

static void test_refuses(void **state)
{
	(void)state;
	assert_string_equal(with("1.014027", "014027"), "code");
	assert_string_equal(with("1.014027", "1.014027.000.00.00.H01"), "ok");
	assert_string_equal(with("Trợ cấp hưu trí xã hội", " "), "name");
	assert_string_equal(with("\"field\":\"Bảo trợ xã hội\",", ""), "field");
	assert_string_equal(with("working_days", "weeks"), "channels.direct.time.unit");
	assert_string_equal(with("\"count\":10", "\"count\":3651"), "channels.direct.time.count");
	assert_string_equal(with("\"count\":10", "\"count\":-1"), "channels.direct.time.count");
	assert_string_equal(with("\"count\":10", "\"count\":1e1"), "channels.direct.time.count");
	assert_string_equal(with("working_days", "same_day"), "channels.direct.time.count");
	assert_string_equal(with("published", "soon"), "channels.direct.fee.status");
	assert_string_equal(with("150000", "1000000000001"), "channels.direct.fee.lines[0].amount_vnd");
	assert_string_equal(with("150000", "-1"), "channels.direct.fee.lines[0].amount_vnd");
	assert_string_equal(with("150000", "\"150000\""), "channels.direct.fee.lines[0].amount_vnd");
	assert_string_equal(with("\"charge\"", "\"tax\""), "channels.direct.fee.lines[1].kind");
	assert_string_equal(with("\"status\":\"free\"", "\"status\":\"published\""), "channels.postal.fee.lines");
	assert_string_equal(with("\"copy\":2", "\"copy\":100"), "cases[0].components[0].copy");
	assert_string_equal(with("\"copy\":2", "\"copy\":-1"), "cases[0].components[0].copy");
	assert_string_equal(with("\"required\":true", "\"required\":1"), "cases[0].components[0].required");
	assert_string_equal(with("{\"id\":\"2\",\"name\":\"Giấy", "{\"id\":\"1\",\"name\":\"Giấy"),
		"cases[0].components[1].id");
	assert_string_equal(with("{\"id\":\"2\",\"name\":\"Thôi", "{\"id\":\"1\",\"name\":\"Thôi"), "cases[1].id");
	assert_string_equal(with("{\"id\":\"2\",\"name\":\"Thôi hưởng\",\"components\":[]}", "7"), "cases[1]");
	assert_string_equal(with("\"note\":\"Mẫu thử\"", "\"note\":\"\""), "ok");
	assert_string_equal(with("\"note\":\"Mẫu thử\"", "\"note\":null"), "note");
	assert_string_equal(with("\"1.014027\"", "\"1.014027\",\"code\":\"1.014028\""), "");
}

static void test_other_shapes(void **state)
{
	static const char *const bad[] = {
		"", "[]", "7", "{}", "null", "{\"code\":\"1.014027\"",
		"{\"code\":\"1.000001\",\"name\":\"a\",\"field\":\"b\",\"channels\":{},\"cases\":[{\"id\":\"1\","
		"\"name\":\"c\",\"components\":[]}]}",
		"{\"code\":\"1.000001\",\"name\":\"a\",\"field\":\"b\",\"channels\":{\"direct\":{\"time\":{\"unit\":"
		"\"same_day\",\"count\":0},\"fee\":{\"status\":\"free\",\"lines\":[]}}},\"cases\":[]}",
	};
	struct procedure p;
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = ERR_INIT;
		assert_false(procedure_from_json(&p, bad[i], strlen(bad[i]), &err));
		assert_int_equal(err.kind, ERR_DATA);
		assert_null(p.arena.head);
		assert_false(procedure_from_json(&p, bad[i], strlen(bad[i]), NULL));
	}
}

static void test_cleans(void **state)
{
	struct procedure p;
	struct err err = ERR_INIT;
	struct buf json;
	const char *at = strstr(sample, "Trợ cấp");
	(void)state;
	buf_init(&json, 10000);
	buf_add(&json, sample, (size_t)(at - sample));
	buf_str_add(&json, "\\u001b[2J\\u202e  e\\u0303\\u0302  ");
	buf_str_add(&json, at);
	assert_true(procedure_from_json(&p, buf_str(&json), json.len, &err));
	assert_string_equal(p.name, "ễ Trợ cấp hưu trí xã hội");
	procedure_clear(&p);
	buf_clear(&json);
}

/* Every member replaced by every other JSON type: no crash, and refused unless nobody reads it. */
static void mutate(json_t *root, json_t *parent, const char *key, size_t index)
{
	static const char *const others[] = {"null", "true", "3", "1.5", "\"\\u0001\"", "[]", "{}", "[[]]",
		"9007199254740993", "-5", "\"x\""};
	bool in_object = json_is_object(parent);
	json_t *old = in_object ? json_object_get(parent, key) : json_array_get(parent, index);
	json_incref(old);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		json_t *other = json_loads(others[i], JSON_DECODE_ANY, NULL);
		bool same_type = json_typeof(other) == json_typeof(old) ||
			(json_is_boolean(other) && json_is_boolean(old));
		if (in_object)
			json_object_set_new(parent, key, other);
		else
			json_array_set_new(parent, index, other);
		char *text = json_dumps(root, JSON_COMPACT);
		struct procedure p;
		struct err err = ERR_INIT;
		bool ok = procedure_from_json(&p, text, strlen(text), &err);
		if (ok && !same_type && !(in_object && strcmp(key, "later") == 0))
			fail_msg("%s[%zu] as %s was accepted", in_object ? key : "", index, others[i]);
		procedure_clear(&p);
		free(text);
	}
	if (in_object)
		json_object_set_new(parent, key, old);
	else
		json_array_set_new(parent, index, old);
}

static void walk(json_t *root, json_t *value)
{
	const char *key;
	json_t *child;
	size_t i;
	void *next;
	if (json_is_object(value)) {
		json_object_foreach_safe(value, next, key, child) {
			if (strcmp(key, "later") == 0)
				continue;
			mutate(root, value, key, 0);
			walk(root, json_object_get(value, key));
		}
	}
	for (i = 0; i < json_array_size(value); i++) {
		mutate(root, value, NULL, i);
		walk(root, json_array_get(value, i));
	}
}

static void test_every_member_every_type(void **state)
{
	(void)state;
	json_t *root = json_loads(sample, 0, NULL);
	walk(root, root);
	json_decref(root);
}

static void amount(int64_t n, const char *want)
{
	struct buf out;
	buf_init(&out, 40);
	amount_text(n, &out);
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static void test_amounts(void **state)
{
	(void)state;
	amount(0, "0");
	amount(7, "7");
	amount(999, "999");
	amount(1000, "1.000");
	amount(1234567, "1.234.567");
	amount(100000, "100.000");
	amount(1000000000000, "1.000.000.000.000");
	amount(-1500, "-1.500");
	amount(INT64_MIN, "-9.223.372.036.854.775.808");
}

static void fee(enum fee_status status, int64_t a, int64_t b, const char *want)
{
	struct fee_line lines[] = {{FEE_FEE, "a", a}, {FEE_CHARGE, "b", b}};
	struct channel_terms t = {.fee = status, .lines = lines, .n_lines = 2};
	struct buf out;
	buf_init(&out, 40);
	fee_text(&t, &out);
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static void test_fee_text(void **state)
{
	(void)state;
	fee(FEE_NOT_PUBLISHED, 5, 5, "chưa công bố");
	fee(FEE_FREE, 5, 5, "không thu");
	fee(FEE_PUBLISHED, 0, 0, "không thu");
	fee(FEE_PUBLISHED, 10000, 5000, "15.000 đ");
}

static void test_codes(void **state)
{
	static const char *const good[] = {"1.014027", "2.000908", "1.014027.000.00.00.H01", "1.014027-A"};
	static const char *const bad[] = {"", "1", "1.", "1.01402", "1.0140270", "11.014027", "a.014027",
		"1.014027.", "1.014027..1", "1.014027 ", "1,014027", "1.014027.đ", "1.014027-", "1.01402a",
		"1.014027.000000000000000000000000000"};
	enum copy_kind kind;
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(procedure_code_valid(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(procedure_code_valid(bad[i]));
	for (int i = 0; i < COPY_KINDS; i++) {
		assert_true(copy_kind_parse(copy_kind_code((enum copy_kind)i), &kind));
		assert_int_equal(kind, i);
	}
	assert_false(copy_kind_parse("photo", &kind));
	assert_false(copy_kind_parse("", &kind));
	assert_false(copy_kind_parse(NULL, &kind));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_other_shapes),
		cmocka_unit_test(test_cleans),
		cmocka_unit_test(test_every_member_every_type),
		cmocka_unit_test(test_amounts),
		cmocka_unit_test(test_fee_text),
		cmocka_unit_test(test_codes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
