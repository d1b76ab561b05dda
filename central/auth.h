#ifndef MOTCUA_CENTRAL_AUTH_H
#define MOTCUA_CENTRAL_AUTH_H

/*
 * Who is calling. A workstation shows an assertion signed with its key (RFC 7523) and gets an
 * access token signed with central's key, valid for 900 s and checked without any table of
 * sessions.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "central/server.h"

#define ACCESS_TOKEN_S 900
#define ASSERTION_MAX_S 300
#define CLOCK_SKEW_S 60 /* how far a workstation's clock may be ahead */

/* authorization: the header's value. ERR_DENIED with the reason, else a database failure. */
bool auth_caller(struct central *c, const char *authorization, int64_t now, struct caller *out,
	struct err *err) MUST_CHECK;
/* Checks the assertion and remembers its jti, so that it serves once. ERR_DENIED; ERR_DATA when
 * it is no JWT at all. */
bool auth_assertion(struct central *c, const char *assertion, int64_t now, struct caller *out,
	struct err *err) MUST_CHECK;
/* The caller frees. */
char *auth_access_token(const struct central *c, const struct caller *caller, int64_t now);

#endif
