#ifndef MOTCUA_CENTRAL_DELIVERY_H
#define MOTCUA_CENTRAL_DELIVERY_H

/*
 * What a workstation delivers, read and checked. Reading finds the dossier's canonical text and its
 * hash, which is enough to recognise a repeat; checking is for what has not arrived before.
 */

#include <stdbool.h>
#include "base/buf.h"
#include "central/origin.h"
#include "central/register.h"
#include "core/dossier.h"
#include "core/receipt_token.h"
#include "core/violations.h"

struct parcel {
	struct buf body;      /* canonical dossier */
	char sha256[HEX_SIZE(SHA256_SIZE)];
	char receipt_token[RECEIPT_TOKEN_SIZE];
	char workstation_key[B64_SIZE(ED25519_PUBLIC)]; /* "" when none came with it */
	json_t *tree;         /* the dossier, for what the codec does not look at */
};

void parcel_init(struct parcel *p);
void parcel_clear(struct parcel *p);
/* Answers 400 or 422 itself and returns false when request has no dossier to speak of. */
bool parcel_read(struct parcel *p, const struct request *rq, struct response *rs) MUST_CHECK;

/* Fills d and origin and finds what is wrong with it; false when the database failed. The dossier is
 * good when v is empty. uuid: of the path. */
bool parcel_check(struct central *c, const struct parcel *p, const char *uuid,
	const struct caller *caller, struct dossier *d, struct origin *origin, struct violations *v,
	struct err *err) MUST_CHECK;

#endif
