#ifndef MOTCUA_STORE_RECEIPTS_H
#define MOTCUA_STORE_RECEIPTS_H

/*
 * The journal of receipts: every token this machine ever issued, in order, each carrying the hash of
 * the one before (core/receipt_token.h). A new enrolment begins a chain of its own; the public keys
 * of earlier ones are kept, so that their receipts can be told from forged ones for ever. Nothing
 * personal is in it, nothing ever leaves it.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "core/receipt_token.h"
#include "store/workstation.h"

struct store;

enum receipt_cause { RECEIPT_OF_INTAKE = 0, RECEIPT_OF_CORRECTION = 1 };

struct receipt_row {
	int64_t ordinal;       /* in the whole journal, 1, 2, 3 … */
	int64_t sequence;      /* in the chain of its enrolment, 1, 2, 3 … */
	char workstation[40];  /* which enrolment */
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE];
	char token[RECEIPT_TOKEN_SIZE];
	enum receipt_cause cause;
	int64_t at;            /* issued; Unix seconds */
};

/* ---- for the transaction that issues one (store/intake.c, store/correction.c) */

/* The link the next receipt of that enrolment carries; zero for its first. */
bool receipts_previous(struct store *store, const char *workstation, uint8_t link[8],
	struct err *err) MUST_CHECK;
/* Appends it; ordinal and sequence of the row are not read. */
bool receipts_add(struct store *store, const struct receipt_row *row, struct err *err) MUST_CHECK;

/* ---- reading */

/* The row with exactly that token; false when it is none of ours (or cannot be read). */
bool receipts_find(struct store *store, const char *token, struct receipt_row *out);
/* The newest receipt of a dossier; *found false when there is none. */
bool receipts_newest(struct store *store, const char *uuid, struct receipt_row *out, bool *found,
	struct err *err) MUST_CHECK;
/* Calls fn for every row in order; stops where it returns false, which is no failure. */
bool receipts_each(struct store *store, bool (*fn)(void *user, const struct receipt_row *row),
	void *user, struct err *err) MUST_CHECK;

/* Dossiers taken in here whose receipt is not the newest in the journal: there should be none. */
bool receipts_strays(struct store *store, void (*fn)(void *user, const char *code), void *user,
	struct err *err) MUST_CHECK;

/* Where the sequences of dossiers taken in here jump: receipts were issued that this database does not
 * hold, since it was put back to an older copy or is one of two. before: the dossier they come before,
 * "" for the end; most: how many they may be (the mark counts ahead). */
bool receipts_gaps(struct store *store, const struct workstation *ws,
	void (*fn)(void *user, const char *before, int64_t most), void *user, struct err *err) MUST_CHECK;

/* ---- who signed them */

/* One enrolment of this machine. */
struct own_key {
	char workstation[40], agency[40];
	int counter;
	char public_url[256];
	uint8_t key[ED25519_PUBLIC];
	int64_t since, until; /* 0: not known; until 0: in use */
};

/* Within the transaction that saves an enrolment: notes it, and that all others have ended. */
bool own_keys_add(struct store *store, const struct workstation *ws, int64_t now,
	struct err *err) MUST_CHECK;
/* All of them, oldest first; the caller frees *out. */
bool own_keys_list(struct store *store, struct own_key **out, size_t *n, struct err *err) MUST_CHECK;

#endif
