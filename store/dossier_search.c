#include "store/dossier_search.h"

#include <string.h>

#define SQL_MAX 8192

/* Must read as in the schema, or SQLite does not see that the index fits. */
#define OPEN_DOSSIER "d.due_at > 0 AND d.status NOT IN (3, 7, 8, 10)"

static void add_value(struct dossier_query *q, struct db_value v)
{
	BUG_ON(q->n_values == DB_VALUES_MAX);
	q->values[q->n_values++] = v;
}

static void add_condition(struct dossier_query *q, const char *sql)
{
	buf_str_add(&q->where, q->where.len ? " AND " : " WHERE ");
	buf_str_add(&q->where, sql);
}

static void add_delivery(struct dossier_query *q, enum delivery delivery)
{
	if (delivery == DELIVERY_DELIVERED) {
		add_condition(q, "o.ordinal IS NULL");
		return;
	}
	/* as in the schema, so that its index of the rejected ones is seen to fit */
	add_condition(q, delivery == DELIVERY_REJECTED ? "o.rejected = 1" : "o.rejected = 0");
}

/* Which tables decide; CROSS JOIN keeps SQLite to this order. */
static void add_from(struct dossier_query *q, const struct dossier_filter *f)
{
	bool queued = f->by_delivery && f->delivery != DELIVERY_DELIVERED;
	bool dossier = f->open_only || f->due_before || f->order == ORDER_DUE;
	q->at = queued ? "o.ordinal" : "d.ordinal";
	buf_str_add(&q->from, queued ? " FROM outbox o" : " FROM dossier d");
	if (dossier && queued)
		buf_str_add(&q->from, " CROSS JOIN dossier d ON d.ordinal = o.ordinal");
	if (f->by_delivery && !queued)
		buf_str_add(&q->from, " LEFT JOIN outbox o ON o.ordinal = d.ordinal");
}

static const char *order_clause(struct dossier_query *q, const struct dossier_filter *f)
{
	if (f->order == ORDER_DUE)
		return f->open_only ? " ORDER BY d.due_at, d.ordinal"
			: " ORDER BY d.due_at = 0, d.due_at, d.ordinal";
	return arena_printf(&q->arena, " ORDER BY %s DESC", q->at);
}

void dossier_query_init(struct dossier_query *q, const struct dossier_filter *f)
{
	static const struct dossier_filter all = {0};
	memset(q, 0, sizeof(*q));
	buf_init(&q->from, SQL_MAX);
	buf_init(&q->where, SQL_MAX);
	if (!f)
		f = &all;
	add_from(q, f);
	q->order = order_clause(q, f);
	if (f->by_delivery)
		add_delivery(q, f->delivery);
	if (f->open_only)
		add_condition(q, OPEN_DOSSIER);
	if (f->due_before) {
		add_condition(q, "d.due_at > 0 AND d.due_at < ?");
		add_value(q, (struct db_value){.type = 'i', .number = f->due_before});
	}
}

void dossier_query_clear(struct dossier_query *q)
{
	buf_clear(&q->from);
	buf_clear(&q->where);
	arena_clear(&q->arena);
}
