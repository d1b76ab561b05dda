#include "tui/scanner.h"

#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "devices/scan_lines.h"
#include "net/loop.h"

#define AGAIN_MS 2000 /* where nothing tells that it is worth another try */
#define BREATH_MS 10  /* between two reads, for all else */

struct scanner {
	struct loop *loop;
	const struct serial_wish *wish;
	struct scanner_calls calls;
	struct serial port;
	struct scan_lines lines;
	int watch;           /* -1: none */
	bool reading, starting;
	struct loop_timer *again, *breath, *silence;
};

static void cancel(struct scanner *s, struct loop_timer **timer)
{
	if (*timer)
		loop_cancel(s->loop, *timer);
	*timer = NULL;
}

/* ---- reading */

static void on_silence(void *user)
{
	struct scanner *s = user;
	s->silence = NULL;
	if (scan_lines_pause(&s->lines, clock_mono_ms()))
		s->calls.scan(s->calls.user, scan_lines_text(&s->lines));
}

static void wait_for_end(struct scanner *s)
{
	int64_t patience = scan_lines_patience_ms(&s->lines);
	cancel(s, &s->silence);
	if (patience >= 0)
		s->silence = loop_timer(s->loop, patience, on_silence, s);
}

static void stop_reading(struct scanner *s)
{
	if (s->reading)
		loop_remove_fd(s->loop, s->port.fd);
	s->reading = false;
}

static void on_port(void *user, int fd);

static void on_breath(void *user)
{
	struct scanner *s = user;
	s->breath = NULL;
	loop_add_fd(s->loop, s->port.fd, on_port, s);
	s->reading = true;
}

static void on_again(void *user);

static void taken_out(struct scanner *s)
{
	cancel(s, &s->silence);
	scan_lines_clear(&s->lines);
	s->calls.changed(s->calls.user, &s->port);
	s->again = loop_timer(s->loop, AGAIN_MS, on_again, s); /* not at once: it may be going still */
}

static void on_port(void *user, int fd)
{
	struct scanner *s = user;
	unsigned char bytes[4096];
	(void)fd;
	stop_reading(s);
	int n = serial_read(&s->port, bytes, sizeof(bytes));
	if (n < 0) {
		taken_out(s);
		return;
	}
	int64_t now = clock_mono_ms();
	for (int i = 0; i < n; i++)
		if (scan_lines_feed(&s->lines, bytes[i], now))
			s->calls.scan(s->calls.user, scan_lines_text(&s->lines));
	explicit_bzero(bytes, (size_t)n);
	wait_for_end(s);
	s->breath = loop_timer(s->loop, BREATH_MS, on_breath, s);
}

/* ---- looking for it */

static void look(struct scanner *s);

static void on_again(void *user)
{
	struct scanner *s = user;
	s->again = NULL;
	look(s);
}

static void stop_watching(struct scanner *s)
{
	if (s->watch < 0)
		return;
	loop_remove_fd(s->loop, s->watch);
	close(s->watch);
	s->watch = -1;
}

static void on_watch(void *user, int fd)
{
	struct scanner *s = user;
	if (!serial_watch_heed(fd))
		stop_watching(s);
	look(s);
}

static void watch(struct scanner *s)
{
	if (s->watch >= 0)
		return;
	s->watch = serial_watch(s->wish);
	if (s->watch >= 0)
		loop_add_fd(s->loop, s->watch, on_watch, s);
}

/* Nothing tells that another program lets go, nor what comes into a folder that is not there, and some
 * folders of devices do not tell at all. */
static bool may_come_unseen(const struct scanner *s)
{
	return s->watch < 0 || s->port.state == SERIAL_BUSY || !str_eq(s->wish->device, SERIAL_AUTO);
}

static void look(struct scanner *s)
{
	enum serial_state before = s->port.state;
	if (before == SERIAL_OPEN || before == SERIAL_IS_OFF)
		return;
	cancel(s, &s->again);
	watch(s); /* first: what comes in between is not missed */
	serial_open(&s->port, s->wish);
	if (s->port.state != before && !(s->starting && s->port.state == SERIAL_OPEN))
		s->calls.changed(s->calls.user, &s->port);
	if (s->port.state == SERIAL_OPEN)
		on_breath(s);
	else if (s->port.state != SERIAL_IS_OFF && may_come_unseen(s))
		s->again = loop_timer(s->loop, AGAIN_MS, on_again, s);
}

struct scanner *scanner_new(struct loop *loop, const struct serial_wish *wish,
	const struct scanner_calls *calls)
{
	struct scanner *s = xcalloc(1, sizeof(*s));
	*s = (struct scanner){.loop = loop, .wish = wish, .calls = *calls, .watch = -1,
		.port = {.state = SERIAL_ABSENT, .fd = -1}};
	scan_lines_init(&s->lines);
	s->starting = true; /* that it is there is no news */
	look(s);
	s->starting = false;
	return s;
}

const struct serial *scanner_state(const struct scanner *s)
{
	return &s->port;
}

void scanner_free(struct scanner *s)
{
	if (!s)
		return;
	cancel(s, &s->again);
	cancel(s, &s->breath);
	cancel(s, &s->silence);
	stop_reading(s);
	serial_close(&s->port);
	stop_watching(s);
	scan_lines_clear(&s->lines);
	free(s);
}
