#include "store/outbox.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/damage.h"
#include "store/room.h"
#include "store/store.h"

#define LIMIT_MAX 1000
#define READ_AT_ONCE 64
#define PROBLEM_JSON_MAX (128 * 1024)

/* The dossier a UUID names, if its item is in the given part of the outbox. */
#define ITEM_WAITING "ordinal = (SELECT ordinal FROM dossier WHERE uuid = ?) AND rejected = 0"
#define ITEM_REJECTED "ordinal = (SELECT ordinal FROM dossier WHERE uuid = ?) AND rejected = 1"

void outbox_item_clear(struct outbox_item *item)
{
	free(item->json);
	*item = (struct outbox_item){0};
}

static void read_item(struct rows *r, struct outbox_item *item)
{
	*item = (struct outbox_item){0};
	str_copy(item->uuid, sizeof(item->uuid), rows_text(r, 0));
	str_copy(item->code, sizeof(item->code), rows_text(r, 1));
	str_copy(item->sha256, sizeof(item->sha256), rows_text(r, 2));
	str_copy(item->token, sizeof(item->token), rows_text(r, 3));
	item->json = xstrdup(rows_text(r, 4));
	item->json_len = strlen(item->json);
	item->sequence = rows_int(r, 5);
}

/* ERR_DAMAGED when it is not what was stored. */
static bool read_whole(struct db *db, int64_t ordinal, struct outbox_item *item, struct err *err)
{
	struct rows *r = db_rows(db, "SELECT d.uuid, d.code, b.sha256, b.token, b.json, d.ordinal"
		" FROM dossier d CROSS JOIN dossier_body b ON b.ordinal = d.ordinal WHERE d.ordinal = ?",
		"i", ordinal);
	*item = (struct outbox_item){.sequence = ordinal};
	bool found = rows_next(r);
	if (found)
		read_item(r, item);
	bool ok = rows_end(r, err) && ((found && damage_hash_fits(item->json, item->json_len,
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
	*there = read_whole(store_db(store), ordinal, item, &why);
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

static const char *reason_of(const struct problem *why)
{
	if (why->detail[0])
		return why->detail;
	if (why->violations.n && why->violations.list[0].message[0])
		return why->violations.list[0].message;
	return why->title;
}

bool outbox_reject(struct store *store, const char *uuid, const struct problem *why, int64_t at,
	struct err *err)
{
	struct buf json;
	buf_init(&json, PROBLEM_JSON_MAX);
	problem_to_json(why, &json);
	store_room_for_rest(store);
	bool ok = db_run(store_db(store), err,
		"UPDATE outbox SET rejected = 1, attempts = attempts + 1,"
		" last_at = ?, reason = ?, problem = ? WHERE " ITEM_WAITING, "ittt", at,
		reason_of(why), buf_str(&json), uuid);
	buf_clear(&json);
	return ok;
}

bool outbox_note(struct store *store, const char *uuid, const char *reason, int64_t at,
	struct err *err)
{
	struct db *db = store_db(store);
	char clean[400];
	text_clean_to(clean, sizeof(clean), reason);
	store_room_for_rest(store);
	if (!db_begin_lazy(db, err))
		return false;
	return db_finish(db, db_run(db, err, "UPDATE outbox SET attempts = attempts + 1, last_at = ?,"
		" reason = ? WHERE " ITEM_WAITING, "itt", at, clean, uuid), err);
}

bool outbox_retry(struct store *store, const char *uuid, struct err *err)
{
	struct db *db = store_db(store);
	if (!db_run(db, err, "UPDATE outbox SET rejected = 0, reason = '', problem = NULL WHERE "
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

static void read_row(struct rows *r, struct outbox_row *row)
{
	str_copy(row->uuid, sizeof(row->uuid), rows_text(r, 0));
	str_copy(row->code, sizeof(row->code), rows_text(r, 1));
	text_clean_to(row->applicant, sizeof(row->applicant), rows_text(r, 2));
	row->received_at = rows_int(r, 3);
	row->rejected = rows_int(r, 4);
	row->attempts = rows_int(r, 5);
	row->last_at = rows_int(r, 6);
	text_clean_to(row->reason, sizeof(row->reason), rows_text(r, 7));
	const char *problem = rows_text(r, 8);
	if (row->rejected && !problem_from_json(&row->problem, problem, strlen(problem)))
		row->problem = (struct problem){0};
}

/* One part of the list, appended to rows; offset is within that part. */
static bool read_part(struct db *db, bool rejected, int64_t offset, int64_t limit,
	struct outbox_row *rows, size_t *n, struct err *err)
{
	struct rows *r = db_rows(db, "SELECT d.uuid, d.code, d.applicant, d.received_at, o.rejected,"
		" o.attempts, o.last_at, o.reason, o.problem FROM outbox o"
		" CROSS JOIN dossier d ON d.ordinal = o.ordinal WHERE o.rejected = ?"
		" ORDER BY o.ordinal LIMIT ? OFFSET ?", "iii", (int64_t)rejected, limit, offset);
	while (limit-- > 0 && rows_next(r))
		read_row(r, &rows[(*n)++]);
	return rows_end(r, err);
}

bool outbox_list(struct store *store, int64_t offset, int limit, struct outbox_row **rows,
	size_t *n, int64_t *total, struct err *err)
{
	struct db *db = store_db(store);
	struct outbox_counts counts;
	*rows = NULL;
	*n = 0;
	*total = 0;
	if (!outbox_counts(store, &counts, err))
		return false;
	limit = limit < 1 ? 1 : limit > LIMIT_MAX ? LIMIT_MAX : limit;
	offset = offset < 0 ? 0 : offset;
	*total = counts.waiting + counts.rejected;
	*rows = xcalloc((size_t)limit, sizeof(**rows));
	bool ok = offset >= counts.waiting || read_part(db, false, offset, limit, *rows, n, err);
	int64_t rest = offset > counts.waiting ? offset - counts.waiting : 0;
	ok = ok && read_part(db, true, rest, limit - (int64_t)*n, *rows, n, err);
	if (!ok) {
		free(*rows);
		*rows = NULL;
		*n = 0;
	}
	return ok;
}
