#include "core/calendar.h"

#include <stdlib.h>
#include "base/mem.h"
#include "core/calendar_data.h"

/* ---- days */

bool is_weekend(struct date d)
{
	return date_weekday(d) >= 6;
}

const struct calendar_year *calendar_year_find(const struct calendar *cal, int year)
{
	for (size_t i = 0; i < cal->n_years; i++) {
		if (cal->years[i].year == year)
			return &cal->years[i];
	}
	return NULL;
}

static int day_of_year(struct date d)
{
	return date_to_days(d) - date_to_days((struct date){d.year, 1, 1});
}

void calendar_year_mark(struct calendar_year *y, struct date d, bool off)
{
	BUG_ON(d.year != y->year);
	y->off[day_of_year(d)] = off;
}

struct calendar_year *calendar_year_add(struct calendar *cal, int year, bool official)
{
	BUG_ON(cal->n_years >= YEARS_MAX);
	cal->years = xreallocarray(cal->years, cal->n_years + 1, sizeof(*cal->years));
	struct calendar_year *y = &cal->years[cal->n_years++];
	*y = (struct calendar_year){.year = year, .official = official};
	for (struct date d = {year, 1, 1}; d.year == year; d = date_add(d, 1))
		calendar_year_mark(y, d, is_weekend(d));
	return y;
}

void calendar_free(struct calendar *cal)
{
	if (!cal)
		return;
	free(cal->years);
	free(cal);
}

bool calendar_is_working_day(const struct calendar *cal, struct date d)
{
	const struct calendar_year *y = calendar_year_find(cal, d.year);
	return y ? !y->off[day_of_year(d)] : !is_weekend(d);
}

bool calendar_year_official(const struct calendar *cal, int year)
{
	const struct calendar_year *y = calendar_year_find(cal, year);
	return y && y->official;
}

/* The day itself when it is a working day, else the next one. Ends: past the listed years only
 * week-ends are off. */
static struct date working_day_from(const struct calendar *cal, struct date d)
{
	while (!calendar_is_working_day(cal, d))
		d = date_add(d, 1);
	return d;
}

struct date calendar_add_working_days(const struct calendar *cal, struct date d, int n)
{
	if (n == 0)
		return working_day_from(cal, d);
	while (n-- > 0)
		d = working_day_from(cal, date_add(d, 1));
	return d;
}

/* ---- counting */

int64_t calendar_start(const struct calendar *cal, int64_t received_at)
{
	struct date d = instant_date(received_at);
	if (calendar_is_working_day(cal, d)) {
		int second = instant_second_of_day(received_at);
		for (size_t i = 0; i < cal->n_windows; i++) {
			if (second < cal->windows[i].start)
				return instant_make(d, cal->windows[i].start);
			if (second < cal->windows[i].end)
				return received_at;
		}
	}
	return instant_make(working_day_from(cal, date_add(d, 1)), cal->windows[0].start);
}

static int64_t close_of(const struct calendar *cal, struct date d)
{
	return instant_make(d, cal->windows[cal->n_windows - 1].end);
}

static int64_t due_working_days(const struct calendar *cal, int64_t received_at, int count)
{
	int64_t start = calendar_start(cal, received_at);
	struct date d = calendar_add_working_days(cal, instant_date(start), count);
	return instant_make(d, instant_second_of_day(start));
}

static int64_t due_calendar_days(const struct calendar *cal, int64_t received_at, int count)
{
	int64_t start = calendar_start(cal, received_at);
	struct date d = working_day_from(cal, date_add(instant_date(start), count));
	return instant_make(d, instant_second_of_day(start));
}

/* The end of the window that t, a time inside one, lies in. */
static int64_t window_end(const struct calendar *cal, int64_t t)
{
	size_t i = 0;
	while (instant_second_of_day(t) >= cal->windows[i].end)
		i++;
	return instant_make(instant_date(t), cal->windows[i].end);
}

static int64_t due_working_hours(const struct calendar *cal, int64_t received_at, int count)
{
	int64_t t = calendar_start(cal, received_at), left = (int64_t)count * 3600;
	while (left > window_end(cal, t) - t) {
		left -= window_end(cal, t) - t;
		t = calendar_start(cal, window_end(cal, t));
	}
	return t + left;
}

static int64_t due_same_day(const struct calendar *cal, int64_t received_at, int count)
{
	(void)count;
	struct date received = instant_date(received_at);
	struct date d = instant_date(calendar_start(cal, received_at));
	if (date_compare(d, received) == 0 && instant_second_of_day(received_at) > cal->same_day_cutoff)
		d = calendar_add_working_days(cal, d, 1);
	return close_of(cal, d);
}

struct due calendar_due(const struct calendar *cal, int64_t received_at, struct time_limit limit)
{
	static int64_t (*const count_by_unit[])(const struct calendar *, int64_t, int) = {
		[TIME_WORKING_DAYS] = due_working_days,
		[TIME_CALENDAR_DAYS] = due_calendar_days,
		[TIME_WORKING_HOURS] = due_working_hours,
		[TIME_SAME_DAY] = due_same_day,
	};
	struct due due = {0, false};
	BUG_ON((size_t)limit.unit >= ARRAY_LEN(count_by_unit) || limit.count < 0 || limit.count > 3650);
	if (limit.unit == TIME_NOT_PUBLISHED)
		return due;
	due.at = count_by_unit[limit.unit](cal, received_at, limit.count);
	int last = instant_date(due.at).year;
	for (int year = instant_date(received_at).year; year <= last; year++)
		due.provisional = due.provisional || !calendar_year_official(cal, year);
	return due;
}
