#ifndef MOTCUA_APP_DATA_WATCH_H
#define MOTCUA_APP_DATA_WATCH_H

/*
 * Looks through the content of what waits while the program runs, a small portion at a time, and
 * again each day: what a disk spoilt is set aside and told before it is to be sent, also offline.
 */

#include "app/app.h"

struct data_watch;

/* Needs the loop and the store. */
struct data_watch *data_watch_new(struct app *app);
void data_watch_free(struct data_watch *watch);

#endif
