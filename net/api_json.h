#ifndef MOTCUA_NET_API_JSON_H
#define MOTCUA_NET_API_JSON_H

/* Reading members of central's JSON with their type checked. Inside net/api_*.c only. */

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "store/reconcile.h"

/* An object without duplicate keys, to be released with json_decref; NULL and err otherwise. */
json_t *api_json_object(const struct buf *body, struct err *err);
/* NULL when it is not there or not a string. */
const char *api_json_text(const json_t *object, const char *key);
/* Cleaned into dst; false when it is not a string or does not fit. */
bool api_json_copy(const json_t *object, const char *key, char *dst, size_t size);
/* A whole number in [min, max]. */
bool api_json_int(const json_t *object, const char *key, int64_t min, int64_t max, int64_t *out);
bool api_json_bool(const json_t *object, const char *key, bool *out);
/* A SignedBlock. */
json_t *api_json_leased(const struct leased *l);
/* "…not as agreed (WHAT)" */
bool api_json_bad(struct err *err, const char *what);

#endif
