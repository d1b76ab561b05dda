/*
 * motcua enrol: makes the workstation's key, registers it with the one-time code, and fetches the
 * catalogue and the first numbers, so that the counter can open right after.
 */

#include "app/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "i18n/lang.h"
#include "net/sync.h"
#include "store/reconcile.h"
#include "store/store.h"
#include "store/workstation.h"

#define FETCH_MS (120 * 1000)

/* With its log, under one name, so that it can still be read; what is beside is made anew. */
static bool put_database_aside(const char *db, struct err *err)
{
	char *name = fs_aside_name(db, "damaged");
	char *log = xasprintf("%s-wal", db), *log_name = xasprintf("%s-wal", name);
	char *index = xasprintf("%s-shm", db);
	bool ok = (!fs_exists(log) || fs_rename(log, log_name, err)) && fs_rename(db, name, err) &&
		fs_sync_dir(db, err);
	unlink(index);
	if (ok)
		fprintf(stderr, _("Tệp dữ liệu hỏng được giữ nguyên ở %s\n"), name);
	free(name);
	free(log);
	free(log_name);
	free(index);
	return ok;
}

/* A one-time code of the administrator is the word to begin anew where the database is damaged or gone.
 * Central knows the receipts by the old key, so it is kept. */
static bool put_old_aside(struct app *app, struct err *err)
{
	const char *key = app->config.key_file;
	char *db = app_db_path(app);
	struct err why = ERR_INIT;
	bool ok = true;
	if (fs_exists(db) && !app_need_store(app, &why) && why.kind == ERR_DAMAGED)
		ok = put_database_aside(db, err);
	if (ok && fs_exists(key) && !fs_exists(db))
		ok = fs_set_aside(key, "old", err);
	free(db);
	return ok;
}

/* The key of an attempt before is used again: central knows a repeat by it. */
static bool make_key(struct app *app, struct workstation *ws, struct err *err)
{
	const char *path = app->config.key_file;
	if (fs_exists(path))
		return signing_key_load(&ws->key, path, err);
	char *dir = fs_dir(path);
	bool ok = fs_mkdirs(dir, 0700, err);
	free(dir);
	if (!ok)
		return false;
	ws->key = signing_key_new();
	return signing_key_save(ws->key, path, err);
}

static bool enrolled_before(struct app *app)
{
	struct err why = ERR_INIT;
	return app_need_workstation(app, &why);
}

static bool enrol(struct app *app, struct workstation *ws, const char *code, struct err *err)
{
	return sync_enrol(app->loop, app->http, app->store, code, ws, err) &&
		workstation_save(ws, app->store, err);
}

static bool enrol_first(struct app *app, const char *code, struct err *err)
{
	struct workstation ws = {0};
	bool ok = app_need_store(app, err) && app_need_http(app, err) && make_key(app, &ws, err) &&
		enrol(app, &ws, code, err);
	workstation_clear(&ws);
	return ok;
}

/* Only where central does not know this machine any more (it was restored from a backup older than the
 * enrolment): with the same key, as who it was, so that what waits here stays what it is. */
static bool enrol_again(struct app *app, const char *code, struct err *err)
{
	if (!app_need_sync(app, "motcua enrol", err))
		return false;
	app_sync_round(app, FETCH_MS);
	if (sync_state(app->sync)->link != LINK_LOGIN)
		return err_set(err, ERR_DATA, _("Máy này đã đăng ký: %s, quầy %d. Muốn đăng ký lại, hãy dùng một "
			"data_dir mới."), app->ws->agency_name, app->ws->counter);
	if (sync_state(app->sync)->drained_by[0]) /* it would go on as who this machine was */
		return err_set(err, ERR_UNAVAILABLE, _("%s (tiến trình %lld) đang chạy. Hãy đóng nó (dịch vụ: "
			"systemctl stop motcua-sync), rồi đăng ký lại."), sync_state(app->sync)->drained_by,
			(long long)sync_state(app->sync)->drained_pid);
	return enrol(app, app->ws, code, err) && reconcile_want(app->store, err);
}

int cmd_enrol(struct app *app, int argc, char **argv, struct err *err)
{
	if (argc != 2 || argv[1][0] == '-')
		return command_usage(err, "enrol");
	app->may_begin = true;
	if (!put_old_aside(app, err))
		return command_fail(err);
	bool ok = enrolled_before(app) ? enrol_again(app, argv[1], err) : enrol_first(app, argv[1], err);
	if (!ok || !app_need_sync(app, "motcua enrol", err))
		return command_fail(err);
	printf(_("Đã đăng ký: %s, quầy %d.\n"), app->ws->agency_name, app->ws->counter);
	if (!app_sync_round(app, FETCH_MS) || sync_state(app->sync)->link > LINK_SLOW) {
		err_set(err, ERR_UNAVAILABLE, _("Máy đã đăng ký nhưng chưa lấy được danh mục và số: %s Hãy chạy: "
			"motcua sync --once"), sync_state(app->sync)->reason);
		return command_fail(err);
	}
	puts(_("Đã có danh mục thủ tục và số hồ sơ. Mở màn hình làm việc: motcua"));
	return 0;
}
