#ifndef MOTCUA_STORE_SETTLE_H
#define MOTCUA_STORE_SETTLE_H

/*
 * A dossier that central holds in another version and does not overwrite: a queue that was carried to
 * this PC and then corrected where it came from, or a copy that was put back. It stays in the rejected
 * list until somebody has compared the two and says that the one at central counts. Then ours is put
 * away: it is sent no more, nor compared again, and it is kept who said so and when.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "core/dossier_code.h"
#include "store/outbox.h"

struct store;

/* Is that row one that central holds in another version? */
bool settle_possible(const struct outbox_row *row);
/* uuid_or_code: codes in any case. code gets its number. ERR_DATA when it is not in the rejected list as
 * one of those. */
bool settle_by_central(struct store *store, const char *uuid_or_code, const char *officer, int64_t now,
	char code[DOSSIER_CODE_SIZE], struct err *err) MUST_CHECK;

#define SETTLED_BY 160
/* Who settled that number and when; *found false when nobody did. by has SETTLED_BY bytes. */
bool settle_record(struct store *store, const char *code, char *by, int64_t *at, bool *found,
	struct err *err) MUST_CHECK;

/* SQL: true of a dossier `d` that was settled so. */
#define SETTLE_KIND "central_version"
#define SETTLED_SQL "EXISTS (SELECT 1 FROM alarm z WHERE z.kind = '" SETTLE_KIND "' AND z.subject = d.code)"

#endif
