#ifndef MOTCUA_STORE_DOSSIER_ROWS_H
#define MOTCUA_STORE_DOSSIER_ROWS_H

/* A line of a list out of the database: the columns, and their reading. For store/dossiers*.c. */

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
	" d.duplicate, " CONTENT_COLUMNS
#define ROW_CONTENT 12 /* where CONTENT_COLUMNS begin */
#define ROW_COLUMN_COUNT (ROW_CONTENT + CONTENT_COLUMN_COUNT) /* what follows begins here */
/* Behind dossier d. */
#define ROW_JOINS " LEFT JOIN outbox o ON o.ordinal = d.ordinal" CONTENT_JOIN

void dossier_row_read(struct store *store, struct rows *r, struct dossier_row *row);

#endif
