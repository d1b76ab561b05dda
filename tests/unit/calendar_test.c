#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "core/calendar.h"

static struct calendar *cal;

static int setup(void **state)
{
	(void)state;
	cal = calendar_builtin();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	calendar_free(cal);
	return 0;
}

static int64_t at(const char *text)
{
	int64_t t = 0;
	assert_true(instant_parse(text, &t));
	return t;
}

static struct date day(const char *iso)
{
	struct date d;
	assert_true(date_parse_iso(iso, &d));
	return d;
}

static void official_days_off(void **state)
{
	(void)state;
	static const char *const off[] = {
		"2025-01-01", "2025-01-25", "2025-01-27", "2025-01-31", "2025-02-02", "2025-04-07",
		"2025-04-30",
		"2025-05-01", "2025-05-02", "2025-09-01", "2025-09-02", "2026-01-01", "2026-01-02",
		"2026-02-14",
		"2026-02-16", "2026-02-20", "2026-02-22", "2026-04-27", "2026-04-30", "2026-05-01",
		"2026-08-31",
		"2026-09-01", "2026-09-02", "2026-11-24", "2026-11-28", "2026-11-29", "2027-01-01",
		"2027-02-08",
		"2027-02-12", "2027-04-16", "2027-04-30", "2027-05-03", "2027-09-02", "2027-11-24",
		"2028-01-01",
	};
	static const char *const worked[] = {
		"2025-04-26", "2026-01-10", "2026-08-22", "2025-01-24", "2025-02-03", "2026-02-13",
		"2026-02-23",
		"2026-09-03", "2026-11-23", "2026-11-25", "2026-04-28", "2027-02-05", "2027-02-15",
		"2027-05-04",
		"2028-01-26", "2024-12-31",
	};
	for (size_t i = 0; i < ARRAY_LEN(off); i++) {
		if (calendar_is_working_day(cal, day(off[i])))
			fail_msg("%s should be off", off[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(worked); i++) {
		if (!calendar_is_working_day(cal, day(worked[i])))
			fail_msg("%s should be worked", worked[i]);
	}
	assert_true(calendar_year_official(cal, 2025));
	assert_true(calendar_year_official(cal, 2026));
	assert_false(calendar_year_official(cal, 2027));
	assert_false(calendar_year_official(cal, 2028));
	assert_false(calendar_year_official(cal, 2024));
}

static void counting_working_days(void **state)
{
	(void)state;
	static const struct {
		const char *from;
		int n;
		const char *want;
	} rows[] = {
		{"2026-11-23", 0, "2026-11-23"}, {"2026-11-24", 0, "2026-11-25"},
		{"2026-11-23", 1, "2026-11-25"},
		{"2026-11-24", 1, "2026-11-25"}, {"2026-11-27", 1, "2026-11-30"},
		{"2026-11-28", 1, "2026-11-30"},
		{"2026-02-13", 1, "2026-02-23"}, {"2026-01-09", 1, "2026-01-10"},
		{"2026-08-21", 1, "2026-08-22"},
		{"2026-08-28", 1, "2026-09-03"}, {"2027-02-05", 1, "2027-02-15"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct date got = calendar_add_working_days(cal, day(rows[i].from), rows[i].n);
		if (date_compare(got, day(rows[i].want)) != 0)
			fail_msg("%s + %d: %d-%d-%d", rows[i].from, rows[i].n, got.year, got.month, got.day);
	}
}

static void when_counting_starts(void **state)
{
	(void)state;
	static const struct {
		const char *received, *start;
	} rows[] = {
		{"2026-11-23T00:00:00", "2026-11-23T07:00:00"},
		{"2026-11-23T06:59:59", "2026-11-23T07:00:00"},
		{"2026-11-23T07:00:00", "2026-11-23T07:00:00"},
		{"2026-11-23T11:29:59", "2026-11-23T11:29:59"},
		{"2026-11-23T11:30:00", "2026-11-23T13:30:00"},
		{"2026-11-23T12:10:00", "2026-11-23T13:30:00"},
		{"2026-11-23T13:30:00", "2026-11-23T13:30:00"},
		{"2026-11-23T16:59:59", "2026-11-23T16:59:59"},
		{"2026-11-23T17:00:00", "2026-11-25T07:00:00"},
		{"2026-11-23T23:59:59", "2026-11-25T07:00:00"},
		{"2026-11-24T09:00:00", "2026-11-25T07:00:00"},
		{"2026-11-28T09:00:00", "2026-11-30T07:00:00"},
		{"2026-11-27T18:00:00", "2026-11-30T07:00:00"},
		{"2026-01-10T09:00:00", "2026-01-10T09:00:00"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t got = calendar_start(cal, at(rows[i].received));
		char text[INSTANT_SIZE];
		instant_format(got, text);
		if (got != at(rows[i].start))
			fail_msg("%s: %s", rows[i].received, text);
	}
}

struct due_row {
	const char *received;
	enum time_unit unit;
	int count;
	const char *due;
	bool provisional;
};

static const struct due_row due_rows[] = {
	/* working days */
	{"2026-11-23T08:43:00", TIME_WORKING_DAYS, 10, "2026-12-08T08:43:00", false},
	{"2026-11-23T12:00:00", TIME_WORKING_DAYS, 10, "2026-12-08T13:30:00", false},
	{"2026-11-23T17:00:00", TIME_WORKING_DAYS, 10, "2026-12-09T07:00:00", false},
	{"2026-11-21T10:00:00", TIME_WORKING_DAYS, 1, "2026-11-25T07:00:00", false},
	{"2026-11-23T08:43:21", TIME_WORKING_DAYS, 1, "2026-11-25T08:43:21", false},
	{"2026-11-23T08:43:00", TIME_WORKING_DAYS, 0, "2026-11-23T08:43:00", false},
	{"2026-02-13T16:59:59", TIME_WORKING_DAYS, 1, "2026-02-23T16:59:59", false},
	{"2026-12-30T09:00:00", TIME_WORKING_DAYS, 1, "2026-12-31T09:00:00", false},
	{"2026-12-31T09:00:00", TIME_WORKING_DAYS, 1, "2027-01-04T09:00:00", true},
	{"2026-12-31T17:30:00", TIME_WORKING_DAYS, 0, "2027-01-04T07:00:00", true},
	{"2024-12-31T09:00:00", TIME_WORKING_DAYS, 1, "2025-01-02T09:00:00", true},
	{"2025-12-31T09:00:00", TIME_WORKING_DAYS, 2, "2026-01-06T09:00:00", false},
	{"2028-03-03T09:00:00", TIME_WORKING_DAYS, 1, "2028-03-06T09:00:00", true},
	/* calendar days */
	{"2026-11-23T08:43:00", TIME_CALENDAR_DAYS, 3, "2026-11-26T08:43:00", false},
	{"2026-11-23T08:43:00", TIME_CALENDAR_DAYS, 1, "2026-11-25T08:43:00", false},
	{"2026-11-23T08:43:00", TIME_CALENDAR_DAYS, 5, "2026-11-30T08:43:00", false},
	{"2026-11-23T08:43:00", TIME_CALENDAR_DAYS, 30, "2026-12-23T08:43:00", false},
	{"2026-11-21T08:43:00", TIME_CALENDAR_DAYS, 1, "2026-11-25T07:00:00", false},
	{"2026-11-23T17:00:00", TIME_CALENDAR_DAYS, 1, "2026-11-26T07:00:00", false},
	{"2026-02-01T08:00:00", TIME_CALENDAR_DAYS, 14, "2026-02-23T07:00:00", false},
	{"2026-12-02T08:00:00", TIME_CALENDAR_DAYS, 30, "2027-01-04T08:00:00", true},
	/* working hours: 4.5 in the morning, 3.5 in the afternoon */
	{"2026-11-23T07:00:00", TIME_WORKING_HOURS, 8, "2026-11-23T17:00:00", false},
	{"2026-11-23T07:00:00", TIME_WORKING_HOURS, 9, "2026-11-25T08:00:00", false},
	{"2026-11-23T07:00:00", TIME_WORKING_HOURS, 4, "2026-11-23T11:00:00", false},
	{"2026-11-23T07:30:00", TIME_WORKING_HOURS, 4, "2026-11-23T11:30:00", false},
	{"2026-11-23T07:30:01", TIME_WORKING_HOURS, 4, "2026-11-23T13:30:01", false},
	{"2026-11-23T11:30:00", TIME_WORKING_HOURS, 1, "2026-11-23T14:30:00", false},
	{"2026-11-23T16:00:00", TIME_WORKING_HOURS, 1, "2026-11-23T17:00:00", false},
	{"2026-11-23T16:00:00", TIME_WORKING_HOURS, 2, "2026-11-25T08:00:00", false},
	{"2026-11-27T15:00:00", TIME_WORKING_HOURS, 16, "2026-12-01T15:00:00", false},
	{"2026-11-28T15:00:00", TIME_WORKING_HOURS, 0, "2026-11-30T07:00:00", false},
	{"2026-12-31T16:00:00", TIME_WORKING_HOURS, 1, "2026-12-31T17:00:00", false},
	{"2026-12-31T16:00:01", TIME_WORKING_HOURS, 1, "2027-01-04T07:00:01", true},
	/* same day */
	{"2026-11-23T08:43:00", TIME_SAME_DAY, 0, "2026-11-23T17:00:00", false},
	{"2026-11-23T12:00:00", TIME_SAME_DAY, 0, "2026-11-23T17:00:00", false},
	{"2026-11-23T15:00:00", TIME_SAME_DAY, 0, "2026-11-23T17:00:00", false},
	{"2026-11-23T15:00:01", TIME_SAME_DAY, 0, "2026-11-25T17:00:00", false},
	{"2026-11-23T17:30:00", TIME_SAME_DAY, 0, "2026-11-25T17:00:00", false},
	{"2026-11-27T16:00:00", TIME_SAME_DAY, 0, "2026-11-30T17:00:00", false},
	{"2026-11-28T16:00:00", TIME_SAME_DAY, 0, "2026-11-30T17:00:00", false},
	{"2026-11-23T05:00:00", TIME_SAME_DAY, 0, "2026-11-23T17:00:00", false},
	{"2027-03-01T09:00:00", TIME_SAME_DAY, 0, "2027-03-01T17:00:00", true},
	{"2026-12-31T15:30:00", TIME_SAME_DAY, 0, "2027-01-04T17:00:00", true},
};

static void due_times(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(due_rows); i++) {
		const struct due_row *row = &due_rows[i];
		struct time_limit limit = {row->unit, row->count};
		struct due due = calendar_due(cal, at(row->received), limit);
		char text[INSTANT_SIZE];
		instant_format(due.at, text);
		if (due.at != at(row->due) || due.provisional != row->provisional)
			fail_msg("%s, unit %d, %d: %s%s", row->received, row->unit, row->count, text,
				due.provisional ? " provisional" : "");
	}
	struct due none = calendar_due(cal, at("2027-03-01T09:00:00"),
		(struct time_limit){TIME_NOT_PUBLISHED, 0});
	assert_int_equal(none.at, 0);
	assert_false(none.provisional);
}

/* Working seconds in [from, to), by asking each second's minute: slow and obviously right. */
static int64_t worked_seconds(int64_t from, int64_t to)
{
	int64_t sum = 0;
	for (int64_t t = from; t < to;) {
		int64_t next = t - t % 60 + 60 < to ? t - t % 60 + 60 : to;
		int s = instant_second_of_day(t);
		bool open = (s >= 25200 && s < 41400) || (s >= 48600 && s < 61200);
		if (open && calendar_is_working_day(cal, instant_date(t)))
			sum += next - t;
		t = next;
	}
	return sum;
}

static void hours_agree_with_counting(void **state)
{
	(void)state;
	for (int64_t t = at("2026-02-10T00:00:07"); t < at("2026-02-26T00:00:00"); t += 3571) {
		for (int hours = 1; hours < 40; hours += 7) {
			struct due due = calendar_due(cal, t, (struct time_limit){TIME_WORKING_HOURS, hours});
			assert_int_equal(worked_seconds(t, due.at), hours * 3600);
			assert_int_equal(worked_seconds(t, due.at - 1), hours * 3600 - 1);
		}
	}
}

static void explain(const char *received, enum time_unit unit, int count, const char *want)
{
	struct buf out;
	buf_init(&out, 500);
	calendar_explain(cal, at(received), (struct time_limit){unit, count}, &out);
	if (strcmp(buf_str(&out), want) != 0)
		fail_msg("%s: \"%s\", not \"%s\"", received, buf_str(&out), want);
	buf_clear(&out);
}

static void explained(void **state)
{
	(void)state;
	explain("2026-11-23T08:43:00", TIME_WORKING_DAYS, 10,
		"10 ngày làm việc (nghỉ 24/11, 28–29/11, 5–6/12)");
	explain("2026-11-25T08:43:00", TIME_WORKING_DAYS, 2, "2 ngày làm việc");
	explain("2026-11-23T12:00:00", TIME_WORKING_DAYS, 1,
		"1 ngày làm việc, từ 13:30 (nghỉ 24/11)");
	explain("2026-11-28T09:00:00", TIME_WORKING_DAYS, 1,
		"1 ngày làm việc, từ 07:00 ngày 30/11");
	explain("2026-04-29T09:00:00", TIME_WORKING_DAYS, 1, "1 ngày làm việc (nghỉ 30/4–3/5)");
	explain("2026-11-23T08:00:00", TIME_WORKING_DAYS, 40,
		"40 ngày làm việc (nghỉ 24/11, 28–29/11, 5–6/12, "
		"12–13/12, 19–20/12, 26–27/12, …)");
	explain("2026-11-23T08:43:00", TIME_CALENDAR_DAYS, 30, "30 ngày");
	explain("2026-11-23T08:43:00", TIME_CALENDAR_DAYS, 5, "5 ngày (nghỉ 28–29/11)");
	explain("2026-11-28T08:43:00", TIME_CALENDAR_DAYS, 5,
		"5 ngày, từ 07:00 ngày 30/11 (nghỉ 5–6/12)");
	explain("2026-11-28T08:43:00", TIME_CALENDAR_DAYS, 0,
		"0 ngày, từ 07:00 ngày 30/11");
	explain("2026-11-23T16:00:00", TIME_WORKING_HOURS, 2, "2 giờ làm việc (nghỉ 24/11)");
	explain("2026-11-23T09:00:00", TIME_SAME_DAY, 0, "trong ngày làm việc");
	explain("2026-11-23T12:00:00", TIME_SAME_DAY, 0, "trong ngày làm việc");
	explain("2026-11-22T21:50:00", TIME_SAME_DAY, 0, "trong ngày làm việc, từ 07:00 ngày 23/11");
	explain("2026-11-22T21:50:00", TIME_WORKING_DAYS, 3,
		"3 ngày làm việc, từ 07:00 ngày 23/11 (nghỉ 24/11)");
	explain("2026-11-23T15:01:00", TIME_SAME_DAY, 0,
		"trong ngày làm việc, nhận sau 15:00 (nghỉ 24/11)");
	explain("2026-11-23T09:00:00", TIME_NOT_PUBLISHED, 0, "chưa công bố");
}

static void json_own_hours(void **state)
{
	(void)state;
	static const char json[] =
		"{\"id\":\"vn\",\"windows\":[[\"08:00\",\"12:00\"],[\"12:00\",\"16:00\"]],"
		"\"same_day_cutoff\":\"14:00\",\"years\":[{\"year\":2026,\"official\":true,"
		"\"days_off\":[\"2026-11-25\"],\"worked\":[\"2026-11-28\"],\"later\":1}],\"more\":{}}";
	struct err err = ERR_INIT;
	struct calendar *own = calendar_from_json(json, strlen(json), &err);
	assert_non_null(own);
	struct time_limit same = {TIME_SAME_DAY, 0}, hours = {TIME_WORKING_HOURS, 8};
	assert_int_equal(calendar_due(own, at("2026-11-24T14:00:00"), same).at,
		at("2026-11-24T16:00:00"));
	assert_int_equal(calendar_due(own, at("2026-11-24T14:00:01"), same).at,
		at("2026-11-26T16:00:00"));
	assert_int_equal(calendar_due(own, at("2026-11-24T08:00:00"), hours).at,
		at("2026-11-24T16:00:00"));
	assert_int_equal(calendar_due(own, at("2026-11-27T12:00:00"), hours).at,
		at("2026-11-28T12:00:00"));
	assert_true(calendar_is_working_day(own, day("2026-11-24"))); /* this list does not have it */
	calendar_free(own);
}

#define W "\"windows\":[[\"07:00\",\"11:30\"]],"
#define YEAR(days, worked) "{" W "\"years\":[{\"year\":2026,\"official\":true,\"days_off\":" days \
	",\"worked\":" worked "}]}"

static void json_refused(void **state)
{
	(void)state;
	static const struct {
		const char *json, *field;
	} rows[] = {
		{"", ""}, {"[]", ""}, {"null", ""}, {"{", ""}, {"{}", "windows"}, {"{\"a\":1,\"a\":2}", ""},
		{"{\"windows\":[],\"years\":[]}", "windows"},
		{"{\"windows\":[[\"7:00\",\"11:30\"]],\"years\":[]}", "windows[0]"},
		{"{\"windows\":[[\"07:00\",\"24:00\"]],\"years\":[]}", "windows[0]"},
		{"{\"windows\":[[\":7:00\",\"23:00\"]],\"years\":[]}", "windows[0]"},
		{"{\"windows\":[[\"07:60\",\"23:00\"]],\"years\":[]}", "windows[0]"},
		{"{\"windows\":[[700,1130]],\"years\":[]}", "windows[0]"},
		{"{\"windows\":[[\"11:30\",\"07:00\"]],\"years\":[]}", "windows[0]"},
		{"{\"windows\":[[\"07:00\",\"07:00\"]],\"years\":[]}", "windows[0]"},
		{"{\"windows\":[[\"07:00\",\"11:30\"],[\"11:00\",\"17:00\"]],\"years\":[]}", "windows[1]"},
		{"{" W "\"same_day_cutoff\":\"25:00\",\"years\":[]}", "same_day_cutoff"},
		{"{" W "\"same_day_cutoff\":15,\"years\":[]}", "same_day_cutoff"},
		{"{" W "\"years\":{}}", "years"}, {"{" W "\"years\":[7]}", "years[0].year"},
		{"{" W "\"years\":[{\"year\":\"2026\"}]}", "years[0].year"},
		{"{" W "\"years\":[{\"year\":99999999999}]}", "years[0].year"},
		{"{" W "\"years\":[{\"year\":2026,\"official\":1}]}", "years[0].official"},
		{"{" W "\"years\":[{\"year\":2026,\"official\":true}]}", "years[0].days_off"},
		{YEAR("[\"2025-01-01\"]", "[]"), "years[0].days_off[0]"},
		{YEAR("[\"2026-01-01\",\"2026-02-29\"]", "[]"), "years[0].days_off[1]"},
		{YEAR("[20260101]", "[]"), "years[0].days_off[0]"},
		{YEAR("[\"2026-01-03\"]", "[\"2026-01-03\"]"), "years[0].worked[0]"},
		{YEAR("[]", "7"), "years[0].worked"},
		{"{" W "\"years\":[{\"year\":2026,\"official\":true,\"days_off\":[]},{\"year\":2026}]}",
			"years[1].year"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = ERR_INIT;
		struct calendar *c = calendar_from_json(rows[i].json, strlen(rows[i].json), &err);
		if (c || err.kind != ERR_DATA || strcmp(err.field, rows[i].field) != 0 || !err.text[0])
			fail_msg("%s: field \"%s\", %s", rows[i].json, err.field, err.text);
	}
	struct calendar *c = calendar_from_json("{\"years\":[]}\0", 13, NULL);
	assert_null(c);
}

static void too_many_days_off(void **state)
{
	(void)state;
	struct buf json;
	buf_init(&json, 100000);
	buf_str_add(&json, "{" W "\"years\":[{\"year\":2026,\"official\":true,\"days_off\":[");
	for (int i = 0; i < 367; i++)
		buf_str_add(&json, i ? ",\"2026-01-01\"" : "\"2026-01-01\"");
	buf_str_add(&json, "]}]}");
	struct err err = ERR_INIT;
	assert_null(calendar_from_json(json.data, json.len, &err));
	assert_string_equal(err.field, "years[0].days_off");
	buf_clear(&json);
}

static void a_year_without_a_working_day_ends(void **state)
{
	(void)state;
	struct buf json;
	buf_init(&json, 100000);
	buf_str_add(&json, "{" W "\"years\":[{\"year\":2026,\"official\":true,\"days_off\":[");
	for (struct date d = {2026, 1, 1}; d.year == 2026; d = date_add(d, 1)) {
		char iso[DATE_SIZE];
		date_format_iso(d, iso);
		buf_printf(&json, "%s\"%s\"", d.month + d.day > 2 ? "," : "", iso);
	}
	buf_str_add(&json, "]}]}");
	struct err err = ERR_INIT;
	struct calendar *c = calendar_from_json(json.data, json.len, &err);
	assert_non_null(c);
	struct due due = calendar_due(c, at("2026-03-01T09:00:00"),
		(struct time_limit){TIME_WORKING_DAYS, 3650});
	assert_true(due.at > at("2040-01-01T00:00:00"));
	assert_int_equal(calendar_start(c, at("2026-03-01T09:00:00")), at("2027-01-01T07:00:00"));
	calendar_free(c);
	buf_clear(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(official_days_off), cmocka_unit_test(counting_working_days),
		cmocka_unit_test(when_counting_starts), cmocka_unit_test(due_times),
		cmocka_unit_test(hours_agree_with_counting), cmocka_unit_test(explained),
		cmocka_unit_test(json_own_hours), cmocka_unit_test(json_refused),
		cmocka_unit_test(too_many_days_off), cmocka_unit_test(a_year_without_a_working_day_ends),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
