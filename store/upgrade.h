#ifndef MOTCUA_STORE_UPGRADE_H
#define MOTCUA_STORE_UPGRADE_H

/*
 * From the schema of an older program to ours. What an older program has open it goes on using as it
 * knows it, so an upgrade needs the database to itself: else nothing is touched and the officer is
 * told to close the other window. Two of ours that start at once wait for one another.
 */

#include <stdbool.h>
#include "base/err.h"
#include "db/db.h"

/* *db is open on the file; it is closed and opened again where an upgrade is due, and NULL when that
 * failed. context: for db_migrate. */
bool store_upgrade(struct db **db, const char *path, void *context, struct err *err) MUST_CHECK;

#endif
