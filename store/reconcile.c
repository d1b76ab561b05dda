#include "store/reconcile.h"

#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/problem.h"
#include "i18n/lang.h"
#include "store/alarms.h"
#include "store/outbox.h"
#include "store/settle.h"
#include "store/store.h"
#include "store/workstation.h"

#define WANTED "reconcile.wanted"
#define DAY "reconcile.day"

bool reconcile_want(struct store *store, struct err *err)
{
	return store_meta_set(store, WANTED, "1", err);
}

enum reconcile_need reconcile_need(struct store *store, struct date today)
{
	char iso[DATE_SIZE], *day, *wanted = store_meta_get(store, WANTED);
	bool fully = wanted && *wanted;
	free(wanted);
	if (fully)
		return RECONCILE_FULLY;
	date_format_iso(today, iso);
	day = store_meta_get(store, DAY);
	bool done = day && str_eq(day, iso);
	free(day);
	return done ? RECONCILE_NOT : RECONCILE_DAILY;
}

bool reconcile_done(struct store *store, struct date today, bool fully, struct err *err)
{
	struct db *db = store_db(store);
	char iso[DATE_SIZE];
	date_format_iso(today, iso);
	if (!db_begin(db, err))
		return false;
	bool ok = store_meta_set(store, DAY, iso, err) && (!fully || store_meta_set(store, WANTED, "", err));
	return db_finish(db, ok, err);
}

/* ---- what is asked */

bool reconcile_acknowledged(struct store *store, const struct workstation *ws, int64_t *n,
	struct err *err)
{
	return db_get_int(store_db(store), err, n, NULL, "SELECT count(*) FROM dossier"
		" WHERE workstation = ? AND delivered_at > 0", "t", ws->id);
}

bool reconcile_page(struct store *store, int64_t after, bool erased, struct acknowledged *out, size_t max,
	size_t *n, struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT d.ordinal, d.uuid, b.sha256 FROM dossier d"
		" CROSS JOIN dossier_body b ON b.ordinal = d.ordinal WHERE d.ordinal > ? AND d.delivered_at > 0"
		" AND (d.erased_at = 0 OR ?) AND NOT " SETTLED_SQL " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.ordinal = d.ordinal)"
		" ORDER BY d.ordinal LIMIT ?", "iii", after, (int64_t)erased, (int64_t)max);
	*n = 0;
	while (*n < max && rows_next(r)) {
		struct acknowledged *a = &out[(*n)++];
		a->ordinal = rows_int(r, 0);
		str_copy(a->uuid, sizeof(a->uuid), rows_text(r, 1));
		str_copy(a->sha256, sizeof(a->sha256), rows_text(r, 2));
	}
	return rows_end(r, err);
}

#define LEASED "SELECT ordinal, id, agency, workstation, day, first, last, issued_at, signature" \
	" FROM number_block"

static bool read_block(struct rows *r, struct leased *l)
{
	struct number_block *b = &l->block;
	size_t len = 0;
	*l = (struct leased){.ordinal = rows_int(r, 0)};
	str_copy(b->id, sizeof(b->id), rows_text(r, 1));
	str_copy(b->agency, sizeof(b->agency), rows_text(r, 2));
	str_copy(b->workstation, sizeof(b->workstation), rows_text(r, 3));
	if (rows_text(r, 4)[0] && !date_parse_iso(rows_text(r, 4), &b->day))
		return false;
	b->first = rows_int(r, 5);
	b->last = rows_int(r, 6);
	b->issued_at = rows_int(r, 7);
	const void *signature = rows_blob(r, 8, &len);
	if (len == sizeof(l->signature))
		memcpy(l->signature, signature, len);
	return len == sizeof(l->signature);
}

bool reconcile_blocks(struct store *store, const struct workstation *ws, int64_t after,
	struct leased *out, size_t max, size_t *n, struct err *err)
{
	struct rows *r = db_rows(store_db(store), LEASED " WHERE ordinal > ? AND workstation = ? AND agency = ?"
		" ORDER BY ordinal LIMIT ?", "itti", after, ws->id, ws->agency, (int64_t)max);
	*n = 0;
	while (*n < max && rows_next(r)) {
		if (read_block(r, &out[*n]))
			(*n)++;
	}
	return rows_end(r, err);
}

bool reconcile_highest(struct store *store, const struct workstation *ws, struct date day,
	struct leased *out, bool *found, struct err *err)
{
	char iso[DATE_SIZE];
	date_format_iso(day, iso);
	struct rows *r = db_rows(store_db(store), LEASED " WHERE day = ? AND workstation = ? AND agency = ?"
		" ORDER BY last DESC LIMIT 1", "ttt", iso, ws->id, ws->agency);
	*found = rows_next(r) && read_block(r, out);
	return rows_end(r, err);
}

bool reconcile_overlaps(struct store *store, const struct number_block *b)
{
	char day[DATE_SIZE] = "";
	int64_t one;
	bool found = false;
	if (!number_block_standing(b))
		date_format_iso(b->day, day);
	return db_get_int(store_db(store), NULL, &one, &found, "SELECT 1 FROM number_block WHERE day = ?"
		" AND agency = ? AND id <> ? AND first <= ? AND last >= ?", "tttii", day, b->agency, b->id,
		b->last, b->first) && found;
}

/* ---- what came of it */

/* *back false: it waits already, is none of ours or was erased. */
static bool put_back(struct db *db, const char *uuid, bool *back, struct err *err)
{
	if (!db_run(db, err, "INSERT INTO outbox (ordinal) SELECT ordinal FROM dossier WHERE uuid = ?"
		" AND delivered_at > 0 AND erased_at = 0 ON CONFLICT DO NOTHING", "t", uuid))
		return false;
	*back = db_changes(db) > 0;
	return !*back || db_run(db, err, "UPDATE dossier SET delivered_at = 0 WHERE uuid = ?", "t", uuid);
}

static bool set_aside(struct store *store, const char *uuid, int64_t now, struct err *err)
{
	struct problem why = {.type = "different", .status = 409};
	bool back;
	str_copy(why.title, sizeof(why.title), _("Trung tâm có hồ sơ này với nội dung khác."));
	str_copy(why.detail, sizeof(why.detail), _("Trung tâm đang giữ hồ sơ này với nội dung khác bản đã gửi. Bản "
		"ở máy này còn nguyên. Hãy so hai bản, rồi sửa và gửi lại, hoặc ghi nhận bản ở trung tâm là bản đúng."));
	return put_back(store_db(store), uuid, &back, err) &&
		(!back || outbox_reject(store, uuid, &why, now, err));
}

/* What central lost and this machine does not have any more: somebody must be told. */
static bool tell_lost(struct store *store, const char *uuid, int64_t now, struct err *err)
{
	char code[DOSSIER_CODE_SIZE] = "";
	struct rows *r = db_rows(store_db(store), "SELECT code FROM dossier WHERE uuid = ? AND erased_at > 0",
		"t", uuid);
	if (rows_next(r))
		str_copy(code, sizeof(code), rows_text(r, 0));
	return rows_end(r, err) && (!code[0] || alarm_raise(store, "lost_content", code, now, err));
}

bool reconcile_apply(struct store *store, const char (*missing)[UUID_SIZE], size_t n_missing,
	const char (*different)[UUID_SIZE], size_t n_different, int64_t now, size_t *back,
	struct err *err)
{
	struct db *db = store_db(store);
	char day[DATE_SIZE];
	bool ok = true, one;
	*back = 0;
	date_format_vn(instant_date(now), day);
	if (n_missing + n_different == 0)
		return true;
	if (!db_begin(db, err))
		return false;
	for (size_t i = 0; ok && i < n_missing; i++) {
		ok = put_back(db, missing[i], &one, err);
		ok = ok && (one || tell_lost(store, missing[i], now, err));
		*back += ok && one;
	}
	for (size_t i = 0; ok && i < n_different; i++)
		ok = set_aside(store, different[i], now, err);
	ok = ok && (*back == 0 || (reconcile_want(store, err) &&
		alarm_raise(store, "central_restored", day, now, err)));
	return db_finish(db, ok, err);
}
