#ifndef MOTCUA_STORE_MARK_H
#define MOTCUA_STORE_MARK_H

/*
 * How far this workstation has come, in a small file beside its signing key, outside the database: so
 * that an older copy of the database, put back over a newer one, is found out with no network.
 *
 * Two figures bound the last receipt's sequence from below. `reserved` is on the disk before any
 * receipt up to it leaves, written once in MARK_STEP receipts: one sync in sixteen is all it costs. `exact`
 * is written after each receipt and not waited for: a power cut may lose it, nothing else does.
 * Fallback numbers, which are rare, are noted durably each time.
 *
 * Without the file, or where it cannot be written (a folder that is read-only), nothing is refused: then
 * only central can find an older copy out. The writes stand inside a write transaction of the database,
 * which keeps other processes off the file.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "core/date.h"

#define MARK_STEP 16

struct mark;

struct mark_state {
	char workstation[40];
	int64_t exact, reserved;   /* receipts' sequences; 0: none yet */
	char day[DATE_SIZE];       /* of the last fallback number; "" none */
	int64_t fallback;          /* which of that day was the last, 1 … 999 */
};

/* key_path: of the signing key. NULL when the file can neither be read nor made (logged). *found:
 * it was there, and says something. */
struct mark *mark_open(const char *key_path, struct mark_state *state, bool *found);
void mark_close(struct mark *mark);
/* Everything anew, durably. All of these take NULL for a mark, and log what fails. */
void mark_set(struct mark *mark, const struct mark_state *state);
/* Before the receipt with that sequence leaves. */
void mark_reserve(struct mark *mark, int64_t sequence);
void mark_fallback(struct mark *mark, const char *day, int64_t nth);
/* After its commit. */
void mark_reached(struct mark *mark, int64_t sequence);

#endif
