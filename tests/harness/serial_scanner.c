#include "tests/harness/serial_scanner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"

#define DEADLINE_MS 30000

static void fail(const char *what)
{
	fprintf(stderr, "serial scanner: %s\n", what);
	abort();
}

void serial_scanner_plug(struct serial_scanner *s)
{
	char name[128], beside[160];
	int slave;
	if (openpty(&s->port, &slave, name, NULL, NULL) != 0)
		fail("no pseudo terminal");
	close(slave);
	fcntl(s->port, F_SETFD, FD_CLOEXEC);
	fcntl(s->port, F_SETFL, O_NONBLOCK);
	snprintf(beside, sizeof(beside), "%s.new", s->path);
	if (symlink(name, beside) != 0 || rename(beside, s->path) != 0)
		fail("no name for it");
}

void serial_scanner_unplug(struct serial_scanner *s)
{
	unlink(s->path);
	close(s->port);
	s->port = -1;
}

void serial_scanner_open(struct serial_scanner *s, const char *dir)
{
	snprintf(s->path, sizeof(s->path), "%s/scanner", dir);
	serial_scanner_plug(s);
}

void serial_scanner_close(struct serial_scanner *s)
{
	if (s->port >= 0)
		serial_scanner_unplug(s);
}

void serial_scanner_send(struct serial_scanner *s, const char *bytes, size_t len)
{
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;
	while (len > 0) {
		ssize_t n = write(s->port, bytes, len);
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
			continue;
		}
		struct pollfd fd = {.fd = s->port, .events = POLLOUT};
		if ((errno != EAGAIN && errno != EINTR) || clock_mono_ms() > deadline)
			fail("nobody reads");
		poll(&fd, 1, 10);
	}
}

void serial_scanner_scan(struct serial_scanner *s, const char *text)
{
	serial_scanner_send(s, text, strlen(text));
	serial_scanner_send(s, "\r", 1);
}

void serial_scanner_expect_reader(struct serial_scanner *s)
{
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;
	struct termios t;
	while (tcgetattr(s->port, &t) != 0 || (t.c_lflag & ICANON)) {
		if (clock_mono_ms() > deadline)
			fail("nobody opens it");
		poll(NULL, 0, 2);
	}
}
