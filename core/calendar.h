#ifndef MOTCUA_CORE_CALENDAR_H
#define MOTCUA_CORE_CALENDAR_H

/*
 * The working calendar and due times. Rules (docs/due-times.md tells them with examples):
 *  - Received outside the working windows counts from the next one: at lunch from the afternoon,
 *    after close or on a day off from the next working morning.
 *  - N working days: the same time of day, N working days on. N working hours: counted inside the
 *    windows. N calendar days: every day counts; a result on a day off moves to the next working
 *    day.
 *  - Same day: until close; received after the cut-off (15:00) until close of the next working day.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "core/date.h"

enum time_unit {
	TIME_NOT_PUBLISHED,
	TIME_WORKING_DAYS,
	TIME_CALENDAR_DAYS,
	TIME_WORKING_HOURS,
	TIME_SAME_DAY,
};

struct time_limit {
	enum time_unit unit;
	int count; /* 0–3650; 0 for same day and not published */
};

struct calendar;

/* The built-in one: windows 07:00–11:30 and 13:30–17:00, official days off of 2025 and 2026, the
 * provisional ones of 2027. The caller frees it with calendar_free. */
struct calendar *calendar_builtin(void);
/* From the catalogue's JSON (see api/openapi.yaml, Calendar); refuses overlapping windows, dates
 * outside their year, more than 366 days off, more than 100 years. NULL with err where refused. */
struct calendar *calendar_from_json(const char *json, size_t len, struct err *err);
void calendar_free(struct calendar *cal);

bool calendar_is_working_day(const struct calendar *cal, struct date d);
/* Is there an official list for that year? */
bool calendar_year_official(const struct calendar *cal, int year);
/* The n-th working day after d (n = 0: d itself when it is one, else the next). */
struct date calendar_add_working_days(const struct calendar *cal, struct date d, int n);
/* When counting starts for something received then. */
int64_t calendar_start(const struct calendar *cal, int64_t received_at);

struct due {
	int64_t at;       /* 0: no due time, the limit is not published */
	bool provisional; /* falls in, or crosses, a year without an official list of days off */
};

/* Limits outside 0–3650 are refused by the caller, who made them; here they are a bug. */
struct due calendar_due(const struct calendar *cal, int64_t received_at, struct time_limit limit);
/* One line on why, as on the screen: "10 ngày làm việc (nghỉ 24/11, 28–29/11, 5–6/12)", with the
 * time counting began where that is not when it was received, and the days off after it: short, the
 * screen has 50 columns for it. At most six groups of days off. */
void calendar_explain(const struct calendar *cal, int64_t received_at, struct time_limit limit,
	struct buf *out);
/* "10 ngày làm việc", "chưa công bố" … */
void time_limit_text(struct time_limit limit, struct buf *out);

#endif
