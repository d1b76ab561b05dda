#ifndef MOTCUA_TESTS_STORE_TRUTH_H
#define MOTCUA_TESTS_STORE_TRUTH_H

/*
 * The property every fault has to leave standing: what an officer was told is saved is in the store
 * in full and once, nothing is there by half, the numbers used are exactly those of the dossiers,
 * and the chain of receipts is unbroken.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "core/dossier.h"
#include "store/intake.h"
#include "store/store.h"

struct told {
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE], token[RECEIPT_TOKEN_SIZE];
};

/* Starts as {0}. */
struct truth {
	struct told *list;
	size_t n, room;
};

/* intake_commit returned true, and somebody was there to hear it. */
void truth_told(struct truth *truth, const struct dossier *d, const struct intake_result *r);
/* The same, heard from another process. */
void truth_add(struct truth *truth, const struct told *told);
/* Was that number given out to a dossier that was told? */
bool truth_knows(const struct truth *truth, const char *code);
void truth_copy(struct truth *to, const struct truth *from);
void truth_clear(struct truth *truth);

/* Every intake of the store was made with a receipt owed, on one workstation, for one day. False:
 * why says what is not as it must be. */
bool truth_holds(const struct truth *truth, struct store *store, struct date day, struct buf *why);

#endif
