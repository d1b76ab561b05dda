#ifndef MOTCUA_CORE_NUMBER_BLOCK_H
#define MOTCUA_CORE_NUMBER_BLOCK_H

/*
 * A block of official numbers leased to one workstation for one agency and day. Central signs its
 * canonical JSON; the workstation checks that before it uses a number of it.
 *
 * The standing block is the workstation's slot in the fallback series (dossier_code.h): it has no
 * day, for its numbers serve on every day anew.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/uuid.h"
#include "core/date.h"
#include "core/ed25519.h"

struct number_block {
	char id[UUID_SIZE];          /* made by the workstation that asked */
	char agency[40];
	char workstation[40];
	struct date day;             /* {0}: a standing block */
	int64_t first, last;         /* both belong to it; 1 … ORDINARY_SEQUENCE_MAX, or one slot */
	int64_t issued_at;
};

static inline bool number_block_standing(const struct number_block *b)
{
	return b->day.year == 0;
}
/* Numbers that a block of its kind may hold. */
bool number_block_range_valid(const struct number_block *b);

/* {"agency":…,"day":…,"first":…,"id":…,"issued_at":…,"last":…,"workstation":…} canonical; a standing
 * one has "series":"fallback" and no day. */
void number_block_to_json(const struct number_block *b, struct buf *out);
bool number_block_from_json(struct number_block *b, const char *json, size_t len,
	struct err *err) MUST_CHECK;
/* Over "motcua-block-1\n" + canonical JSON. */
void number_block_sign(const struct number_block *b, const struct signing_key *key,
	uint8_t out[ED25519_SIGNATURE]);
bool number_block_verify(const struct number_block *b, const uint8_t public_key[ED25519_PUBLIC],
	const uint8_t signature[ED25519_SIGNATURE]);

#endif
