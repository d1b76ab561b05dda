#include "store/dossier_pages.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "store/dossier_rows.h"
#include "store/dossier_search.h"
#include "store/store.h"

/* Where reading begins, and which way it goes. */
struct start {
	const struct dossier_row *row; /* NULL: at the first or last of all */
	bool inclusive;                /* with that row */
	bool backward;
	int64_t skip;                  /* further ones passed over */
};

static bool is_narrowed(const struct dossier_filter *f)
{
	return f->text && f->text[strspn(f->text, " \t\n")];
}

static bool by_due(const struct dossier_filter *f)
{
	return f->order == ORDER_DUE;
}

/* Does a row tell its place in the order? Those due at no time come last, by another rule. */
static bool has_key(const struct dossier_filter *f)
{
	return !by_due(f) || f->open_only;
}

/* ---- the SQL of a page that begins at a row */

static void add_value(struct dossier_query *q, int64_t number)
{
	BUG_ON(q->n_values == DB_VALUES_MAX);
	q->values[q->n_values++] = (struct db_value){.type = 'i', .number = number};
}

/* "Behind that row" in the list's order. The index on due_at finds its place only by a plain comparison
 * that stands before the others. */
static void from_row(struct dossier_query *q, const struct dossier_filter *f, const struct start *s)
{
	bool down = by_due(f) == s->backward; /* towards smaller keys */
	const char *ordinal = down ? s->inclusive ? "<=" : "<" : s->inclusive ? ">=" : ">";
	char *rest = xstrdup(q->where.len ? buf_str(&q->where) + strlen(" WHERE ") : "1");
	struct db_value old[DB_VALUES_MAX];
	size_t n = q->n_values;
	memcpy(old, q->values, sizeof(old));
	q->n_values = 0;
	buf_reset(&q->where);
	if (by_due(f)) {
		add_value(q, s->row->due_at);
		buf_printf(&q->where, " WHERE d.due_at %s ? AND %s AND (d.due_at %s ? OR d.ordinal %s ?)",
			down ? "<=" : ">=", rest, down ? "<" : ">", ordinal);
	} else {
		buf_printf(&q->where, " WHERE %s AND %s %s ?", rest, q->at, ordinal);
	}
	BUG_ON(q->n_values + n > DB_VALUES_MAX);
	memcpy(q->values + q->n_values, old, n * sizeof(*old));
	q->n_values += n;
	if (by_due(f))
		add_value(q, s->row->due_at);
	add_value(q, s->row->ordinal);
	free(rest);
}

static void turn_round(struct dossier_query *q, const struct dossier_filter *f)
{
	q->order = by_due(f) ? " ORDER BY d.due_at DESC, d.ordinal DESC" :
		arena_printf(&q->arena, " ORDER BY %s", q->at);
}

static bool read_from(struct store *store, const struct dossier_filter *f, const struct start *s,
	int limit, struct dossier_list *out, struct err *err)
{
	struct dossier_query q;
	dossier_query_init(&q, f);
	if (s->row)
		from_row(&q, f, s);
	if (s->backward)
		turn_round(&q, f);
	bool ok = dossier_query_read(store, &q, s->skip, limit, out, err);
	for (size_t i = 0; ok && s->backward && i < out->n / 2; i++) {
		struct dossier_row other = out->rows[i];
		out->rows[i] = out->rows[out->n - 1 - i];
		out->rows[out->n - 1 - i] = other;
	}
	dossier_query_clear(&q);
	return ok;
}

/* ---- which way is the shortest */

static int64_t distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

static struct start near(const struct dossier_pages *p, int64_t top, int limit)
{
	int64_t n = (int64_t)p->rows.n, at = top - p->top;
	if (at >= 0)
		return at < n ? (struct start){.row = &p->rows.rows[at], .inclusive = true} :
			(struct start){.row = &p->rows.rows[n - 1], .skip = at - n};
	int64_t behind = at + limit; /* the first line that is not wanted */
	if (behind < 0)
		return (struct start){.row = &p->rows.rows[0], .backward = true, .skip = -behind};
	return behind < n ? (struct start){.row = &p->rows.rows[behind], .backward = true} :
		(struct start){.row = &p->rows.rows[n - 1], .inclusive = true, .backward = true};
}

/* From the ends, or from the page before, whichever is nearer. Orders that have no key begin at the ends. */
static struct start start_for(const struct dossier_pages *p, int64_t top, int limit)
{
	bool keyed = has_key(&p->filter);
	int64_t from_end = p->total - top - limit;
	if (from_end < 0)
		from_end = 0;
	/* a page that grew on both sides of the old one has no row to begin at */
	bool grew = top < p->top && top + limit > p->top + (int64_t)p->rows.n;
	if (keyed && !grew && p->rows.n > 0 && distance(top, p->top) < top && distance(top, p->top) < from_end)
		return near(p, top, limit);
	if (keyed && from_end < top)
		return (struct start){.backward = true, .skip = from_end};
	return (struct start){.skip = top};
}

/* ---- */

static bool count_all(struct dossier_pages *p, struct store *store, struct err *err)
{
	struct dossier_query q;
	dossier_query_init(&q, &p->filter);
	bool ok = dossier_query_count(store_db(store), &q, &p->total, err);
	dossier_query_clear(&q);
	return ok;
}

bool dossier_pages_open(struct dossier_pages *p, struct store *store, const struct dossier_filter *f,
	struct err *err)
{
	free(p->found);
	p->found = NULL;
	p->total = 0;
	p->filter = *f;
	p->filter.text = NULL;
	if (!is_narrowed(f))
		return count_all(p, store, err);
	size_t n = 0;
	bool ok = dossiers_found(store, f, &p->found, &n, err);
	p->total = (int64_t)n;
	return ok;
}

static bool read_found(const struct dossier_pages *p, struct store *store, int64_t top, int limit,
	struct dossier_list *out, struct err *err)
{
	int64_t left = p->total - top;
	size_t n = left < 0 ? 0 : left < limit ? (size_t)left : (size_t)limit;
	return n == 0 || dossiers_of(store, p->found + top, n, out, err);
}

bool dossier_pages_read(struct dossier_pages *p, struct store *store, int64_t top, int limit,
	struct err *err)
{
	struct dossier_list fresh = {.total = p->total};
	if (limit < 1)
		limit = 1;
	fresh.rows = xcalloc((size_t)limit, sizeof(*fresh.rows));
	struct start s = start_for(p, top, limit);
	/* counted from the end, a last page that is not full begins where it should */
	int wanted = s.backward && !s.row && p->total - top < limit ? (int)(p->total - top) : limit;
	bool ok = p->found ? read_found(p, store, top, limit, &fresh, err) :
		wanted < 1 || read_from(store, &p->filter, &s, wanted, &fresh, err);
	if (!ok) {
		dossier_list_clear(&fresh);
		return false;
	}
	dossier_list_clear(&p->rows);
	p->rows = fresh;
	p->top = top;
	return true;
}

static int64_t place_found(const struct dossier_pages *p)
{
	for (int64_t i = 0; i < p->total; i++)
		if (p->found[i] == p->rows.rows[0].ordinal)
			return i;
	return p->top < p->total ? p->top : p->total; /* it is no hit any more */
}

bool dossier_pages_place(struct dossier_pages *p, struct store *store, int64_t *top,
	struct err *err)
{
	struct dossier_query q;
	*top = 0;
	if (p->top == 0 || p->rows.n == 0)
		return true; /* who is at the top sees what comes new there */
	*top = p->top;
	if (!has_key(&p->filter))
		return true;
	if (p->found) {
		p->top = *top = place_found(p);
		return true;
	}
	dossier_query_init(&q, &p->filter);
	const struct start before = {.row = &p->rows.rows[0], .backward = true};
	from_row(&q, &p->filter, &before);
	bool ok = dossier_query_count(store_db(store), &q, top, err);
	dossier_query_clear(&q);
	p->top = *top;
	return ok;
}

void dossier_pages_clear(struct dossier_pages *p)
{
	free(p->found);
	dossier_list_clear(&p->rows);
	*p = (struct dossier_pages){.total = 0};
}
