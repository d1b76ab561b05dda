#ifndef MOTCUA_STORE_FALLBACK_H
#define MOTCUA_STORE_FALLBACK_H

/*
 * Numbers of the standing block, for store/numbers.c. Each is used once a day; the days they were used
 * on are kept for ever, so that a clock that goes back finds its place again.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/uuid.h"

struct store;
struct workstation;

/* SQL: which number of a day (1 … 999) may be the first. A copy on another machine begins in the middle,
 * since the machine it was copied from has the same ones (store/copies.h). */
#define FALLBACK_FROM_KEY "fallback.from"
#define FALLBACK_FROM "coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = '" \
	FALLBACK_FROM_KEY "'), 1)"

/* The number the next intake of that day would get; false (no err) when there is none. */
bool fallback_peek(struct store *store, const struct workstation *ws, const char *day,
	int64_t *number);
/* Inside a transaction: takes it; *number 0 when there is none. */
bool fallback_take(struct store *store, const struct workstation *ws, const char *day,
	int64_t *number, char block[UUID_SIZE], struct err *err) MUST_CHECK;

#endif
