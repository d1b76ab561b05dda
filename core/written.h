#ifndef MOTCUA_CORE_WRITTEN_H
#define MOTCUA_CORE_WRITTEN_H

/* Days, moments and amounts as people write them, at the screen, on the command line and in files. The
 * only place that reads such. */

#include <stdbool.h>
#include <stdint.h>
#include "core/date.h"

#define WRITTEN_AMOUNT_MAX INT64_C(1000000000000000)

/* With its whole year: 8/12/2026, 08-12-2026, 8.12.2026, 8 12 2026, 08122026, 2026-12-08, 20261208, "ngày 8
 * tháng 12 năm 2026". */
bool written_date(const char *text, struct date *out);
/* Also with two digits of the year, of the nearest such ("8/12/26", 081226), or without one, then the next there
 * is ("8/12"). */
bool written_day(const char *text, struct date today, struct date *out);
/* The day somebody was born on: with two digits of the year the last such that has come ("1/2/90"). */
bool written_birth(const char *text, struct date today, struct date *out);
/* A time and a day in whichever order, words and commas between them: "17:00 8/12/2026", "ngày 8/12, 17h",
 * "8g30 8/12"; or RFC 3339, with or without offset. */
bool written_moment(const char *text, struct date today, int64_t *out);
/* 0 … WRITTEN_AMOUNT_MAX; dots or spaces between groups of three, "đ" or "đồng" behind: "1.250.000 đ". */
bool written_amount(const char *text, int64_t *out);

#endif
