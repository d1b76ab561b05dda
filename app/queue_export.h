#ifndef MOTCUA_APP_QUEUE_EXPORT_H
#define MOTCUA_APP_QUEUE_EXPORT_H

/*
 * motcua queue export: the queue into a file for another PC. Works also where the database cannot be
 * opened, as far as it can still be read.
 */

#include "app/app.h"

/* The exit status. */
int queue_export(struct app *app, const char *path, bool json, struct err *err);

#endif
