#ifndef MOTCUA_STORE_DOSSIER_SEARCH_H
#define MOTCUA_STORE_DOSSIER_SEARCH_H

/*
 * Finding dossiers by what officers type: the key stored at intake, and the SQL for a filter.
 *
 * The key is one line: code, ID number, phone, names; folded as i18n/fold.h does, with a blank
 * before each word. A typed word that begins with a letter must begin a word of the key, one that
 * begins with a digit may stand anywhere, so that the tail of a code finds it. A typed word with
 * marks is looked for in a second line: the names, each letter followed by its marks. Procedures
 * are long and few, so their lines stand in a table of their own, each once.
 */

#include <stddef.h>
#include "base/buf.h"
#include "base/mem.h"
#include "db/db.h"
#include "store/dossiers.h"

/* Inside the intake transaction. */
bool dossier_search_add(struct db *db, int64_t ordinal, const struct dossier *d, struct err *err)
	MUST_CHECK;

/* SQL in parts. `from` names only the tables the filter needs; `at` is the ordinal in them. */
struct dossier_query {
	struct buf from, where;    /* " FROM …", " WHERE …" or "" */
	const char *at, *order;    /* "d.ordinal", " ORDER BY …" */
	struct db_value values[DB_VALUES_MAX];
	size_t n_values;
	struct arena arena;        /* holds the texts of values */
};

/* f NULL: all, newest first. */
void dossier_query_init(struct dossier_query *q, struct db *db, const struct dossier_filter *f);
void dossier_query_clear(struct dossier_query *q);

#endif
