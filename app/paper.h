#ifndef MOTCUA_APP_PAPER_H
#define MOTCUA_APP_PAPER_H

/* Printing from a command: waits for what the worker says. */

#include <stdbool.h>
#include "app/app.h"
#include "printing/desk.h"

/* Sends the job and waits until it was printed or failed. target: "" or a printer's name or a .pdf
 * path. False when the paper did not come (result->message says why; the job stays owed). */
bool paper_print(struct app *app, const char *job_id, const char *target,
	struct print_result *result, struct err *err) MUST_CHECK;

#endif
