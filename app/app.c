#include "app/app.h"
#include "app/erasing.h"
#include "app/warming.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "net/sync.h"
#include "printing/desk.h"
#include "store/catalogue.h"
#include "store/outbox.h"
#include "store/copies.h"
#include "store/store.h"
#include "store/workstation.h"

char *app_db_path(const struct app *app)
{
	return fs_join(app->config.data_dir, "motcua.db");
}

/* Is this database a copy? A disk that takes nothing must not keep the queue from draining: it refuses
 * intakes by itself. For tests, MOTCUA_TEST_ROOT is a folder that stands for another machine's "/". */
static bool check_copies(struct app *app, struct workstation *ws, struct err *err)
{
	const char *root = getenv("MOTCUA_TEST_ROOT");
	if (copies_check(app->store, ws, app->config.key_file, root ? root : "", clock_now(), err))
		return true;
	if (err->kind != ERR_DISK)
		return false;
	log_line(LOG_ERROR, "copies: %s", err->text);
	*err = (struct err)ERR_INIT;
	return true;
}

bool app_need_workstation(struct app *app, struct err *err)
{
	if (app->ws)
		return true;
	if (!app_need_store(app, err))
		return false;
	struct workstation *ws = xcalloc(1, sizeof(*ws));
	if (!workstation_load(ws, app->store, app->config.key_file, err) || !check_copies(app, ws, err)) {
		workstation_clear(ws);
		free(ws);
		return false;
	}
	app->ws = ws;
	return true;
}

bool app_need_http(struct app *app, struct err *err)
{
	if (app->http)
		return true;
	if (!app->config.central_url[0])
		return err_set(err, ERR_CONFIG, _("Chưa có địa chỉ hệ thống trung tâm. Hãy đặt [central] url "
			"trong tệp cấu hình."));
	if (!app->loop)
		app->loop = loop_new();
	const struct http_options options = {
		.base_url = app->config.central_url,
		.ca_file = app->config.ca_file[0] ? app->config.ca_file : NULL,
		.timeout_ms = app->config.timeout_s * 1000,
	};
	return http_client_new(&app->http, app->loop, &options, err);
}

bool app_need_sync(struct app *app, const char *program, struct err *err)
{
	if (app->sync)
		return true;
	if (!app_need_workstation(app, err) || !app_need_http(app, err))
		return false;
	const struct sync_options options = {.program = program};
	app->sync = sync_new(app->loop, app->http, app->store, app->ws, &options);
	erasing_start(app);
	return true;
}

bool app_need_desk(struct app *app, struct err *err)
{
	if (app->desk)
		return true;
	if (!app_need_workstation(app, err))
		return false;
	app->worker = worker_new(&app->config.book);
	app->desk = desk_new(app->store, app->ws, app->worker, app->config.pdf_dir);
	desk_set_forms(app->desk, app->config.forms_dir, app->config.english);
	return true;
}

void app_close(struct app *app)
{
	erasing_stop(app);
	warming_stop(app);
	desk_free(app->desk);
	if (app->worker)
		worker_free(app->worker);
	if (app->sync)
		sync_free(app->sync);
	if (app->http)
		http_client_free(app->http);
	if (app->loop)
		loop_free(app->loop);
	if (app->ws) {
		workstation_clear(app->ws);
		free(app->ws);
	}
	if (app->store) {
		erasing_portion(app);
		store_close(app->store);
	}
	config_clear(&app->config);
	*app = (struct app){0};
}

static int64_t queue_length(const struct app *app)
{
	struct outbox_counts counts;
	return outbox_counts(app->store, &counts, NULL) ? counts.waiting : -1;
}

static bool settle(struct app *app, int64_t wait_ms, bool while_it_moves)
{
	int64_t deadline = clock_mono_ms() + wait_ms, length = while_it_moves ? queue_length(app) : 0;
	sync_kick(app->sync);
	while (!sync_state(app->sync)->settled) {
		int64_t left = deadline - clock_mono_ms(), now;
		if (left <= 0 && (!while_it_moves || (now = queue_length(app)) == length))
			return false;
		if (left <= 0) {
			length = now;
			deadline = clock_mono_ms() + wait_ms;
			left = wait_ms;
		}
		loop_turn(app->loop, (int)left);
	}
	return true;
}

bool app_sync_round(struct app *app, int64_t wait_ms)
{
	return settle(app, wait_ms, false);
}

bool app_sync_drain(struct app *app, int64_t wait_ms)
{
	return settle(app, wait_ms, true);
}

void app_officer(struct app *app, char *id, size_t id_size, char *name, size_t name_size)
{
	struct err ignored = ERR_INIT;
	bool gone = false;
	char *officer = store_meta_get(app->store, "shift.officer");
	char *officer_name = store_meta_get(app->store, "shift.officer_name");
	const struct passwd *user = getpwuid(getuid());
	const char *login = user ? user->pw_name : "?";
	if (officer && officer[0] && catalogue_withdrawn(app->store, app->ws->agency, officer, &gone, &ignored) &&
		!gone && str_copy(id, id_size, officer) &&
		str_copy(name, name_size, officer_name ? officer_name : officer)) {
		/* the officer of the shift */
	} else {
		snprintf(id, id_size, "unix:%s", login);
		snprintf(name, name_size, "%s", login);
	}
	free(officer);
	free(officer_name);
}
