#include "tests/harness/slow_line.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/mem.h"
#include "tests/harness/bench.h"

#define CHUNK 16384

/* Bytes on their way; n 0: the sender has ended. */
struct parcel {
	struct parcel *next;
	double due_us;
	size_t at, n;
	char bytes[];
};

/* One direction of a connection. */
struct lane {
	int from, to;
	bool ended;                  /* nothing more comes */
	struct parcel *first, **last;
};

struct pair {
	struct pair *next;
	struct lane lanes[2];        /* client to server, back */
	double open_us;              /* when the far end hears of the connection */
	bool connected, over;
};

struct slow_line {
	int listener, port, server_port, stop, epoll;
	double delay_us;
	struct pair *pairs;
	pthread_t thread;
};

static void watch(struct slow_line *l, int fd)
{
	struct epoll_event e = {.events = EPOLLIN | EPOLLET | EPOLLRDHUP, .data.fd = fd};
	BUG_ON(epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &e) != 0);
}

static int new_socket(void)
{
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	BUG_ON(fd < 0 || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) != 0);
	return fd;
}

static void unblock(int fd)
{
	BUG_ON(fcntl(fd, F_SETFL, O_NONBLOCK) != 0);
}

/* ---- one direction */

static void lane_init(struct lane *lane, int from, int to)
{
	*lane = (struct lane){.from = from, .to = to};
	lane->last = &lane->first;
}

static void lane_clear(struct lane *lane)
{
	while (lane->first) {
		struct parcel *p = lane->first;
		lane->first = p->next;
		free(p);
	}
}

static void lane_put(struct lane *lane, const char *bytes, size_t n, double due_us)
{
	struct parcel *p = xmalloc(sizeof(*p) + n);
	*p = (struct parcel){.due_us = due_us, .n = n};
	if (n)
		memcpy(p->bytes, bytes, n);
	*lane->last = p;
	lane->last = &p->next;
}

static void lane_read(struct lane *lane, double due_us)
{
	char chunk[CHUNK];
	ssize_t n = 1;

	while (!lane->ended && n > 0) {
		n = read(lane->from, chunk, sizeof(chunk));
		if (n > 0)
			lane_put(lane, chunk, (size_t)n, due_us);
		else if (n == 0 || errno != EAGAIN)
			lane->ended = true;
		if (lane->ended)
			lane_put(lane, NULL, 0, due_us);
	}
}

/* Passes on what has arrived; false when the far end is gone or everything has been said. */
static bool lane_write(struct lane *lane, double now_us)
{
	while (lane->first && lane->first->due_us <= now_us) {
		struct parcel *p = lane->first;
		ssize_t n = p->n ? send(lane->to, p->bytes + p->at, p->n - p->at, MSG_NOSIGNAL) : -2;
		if (n == -1)
			return errno == EAGAIN;
		if (n == -2)
			return shutdown(lane->to, SHUT_WR) == 0 && false;
		p->at += (size_t)n;
		if (p->at < p->n)
			return true;
		lane->first = p->next;
		if (!lane->first)
			lane->last = &lane->first;
		free(p);
	}
	return true;
}

/* ---- connections */

static void pair_open(struct slow_line *l, int client)
{
	struct pair *p = xcalloc(1, sizeof(*p));
	int server = new_socket();

	unblock(client);
	lane_init(&p->lanes[0], client, server);
	lane_init(&p->lanes[1], server, client);
	p->open_us = bench_now_us() + 2 * l->delay_us; /* the handshake is a round trip */
	p->next = l->pairs;
	l->pairs = p;
}

static bool pair_connect(struct slow_line *l, struct pair *p)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)l->server_port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	p->connected = true;
	if (connect(p->lanes[0].to, (struct sockaddr *)&to, sizeof(to)) != 0)
		return false;
	unblock(p->lanes[0].to);
	watch(l, p->lanes[0].from);
	watch(l, p->lanes[0].to);
	return true;
}

static void pair_free(struct pair *p)
{
	close(p->lanes[0].from);
	close(p->lanes[0].to);
	lane_clear(&p->lanes[0]);
	lane_clear(&p->lanes[1]);
	free(p);
}

static void pair_turn(struct slow_line *l, struct pair *p, double now_us)
{
	if (!p->connected && p->open_us <= now_us)
		p->over = !pair_connect(l, p);
	for (int i = 0; i < 2 && p->connected && !p->over; i++) {
		lane_read(&p->lanes[i], now_us + l->delay_us);
		p->over = !lane_write(&p->lanes[i], now_us);
	}
}

/* When something is due next, ms from now; -1: nothing is. */
static int next_ms(const struct slow_line *l, double now_us)
{
	double due = -1;

	for (const struct pair *p = l->pairs; p; p = p->next) {
		const double at[] = {
			p->connected ? -1 : p->open_us,
			p->lanes[0].first ? p->lanes[0].first->due_us : -1,
			p->lanes[1].first ? p->lanes[1].first->due_us : -1,
		};
		for (int i = 0; i < 3; i++) {
			if (at[i] >= 0 && (due < 0 || at[i] < due))
				due = at[i];
		}
	}
	if (due < 0)
		return -1;
	return due <= now_us ? 1 : (int)((due - now_us) / 1000) + 1;
}

static void turn(struct slow_line *l)
{
	double now = bench_now_us();

	for (struct pair **at = &l->pairs; *at;) {
		struct pair *p = *at;
		pair_turn(l, p, now);
		if (!p->over) {
			at = &p->next;
			continue;
		}
		*at = p->next;
		pair_free(p);
	}
}

static void *run(void *user)
{
	struct slow_line *l = user;
	bool stopped = false;

	while (!stopped) {
		struct epoll_event events[64];
		int n = epoll_wait(l->epoll, events, 64, next_ms(l, bench_now_us()));
		for (int i = 0; i < n; i++) {
			int client = -1;
			stopped = stopped || events[i].data.fd == l->stop;
			while (events[i].data.fd == l->listener &&
				(client = accept4(l->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
				pair_open(l, client);
		}
		turn(l);
	}
	return NULL;
}

struct slow_line *slow_line_start(int server_port, int round_trip_ms)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);
	struct slow_line *l = xcalloc(1, sizeof(*l));

	l->server_port = server_port;
	l->delay_us = round_trip_ms * 500.0;
	l->listener = new_socket();
	l->stop = eventfd(0, EFD_CLOEXEC);
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	BUG_ON(l->stop < 0 || l->epoll < 0 || bind(l->listener, (struct sockaddr *)&at, len) != 0 ||
		listen(l->listener, 128) != 0 ||
		getsockname(l->listener, (struct sockaddr *)&at, &len) != 0);
	l->port = ntohs(at.sin_port);
	unblock(l->listener);
	watch(l, l->listener);
	watch(l, l->stop);
	BUG_ON(pthread_create(&l->thread, NULL, run, l) != 0);
	return l;
}

int slow_line_port(const struct slow_line *line)
{
	return line->port;
}

void slow_line_stop(struct slow_line *line)
{
	BUG_ON(eventfd_write(line->stop, 1) != 0);
	pthread_join(line->thread, NULL);
	while (line->pairs) {
		struct pair *p = line->pairs;
		line->pairs = p->next;
		pair_free(p);
	}
	close(line->listener);
	close(line->stop);
	close(line->epoll);
	free(line);
}
