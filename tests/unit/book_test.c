/* The printers of the configuration: read, refused, chosen by form and paper. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/book.h"

static void set(struct book *book, const char *name, const char *key, const char *value)
{
	struct err err = ERR_INIT;
	if (!book_set(book, name, key, value, &err))
		fail_msg("%s = %s: %s", key, value, err.text);
}

static void refused(const char *key, const char *value)
{
	struct book book = {.n = 0};
	struct err err = ERR_INIT;
	if (book_set(&book, "A", key, value, &err))
		fail_msg("%s = %s was taken", key, value);
	assert_true(err.text[0]);
}

static void destinations(void **state)
{
	static const char *const good[] = {
		"quay", "HP_LaserJet-1020@tang2", "socket://192.168.1.50", "socket://may.in:9100",
		"socket://[fe80::1]:9100", "socket://[::1]", "/dev/usb/lp0", "/dev/ttyUSB0",
	};
	static const char *const bad[] = {
		"a b", "a/b", "x#y", "x?y", "socket://", "socket://:9100", "socket://h:0", "socket://h:65536",
		"socket://h:91x", "socket://h/path", "socket://u@h", "socket://[]:1", "socket://[::1", "/etc/passwd",
		"/dev/../etc/passwd", "/", "'q'",
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct book book = {.n = 0};
		set(&book, "A", "destination", good[i]);
		assert_string_equal(book.list[0].destination, good[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		refused("destination", bad[i]);
	assert_true(destination_is_raw("socket://h") && destination_is_raw("/dev/usb/lp0"));
	assert_false(destination_is_raw("quay"));
}

static void what_is_refused(void **state)
{
	struct book book = {.n = 0};
	struct err err = ERR_INIT;
	char name[BOOK_NAME_SIZE + 1];
	(void)state;
	refused("paper", "A3");
	refused("forms", "01;02");
	refused("dpi", "200");
	refused("dpi", "0203x");
	refused("colour", "yes");
	assert_false(book_set(&book, "", "paper", "80mm", &err));
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_false(book_set(&book, name, "paper", "80mm", &err));
	assert_int_equal(book.n, 0);
	for (int i = 0; i < BOOK_MAX; i++) {
		snprintf(name, sizeof(name), "máy %d", i);
		set(&book, name, "paper", "80MM");
		assert_string_equal(book.list[i].paper, "80mm");
	}
	assert_false(book_set(&book, "một máy nữa", "paper", "80mm", &err));
	assert_false(book_check(&book, &err));
	assert_non_null(strstr(err.text, "máy 0"));
}

static bool any(void *user, const char *paper)
{
	(void)user, (void)paper;
	return true;
}

static bool sheets_only(void *user, const char *paper)
{
	(void)user;
	return !*paper || *paper == 'A';
}

static const char *chosen(const struct book *book, const char *form, const char *paper,
	book_fits *fits)
{
	const struct book_entry *e = book_choose(book, form, paper, fits, NULL);
	return e ? e->name : "-";
}

static void by_form_and_paper(void **state)
{
	struct book book = {.n = 0};
	(void)state;
	assert_string_equal(chosen(&book, "01", "", any), "-");
	set(&book, "Nhiệt", "destination", "socket://h");
	set(&book, "Nhiệt", "paper", "80mm");
	set(&book, "Nhiệt", "forms", "01, fee");
	set(&book, "Laser", "destination", "laser");
	set(&book, "Laser", "paper", "A4");
	assert_string_equal(chosen(&book, "01", "", any), "Nhiệt");
	assert_string_equal(chosen(&book, "fee", "", any), "Nhiệt");
	assert_string_equal(chosen(&book, "0", "", any), "Laser");
	assert_string_equal(chosen(&book, "07", "", any), "Laser");
	/* the paper that was asked for decides before all else */
	assert_string_equal(chosen(&book, "01", "A4", any), "Laser");
	assert_string_equal(chosen(&book, "01", "a4", any), "Laser");
	assert_string_equal(chosen(&book, "01", "58mm", any), "-");
	/* a form that cannot go on its paper */
	assert_string_equal(chosen(&book, "01", "", sheets_only), "Laser");
	str_copy(book.usual, sizeof(book.usual), "khac");
	assert_string_equal(chosen(&book, "07", "", any), "-");
	assert_string_equal(chosen(&book, "01", "", any), "Nhiệt");
	str_copy(book.usual, sizeof(book.usual), "Laser");
	assert_string_equal(chosen(&book, "07", "", any), "Laser");
	/* the usual one has no such paper: another that takes any form */
	str_copy(book.usual, sizeof(book.usual), "Nhiệt");
	assert_string_equal(chosen(&book, "07", "", sheets_only), "Laser");
}

/* Written wrong, a form would go to another printer without a word. */
static void a_form_that_is_not_there(void **state)
{
	static const char ids[][FORM_ID_SIZE] = {"01", "fee"};
	struct book book = {.n = 0};
	char form[BOOK_NAME_SIZE];
	(void)state;
	set(&book, "Laser", "destination", "quay");
	assert_null(book_stray_form(&book, ids, 2, form));
	set(&book, "Nhiệt", "forms", " 01,  fee ");
	assert_null(book_stray_form(&book, ids, 2, form));
	set(&book, "Nhiệt", "forms", "01 FEE");
	assert_string_equal(book_stray_form(&book, ids, 2, form)->name, "Nhiệt");
	assert_string_equal(form, "FEE");
	set(&book, "Laser", "forms", "1 fee");
	assert_string_equal(book_stray_form(&book, ids, 2, form)->name, "Laser");
	assert_string_equal(form, "1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(destinations),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(by_form_and_paper),
		cmocka_unit_test(a_form_that_is_not_there),
	};
	lang_init("vi", NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
