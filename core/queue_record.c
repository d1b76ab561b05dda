#include "core/queue_record.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/json.h"
#include "i18n/lang.h"
#include "i18n/text.h"

void queue_item_clear(struct queue_item *item)
{
	free(item->json);
	free(item->problem);
	*item = (struct queue_item){.json = NULL};
}

/* ---- writing */

static void put(json_t *object, struct buf *out)
{
	char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
	BUG_ON(!text);
	buf_str_add(out, text);
	free(text);
	json_decref(object);
}

void queue_head_write(const struct queue_head *head, struct buf *out)
{
	put(json_pack("{s:s, s:s, s:s, s:s, s:i, s:I}", "record", "queue", "agency", head->agency,
		"agency_name", head->agency_name, "workstation", head->workstation, "counter",
		head->counter, "exported_at", (json_int_t)head->exported_at), out);
}

void queue_item_write(const struct queue_item *item, struct buf *out)
{
	json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:b, s:I, s:I}",
		"record", "dossier", "uuid", item->uuid, "code", item->code, "json", item->json, "sha256",
		item->sha256, "token", item->token, "workstation", item->workstation, "counter",
		item->counter, "key", item->key, "rejected", item->rejected, "attempts",
		(json_int_t)item->attempts, "last_at", (json_int_t)item->last_at);
	BUG_ON(!object);
	json_object_set_new(object, "reason", json_string(item->reason));
	if (item->problem)
		json_object_set_new(object, "problem", json_string(item->problem));
	put(object, out);
}

void queue_end_write(int64_t items, int64_t left, struct buf *out)
{
	put(json_pack("{s:s, s:I, s:I}", "record", "end", "items", (json_int_t)items, "left",
		(json_int_t)left), out);
}

/* ---- reading */

static bool not_ours(struct err *err)
{
	return err_set(err, ERR_DATA, _("Tệp do bản Motcua khác xuất ra và bản này không đọc được. Hãy "
		"nhập bằng bản Motcua mới hơn."));
}

/* NULL: not an object of that name. The caller gives the reference back. */
static json_t *open_record(const struct buf *record, const char *name, struct err *err)
{
	json_t *object = json_parse(buf_str(record), record->len, record->max, NULL);
	const char *is = json_string_value(json_object_get(object, "record"));
	if (is && str_eq(is, name))
		return object;
	json_decref(object);
	not_ours(err);
	return NULL;
}

static bool get_text(const json_t *object, const char *member, char *out, size_t size)
{
	const char *text = json_string_value(json_object_get(object, member));
	return text && text_is_clean(text) && str_copy(out, size, text);
}

static bool get_int(const json_t *object, const char *member, int64_t max, int64_t *out)
{
	const json_t *value = json_object_get(object, member);
	*out = json_integer_value(value);
	return json_is_integer(value) && *out >= 0 && *out <= max;
}

static bool get_counter(const json_t *object, int *out)
{
	int64_t n;
	bool ok = get_int(object, "counter", 999, &n);
	*out = (int)n;
	return ok;
}

bool queue_head_read(struct queue_head *head, const struct buf *record, struct err *err)
{
	json_t *object = open_record(record, "queue", err);
	*head = (struct queue_head){.counter = 0};
	if (!object)
		return false;
	bool ok = get_text(object, "agency", head->agency, sizeof(head->agency)) &&
		get_text(object, "agency_name", head->agency_name, sizeof(head->agency_name)) &&
		get_text(object, "workstation", head->workstation, sizeof(head->workstation)) &&
		get_counter(object, &head->counter) &&
		get_int(object, "exported_at", JSON_INTEGER_MAX, &head->exported_at);
	json_decref(object);
	return ok || not_ours(err);
}

static bool read_members(struct queue_item *item, const json_t *object)
{
	const char *json = json_string_value(json_object_get(object, "json"));
	const char *problem = json_string_value(json_object_get(object, "problem"));
	const char *reason = json_string_value(json_object_get(object, "reason"));
	if (!json || strlen(json) > DOSSIER_JSON_MAX)
		return false;
	item->json = xstrdup(json);
	item->json_len = strlen(json);
	item->problem = problem ? xstrdup(problem) : NULL;
	text_clean_to(item->reason, sizeof(item->reason), reason ? reason : "");
	item->rejected = json_is_true(json_object_get(object, "rejected"));
	return get_text(object, "uuid", item->uuid, sizeof(item->uuid)) &&
		get_text(object, "code", item->code, sizeof(item->code)) &&
		get_text(object, "sha256", item->sha256, sizeof(item->sha256)) &&
		get_text(object, "token", item->token, sizeof(item->token)) &&
		get_text(object, "workstation", item->workstation, sizeof(item->workstation)) &&
		get_text(object, "key", item->key, sizeof(item->key)) &&
		get_counter(object, &item->counter) &&
		get_int(object, "attempts", JSON_INTEGER_MAX, &item->attempts) &&
		get_int(object, "last_at", JSON_INTEGER_MAX, &item->last_at);
}

bool queue_item_read(struct queue_item *item, const struct buf *record, struct err *err)
{
	json_t *object = open_record(record, "dossier", err);
	*item = (struct queue_item){.json = NULL};
	if (!object)
		return false;
	bool ok = read_members(item, object);
	json_decref(object);
	if (!ok)
		queue_item_clear(item);
	return ok || not_ours(err);
}

bool queue_end_read(int64_t *items, int64_t *left, const struct buf *record, struct err *err)
{
	json_t *object = open_record(record, "end", err);
	if (!object)
		return false;
	bool ok = get_int(object, "items", JSON_INTEGER_MAX, items) &&
		get_int(object, "left", JSON_INTEGER_MAX, left);
	json_decref(object);
	return ok || not_ours(err);
}

/* ---- is it what it says */

static bool receipt_fits(const struct queue_item *item, const struct dossier *d,
	const uint8_t hash[SHA256_SIZE], struct err *err)
{
	struct receipt receipt;
	uint8_t key[ED25519_PUBLIC];
	size_t len;
	if (!b64url_decode(item->key, strlen(item->key), key, sizeof(key), &len) || len != sizeof(key))
		return not_ours(err);
	if (!receipt_verify(item->token, item->code, key, &receipt, err))
		return false;
	return (str_eq(receipt.uuid, d->uuid) &&
		memcmp(receipt.content_hash, hash, sizeof(receipt.content_hash)) == 0) ||
		err_set(err, ERR_DATA, _("Mã trên giấy hẹn không khớp với hồ sơ."));
}

bool queue_item_check(const struct queue_item *item, const char *agency, struct dossier *d,
	struct err *err)
{
	uint8_t hash[SHA256_SIZE];
	char hex[HEX_SIZE(SHA256_SIZE)];
	dossier_init(d);
	sha256(item->json, item->json_len, hash);
	hex_encode(hash, sizeof(hash), hex);
	if (!str_eq(hex, item->sha256))
		return err_set(err, ERR_DATA, _("Nội dung hồ sơ không khớp với dấu băm của nó."));
	if (!dossier_from_json(d, item->json, item->json_len, NULL, err))
		return false;
	if (!str_eq(d->uuid, item->uuid) || !str_eq(d->code, item->code) ||
		!str_eq(d->workstation, item->workstation) || d->counter != item->counter)
		return not_ours(err);
	if (!str_eq(d->agency, agency))
		return err_set(err, ERR_DATA, _("Hồ sơ của đơn vị khác."));
	return receipt_fits(item, d, hash, err);
}
