#ifndef MOTCUA_CORE_WRITTEN_H
#define MOTCUA_CORE_WRITTEN_H

/* Days, moments and amounts as people write them, at the screen and on the command line. */

#include <stdbool.h>
#include <stdint.h>
#include "core/date.h"

#define WRITTEN_AMOUNT_MAX INT64_C(1000000000000000)

/* 8/12/2026, 08-12-2026, 2026-12-08 …; without a year, "8/12", the next there is. */
bool written_day(const char *text, struct date today, struct date *out);
/* A time and a day in whichever order, words and commas between them: "17:00 8/12/2026", "ngày 8/12, 17h",
 * "8g30 8/12"; or RFC 3339, with or without offset. */
bool written_moment(const char *text, struct date today, int64_t *out);
/* 0 … WRITTEN_AMOUNT_MAX; dots or spaces between groups of three: "1.250.000". */
bool written_amount(const char *text, int64_t *out);

#endif
