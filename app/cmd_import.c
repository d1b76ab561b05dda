/* motcua import: takes in a queue that another PC of the agency exported, to deliver it from here. */

#include "app/command.h"

#include <stdio.h>
#include <unistd.h>
#include "app/ask_code.h"
#include "base/clock.h"
#include "base/str.h"
#include "core/record.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "store/drain.h"
#include "store/queue_file.h"

#define TYPED_MAX 128
#define ASK_TIMES 3 /* at a terminal */

static void report(const struct queue_import *x, bool dry)
{
	char at[INSTANT_SIZE];
	instant_format(x->from.exported_at, at);
	printf(_("Tệp do quầy %d xuất lúc %.16s.\n"), x->from.counter, at);
	printf(dry ? _("Nhập được %lld hồ sơ; %lld hồ sơ đã có trên máy này. Chưa nhập gì.\n") :
		_("Đã nhập %lld hồ sơ vào hàng đợi của máy này; %lld hồ sơ đã có từ trước.\n"),
		(long long)x->added, (long long)x->known);
	if (x->left)
		printf(_("Máy đã xuất không đọc được %lld hồ sơ; chúng không có trong tệp.\n"),
			(long long)x->left);
	if (!dry && x->added)
		puts(_("Người tiếp nhận, số và giấy hẹn giữ nguyên. Gửi ngay: motcua sync --once"));
}

static void report_json(const struct queue_import *x, bool dry)
{
	struct record *r = record_new();
	record_text(r, "workstation", x->from.workstation);
	record_int(r, "counter", x->from.counter);
	record_time(r, "exported_at", x->from.exported_at);
	record_int(r, "added", x->added);
	record_int(r, "known", x->known);
	record_int(r, "unreadable", x->left);
	record_bool(r, "dry_run", dry);
	record_print(r, stdout);
}

/* A person may mistype; a script has one line. */
static bool import_asking(struct app *app, const char *path, bool dry, struct queue_import *x,
	struct err *err)
{
	char typed[TYPED_MAX];
	bool ok = false;
	for (int i = 0; !ok && i < ASK_TIMES; i++) {
		struct err why = ERR_INIT;
		ok = ask_code(_("Mã mở tệp:"), typed, sizeof(typed), &why) &&
			queue_file_import(app->store, app->ws, path, typed, dry, clock_now(), x, &why);
		*err = why;
		bool mistyped = why.kind == ERR_DENIED || sealed_code_wrong(typed);
		if (ok || !isatty(STDIN_FILENO) || why.kind == ERR_USAGE || !mistyped)
			break;
		if (i + 1 < ASK_TIMES)
			fprintf(stderr, "%s\n", why.text);
	}
	seal_wipe(typed, sizeof(typed));
	return ok;
}

int cmd_import(struct app *app, int argc, char **argv, struct err *err)
{
	const char *path = NULL;
	bool dry = false, json = false, wrong = false;
	struct queue_import x;
	for (int i = 1; i < argc; i++) {
		dry = dry || str_eq(argv[i], "--dry-run");
		json = json || str_eq(argv[i], "--json");
		if (argv[i][0] == '-')
			wrong = wrong || (!str_eq(argv[i], "--dry-run") && !str_eq(argv[i], "--json"));
		else if (path)
			wrong = true;
		else
			path = argv[i];
	}
	if (wrong || !path)
		return command_usage(err, "import");
	if (!app_need_workstation(app, err) || !queue_file_look(path, err) ||
		!import_asking(app, path, dry, &x, err))
		return command_fail(err);
	drain_poke(app->store);
	if (json)
		report_json(&x, dry);
	else
		report(&x, dry);
	return 0;
}
