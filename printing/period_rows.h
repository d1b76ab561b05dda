#ifndef MOTCUA_PRINTING_PERIOD_ROWS_H
#define MOTCUA_PRINTING_PERIOD_ROWS_H

/*
 * The rows of a ledger for the print worker: read from a connection of its own to the database while the
 * screen goes on, a row at a time.
 */

#include <stdint.h>
#include "base/err.h"

struct store;
struct row_source;

/* What was received from `from` until before `to`. NULL with the reason; else for an order's source. */
struct row_source *period_rows_new(const struct store *store, int64_t from, int64_t to, struct err *err);

#endif
