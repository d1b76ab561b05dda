#ifndef MOTCUA_STORE_PRINT_ROWS_H
#define MOTCUA_STORE_PRINT_ROWS_H

/* A paper's row in the database: its columns, reading one, making a further one. For store/print_*.c. */

#include "db/db.h"
#include "store/print_jobs.h"

#define PRINT_ASKED "print_job.asked" /* where it is sealed to; the row: the document's first job */

#define PRINT_LOST "?" /* for a holder, of what is uncertain: nobody heard its end */

#define PRINT_ROWS "SELECT p.id, p.original, p.subject, d.uuid, coalesce(d.code, p.about)," \
	" CASE WHEN p.dossier IS NULL THEN (SELECT count(*) FROM print_job_part x WHERE x.job = p.original)" \
	" ELSE 1 END, p.form, p.paper, p.template, p.copy, p.file_copy, p.state, p.target, p.printer_job," \
	" p.detail, p.officer, p.officer_name, p.counter, p.created_at, p.changed_at, p.printed_at, p.holder" \
	" FROM print_job p LEFT JOIN dossier d ON d.ordinal = coalesce(p.dossier," \
	" (SELECT x.dossier FROM print_job_part x WHERE x.job = p.original AND x.place = 0)) "

void print_row_read(struct rows *r, struct print_job *job);
/* A further paper of the job's document, owed, inside the caller's transaction. */
bool print_row_repeat(struct store *store, const struct print_job *job, int64_t now, char id[UUID_SIZE],
	struct err *err) MUST_CHECK;
/* The numbers its next paper and file would bear, where they are higher than those it has. */
bool print_row_number(struct store *store, const struct print_job *job, struct err *err) MUST_CHECK;

#endif
