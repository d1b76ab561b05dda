#ifndef MOTCUA_CORE_ASKED_H
#define MOTCUA_CORE_ASKED_H

/* What a form asks when it is printed, and answers to it as people write them: the same at the screen and
 * on the command line. */

#include <stdbool.h>
#include "base/err.h"
#include "core/date.h"

struct record;

enum ask_kind { ASK_TEXT, ASK_TIME, ASK_DATE, ASK_NUMBER, ASK_LIST };

/* Puts an answer, cleaned and not empty, into the object under that name: times as RFC 3339, dates as
 * YYYY-MM-DD, numbers as such; of a list, one line more of its array. ERR_DATA with a sentence that says
 * what is wanted; today: for days without a year. */
bool asked_put(struct record *json, const char *name, enum ask_kind kind, const char *text,
	struct date today, struct err *err) MUST_CHECK;

#endif
