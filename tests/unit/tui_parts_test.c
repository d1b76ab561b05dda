/* The small pure parts of the screens: bindings, lists, times, the frame's layout. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "i18n/text.h"
#include "tui/bindings.h"
#include "tui/chart.h"
#include "tui/layout.h"
#include "tui/list.h"
#include "tui/when.h"

/* ---- bindings */

static void every_screen_has_one_name(void **state)
{
	(void)state;
	unsigned named = 0;
	for (size_t i = 0; i < scope_names_count; i++) {
		assert_int_equal(named & scope_names[i].scope, 0);
		named |= scope_names[i].scope;
	}
	assert_int_equal(named, 2 * SCOPE_LAST - 1);
}

static void every_function_key_has_a_second(void **state)
{
	(void)state;
	for (size_t i = 0; i < bindings_count; i++) {
		const struct binding *b = &bindings[i];
		if (b->key.kind == KIND_FUNCTION && b->key.code >= K_F1 && b->key.code <= K_F12)
			assert_int_equal(b->second.kind, KIND_CTRL);
		assert_non_null(b->help);
	}
}

static void no_key_has_two_meanings(void **state)
{
	(void)state;
	for (unsigned scope = SCOPE_OFFICER; scope <= SCOPE_LAST; scope <<= 1)
		for (size_t i = 0; i < bindings_count; i++) {
			const struct binding *b = &bindings[i];
			if (!(b->scopes & scope) || b->action == ACT_NONE)
				continue;
			assert_int_equal(bindings_find((enum scope)scope, b->key), b->action);
			if (b->second.kind != KIND_NONE)
				assert_int_equal(bindings_find((enum scope)scope, b->second), b->action);
		}
}

static void letters_press_no_buttons(void **state)
{
	(void)state;
	/* đ has the number curses gives F9, ă that of Up */
	for (int code = 32; code < 0x2000; code++)
		for (unsigned scope = SCOPE_OFFICER; scope <= SCOPE_LAST; scope <<= 1)
			assert_int_equal(bindings_find((enum scope)scope, (struct key){KIND_CHAR, code}), ACT_NONE);
}

/* ---- lists */

static void lists_stay_inside(void **state)
{
	(void)state;
	static const enum action actions[] = {ACT_UP, ACT_DOWN, ACT_PAGE_UP, ACT_PAGE_DOWN, ACT_FIRST,
		ACT_LAST};
	unsigned seed = 7;
	for (int64_t total = 0; total < 40; total += 3)
		for (int64_t page = -1; page < 12; page++) {
			struct list list = {total, 0, 0};
			for (int i = 0; i < 200; i++) {
				seed = seed * 1103515245 + 12345;
				assert_true(list_move(&list, actions[(seed >> 16) % 6], page));
				int64_t shown = page < 1 ? 1 : page;
				assert_true(list.cursor >= 0 && (list.cursor < total || total == 0));
				assert_true(list.top >= 0 && list.top <= list.cursor);
				assert_true(list.cursor < list.top + shown);
			}
		}
	assert_false(list_move(&(struct list){3, 0, 0}, ACT_SAVE, 5));
}

static void lists_turn_pages(void **state)
{
	(void)state;
	struct list list = {42, 0, 0};
	char text[40];
	list_move(&list, ACT_PAGE_DOWN, 10);
	assert_int_equal(list.top, 9);
	assert_int_equal(list.cursor, 9);
	list_position(&list, 10, text, sizeof(text));
	assert_string_equal(text, "10–19 / 42");
	list_move(&list, ACT_LAST, 10);
	assert_int_equal(list.top, 32);
	list.total = 3; /* others went */
	list_settle(&list, 10);
	assert_int_equal(list.top, 0);
	assert_int_equal(list.cursor, 2);
	list_position(&list, 10, text, sizeof(text));
	assert_string_equal(text, "");
	list = (struct list){1000000, 0, 0};
	list_move(&list, ACT_LAST, 16);
	list_position(&list, 16, text, sizeof(text));
	assert_string_equal(text, "999.985–1.000.000 / 1.000.000");
}

/* ---- times */

static int64_t at(int day, int month, int year, int hour, int minute)
{
	return instant_make((struct date){year, month, day}, hour * 3600 + minute * 60);
}

static void tells_times_in_words(void **state)
{
	(void)state;
	char text[WHEN_SIZE];
	int64_t now = at(23, 11, 2026, 8, 41);
	when_clock(now, text);
	assert_string_equal(text, "T2 23/11 08:41");
	when_due(at(23, 11, 2026, 17, 0), now, text);
	assert_string_equal(text, "hôm nay 17:00");
	when_due(at(24, 11, 2026, 11, 30), now, text);
	assert_string_equal(text, "mai 11:30");
	when_due(at(26, 11, 2026, 11, 30), now, text);
	assert_string_equal(text, "T5 26/11");
	when_due(at(20, 11, 2026, 11, 30), now, text);
	assert_string_equal(text, "quá hạn 20/11");
	when_due(at(4, 1, 2027, 11, 30), now, text);
	assert_string_equal(text, "04/01/2027");
	when_moment(at(4, 1, 2027, 11, 30), now, text);
	assert_string_equal(text, "T2 04/01/2027 11:30");
	when_moment(at(29, 11, 2026, 0, 5), now, text);
	assert_string_equal(text, "CN 29/11 00:05");
	when_due(0, now, text);
	assert_string_equal(text, "");
	when_moment(0, now, text);
	assert_string_equal(text, "");
}

/* ---- the frame */

static void lays_out_any_size(void **state)
{
	(void)state;
	for (int rows = 1; rows < 70; rows++)
		for (int cols = 1; cols < 240; cols += 7) {
			struct frame f = frame_layout(rows, cols);
			assert_int_equal(f.fits, rows >= 24 && cols >= 80);
			if (!f.fits)
				continue;
			assert_int_equal(f.header.rows, f.body.row);
			assert_int_equal(f.body.row + f.body.rows, f.status.row);
			assert_int_equal(f.status.row + f.status.rows, f.footer.row);
			assert_int_equal(f.footer.row + f.footer.rows, rows);
			assert_true(f.body.rows >= 18);
		}
}

/* ---- charts */

static void bars_tell_what_the_numbers_tell(void **state)
{
	(void)state;
	char text[8];
	assert_int_equal(chart_eighths(0, 10, 1), 0);
	assert_int_equal(chart_eighths(1, INT64_MAX, 3), 1); /* something is never nothing */
	assert_int_equal(chart_eighths(5, 10, 1), 4);
	assert_int_equal(chart_eighths(10, 10, 3), 24);
	assert_int_equal(chart_eighths(11, 10, 3), 24);
	assert_int_equal(chart_eighths(5, 0, 1), 0);
	int64_t by_hour[24] = {[8] = 3};
	assert_int_equal(chart_first_hour(by_hour, 7, 10), 7);
	by_hour[19] = 1; /* evening work */
	assert_int_equal(chart_first_hour(by_hour, 7, 10), 10);
	by_hour[23] = 1;
	assert_int_equal(chart_first_hour(by_hour, 7, 10), 14);
	by_hour[0] = 1;
	assert_int_equal(chart_first_hour(by_hour, 7, 10), 0);
	static const struct {
		int64_t value;
		const char *text;
	} numbers[] = {{0, "·"}, {7, "7"}, {999, "999"}, {1000, "1k"}, {99999, "99k"}, {INT64_MAX, ">99"}};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		chart_number(numbers[i].value, text);
		assert_string_equal(text, numbers[i].text);
	}
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_screen_has_one_name),
		cmocka_unit_test(every_function_key_has_a_second),
		cmocka_unit_test(no_key_has_two_meanings),
		cmocka_unit_test(letters_press_no_buttons),
		cmocka_unit_test(lists_stay_inside),
		cmocka_unit_test(lists_turn_pages),
		cmocka_unit_test(tells_times_in_words),
		cmocka_unit_test(lays_out_any_size),
		cmocka_unit_test(bars_tell_what_the_numbers_tell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
