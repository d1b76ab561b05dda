#include "tests/harness/pty_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/bench.h"

#define DEADLINE_MS 60000
#define ENV_MAX 40

/* ---- start and end */

static void set_environment(const char *const *env, int report)
{
	char fd[16];
	clearenv();
	setenv("TERM", "xterm-256color", 1);
	setenv("TZ", "UTC", 1);
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
	setenv("HOME", "/nonexistent", 1);
	snprintf(fd, sizeof(fd), "%d", report);
	setenv("MOTCUA_TEST_FD", fd, 1);
	for (size_t i = 0; env && env[i]; i++) {
		if (strchr(env[i], '='))
			putenv(xstrdup(env[i]));
		else
			unsetenv(env[i]);
	}
}

static _Noreturn void run_child(const struct pty_options *options, int report)
{
	sigset_t none;
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* nothing outlives a test that fails */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	set_environment(options->env, report);
	execv(options->argv[0], (char *const *)options->argv);
	fprintf(stderr, "%s: %s\n", options->argv[0], strerror(errno));
	_exit(127);
}

struct pty *pty_start(const struct pty_options *options)
{
	struct pty *pty = xcalloc(1, sizeof(*pty));
	int pipes[2];
	pty->rows = options->rows ? options->rows : 24;
	pty->cols = options->cols ? options->cols : 80;
	struct winsize size = {.ws_row = (unsigned short)pty->rows, .ws_col = (unsigned short)pty->cols};
	if (pipe(pipes) < 0 || fcntl(pipes[0], F_SETFL, O_NONBLOCK) < 0)
		BUG_ON(true);
	fcntl(pipes[0], F_SETFD, FD_CLOEXEC);
	pty->pid = forkpty(&pty->master, NULL, NULL, &size);
	BUG_ON(pty->pid < 0);
	if (pty->pid == 0)
		run_child(options, pipes[1]);
	close(pipes[1]);
	pty->report = pipes[0];
	fcntl(pty->master, F_SETFL, O_NONBLOCK);
	fcntl(pty->master, F_SETFD, FD_CLOEXEC);
	pty->vt = vterm_new(pty->rows, pty->cols);
	vterm_set_utf8(pty->vt, 1);
	pty->screen = vterm_obtain_screen(pty->vt);
	vterm_screen_enable_altscreen(pty->screen, 1);
	vterm_screen_reset(pty->screen, 1);
	return pty;
}

void pty_free(struct pty *pty)
{
	if (!pty)
		return;
	if (!pty->gone) {
		kill(pty->pid, SIGKILL);
		waitpid(pty->pid, NULL, 0);
	}
	close(pty->master);
	close(pty->report);
	vterm_free(pty->vt);
	for (size_t i = 0; i < pty->n_masks; i++) {
		free(pty->masks[i].text);
		free(pty->masks[i].instead);
	}
	free(pty);
}

/* ---- what the program says */

static void keep_tail(struct pty *pty, const char *bytes, size_t n)
{
	if (n > TAIL) {
		bytes += n - TAIL;
		n = TAIL;
	}
	size_t keep = pty->tail_len + n > TAIL ? TAIL - n : pty->tail_len;
	memmove(pty->tail, pty->tail + pty->tail_len - keep, keep);
	memcpy(pty->tail + keep, bytes, n);
	pty->tail_len = keep + n;
	pty->tail[pty->tail_len] = '\0';
}

/* False at the end of the stream. */
static bool read_screen(struct pty *pty)
{
	char bytes[16384];
	ssize_t n;
	while ((n = read(pty->master, bytes, sizeof(bytes))) > 0) {
		vterm_input_write(pty->vt, bytes, (size_t)n);
		pty->bytes += (uint64_t)n;
		keep_tail(pty, bytes, (size_t)n);
	}
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static void read_report_line(struct pty *pty, const char *line)
{
	unsigned long long keys;
	int flight;
	if (sscanf(line, "keys %llu flight %d", &keys, &flight) != 2)
		return;
	if (keys >= pty->sent && pty->taken < pty->sent)
		pty->taken_us = bench_now_us();
	pty->taken = keys;
	pty->flight = flight;
	pty->reported = true;
}

static bool read_report(struct pty *pty)
{
	char c;
	ssize_t n;
	while ((n = read(pty->report, &c, 1)) > 0) {
		if (c != '\n' && pty->line_len < sizeof(pty->line) - 1) {
			pty->line[pty->line_len++] = c;
			continue;
		}
		pty->line[pty->line_len] = '\0';
		pty->line_len = 0;
		read_report_line(pty, pty->line);
	}
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

/* Reads the report first: what was painted before it is then there to be read. */
bool pty_pump(struct pty *pty, int wait_ms)
{
	struct pollfd fds[] = {{pty->report, POLLIN, 0}, {pty->master, POLLIN, 0}};
	poll(fds, 2, wait_ms);
	bool report = read_report(pty), screen = read_screen(pty);
	return report || screen;
}

static void give_up(struct pty *pty, const char *what)
{
	struct buf screen;
	buf_init(&screen, 1 << 20);
	pty_screen(pty, &screen);
	fprintf(stderr, "pty: %s\nkeys sent %llu, taken in %llu, in flight %d; the screen:\n%s\n", what,
		pty->sent, pty->taken, pty->flight, buf_str(&screen));
	buf_clear(&screen);
	abort();
}

bool pty_wait(struct pty *pty, pty_condition *met, const void *arg)
{
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;
	bool more = true;
	while (!met(pty, arg)) {
		int64_t left = deadline - clock_mono_ms();
		if (left <= 0 || !more)
			return false;
		more = pty_pump(pty, left > 100 ? 100 : (int)left);
	}
	return true;
}

static bool all_taken(struct pty *pty, const void *arg)
{
	(void)arg;
	return pty->reported && pty->taken >= pty->sent;
}

static bool all_quiet(struct pty *pty, const void *arg)
{
	return all_taken(pty, arg) && pty->flight == 0;
}

void pty_settle(struct pty *pty)
{
	if (!pty_wait(pty, all_taken, NULL))
		give_up(pty, "the keys were not taken in");
	read_screen(pty);
}

void pty_settle_all(struct pty *pty)
{
	if (!pty_wait(pty, all_quiet, NULL))
		give_up(pty, "something stayed in flight");
	read_screen(pty);
}

static bool shows(struct pty *pty, const void *arg)
{
	struct buf screen;
	buf_init(&screen, 1 << 20);
	pty_screen(pty, &screen);
	bool found = strstr(buf_str(&screen), arg) != NULL;
	buf_clear(&screen);
	return found;
}

static bool shows_not(struct pty *pty, const void *arg)
{
	return !shows(pty, arg);
}

void pty_expect(struct pty *pty, const char *text)
{
	pty_settle(pty);
	if (!pty_wait(pty, shows, text)) {
		fprintf(stderr, "pty: expected to see: %s\n", text);
		give_up(pty, "not on the screen");
	}
}

void pty_expect_no(struct pty *pty, const char *text)
{
	pty_settle(pty);
	if (!pty_wait(pty, shows_not, text)) {
		fprintf(stderr, "pty: expected not to see: %s\n", text);
		give_up(pty, "still on the screen");
	}
}

static bool ended(struct pty *pty, const void *arg)
{
	int status;
	(void)arg;
	if (!pty->gone && waitpid(pty->pid, &status, WNOHANG) == pty->pid) {
		pty->gone = true;
		pty->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		read_screen(pty);
	}
	return pty->gone;
}

int pty_exit_status(struct pty *pty)
{
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;
	while (!ended(pty, NULL) && clock_mono_ms() < deadline) {
		struct pollfd fd = {pty->master, POLLIN, 0};
		poll(&fd, 1, 5);
		read_screen(pty);
		read_report(pty);
	}
	if (!pty->gone)
		give_up(pty, "the program does not end");
	return pty->status;
}

/* ---- keys */

void pty_raw(struct pty *pty, const char *bytes, size_t len, unsigned keys)
{
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;
	pty->sent += keys;
	pty->sent_us = bench_now_us();
	pty->bytes_at_key = pty->bytes;
	while (len > 0 && clock_mono_ms() < deadline) {
		ssize_t n = write(pty->master, bytes, len);
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (n < 0 && errno != EAGAIN && errno != EINTR) {
			break;
		} else {
			struct pollfd fd = {pty->master, POLLOUT, 0};
			poll(&fd, 1, 10);
			pty_pump(pty, 0);
		}
	}
	if (len > 0)
		give_up(pty, "the program does not read its keys");
}

void pty_type(struct pty *pty, const char *text)
{
	unsigned keys = 0;
	for (const char *p = text; *p; p++)
		keys += ((unsigned char)*p & 0xc0) != 0x80;
	pty_raw(pty, text, strlen(text), keys);
}

void pty_key(struct pty *pty, const char *name)
{
	static const struct {
		const char *name, *bytes;
	} keys[] = {
		{"F1", "\033OP"}, {"F2", "\033OQ"}, {"F3", "\033OR"}, {"F4", "\033OS"}, {"F5", "\033[15~"},
		{"F6", "\033[17~"}, {"F7", "\033[18~"}, {"F8", "\033[19~"}, {"F9", "\033[20~"},
		{"F10", "\033[21~"}, {"F11", "\033[23~"}, {"F12", "\033[24~"},
		{"Enter", "\r"}, {"Tab", "\t"}, {"Shift-Tab", "\033[Z"}, {"Esc", "\033"},
		{"Backspace", "\177"}, {"Del", "\033[3~"}, {"Up", "\033OA"}, {"Down", "\033OB"},
		{"Right", "\033OC"}, {"Left", "\033OD"}, {"Home", "\033OH"}, {"End", "\033OF"},
		{"PgUp", "\033[5~"}, {"PgDn", "\033[6~"}, {"Ins", "\033[2~"},
		{"Ctrl-Left", "\033[1;5D"}, {"Ctrl-Right", "\033[1;5C"},
	};
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (str_eq(keys[i].name, name)) {
			pty_raw(pty, keys[i].bytes, strlen(keys[i].bytes), 1);
			return;
		}
	if (str_starts(name, "Alt-")) {
		pty_raw(pty, (char[]){'\033', (char)(name[4] | 0x20)}, 2, 1);
		return;
	}
	BUG_ON(!str_starts(name, "Ctrl-"));
	char c = (char)(name[5] & 0x1f);
	pty_raw(pty, &c, 1, 1);
}

void pty_paste(struct pty *pty, const char *bytes, size_t len)
{
	pty_raw(pty, "\033[200~", 6, 0);
	pty_raw(pty, bytes, len, 0);
	pty_raw(pty, "\033[201~", 6, 1);
}

/* ---- the terminal itself */

void pty_resize(struct pty *pty, int rows, int cols)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	pty->rows = rows;
	pty->cols = cols;
	vterm_set_size(pty->vt, rows, cols);
	ioctl(pty->master, TIOCSWINSZ, &size);
}

void pty_hang_up(struct pty *pty)
{
	close(pty->master);
	pty->master = open("/dev/null", O_RDWR | O_CLOEXEC);
}

pid_t pty_pid(const struct pty *pty)
{
	return pty->pid;
}

uint64_t pty_bytes(const struct pty *pty)
{
	return pty->bytes;
}

const char *pty_tail(const struct pty *pty)
{
	return pty->tail;
}

bool pty_wrote(const struct pty *pty, const char *text)
{
	uint64_t since = pty->bytes - pty->bytes_at_key;
	size_t from = since < pty->tail_len ? pty->tail_len - (size_t)since : 0;
	return memmem(pty->tail + from, pty->tail_len - from, text, strlen(text)) != NULL;
}

double pty_last_us(const struct pty *pty)
{
	return pty->taken_us - pty->sent_us;
}
