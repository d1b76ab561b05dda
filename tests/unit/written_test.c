#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "base/str.h"
#include "core/written.h"

static const struct date today = {2026, 11, 23};

struct row {
	const char *text;
	struct date want; /* year 0: refused */
};

static void expect(const struct row *row, bool ok, struct date got)
{
	if (ok != (row->want.year != 0) || (ok && date_compare(got, row->want) != 0))
		fail_msg("\"%s\": %d, %d-%d-%d", row->text, ok, got.year, got.month, got.day);
}

static void whole_dates(void **state)
{
	static const struct row rows[] = {
		{"2/9/1990", {1990, 9, 2}}, {"02-09-1990", {1990, 9, 2}}, {"02.09.1990", {1990, 9, 2}},
		{"02091990", {1990, 9, 2}}, {"1990-09-02", {1990, 9, 2}}, {" 2 9 1990 ", {1990, 9, 2}},
		{"1990/9/2", {1990, 9, 2}}, {"29/2/2000", {2000, 2, 29}}, {"19900902", {1990, 9, 2}},
		{"2 / 9 / 1990", {1990, 9, 2}}, {"ngày 2 tháng 9 năm 1990", {1990, 9, 2}},
		{"Ngày 2 tháng 9, 1990", {1990, 9, 2}}, {"mùng 2 tháng 9/1990", {1990, 9, 2}},
		{"29/2/1900", {0}}, {"2/9/90", {0}}, {"020990", {0}}, {"2/9-1990", {0}}, {"9/13/1990", {0}},
		{"2/9/1990x", {0}}, {"//", {0}}, {"", {0}}, {"   ", {0}}, {"1990", {0}}, {"-2/9/1990", {0}},
		{"002/9/1990", {0}}, {"2//1990", {0}}, {"2/9/19900", {0}}, {"ngày", {0}}, {"năm 1990", {0}},
		{"31042000", {0}}, {"2/9/1990/", {0}}, {"2/9/", {0}}, {"01/01/1899", {0}},
		{"00000000000000000000000000000000000000000000000000000000000000000000002091990", {0}},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct date got = {0, 0, 0};
		bool ok = written_date(rows[i].text, &got);
		expect(&rows[i], ok, got);
	}
}

static void births(void **state)
{
	static const struct row rows[] = {
		{"1/2/90", {1990, 2, 1}}, {"1-2-90", {1990, 2, 1}}, {"010290", {1990, 2, 1}}, {"01021990", {1990, 2, 1}},
		{"1-2-1990", {1990, 2, 1}}, {"1.2.1990", {1990, 2, 1}}, {"1 2 26", {2026, 2, 1}},
		{"23/11/26", {2026, 11, 23}}, {"24/11/26", {1926, 11, 24}}, {"1/1/00", {2000, 1, 1}},
		{"29/2/24", {2024, 2, 29}}, {"29/2/00", {2000, 2, 29}}, {"1/2", {0}}, {"29/2/90", {0}},
		{"310290", {0}}, {"1/2/190", {0}}, {"1/2/9", {0}},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct date got = {0, 0, 0};
		bool ok = written_birth(rows[i].text, today, &got);
		expect(&rows[i], ok, got);
	}
}

static void days(void **state)
{
	static const char *const rows[][2] = {
		{"8/12/2026", "2026-12-08"}, {"2026-12-08", "2026-12-08"}, {"8/12", "2026-12-08"},
		{"23/11", "2026-11-23"}, {"22/11", "2027-11-22"}, {"29/2", "2028-02-29"}, {"08122026", "2026-12-08"},
		{"8/12/26", "2026-12-08"}, {"081226", "2026-12-08"}, {"1/2/90", "1990-02-01"}, {"1/2/75", "2075-02-01"},
		{"1/2/77", "1977-02-01"}, {"ngày 8 tháng 12", "2026-12-08"}, {"8.12", "2026-12-08"},
	};
	static const char *const wrong[] = {"", "x", "31/2", "32/1/2026", "8", "8/12/2026/1",
		"8/12/20260000000000000000000000000000000"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char iso[DATE_SIZE];
		struct date d;
		assert_true(written_day(rows[i][0], today, &d));
		date_format_iso(d, iso);
		assert_string_equal(iso, rows[i][1]);
	}
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (written_day(wrong[i], today, &(struct date){0}))
			fail_msg("%s", wrong[i]);
}

static void moments(void **state)
{
	static const char *const rows[] = {
		"17:00 8/12/2026", "8/12/2026 17:00", "17h 8/12", "17h00, ngày 8/12", "17g00 ngày 08-12-2026",
		"2026-12-08T17:00:00+07:00", "2026-12-08 17:00", "lúc 17:00 ngày 8/12/2026",
	};
	static const char *const wrong[] = {"", "17:00", "8/12/2026", "25:00 8/12/2026", "17:60 8/12/2026",
		"17: 8/12/2026", "17:00 18:00 8/12/2026", "17:00 8/12/2026 9/12/2026", "ngày mai", "17:000 8/12",
		"17:00 8/12/2026 5", "17:00 31/2/2026",
		"17:00 8/12/2026 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[INSTANT_SIZE];
		int64_t at;
		if (!written_moment(rows[i], today, &at))
			fail_msg("%s", rows[i]);
		instant_format(at, text);
		assert_string_equal(text, "2026-12-08T17:00:00+07:00");
	}
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (written_moment(wrong[i], today, &(int64_t){0}))
			fail_msg("%s", wrong[i]);
}

static void amounts(void **state)
{
	static const char *const wrong[] = {"", "đ", " đồng", "-1", "1.2", "1.25.000", "1.0000", ".100", "100.", "1,000", "1e3",
		"1..000", "99999999999999999999", "12345.678"};
	int64_t n;
	(void)state;
	assert_true(written_amount("0", &n) && n == 0);
	assert_true(written_amount("250000", &n) && n == 250000);
	assert_true(written_amount("1.250.000", &n) && n == 1250000);
	assert_true(written_amount("1 250 000", &n) && n == 1250000);
	assert_true(written_amount("1.250.000 đồng", &n) && n == 1250000);
	assert_true(written_amount("250000đ", &n) && n == 250000);
	assert_true(written_amount("250.000 VNĐ", &n) && n == 250000);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (written_amount(wrong[i], &n))
			fail_msg("%s", wrong[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_dates), cmocka_unit_test(births), cmocka_unit_test(days), cmocka_unit_test(moments), cmocka_unit_test(amounts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
