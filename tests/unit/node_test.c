/* Looking things up in JSON, and JSON put together: what is absent reads as empty. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "core/node.h"
#include "core/record.h"

static struct json_t *read_text(const char *text)
{
	struct err err = ERR_INIT;
	struct json_t *node = node_read(text, strlen(text), 1000, &err);
	if (!node)
		fail_msg("%s", err.text);
	return node;
}

static void looks_up_by_path_and_type(void **state)
{
	struct json_t *d = read_text("{\"a\":{\"b\":\"chữ\",\"n\":7},\"on\":true,\"list\":[{\"x\":\"1\"},2],"
		"\"at\":\"2026-11-23T08:43:00+07:00\"}");
	(void)state;
	assert_string_equal(node_text(node_at(d, "a.b")), "chữ");
	assert_int_equal(node_int(node_at(d, "a.n"), -1), 7);
	assert_true(node_true(node_at(d, "on")));
	assert_int_equal(node_items(node_at(d, "list")), 2);
	assert_string_equal(node_text(node_at(node_item(node_at(d, "list"), 0), "x")), "1");
	assert_int_equal(node_time(node_at(d, "at")), 1795398180);
	node_free(d);
}

static void what_is_absent_is_empty(void **state)
{
	struct json_t *d = read_text("{\"a\":{\"b\":3}}");
	(void)state;
	assert_null(node_at(d, "a.b.c"));
	assert_null(node_at(d, "x"));
	assert_null(node_at(NULL, "a"));
	assert_string_equal(node_text(node_at(d, "a.b")), "");
	assert_string_equal(node_text(NULL), "");
	assert_int_equal(node_int(node_at(d, "a"), -1), -1);
	assert_false(node_true(node_at(d, "a")));
	assert_int_equal(node_time(node_at(d, "a.b")), 0);
	assert_int_equal(node_items(node_at(d, "a")), 0);
	assert_null(node_item(node_at(d, "a"), 0));
	node_free(d);
	assert_null(node_read("{", 1, 1000, NULL));
	assert_null(node_read("\"12345\"", 7, 6, NULL));
}

static void a_record_holds_others(void **state)
{
	struct record *r = record_new(), *child = record_new();
	struct err err = ERR_INIT;
	struct buf out;
	(void)state;
	record_text(child, "name", "Lê Thị Mẫu");
	record_child(r, "officer", child);
	assert_true(record_json(r, "dossier", "{\"code\":\"1\"}", &err));
	assert_false(record_json(r, "bad", "{", &err));
	assert_int_equal(err.kind, ERR_DATA);
	buf_init(&out, 1000);
	record_write(r, &out);
	struct json_t *d = read_text(buf_str(&out));
	assert_string_equal(node_text(node_at(d, "officer.name")), "Lê Thị Mẫu");
	assert_string_equal(node_text(node_at(d, "dossier.code")), "1");
	assert_null(node_at(d, "bad"));
	node_free(d);
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_up_by_path_and_type),
		cmocka_unit_test(what_is_absent_is_empty),
		cmocka_unit_test(a_record_holds_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
