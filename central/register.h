#ifndef MOTCUA_CENTRAL_REGISTER_H
#define MOTCUA_CENTRAL_REGISTER_H

/*
 * The register of dossiers: what arrived, its state, its history, and the feed of changes. A
 * dossier arrives in one transaction with everything that follows from it; the answer given then is
 * stored and given again, byte for byte, to every repeat, for ever.
 *
 * Two dossiers under one number (a cloned machine, a restored image) are two citizens who were
 * served: both are kept, both are marked as a clash, and the answer, the feed and `check` say so.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/b64.h"
#include "base/buf.h"
#include "base/err.h"
#include "central/origin.h"
#include "central/server.h"
#include "core/dossier.h"

struct delivery {
	const struct caller *caller;  /* who delivers it */
	const struct origin *origin;  /* who took it in */
	struct dossier *dossier;      /* read and checked */
	const char *body;             /* its canonical JSON */
	char sha256[HEX_SIZE(SHA256_SIZE)];
	const char *receipt_token;
};

enum arrival {
	ARRIVAL_NEW,
	ARRIVAL_REPLAY,
	ARRIVAL_CONFLICT, /* other content under this UUID */
};

/* Has this UUID arrived? REPLAY with the stored answer, or CONFLICT; *found false when it has
 * not. */
bool register_lookup(struct db *db, const char *uuid, const char *sha256, bool *found,
	enum arrival *arrival, struct buf *answer, struct err *err) MUST_CHECK;
/* Stores it, or finds out in the same transaction that it cannot be. */
bool register_arrive(struct db *db, const struct delivery *d, int64_t now, enum arrival *arrival,
	struct buf *answer, struct err *err) MUST_CHECK;
/* Keeps what was refused for people to look at; the same again changes nothing. */
bool register_note_conflict(struct db *db, const char *kind, const struct caller *caller,
	const char *uuid, const char *code, const char *sha256, const char *body, int64_t now,
	struct err *err) MUST_CHECK;

struct entry {
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE], sha256[HEX_SIZE(SHA256_SIZE)];
	char agency[40], procedure_name[1600];
	char delivered_by[UUID_SIZE]; /* "": by who took it in */
	int64_t status, version, received_at, due_at, arrived_at, changed_at;
	bool clash; /* another dossier bears the same number */
	char duplicate_of[DOSSIER_CODE_SIZE]; /* same person and procedure elsewhere; "" */
};
/* body may be NULL. agency NULL: of any. */
bool register_find(struct db *db, const char *uuid, const char *agency, struct entry *out,
	struct buf *body, bool *found, struct err *err) MUST_CHECK;
/* [{at, status, by, note}] in order; the caller owns it; note only where there is one.
 * with_author false leaves both out. */
json_t *register_history(struct db *db, const char *uuid, bool with_author, struct err *err);

#endif
