#include "store/dossier_rows.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/text.h"
#include "store/dossier_search.h"
#include "store/search_index.h"
#include "store/store.h"

#define LIMIT_MAX 1000

/* ---- rows */

void dossier_row_read(struct store *store, struct rows *r, struct dossier_row *row)
{
	struct people people;
	memset(row, 0, sizeof(*row));
	str_copy(row->uuid, sizeof(row->uuid), rows_text(r, 0));
	str_copy(row->code, sizeof(row->code), rows_text(r, 1));
	text_clean_to(row->procedure, sizeof(row->procedure), rows_text(r, 2));
	str_copy(row->procedure_code, sizeof(row->procedure_code), rows_text(r, 3));
	row->received_at = rows_int(r, 4);
	row->due_at = rows_int(r, 5);
	row->status = (int)rows_int(r, 6);
	row->delivery = rows_is_null(r, 7) ? DELIVERY_DELIVERED
		: rows_int(r, 7) ? DELIVERY_REJECTED : DELIVERY_WAITING;
	row->printed = rows_int(r, 8);
	row->not_printed = rows_int(r, 9);
	row->only_file = rows_int(r, 10);
	str_copy(row->duplicate, sizeof(row->duplicate), rows_text(r, 11));
	row->ordinal = rows_int(r, 12);
	row->erased = content_people_shown(store, r, ROW_CONTENT, row->uuid, &people) == CONTENT_ERASED;
	str_copy(row->applicant, sizeof(row->applicant), people.applicant);
	str_copy(row->phone, sizeof(row->phone), people.phone);
}

bool dossier_query_read(struct store *store, struct dossier_query *q, int64_t offset, int limit,
	struct dossier_list *out, struct err *err)
{
	struct buf sql;
	buf_init(&sql, 16384);
	/* First which, then their columns: else SQLite reads these of every row it passes over. */
	buf_printf(&sql, "%s FROM (SELECT %s AS at%s%s%s LIMIT ? OFFSET ?) page"
		" CROSS JOIN dossier d ON d.ordinal = page.at%s", ROW_COLUMNS, q->at, buf_str(&q->from),
		buf_str(&q->where), q->order, ROW_JOINS);
	size_t n = q->n_values;
	BUG_ON(n + 2 > DB_VALUES_MAX || sql.full);
	q->values[n] = (struct db_value){.type = 'i', .number = limit};
	q->values[n + 1] = (struct db_value){.type = 'i', .number = offset};
	struct rows *r = db_rows_list(store_db(store), buf_str(&sql), q->values, n + 2);
	while (out->n < (size_t)limit && rows_next(r))
		dossier_row_read(store, r, &out->rows[out->n++]);
	buf_clear(&sql);
	return rows_end(r, err);
}

bool dossier_query_count(struct db *db, const struct dossier_query *q, int64_t *total,
	struct err *err)
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

static bool list_all(struct store *store, struct dossier_query *q, int64_t offset, int limit,
	struct dossier_list *out, struct err *err)
{
	bool ok = dossier_query_read(store, q, offset, limit, out, err);
	/* A page that is not full tells the total by itself. */
	if (out->n == (size_t)limit || (out->n == 0 && offset > 0))
		return ok && dossier_query_count(store_db(store), q, &out->total, err);
	out->total = offset + (int64_t)out->n;
	return ok;
}

/* ---- narrowed by text: which of them match is known in memory */

/* The best first, of one rank the newest: the index itself is in order of intake. at: room for all. */
static size_t find_best(const struct search_index *index, const uint8_t *ranks, int64_t *at)
{
	size_t first[SEARCH_RANKS] = {0}, n = search_index_size(index), found = 0;
	for (size_t i = 0; i < n; i++)
		first[ranks[i]]++;
	for (int rank = SEARCH_RANKS - 1; rank > 0; rank--) {
		size_t count = first[rank];
		first[rank] = found;
		found += count;
	}
	for (size_t i = n; i-- > 0;)
		if (ranks[i])
			at[first[ranks[i]]++] = search_index_ordinal(index, i);
	return found;
}

/* Which of them the filter leaves: at in the order of its SQL, where wanted; the ranks of the others
 * become 0. */
static bool find_left(struct db *db, const struct search_index *index, const struct dossier_query *q,
	uint8_t *ranks, int64_t *at, size_t *n, struct err *err)
{
	struct buf sql;
	size_t most = *n, size = search_index_size(index);
	uint8_t *left = xcalloc(size + 1, 1);
	buf_init(&sql, 16384);
	buf_printf(&sql, "SELECT %s%s%s%s", q->at, buf_str(&q->from), buf_str(&q->where), q->order);
	struct rows *r = db_rows_list(db, buf_str(&sql), q->values, q->n_values);
	for (*n = 0; *n < most && rows_next(r);) {
		size_t i;
		if (search_index_find(index, rows_int(r, 0), &i) && ranks[i]) {
			left[i] = ranks[i];
			at[(*n)++] = rows_int(r, 0);
		}
	}
	memcpy(ranks, left, size);
	buf_clear(&sql);
	free(left);
	return rows_end(r, err);
}

static bool is_plain(const struct dossier_filter *f)
{
	return !f->by_delivery && !f->open_only && !f->due_before && f->order == ORDER_NEWEST;
}

bool dossiers_found(struct store *store, const struct dossier_filter *f, int64_t **at, size_t *n,
	struct err *err)
{
	struct search_index *index = store_search(store);
	struct dossier_query q;
	*at = NULL;
	*n = 0;
	if (!search_index_refresh(index, store, err))
		return false;
	uint8_t *ranks = xcalloc(search_index_size(index) + 1, 1);
	*n = search_index_match(index, f->text, ranks);
	*at = xcalloc(*n + 1, sizeof(**at));
	dossier_query_init(&q, f);
	bool ok = is_plain(f) || find_left(store_db(store), index, &q, ranks, *at, n, err);
	if (ok && f->order == ORDER_NEWEST)
		*n = find_best(index, ranks, *at);
	dossier_query_clear(&q);
	free(ranks);
	return ok;
}

bool dossiers_of(struct store *store, const int64_t *ordinals, size_t n, struct dossier_list *out,
	struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < n; i++) {
		struct rows *r = db_rows(store_db(store), ROW_COLUMNS " FROM dossier d" ROW_JOINS
			" WHERE d.ordinal = ?", "i", ordinals[i]);
		if (rows_next(r))
			dossier_row_read(store, r, &out->rows[out->n++]);
		ok = rows_end(r, err);
	}
	return ok;
}

static bool list_found(struct store *store, const struct dossier_filter *f, int64_t offset, int limit,
	struct dossier_list *out, struct err *err)
{
	int64_t *at;
	size_t n;
	bool ok = dossiers_found(store, f, &at, &n, err);
	if (ok && (size_t)offset < n) {
		size_t left = n - (size_t)offset;
		ok = dossiers_of(store, at + offset, left < (size_t)limit ? left : (size_t)limit, out, err);
	}
	out->total = (int64_t)n;
	free(at);
	return ok;
}

/* ---- */

static bool blank(const char *text)
{
	return !text || text[strspn(text, " \t\n")] == '\0';
}

bool dossiers_list(struct store *store, const struct dossier_filter *f, int64_t offset, int limit,
	struct dossier_list *out, struct err *err)
{
	struct dossier_query q;
	*out = (struct dossier_list){0};
	limit = limit < 1 ? 1 : limit > LIMIT_MAX ? LIMIT_MAX : limit;
	offset = offset < 0 ? 0 : offset;
	out->rows = xcalloc((size_t)limit, sizeof(*out->rows));
	dossier_query_init(&q, f);
	bool ok = f && !blank(f->text) ? list_found(store, f, offset, limit, out, err) :
		list_all(store, &q, offset, limit, out, err);
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
