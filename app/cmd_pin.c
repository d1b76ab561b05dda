/* motcua pin: who has a PIN on this machine, and the administrator's way when one was forgotten. */

#include "app/command.h"

#include <stdio.h>
#include "base/clock.h"
#include "base/str.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "store/pins.h"

#define LIST_MAX 1000

static int list(struct app *app, bool json, struct err *err)
{
	static char accounts[LIST_MAX][PIN_ACCOUNT];
	size_t n;
	if (!pin_accounts(app->store, accounts, LIST_MAX, &n, err))
		return command_fail(err);
	for (size_t i = 0; i < n; i++) {
		if (json) {
			struct record *r = record_new();
			record_text(r, "account", accounts[i]);
			record_print(r, stdout);
		} else {
			puts(accounts[i]);
		}
	}
	return 0;
}

int cmd_pin(struct app *app, int argc, char **argv, struct err *err)
{
	bool json = argc > 1 && str_eq(argv[argc - 1], "--json");
	argc -= json;
	const char *verb = argc > 1 ? argv[1] : "list";
	bool clear = str_eq(verb, "clear") && argc == 3;
	if (!clear && !(str_eq(verb, "list") && argc <= 2))
		return command_usage(err, "pin");
	if (!app_need_store(app, err))
		return command_fail(err);
	if (!clear)
		return list(app, json, err);
	if (pin_clear(app->store, argv[2], clock_now(), err))
		printf(_("Đã xóa mã PIN của %s. Người đó đặt mã mới khi vào ca; việc xóa hiện thành cảnh báo "
			"trên màn hình.\n"), argv[2]);
	return command_fail(err);
}
