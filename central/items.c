#include "central/items.h"

#include <jansson.h>
#include "base/b64.h"
#include "base/str.h"
#include "central/schema.h"
#include "core/ed25519.h"

struct current {
	bool exists, removed;
	char sha256[HEX_SIZE(SHA256_SIZE)];
};

static bool current_load(struct db *db, const struct item *item, struct current *out,
	struct err *err)
{
	struct rows *r = db_rows(db,
		"SELECT sha256, body IS NULL FROM items WHERE kind = ? AND id = ?", "tt", item->kind,
		item->id);
	*out = (struct current){.exists = rows_next(r)};
	if (out->exists) {
		str_copy(out->sha256, sizeof(out->sha256), rows_text(r, 0));
		out->removed = rows_int(r, 1) != 0;
	}
	return rows_end(r, err);
}

static enum item_change compare(const struct current *now, const struct item *item,
	const char *sha256)
{
	bool there = now->exists && !now->removed;
	if (!item->body)
		return there ? ITEM_REMOVED : ITEM_SAME;
	if (!there)
		return ITEM_ADDED;
	return str_eq(now->sha256, sha256) ? ITEM_SAME : ITEM_CHANGED;
}

static bool write(struct db *db, const struct item *item, const char *sha256, int64_t now,
	struct err *err)
{
	int64_t n;
	return counter_next(db, "catalogue", &n, err) &&
		db_run(db, err,
			"INSERT INTO items (kind, id, change, sha256, scope, body) VALUES (?, ?, ?, ?, ?, ?)"
			" ON CONFLICT (kind, id) DO UPDATE SET change = excluded.change,"
			" sha256 = excluded.sha256, scope = excluded.scope, body = excluded.body",
			"ttittt", item->kind, item->id, n, sha256, item->scope, item->body) &&
		db_run(db, err,
			"INSERT INTO item_versions (kind, id, version, sha256, scope, body, made_at)"
			" VALUES (?, ?, ?, ?, ?, ?, ?)",
			"ttittti", item->kind, item->id, n, sha256, item->scope, item->body, now);
}

bool items_put(struct db *db, const struct item *item, int64_t now, enum item_change *change,
	struct err *err)
{
	struct current current;
	uint8_t hash[SHA256_SIZE];
	char hex[HEX_SIZE(SHA256_SIZE)];
	const char *body = item->body ? item->body : "";
	sha256(body, strlen(body), hash);
	hex_encode(hash, sizeof(hash), hex);
	if (!current_load(db, item, &current, err))
		return false;
	*change = compare(&current, item, hex);
	return *change == ITEM_SAME || write(db, item, hex, now, err);
}

bool items_version(struct db *db, int64_t *out, struct err *err)
{
	*out = 0;
	return db_get_int(db, err, out, NULL,
		"SELECT value FROM counters WHERE name = 'catalogue'", "");
}

bool items_exists(struct db *db, const char *kind, const char *id, bool *out, struct err *err)
{
	int64_t one;
	return db_get_int(db, err, &one, out,
		"SELECT 1 FROM items WHERE kind = ? AND id = ? AND body IS NOT NULL", "tt", kind, id);
}

/* Takes the first row's body; *found stays false when there is none. */
static bool take_body(struct rows *r, struct buf *body, bool *found, struct err *err)
{
	*found = rows_next(r);
	if (*found)
		buf_str_add(body, rows_text(r, 0));
	return rows_end(r, err);
}

bool items_body(struct db *db, const char *kind, const char *id, struct buf *body, bool *found,
	struct err *err)
{
	return take_body(db_rows(db, "SELECT body FROM items WHERE kind = ? AND id = ?"
		" AND body IS NOT NULL", "tt", kind, id), body, found, err);
}

static void copy_member(const json_t *object, const char *name, char *dst, size_t size)
{
	const char *s = json_string_value(json_object_get(object, name));
	if (!s || !str_copy(dst, size, s))
		dst[0] = '\0';
}

bool items_agency(struct db *db, const char *id, struct agency_info *out, bool *found,
	struct err *err)
{
	struct rows *r = db_rows(db,
		"SELECT body FROM items WHERE kind = 'agency' AND id = ? AND body IS NOT NULL", "t", id);
	bool there = rows_next(r);
	*out = (struct agency_info){0};
	if (there) {
		json_t *body = json_loads(rows_text(r, 0), 0, NULL);
		copy_member(body, "name", out->name, sizeof(out->name));
		copy_member(body, "parent_name", out->parent_name, sizeof(out->parent_name));
		copy_member(body, "place", out->place, sizeof(out->place));
		json_decref(body);
	}
	if (found)
		*found = there;
	return rows_end(r, err);
}

bool items_procedure(struct db *db, const char *code, const char *sha256, int64_t version,
	struct buf *body, enum version_match *match, struct err *err)
{
	bool found = false;
	*match = VERSION_EXACT;
	if (*sha256 && !take_body(db_rows(db,
			"SELECT body FROM item_versions WHERE kind = 'procedure' AND id = ?"
			" AND sha256 = ? AND body IS NOT NULL ORDER BY version DESC LIMIT 1",
			"tt", code, sha256), body, &found, err))
		return false;
	if (!found && !take_body(db_rows(db,
			"SELECT body FROM item_versions WHERE kind = 'procedure' AND id = ?"
			" AND version = ? AND body IS NOT NULL",
			"ti", code, version), body, &found, err))
		return false;
	if (found)
		return true;
	*match = VERSION_CURRENT;
	if (!take_body(db_rows(db,
			"SELECT body FROM item_versions WHERE kind = 'procedure' AND id = ?"
			" AND body IS NOT NULL ORDER BY version DESC LIMIT 1",
			"t", code), body, &found, err))
		return false;
	if (!found)
		*match = VERSION_NONE;
	return true;
}
