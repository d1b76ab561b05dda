#ifndef MOTCUA_CORE_DATE_H
#define MOTCUA_CORE_DATE_H

/*
 * Civil dates and instants. An instant is Unix seconds (int64_t); everything shown or counted is in
 * Viet Nam time, UTC+7 all year. Gregorian, years 1900–2199.
 */

#include <stdbool.h>
#include <stdint.h>

struct date {
	int year, month, day; /* year 0: not known */
};

#define VN_OFFSET_S (7 * 3600)
#define INSTANT_SIZE 26  /* "2026-11-23T08:43:00+07:00" */
#define DATE_SIZE 11     /* "2026-11-23", "23/11/2026" */

bool date_valid(struct date d);
int date_compare(struct date a, struct date b);
/* Days since 1970-01-01, and back. */
int32_t date_to_days(struct date d);
struct date date_from_days(int32_t days);
struct date date_add(struct date d, int32_t days);
/* 1 Monday … 7 Sunday. */
int date_weekday(struct date d);

bool date_parse_iso(const char *s, struct date *out);  /* 2026-11-23 */
bool date_parse_dmy8(const char *s, struct date *out); /* 23112026 */
void date_format_iso(struct date d, char out[DATE_SIZE]);
void date_format_vn(struct date d, char out[DATE_SIZE]); /* 23/11/2026 */
void date_format_yymmdd(struct date d, char out[7]);

struct date instant_date(int64_t t);
int instant_second_of_day(int64_t t);
int64_t instant_make(struct date d, int second_of_day);
/* RFC 3339 with +07:00. */
void instant_format(int64_t t, char out[INSTANT_SIZE]);
/* RFC 3339 with any offset or Z; fractions dropped. Also "YYYY-MM-DDTHH:MM[:SS]" without offset,
 * taken as Viet Nam time. A space may stand for T. */
bool instant_parse(const char *s, int64_t *out);

#endif
