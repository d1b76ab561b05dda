#include "app/data_watch.h"

#include <stdlib.h>
#include "base/log.h"
#include "base/mem.h"
#include "net/loop.h"
#include "store/damage.h"

#define PAUSE_MS 250             /* between portions: 100,000 dossiers take 20 minutes */
#define ANEW_MS (24 * 3600 * 1000)

struct data_watch {
	struct app *app;
	struct loop_timer *timer;
	struct damage_round round;
};

static void look(void *user);

static void wait_for(struct data_watch *w, int64_t ms)
{
	w->timer = loop_timer(w->app->loop, ms, look, w);
}

/* A store that fails is told by whoever uses it next. */
static void look(void *user)
{
	struct data_watch *w = user;
	struct err err = ERR_INIT;
	w->timer = NULL;
	bool ok = damage_look_on(w->app->store, &w->round, &err);
	if (!ok)
		log_line(LOG_ERROR, "looking through the data: %s", err.text);
	if (ok && !w->round.done) {
		wait_for(w, PAUSE_MS);
		return;
	}
	w->round = (struct damage_round){.after = 0};
	wait_for(w, ANEW_MS);
}

struct data_watch *data_watch_new(struct app *app)
{
	struct data_watch *w = xcalloc(1, sizeof(*w));
	w->app = app;
	wait_for(w, PAUSE_MS);
	return w;
}

void data_watch_free(struct data_watch *w)
{
	if (!w)
		return;
	if (w->timer)
		loop_cancel(w->app->loop, w->timer);
	free(w);
}
