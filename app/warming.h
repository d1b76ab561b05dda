#ifndef MOTCUA_APP_WARMING_H
#define MOTCUA_APP_WARMING_H

/* Makes the search's index between keys, so that the first search of a shift finds it there. */

struct app;

void warming_start(struct app *app);
void warming_stop(struct app *app);

#endif
