#ifndef MOTCUA_CORE_PERIOD_H
#define MOTCUA_CORE_PERIOD_H

/* A stretch of whole days, as a ledger is printed for. */

#include <stdbool.h>
#include <stdint.h>
#include "core/date.h"

#define PERIOD_SIZE 24 /* "2026-11-01..2026-11-30" */

struct period {
	struct date from, to; /* both counted in */
};

/* A day (2026-11-23, 23/11/2026 and the like), a month (2026-11, 11/2026), or FROM..TO of these. False
 * for what is none, and for one that ends before it begins. */
bool period_parse(const char *text, struct period *out);
/* Is that what is wrong with it, that it ends before it begins? */
bool period_is_backwards(const char *text);
/* "2026-11-01..2026-11-30", also for one day. */
void period_format(const struct period *p, char out[PERIOD_SIZE]);
/* Its first instant, and the first after it. */
int64_t period_start(const struct period *p);
int64_t period_end(const struct period *p);

#endif
