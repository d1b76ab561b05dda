#include "store/outbox.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/content.h"
#include "store/damage.h"
#include "store/outbox_words.h"
#include "store/room.h"
#include "store/store.h"

#define LIMIT_MAX 1000
#define READ_AT_ONCE 64
#define REASON_MAX 400 /* bytes */

/* The dossier a UUID names, if its item is in the given part of the outbox. */
#define ITEM_WAITING "ordinal = (SELECT ordinal FROM dossier WHERE uuid = ?) AND rejected = 0"
#define ITEM_REJECTED "ordinal = (SELECT ordinal FROM dossier WHERE uuid = ?) AND rejected = 1"

void outbox_item_clear(struct outbox_item *item)
{
	seal_wipe(item->json, item->json_len);
	free(item->json);
	*item = (struct outbox_item){0};
}

/* False when its content does not open. */
static bool read_item(struct store *store, struct rows *r, struct outbox_item *item)
{
	struct buf json;
	buf_init(&json, DOSSIER_JSON_MAX);
	*item = (struct outbox_item){0};
	str_copy(item->uuid, sizeof(item->uuid), rows_text(r, 0));
	str_copy(item->code, sizeof(item->code), rows_text(r, 1));
	str_copy(item->sha256, sizeof(item->sha256), rows_text(r, 2));
	str_copy(item->token, sizeof(item->token), rows_text(r, 3));
	item->sequence = rows_int(r, 5);
	str_copy(item->key, sizeof(item->key), rows_text(r, 6));
	bool ok = content_json(store, r, 7, 4, item->uuid, &json) == CONTENT_READ;
	item->json_len = json.len;
	item->json = buf_take(&json);
	return ok;
}

/* ERR_DAMAGED when it is not what was stored. */
static bool read_whole(struct store *store, int64_t ordinal, struct outbox_item *item, struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT d.uuid, d.code, b.sha256, b.token, b.json,"
		" d.ordinal, y.key, " CONTENT_COLUMNS " FROM dossier d CROSS JOIN dossier_body b"
		" ON b.ordinal = d.ordinal LEFT JOIN relay y ON y.ordinal = d.ordinal" CONTENT_JOIN
		" WHERE d.ordinal = ?", "i", ordinal);
	*item = (struct outbox_item){.sequence = ordinal};
	bool opened = rows_next(r) && read_item(store, r, item);
	bool ok = rows_end(r, err) && ((opened && damage_hash_fits(item->json, item->json_len,
		item->sha256)) || err_set(err, ERR_DAMAGED, _("Nội dung hồ sơ lưu trên máy bị hỏng.")));
	if (!ok)
		outbox_item_clear(item);
	return ok;
}

/* The first `max` waiting after; *n of them. */
static bool list_waiting(struct db *db, int64_t after, int64_t *ordinals, size_t max, size_t *n,
	struct err *err)
{
	struct rows *r = db_rows(db, "SELECT ordinal FROM outbox WHERE rejected = 0 AND ordinal > ?"
		" ORDER BY ordinal LIMIT ?", "ii", after, (int64_t)max);
	*n = 0;
	while (*n < max && rows_next(r))
		ordinals[(*n)++] = rows_int(r, 0);
	return rows_end(r, err);
}

/* One whose content is damaged must not hold up the others. */
static bool read_or_set_aside(struct store *store, int64_t ordinal, struct outbox_item *item,
	bool *there, struct err *err)
{
	struct err why = ERR_INIT;
	*there = read_whole(store, ordinal, item, &why);
	if (*there)
		return true;
	return why.kind == ERR_DAMAGED ? damage_set_aside(store, ordinal, err) :
		err_set(err, why.kind, "%s", why.text);
}

bool outbox_next(struct store *store, int64_t after, struct outbox_item *items, size_t max,
	size_t *n, struct err *err)
{
	int64_t ordinals[READ_AT_ONCE];
	size_t listed = 1;
	bool ok = true;
	*n = 0;
	while (ok && listed > 0 && *n < max) {
		size_t most = max - *n < READ_AT_ONCE ? max - *n : READ_AT_ONCE;
		ok = list_waiting(store_db(store), after, ordinals, most, &listed, err);
		for (size_t i = 0; ok && i < listed; i++) {
			bool there;
			after = ordinals[i];
			ok = read_or_set_aside(store, after, &items[*n], &there, err);
			*n += ok && there;
		}
	}
	while (!ok && *n > 0)
		outbox_item_clear(&items[--*n]);
	return ok;
}

bool outbox_delivered(struct store *store, const char *uuid, int status, int64_t at,
	struct err *err)
{
	struct db *db = store_db(store);
	store_room_for_rest(store);
	if (!db_begin_lazy(db, err))
		return false;
	bool ok = db_run(db, err, "DELETE FROM outbox WHERE " ITEM_WAITING, "t", uuid);
	if (ok && db_changes(db) > 0)
		ok = db_run(db, err, "UPDATE dossier SET status = ?, delivered_at = ? WHERE uuid = ?",
			"iit", (int64_t)status, at, uuid);
	return db_finish(db, ok, err);
}

/* 0: there is none. */
static bool find(struct store *store, const char *uuid, int64_t *ordinal, struct err *err)
{
	*ordinal = 0;
	return db_get_int(store_db(store), err, ordinal, NULL, "SELECT ordinal FROM dossier WHERE uuid = ?",
		"t", uuid);
}

bool outbox_reject(struct store *store, const char *uuid, const struct problem *why, int64_t at,
	struct err *err)
{
	int64_t ordinal;
	store_room_for_rest(store);
	return find(store, uuid, &ordinal, err) &&
		outbox_words_refuse(store, ordinal, why, true, at, err);
}

bool outbox_note(struct store *store, const char *uuid, const char *reason, int64_t at,
	struct err *err)
{
	struct db *db = store_db(store);
	int64_t ordinal;
	char clean[REASON_MAX];
	text_clean_to(clean, sizeof(clean), reason);
	store_room_for_rest(store);
	return find(store, uuid, &ordinal, err) && db_begin_lazy(db, err) &&
		db_finish(db, outbox_words_note(store, ordinal, clean, at, err), err);
}

bool outbox_retry(struct store *store, const char *uuid, struct err *err)
{
	struct db *db = store_db(store);
	if (!db_run(db, err, "UPDATE outbox SET rejected = 0, reason = NULL, problem = NULL WHERE "
		ITEM_REJECTED, "t", uuid))
		return false;
	return db_changes(db) > 0 || err_set(err, ERR_DATA,
		_("Hồ sơ này không nằm trong danh sách bị từ chối, nên không cần gửi lại."));
}

bool outbox_counts(struct store *store, struct outbox_counts *out, struct err *err)
{
	struct db *db = store_db(store);
	int64_t all = 0;
	*out = (struct outbox_counts){0};
	bool ok = db_get_int(db, err, &all, NULL, "SELECT count(*) FROM outbox", NULL) &&
		db_get_int(db, err, &out->rejected, NULL,
			"SELECT count(*) FROM outbox WHERE rejected = 1", NULL) &&
		db_get_int(db, err, &out->oldest_at, NULL, "SELECT d.received_at FROM outbox o"
			" CROSS JOIN dossier d ON d.ordinal = o.ordinal WHERE o.rejected = 0"
			" ORDER BY o.ordinal LIMIT 1", NULL);
	out->waiting = all - out->rejected;
	return ok;
}

/* ---- the queue screen */

static void read_row(struct store *store, struct rows *r, struct outbox_row *row)
{
	struct people people;
	struct buf reason, problem;
	str_copy(row->uuid, sizeof(row->uuid), rows_text(r, 0));
	str_copy(row->code, sizeof(row->code), rows_text(r, 1));
	row->received_at = rows_int(r, 2);
	row->rejected = rows_int(r, 3);
	row->attempts = rows_int(r, 4);
	row->last_at = rows_int(r, 5);
	row->relayed = (int)rows_int(r, 9);
	content_people_shown(store, r, 10, row->uuid, &people);
	str_copy(row->applicant, sizeof(row->applicant), people.applicant);
	outbox_words_read(store, r, 7, rows_int(r, 6), &reason, &problem);
	text_clean_to(row->reason, sizeof(row->reason), buf_str(&reason));
	if (row->rejected && !problem_from_json(&row->problem, buf_str(&problem), problem.len))
		row->problem = (struct problem){0};
	buf_clear(&reason);
	buf_clear(&problem);
}

#define ROW_COLUMNS "d.uuid, d.code, d.received_at, o.rejected, o.attempts, o.last_at, o.ordinal," \
	" o.reason, o.problem, y.counter, " CONTENT_COLUMNS
#define ROW_JOIN " LEFT JOIN relay y ON y.ordinal = o.ordinal" CONTENT_JOIN

const char *outbox_row_state(const struct outbox_row *row)
{
	if (!row->rejected)
		return _("chờ gửi");
	return str_eq(row->problem.type, DAMAGE_TYPE) ? _("bị hỏng") : _("bị từ chối");
}

/* One part of the list, appended to rows; offset is within that part. What is skipped is skipped in
 * the narrow table alone. */
static bool read_part(struct store *store, bool rejected, int64_t offset, int64_t limit,
	struct outbox_row *rows, size_t *n, struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT " ROW_COLUMNS
		" FROM (SELECT ordinal FROM outbox WHERE rejected = ? ORDER BY ordinal LIMIT ? OFFSET ?) p"
		" CROSS JOIN outbox o ON o.ordinal = p.ordinal"
		" CROSS JOIN dossier d ON d.ordinal = p.ordinal" ROW_JOIN " ORDER BY p.ordinal", "iii",
		(int64_t)rejected, limit, offset);
	while (limit-- > 0 && rows_next(r))
		read_row(store, r, &rows[(*n)++]);
	return rows_end(r, err);
}

bool outbox_part(struct store *store, bool waiting, bool rejected, int64_t offset, int limit,
	struct outbox_row **rows, size_t *n, int64_t *total, struct err *err)
{
	struct outbox_counts counts;
	*rows = NULL;
	*n = 0;
	*total = 0;
	if (!outbox_counts(store, &counts, err))
		return false;
	int64_t first = waiting ? counts.waiting : 0; /* these stand before the rejected */
	limit = limit < 1 ? 1 : limit > LIMIT_MAX ? LIMIT_MAX : limit;
	offset = offset < 0 ? 0 : offset;
	*total = first + (rejected ? counts.rejected : 0);
	*rows = xcalloc((size_t)limit, sizeof(**rows));
	bool ok = offset >= first || read_part(store, false, offset, limit, *rows, n, err);
	int64_t rest = offset > first ? offset - first : 0;
	ok = ok && (!rejected || read_part(store, true, rest, limit - (int64_t)*n, *rows, n, err));
	if (!ok) {
		free(*rows);
		*rows = NULL;
		*n = 0;
	}
	return ok;
}

bool outbox_list(struct store *store, int64_t offset, int limit, struct outbox_row **rows,
	size_t *n, int64_t *total, struct err *err)
{
	return outbox_part(store, true, true, offset, limit, rows, n, total, err);
}

bool outbox_find(struct store *store, const char *key, struct outbox_row *row, bool *found,
	struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT " ROW_COLUMNS " FROM dossier d"
		" CROSS JOIN outbox o ON o.ordinal = d.ordinal" ROW_JOIN
		" WHERE d.uuid = ? OR d.code = ? ORDER BY d.uuid = ? DESC LIMIT 1", "ttt", key, key, key);
	*row = (struct outbox_row){.attempts = 0};
	*found = rows_next(r);
	if (*found)
		read_row(store, r, row);
	return rows_end(r, err);
}

bool outbox_retry_all(struct store *store, int64_t *n, struct err *err)
{
	struct db *db = store_db(store);
	*n = 0;
	if (!db_run(db, err, "UPDATE outbox SET rejected = 0, reason = NULL, problem = NULL"
		" WHERE rejected = 1", NULL))
		return false;
	*n = db_changes(db);
	return true;
}
