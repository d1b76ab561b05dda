#ifndef MOTCUA_STORE_DOSSIER_ROWS_H
#define MOTCUA_STORE_DOSSIER_ROWS_H

/* A line of a list out of the database: the columns, and their reading. For store/dossier*.c. */

#include "db/db.h"
#include "store/content.h"
#include "store/dossiers.h"

/* 2 confirmed; 0, 1, 3 owed, sent, uncertain: see enum print_state */
#define ROW_COLUMNS \
	"SELECT d.uuid, d.code, d.procedure, d.procedure_code, d.received_at, d.due_at, d.status," \
	" o.rejected," \
	" (SELECT max(p.state = 2) FROM print_job p WHERE p.dossier = d.ordinal AND p.form = '01')," \
	" (SELECT max(p.state IN (0, 1, 3)) FROM print_job p WHERE p.dossier = d.ordinal AND p.form = '01')," \
	" (SELECT min(p.target LIKE '%.pdf' OR p.target LIKE '%.bin') FROM print_job p WHERE p.dossier = d.ordinal AND p.state = 2" \
	"  AND p.form = '01')," \
	" d.duplicate, d.ordinal, " CONTENT_COLUMNS
#define ROW_CONTENT 13 /* where CONTENT_COLUMNS begin */
#define ROW_COLUMN_COUNT (ROW_CONTENT + CONTENT_COLUMN_COUNT) /* what follows begins here */
/* Behind dossier d. */
#define ROW_JOINS " LEFT JOIN outbox o ON o.ordinal = d.ordinal" CONTENT_JOIN

void dossier_row_read(struct store *store, struct rows *r, struct dossier_row *row);

/* What a query finds (dossier_search.h): a page added to out, whose rows have room for limit; how many. */
struct dossier_query;
bool dossier_query_read(struct store *store, struct dossier_query *q, int64_t offset, int limit,
	struct dossier_list *out, struct err *err) MUST_CHECK;
bool dossier_query_count(struct db *db, const struct dossier_query *q, int64_t *total,
	struct err *err) MUST_CHECK;
/* All that f with its text finds, in f's order; the caller frees *at. */
bool dossiers_found(struct store *store, const struct dossier_filter *f, int64_t **at, size_t *n,
	struct err *err) MUST_CHECK;
/* The rows of n dossiers, in that order, added to out. */
bool dossiers_of(struct store *store, const int64_t *ordinals, size_t n, struct dossier_list *out,
	struct err *err) MUST_CHECK;

#endif
