#ifndef MOTCUA_STORE_SCHEMA_SEAL_H
#define MOTCUA_STORE_SCHEMA_SEAL_H

/*
 * The second half of the step from version 1 to version 2: what lay in the clear is sealed into
 * version 2's tables, and version 1's are dropped.
 */

#include <stdbool.h>
#include "base/err.h"

struct db;

/* context: the struct vault. */
bool schema_seal(struct db *db, void *context, struct err *err) MUST_CHECK;

#endif
