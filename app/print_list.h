#ifndef MOTCUA_APP_PRINT_LIST_H
#define MOTCUA_APP_PRINT_LIST_H

/* Papers that are not settled, every paper of a dossier, and settling one. */

#include <stdbool.h>
#include "app/app.h"
#include "app/print_request.h"
#include "store/print_jobs.h"

/* The line of JSON about a paper. message: last word about it. */
void print_list_record(const struct print_job *job, const char *message);
/* `--list`: what is open, or every paper of the dossiers named, on stdout. What earlier runs left at a
 * printer is asked after first. */
bool print_list(struct app *app, const struct print_request *request, struct err *err) MUST_CHECK;
/* `--settle JOB printed|again|drop`. *owed: *again is to be printed now. */
bool print_settle(struct app *app, const struct print_request *request, struct print_job *again,
	bool *owed, struct err *err) MUST_CHECK;

#endif
