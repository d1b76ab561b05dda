/* motcua sync: the same engine as behind the screen, without one. */

#include "app/command.h"

#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include "app/data_watch.h"
#include "base/clock.h"
#include "base/str.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "net/sync.h"
#include "store/numbers.h"
#include "store/outbox.h"

#define STALL_MS 20000
#define ROUND_MS (10 * 60 * 1000) /* ours ends by itself: this is for a system that does not go on */

static const char *const link_codes[] = {
	[LINK_UNKNOWN] = "unknown", [LINK_ONLINE] = "online", [LINK_SLOW] = "slow",
	[LINK_OFFLINE] = "offline", [LINK_SERVER] = "server", [LINK_PORTAL] = "portal",
	[LINK_CERTIFICATE] = "certificate", [LINK_LOGIN] = "login",
};

static bool is_up(const struct sync_state *state)
{
	return state->link == LINK_ONLINE || state->link == LINK_SLOW;
}

static void report(struct app *app, const struct sync_state *state,
	const struct outbox_counts *counts, bool json)
{
	if (json) {
		struct number_stock stock = {0};
		struct err ignored = ERR_INIT;
		(void)!numbers_stock(app->store, instant_date(clock_now()), &stock, &ignored);
		struct record *r = record_new();
		record_text(r, "link", link_codes[state->link]);
		record_text(r, "reason", is_up(state) ? NULL : state->reason);
		record_int(r, "delivered", state->delivered);
		record_int(r, "waiting", counts->waiting);
		record_int(r, "rejected", counts->rejected);
		record_int(r, "numbers_left", stock.left);
		record_int(r, "fallback_left", stock.fallback_left);
		record_text(r, "drained_by", state->drained_by[0] ? state->drained_by : NULL);
		if (state->drained_by[0])
			record_int(r, "drained_pid", state->drained_pid);
		record_print(r, stdout);
		return;
	}
	printf(_("Đã gửi %lld, chờ gửi %lld, bị từ chối %lld.\n"), (long long)state->delivered,
		(long long)counts->waiting, (long long)counts->rejected);
	if (state->drained_by[0])
		printf(_("Chương trình gửi hồ sơ ở máy này: %s (tiến trình %lld).\n"), state->drained_by,
			(long long)state->drained_pid);
}

static bool some_waiting(const struct sync_state *state, bool settled, struct err *err)
{
	if (state->drained_by[0] && (!settled || is_up(state)))
		return err_set(err, ERR_WAITING, _("Chưa gửi hết: %s (tiến trình %lld) đang gửi. Hồ sơ vẫn an toàn "
			"ở máy này."), state->drained_by, (long long)state->drained_pid);
	if (state->drained_by[0])
		return err_set(err, ERR_WAITING, _("Chưa gửi hết: %s (tiến trình %lld) vừa thử gửi. %s Hồ sơ vẫn an toàn ở "
			"máy này."), state->drained_by, (long long)state->drained_pid, state->reason);
	if (!settled || !is_up(state))
		return err_set(err, ERR_WAITING, _("Chưa gửi hết: %s Hồ sơ vẫn an toàn ở máy này."), state->reason);
	return err_set(err, ERR_WAITING, _("Còn hồ sơ chờ gửi. Hồ sơ vẫn an toàn ở máy này."));
}

/* Whoever drains is waited for as long as the queue gets shorter. What failed beside the deliveries is
 * told, and is no failure of theirs. */
static int once(struct app *app, bool json, struct err *err)
{
	struct outbox_counts counts;
	const struct sync_state *state = sync_state(app->sync);
	bool settled = app_sync_drain(app, STALL_MS);
	if (!settled && !state->drained_by[0])
		settled = app_sync_drain(app, ROUND_MS);
	if (!outbox_counts(app->store, &counts, err))
		return command_fail(err);
	report(app, state, &counts, json);
	if (state->store_since)
		err_set(err, ERR_DISK, "%s", state->reason);
	else if (counts.waiting)
		(void)some_waiting(state, settled, err);
	else if (!is_up(state) && !state->chores_only)
		err_set(err, ERR_UNAVAILABLE, _("Chưa nối được với trung tâm: %s"), state->reason);
	else if (counts.rejected)
		err_set(err, ERR_DATA, _("Có hồ sơ bị trung tâm từ chối; xem: motcua queue list"));
	else if (state->chores_only)
		fprintf(stderr, "motcua: %s %s\n", _("Đã gửi hết, nhưng chưa cập nhật được danh mục hoặc số:"),
			state->reason);
	return command_fail(err);
}

struct watching {
	struct app *app;
	bool json;
	int64_t delivered, rejected, drained_pid;
	enum link_state link;
};

/* A line whenever something was delivered or refused, or the link changed, or who drains. */
static void on_change(void *user)
{
	struct watching *w = user;
	const struct sync_state *state = sync_state(w->app->sync);
	struct outbox_counts counts;
	bool other = state->link != w->link || state->drained_pid != w->drained_pid;
	if (state->delivered == w->delivered && state->rejected == w->rejected && !other)
		return;
	if (!state->idle && !other)
		return;
	w->delivered = state->delivered;
	w->rejected = state->rejected;
	w->link = state->link;
	w->drained_pid = state->drained_pid;
	if (outbox_counts(w->app->store, &counts, NULL))
		report(w->app, state, &counts, w->json);
	fflush(stdout);
}

static void on_signal(void *user, int fd)
{
	struct signalfd_siginfo info;
	struct app *app = user;
	if (read(fd, &info, sizeof(info)) > 0)
		loop_stop(app->loop);
}

static int watch(struct app *app, bool json, struct err *err)
{
	struct watching w = {.app = app, .json = json, .link = LINK_UNKNOWN};
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0) {
		err_set(err, ERR_BUG, "signalfd");
		return command_fail(err);
	}
	loop_add_fd(app->loop, fd, on_signal, app);
	sync_on_change(app->sync, on_change, &w);
	sync_kick(app->sync);
	struct data_watch *data = data_watch_new(app);
	loop_run(app->loop);
	data_watch_free(data);
	sync_on_change(app->sync, NULL, NULL);
	loop_remove_fd(app->loop, fd);
	close(fd);
	return 0;
}

int cmd_sync(struct app *app, int argc, char **argv, struct err *err)
{
	bool json = argc == 3 && str_eq(argv[2], "--json");
	bool known = argc - json == 2 && (str_eq(argv[1], "--once") || str_eq(argv[1], "--watch"));
	if (!known)
		return command_usage(err, "sync");
	bool single = str_eq(argv[1], "--once");
	if (!app_need_sync(app, single ? "motcua sync --once" : "motcua sync --watch", err))
		return command_fail(err);
	return single ? once(app, json, err) : watch(app, json, err);
}
