/*
 * kill -9 at random instants: two processes take in at one store and tell each code through a pipe;
 * each is killed in the middle of whatever it does. Every code that was told is there exactly once,
 * no number twice, nothing by half. MOTCUA_SOAK=N: N times the rounds.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/str.h"
#include "core/status.h"
#include "store/drafts.h"
#include "store/outbox.h"
#include "tests/harness/store_fixture.h"
#include "tests/harness/store_truth.h"

#define ROUNDS 36
#define CHILDREN 2
#define LIFE_MS 24 /* at most */

struct child {
	pid_t pid;
	int pipe;
	int64_t ends_ms;
};

/* ---- the counter that is going to be killed */

static void do_else(struct store *store, const char *uuid, int turn)
{
	struct problem why = {.type = "invalid", .title = "Không hợp lệ", .status = 422};
	bool ok = turn % 3 == 0 ? outbox_delivered(store, uuid, STATUS_RECEIVED, FIXTURE_NOW, NULL) :
		turn % 3 == 1 ? outbox_reject(store, uuid, &why, FIXTURE_NOW, NULL) :
		draft_save(store, "intake", "{}", turn, NULL);
	if (!ok)
		_exit(2);
}

static void take_in(struct fixture *f, int out)
{
	struct store *store;
	struct intake_options opt = fixture_options(f);
	if (!store_open(&store, f->path, NULL))
		_exit(3);
	for (int turn = 0;; turn++) {
		struct truth told = {0};
		struct dossier d;
		struct intake_result r;
		fixture_dossier(&d, NULL);
		if (!intake_commit(store, &f->ws, &d, &opt, &r, NULL))
			_exit(4);
		truth_told(&told, &d, &r);
		if (write(out, told.list, sizeof(*told.list)) != sizeof(*told.list))
			_exit(5);
		do_else(store, d.uuid, turn);
		truth_clear(&told);
		dossier_clear(&d);
	}
}

/* ---- the one who listens and kills */

static void start(struct fixture *f, struct child *c)
{
	int fds[2];
	uint32_t life;
	assert_int_equal(pipe(fds), 0);
	c->pid = fork();
	assert_true(c->pid >= 0);
	if (c->pid == 0) {
		close(fds[0]);
		take_in(f, fds[1]);
	}
	close(fds[1]);
	c->pipe = fds[0];
	random_bytes(&life, sizeof(life));
	c->ends_ms = clock_mono_ms() + life % LIFE_MS;
}

/* One code, when one comes before its time is up; false at its end. */
static bool hear(struct child *c, struct truth *truth)
{
	struct told t;
	ssize_t n = read(c->pipe, &t, sizeof(t));
	if (n <= 0)
		return false;
	assert_int_equal(n, sizeof(t));
	if (truth_knows(truth, t.code))
		fail_msg("number %s was given out twice", t.code);
	truth_add(truth, &t);
	return true;
}

static void listen_until(struct child *c, struct truth *truth)
{
	for (int64_t left; (left = c->ends_ms - clock_mono_ms()) > 0;) {
		struct pollfd p = {.fd = c->pipe, .events = POLLIN};
		if (poll(&p, 1, (int)left) == 1)
			assert_true(hear(c, truth)); /* it does not end by itself */
	}
}

static void kill_it(struct child *c, struct truth *truth)
{
	int status;
	assert_int_equal(kill(c->pid, SIGKILL), 0);
	while (hear(c, truth))
		;
	close(c->pipe);
	assert_int_equal(waitpid(c->pid, &status, 0), c->pid);
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		fail_msg("it ended by itself: status %d", status);
}

static void check(struct fixture *f, const struct truth *truth)
{
	struct buf why;
	buf_init(&why, 2000);
	fixture_reopen(f);
	if (!truth_holds(truth, f->store, fixture_day(), &why))
		fail_msg("%s", buf_str(&why));
	buf_clear(&why);
	store_close(f->store);
	f->store = NULL;
}

/* The first to be killed leaves the other at work; every other round nobody is left to know. */
static void what_was_told_is_there_exactly_once(void **state)
{
	struct fixture *f = *state;
	struct truth truth = {0};
	int64_t soak = 1;
	const char *text = getenv("MOTCUA_SOAK");
	assert_true(!text || str_to_int(text, 1, 100000, &soak));
	fixture_lease(f, fixture_day(), 1, 9999);
	store_close(f->store);
	f->store = NULL;
	for (int64_t round = 0; round < ROUNDS * soak && truth.n < 9000; round++) {
		struct child children[CHILDREN];
		int n = round % 2 ? CHILDREN : 1;
		for (int i = 0; i < n; i++)
			start(f, &children[i]);
		for (int i = 0; i < n; i++) {
			listen_until(&children[i], &truth);
			kill_it(&children[i], &truth);
		}
		if (round % 6 == 5)
			check(f, &truth);
	}
	check(f, &truth);
	assert_true(truth.n > 0);
	print_message("%zu told\n", truth.n);
	truth_clear(&truth);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_told_is_there_exactly_once, fixture_setup,
			fixture_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
