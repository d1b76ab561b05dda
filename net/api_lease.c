#include "net/api.h"

#include <stdlib.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "net/api_json.h"

static char *dump(json_t *root)
{
	char *text = json_dumps(root, JSON_COMPACT);

	json_decref(root);
	BUG_ON(!text);
	return text;
}

static void add_lineage(json_t *root, const char *lineage)
{
	if (*lineage)
		json_object_set_new(root, "lineage", json_string(lineage));
}

char *api_lease_request(const struct workstation *ws, const struct number_wish *wish,
	const struct leased *held, const char *lineage)
{
	char day[DATE_SIZE];
	json_t *root;

	date_format_iso(wish->day, day);
	root = json_pack("{s:s, s:s, s:s, s:I}", "id", wish->id, "agency", ws->agency, "day", day,
		"count", (json_int_t)wish->count);
	if (held)
		json_object_set_new(root, "held", api_json_leased(held));
	add_lineage(root, lineage);
	return dump(root);
}

char *api_standing_request(const struct workstation *ws, const char *lineage)
{
	char id[UUID_SIZE];
	json_t *root;

	uuid_new(id);
	root = json_pack("{s:s, s:s, s:s}", "id", id, "agency", ws->agency, "series", "fallback");
	add_lineage(root, lineage);
	return dump(root);
}

static bool read_block(const json_t *root, struct number_block *block, struct err *err)
{
	char *text = json_dumps(json_object_get(root, "block"), JSON_COMPACT | JSON_ENCODE_ANY);
	bool ok = text && number_block_from_json(block, text, strlen(text), err);

	free(text);
	return ok || api_json_bad(err, "block");
}

static bool read_signature(const json_t *root, uint8_t out[ED25519_SIGNATURE])
{
	const char *text = api_json_text(root, "signature");
	size_t len = 0;

	return text && b64url_decode(text, strlen(text), out, ED25519_SIGNATURE, &len) &&
		len == ED25519_SIGNATURE;
}

static bool read_answer(const struct buf *body, struct number_block *block,
	uint8_t signature[ED25519_SIGNATURE], struct err *err)
{
	json_t *root = api_json_object(body, err);
	bool ok;

	if (!root)
		return false;
	ok = read_block(root, block, err) &&
		(read_signature(root, signature) || api_json_bad(err, "signature"));
	json_decref(root);
	return ok;
}

bool api_lease_answer(const struct buf *body, const struct number_wish *wish, struct number_block *block,
	uint8_t signature[ED25519_SIGNATURE], struct err *err)
{
	bool ok = read_answer(body, block, signature, err);

	if (ok && (!str_eq(block->id, wish->id) || number_block_standing(block) ||
		date_compare(block->day, wish->day) != 0))
		return err_set(err, ERR_DATA,
			_("Máy chủ trung tâm cấp dải số khác với dải đã xin; không dùng."));
	return ok;
}

bool api_standing_answer(const struct buf *body, struct number_block *block,
	uint8_t signature[ED25519_SIGNATURE], struct err *err)
{
	bool ok = read_answer(body, block, signature, err);

	if (ok && !number_block_standing(block))
		return err_set(err, ERR_DATA,
			_("Máy chủ trung tâm cấp dải số khác với dải đã xin; không dùng."));
	return ok;
}

/* ---- closing */

char *api_closing_request(const struct number_closing *closing)
{
	return dump(json_pack("{s:I, s:s}", "next", (json_int_t)closing->next, "reason",
		closing->day_over ? "day_over" : "retired"));
}

bool api_closing_answer(const struct buf *body, const struct number_closing *closing, struct err *err)
{
	json_t *root = api_json_object(body, err);
	int64_t next;
	bool ok;

	if (!root)
		return false;
	const char *id = api_json_text(root, "id");
	/* a copy of this database may have told of more */
	ok = id && str_eq(id, closing->id) &&
		api_json_int(root, "next", closing->next, ORDINARY_SEQUENCE_MAX + 1, &next);
	json_decref(root);
	return ok || api_json_bad(err, "id, next");
}
