#ifndef MOTCUA_APP_ERASING_H
#define MOTCUA_APP_ERASING_H

/*
 * Erasing what was kept long enough, as [store] keep_days says: a portion whenever the store is opened
 * or closed, and in a program that stays open one portion after the other until there is no more, then
 * once an hour. By central's time where that is known.
 */

#include <stdbool.h>

struct app;

/* A portion now. What fails is left for the next time. True when there may be more. */
bool erasing_portion(struct app *app);
/* From now on by the app's loop. */
void erasing_start(struct app *app);
void erasing_stop(struct app *app);

#endif
