#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "i18n/text.h"
#include "tui/field.h"
#include "tui/key.h"

static struct field *f;

static int setup(void **state)
{
	(void)state;
	f = xcalloc(1, sizeof(*f));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(f);
	return 0;
}

static bool press(int code)
{
	return field_key(f, (struct key){KIND_FUNCTION, code});
}

static void type(const char *text)
{
	struct utf8_feed feed = {0};
	int code;
	bool again;
	for (const char *p = text; *p; p++)
		if (utf8_feed(&feed, (unsigned char)*p, &code, &again) > 0)
			field_type(f, code);
}

static void inserts_in_the_middle(void **state)
{
	(void)state;
	type("Nguyễn Thử");
	for (int i = 0; i < 4; i++)
		press(K_LEFT);
	type(" Văn");
	assert_string_equal(f->text, "Nguyễn Văn Thử");
	press(K_HOME);
	type("Bà ");
	assert_string_equal(f->text, "Bà Nguyễn Văn Thử");
	press(K_END);
	press(K_BACKSPACE);
	assert_string_equal(f->text, "Bà Nguyễn Văn Th");
	press(K_HOME);
	press(K_DELETE);
	assert_string_equal(f->text, "à Nguyễn Văn Th");
}

static void composes_marks_onto_the_letter(void **state)
{
	(void)state;
	type("e\xcc\x82\xcc\x83"); /* e, circumflex, tilde */
	assert_string_equal(f->text, "ễ");
	type("e\xcc\x83\xcc\x82"); /* the tone first */
	assert_string_equal(f->text, "ễễ");
	press(K_LEFT);
	type("a\xcc\x81");
	assert_string_equal(f->text, "ễáễ");
	assert_int_equal(f->cursor, strlen("ễá"));
}

static void refuses_what_cannot_be_shown(void **state)
{
	(void)state;
	type("a");
	assert_false(field_type(f, 0x202e)); /* bidi override */
	assert_false(field_type(f, 0x200b)); /* zero width space */
	assert_false(field_type(f, 0x9b));   /* C1 */
	assert_false(field_type(f, 0xd800));
	type("đ\xc3\x90"); /* Ð becomes Đ */
	assert_string_equal(f->text, "ađĐ");
	assert_true(text_is_clean(f->text));
}

static void bounds_a_flood_of_marks(void **state)
{
	(void)state;
	type("a");
	for (int i = 0; i < 1000; i++)
		field_type(f, 0x0323 + i % 5);
	assert_true(f->len < 64);
	assert_int_equal(text_length(f->text), 1);
	assert_true(text_is_clean(f->text));
	type("b");
	assert_int_equal(text_length(f->text), 2);
}

static void takes_a_paste_whole_and_clean(void **state)
{
	(void)state;
	static const char paste[] = "Lê\tThị\r\n\033[31mMẫu\033[0m\x07";
	type("[]");
	press(K_LEFT);
	assert_true(field_insert(f, paste, sizeof(paste) - 1));
	assert_string_equal(f->text, "[Lê Thị Mẫu]");
}

static void is_bounded(void **state)
{
	(void)state;
	char *big = xmalloc(65536);
	memset(big, 'x', 65536);
	assert_false(field_insert(f, big, 65536));
	assert_int_equal(f->len, FIELD_MAX);
	assert_false(field_type(f, 'y'));
	assert_int_equal(strlen(f->text), FIELD_MAX);
	free(big);
}

static void takes_back_a_scan(void **state)
{
	(void)state;
	type("ghi chú ");
	field_key(f, (struct key){KIND_FUNCTION, K_LEFT});
	static struct field_mark mark;
	size_t at = f->cursor;
	field_mark(f, &mark);
	type("001099012345||x");
	field_give_back(f, &mark);
	assert_string_equal(f->text, "ghi chú ");
	assert_int_equal(f->cursor, at);
	assert_int_equal(f->len, strlen(f->text));
}

static void expect_view(int cols, const char *text, int cursor)
{
	struct buf view;
	int at;
	buf_init(&view, 1024);
	field_view(f, cols, &view, &at);
	assert_string_equal(buf_str(&view), text);
	assert_int_equal(at, cursor);
	assert_int_equal(text_width(buf_str(&view)), cols);
	buf_clear(&view);
}

static void keeps_the_cursor_in_sight(void **state)
{
	(void)state;
	expect_view(6, "      ", 0);
	type("abcde");
	expect_view(6, "abcde ", 5);
	type("fghij");
	expect_view(6, "…ghij ", 5); /* a narrow one shows as much as it can */
	press(K_HOME);
	expect_view(6, "abcde…", 0);
	press(K_END);
	for (int i = 0; i < 5; i++)
		press(K_LEFT);
	expect_view(6, "…cdef…", 4);
}

static void counts_wide_letters_as_two_cells(void **state)
{
	(void)state;
	type("漢字漢字漢字");
	for (int cols = 2; cols < 14; cols++) {
		for (int at = 0; at < 7; at++) {
			struct buf view;
			int cursor;
			buf_init(&view, 1024);
			field_view(f, cols, &view, &cursor);
			assert_int_equal(text_width(buf_str(&view)), cols);
			assert_in_range(cursor, 0, cols - 1);
			buf_clear(&view);
			if (!press(K_LEFT))
				press(K_END);
		}
	}
}

static void puts_bytes_together(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		int codes[4], n;
	} cases[] = {
		{"ạ", {0x1ea1}, 1}, {"a\xc3" "b", {'a', 'b'}, 2}, {"\xc0\xaf", {0}, 0},
		{"\xed\xa0\x80", {0}, 0}, {"\xf4\x90\x80\x80", {0}, 0}, {"\xf0\x9f\x98\x80", {0x1f600}, 1},
		{"\xe1\xba\xe1\xba\xa1", {0x1ea1}, 1},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct utf8_feed feed = {0};
		int n = 0, code;
		bool again;
		for (const char *p = cases[i].bytes; *p; p++)
			do {
				if (utf8_feed(&feed, (unsigned char)*p, &code, &again) > 0)
					assert_int_equal(code, cases[i].codes[n++]);
			} while (again);
		assert_int_equal(n, cases[i].n);
	}
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(inserts_in_the_middle, setup, teardown),
		cmocka_unit_test_setup_teardown(composes_marks_onto_the_letter, setup, teardown),
		cmocka_unit_test_setup_teardown(refuses_what_cannot_be_shown, setup, teardown),
		cmocka_unit_test_setup_teardown(bounds_a_flood_of_marks, setup, teardown),
		cmocka_unit_test_setup_teardown(takes_a_paste_whole_and_clean, setup, teardown),
		cmocka_unit_test_setup_teardown(is_bounded, setup, teardown),
		cmocka_unit_test_setup_teardown(takes_back_a_scan, setup, teardown),
		cmocka_unit_test_setup_teardown(keeps_the_cursor_in_sight, setup, teardown),
		cmocka_unit_test_setup_teardown(counts_wide_letters_as_two_cells, setup, teardown),
		cmocka_unit_test(puts_bytes_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
