#ifndef MOTCUA_STORE_RECEIPT_KNOWN_H
#define MOTCUA_STORE_RECEIPT_KNOWN_H

/*
 * A receipt that was shown, judged by all this machine knows: its keys, its journal of receipts, the
 * dossier where it was taken in here. Asks no network.
 */

#include <stdbool.h>
#include <stdint.h>
#include "core/receipt_judge.h"

struct store;

struct receipt_known {
	struct judgement judged;
	bool own;            /* signed by this machine */
	bool in_journal;
	int64_t replaced_at; /* a newer paper was issued then; 0: not, as far as known here */
	int64_t issued_at;   /* this one; 0 not known */
	int status;          /* of the dossier, as last heard; 0 not known */
	bool here;           /* the dossier was taken in on this machine */
	int64_t late_days;   /* since the due time; -1: not due yet */
};

/* text, code: as for receipt_judge; the number of a bare token of this machine is found by itself.
 * False only where the store cannot be read. */
bool receipt_look(struct store *store, const struct receipt_trust *trust, const char *text,
	const char *code, int64_t now, struct receipt_known *out, struct err *err) MUST_CHECK;

#endif
