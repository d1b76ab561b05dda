#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "core/json.h"
#include "tests/harness/violation_at.h"

static void canonical(const char *in, const char *want)
{
	struct buf out;
	struct err err = ERR_INIT;
	buf_init(&out, 10000);
	if (!json_canonical(in, strlen(in), &out, &err))
		fail_msg("%s: %s", in, err.text);
	assert_string_equal(buf_str(&out), want);
	/* It stays as it is. */
	struct buf again;
	buf_init(&again, 10000);
	assert_true(json_canonical(buf_str(&out), out.len, &again, &err));
	assert_string_equal(buf_str(&again), want);
	buf_clear(&again);
	buf_clear(&out);
}

static void refused_n(const char *in, size_t len)
{
	struct buf out;
	struct err err = ERR_INIT;
	buf_init(&out, 10000);
	if (json_canonical(in, len, &out, &err))
		fail_msg("accepted: %s", in);
	assert_int_equal(err.kind, ERR_DATA);
	assert_true(strlen(err.text) > 10);
	buf_clear(&out);
}

static void refused(const char *in)
{
	refused_n(in, strlen(in));
}

static void test_canonical(void **state)
{
	(void)state;
	canonical(" { \"b\" : 1 , \"a\" : [ true , false , null ] } ", "{\"a\":[true,false,null],\"b\":1}");
	canonical("{\"a\":{\"z\":{},\"y\":[]},\"A\":\"\"}", "{\"A\":\"\",\"a\":{\"y\":[],\"z\":{}}}");
	canonical("{\"ab\":1,\"a\":2,\"\":3}", "{\"\":3,\"a\":2,\"ab\":1}");
	canonical("\"Hồ sơ \\u0111\\u1ec5 \\/\"", "\"Hồ sơ đễ /\"");
	canonical("\"\\b\\t\\n\\f\\r\\u000b\\u001F\\\"\\\\\\u007f\"",
		"\"\\b\\t\\n\\f\\r\\u000b\\u001f\\\"\\\\\x7F\"");
	canonical("\"\\ud83d\\ude00\"", "\"😀\"");
	canonical("[0,-0,-1,9007199254740991,-9007199254740991]",
		"[0,0,-1,9007199254740991,-9007199254740991]");
	/* RFC 8785 §3.2.3: by UTF-16 code units, where 😀 (D83D …) stands before דּ (FB33). */
	canonical("{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,"
		"\"\\u00f6\":7}", "{\"\\r\":2,\"1\":4,\"\xC2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\xEF\xAC\xB3\":3}");
}

static void test_refused(void **state)
{
	static const char *const bad[] = {
		"", " ", "{", "[1,", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}", "{'a':1}", "{a:1}", "[1,]",
		"{\"a\":1,}", "nul", "True", "[1] x", "[1][2]", "\"\\u0000\"", "{\"a\\u0000\":1}", "\"\xFF\"",
		"\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\nb\"", "\"\\x\"",
		"1.5", "1.0", "1e3", "1E400", "-", "01", "+1", "0x1", "NaN", "Infinity", "9007199254740992",
		"-9007199254740992", "99999999999999999999999", "\xEF\xBB\xBF[1]", "/* */ 1", "\"\\",
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		refused(bad[i]);
	refused_n("[1]\0", 4);
	refused_n("[\"a\0b\"]", 7);
}

static void test_reason_without_content(void **state)
{
	struct err err = ERR_INIT;
	(void)state;
	assert_null(json_parse("{\"name\":Nguyễn}", 16, 100, &err));
	assert_null(strstr(err.text, "Nguy"));
	assert_null(json_parse("[1,2,3]", 7, 6, &err));
	assert_non_null(strstr(err.text, "quá lớn"));
}

static void test_deep(void **state)
{
	static char text[200000];
	(void)state;
	memset(text, '[', sizeof(text));
	refused_n(text, sizeof(text));
	for (size_t i = 0; i < sizeof(text); i += 5)
		memcpy(text + i, "{\"a\":", 5);
	refused_n(text, sizeof(text));
	memset(text, '[', JSON_DEPTH_MAX);
	memset(text + JSON_DEPTH_MAX, ']', JSON_DEPTH_MAX);
	text[2 * JSON_DEPTH_MAX] = '\0';
	canonical(text, text);
	canonical("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[\"",
		"\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[\"");
}

static void test_over_maximum(void **state)
{
	struct buf out;
	struct err err = ERR_INIT;
	(void)state;
	buf_init(&out, 6);
	assert_false(json_canonical("[1,2,3]", 7, &out, &err));
	buf_clear(&out);
	buf_init(&out, 7);
	assert_true(json_canonical("[1,2,3]", 7, &out, &err));
	buf_clear(&out);
}

static void test_members(void **state)
{
	static const char json[] = "{\"t\":\"chữ\",\"n\":7,\"b\":true,\"o\":{\"t\":5},\"l\":[{\"n\":\"x\"},3],"
		"\"w\":\"two\",\"e\":\"\",\"u\":\"a\\u202eb\",\"d\":\"e\\u0302\",\"long\":\"abcd\",\"z\":null}";
	static const char *const words[] = {"one", "two"};
	struct violations v = {.n = 0};
	struct arena arena = {0};
	struct json_doc doc = {.v = &v, .arena = &arena};
	struct err err = ERR_INIT;
	(void)state;
	json_t *value = json_parse(json, strlen(json), 1000, &err);
	assert_non_null(value);
	struct json_in in = json_in_root(&doc, value);
	assert_string_equal(json_in_text(&in, "t", JSON_REQUIRED, 3), "chữ");
	assert_int_equal(json_in_int(&in, "n", JSON_REQUIRED, 0, 7), 7);
	assert_true(json_in_bool(&in, "b", JSON_REQUIRED));
	assert_int_equal(json_in_word(&in, "w", JSON_REQUIRED, words, 2), 1);
	assert_string_equal(json_in_text(&in, "absent", JSON_OPTIONAL, 3), "");
	assert_true(json_doc_end(&doc, &err));
	assert_int_equal(v.n, 0);

	struct json_in o = json_in_object(&in, "o", JSON_REQUIRED);
	json_in_text(&o, "t", JSON_OPTIONAL, 3);
	assert_string_equal(violation_at(&v, "o.t")->code, "type");
	assert_int_equal(json_in_array(&in, "l", JSON_REQUIRED, 0, 2), 2);
	struct json_in item = json_in_item(&in, "l", 0);
	json_in_int(&item, "n", JSON_REQUIRED, 0, 1);
	assert_string_equal(violation_at(&v, "l[0].n")->code, "type");
	item = json_in_item(&in, "l", 1);
	json_in_int(&item, "n", JSON_REQUIRED, 0, 1); /* told once */
	assert_string_equal(violation_at(&v, "l[1]")->code, "type");
	assert_null(violation_at(&v, "l[1].n"));
	json_in_int(&in, "n", JSON_REQUIRED, 8, 9);
	assert_string_equal(violation_at(&v, "n")->code, "range");
	json_in_text(&in, "e", JSON_OPTIONAL, 9);
	assert_string_equal(violation_at(&v, "e")->code, "required");
	json_in_text(&in, "u", JSON_OPTIONAL, 9);
	assert_string_equal(violation_at(&v, "u")->code, "control_characters");
	json_in_text(&in, "d", JSON_OPTIONAL, 9);
	assert_string_equal(violation_at(&v, "d")->code, "format");
	json_in_text(&in, "long", JSON_OPTIONAL, 3);
	assert_string_equal(violation_at(&v, "long")->code, "too_long");
	json_in_text(&in, "z", JSON_OPTIONAL, 3);
	assert_string_equal(violation_at(&v, "z")->code, "type");
	json_in_bool(&in, "missing", JSON_REQUIRED);
	assert_string_equal(violation_at(&v, "missing")->code, "required");
	assert_int_equal(json_in_word(&in, "t", JSON_REQUIRED, words, 2), -1);
	assert_string_equal(violation_at(&v, "t")->code, "unknown");
	assert_false(json_doc_end(&doc, &err));
	assert_string_equal(err.field, "o.t");
	json_decref(value);
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canonical),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_reason_without_content),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_over_maximum),
		cmocka_unit_test(test_members),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
