#ifndef MOTCUA_STORE_DOSSIER_SEARCH_H
#define MOTCUA_STORE_DOSSIER_SEARCH_H

/*
 * Finding dossiers by what officers type: the key stored at intake, and the SQL for a filter.
 *
 * The key is one line: code, ID number, phone, names, procedure; folded as i18n/fold.h does, with a
 * blank before each word. A typed word that begins with a letter must begin a word of the key, one
 * that begins with a digit may stand anywhere, so that the tail of a code finds it. A typed word with
 * marks is looked for in the key with marks.
 */

#include <stddef.h>
#include "base/buf.h"
#include "base/mem.h"
#include "db/db.h"
#include "store/dossiers.h"

#define SEARCH_KEY_MAX 8192 /* bytes */

/* plain and marked are empty buffers of SEARCH_KEY_MAX. */
void dossier_search_key(const struct dossier *d, struct buf *plain, struct buf *marked);

/* SQL in two halves, to be used after SELECT columns of d (dossier) and o (outbox). */
struct dossier_query {
	struct buf from, where;  /* " FROM …", " WHERE …" or "" */
	const char *order;       /* " ORDER BY …" */
	struct db_value values[DB_VALUES_MAX];
	size_t n_values;
	struct arena arena;      /* holds the texts of values */
};

void dossier_query_init(struct dossier_query *q, const struct dossier_filter *f);
void dossier_query_clear(struct dossier_query *q);

#endif
