/* How each kind of field shows what was typed in it, however it was written. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include "base/mem.h"
#include "base/str.h"
#include "tui/tidy.h"
#include "tui/typing.h"

static const struct date today = {2026, 11, 23};

static const struct {
	enum field_kind kind;
	const char *typed, *shown; /* NULL: as it was typed */
} rows[] = {
	{FIELD_BIRTH, "1/2/90", "01/02/1990"}, {FIELD_BIRTH, "01021990", "01/02/1990"},
	{FIELD_BIRTH, "1-2-1990", "01/02/1990"}, {FIELD_BIRTH, "1.2.1990 ", "01/02/1990"},
	{FIELD_BIRTH, "1990-02-01", "01/02/1990"}, {FIELD_BIRTH, "01/02/1990", NULL},
	{FIELD_BIRTH, "31/2/90", NULL}, {FIELD_BIRTH, "hôm qua", NULL},
	{FIELD_DAY, "8/12", "08/12/2026"}, {FIELD_DAY, "8 tháng 12", "08/12/2026"}, {FIELD_DAY, "8/13", NULL},
	{FIELD_MOMENT, "ngày 8/12, 8h30", "08:30 08/12/2026"}, {FIELD_MOMENT, "17:00", NULL},
	{FIELD_PHONE, "0912 345 678", NULL}, {FIELD_PHONE, "0912345678", "0912 345 678"},
	{FIELD_PHONE, "+84912345678", "0912 345 678"}, {FIELD_PHONE, "+84 (0)912.345.678", "0912 345 678"},
	{FIELD_PHONE, "84912345678", "0912 345 678"}, {FIELD_PHONE, "0084 912 345 678", "0912 345 678"},
	{FIELD_PHONE, "0912-345-678", "0912 345 678"}, {FIELD_PHONE, "02963841234", "0296 384 1234"},
	{FIELD_PHONE, "(028) 38291234", "028 3829 1234"}, {FIELD_PHONE, "12345", NULL},
	{FIELD_PHONE, "0912 345 67", NULL},
	{FIELD_ID, "089 190 001 234", "089190001234"}, {FIELD_ID, " 089.190.001-234", "089190001234"},
	{FIELD_ID, "089190001234", NULL}, {FIELD_ID, "08919000123x", NULL}, {FIELD_ID, "-", NULL},
	{FIELD_TAX, "0100109106", NULL}, {FIELD_TAX, "12345", NULL},
	{FIELD_AMOUNT, "250000", "250.000"}, {FIELD_AMOUNT, "250.000 đồng", "250.000"},
	{FIELD_AMOUNT, "1 250 000đ", "1.250.000"}, {FIELD_AMOUNT, "hai trăm", NULL}, {FIELD_AMOUNT, "0", NULL},
	{FIELD_CODE, " ten@example.vn  ", "ten@example.vn"}, {FIELD_CODE, "01/02/90", NULL},
	{FIELD_WORDS, "  Nguyễn   Văn  Thử ", "Nguyễn Văn Thử"}, {FIELD_WORDS, "", NULL},
	{FIELD_BIRTH, "   ", ""},
};

static void each_kind(void **state)
{
	static struct field f;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		f = (struct field){.kind = rows[i].kind};
		for (const char *p = rows[i].typed; *p;) {
			struct utf8_feed feed = {0};
			int code;
			bool again;
			while (utf8_feed(&feed, (unsigned char)*p++, &code, &again) <= 0)
				;
			assert_true(field_type(&f, code));
		}
		bool changed = tidy_field(&f, today);
		const char *want = rows[i].shown ? rows[i].shown : rows[i].typed;
		if (changed != (rows[i].shown != NULL) || !str_eq(f.text, want))
			fail_msg("'%s' is shown '%s', not '%s'", rows[i].typed, f.text, want);
		assert_int_equal(f.cursor, f.len);
		assert_false(tidy_field(&f, today)); /* and stays so */
	}
}

/* Tidying is undone like typing. */
static void comes_undone(void **state)
{
	static struct field f;
	struct typing t;
	bool changed;
	(void)state;
	typing_init(&t, TYPING_TELEX, IME_OLD);
	f.kind = FIELD_BIRTH;
	assert_true(typing_paste(&t, &f, "1/2/26", 6));
	assert_true(typing_tidy(&t, &f, today));
	assert_string_equal(f.text, "01/02/2026");
	assert_true(typing_act(&t, &f, ACT_UNDO, &changed) && changed);
	assert_string_equal(f.text, "1/2/26");
	typing_clear(&t);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_kind), cmocka_unit_test(comes_undone)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
