#ifndef MOTCUA_CENTRAL_RESTORED_H
#define MOTCUA_CENTRAL_RESTORED_H

/*
 * After this database was restored from an older backup: what the workstations still hold of what was
 * lost. A block that central signed was leased by it, whatever it remembers: it is taken back, and the
 * series goes on behind it. Where its numbers were given out a second time meanwhile, it is kept
 * beside the other block, since both stand on paper.
 */

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "central/server.h"
#include "core/number_block.h"

enum restored { RESTORED_KNOWN, RESTORED_NOW, RESTORED_FOREIGN };

/* signed_block: SignedBlock of the contract, borrowed. One transaction. FOREIGN: unreadable, not signed by
 * us, or not that caller's. A series that was not behind the block yet was
 * put back: others hold forgotten numbers, too, so it goes on ten thousand behind. */
bool block_restore(struct central *c, const json_t *signed_block, const struct caller *caller,
	enum restored *result, struct err *err) MUST_CHECK;

enum held { HELD_SAME, HELD_MISSING, HELD_OTHER };
/* Is a dossier of that UUID here, with that content? sha256: hex. */
bool dossier_held(struct db *db, const char *uuid, const char *sha256, enum held *out,
	struct err *err) MUST_CHECK;

#endif
