#ifndef MOTCUA_APP_QUEUE_MISSING_H
#define MOTCUA_APP_QUEUE_MISSING_H

/*
 * motcua queue missing FILE: which of the dossiers central has (motcua-central received) are not on this PC
 * any more, after an older copy of its data was put back.
 */

#include <stdbool.h>
#include "app/app.h"

/* path "-": standard input. The exit status: 65 when some are missing. The store is open. */
int queue_missing(struct app *app, const char *path, bool json, struct err *err);

#endif
