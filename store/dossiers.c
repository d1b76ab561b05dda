#include "store/dossiers.h"

#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "core/status.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/damage.h"
#include "store/dossier_search.h"
#include "store/store.h"

#define LIMIT_MAX 1000
#define CURSOR_KEY "changes.cursor"
#define HOUR 3600
#define DAY 86400
#define DUE_SOON (3 * DAY)

const char *delivery_code(enum delivery d)
{
	static const char *const codes[] = {"waiting", "delivered", "rejected"};
	return (unsigned)d < ARRAY_LEN(codes) ? codes[d] : "";
}

/* ---- rows */

/* 2 confirmed; 0, 1, 3 owed, sent, uncertain: see enum print_state */
#define ROW_COLUMNS \
	"SELECT d.uuid, d.code, d.applicant, d.procedure, d.procedure_code, d.phone, d.received_at," \
	" d.due_at, d.status, o.rejected," \
	" (SELECT max(p.state = 2) FROM print_job p WHERE p.dossier = d.ordinal)," \
	" (SELECT max(p.state IN (0, 1, 3)) FROM print_job p WHERE p.dossier = d.ordinal)," \
	" (SELECT min(p.target LIKE '%.pdf') FROM print_job p WHERE p.dossier = d.ordinal AND p.state = 2)"

#define ROW_COLUMN_COUNT 13 /* what follows them in a statement begins here */

static void read_row(struct rows *r, struct dossier_row *row)
{
	memset(row, 0, sizeof(*row));
	str_copy(row->uuid, sizeof(row->uuid), rows_text(r, 0));
	str_copy(row->code, sizeof(row->code), rows_text(r, 1));
	text_clean_to(row->applicant, sizeof(row->applicant), rows_text(r, 2));
	text_clean_to(row->procedure, sizeof(row->procedure), rows_text(r, 3));
	str_copy(row->procedure_code, sizeof(row->procedure_code), rows_text(r, 4));
	str_copy(row->phone, sizeof(row->phone), rows_text(r, 5));
	row->received_at = rows_int(r, 6);
	row->due_at = rows_int(r, 7);
	row->status = (int)rows_int(r, 8);
	row->delivery = rows_is_null(r, 9) ? DELIVERY_DELIVERED
		: rows_int(r, 9) ? DELIVERY_REJECTED : DELIVERY_WAITING;
	row->printed = rows_int(r, 10);
	row->not_printed = rows_int(r, 11);
	row->only_file = rows_int(r, 12);
}

static bool read_page(struct db *db, struct dossier_query *q, int64_t offset, int limit,
	struct dossier_list *out, struct err *err)
{
	struct buf sql;
	buf_init(&sql, 16384);
	/* First which, then their columns: else SQLite reads these of every row it passes over. */
	buf_printf(&sql, "%s FROM (SELECT %s AS at%s%s%s LIMIT ? OFFSET ?) page"
		" CROSS JOIN dossier d ON d.ordinal = page.at LEFT JOIN outbox o ON o.ordinal = d.ordinal",
		ROW_COLUMNS, q->at, buf_str(&q->from), buf_str(&q->where), q->order);
	size_t n = q->n_values;
	BUG_ON(n + 2 > DB_VALUES_MAX || sql.full);
	q->values[n] = (struct db_value){.type = 'i', .number = limit};
	q->values[n + 1] = (struct db_value){.type = 'i', .number = offset};
	struct rows *r = db_rows_list(db, buf_str(&sql), q->values, n + 2);
	while (out->n < (size_t)limit && rows_next(r))
		read_row(r, &out->rows[out->n++]);
	buf_clear(&sql);
	return rows_end(r, err);
}

static bool count_all(struct db *db, const struct dossier_query *q, int64_t *total, struct err *err)
{
	struct buf sql;
	buf_init(&sql, 16384);
	buf_printf(&sql, "SELECT count(*)%s%s", buf_str(&q->from), buf_str(&q->where));
	struct rows *r = db_rows_list(db, buf_str(&sql), q->values, q->n_values);
	if (rows_next(r))
		*total = rows_int(r, 0);
	buf_clear(&sql);
	return rows_end(r, err);
}

bool dossiers_list(struct store *store, const struct dossier_filter *f, int64_t offset, int limit,
	struct dossier_list *out, struct err *err)
{
	struct db *db = store_db(store);
	struct dossier_query q;
	*out = (struct dossier_list){0};
	limit = limit < 1 ? 1 : limit > LIMIT_MAX ? LIMIT_MAX : limit;
	offset = offset < 0 ? 0 : offset;
	out->rows = xcalloc((size_t)limit, sizeof(*out->rows));
	dossier_query_init(&q, db, f);
	bool ok = read_page(db, &q, offset, limit, out, err);
	/* A page that is not full tells the total by itself. */
	if (out->n < (size_t)limit && (out->n > 0 || offset == 0))
		out->total = offset + (int64_t)out->n;
	else
		ok = ok && count_all(db, &q, &out->total, err);
	dossier_query_clear(&q);
	if (!ok)
		dossier_list_clear(out);
	return ok;
}

void dossier_list_clear(struct dossier_list *list)
{
	free(list->rows);
	*list = (struct dossier_list){0};
}

/* ---- one in full */

static bool not_found(struct err *err)
{
	return err_set(err, ERR_DATA, _("Trên máy này không có hồ sơ nào mang mã đó."));
}

static bool damaged(const char *code, struct err *err)
{
	return err_set(err, ERR_DAMAGED, _("Nội dung lưu của hồ sơ %s bị hỏng. Hãy báo quản trị viên khôi "
		"phục từ bản sao lưu."), code);
}

static bool read_body(struct rows *r, struct dossier *d, const char *code, struct err *err)
{
	struct violations v = {0};
	const char *json = rows_text(r, ROW_COLUMN_COUNT + 2);
	if (!damage_hash_fits(json, strlen(json), rows_text(r, ROW_COLUMN_COUNT + 1)) ||
		!dossier_from_json(d, json, strlen(json), &v, NULL)) {
		dossier_clear(d);
		return damaged(code, err);
	}
	return true;
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
		" JOIN dossier_body b ON b.ordinal = d.ordinal LEFT JOIN outbox o ON o.ordinal = d.ordinal"
		" WHERE d.uuid = ? OR d.code = ?";
	char key[DOSSIER_CODE_SIZE];
	struct dossier_row own;
	dossier_init(d);
	key_of(uuid_or_code, key);
	struct rows *r = db_rows(store_db(store), sql, "tt", key, key);
	bool found = rows_next(r);
	bool ok = found;
	if (found) {
		read_row(r, row ? row : &own);
		if (token)
			str_copy(token, RECEIPT_TOKEN_SIZE, rows_text(r, ROW_COLUMN_COUNT));
		ok = read_body(r, d, rows_text(r, 1), err);
	}
	if (!rows_end(r, ok || !found ? err : NULL)) {
		dossier_clear(d);
		return false;
	}
	return found ? ok : not_found(err);
}

char *dossiers_json(struct store *store, const char *uuid, struct err *err)
{
	char *json = NULL;
	struct rows *r = db_rows(store_db(store), "SELECT b.json, b.sha256, d.code FROM dossier d"
		" JOIN dossier_body b ON b.ordinal = d.ordinal WHERE d.uuid = ?", "t", uuid);
	bool found = rows_next(r), ok = found;
	if (found) {
		json = xstrdup(rows_text(r, 0));
		ok = damage_hash_fits(json, strlen(json), rows_text(r, 1)) || damaged(rows_text(r, 2), err);
	}
	bool read = rows_end(r, ok || !found ? err : NULL);
	if (read && ok)
		return json;
	if (read && !found)
		not_found(err);
	free(json);
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
			"SELECT count(DISTINCT dossier) FROM print_job WHERE state IN (0, 1, 3)", NULL) &&
		db_get_int(db, err, &out->due_soon, NULL, "SELECT count(*) FROM dossier"
			" WHERE due_at > 0 AND status NOT IN (3, 7, 8, 10) AND due_at <= ?", "i",
			now + DUE_SOON);
	out->waiting = queued - out->rejected;
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
		ok = db_run(db, err, "UPDATE dossier SET status = ? WHERE uuid = ? AND status <> ?", "iti",
			(int64_t)changes[i].status, changes[i].uuid, (int64_t)changes[i].status);
	return db_finish(db, ok && store_meta_set(store, CURSOR_KEY, cursor, err), err);
}

char *dossiers_cursor(struct store *store)
{
	char *cursor = store_meta_get(store, CURSOR_KEY);
	return cursor ? cursor : xstrdup("");
}
