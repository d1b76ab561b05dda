#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "base/str.h"
#include "core/written.h"

static const struct date today = {2026, 11, 23};

static void days(void **state)
{
	static const char *const rows[][2] = {
		{"8/12/2026", "2026-12-08"}, {"2026-12-08", "2026-12-08"}, {"8/12", "2026-12-08"},
		{"23/11", "2026-11-23"}, {"22/11", "2027-11-22"}, {"29/2", "2028-02-29"}, {"08122026", "2026-12-08"},
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
	static const char *const wrong[] = {"", "-1", "1.2", "1.25.000", "1.0000", ".100", "100.", "1,000", "1e3",
		"1..000", "99999999999999999999", "12345.678"};
	int64_t n;
	(void)state;
	assert_true(written_amount("0", &n) && n == 0);
	assert_true(written_amount("250000", &n) && n == 250000);
	assert_true(written_amount("1.250.000", &n) && n == 1250000);
	assert_true(written_amount("1 250 000", &n) && n == 1250000);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (written_amount(wrong[i], &n))
			fail_msg("%s", wrong[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days), cmocka_unit_test(moments), cmocka_unit_test(amounts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
