#ifndef MOTCUA_APP_PAPER_H
#define MOTCUA_APP_PAPER_H

/* Printing from a command: waits for what the worker says. */

#include <stdbool.h>
#include "app/app.h"
#include "printing/desk.h"

#define PAPER_WAIT_MS (30 * 1000)       /* for the printer's last word */
#define PAPER_WAIT_INTAKE_MS (5 * 1000) /* the next citizen waits too */

/* Sends the job and follows it to its end, for so long. target: "", a printer's name, or a path that ends in
 * .pdf or .bin. False when the paper did not come: ERR_WAITING while it still may (it stands at the printer;
 * result->message says why), else the job is owed again, or uncertain. */
bool paper_print(struct app *app, const char *job_id, const char *target, int wait_ms,
	struct print_result *result, struct err *err) MUST_CHECK;
/* What earlier runs sent and did not see the end of is asked after: for so long at most. */
bool paper_recover(struct app *app, int wait_ms, struct err *err) MUST_CHECK;

#endif
