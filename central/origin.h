#ifndef MOTCUA_CENTRAL_ORIGIN_H
#define MOTCUA_CENTRAL_ORIGIN_H

/*
 * Who took a dossier in. Mostly the workstation that delivers it; where that one broke, another of
 * the same agency delivers what was exported from it. Its receipt must then verify under the key of
 * the workstation the dossier names. A workstation that central does not know (central was restored
 * from an older backup) is taken on the deliverer's word, with the key the deliverer holds: the
 * citizen has the paper. Such a key only checks receipts; nobody gets in with it.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "central/server.h"
#include "core/dossier.h"

struct origin {
	struct caller station; /* who took it in; its key checks the receipt; id "": nobody knows */
	bool relayed;          /* somebody else delivers it */
	bool vouched;          /* central did not know that workstation */
};

/* Violations in v where it may not be delivered by that caller; false when the database failed.
 * key: the public key (base64url) that came with the dossier, "" when none did. */
bool origin_find(struct db *db, const struct dossier *d, const struct caller *caller,
	const char *key, struct origin *out, struct violations *v, struct err *err) MUST_CHECK;
/* Keeps a vouched workstation's key, for the receipts it gave out. The first word stands. */
bool origin_keep(struct db *db, const struct origin *origin, const struct caller *caller,
	int64_t now, struct err *err) MUST_CHECK;

#endif
