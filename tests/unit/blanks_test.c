/* What a form asks for, typed in place; and the marks in a list. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "tui/blanks.h"
#include "tui/marks.h"

#define NOW INT64_C(1795398180) /* Monday 23/11/2026 08:43 */

static struct blanks of(enum ask_kind kind)
{
	struct blanks b = {.n = 0};
	blanks_add(&b, "x", "Điều hỏi", kind);
	return b;
}

static void type(struct blanks *b, const char *text)
{
	assert_true(blanks_paste(b, text, strlen(text)));
}

static void press(struct blanks *b, int code, enum action action)
{
	(void)blanks_key(b, (struct key){KIND_FUNCTION, code}, action);
}

/* What was asked for an earlier paper is typed again word for word. */
static void comes_back(enum ask_kind kind, const char *json)
{
	struct blanks b = of(kind);
	struct buf out;
	struct err err = ERR_INIT;
	blanks_from_json(&b, json);
	buf_init(&out, 4096);
	assert_true(blanks_json(&b, 0, NOW, &out, &err));
	assert_string_equal(buf_str(&out), json);
	buf_clear(&out);
	blanks_clear(&b);
}

/* json NULL: it is refused with a sentence that names the blank. */
static void check(enum ask_kind kind, const char *text, const char *json)
{
	struct blanks b = of(kind);
	struct buf out;
	struct err err = ERR_INIT;
	type(&b, text);
	buf_init(&out, 4096);
	bool ok = blanks_json(&b, 0, NOW, &out, &err);
	assert_int_equal(ok, json != NULL);
	assert_int_equal(b.list[0].wrong, json == NULL);
	if (json) {
		assert_string_equal(buf_str(&out), json);
		comes_back(kind, json);
	} else
		assert_ptr_equal(strstr(err.text, "Điều hỏi: Phải là"), err.text);
	buf_clear(&out);
	blanks_clear(&b);
}

static void each_kind_is_read(void **state)
{
	(void)state;
	check(ASK_TEXT, "  Thiếu   bản sao ", "{\"x\":\"Thiếu bản sao\"}");
	check(ASK_TEXT, " ", "{}");
	check(ASK_TIME, "17:00 08/12/2026", "{\"x\":\"2026-12-08T17:00:00+07:00\"}");
	check(ASK_TIME, "ngày 8/12, 8h30", "{\"x\":\"2026-12-08T08:30:00+07:00\"}");
	check(ASK_TIME, "9g 2/1", "{\"x\":\"2027-01-02T09:00:00+07:00\"}"); /* the next one */
	check(ASK_TIME, "17:00", NULL);
	check(ASK_TIME, "08/12/2026", NULL);
	check(ASK_TIME, "24:00 08/12/2026", NULL);
	check(ASK_TIME, "9: 08/12/2026", NULL);
	check(ASK_TIME, "17:00 31/11/2026", NULL);
	check(ASK_TIME, "17:00 08/12/2026 09/12/2026", NULL);
	check(ASK_DATE, "8/12", "{\"x\":\"2026-12-08\"}");
	check(ASK_DATE, "23/11", "{\"x\":\"2026-11-23\"}");
	check(ASK_DATE, "29/2/2027", NULL);
	check(ASK_NUMBER, "1.250.000", "{\"x\":1250000}");
	check(ASK_NUMBER, "-5", NULL);
	check(ASK_NUMBER, "12a", NULL);
	check(ASK_NUMBER, "99999999999999999999999999999999999", NULL);
	check(ASK_LIST, "Giấy khai sinh\r\n\n Hộ chiếu ", "{\"x\":[\"Giấy khai sinh\",\"Hộ chiếu\"]}");
	check(ASK_LIST, " ", "{}");
}

/* Enter opens a further line of a list until one is left empty, then goes on. */
static void a_list_grows_and_shrinks(void **state)
{
	(void)state;
	struct blanks b = of(ASK_LIST);
	blanks_add(&b, "y", "Lý do", ASK_TEXT);
	type(&b, "một");
	press(&b, K_ENTER, ACT_ENTER);
	type(&b, "hai");
	press(&b, K_UP, ACT_UP);
	press(&b, K_ENTER, ACT_ENTER); /* between the two */
	assert_int_equal(b.list[0].n, 3);
	assert_int_equal(b.line, 1);
	press(&b, K_BACKSPACE, ACT_NONE);
	assert_int_equal(b.list[0].n, 2);
	assert_int_equal(b.line, 0);
	press(&b, K_DOWN, ACT_DOWN);
	press(&b, K_ENTER, ACT_ENTER);
	press(&b, K_ENTER, ACT_ENTER); /* the empty one: on to the next thing asked for */
	assert_int_equal(b.at, 1);
	assert_false(blanks_key(&b, (struct key){KIND_FUNCTION, K_ENTER}, ACT_ENTER)); /* the last */
	for (int i = 0; i < 3 * BLANK_LINES_MAX; i++) {
		b.at = 0;
		b.line = b.list[0].n - 1;
		if (field_empty(blanks_field(&b)))
			type(&b, "x");
		press(&b, K_ENTER, ACT_ENTER);
	}
	assert_int_equal(b.list[0].n, BLANK_LINES_MAX);
	blanks_clear(&b);
}

static void kept_as_typed(void **state)
{
	(void)state;
	struct blanks b = of(ASK_LIST), back = of(ASK_LIST);
	struct string_map map = {0};
	assert_true(blanks_empty(&b));
	type(&b, "một");
	press(&b, K_ENTER, ACT_ENTER);
	press(&b, K_ENTER, ACT_ENTER);
	blanks_add(&b, "when", "Lúc", ASK_TIME);
	blanks_add(&back, "when", "Lúc", ASK_TIME);
	b.at = 1;
	b.line = 0;
	type(&b, "chiều mai"); /* not what is asked for, and kept all the same */
	assert_true(b.edits > 0);
	blanks_to_map(&b, &map);
	blanks_from_map(&back, &map);
	assert_string_equal(back.list[0].lines[0].text, "một");
	assert_string_equal(back.list[1].lines[0].text, "chiều mai");
	assert_int_equal(back.edits, 0);
	assert_false(blanks_empty(&back));
	string_map_clear(&map);
	blanks_clear(&b);
	blanks_clear(&back);
}

static void no_more_than_there_is_room_for(void **state)
{
	(void)state;
	struct blanks b = {.n = 0};
	assert_false(blanks_key(&b, (struct key){KIND_CHAR, 'a'}, ACT_NONE));
	assert_true(blanks_paste(&b, "x", 1));
	for (int i = 0; i < 3 * BLANKS_MAX; i++)
		blanks_add(&b, "x", "Điều hỏi", ASK_TEXT);
	assert_int_equal(b.n, BLANKS_MAX);
	blanks_clear(&b);
}

static void marks_keep_their_order(void **state)
{
	(void)state;
	struct marks m = {0};
	char id[UUID_SIZE];
	for (int i = 0; i < MARKS_MAX; i++) {
		snprintf(id, sizeof(id), "%036d", i);
		assert_true(marks_add(&m, id));
	}
	assert_true(marks_add(&m, id)); /* it is there */
	assert_false(marks_add(&m, "one too many"));
	marks_remove(&m, "none of them");
	snprintf(id, sizeof(id), "%036d", 1);
	marks_remove(&m, id);
	assert_false(marks_has(&m, id));
	assert_int_equal(m.n, MARKS_MAX - 1);
	assert_string_equal(m.uuids[1], "000000000000000000000000000000000002");
	marks_clear(&m);
	assert_int_equal(m.n, 0);
	assert_false(marks_has(&m, id));
}

/* What is left is shown as it is understood; what cannot be is told in words, and nothing holds one back. */
static void looked_at_when_left(void **state)
{
	struct blanks b = {.today = {2026, 11, 23}};
	(void)state;
	blanks_add(&b, "day", "Ngày hẹn", ASK_DATE);
	blanks_add(&b, "at", "Giờ hẹn", ASK_TIME);
	blanks_add(&b, "amount", "Số tiền", ASK_NUMBER);
	blanks_add(&b, "why", "Lý do", ASK_TEXT);
	static const char *const typed[] = {"8/12", "17h 8/12/26", "250000đ", "  thiếu   giấy "};
	static const char *const shown[] = {"08/12/2026", "17:00 08/12/2026", "250.000", "thiếu giấy"};
	for (size_t i = 0; i < 4; i++) {
		type(&b, typed[i]);
		press(&b, K_TAB, ACT_NEXT);
		assert_string_equal(b.told, "");
	}
	for (size_t i = 0; i < 4; i++) /* the last one has nowhere to go: it is not left */
		assert_string_equal(b.list[i].lines[0].text, i < 3 ? shown[i] : "thiếu giấy");
	press(&b, K_BACKTAB, ACT_PREV);
	assert_string_equal(b.list[3].lines[0].text, shown[3]);
	type(&b, " nghìn");
	press(&b, K_UP, ACT_UP);
	assert_ptr_equal(strstr(b.told, "Số tiền: "), b.told);
	assert_true(b.list[2].wrong);
	assert_int_equal(b.at, 1);
	press(&b, K_DOWN, ACT_DOWN);
	assert_string_equal(b.told, "");
	press(&b, K_BACKSPACE, ACT_NONE);
	assert_false(b.list[2].wrong);
	blanks_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looked_at_when_left),
		cmocka_unit_test(each_kind_is_read),
		cmocka_unit_test(a_list_grows_and_shrinks),
		cmocka_unit_test(kept_as_typed),
		cmocka_unit_test(no_more_than_there_is_room_for),
		cmocka_unit_test(marks_keep_their_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
