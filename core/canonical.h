#ifndef MOTCUA_CORE_CANONICAL_H
#define MOTCUA_CORE_CANONICAL_H

/*
 * The one canonical form of JSON (RFC 8785), over which both ends hash: members sorted by their
 * UTF-16 code units, no spaces, UTF-8 unescaped. Numbers are integers up to 2^53 - 1 only: money,
 * counts and codes need no more, and every JSON library agrees on these.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/err.h"

#define JSON_INTEGER_MAX 9007199254740991LL
#define JSON_DEPTH_MAX 64

/* Any JSON text brought to the canonical form. ERR_DATA with the reason for what is not JSON, has
 * duplicate keys, NUL, bad UTF-8, other numbers, is deeper than JSON_DEPTH_MAX or over out's maximum. */
bool json_canonical(const char *json, size_t len, struct buf *out, struct err *err) MUST_CHECK;

#endif
