#include "app/queue_export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app/command.h"
#include "base/clock.h"
#include "base/fs.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "store/queue_file.h"
#include "store/salvage.h"
#include "store/store.h"

#define NAMED_MAX 50

static void report(const struct queue_export *x, const char *path)
{
	printf(_("Đã xuất %lld hồ sơ chờ gửi và %lld hồ sơ bị từ chối ra %s\n"), (long long)x->waiting,
		(long long)x->rejected, path);
	printf(_("Mã mở tệp, chỉ hiện lần này: %s\n"), x->code);
	puts(_("Hãy chép mã ra giấy, giữ riêng với tệp. Trên một máy khác của đơn vị: motcua import TỆP"));
	puts(_("Hồ sơ vẫn còn trên máy này. Máy nào gửi trước cũng được, trung tâm chỉ nhận một lần."));
}

static void report_json(const struct queue_export *x, const char *path)
{
	struct record *r = record_new();
	bool some = x->waiting + x->rejected > 0;
	record_text(r, "file", some ? path : NULL);
	record_text(r, "code", some ? x->code : NULL);
	record_int(r, "waiting", x->waiting);
	record_int(r, "rejected", x->rejected);
	record_int(r, "unreadable", x->left);
	record_print(r, stdout);
}

static void name_left(const struct queue_export *x)
{
	const char *at = buf_str(&x->names);
	int64_t named = 0;
	fprintf(stderr, "%s\n", _("Không đọc được nội dung của các hồ sơ sau, nên không xuất được:"));
	for (const char *end; named < NAMED_MAX && (end = strchr(at, '\n')) != NULL; at = end + 1) {
		fprintf(stderr, "    %.*s\n", (int)(end - at), at);
		named++;
	}
	if (named < x->left)
		fprintf(stderr, _("    … và %lld hồ sơ nữa\n"), (long long)(x->left - named));
}

static bool some_left(const struct queue_export *x, struct err *err)
{
	name_left(x);
	if (x->waiting + x->rejected == 0)
		return err_set(err, ERR_DAMAGED, _("Không đọc được hồ sơ nào, nên không ghi tệp. Hãy giữ nguyên "
			"tệp dữ liệu và báo quản trị viên khôi phục từ bản sao lưu."));
	return err_set(err, ERR_DAMAGED, _("Không đọc được %lld hồ sơ; phần còn lại đã xuất. Hãy giữ nguyên "
		"tệp dữ liệu và báo quản trị viên."), (long long)x->left);
}

static bool write_file(struct store *store, const char *path, bool json, struct err *err)
{
	struct queue_export x;
	bool ok = queue_file_export(store, path, clock_now(), &x, err);
	if (ok && json)
		report_json(&x, path);
	else if (ok && x.waiting + x.rejected > 0)
		report(&x, path);
	else if (ok && !x.left)
		puts(_("Không có hồ sơ nào chờ gửi hay bị từ chối, nên không ghi tệp nào."));
	if (ok && x.left)
		ok = some_left(&x, err);
	buf_clear(&x.names);
	return ok;
}

/* Whatever kept the database from opening, a copy of it may open. */
static bool write_from_copy(struct app *app, const char *path, bool json, const struct err *why,
	struct err *err)
{
	struct salvage s;
	struct err copy_err = ERR_INIT;
	char *db = app_db_path(app);
	bool there = fs_exists(db);
	bool ok = there && salvage_open(&s, db, app->config.vault_file, path, &copy_err);
	free(db);
	if (!ok)
		return err_set(err, why->kind, "%s", there && copy_err.text[0] ? copy_err.text : why->text);
	fprintf(stderr, "%s\n", why->text);
	fprintf(stderr, "%s\n", _("Đang đọc từ một bản chép; tệp gốc được giữ nguyên."));
	ok = write_file(s.store, path, json, err);
	salvage_close(&s);
	return ok;
}

int queue_export(struct app *app, const char *path, bool json, struct err *err)
{
	struct err why = ERR_INIT;
	if (app_need_store(app, &why))
		write_file(app->store, path, json, err);
	else if (why.kind == ERR_DAMAGED || why.kind == ERR_DISK)
		write_from_copy(app, path, json, &why, err);
	else
		*err = why;
	return command_fail(err);
}
