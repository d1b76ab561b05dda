#ifndef MOTCUA_CORE_JWT_H
#define MOTCUA_CORE_JWT_H

/*
 * The few JSON Web Tokens (RFC 7519, alg EdDSA of RFC 8037) the two programs exchange: the
 * workstation's assertion (RFC 7523: iss = sub = workstation, aud = token route, jti) and central's
 * access token (iss = central, sub = workstation).
 */

#include <stdbool.h>
#include <stdint.h>
#include "core/ed25519.h"

struct jwt_claims {
	char iss[64], sub[64], aud[256], jti[64]; /* "" where absent */
	int64_t iat, exp;                         /* Unix seconds */
};

/* The caller frees. */
char *jwt_make(const struct jwt_claims *claims, const struct signing_key *key);
/* Checks form, alg and signature, then fills claims; time, issuer and audience are the caller's. */
bool jwt_verify(const char *token, const uint8_t public_key[ED25519_PUBLIC],
	struct jwt_claims *claims, struct err *err) MUST_CHECK;
/* The claims without checking the signature, to find out whose key to check it with. */
bool jwt_peek(const char *token, struct jwt_claims *claims, struct err *err) MUST_CHECK;

#endif
