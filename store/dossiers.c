#include "store/dossiers.h"

#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "core/seal.h"
#include "core/status.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/damage.h"
#include "store/dossier_rows.h"
#include "store/store.h"

#define CURSOR_KEY "changes.cursor"
#define HOUR 3600
#define DAY 86400
#define DUE_SOON (3 * DAY)

const char *delivery_code(enum delivery d)
{
	static const char *const codes[] = {"waiting", "delivered", "rejected"};
	return (unsigned)d < ARRAY_LEN(codes) ? codes[d] : "";
}

/* ---- one in full */

static bool not_found(struct err *err)
{
	return err_set(err, ERR_DATA, _("Trên máy này không có hồ sơ nào mang mã đó."));
}

/* Columns behind those of the row: token, sha256, json. */
static bool read_body(struct store *store, struct rows *r, struct dossier *d, struct err *err)
{
	struct violations v = {0};
	struct buf json;
	buf_init(&json, DOSSIER_JSON_MAX);
	enum content_state state = content_json(store, r, ROW_CONTENT, ROW_COLUMN_COUNT + 2,
		rows_text(r, 0), &json);
	bool ok = state == CONTENT_READ && damage_hash_fits(buf_str(&json), json.len,
			rows_text(r, ROW_COLUMN_COUNT + 1)) &&
		dossier_from_json(d, buf_str(&json), json.len, &v, NULL);
	seal_wipe(json.data, json.size);
	buf_clear(&json);
	if (ok)
		return true;
	dossier_clear(d);
	return content_fail(state, rows_text(r, 1), err);
}

/* Codes are typed in any case. */
static void key_of(const char *uuid_or_code, char key[DOSSIER_CODE_SIZE])
{
	if (!str_copy(key, DOSSIER_CODE_SIZE, uuid_or_code))
		return;
	bool uuid = uuid_parse(key, NULL);
	for (char *p = key; !uuid && *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
}

bool dossiers_load(struct store *store, const char *uuid_or_code, struct dossier *d,
	char token[RECEIPT_TOKEN_SIZE], struct dossier_row *row, struct err *err)
{
	static const char sql[] = ROW_COLUMNS ", b.token, b.sha256, b.json FROM dossier d"
		" JOIN dossier_body b ON b.ordinal = d.ordinal" ROW_JOINS " WHERE d.uuid = ? OR d.code = ?";
	char key[DOSSIER_CODE_SIZE];
	struct dossier_row own;
	dossier_init(d);
	key_of(uuid_or_code, key);
	struct rows *r = db_rows(store_db(store), sql, "tt", key, key);
	bool found = rows_next(r);
	bool ok = found;
	if (found) {
		dossier_row_read(store, r, row ? row : &own);
		if (token)
			str_copy(token, RECEIPT_TOKEN_SIZE, rows_text(r, ROW_COLUMN_COUNT));
		ok = read_body(store, r, d, err);
	}
	if (!rows_end(r, ok || !found ? err : NULL)) {
		dossier_clear(d);
		return false;
	}
	return found ? ok : not_found(err);
}

char *dossiers_json(struct store *store, const char *uuid, struct err *err)
{
	struct buf json;
	buf_init(&json, DOSSIER_JSON_MAX);
	struct rows *r = db_rows(store_db(store), "SELECT d.code, b.json, " CONTENT_COLUMNS
		", b.sha256 FROM dossier d JOIN dossier_body b ON b.ordinal = d.ordinal" CONTENT_JOIN
		" WHERE d.uuid = ?", "t", uuid);
	bool found = rows_next(r), ok = false;
	if (found) {
		enum content_state state = content_json(store, r, 2, 1, uuid, &json);
		if (state == CONTENT_READ && !damage_hash_fits(buf_str(&json), json.len,
			rows_text(r, 2 + CONTENT_COLUMN_COUNT)))
			state = CONTENT_DAMAGED;
		ok = state == CONTENT_READ || content_fail(state, rows_text(r, 0), err);
	}
	if (rows_end(r, ok || !found ? err : NULL) && ok)
		return buf_take(&json);
	buf_clear(&json);
	if (!found)
		not_found(err);
	return NULL;
}

/* ---- figures */

static bool count_by_hour(struct db *db, int64_t now, struct dossier_figures *out, struct err *err)
{
	int64_t start = instant_make(instant_date(now), 0);
	struct rows *r = db_rows(db, "SELECT (received_at - ?) / 3600, count(*) FROM dossier"
		" WHERE received_at >= ? AND received_at < ? GROUP BY 1", "iii", start, start, start + DAY);
	while (rows_next(r)) {
		int64_t hour = rows_int(r, 0);
		if (hour >= 0 && hour < 24)
			out->by_hour[hour] = rows_int(r, 1);
		out->taken_in += rows_int(r, 1);
	}
	return rows_end(r, err);
}

bool dossiers_figures(struct store *store, int64_t now, struct dossier_figures *out,
	struct err *err)
{
	struct db *db = store_db(store);
	int64_t queued = 0;
	*out = (struct dossier_figures){0};
	bool ok = count_by_hour(db, now, out, err) &&
		db_get_int(db, err, &queued, NULL, "SELECT count(*) FROM outbox", NULL) &&
		db_get_int(db, err, &out->rejected, NULL,
			"SELECT count(*) FROM outbox WHERE rejected = 1", NULL) &&
		db_get_int(db, err, &out->not_printed, NULL,
			"SELECT count(*) FROM print_job WHERE state IN (0, 1, 3)", NULL) &&
		db_get_int(db, err, &out->due_soon, NULL, "SELECT count(*) FROM dossier"
			" WHERE due_at > 0 AND status NOT IN (3, 7, 8, 10) AND due_at <= ?", "i",
			now + DUE_SOON);
	out->waiting = queued - out->rejected;
	return ok;
}

bool dossiers_due_by_day(struct store *store, const struct date *days, size_t n, int64_t *counts,
	struct err *err)
{
	bool ok = true;
	for (size_t i = 0; i < n && ok; i++) {
		int64_t from = instant_make(days[i], 0);
		int64_t to = i + 1 < n ? instant_make(days[i + 1], 0) : from + DAY;
		ok = db_get_int(store_db(store), err, &counts[i], NULL, "SELECT count(*) FROM dossier"
			" WHERE due_at >= ? AND due_at > 0 AND status NOT IN (3, 7, 8, 10) AND due_at < ?", "ii",
			from, to);
	}
	return ok;
}

/* ---- what central says */

bool dossiers_apply_changes(struct store *store, const struct dossier_change *changes, size_t n,
	const char *cursor, struct err *err)
{
	struct db *db = store_db(store);
	if (!db_begin_lazy(db, err))
		return false;
	bool ok = true;
	for (size_t i = 0; ok && i < n; i++)
		ok = db_run(db, err, "UPDATE dossier SET status = ?, duplicate = ? WHERE uuid = ?"
			" AND (status <> ? OR duplicate <> ?)", "ittit", (int64_t)changes[i].status,
			changes[i].duplicate, changes[i].uuid, (int64_t)changes[i].status,
			changes[i].duplicate);
	return db_finish(db, ok && store_meta_set(store, CURSOR_KEY, cursor, err), err);
}

bool dossiers_code(struct store *store, const char *uuid, char out[DOSSIER_CODE_SIZE],
	struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT code FROM dossier WHERE uuid = ?", "t", uuid);
	out[0] = '\0';
	if (rows_next(r))
		str_copy(out, DOSSIER_CODE_SIZE, rows_text(r, 0));
	return rows_end(r, err);
}

char *dossiers_cursor(struct store *store)
{
	char *cursor = store_meta_get(store, CURSOR_KEY);
	return cursor ? cursor : xstrdup("");
}
