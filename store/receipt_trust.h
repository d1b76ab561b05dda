#ifndef MOTCUA_STORE_RECEIPT_TRUST_H
#define MOTCUA_STORE_RECEIPT_TRUST_H

/*
 * What receipts can be judged by on this machine with no network: its own keys of now and before,
 * the keys of its agency's other counters out of the cached catalogue, and the addresses central
 * has or had.
 */

#include <stdbool.h>
#include "core/receipt_judge.h"
#include "store/workstation.h"

struct store;

/* The caller clears it, also after failure. ws must live longer. */
struct trust_store {
	struct receipt_trust trust;
	struct receipt_key *keys;
	char (*origins)[ORIGIN_SIZE];
	size_t keys_room, origins_room;
};

bool trust_load(struct store *store, const struct workstation *ws, struct trust_store *out,
	struct err *err) MUST_CHECK;
void trust_clear(struct trust_store *t);

#endif
