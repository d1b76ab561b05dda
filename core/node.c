#include "core/node.h"

#include <string.h>
#include "core/date.h"
#include "core/json.h"

struct json_t *node_read(const char *text, size_t len, size_t max, struct err *err)
{
	return json_parse(text, len, max, err);
}

void node_free(struct json_t *document)
{
	json_decref(document);
}

const struct json_t *node_at(const struct json_t *from, const char *path)
{
	while (from && *path) {
		size_t len = strcspn(path, ".");
		from = json_object_getn(from, path, len);
		path += len + (path[len] == '.');
	}
	return from;
}

const char *node_text(const struct json_t *node)
{
	return json_is_string(node) ? json_string_value(node) : "";
}

int64_t node_int(const struct json_t *node, int64_t otherwise)
{
	return json_is_integer(node) ? json_integer_value(node) : otherwise;
}

bool node_true(const struct json_t *node)
{
	return json_is_true(node);
}

int64_t node_time(const struct json_t *node)
{
	int64_t t;
	return instant_parse(node_text(node), &t) ? t : 0;
}

size_t node_items(const struct json_t *node)
{
	return json_array_size(node);
}

const struct json_t *node_item(const struct json_t *node, size_t i)
{
	return json_array_get(node, i);
}

bool node_write(const struct json_t *node, struct buf *out, struct err *err)
{
	return !node || json_write(node, out, err);
}
