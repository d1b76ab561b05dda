#ifndef MOTCUA_CENTRAL_STATION_ITEMS_H
#define MOTCUA_CENTRAL_STATION_ITEMS_H

/*
 * The public keys of an agency's workstations, as items of the catalogue (kind "workstation"): so
 * every counter of the agency tells the others' receipts from forged ones without a network. A key
 * stays in it for ever; "until" says that its counter has another one since then.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "central/server.h"

/* Within the transaction that enrols it. since: Unix seconds. */
bool station_publish(struct db *db, const struct caller *station, int64_t since,
	struct err *err) MUST_CHECK;
/* Those enrolled by a version that did not publish them. */
bool stations_publish_missing(struct db *db, struct err *err) MUST_CHECK;

#endif
