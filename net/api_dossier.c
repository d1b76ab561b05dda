#include "net/api.h"

#include <strings.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "net/api_json.h"

#define STATUS_MAX 9999

/* The stored canonical text goes out as it is: what was hashed is what is sent. Hash and token are
 * hex and base64url. */
void api_dossier_request(const struct outbox_item *item, struct buf *out)
{
	buf_str_add(out, "{\"dossier\":");
	buf_add(out, item->json, item->json_len);
	buf_printf(out, ",\"sha256\":\"%s\",\"receipt_token\":\"%s\"", item->sha256, item->token);
	if (item->key[0])
		buf_printf(out, ",\"workstation_key\":\"%s\"", item->key);
	buf_char(out, '}');
}

static bool echoes(const json_t *root, const char *key, const char *sent)
{
	const char *text = api_json_text(root, key);

	return text && strcasecmp(text, sent) == 0;
}

static bool read_receipt(const json_t *root, struct api_receipt *out)
{
	const char *at = api_json_text(root, "received_at");
	int64_t status;

	if (!api_json_int(root, "status", 0, STATUS_MAX, &status) || !at ||
	    !instant_parse(at, &out->received_at))
		return false;
	out->status = (int)status;
	out->clash = json_is_true(json_object_get(root, "clash"));
	return true;
}

bool api_dossier_answer(int status, const struct buf *body, const struct outbox_item *item,
	struct api_receipt *out, struct err *err)
{
	json_t *root;
	bool ok;

	if (status != 200 && status != 201)
		return api_json_bad(err, "HTTP");
	root = api_json_object(body, err);
	if (!root)
		return false;
	ok = echoes(root, "uuid", item->uuid) && echoes(root, "sha256", item->sha256) &&
		echoes(root, "code", item->code);
	if (!ok)
		err_set(err, ERR_DATA, _("Máy chủ trung tâm xác nhận một hồ sơ khác với hồ sơ đã gửi."));
	ok = ok && (read_receipt(root, out) || api_json_bad(err, "received_at, status"));
	json_decref(root);
	return ok;
}
