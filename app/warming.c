#include "app/warming.h"

#include "app/app.h"
#include "net/loop.h"
#include "store/search_index.h"
#include "store/store.h"

#define PORTION 500    /* dossiers: 2 or 3 ms */
#define FIRST_MS 1000  /* the first screen comes first */
#define PAUSE_MS 20

static void on_time(void *user)
{
	struct app *app = user;
	bool done = true;
	app->warming = NULL;
	/* Where it fails the search itself will say so. */
	if (search_index_warm(store_search(app->store), app->store, PORTION, &done, NULL) && !done)
		app->warming = loop_timer(app->loop, PAUSE_MS, on_time, app);
}

void warming_start(struct app *app)
{
	if (!app->warming)
		app->warming = loop_timer(app->loop, FIRST_MS, on_time, app);
}

void warming_stop(struct app *app)
{
	if (app->warming)
		loop_cancel(app->loop, app->warming);
	app->warming = NULL;
}
