/* motcua without a command: the application. */

#include "app/command.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include "app/data_watch.h"
#include "app/receipt_form.h"
#include "app/scanner_port.h"
#include "app/warming.h"
#include "base/clock.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/desk.h"
#include "store/print_jobs.h"
#include "tui/ui.h"

/* Blocked before threads start, so that only the loop's signalfd sees them. */
static void block_signals(void)
{
	static const int handled[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP};
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(handled) / sizeof(handled[0]); i++)
		sigaddset(&set, handled[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

static int test_fd(void)
{
	const char *env = getenv("MOTCUA_TEST_FD");
	int64_t fd = -1;
	return env && str_to_int(env, 3, 1023, &fd) ? (int)fd : -1;
}

/* The environment may only make it shorter. */
static int64_t lock_after_ms(const struct config *config)
{
	const char *env = getenv("MOTCUA_TEST_LOCK_MS");
	int64_t ms = config->lock_after_minutes * 60000, test_ms;
	return env && str_to_int(env, 1, ms, &test_ms) ? test_ms : ms;
}

int cmd_screen(struct app *app, int argc, char **argv, struct err *err)
{
	(void)argv;
	if (argc != 1)
		return command_usage(err, "screen");
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		err_set(err, ERR_USAGE, _("Màn hình làm việc cần một cửa sổ dòng lệnh; không có thì dùng "
			"các lệnh: motcua help"));
		return command_fail(err);
	}
	block_signals();
	if (!app_need_sync(app, "motcua", err) || !print_jobs_recover(app->store, clock_now(), err) ||
		!app_need_desk(app, err) || !desk_follow_all(app->desk, err))
		return command_fail(err);
	receipt_form_know(app);
	struct scanner_port scanner;
	scanner_port_init(&scanner, &app->config);
	const struct ui_env env = {
		.loop = app->loop, .store = app->store, .ws = app->ws, .sync = app->sync, .desk = app->desk,
		.worker = app->worker, .forms_dir = app->config.forms_dir, .english = app->config.english,
		.typing = app->config.typing, .tones = app->config.tones,
		.tour = app->config.tour, .lock_after_ms = lock_after_ms(&app->config), .scanner = &scanner.wish,
		.test_fd = test_fd(),
	};
	struct data_watch *data = data_watch_new(app);
	warming_start(app);
	bool ok = ui_run(&env, err);
	data_watch_free(data);
	return ok ? 0 : command_fail(err);
}
