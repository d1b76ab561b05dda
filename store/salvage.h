#ifndef MOTCUA_STORE_SALVAGE_H
#define MOTCUA_STORE_SALVAGE_H

/*
 * A database that cannot be opened where it lies, because it is damaged or may not be written there,
 * is copied with its log and the copy is opened: what can still be read is read there, and the
 * original stays as it is, to the byte.
 */

#include <stdbool.h>
#include "base/err.h"

struct store;

struct salvage {
	struct store *store;
	char *copy;   /* of the database; its log lies beside */
};

/* near: a name whose folder takes the copy, which needs as much room as the database. vault_file: as
 * for store_open_with. */
bool salvage_open(struct salvage *s, const char *path, const char *vault_file, const char *near,
	struct err *err) MUST_CHECK;
/* Removes the copy. */
void salvage_close(struct salvage *s);

#endif
