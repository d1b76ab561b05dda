#ifndef MOTCUA_CORE_STRING_MAP_H
#define MOTCUA_CORE_STRING_MAP_H

/*
 * A small ordered list of named strings and its JSON, one flat object: how a half-filled form is
 * kept. Values are cleaned when read back; members that are not strings are left out.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#define STRING_MAP_MAX 256

struct string_map {
	struct arena arena;
	struct {
		const char *key, *value;
	} pairs[STRING_MAP_MAX];
	size_t n;
};

/* Starts zeroed. Further pairs than the maximum are dropped; an empty value is not kept. */
void string_map_add(struct string_map *map, const char *key, const char *value);
/* "" when there is none. */
const char *string_map_get(const struct string_map *map, const char *key);
void string_map_clear(struct string_map *map);

void string_map_to_json(const struct string_map *map, struct buf *out);
bool string_map_from_json(struct string_map *map, const char *json, size_t len,
	struct err *err) MUST_CHECK;

#endif
