#include "net/api.h"

#include <stdlib.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "net/api_json.h"

char *api_lease_request(const struct workstation *ws, const struct number_wish *wish)
{
	char day[DATE_SIZE], *text;
	json_t *root;

	date_format_iso(wish->day, day);
	root = json_pack("{s:s, s:s, s:s, s:I}", "id", wish->id, "agency", ws->agency, "day", day,
		"count", (json_int_t)wish->count);
	text = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	BUG_ON(!text);
	return text;
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

bool api_lease_answer(const struct buf *body, const struct number_wish *wish, struct number_block *block,
	uint8_t signature[ED25519_SIGNATURE], struct err *err)
{
	json_t *root = api_json_object(body, err);
	bool ok;

	if (!root)
		return false;
	ok = read_block(root, block, err) &&
		(read_signature(root, signature) || api_json_bad(err, "signature"));
	json_decref(root);
	if (ok && (!str_eq(block->id, wish->id) || date_compare(block->day, wish->day) != 0))
		return err_set(err, ERR_DATA,
			_("Máy chủ trung tâm cấp dải số khác với dải đã xin; không dùng."));
	return ok;
}
