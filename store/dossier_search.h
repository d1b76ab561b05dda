#ifndef MOTCUA_STORE_DOSSIER_SEARCH_H
#define MOTCUA_STORE_DOSSIER_SEARCH_H

/* The SQL for what a list is narrowed to, but for its text: that is sealed, see search_index.h. */

#include <stddef.h>
#include "base/buf.h"
#include "base/mem.h"
#include "db/db.h"
#include "store/dossiers.h"

/* SQL in parts. `from` names only the tables the filter needs; `at` is the ordinal in them. */
struct dossier_query {
	struct buf from, where;    /* " FROM …", " WHERE …" or "" */
	const char *at, *order;    /* "d.ordinal", " ORDER BY …" */
	struct db_value values[DB_VALUES_MAX];
	size_t n_values;
	struct arena arena;        /* holds texts */
};

/* f NULL: all, newest first. f->text is not looked at. */
void dossier_query_init(struct dossier_query *q, const struct dossier_filter *f);
void dossier_query_clear(struct dossier_query *q);

#endif
