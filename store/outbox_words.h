#ifndef MOTCUA_STORE_OUTBOX_WORDS_H
#define MOTCUA_STORE_OUTBOX_WORDS_H

/*
 * What is said about an item of the outbox: why it waits, why it was refused. It may repeat what was
 * typed, so it is sealed; under the store's key, so that it can be said of a damaged dossier too.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

struct problem;
struct rows;
struct store;

/* The waiting item of that dossier is refused: moves to the rejected list. Counted as an attempt where
 * somebody was asked. */
bool outbox_words_refuse(struct store *store, int64_t ordinal, const struct problem *why,
	bool attempt, int64_t at, struct err *err) MUST_CHECK;
/* The waiting item was tried in vain. */
bool outbox_words_note(struct store *store, int64_t ordinal, const char *reason, int64_t at,
	struct err *err) MUST_CHECK;
/* col: o.reason, followed by o.problem. Empty where nothing was said or it does not open. */
void outbox_words_read(struct store *store, struct rows *r, int col, int64_t ordinal,
	struct buf *reason, struct buf *problem);

#endif
