#ifndef MOTCUA_APP_VERIFY_JOURNAL_H
#define MOTCUA_APP_VERIFY_JOURNAL_H

/* A whole journal of receipts checked by command: this workstation's own, or a list handed in. */

#include <stdbool.h>
#include "app/app.h"
#include "core/receipt_judge.h"

/* path: NULL for the own journal, "-" for stdin. Prints what is wrong, line by line, then the sum.
 * The exit status: 0 only when all is whole. */
int verify_journal(struct app *app, const struct receipt_trust *trust, const char *path, bool json,
	struct err *err);

#endif
