#ifndef MOTCUA_STORE_RECEIPT_ISSUE_H
#define MOTCUA_STORE_RECEIPT_ISSUE_H

/*
 * Issuing a receipt, inside the transaction that makes it due: the dossier's canonical text, the
 * token that vouches for it, the next link of the chain, the row in the journal.
 */

#include <stdbool.h>
#include "base/buf.h"
#include "core/dossier.h"
#include "store/intake.h"
#include "store/receipts.h"

struct issued {
	struct buf json;    /* canonical */
	char sha256[65];    /* hex */
};

void issued_init(struct issued *issued);
void issued_clear(struct issued *issued);
/* d is complete. at: now. Fills issued, and token and url of out. */
bool receipt_issue(struct store *store, const struct workstation *ws, const struct dossier *d,
	int64_t at, struct issued *issued, struct intake_result *out, struct err *err) MUST_CHECK;

#endif
