#ifndef MOTCUA_CENTRAL_TWINS_H
#define MOTCUA_CENTRAL_TWINS_H

/*
 * Two dossiers where one was expected. Under one number (a clash): a cloned machine or a restored
 * image gave it out twice. Of one person for one procedure (a possible duplicate): taken in at two
 * counters that did not know of each other. Nothing is ever dropped for it; both of a pair are
 * marked, and people decide.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "central/register.h"

/* SQL for "how many": 0 unless the dossier of that uuid column clashes with another. */
#define CLASHES_OF(uuid) \
	"(SELECT count(*) FROM conflicts k WHERE k.uuid = " uuid " AND k.kind = 'clash')"
/* SQL for the code of one possible duplicate, "" when there is none. */
#define DUPLICATE_OF(uuid) "coalesce((SELECT min(x.code) FROM possible_duplicates p" \
	" JOIN dossiers x ON x.uuid = p.other WHERE p.uuid = " uuid "), '')"

/* Inside the transaction in which d arrived under a number another dossier holds: marks both, and
 * tells of the first in history and feed. */
bool clash_note(struct db *db, const struct delivery *d, int64_t now, struct err *err) MUST_CHECK;

/* Inside the transaction in which d arrived: marks it and whatever the same person handed in for the
 * same procedure at another workstation of the agency within DUPLICATE_S of it. */
#define DUPLICATE_S (3 * 86400)
bool duplicates_note(struct db *db, const struct delivery *d, int64_t now,
	struct err *err) MUST_CHECK;

#endif
