#ifndef MOTCUA_CENTRAL_SCHEMA_H
#define MOTCUA_CENTRAL_SCHEMA_H

/* The tables of central's database, and its rising sequences. */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "db/db.h"

/* Brings the database to this program's version. */
bool schema_update(struct db *db, struct err *err) MUST_CHECK;

/* Inside a transaction: the next number of that sequence ("catalogue", "changes"). The row stays
 * locked until commit, so numbers become visible in their own order. */
bool counter_next(struct db *db, const char *name, int64_t *out, struct err *err) MUST_CHECK;

/* Small named values; the caller frees *out, NULL when there is none. */
bool meta_get(struct db *db, const char *name, char **out, struct err *err) MUST_CHECK;

#endif
