#ifndef MOTCUA_STORE_DAMAGE_H
#define MOTCUA_STORE_DAMAGE_H

/*
 * What a disk did to what was stored. A dossier whose content can no longer be read, or is not what
 * its hash says, is set aside: out of the queue, into the list of those that need somebody, with the
 * reason in words, so that the others go on. A damaged table stops the program at its start. Nothing
 * damaged is ever overwritten or made anew here.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct store;

/* The stable type of a dossier's problem in the outbox, and of the alarm. */
#define DAMAGE_TYPE "damaged"

/* Is the text the one of that SHA-256 (hex)? */
bool damage_hash_fits(const char *json, size_t len, const char *sha256);
/* That item of the outbox (its ordinal) cannot be delivered; an alarm says so as well. */
bool damage_set_aside(struct store *store, int64_t ordinal, struct err *err) MUST_CHECK;

/*
 * Looks through the tables every start needs, all but the dossiers' content, for a bounded time; and
 * only when it is due: after the machine was started anew (a power cut may lie between), and once a
 * day. ERR_DAMAGED when something is.
 */
bool damage_look(struct store *store, int64_t now, struct err *err) MUST_CHECK;
/* The whole database, for as long as it takes. ERR_DAMAGED when something is. */
bool damage_look_through(struct store *store, struct err *err) MUST_CHECK;

/* The content of what waits, portion by portion, between other work. Starts as {0}. */
struct damage_round {
	int64_t after;
	int64_t looked; /* how many so far */
	bool done;
};
bool damage_look_on(struct store *store, struct damage_round *round, struct err *err) MUST_CHECK;

#endif
