#ifndef MOTCUA_CENTRAL_LEASES_H
#define MOTCUA_CENTRAL_LEASES_H

/*
 * Official numbers, given out in signed blocks. Only central gives them: a number belongs to one
 * block, a block to one workstation, for ever. The sequence starts at 1 for each agency and day.
 *
 * Each workstation also has one standing block, its slot of the agency's fallback series, never
 * given to another. A workstation enrolled anew is another workstation, and gets another slot.
 *
 * A lineage is what a workstation calls one copy of its database. A copy that finds out that it is
 * one takes another name and leases under it, so what arrived from either can be told apart by the
 * blocks it came from.
 */

#include <stdbool.h>
#include <stdint.h>
#include "central/server.h"
#include "core/number_block.h"

#define LEASE_MAX 1000
#define LEASE_DAYS_BACK 1
#define LEASE_DAYS_AHEAD 60

enum lease_result { LEASE_NEW, LEASE_REPLAY, LEASE_CONFLICT, LEASE_EXHAUSTED };

struct lease {
	/* asked: id, agency, workstation, day; given: first, last, issued_at */
	struct number_block block;
	int64_t count;
	char lineage[UUID_SIZE]; /* "": not said */
	uint8_t signature[ED25519_SIGNATURE];
};

/* One transaction. The block of that id is stored for ever: the same wish gets it again. */
bool lease_take(struct central *c, struct lease *lease, int64_t now, enum lease_result *result,
	struct err *err) MUST_CHECK;
/* The caller's standing block, made with l->block.id when it has none. LEASE_NEW, LEASE_REPLAY (also
 * under another id), LEASE_CONFLICT (that id is another block's) or LEASE_EXHAUSTED. */
bool lease_standing(struct central *c, struct lease *l, int64_t now, enum lease_result *result,
	struct err *err) MUST_CHECK;
/* The block of that id as it was given, also one taken back (restored.h); *found false when there is none. */
bool lease_find(struct db *db, const char *id, struct lease *out, bool *found,
	struct err *err) MUST_CHECK;
/* Does the code belong to a block leased to that workstation? id: that block only, NULL: any. */
bool lease_covers(struct db *db, const char *code, const char *workstation, const char *id,
	bool *out, struct err *err) MUST_CHECK;

#endif
