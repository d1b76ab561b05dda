#include "net/api.h"

#include <stdlib.h>
#include "base/b64.h"
#include "base/mem.h"
#include "net/api_json.h"

json_t *api_json_leased(const struct leased *l)
{
	struct buf json;
	char signature[B64_SIZE(ED25519_SIGNATURE)];
	json_t *one;

	buf_init(&json, 4096);
	number_block_to_json(&l->block, &json);
	b64url_encode(l->signature, sizeof(l->signature), signature);
	one = json_pack("{s:o, s:s}", "block", json_loadb(buf_str(&json), json.len, 0, NULL), "signature",
		signature);
	buf_clear(&json);
	return one;
}

char *api_reconcile_request(const struct leased *blocks, size_t n_blocks,
	const struct acknowledged *items, size_t n_items)
{
	json_t *root = json_object(), *list = json_array();
	char *text;

	for (size_t i = 0; i < n_items; i++)
		json_array_append_new(list, json_pack("{s:s, s:s}", "uuid", items[i].uuid, "sha256",
			items[i].sha256));
	json_object_set_new(root, "items", list);
	if (n_blocks > 0) {
		list = json_array();
		for (size_t i = 0; i < n_blocks; i++)
			json_array_append_new(list, api_json_leased(&blocks[i]));
		json_object_set_new(root, "blocks", list);
	}
	text = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	BUG_ON(!text);
	return text;
}

/* UUIDs in their one form; at most max. */
static bool read_uuids(const json_t *root, const char *key, size_t max, char (**out)[UUID_SIZE], size_t *n)
{
	const json_t *list = json_object_get(root, key), *one;
	size_t i;

	if (!json_is_array(list) || json_array_size(list) > max)
		return false;
	*out = xcalloc(max + 1, sizeof(**out));
	json_array_foreach(list, i, one) {
		uint8_t id[16];
		if (!json_is_string(one) || !uuid_parse(json_string_value(one), id))
			return false;
		uuid_format(id, (*out)[(*n)++]);
	}
	return true;
}

bool api_reconcile_answer(const struct buf *body, size_t asked, struct api_reconcile *out,
	struct err *err)
{
	json_t *root = api_json_object(body, err);
	bool ok;

	*out = (struct api_reconcile){.n_missing = 0};
	if (!root)
		return false;
	ok = read_uuids(root, "missing", asked, &out->missing, &out->n_missing) &&
		read_uuids(root, "different", asked, &out->different, &out->n_different);
	json_decref(root);
	if (!ok)
		api_reconcile_clear(out);
	return ok || api_json_bad(err, "missing, different");
}

void api_reconcile_clear(struct api_reconcile *r)
{
	free(r->missing);
	free(r->different);
	*r = (struct api_reconcile){.n_missing = 0};
}
