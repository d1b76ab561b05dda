#ifndef MOTCUA_CENTRAL_LEDGER_H
#define MOTCUA_CENTRAL_LEDGER_H

/*
 * What became of the numbers: each one leased is used (a dossier bears it), waiting at its
 * workstation, or burned: its workstation has said that it will never be used. So the agency's
 * ledger has no gap that nobody can explain; `motcua-central check` asks these tables.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/uuid.h"
#include "db/db.h"

enum closing_result { CLOSING_NEW, CLOSING_REPLAY, CLOSING_UNKNOWN, CLOSING_STANDING, CLOSING_RANGE };

/* Numbers of the block from `next` on are never to be used. */
struct closing {
	char block[UUID_SIZE];
	int64_t next;     /* first … last + 1 */
	const char *reason;
};

/* Stores it for a block of that agency (a workstation enrolled anew closes what it had before). Said
 * again, the highest `next` counts: a copy of a workstation's database may know of fewer. *c gets
 * what is stored. */
bool ledger_close(struct db *db, struct closing *c, const char *agency, int64_t now,
	enum closing_result *result, struct err *err) MUST_CHECK;

/* What has arrived from a workstation, over all its time. */
struct seen {
	int64_t sequence, dossiers; /* highest receipt sequence; how many */
	int64_t lineage_sequence;   /* highest out of blocks of that lineage */
};
bool ledger_seen(struct db *db, const char *workstation, const char *lineage, struct seen *out,
	struct err *err) MUST_CHECK;

#endif
