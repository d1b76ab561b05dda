/* Opening the workstation's database: never made anew where there was one, looked through for damage. */
#include "app/app.h"
#include "app/erasing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "base/clock.h"
#include "base/fs.h"
#include "i18n/lang.h"
#include "store/damage.h"
#include "store/store.h"

/* A key without its database: the machine was at work, and dossiers nobody sent may be in what is
 * gone. A one-time code from the administrator is the word to begin anew. */
static bool refuse_lost(const struct app *app, const char *path, struct err *err)
{
	if (app->may_begin || fs_exists(path) || !fs_exists(app->config.key_file))
		return true;
	return err_set(err, ERR_DAMAGED, _("Tệp dữ liệu %s không còn, dù máy này đã có khóa. Không tạo "
		"tệp mới vì trong tệp cũ có thể còn hồ sơ chưa gửi. Hãy khôi phục tệp từ bản sao lưu; nếu mất "
		"hẳn, xin mã đăng ký mới rồi chạy: motcua enrol MÃ"), path);
}

/* Only enrolling makes a database: an empty one in place of what lies on a disk that is not there would look
 * like a counter that has nothing to send. */
static bool refuse_new(const struct app *app, const char *path, struct err *err)
{
	struct stat st;
	if (app->may_begin || stat(path, &st) == 0 || errno != ENOENT)
		return true;
	return err_set(err, ERR_CONFIG, _("Máy này chưa đăng ký với hệ thống trung tâm, hoặc ổ đĩa chứa dữ liệu "
		"chưa được gắn: không có %s. Máy mới thì chạy: motcua enrol MÃ-ĐĂNG-KÝ. Máy đã từng tiếp nhận hồ sơ thì gắn "
		"lại ổ đĩa, xem lại [workstation] data_dir, và đừng đăng ký lại."), path);
}

/* Where there was nothing, it is said where something is now. */
static void tell_new(const struct app *app, const char *path, bool there)
{
	if (!there && app->store)
		fprintf(stderr, _("Tạo kho dữ liệu mới, chưa có hồ sơ nào: %s\n"), path);
}

/* What an officer can do about it, behind what is wrong. */
static bool with_remedy(struct err *err)
{
	if (err && err->kind == ERR_DAMAGED) {
		struct err why = *err;
		err_set(err, why.kind, "%s %s", why.text,
			_("Cứu hồ sơ chưa gửi: motcua queue export TỆP; rồi bắt đầu lại bằng mã mới: motcua enrol MÃ, "
			  "motcua import TỆP."));
	}
	return false;
}

static bool open_and_look(struct app *app, const char *path, struct err *err)
{
	struct err why = ERR_INIT;
	if (!store_open_with(&app->store, path, app->config.vault_file, err))
		return false;
	if (damage_look(app->store, clock_now(), &why)) {
		erasing_portion(app);
		return true;
	}
	store_close(app->store);
	app->store = NULL;
	return err_set(err, why.kind, "%s: %s", path, why.text);
}

bool app_need_store(struct app *app, struct err *err)
{
	if (app->store)
		return true;
	if (!app->config.data_dir[0])
		return err_set(err, ERR_CONFIG, _("Không biết thư mục nhà. Hãy đặt [workstation] data_dir "
			"trong tệp cấu hình."));
	char *path = app_db_path(app);
	bool there = fs_exists(path);
	bool ok = refuse_lost(app, path, err) && refuse_new(app, path, err) &&
		fs_mkdirs(app->config.data_dir, 0700, err) && (open_and_look(app, path, err) || with_remedy(err));
	tell_new(app, path, there);
	free(path);
	return ok;
}
