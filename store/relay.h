#ifndef MOTCUA_STORE_RELAY_H
#define MOTCUA_STORE_RELAY_H

/*
 * Dossiers that one workstation took in and another delivers. Out: what waits and what was refused,
 * read one by one, so that a spoilt database gives what can still be read. In: each as it was taken
 * in, with author, workstation, code and receipt unchanged, waiting here as well; who delivers first
 * does, for the other it is a repeat.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "core/queue_record.h"
#include "store/workstation.h"

struct store;

/* ---- out */

/* What could not be read. */
struct relay_left {
	int64_t n;
	struct buf names; /* codes, or places where not even the code is left; a line each */
};
/* Calls fn for each item in order of intake; stops where it fails. left is initialised here, its
 * names are the caller's to clear. ERR_DAMAGED when nothing can be read at all. */
bool relay_each(struct store *store, bool (*fn)(void *user, const struct queue_item *item,
	struct err *err), void *user, struct relay_left *left, struct err *err) MUST_CHECK;

/* ---- in */

struct relay_in {
	struct store *store;
	const struct workstation *ws;
	int64_t now;
	int64_t added, known; /* known: here already, the same */
};
/* All of it or nothing: begins a transaction, ends it as it went. */
bool relay_begin(struct relay_in *in, struct store *store, const struct workstation *ws, int64_t now,
	struct err *err) MUST_CHECK;
/* d: what queue_item_check made of it. ERR_DATA where another dossier is here under its UUID or its
 * code. */
bool relay_take(struct relay_in *in, const struct queue_item *item, const struct dossier *d,
	struct err *err) MUST_CHECK;
bool relay_end(struct relay_in *in, bool ok, struct err *err) MUST_CHECK;

#endif
