#include "net/api.h"

#include <stdlib.h>
#include "base/mem.h"
#include "net/api_json.h"

#define ITEMS_MAX 5000

/* The body's text as jansson writes it; catalogue_apply brings it to its canonical form. */
static bool read_body(const json_t *from, struct arena *text, const char **out)
{
	const json_t *body = json_object_get(from, "body");
	char *json;

	*out = NULL;
	if (!body || json_is_null(body))
		return true;
	json = json_is_object(body) ? json_dumps(body, JSON_COMPACT) : NULL;
	if (!json)
		return false;
	*out = arena_strdup(text, json);
	free(json);
	return true;
}

static bool read_item(const json_t *from, struct arena *text, struct catalogue_item *item)
{
	const char *kind = api_json_text(from, "kind"), *id = api_json_text(from, "id");
	const char *sha256 = api_json_text(from, "sha256");
	bool deleted;

	if (!api_json_int(from, "version", 0, INT64_MAX, &item->version))
		item->version = 0;
	if (!kind || !id || !api_json_int(from, "change", 0, INT64_MAX, &item->change) ||
	    !api_json_bool(from, "deleted", &deleted) || !read_body(from, text, &item->body))
		return false;
	if (deleted)
		item->body = NULL;
	else if (!item->body || !sha256)
		return false;
	item->kind = arena_strdup(text, kind);
	item->id = arena_strdup(text, id);
	item->sha256 = arena_strdup(text, sha256 ? sha256 : "");
	return true;
}

static bool read_items(const json_t *list, struct api_catalogue *out)
{
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n > ITEMS_MAX)
		return false;
	out->items = xcalloc(n ? n : 1, sizeof(*out->items));
	for (out->n = 0; out->n < n; out->n++) {
		if (!read_item(json_array_get(list, out->n), out->text, &out->items[out->n]))
			return false;
	}
	return true;
}

/* A page that promises more must have gone on, or it would be asked for again without end. A
 * version below what was asked for is of a central that was restored: it begins anew. */
static bool read_place(const json_t *root, int64_t asked, struct api_catalogue *out)
{
	int64_t version;

	if (!api_json_int(root, "version", 0, INT64_MAX, &version) ||
	    !api_json_int(root, "since", 0, version, &out->since) ||
	    !api_json_bool(root, "more", &out->more))
		return false;
	return !out->more || out->since > (asked > version ? 0 : asked);
}

bool api_catalogue_answer(const struct buf *body, int64_t since, struct api_catalogue *out,
	struct err *err)
{
	json_t *root = api_json_object(body, err);
	bool ok;

	*out = (struct api_catalogue){.text = xcalloc(1, sizeof(struct arena))};
	ok = root && (read_place(root, since, out) || api_json_bad(err, "since, more")) &&
		(read_items(json_object_get(root, "items"), out) || api_json_bad(err, "items"));
	json_decref(root);
	if (!ok)
		api_catalogue_clear(out);
	return ok;
}

void api_catalogue_clear(struct api_catalogue *c)
{
	if (c->text)
		arena_clear(c->text);
	free(c->text);
	free(c->items);
	*c = (struct api_catalogue){0};
}
