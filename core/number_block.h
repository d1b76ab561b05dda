#ifndef MOTCUA_CORE_NUMBER_BLOCK_H
#define MOTCUA_CORE_NUMBER_BLOCK_H

/*
 * A block of official numbers leased to one workstation for one agency and day. Central signs its
 * canonical JSON; the workstation checks that before it uses a number of it.
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
	struct date day;
	int64_t first, last;         /* both belong to it; 1 … DOSSIER_SEQUENCE_MAX */
	int64_t issued_at;
};

/* {"agency":…,"day":…,"first":…,"id":…,"issued_at":…,"last":…,"workstation":…} canonical. */
void number_block_to_json(const struct number_block *b, struct buf *out);
bool number_block_from_json(struct number_block *b, const char *json, size_t len,
	struct err *err) MUST_CHECK;
/* Over "motcua-block-1\n" + canonical JSON. */
void number_block_sign(const struct number_block *b, const struct signing_key *key,
	uint8_t out[ED25519_SIGNATURE]);
bool number_block_verify(const struct number_block *b, const uint8_t public_key[ED25519_PUBLIC],
	const uint8_t signature[ED25519_SIGNATURE]);

#endif
