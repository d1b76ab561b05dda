#ifndef MOTCUA_CORE_CALENDAR_DATA_H
#define MOTCUA_CORE_CALENDAR_DATA_H

/* What a calendar is made of; only the calendar_*.c files look inside. */

#include "core/calendar.h"

#define WINDOWS_MAX 8
#define YEARS_MAX 100
#define YEAR_DAYS 366

/* Seconds of the day; start belongs to it, end does not. */
struct window {
	int start, end;
};

struct calendar_year {
	int year;
	bool official;       /* the government's list is out */
	bool off[YEAR_DAYS]; /* by day of the year, week-ends and exchanged Saturdays worked in */
};

struct calendar {
	struct window windows[WINDOWS_MAX]; /* in order, not overlapping */
	size_t n_windows;                   /* at least one */
	int same_day_cutoff;                /* second of the day */
	struct calendar_year *years;
	size_t n_years;
};

/* The year's entry, or NULL. */
const struct calendar_year *calendar_year_find(const struct calendar *cal, int year);
/* Adds a year with only its week-ends off. The pointer holds until the next one is added. */
struct calendar_year *calendar_year_add(struct calendar *cal, int year, bool official);
/* Marks one day of that year. */
void calendar_year_mark(struct calendar_year *y, struct date d, bool off);
bool is_weekend(struct date d);

#endif
