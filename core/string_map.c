#include "core/string_map.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define VALUE_MAX 8192

void string_map_add(struct string_map *map, const char *key, const char *value)
{
	if (map->n == STRING_MAP_MAX || !value[0])
		return;
	map->pairs[map->n].key = arena_strdup(&map->arena, key);
	map->pairs[map->n].value = arena_strdup(&map->arena, value);
	map->n++;
}

const char *string_map_get(const struct string_map *map, const char *key)
{
	for (size_t i = 0; i < map->n; i++)
		if (str_eq(map->pairs[i].key, key))
			return map->pairs[i].value;
	return "";
}

void string_map_clear(struct string_map *map)
{
	arena_clear(&map->arena);
	map->n = 0;
}

void string_map_to_json(const struct string_map *map, struct buf *out)
{
	json_t *object = json_object();
	for (size_t i = 0; i < map->n; i++)
		json_object_set_new(object, map->pairs[i].key, json_string(map->pairs[i].value));
	char *text = json_dumps(object, JSON_COMPACT);
	json_decref(object);
	if (text)
		buf_str_add(out, text);
	free(text);
}

static void add_clean(struct string_map *map, const char *key, const char *value, size_t len)
{
	struct buf clean;
	buf_init(&clean, VALUE_MAX);
	text_clean(value, len, 0, &clean);
	string_map_add(map, key, buf_str(&clean));
	buf_clear(&clean);
}

bool string_map_from_json(struct string_map *map, const char *json, size_t len, struct err *err)
{
	json_t *object = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	const char *key;
	json_t *value;
	if (!json_is_object(object)) {
		json_decref(object);
		return err_set(err, ERR_DATA, _("Bản nháp bị hỏng, không đọc được."));
	}
	json_object_foreach(object, key, value)
		if (json_is_string(value) && text_is_clean(key))
			add_clean(map, key, json_string_value(value), json_string_length(value));
	json_decref(object);
	return true;
}
