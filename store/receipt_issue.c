#include "store/receipt_issue.h"

#include <string.h>
#include "base/b64.h"
#include "base/str.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "store/store.h"

void issued_init(struct issued *issued)
{
	issued->sha256[0] = '\0';
	buf_init(&issued->json, DOSSIER_JSON_MAX);
}

void issued_clear(struct issued *issued)
{
	seal_wipe(issued->json.data, issued->json.size);
	buf_clear(&issued->json);
}

static bool write_text(const struct dossier *d, struct issued *issued, uint8_t hash[SHA256_SIZE],
	struct err *err)
{
	dossier_to_json(d, &issued->json);
	if (issued->json.full)
		return err_set(err, ERR_DATA,
			_("Hồ sơ quá dài để lưu. Hãy rút ngắn ghi chú hoặc thành phần."));
	sha256(buf_str(&issued->json), issued->json.len, hash);
	hex_encode(hash, SHA256_SIZE, issued->sha256);
	return true;
}

static unsigned flags_of(const struct dossier *d)
{
	return (d->offline ? RECEIPT_OFFLINE : 0u) | (d->clock_trusted ? 0u : RECEIPT_CLOCK_UNTRUSTED) |
		(d->correction.at ? RECEIPT_REPLACES : 0u);
}

static bool keep(struct store *store, const struct workstation *ws, const struct dossier *d,
	int64_t at, const char *token, struct err *err)
{
	struct receipt_row row = {
		.cause = d->correction.at ? RECEIPT_OF_CORRECTION : RECEIPT_OF_INTAKE, .at = at};
	str_copy(row.workstation, sizeof(row.workstation), ws->id);
	str_copy(row.uuid, sizeof(row.uuid), d->uuid);
	str_copy(row.code, sizeof(row.code), d->code);
	str_copy(row.token, sizeof(row.token), token);
	return receipts_add(store, &row, err);
}

bool receipt_issue(struct store *store, const struct workstation *ws, const struct dossier *d,
	int64_t at, struct issued *issued, struct intake_result *out, struct err *err)
{
	struct receipt receipt = {.received_at = d->received_at, .due_at = d->due_at, .flags = flags_of(d)};
	uint8_t hash[SHA256_SIZE];
	if (!write_text(d, issued, hash, err) ||
		!receipts_previous(store, ws->id, receipt.previous, err))
		return false;
	str_copy(receipt.uuid, sizeof(receipt.uuid), d->uuid);
	memcpy(receipt.content_hash, hash, sizeof(receipt.content_hash));
	receipt_sign(&receipt, d->code, ws->key, out->token);
	if (!receipt_url(ws->public_url, d->code, out->token, out->url))
		return err_set(err, ERR_CONFIG,
			_("Địa chỉ tra cứu của trung tâm quá dài. Hãy đăng ký lại máy này."));
	return keep(store, ws, d, at, out->token, err);
}
