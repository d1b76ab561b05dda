#include "net/loop.h"

#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "net/loop_curl.h"

/* Connections kept open for the next request: as many as deliveries may be in flight. */
#define KEPT_CONNECTIONS 32L

struct watch {
	int fd;
	unsigned id; /* tells a watch from a later one on the same descriptor */
	loop_fd_fn *fn;
	void *user;
};

struct loop_timer {
	struct loop_timer *next;
	int64_t at_ms;
	unsigned id;
	loop_timer_fn *fn;
	void *user;
};

struct loop {
	CURLM *multi;
	struct watch *watches;
	struct curl_waitfd *polled; /* what the last poll looked at, and whose it was */
	unsigned *polled_ids;
	unsigned n_watches, room;
	struct loop_timer *timers; /* by time, then by age */
	unsigned next_id;
	loop_timer_fn *idle;
	void *idle_user;
	bool stopped, turning;
	bool unread; /* transfers may have ended that nobody was told of */
};

struct loop *loop_new(void)
{
	struct loop *loop = xcalloc(1, sizeof(*loop));

	/* Thread-safe and counted in the libcurl this builds with; never undone, as other loops may live. */
	BUG_ON(curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK);
	loop->multi = curl_multi_init();
	BUG_ON(!loop->multi);
	curl_multi_setopt(loop->multi, CURLMOPT_MAXCONNECTS, KEPT_CONNECTIONS);
	return loop;
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
	while (loop->timers)
		loop_cancel(loop, loop->timers);
	curl_multi_cleanup(loop->multi);
	free(loop->watches);
	free(loop->polled);
	free(loop->polled_ids);
	free(loop);
}

CURLM *loop_curl(struct loop *loop)
{
	return loop->multi;
}

void loop_add_fd(struct loop *loop, int fd, loop_fd_fn *fn, void *user)
{
	BUG_ON(fd < 0 || !fn);
	loop_remove_fd(loop, fd);
	if (loop->n_watches == loop->room) {
		loop->room = loop->room ? loop->room * 2 : 8;
		loop->watches = xreallocarray(loop->watches, loop->room, sizeof(*loop->watches));
		loop->polled = xreallocarray(loop->polled, loop->room, sizeof(*loop->polled));
		loop->polled_ids = xreallocarray(loop->polled_ids, loop->room, sizeof(*loop->polled_ids));
	}
	loop->watches[loop->n_watches++] = (struct watch){fd, loop->next_id++, fn, user};
}

void loop_remove_fd(struct loop *loop, int fd)
{
	for (unsigned i = 0; i < loop->n_watches; i++) {
		if (loop->watches[i].fd != fd)
			continue;
		memmove(&loop->watches[i], &loop->watches[i + 1],
			(loop->n_watches - i - 1) * sizeof(*loop->watches));
		loop->n_watches--;
		return;
	}
}

struct loop_timer *loop_timer(struct loop *loop, int64_t delay_ms, loop_timer_fn *fn, void *user)
{
	struct loop_timer *t = xmalloc(sizeof(*t));
	struct loop_timer **at = &loop->timers;

	*t = (struct loop_timer){
		.at_ms = clock_mono_ms() + (delay_ms > 0 ? delay_ms : 0),
		.id = loop->next_id++,
		.fn = fn,
		.user = user,
	};
	while (*at && (*at)->at_ms <= t->at_ms)
		at = &(*at)->next;
	t->next = *at;
	*at = t;
	return t;
}

void loop_cancel(struct loop *loop, struct loop_timer *timer)
{
	for (struct loop_timer **at = &loop->timers; timer && *at; at = &(*at)->next) {
		if (*at == timer) {
			*at = timer->next;
			free(timer);
			return;
		}
	}
}

/* How long the poll may last: the caller's wish, the next timer, what curl itself wants. */
static int wait_ms(struct loop *loop, int max_wait_ms)
{
	int64_t wait = max_wait_ms >= 0 ? max_wait_ms : INT_MAX;
	long curl_ms = -1;

	if (loop->unread || loop->stopped)
		return 0;
	if (loop->timers) {
		int64_t left = loop->timers->at_ms - clock_mono_ms();
		if (left < wait)
			wait = left > 0 ? left : 0;
	}
	curl_multi_timeout(loop->multi, &curl_ms);
	if (curl_ms >= 0 && curl_ms < wait)
		wait = curl_ms;
	return (int)wait;
}

/* Has any watched descriptor something now? Asked before the idle callback only; never waits. */
static bool something_ready(const struct loop *loop)
{
	for (unsigned i = 0; i < loop->n_watches; i++) {
		struct pollfd p = {.fd = loop->watches[i].fd, .events = POLLIN};
		if (poll(&p, 1, 0) > 0)
			return true;
	}
	return false;
}

/* Returns how many descriptors were looked at. */
static unsigned poll_all(struct loop *loop, int max_wait_ms)
{
	unsigned n;
	int wait = wait_ms(loop, max_wait_ms);

	if (wait > 0 && loop->idle && !something_ready(loop)) {
		loop->idle(loop->idle_user); /* may itself add descriptors, timers, transfers */
		wait = wait_ms(loop, max_wait_ms);
	}
	n = loop->n_watches;
	for (unsigned i = 0; i < n; i++) {
		loop->polled[i] = (struct curl_waitfd){.fd = loop->watches[i].fd, .events = CURL_WAIT_POLLIN};
		loop->polled_ids[i] = loop->watches[i].id;
	}
	curl_multi_poll(loop->multi, loop->polled, n, wait, NULL);
	return n;
}

/* Tells the transfers that have ended; how many they were. */
static int end_transfers(struct loop *loop)
{
	const struct CURLMsg *msg;
	int left, ended = 0;

	while ((msg = curl_multi_info_read(loop->multi, &left))) {
		struct loop_transfer *t = NULL;
		CURLcode result = msg->data.result;

		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, (char **)&t);
		t->done(t, result);
		ended++;
	}
	return ended;
}

/* Again while transfers end, so that what their callbacks start is on its way before timers run;
 * not for ever, as a refused connection ends at once. */
static void run_transfers(struct loop *loop)
{
	int running, passes = 4;

	do {
		curl_multi_perform(loop->multi, &running);
		loop->unread = end_transfers(loop) > 0;
	} while (loop->unread && --passes > 0);
}

static void run_fds(struct loop *loop, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (!loop->polled[i].revents)
			continue;
		for (unsigned k = 0; k < loop->n_watches; k++) {
			if (loop->watches[k].id == loop->polled_ids[i]) {
				loop->watches[k].fn(loop->watches[k].user, loop->watches[k].fd);
				break;
			}
		}
	}
}

/* Those made by timers of this very turn wait for the next, so that none can keep the loop here. */
static void run_timers(struct loop *loop)
{
	int64_t now = clock_mono_ms();
	unsigned limit = loop->next_id;

	while (loop->timers && loop->timers->at_ms <= now && (int)(loop->timers->id - limit) < 0) {
		struct loop_timer *t = loop->timers;
		loop->timers = t->next;
		t->fn(t->user);
		free(t);
	}
}

void loop_turn(struct loop *loop, int max_wait_ms)
{
	unsigned polled;

	BUG_ON(loop->turning); /* there are no nested loops here */
	loop->turning = true;
	polled = poll_all(loop, max_wait_ms);
	run_transfers(loop);
	run_fds(loop, polled);
	run_timers(loop);
	loop->turning = false;
}

void loop_set_idle(struct loop *loop, loop_timer_fn *idle, void *user)
{
	loop->idle = idle;
	loop->idle_user = user;
}

void loop_run(struct loop *loop)
{
	while (!loop->stopped)
		loop_turn(loop, -1);
	loop->stopped = false;
}

void loop_stop(struct loop *loop)
{
	loop->stopped = true;
}
