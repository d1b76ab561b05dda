#include "central/delivery.h"

#include <stdlib.h>
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "central/items.h"
#include "central/leases.h"
#include "core/procedure.h"
#include "i18n/lang.h"
#include "i18n/text.h"

void parcel_init(struct parcel *p)
{
	*p = (struct parcel){0};
	buf_init(&p->body, DOSSIER_JSON_MAX);
}

void parcel_clear(struct parcel *p)
{
	buf_clear(&p->body);
	json_decref(p->tree);
}

static bool canonical(struct parcel *p, struct err *err)
{
	uint8_t hash[SHA256_SIZE];
	char *text = json_dumps(p->tree, JSON_COMPACT);
	BUG_ON(!text);
	bool ok = json_canonical(text, strlen(text), &p->body, err);
	free(text);
	sha256(buf_str(&p->body), p->body.len, hash);
	hex_encode(hash, sizeof(hash), p->sha256);
	return ok;
}

bool parcel_read(struct parcel *p, const struct request *rq, struct response *rs)
{
	struct violations v = {.n = 0};
	struct err err = ERR_INIT;
	json_t *root = request_json(rq, rs);
	if (!root)
		return false;
	p->tree = json_incref(json_object_get(root, "dossier"));
	if (!json_is_object(p->tree))
		violation_add(&v, "dossier", "required", "%s", _("Thiếu hồ sơ (dossier)."));
	else if (!canonical(p, &err))
		violation_add(&v, "dossier", "format", "%s", err.text);
	else if (!str_eq(json_text(root, "sha256"), p->sha256))
		violation_add(&v, "sha256", "mismatch", "%s",
			_("Dấu băm gửi kèm không phải của hồ sơ này: hồ sơ đã đổi trên đường gửi."));
	if (!str_copy(p->receipt_token, sizeof(p->receipt_token), json_text(root, "receipt_token")))
		str_copy(p->receipt_token, sizeof(p->receipt_token), "?"); /* too long to be one */
	if (!str_copy(p->workstation_key, sizeof(p->workstation_key),
		    json_text(root, "workstation_key")))
		p->workstation_key[0] = '\0';
	json_decref(root);
	if (v.n)
		response_invalid(rs, &v);
	return v.n == 0;
}

/* Control characters, escape sequences, bidi overrides: a counter cleans what it sends, so these
 * did not come from one. */
static void check_clean(const json_t *value, struct violations *v)
{
	const char *key;
	json_t *child;
	size_t i;
	if (json_is_string(value)) {
		struct buf out;
		buf_init(&out, DOSSIER_JSON_MAX);
		unsigned found = text_clean(json_string_value(value), json_string_length(value),
			TEXT_LINES, &out);
		buf_clear(&out);
		if (found & (TEXT_CONTROL | TEXT_BAD_UTF8))
			violation_add(v, "dossier", "control_characters", "%s",
				_("Hồ sơ có ký tự điều khiển, không nhận được."));
	}
	json_array_foreach(value, i, child)
		check_clean(child, v);
	json_object_foreach((json_t *)(uintptr_t)value, key, child)
		check_clean(child, v);
}


/* The number's day is the day it was taken in: blocks are leased by day. */
static void check_day(const struct dossier *d, struct violations *v)
{
	char day[7];
	const char *tail = strrchr(d->code, '-');
	date_format_yymmdd(instant_date(d->received_at), day);
	if (tail && tail - d->code > 6 && strncmp(tail - 6, day, 6) != 0)
		violation_add(v, "received_at", "mismatch", "%s",
			_("Ngày tiếp nhận khác ngày trong số hồ sơ."));
}

/* Central does not know the blocks of a workstation it does not know. */
static bool check_number(struct central *c, const struct dossier *d, const struct origin *o,
	struct violations *v, struct err *err)
{
	size_t n = strlen(d->agency);
	bool leased = strncmp(d->code, d->agency, n) == 0 && d->code[n] == '-';
	if (!o->vouched && !lease_covers(c->db, d->code, o->station.id, d->block, &leased, err))
		return false;
	if (!leased)
		violation_add(v, "code", "unknown_number", "%s",
			_("Số hồ sơ này không nằm trong dải số đã cấp cho máy trạm."));
	else
		check_day(d, v);
	return true;
}

static void check_receipt(const struct parcel *p, const struct dossier *d,
	const struct caller *caller, struct violations *v)
{
	struct receipt r;
	uint8_t hash[SHA256_SIZE];
	struct err why = ERR_INIT;
	if (!receipt_verify(p->receipt_token, d->code, caller->key, &r, &why)) {
		violation_add(v, "receipt_token", "invalid", "%s", why.text);
		return;
	}
	sha256(buf_str(&p->body), p->body.len, hash);
	if (!str_eq(r.uuid, d->uuid) || memcmp(r.content_hash, hash, sizeof(r.content_hash)) != 0 ||
		r.received_at != d->received_at || r.due_at != d->due_at ||
		(r.flags & RECEIPT_REPLACES ? 1 : 0) != (d->correction.at ? 1 : 0))
		violation_add(v, "receipt_token", "mismatch", "%s",
			_("Mã trên giấy hẹn không khớp với hồ sơ."));
}

/* Checked against the version it was taken in under, which the citizen's receipt shows. */
static void check_content(struct dossier *d, const struct buf *body, struct violations *v)
{
	struct procedure p = {.version = 0};
	struct err err = ERR_INIT;
	bool readable = procedure_from_json(&p, buf_str(body), body->len, &err);
	if (!readable)
		log_line(LOG_ERROR, "a procedure in the catalogue cannot be read: %s", err.text);
	if (!dossier_check(d, readable ? &p : NULL, v) && v->n == 0)
		violation_add(v, "dossier", "invalid", "%s", _("Hồ sơ chưa hợp lệ."));
	procedure_clear(&p);
}

static bool check_procedure(struct central *c, struct dossier *d, struct violations *v,
	struct err *err)
{
	struct buf body;
	enum version_match match;
	buf_init(&body, DOSSIER_JSON_MAX);
	bool ok = items_procedure(c->db, d->procedure_code, d->procedure_hash, d->procedure_version,
		&body, &match, err);
	if (ok && match == VERSION_NONE)
		violation_add(v, "procedure.code", "unknown_procedure", "%s",
			_("Danh mục không có thủ tục này."));
	else if (ok)
		check_content(d, &body, v);
	if (ok && match == VERSION_CURRENT)
		log_line(LOG_WARN, "dossier %s names a version of its procedure that is not known here",
			d->uuid);
	buf_clear(&body);
	return ok;
}

bool parcel_check(struct central *c, const struct parcel *p, const char *uuid,
	const struct caller *caller, struct dossier *d, struct origin *origin, struct violations *v,
	struct err *err)
{
	struct err shape = ERR_INIT;
	check_clean(p->tree, v);
	if (!dossier_from_json(d, buf_str(&p->body), p->body.len, v, &shape)) {
		if (v->n == 0)
			violation_add(v, "dossier", "format", "%s", shape.text);
		return true;
	}
	if (!str_eq(d->uuid, uuid))
		violation_add(v, "uuid", "mismatch", "%s",
			_("UUID của hồ sơ khác với UUID trong địa chỉ."));
	if (!origin_find(c->db, d, caller, p->workstation_key, origin, v, err))
		return false;
	if (!origin->station.id[0]) /* nobody to check it against */
		return true;
	check_receipt(p, d, &origin->station, v);
	return check_number(c, d, origin, v, err) && check_procedure(c, d, v, err);
}
