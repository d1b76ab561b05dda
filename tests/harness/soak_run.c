#include "tests/harness/soak_run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"

#define LINE_MAX_BYTES 65536
#define KILL_WITHIN_MS 700

/* What a fault is made of: a struck call, or a clock that is off by so many seconds. */
static const struct {
	const char *name, *call, *what;
	int calls;            /* the call is one of the first so many */
	int64_t clock_s;
} kinds[SOAK_FAULTS] = {
	[SOAK_NONE] = {"no fault of its own", NULL, NULL, 0, 0},
	[SOAK_KILL_TIME] = {"kill -9 at a random instant", NULL, NULL, 0, 0},
	[SOAK_KILL_TOLD] = {"kill -9 right after a number was told", NULL, NULL, 0, 0},
	[SOAK_KILL_WRITE] = {"kill -9 before a write to the database", "write", "kill", 120, 0},
	[SOAK_KILL_SYNC] = {"kill -9 before a sync", "sync", "kill", 30, 0},
	[SOAK_KILL_SYNCED] = {"kill -9 after a sync", "sync", "killed", 30, 0},
	[SOAK_KILL_CUT] = {"kill -9 before a file is truncated", "cut", "kill", 2, 0},
	[SOAK_KILL_SEND] = {"kill -9 after bytes were sent", "send", "killed", 25, 0},
	[SOAK_KILL_RECEIVE] = {"kill -9 after bytes were received", "receive", "killed", 60, 0},
	[SOAK_FAIL_WRITE] = {"pwrite64 fails: I/O error", "write", "EIO", 120, 0},
	[SOAK_FULL_WRITE] = {"pwrite64 fails: disk full", "write", "ENOSPC", 120, 0},
	[SOAK_FAIL_SYNC] = {"fdatasync fails", "sync", "EIO", 30, 0},
	[SOAK_FULL_DISK] = {"disk full: no file may grow", NULL, NULL, 0, 0},
	[SOAK_CLOCK_BACK] = {"clock a day back", NULL, NULL, 0, -86400},
	[SOAK_CLOCK_AHEAD] = {"clock ten years ahead", NULL, NULL, 0, INT64_C(3652) * 86400},
	[SOAK_CLOCK_1970] = {"clock at 1970", NULL, NULL, 0, INT64_MIN},
	[SOAK_CLOCK_SUSPEND] = {"clock three days ahead (suspend)", NULL, NULL, 0, 3 * 86400},
};

const char *soak_fault_name(enum soak_fault fault)
{
	return kinds[fault].name;
}

bool soak_fault_is_struck(enum soak_fault fault)
{
	return kinds[fault].call != NULL;
}

uint64_t dice_throw(struct dice *d)
{
	uint64_t z = (d->state += UINT64_C(0x9E3779B97F4A7C15));
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

uint32_t dice_below(struct dice *d, uint32_t n)
{
	return (uint32_t)(dice_throw(d) % n);
}

/* ---- starting */

static void set_number(const char *name, int64_t value)
{
	char text[32];
	snprintf(text, sizeof(text), "%lld", (long long)value);
	setenv(name, text, 1);
}

/* In the child: its environment and limits. call: which one is struck. */
static void prepare(const struct soak_start *s, unsigned call)
{
	char strike[64], library[512];
	const char *build = getenv("B");
	setenv("CUPS_SERVER", "/nonexistent/cups.sock", 1);
	unsetenv("MOTCUA_TEST_NOW");
	if (kinds[s->fault].clock_s == INT64_MIN)
		set_number("MOTCUA_TEST_NOW", 3600);
	else if (kinds[s->fault].clock_s)
		set_number("MOTCUA_TEST_NOW", clock_now() + kinds[s->fault].clock_s);
	if (kinds[s->fault].call) {
		snprintf(strike, sizeof(strike), "%s:%u:%s", kinds[s->fault].call, call,
			kinds[s->fault].what);
		snprintf(library, sizeof(library), "%s/tests/preload/strike.so", build ? build : "build");
		setenv("MOTCUA_STRIKE", strike, 1);
		setenv("MOTCUA_STRUCK", s->mark, 1);
		setenv("LD_PRELOAD", library, 1);
		setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
	}
	if (s->fault == SOAK_FULL_DISK) {
		struct rlimit limit = {s->file_max, s->file_max};
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
	}
}

static _Noreturn void become(const struct soak_start *s, unsigned call, int out)
{
	sigset_t none;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(open(s->input ? s->input : "/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(open(s->errors, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), STDERR_FILENO);
	prepare(s, call);
	execv(s->argv[0], (char *const *)(uintptr_t)s->argv);
	_exit(127);
}

void soak_run_start(struct soak_run *r, const struct soak_start *s)
{
	int ends[2], calls = kinds[s->fault].calls;
	unsigned call = s->call ? (unsigned)s->call : calls ? dice_below(s->dice, (uint32_t)calls) + 1 : 0;
	uint32_t when = dice_below(s->dice, KILL_WITHIN_MS);
	*r = (struct soak_run){.fault = s->fault};
	str_copy(r->mark, sizeof(r->mark), s->mark);
	unlink(s->mark);
	if (s->fault == SOAK_KILL_TIME)
		r->kill_at_ms = clock_mono_ms() + when;
	if (s->fault == SOAK_KILL_TOLD)
		r->kill_after = 1 + (int)(when % 8);
	BUG_ON(pipe2(ends, O_CLOEXEC) != 0);
	r->pid = fork();
	BUG_ON(r->pid < 0);
	if (r->pid == 0)
		become(s, call, ends[1]);
	close(ends[1]);
	r->out = ends[0];
	fcntl(r->out, F_SETFL, O_NONBLOCK);
	buf_init(&r->line, LINE_MAX_BYTES);
}

/* ---- listening */

static void end(struct soak_run *r)
{
	while (waitpid(r->pid, &r->status, 0) < 0)
		BUG_ON(errno != EINTR);
	bool killed = WIFSIGNALED(r->status) && WTERMSIG(r->status) == SIGKILL;
	bool by_us = r->fault == SOAK_KILL_TIME || r->fault == SOAK_KILL_TOLD;
	r->struck = kinds[r->fault].call ? fs_exists(r->mark) : by_us ? killed : r->fault != SOAK_NONE;
	unlink(r->mark);
	close(r->out);
	buf_clear(&r->line);
	r->pid = 0;
}

void soak_run_kill(struct soak_run *r)
{
	kill(r->pid, SIGKILL);
	r->kill_at_ms = 0;
	r->kill_after = 0;
}

static void split(struct soak_run *r, void (*line)(void *user, const char *text), void *user)
{
	char *newline;
	while ((newline = memchr(buf_str(&r->line), '\n', r->line.len))) {
		size_t used = (size_t)(newline - r->line.data) + 1;
		*newline = '\0';
		line(user, r->line.data);
		r->told++;
		memmove(r->line.data, r->line.data + used, r->line.len - used + 1);
		r->line.len -= used;
		if (r->kill_after && r->told >= r->kill_after)
			soak_run_kill(r);
	}
}

bool soak_run_hear(struct soak_run *r, void (*line)(void *user, const char *text), void *user)
{
	char bytes[8192];
	ssize_t n;
	if (r->kill_at_ms && clock_mono_ms() >= r->kill_at_ms)
		soak_run_kill(r);
	while ((n = read(r->out, bytes, sizeof(bytes))) > 0) {
		buf_add(&r->line, bytes, (size_t)n);
		split(r, line, user);
	}
	if (n < 0)
		return true; /* nothing more for now */
	end(r);
	return false;
}
