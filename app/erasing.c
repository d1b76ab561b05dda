#include "app/erasing.h"

#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "net/loop.h"
#include "store/erase.h"

#define PORTION 50           /* dossiers: a few ms */
#define SOON_MS 200
#define HOUR_MS (3600 * 1000)

bool erasing_portion(struct app *app)
{
	const struct erase_rule rule = {.keep_days = app->config.keep_days,
		.now = clock_trusted() ? clock_now() : 0, .paper_dir = app->config.pdf_dir, .most = PORTION};
	struct err err = ERR_INIT;
	int n = 0;
	if (!store_erase(app->store, &rule, &n, &err))
		log_line(LOG_WARN, "erasing: %s", err.text);
	return n == PORTION;
}

static void on_time(void *user)
{
	struct app *app = user;
	int64_t wait_ms = erasing_portion(app) ? SOON_MS : HOUR_MS;
	app->erasing = loop_timer(app->loop, wait_ms, on_time, app);
}

void erasing_start(struct app *app)
{
	if (!app->erasing)
		app->erasing = loop_timer(app->loop, SOON_MS, on_time, app);
}

void erasing_stop(struct app *app)
{
	if (app->erasing)
		loop_cancel(app->loop, app->erasing);
	app->erasing = NULL;
}
