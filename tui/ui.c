#include "tui/ui.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "net/loop.h"
#include "store/print_jobs.h"
#include "tui/frame.h"
#include "tui/pin_work.h"
#include "tui/scan_watch.h"
#include "tui/scanned.h"
#include "tui/scanner.h"
#include "tui/screens.h"
#include "tui/state.h"

#define PASTE_PATIENCE_MS 1000
#define KEEP_AFTER_MS 500 /* what a crash may lose of a form being typed */
#define HELD_KEYS 1024    /* typed, or scanned, while a PIN is looked at */

struct run {
	struct ui ui;
	struct scan_watch scan;
	struct scanner *scanner;
	int signals;
	bool dirty;
	struct loop_timer *minute, *paste_end, *keep, *idle;
	int64_t touched_ms; /* the last key, by the clock that goes on while the machine sleeps */
	struct key held[HELD_KEYS];
	size_t n_held;
	unsigned long long keys; /* taken in so far, for tests */
};

/* ---- nobody at the keys */

static int64_t boot_ms(void)
{
	struct pin_moment now;
	entry_moment(&now);
	return now.boot_ms;
}

static int64_t idle_left_ms(const struct run *run)
{
	return run->touched_ms + run->ui.env->lock_after_ms - boot_ms();
}

static void on_idle_long(void *user)
{
	struct run *run = user;
	int64_t left_ms = idle_left_ms(run);
	run->idle = NULL;
	if (left_ms <= 0) {
		entry_lock(&run->ui, true);
		run->dirty = true;
		left_ms = run->ui.env->lock_after_ms;
	}
	run->idle = loop_timer(run->ui.env->loop, left_ms, on_idle_long, run);
}

/* ---- keys */

static void give_paste(struct run *run)
{
	struct screen *top = ui_top(&run->ui);
	const struct buf *paste = term_paste();
	if (!scan_watch_paste(&run->scan, buf_str(paste)) && top->ops->paste)
		top->ops->paste(top, buf_str(paste), paste->len);
}

/* Beyond a locked screen may lie a shell. */
static void quit(struct ui *ui)
{
	ui->quit = !ui->locked || ui->may_quit;
	if (!ui->quit)
		ui_say(ui, STYLE_TEXT, _("Mở khóa rồi mới thoát được."));
}

/* Also where nobody is at the counter yet, or somebody else is to be. */
static void open_palette(struct ui *ui)
{
	if (ui->locked || !ui->officer[0])
		ui_say(ui, STYLE_TEXT, _("Vào ca trước rồi mới dùng được danh sách lệnh."));
	else
		ui_push(ui, screen_palette_new(ui));
}

static bool common_action(struct ui *ui, enum action action)
{
	enum scope scope = ui_top(ui)->ops->scope;
	switch (action) {
	case ACT_HELP:
		ui_push(ui, screen_help_new(ui, scope));
		return true;
	case ACT_INTAKE:
		ui_push(ui, screen_intake_new(ui));
		return true;
	case ACT_SEARCH:
		ui_push(ui, screen_dossiers_new(ui));
		return true;
	case ACT_QUEUE:
		ui_push(ui, screen_queue_new(ui));
		return true;
	case ACT_JOBS:
		ui_push(ui, screen_jobs_new(ui));
		return true;
	case ACT_CONDITION:
		ui_push(ui, screen_condition_new(ui));
		return true;
	case ACT_OFFICER:
		ui_push(ui, screen_officer_new(ui));
		return true;
	case ACT_PALETTE:
		open_palette(ui);
		return true;
	case ACT_TOUR:
		ui_push(ui, screen_tour_new(ui));
		return true;
	case ACT_STOP:
		return ui_batch_stop(ui);
	case ACT_LOCK:
		entry_lock(ui, false);
		return true;
	case ACT_QUIT:
		quit(ui);
		return true;
	case ACT_TYPING:
		ui_next_typing(ui);
		return true;
	default:
		return false;
	}
}

/* Keys of whatever field one types in; and a word is at its end before any other key is heeded. */
static bool field_action(struct ui *ui, struct key key, enum action action)
{
	struct screen *top = ui_top(ui);
	struct field *f = screen_field(top);
	bool changed = false, used = f && typing_act(&ui->typing, f, action, &changed);
	if (f && !used && key.kind != KIND_CHAR && action != ACT_TYPING &&
		!key_eq(key, (struct key){KIND_FUNCTION, K_BACKSPACE}) &&
		!key_eq(key, (struct key){KIND_FUNCTION, K_DELETE}))
		changed = typing_end_word(&ui->typing, f);
	if (changed)
		top->ops->edited(top);
	return used;
}

void ui_act(struct ui *ui, enum action action)
{
	struct screen *top = ui_top(ui);
	if (!top->ops->key(top, (struct key){KIND_NONE, 0}, action))
		common_action(ui, action);
}

void ui_press(struct ui *ui, struct key key)
{
	struct screen *top = ui_top(ui);
	enum action action = bindings_find(top->ops->scope, key);
	if (action == ACT_REDRAW) { /* nothing else comes of it on any screen */
		term_redraw();
		return;
	}
	if (field_action(ui, key, action))
		return;
	if (top->ops->key(top, key, action) || common_action(ui, action))
		return;
	if (key_eq(key, (struct key){KIND_CTRL, 'C'}))
		ui_say(ui, STYLE_TEXT, _("Muốn thoát: F10 hoặc Ctrl-X."));
	else if (key.kind == KIND_FUNCTION && key.code >= K_F1 && key.code <= K_F12)
		ui_say(ui, STYLE_TEXT, _("F%d không dùng ở màn hình này. F1: các phím dùng được."),
			key.code - K_F1 + 1);
}

/* Locks first when nobody was here for too long: then the key only wakes the screen. True: used up. */
static bool waked(struct run *run)
{
	bool late = idle_left_ms(run) <= 0;
	run->touched_ms = boot_ms();
	if (late)
		entry_lock(&run->ui, true);
	return late && run->ui.locked;
}

/* While a PIN is looked at, keys wait for the screen they are meant for. */
static bool held(struct run *run, struct key key)
{
	if (!run->ui.work)
		return false;
	run->keys++;
	if (key.kind == KIND_PASTE)
		return true;
	if (run->n_held < HELD_KEYS)
		run->held[run->n_held] = key;
	run->n_held++;
	return true;
}

static void take_now(struct run *run, struct key key)
{
	static const struct key enter = {KIND_FUNCTION, K_ENTER};
	if (held(run, key))
		return;
	/* Alt with a letter is sent as Esc and the letter: where it means nothing, they were two keys */
	if (key.kind == KIND_ALT && bindings_find(ui_top(&run->ui)->ops->scope, key) == ACT_NONE) {
		take_now(run, (struct key){KIND_FUNCTION, K_ESC});
		take_now(run, (struct key){KIND_CHAR, key.code});
		return;
	}
	struct frame frame = frame_layout(term_rows(), term_cols());
	run->keys++;
	run->dirty = true;
	bool locked = run->ui.locked;
	if (waked(run) && !locked)
		return;
	if (!frame.fits) { /* nobody presses buttons blind; leaving is all one can do */
		if (bindings_find(SCOPE_HOME, key) == ACT_QUIT)
			quit(&run->ui);
		return;
	}
	/* what went well stays to be read; what was said about the key before is over, unless it is only
	 * painted again */
	if (run->ui.status.style != STYLE_GOOD &&
		bindings_find(ui_top(&run->ui)->ops->scope, key) != ACT_REDRAW)
		run->ui.status.text[0] = '\0';
	if (key.kind == KIND_PASTE) {
		give_paste(run);
	} else if (!scan_watch_key(&run->scan, key)) {
		ui_press(&run->ui, key.code == K_LINEFEED && key.kind == KIND_FUNCTION ? enter : key);
	}
}

static void take_held(struct run *run)
{
	struct key keys[SCAN_HOLD_MAX];
	size_t n = scan_watch_held(&run->scan, keys);
	for (size_t i = 0; i < n && !run->ui.quit; i++)
		take_now(run, keys[i]);
}

static void take_key(struct run *run, struct key key)
{
	if (scan_watch_holds(&run->scan, key))
		return;
	take_held(run);
	if (!run->ui.quit)
		take_now(run, key);
}

static void paste_is_over(void *user)
{
	struct run *run = user;
	struct key key;
	run->paste_end = NULL;
	if (!term_paste_open())
		return;
	term_paste_close();
	while (!run->ui.quit && term_next(&key))
		take_key(run, key);
	take_held(run);
}

static void on_input(void *user, int fd)
{
	struct run *run = user;
	struct key key;
	bool any = false;
	(void)fd;
	while (!run->ui.quit && term_next(&key)) {
		take_key(run, key);
		any = true;
	}
	take_held(run);
	if (!any && !term_paste_open() && term_hung_up())
		run->ui.quit = true;
	loop_cancel(run->ui.env->loop, run->paste_end);
	run->paste_end = NULL;
	if (term_paste_open())
		run->paste_end = loop_timer(run->ui.env->loop, PASTE_PATIENCE_MS, paste_is_over, run);
	scan_watch_rest(&run->scan);
}

/* ---- what comes from elsewhere */

static void on_signal(void *user, int fd)
{
	struct run *run = user;
	struct signalfd_siginfo info;
	while (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGWINCH) {
			term_resize();
			ui_refresh(&run->ui);
		} else if (info.ssi_signo != SIGTSTP) {
			run->ui.quit = true;
		}
		run->dirty = true;
	}
}

/* ---- the scanner on a serial port */

static void on_port_scan(void *user, const char *text)
{
	struct run *run = user;
	const char *start;
	run->dirty = true;
	if (!frame_layout(term_rows(), term_cols()).fits)
		return;
	(void)waked(run); /* locked, if so, it is told so */
	enum scanned_kind kind = scanned_find(text, &start);
	ui_scanned(&run->ui, kind, start, SCANNED_BY_PORT);
}

/* What F11 says of it. */
static void know_port(struct ui *ui, const struct serial *s)
{
	bool asked_for = ui->env->scanner->device[0] == '/';
	ui->scanner[0] = '\0';
	if (s->state != SERIAL_IS_OFF && (s->state != SERIAL_ABSENT || asked_for))
		serial_words(s, ui->scanner, sizeof(ui->scanner));
}

static void on_port_change(void *user, const struct serial *s)
{
	struct run *run = user;
	struct ui *ui = &run->ui;
	run->dirty = true;
	know_port(ui, s);
	if (s->state == SERIAL_OPEN)
		ui_tell(ui, STYLE_TEXT, "scanner", _("Đã nối máy quét: %s"), s->path);
	else if (s->state == SERIAL_ABSENT)
		ui_tell(ui, STYLE_WARN, "scanner", _("Máy quét đã rút ra. Cắm lại là dùng tiếp được."));
	else if (s->state != SERIAL_IS_OFF)
		ui_tell(ui, STYLE_WARN, "scanner", _("Máy quét: %s."), ui->scanner);
}

static void on_paper(void *user, int fd)
{
	struct run *run = user;
	struct print_job job;
	struct print_result result;
	(void)fd;
	while (desk_collect(run->ui.env->desk, &job, &result))
		ui_paper_result(&run->ui, &job, &result);
	ui_batch_step(&run->ui);
	ui_take_printers(&run->ui);
	ui_refresh(&run->ui);
	run->dirty = true;
}

static void on_sync(void *user)
{
	struct run *run = user;
	ui_heed_papers(&run->ui);
	ui_refresh(&run->ui);
	ui_tell_delivered(&run->ui);
	entry_heed_catalogue(&run->ui);
	run->dirty = true;
}

static void on_minute(void *user)
{
	struct run *run = user;
	int64_t left_ms = 60000 - clock_now_ms() % 60000;
	run->minute = loop_timer(run->ui.env->loop, left_ms, on_minute, run);
	ui_heed_papers(&run->ui);
	ui_refresh(&run->ui);
	run->dirty = true;
}

/* Not only the topmost: a dialog may lie over the form. */
static void on_keep(void *user)
{
	struct run *run = user;
	run->keep = NULL;
	for (size_t i = 0; i < run->ui.depth; i++)
		if (run->ui.stack[i]->ops->keep)
			run->ui.stack[i]->ops->keep(run->ui.stack[i]);
}

static bool unsaved(const struct ui *ui)
{
	for (size_t i = 0; i < ui->depth; i++)
		if (ui->stack[i]->ops->unsaved && ui->stack[i]->ops->unsaved(ui->stack[i]))
			return true;
	return false;
}

/* The PIN was looked at: what was typed meanwhile goes where it was meant for, or nowhere. */
static void release_held(struct run *run)
{
	size_t n = run->n_held;
	bool drop = run->ui.drop_held || n > HELD_KEYS; /* half of it would be worse than nothing */
	if (run->ui.work)
		return;
	run->n_held = 0;
	run->keys -= n;
	for (size_t i = 0; i < n && !drop; i++)
		take_now(run, run->held[i]);
	run->keys += drop ? n : 0;
	run->ui.drop_held = false;
}

/* Just before the loop blocks: everything has been taken in, so paint once. */
static void on_idle(void *user)
{
	struct run *run = user;
	struct ui *ui = &run->ui;
	release_held(run);
	if (ui->quit)
		return;
	if (run->dirty || ui->dirty)
		frame_paint(ui);
	run->dirty = ui->dirty = false;
	if (!run->keep && unsaved(ui))
		run->keep = loop_timer(ui->env->loop, KEEP_AFTER_MS, on_keep, run);
	if (ui->env->test_fd >= 0)
		dprintf(ui->env->test_fd, "keys %llu flight %d\n", run->keys,
			sync_state(ui->env->sync)->in_flight + desk_pending(ui->env->desk) + (run->keep != NULL) +
			(ui->batch.uuids != NULL) + ui->printers_asked +
			(ui->work != NULL));
}

/* ---- start and end */

/* Papers the last run left owed go out now; those nobody knows about wait for an officer. */
static void send_owed(struct ui *ui)
{
	struct print_job *jobs = NULL;
	size_t n = 0;
	struct err err = ERR_INIT;
	if (!print_jobs_open(ui->env->store, &jobs, &n, &err)) {
		ui_say_err(ui, &err);
		return;
	}
	/* one that a printer owes is that printer's still: another may stand in another room */
	for (size_t i = 0; i < n; i++)
		if (jobs[i].state == PRINT_OWED && !desk_send(ui->env->desk, jobs[i].id,
			print_target_is_file(jobs[i].target) ? "" : jobs[i].target, &err))
			log_line(LOG_WARN, "print job %s: %s", jobs[i].id, err.text);
	free(jobs);
}

static int open_signals(void)
{
	static const int handled[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP};
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_LEN(handled); i++)
		sigaddset(&set, handled[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void watch(struct run *run)
{
	const struct ui_env *env = run->ui.env;
	loop_add_fd(env->loop, STDIN_FILENO, on_input, run);
	loop_add_fd(env->loop, run->signals, on_signal, run);
	loop_add_fd(env->loop, worker_fd(env->worker), on_paper, run);
	sync_on_change(env->sync, on_sync, run);
	loop_set_idle(env->loop, on_idle, run);
	run->scanner = scanner_new(env->loop, env->scanner, &(struct scanner_calls){
		.scan = on_port_scan, .changed = on_port_change, .user = run});
	know_port(&run->ui, scanner_state(run->scanner));
	run->touched_ms = boot_ms();
	on_idle_long(run);
	on_minute(run);
}

static void unwatch(struct run *run)
{
	const struct ui_env *env = run->ui.env;
	loop_set_idle(env->loop, NULL, NULL);
	sync_on_change(env->sync, NULL, NULL);
	loop_remove_fd(env->loop, STDIN_FILENO);
	loop_remove_fd(env->loop, run->signals);
	loop_remove_fd(env->loop, worker_fd(env->worker));
	loop_cancel(env->loop, run->minute);
	loop_cancel(env->loop, run->paste_end);
	loop_cancel(env->loop, run->keep);
	loop_cancel(env->loop, run->idle);
	loop_cancel(env->loop, run->ui.heeding);
	scanner_free(run->scanner);
	pin_work_cancel(run->ui.work);
}

static void finish(struct run *run)
{
	struct ui *ui = &run->ui;
	while (ui->depth > 0) {
		struct screen *screen = ui->stack[--ui->depth];
		if (screen->ops->keep)
			screen->ops->keep(screen);
		screen->ops->free(screen);
	}
	ui_batch_clear(ui);
	ui_tell_clear(ui);
	printer_list_free(ui->printers);
	procedure_index_free(ui->procedures);
	areas_free(ui->areas);
	if (ui->calendar)
		calendar_free(ui->calendar);
	scan_watch_clear(&run->scan);
	typing_clear(&ui->typing);
	close(run->signals);
}

bool ui_run(const struct ui_env *env, struct err *err)
{
	struct run run = {.ui.env = env, .dirty = true, .signals = open_signals()};
	struct ui *ui = &run.ui;
	if (run.signals < 0)
		return err_set(err, ERR_BUG, _("Không mở được kênh tín hiệu của hệ thống."));
	if (!term_start(err)) {
		close(run.signals);
		return false;
	}
	scan_watch_init(&run.scan, ui);
	typing_init(&ui->typing, env->typing, env->tones);
	ui_refresh(ui);
	entry_begin(ui);
	send_owed(ui);
	watch(&run);
	sync_kick(env->sync);
	while (!ui->quit)
		loop_turn(env->loop, -1);
	unwatch(&run);
	finish(&run);
	term_stop();
	return true;
}

void ui_restore_terminal(void)
{
	term_restore();
}
