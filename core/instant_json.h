#ifndef MOTCUA_CORE_INSTANT_JSON_H
#define MOTCUA_CORE_INSTANT_JSON_H

/* Inside core's codecs: moments in JSON, RFC 3339 in Viet Nam's time, one form for each. */

#include "core/json.h"

void json_set_instant(json_t *object, const char *key, int64_t at);
/* 0 when absent or wrong. */
int64_t json_in_instant(struct json_in *in, const char *member, unsigned flags);

#endif
