#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <time.h>
#include "base/mem.h"
#include "core/date.h"

static void days_agree_with_the_c_library(void **state)
{
	(void)state;
	/* every day of 1890 to 2210 against timegm, an independent opinion */
	struct tm tm = {.tm_year = -10, .tm_mday = 1};
	int32_t day = (int32_t)(timegm(&tm) / 86400);
	for (; day < 88000; day++) {
		time_t t = (time_t)day * 86400;
		gmtime_r(&t, &tm);
		struct date d = date_from_days(day);
		assert_int_equal(d.year, tm.tm_year + 1900);
		assert_int_equal(d.month, tm.tm_mon + 1);
		assert_int_equal(d.day, tm.tm_mday);
		assert_int_equal(date_to_days(d), day);
		assert_int_equal(date_weekday(d), tm.tm_wday ? tm.tm_wday : 7);
	}
}

static void impossible_dates(void **state)
{
	(void)state;
	static const struct date bad[] = {
		{0, 0, 0}, {1999, 2, 29}, {1900, 2, 29}, {2100, 2, 29}, {2026, 0, 1}, {2026, 13, 1},
		{2026, 4, 31}, {2026, 1, 0}, {2026, 1, 32}, {1899, 12, 31}, {2200, 1, 1}, {-1, 1, 1},
		{2026, -1, 1}, {2026, 1, -1},
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(date_valid(bad[i]));
	assert_true(date_valid((struct date){2000, 2, 29}));
	assert_true(date_valid((struct date){2024, 2, 29}));
	assert_true(date_valid((struct date){1900, 1, 1}));
	assert_true(date_valid((struct date){2199, 12, 31}));
}

static void order_and_addition(void **state)
{
	(void)state;
	struct date a = {2026, 11, 23}, b = {2026, 12, 1};
	assert_int_equal(date_compare(a, b), -1);
	assert_int_equal(date_compare(b, a), 1);
	assert_int_equal(date_compare(a, a), 0);
	assert_int_equal(date_compare((struct date){2025, 12, 31}, a), -1);
	assert_int_equal(date_compare((struct date){2026, 11, 24}, a), 1);
	assert_int_equal(date_compare(date_add(a, 8), b), 0);
	assert_int_equal(date_compare(date_add(b, -8), a), 0);
	assert_int_equal(date_compare(date_add((struct date){2024, 2, 28}, 1), (struct date){2024, 2,
		29}), 0);
}

struct entry {
	const char *text;
	struct date want; /* year 0: refused */
};

static void check_entries(bool (*parse)(const char *, struct date *), const struct entry *e,
	size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct date got = {0, 0, 0};
		bool ok = parse(e[i].text, &got);
		if (ok != (e[i].want.year != 0) || date_compare(got, e[i].want) != 0)
			fail_msg("\"%s\": %d, %d-%d-%d", e[i].text, ok, got.year, got.month, got.day);
	}
}

static void reading_dates(void **state)
{
	(void)state;
	static const struct entry iso[] = {
		{"2026-11-23", {2026, 11, 23}}, {"2026-1-23", {0}}, {"2026-11-23 ", {0}},
		{" 2026-11-23", {0}},
		{"2026-02-29", {0}}, {"2026/11/23", {0}}, {"", {0}}, {"2026-11-2", {0}},
		{"2026-11-233", {0}},
		{"+026-11-23", {0}}, {"2026-", {0}},
	};
	static const struct entry dmy8[] = {
		{"23112026", {2026, 11, 23}}, {"29021999", {0}}, {"2311202", {0}}, {"231120266", {0}},
		{"00001950", {0}}, {"2311 026", {0}}, {"", {0}}, {"31042000", {0}}, {"01011899", {0}},
	};
	check_entries(date_parse_iso, iso, ARRAY_LEN(iso));
	check_entries(date_parse_dmy8, dmy8, ARRAY_LEN(dmy8));
}

static void writing_dates(void **state)
{
	(void)state;
	char out[DATE_SIZE], six[7];
	struct date d = {2026, 1, 9};
	date_format_iso(d, out);
	assert_string_equal(out, "2026-01-09");
	date_format_vn(d, out);
	assert_string_equal(out, "09/01/2026");
	date_format_yymmdd(d, six);
	assert_string_equal(six, "260109");
	/* what is no date at all must still fit */
	date_format_iso((struct date){1234567, 123, -45}, out);
	date_format_yymmdd((struct date){-5, 99999, 1}, six);
}

static void instants_are_viet_nam_time(void **state)
{
	(void)state;
	char out[INSTANT_SIZE];
	int64_t t = instant_make((struct date){2026, 11, 23}, 8 * 3600 + 43 * 60);
	assert_int_equal(t, 1795398180);
	instant_format(t, out);
	assert_string_equal(out, "2026-11-23T08:43:00+07:00");
	instant_format(0, out);
	assert_string_equal(out, "1970-01-01T07:00:00+07:00");
	instant_format(-25201, out);
	assert_string_equal(out, "1969-12-31T23:59:59+07:00");
	assert_int_equal(instant_second_of_day(-25201), 86399);
	/* 17:30 UTC is the next day here */
	assert_int_equal(instant_date(1795368600).day, 23);
	instant_format(INT64_MAX, out);
	assert_string_equal(out, "9999-12-31T23:59:59+07:00");
	instant_format(INT64_MIN, out);
	assert_string_equal(out, "0001-01-01T00:00:00+07:00");
}

static void reading_instants(void **state)
{
	(void)state;
	static const char *const same[] = {
		"2026-11-23T08:43:00+07:00", "2026-11-23T01:43:00Z", "2026-11-23t01:43:00z",
		"2026-11-23 08:43:00+07:00", "2026-11-23T08:43", "2026-11-23 08:43:00",
		"2026-11-22T18:43:00-07:00",
		"2026-11-23T08:43:00.999999+07:00", "2026-11-23T01:43:00-00:00",
		"2026-11-23T07:13:00+05:30",
	};
	static const char *const bad[] = {
		"", "2026-11-23", "2026-11-23T", "2026-11-23T08", "2026-11-23T24:00:00Z",
		"2026-11-23T08:60:00Z",
		"2026-11-23T08:43:60Z", "2026-11-23T08:43:00+24:00", "2026-11-23T08:43:00+07",
		"2026-02-29T08:43",
		"2026-11-23T08:43:00+0700", "2026-11-23T08:43:00.Z", "2026-11-23T8:43",
		"2026-11-23T08:43:00Zx",
		"2026-11-23T08:43:00+07:60", "2026-11-23T08:43:00 +07:00", "2199-12-31T23:00:00Z",
		"hôm nay",
		"1900-01-01T00:00:00+12:00",
	};
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		int64_t t = 0;
		if (!instant_parse(same[i], &t) || t != 1795398180)
			fail_msg("%s: %lld", same[i], (long long)t);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		int64_t t = 7;
		if (instant_parse(bad[i], &t) || t != 7)
			fail_msg("taken: %s", bad[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_agree_with_the_c_library), cmocka_unit_test(impossible_dates),
		cmocka_unit_test(order_and_addition), cmocka_unit_test(reading_dates),
		cmocka_unit_test(writing_dates), cmocka_unit_test(instants_are_viet_nam_time),
		cmocka_unit_test(reading_instants),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
