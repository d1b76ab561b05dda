#ifndef MOTCUA_STORE_RECONCILE_H
#define MOTCUA_STORE_RECONCILE_H

/*
 * Does central still have what it acknowledged? Asked once a day, and when something says that it was
 * restored from a backup. What it lost goes into the queue again, under the same UUID and number, as
 * long as the content is kept here; what it has otherwise goes into the list of what people must look
 * at. Numbers leased by a central that forgot them are given back to it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/uuid.h"
#include "core/number_block.h"

struct store;
struct workstation;

/* Something says that central was restored: everything is compared, blocks too, also after a restart. */
bool reconcile_want(struct store *store, struct err *err) MUST_CHECK;
enum reconcile_need { RECONCILE_NOT, RECONCILE_DAILY, RECONCILE_FULLY };
/* today: of clock_now(). */
enum reconcile_need reconcile_need(struct store *store, struct date today);
/* Was compared in full, or (fully false) as of every day; what was wanted since then stays wanted. */
bool reconcile_done(struct store *store, struct date today, bool fully, struct err *err) MUST_CHECK;

/* How many dossiers of this enrolment central has acknowledged. */
bool reconcile_acknowledged(struct store *store, const struct workstation *ws, int64_t *n,
	struct err *err) MUST_CHECK;

struct acknowledged {
	int64_t ordinal;
	char uuid[UUID_SIZE], sha256[65];
};
/* Those with an ordinal above `after`, in order. erased: also those whose content was erased here: an
 * alarm is all that can become of them. */
bool reconcile_page(struct store *store, int64_t after, bool erased, struct acknowledged *out, size_t max,
	size_t *n, struct err *err) MUST_CHECK;

struct leased {
	int64_t ordinal;
	struct number_block block;
	uint8_t signature[ED25519_SIGNATURE];
};
/* Blocks of this enrolment, standing ones too. */
bool reconcile_blocks(struct store *store, const struct workstation *ws, int64_t after,
	struct leased *out, size_t max, size_t *n, struct err *err) MUST_CHECK;

/* Of the blocks of that day the one with the highest numbers. */
bool reconcile_highest(struct store *store, const struct workstation *ws, struct date day,
	struct leased *out, bool *found, struct err *err) MUST_CHECK;

/* Has this machine numbers of that block already, from another one? */
bool reconcile_overlaps(struct store *store, const struct number_block *block);

/* What central said of a page, in one transaction; UUIDs that are not ours are passed over. *put_back:
 * how many are in the queue again. */
bool reconcile_apply(struct store *store, const char (*missing)[UUID_SIZE], size_t n_missing,
	const char (*different)[UUID_SIZE], size_t n_different, int64_t now, size_t *put_back,
	struct err *err) MUST_CHECK;

#endif
