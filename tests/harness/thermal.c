#include "tests/harness/thermal.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>
#include "base/mem.h"

#define NEVER ((size_t)-1)
#define WELL 0x12

struct thermal {
	enum thermal_door door;
	bool two_way;
	char destination[64];
	pthread_t thread;
	int listener, conn, wake;
	int kept; /* our own end of the device, so that it stays while nobody prints */
	pthread_mutex_t lock; /* over what follows */
	bool ending, stalled;
	unsigned char states[5], later[5];
	size_t unplug_at;
	/* the head: bytes of a command seen so far, bytes of picture to come */
	unsigned char command[8];
	size_t n_command, picture;
	bool asked_in_order, begun;
	size_t taken; /* of this document */
	int papers;
	size_t dots, strange;
};

/* ---- what comes in */

static bool is_well(const struct thermal *t)
{
	for (int n = 1; n <= 4; n++) {
		if (t->states[n] != WELL)
			return false;
	}
	return true;
}

static void answer(struct thermal *t, unsigned char byte)
{
	if (t->two_way)
		BUG_ON(write(t->conn, &byte, 1) != 1);
}

static void begin_document(struct thermal *t)
{
	t->begun = true;
	t->taken = 0;
	for (int n = 1; n <= 4; n++) {
		if (t->later[n])
			t->states[n] = t->later[n];
		t->later[n] = 0;
	}
}

static void end_document(struct thermal *t)
{
	t->papers += t->begun;
	t->begun = false;
}

/* True when the bytes so far are a whole command. */
static bool do_command(struct thermal *t)
{
	const unsigned char *c = t->command;
	size_t n = t->n_command;

	if (c[0] == 0x10) {
		if (n == 3 && c[1] == 0x04 && c[2] >= 1 && c[2] <= 4)
			answer(t, t->states[c[2]]);
		return n == 3;
	}
	if (c[0] == 0x1B) {
		if (n == 2 && c[1] == '@')
			begin_document(t);
		return n == 2;
	}
	if (c[0] == 0x0C)
		return true;
	if (c[0] != 0x1D) {
		t->strange++;
		return true;
	}
	if (n >= 2 && c[1] == 'r') {
		t->asked_in_order = t->asked_in_order || n == 3;
		return n == 3;
	}
	if (n >= 2 && c[1] == 'V') {
		size_t whole = n >= 3 && c[2] >= 'A' ? 4 : 3;
		if (n == whole)
			end_document(t);
		return n == whole;
	}
	if (n == 8)
		t->picture = (size_t)(c[4] | c[5] << 8) * (size_t)(c[6] | c[7] << 8);
	return n == 8;
}

static void take(struct thermal *t, unsigned char byte)
{
	t->taken++;
	if (t->picture) {
		t->picture--;
		t->dots++;
		return;
	}
	t->command[t->n_command++] = byte;
	if (do_command(t))
		t->n_command = 0;
}

/* ---- the way in */

static void listen_on(struct thermal *t)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	int small = 4096;

	t->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	BUG_ON(t->listener < 0);
	setsockopt(t->listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	BUG_ON(bind(t->listener, (struct sockaddr *)&a, sizeof(a)) != 0 || listen(t->listener, 4) != 0 ||
		getsockname(t->listener, (struct sockaddr *)&a, &len) != 0);
	snprintf(t->destination, sizeof(t->destination), "socket://127.0.0.1:%d", ntohs(a.sin_port));
}

static void open_device(struct thermal *t)
{
	struct termios plain;

	BUG_ON(openpty(&t->conn, &t->kept, t->destination, NULL, NULL) != 0);
	BUG_ON(tcgetattr(t->kept, &plain) != 0);
	cfmakeraw(&plain);
	BUG_ON(tcsetattr(t->kept, TCSANOW, &plain) != 0);
	fcntl(t->conn, F_SETFL, O_NONBLOCK);
	fcntl(t->conn, F_SETFD, FD_CLOEXEC);
	fcntl(t->kept, F_SETFD, FD_CLOEXEC);
}

static void hang_up(struct thermal *t)
{
	struct linger now = {.l_onoff = 1, .l_linger = 0};

	if (t->conn < 0)
		return;
	if (t->door == THERMAL_TCP)
		setsockopt(t->conn, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(t->conn);
	t->conn = -1;
	t->n_command = t->picture = 0;
	t->begun = t->asked_in_order = false;
}

/* The plug is out: a listener answers no more either. */
static void unplug(struct thermal *t)
{
	hang_up(t);
	if (t->listener >= 0)
		close(t->listener);
	t->listener = -1;
	if (t->kept >= 0)
		close(t->kept);
	t->kept = -1;
}

static void receive(struct thermal *t)
{
	unsigned char bytes[512];
	ssize_t n = read(t->conn, bytes, sizeof(bytes));

	for (ssize_t i = 0; i < n; i++) {
		take(t, bytes[i]);
		if (t->begun && t->taken >= t->unplug_at) {
			unplug(t);
			return;
		}
	}
	if (n <= 0 && t->door == THERMAL_TCP)
		hang_up(t);
}

/* In the order of the bytes: not before what came first is on paper. */
static void answer_in_order(struct thermal *t)
{
	if (!t->asked_in_order || !is_well(t) || t->conn < 0)
		return;
	t->asked_in_order = false;
	answer(t, 0);
}

static void one_round(struct thermal *t)
{
	struct pollfd p[] = {{.fd = t->wake, .events = POLLIN}, {.fd = t->listener, .events = POLLIN},
		{.fd = t->stalled ? -1 : t->conn, .events = POLLIN}};
	eventfd_t n;

	if (t->conn >= 0)
		p[1].fd = -1; /* one at a time */
	pthread_mutex_unlock(&t->lock);
	poll(p, 3, -1);
	pthread_mutex_lock(&t->lock);
	eventfd_read(t->wake, &n);
	if (t->ending)
		return;
	if (p[1].revents)
		t->conn = accept4(t->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	else if (p[2].revents && !t->stalled)
		receive(t);
	answer_in_order(t);
}

static void *run(void *user)
{
	struct thermal *t = user;

	pthread_mutex_lock(&t->lock);
	while (!t->ending)
		one_round(t);
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

/* ---- from the test */

struct thermal *thermal_start(enum thermal_door door, bool two_way)
{
	struct thermal *t = xcalloc(1, sizeof(*t));

	*t = (struct thermal){.door = door, .two_way = two_way, .listener = -1, .conn = -1, .kept = -1,
		.unplug_at = NEVER, .states = {0, WELL, WELL, WELL, WELL}};
	pthread_mutex_init(&t->lock, NULL);
	t->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (door == THERMAL_TCP)
		listen_on(t);
	else
		open_device(t);
	BUG_ON(pthread_create(&t->thread, NULL, run, t) != 0);
	return t;
}

static void change(struct thermal *t)
{
	pthread_mutex_unlock(&t->lock);
	BUG_ON(eventfd_write(t->wake, 1) != 0);
}

void thermal_stop(struct thermal *t)
{
	pthread_mutex_lock(&t->lock);
	t->ending = true;
	change(t);
	pthread_join(t->thread, NULL);
	unplug(t);
	close(t->wake);
	pthread_mutex_destroy(&t->lock);
	free(t);
}

const char *thermal_destination(const struct thermal *t)
{
	return t->destination;
}

void thermal_state(struct thermal *t, int n, unsigned char byte)
{
	pthread_mutex_lock(&t->lock);
	t->states[n] = byte;
	change(t);
}

void thermal_state_in_the_middle(struct thermal *t, int n, unsigned char byte)
{
	pthread_mutex_lock(&t->lock);
	t->later[n] = byte;
	change(t);
}

void thermal_stall(struct thermal *t, bool stalled)
{
	pthread_mutex_lock(&t->lock);
	t->stalled = stalled;
	change(t);
}

void thermal_unplug_at(struct thermal *t, size_t bytes)
{
	pthread_mutex_lock(&t->lock);
	t->unplug_at = bytes;
	change(t);
}

int thermal_papers(struct thermal *t)
{
	pthread_mutex_lock(&t->lock);
	int n = t->papers;
	pthread_mutex_unlock(&t->lock);
	return n;
}

size_t thermal_dots(struct thermal *t)
{
	pthread_mutex_lock(&t->lock);
	size_t n = t->dots;
	pthread_mutex_unlock(&t->lock);
	return n;
}

size_t thermal_strange(struct thermal *t)
{
	pthread_mutex_lock(&t->lock);
	size_t n = t->strange;
	pthread_mutex_unlock(&t->lock);
	return n;
}
