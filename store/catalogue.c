#include "store/catalogue.h"

#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/dossier.h"
#include "core/ed25519.h"
#include "i18n/fold.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/store.h"

#define SINCE_KEY "catalogue.since"
#define BODY_MAX (1024 * 1024)
#define FOLDED_MAX 4000 /* bytes; longer lines are cut for the search */
#define NAME_MAX_BYTES 96 /* of kinds and ids */

/* ---- a page that arrives */

static bool fail_item(const struct catalogue_item *item, const char *why, struct err *err)
{
	return err_set(err, ERR_DATA, _("Danh mục từ trung tâm bị từ chối: mục %s/%s %s. Danh mục cũ "
		"vẫn dùng được."), item->kind, item->id, why);
}

static bool name_ok(const char *s)
{
	return s && *s && strlen(s) <= NAME_MAX_BYTES && text_is_clean(s);
}

/* Brings the body to its canonical form and compares it with the hash that came beside it. */
static bool check_item(const struct catalogue_item *item, struct buf *body, struct err *err)
{
	uint8_t told[SHA256_SIZE], real[SHA256_SIZE];
	if (!name_ok(item->kind) || !name_ok(item->id))
		return err_set(err, ERR_DATA, _("Danh mục từ trung tâm bị từ chối: có mục không có tên hợp "
			"lệ. Danh mục cũ vẫn dùng được."));
	if (!item->body)
		return true;
	if (!json_canonical(item->body, strlen(item->body), body, NULL) || body->full)
		return fail_item(item, _("không đọc được"), err);
	sha256(buf_str(body), body->len, real);
	if (!item->sha256 || strlen(item->sha256) != 2 * SHA256_SIZE ||
		!hex_decode(item->sha256, told, sizeof(told)) || memcmp(told, real, sizeof(real)) != 0)
		return fail_item(item, _("không khớp mã kiểm tra"), err);
	return true;
}

static bool is_procedure(const struct catalogue_item *item)
{
	return str_eq(item->kind, "procedure");
}

static bool save_key(struct db *db, const struct procedure *p, struct err *err)
{
	struct buf line, plain, marked;
	buf_init(&line, FOLDED_MAX);
	buf_init(&plain, FOLDED_MAX);
	buf_init(&marked, FOLDED_MAX);
	/* the name from where names differ: procedure_index.c passes over "thủ tục" in a query too */
	buf_printf(&line, "%s %s %s", procedure_name_proper(p->name), p->code, p->field);
	fold_keys(buf_str(&line), &plain, &marked);
	bool ok = db_run(db, err, "INSERT INTO procedure_key (code, name, field, plain, marked)"
		" VALUES (?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
		" field = excluded.field, plain = excluded.plain, marked = excluded.marked", "ttttt",
		p->code, p->name, p->field, buf_str(&plain), buf_str(&marked));
	buf_clear(&line);
	buf_clear(&plain);
	buf_clear(&marked);
	return ok;
}

/* *usable: it can be read, and is what its id says. */
static bool save_procedure(struct db *db, const struct catalogue_item *item, const struct buf *body,
	bool *usable, struct err *err)
{
	struct procedure p = {0};
	struct err why = ERR_INIT;
	*usable = procedure_from_json(&p, buf_str(body), body->len, &why) && str_eq(p.code, item->id);
	bool ok = true;
	if (*usable)
		ok = save_key(db, &p, err);
	else
		log_line(LOG_WARN, "catalogue: procedure %s left as it was: %s", item->id,
			why.kind == ERR_NONE ? "its code differs from its id" : why.text);
	procedure_clear(&p);
	return ok;
}

static bool save_item(struct db *db, const struct catalogue_item *item, const struct buf *body,
	struct err *err)
{
	bool usable = true;
	if (is_procedure(item) && !save_procedure(db, item, body, &usable, err))
		return false;
	return !usable || db_run(db, err,
		"INSERT INTO catalogue_item (kind, id, change, version, sha256,"
		" body) VALUES (?, ?, ?, ?, lower(?), ?) ON CONFLICT (kind, id) DO UPDATE SET"
		" change = excluded.change, version = excluded.version, sha256 = excluded.sha256,"
		" body = excluded.body", "ttiitt", item->kind, item->id, item->change,
		item->version ? item->version : item->change, item->sha256, buf_str(body));
}

static bool drop_item(struct db *db, const struct catalogue_item *item, struct err *err)
{
	return db_run(db, err, "DELETE FROM catalogue_item WHERE kind = ? AND id = ?", "tt", item->kind,
			item->id) &&
		(!is_procedure(item) ||
			db_run(db, err, "DELETE FROM procedure_key WHERE code = ?", "t", item->id));
}

static bool apply_item(struct db *db, const struct catalogue_item *item, const struct buf *body,
	struct err *err)
{
	int64_t change = INT64_MIN;
	if (!db_get_int(db, err, &change, NULL, "SELECT change FROM catalogue_item WHERE kind = ?"
		" AND id = ?", "tt", item->kind, item->id))
		return false;
	if (change > item->change)
		return true;
	return item->body ? save_item(db, item, body, err) : drop_item(db, item, err);
}

/* Central was restored and counts anew: what it sends from now on is newer than what is here. */
static bool forget_changes(struct db *db, struct err *err)
{
	return db_run(db, err, "UPDATE catalogue_item SET change = 0", NULL);
}

static bool apply_page(struct store *store, const struct catalogue_item *items,
	const struct buf *bodies, size_t n, int64_t since, struct err *err)
{
	struct db *db = store_db(store);
	if (!db_begin_lazy(db, err))
		return false;
	bool ok = since >= catalogue_since(store) || forget_changes(db, err);
	for (size_t i = 0; ok && i < n; i++)
		ok = apply_item(db, &items[i], &bodies[i], err);
	return db_finish(db, ok && store_meta_set_int(store, SINCE_KEY, since, err), err);
}

bool catalogue_apply(struct store *store, const struct catalogue_item *items, size_t n,
	int64_t since, struct err *err)
{
	struct buf *bodies = xcalloc(n ? n : 1, sizeof(*bodies));
	bool ok = true;
	for (size_t i = 0; i < n; i++) {
		buf_init(&bodies[i], BODY_MAX);
		ok = ok && check_item(&items[i], &bodies[i], err);
	}
	ok = ok && apply_page(store, items, bodies, n, since, err);
	for (size_t i = 0; i < n; i++)
		buf_clear(&bodies[i]);
	free(bodies);
	return ok;
}

int64_t catalogue_since(struct store *store)
{
	return store_meta_int(store, SINCE_KEY, 0);
}

/* ---- reading */

bool catalogue_procedure(struct store *store, const char *code, struct procedure *out,
	char sha256_hex[65], struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT body, version, sha256 FROM catalogue_item"
		" WHERE kind = 'procedure' AND id = ?", "t", code);
	bool found = rows_next(r), ok = false;
	if (found) {
		const char *body = rows_text(r, 0);
		ok = procedure_from_json(out, body, strlen(body), err);
		if (ok)
			out->version = rows_int(r, 1);
		if (ok && sha256_hex)
			str_copy(sha256_hex, 65, rows_text(r, 2));
	}
	struct err failed = ERR_INIT;
	if (!rows_end(r, &failed)) {
		if (ok)
			procedure_clear(out);
		return err_set(err, failed.kind, "%s", failed.text);
	}
	return found ? ok : err_at(err, ERR_DATA, "procedure.code",
		_("Không có thủ tục nào mang mã đó trong danh mục trên máy này."));
}

char *catalogue_body(struct store *store, const char *kind, const char *id, struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT body FROM catalogue_item WHERE kind = ? AND id = ?",
		"tt", kind, id);
	char *body = rows_next(r) ? xstrdup(rows_text(r, 0)) : NULL;
	if (rows_end(r, body ? err : NULL) && body)
		return body;
	if (!body)
		err_set(err, ERR_DATA, "%s", str_eq(kind, "procedure") ?
			_("Không có thủ tục nào mang mã đó trong danh mục trên máy này.") :
			_("Danh mục trên máy này không có mục đó."));
	free(body);
	return NULL;
}

struct calendar *catalogue_calendar(struct store *store)
{
	struct calendar *cal = NULL;
	struct rows *r = db_rows(store_db(store), "SELECT body FROM catalogue_item"
		" WHERE kind = 'calendar' ORDER BY id <> 'vn', id LIMIT 1", NULL);
	if (rows_next(r)) {
		struct err why = ERR_INIT;
		const char *body = rows_text(r, 0);
		cal = calendar_from_json(body, strlen(body), &why);
		if (!cal)
			log_line(LOG_WARN, "catalogue: calendar not usable: %s", why.text);
	}
	if (!rows_end(r, NULL))
		log_line(LOG_WARN, "catalogue: calendar could not be read");
	return cal ? cal : calendar_builtin();
}
