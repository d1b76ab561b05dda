#include "central/routes.h"

#include "base/b64.h"
#include "base/log.h"
#include "base/str.h"
#include "central/restored.h"
#include "i18n/lang.h"

#define ITEMS_MAX 1000
#define BLOCKS_MAX 200

struct reconcile {
	const json_t *items, *blocks; /* borrowed from the request */
	json_t *missing, *different, *refused;
	int64_t restored;
};

/* Absent is an empty list. */
static const json_t *list_of(const json_t *body, const char *name, size_t max, struct violations *v)
{
	const json_t *list = json_object_get(body, name);
	if (list && (!json_is_array(list) || json_array_size(list) > max))
		violation_add(v, name, "range", _("Phải là danh sách không quá %zu mục."), max);
	return list;
}

static bool is_hash(const char *text)
{
	uint8_t hash[SHA256_SIZE];
	return strlen(text) == 2 * SHA256_SIZE && hex_decode(text, hash, sizeof(hash));
}

static void check_items(const json_t *items, struct violations *v)
{
	const json_t *item;
	size_t i;
	json_array_foreach(items, i, item) {
		if (!uuid_parse(json_text(item, "uuid"), NULL) || !is_hash(json_text(item, "sha256"))) {
			violation_add(v, "items", "format", "%s",
				_("Mỗi mục phải có uuid và sha256 (64 chữ số thập lục phân)."));
			return;
		}
	}
}

static bool compare(struct central *c, struct reconcile *re, struct err *err)
{
	const json_t *item;
	size_t i;
	json_array_foreach(re->items, i, item) {
		char uuid[UUID_SIZE];
		uint8_t id[16];
		enum held held;
		if (!uuid_parse(json_text(item, "uuid"), id))
			continue; /* checked before */
		uuid_format(id, uuid);
		if (!dossier_held(c->db, uuid, json_text(item, "sha256"), &held, err))
			return false;
		if (held != HELD_SAME)
			json_array_append_new(held == HELD_MISSING ? re->missing : re->different, json_string(uuid));
	}
	return true;
}

/* The id is all there is to answer a refused one with. */
static bool take_back(struct central *c, const struct caller *caller, struct reconcile *re,
	struct err *err)
{
	const json_t *one;
	size_t i;
	json_array_foreach(re->blocks, i, one) {
		enum restored result;
		if (!block_restore(c, one, caller, &result, err))
			return false;
		re->restored += result == RESTORED_NOW;
		if (result == RESTORED_FOREIGN)
			json_array_append_new(re->refused,
				json_string(json_text(json_object_get(one, "block"), "id")));
	}
	return true;
}

static void answer(struct central *c, const struct request *rq, struct reconcile *re,
	struct response *rs)
{
	struct err err = ERR_INIT;
	*re = (struct reconcile){.items = re->items, .blocks = re->blocks, .missing = json_array(),
		.different = json_array(), .refused = json_array()};
	if (take_back(c, &rq->caller, re, &err) && compare(c, re, &err)) {
		if (json_array_size(re->missing) || json_array_size(re->different) || re->restored)
			log_line(LOG_WARN, "workstation %s: %zu dossiers are not here, %zu differ, %lld blocks taken"
				" back", rq->caller.id, json_array_size(re->missing), json_array_size(re->different),
				(long long)re->restored);
		response_json(rs, 200, json_pack("{s:O, s:O, s:O, s:I}", "missing", re->missing, "different",
			re->different, "refused_blocks", re->refused, "restored_blocks",
			(json_int_t)re->restored));
	} else {
		response_failed(rs, &err);
	}
	json_decref(re->missing);
	json_decref(re->different);
	json_decref(re->refused);
}

void route_reconcile(struct central *c, const struct request *rq, struct response *rs)
{
	struct violations v = {.n = 0};
	struct reconcile re = {0};
	json_t *body = request_json(rq, rs);
	if (!body)
		return;
	re.items = list_of(body, "items", ITEMS_MAX, &v);
	re.blocks = list_of(body, "blocks", BLOCKS_MAX, &v);
	check_items(re.items, &v);
	if (v.n)
		response_invalid(rs, &v);
	else
		answer(c, rq, &re, rs);
	json_decref(body);
}
