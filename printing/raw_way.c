#include "printing/raw_way.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define USUAL_PORT "9100"
#define DLE 0x10
#define EOT 0x04

/* ---- opening */

/* socket://HOST[:PORT] or [IPv6]; checked before, so it has a host. */
static void split(const char *uri, char host[256], char port[8])
{
	const char *at = uri + strlen("socket://");
	bool bracket = *at == '[';
	size_t len = strcspn(at + bracket, bracket ? "]" : ":");
	const char *tail = at + bracket + len + (bracket && at[bracket + len] ? 1 : 0);

	snprintf(host, 256, "%.*s", (int)(len < 255 ? len : 255), at + bracket);
	snprintf(port, 8, "%.6s", *tail == ':' ? tail + 1 : USUAL_PORT);
}

static bool connected(int fd, int timeout_ms)
{
	struct pollfd p = {.fd = fd, .events = POLLOUT};
	int error = 0;
	socklen_t len = sizeof(error);

	return poll(&p, 1, timeout_ms) == 1 &&
		getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 && error == 0;
}

static int connect_one(const struct addrinfo *a, int timeout_ms)
{
	int fd = socket(a->ai_family, a->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, a->ai_protocol);
	int one = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	if (connect(fd, a->ai_addr, a->ai_addrlen) == 0 ||
		(errno == EINPROGRESS && connected(fd, timeout_ms)))
		return fd;
	close(fd);
	return -1;
}

static bool open_socket(struct raw_way *way, const char *uri, int timeout_ms)
{
	const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
	struct addrinfo *list = NULL;
	char host[256], port[8];

	split(uri, host, port);
	if (getaddrinfo(host, port, &hints, &list) != 0)
		return false;
	for (struct addrinfo *a = list; a && way->fd < 0; a = a->ai_next)
		way->fd = connect_one(a, timeout_ms);
	freeaddrinfo(list);
	way->is_socket = way->reads = true;
	return way->fd >= 0;
}

static const char *why_not(int error)
{
	switch (error) {
	case ENOENT: case ENODEV: case ENXIO:
		return _("không thấy máy in (chưa bật hoặc chưa cắm dây)");
	case EACCES: case EPERM:
		return _("không có quyền dùng máy in (thêm người dùng vào nhóm lp)");
	case EBUSY:
		return _("máy in đang do chương trình khác dùng");
	default:
		return _("không mở được máy in");
	}
}

/* A serial line is to hand on each byte as it is. */
static bool set_plain(int fd)
{
	struct termios t;

	if (!isatty(fd))
		return true;
	if (tcgetattr(fd, &t) != 0)
		return false;
	cfmakeraw(&t);
	return tcsetattr(fd, TCSANOW, &t) == 0;
}

static const char *no_device(mode_t mode)
{
	return S_ISDIR(mode) ? _("đó là thư mục, không phải máy in") :
		S_ISFIFO(mode) || S_ISSOCK(mode) ? _("đó là đường ống, không phải máy in") :
		_("đó không phải máy in");
}

static bool open_device(struct raw_way *way, const char *path, char *why, size_t size)
{
	const int flags = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISCHR(st.st_mode)) {
		str_copy(why, size, no_device(st.st_mode));
		return false;
	}
	way->fd = open(path, O_RDWR | flags);
	way->reads = way->fd >= 0;
	if (way->fd < 0 && (errno == EACCES || errno == EINVAL || errno == EROFS))
		way->fd = open(path, O_WRONLY | flags);
	int error = errno;
	if (way->fd >= 0 && fstat(way->fd, &st) == 0 && S_ISCHR(st.st_mode) && set_plain(way->fd))
		return true;
	str_copy(why, size, way->fd >= 0 ? _("đó không phải máy in") : why_not(error));
	raw_close(way);
	return false;
}

bool raw_open(struct raw_way *way, const char *destination, int timeout_ms, char *why, size_t size)
{
	bool device = destination[0] == '/';

	*way = (struct raw_way){.fd = -1, .stop_fd = way->stop_fd};
	if (device)
		return open_device(way, destination, why, size);
	if (open_socket(way, destination, timeout_ms))
		return true;
	str_copy(why, size, _("không liên lạc được"));
	return false;
}

void raw_close(struct raw_way *way)
{
	if (way->fd >= 0)
		close(way->fd);
	way->fd = -1;
}

/* ---- waiting */

static enum raw_wait wait_for(struct raw_way *way, short events, int timeout_ms)
{
	struct pollfd p[] = {{.fd = way->fd, .events = events}, {.fd = way->stop_fd, .events = POLLIN}};
	int64_t until = clock_mono_ms() + timeout_ms;

	for (;;) {
		int64_t left = until - clock_mono_ms();
		int n = poll(p, 2, left > 0 ? (int)left : 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (p[1].revents & POLLIN)
			return RAW_STOP;
		if (p[0].revents & events)
			return RAW_READY;
		if (p[0].revents & (POLLERR | POLLHUP | POLLNVAL))
			return RAW_BROKEN;
		if (n <= 0)
			return n < 0 ? RAW_BROKEN : RAW_TIMEOUT;
	}
}

enum raw_wait raw_write(struct raw_way *way, const void *bytes, size_t len, int timeout_ms,
	size_t *written)
{
	*written = 0;
	enum raw_wait w = wait_for(way, POLLOUT, timeout_ms);
	if (w != RAW_READY)
		return w;
	ssize_t n = way->is_socket ? send(way->fd, bytes, len, MSG_NOSIGNAL) : write(way->fd, bytes, len);
	if (n > 0) {
		*written = (size_t)n;
		return RAW_READY;
	}
	return n < 0 && (errno == EINTR || errno == EAGAIN) ? RAW_TIMEOUT : RAW_BROKEN;
}

enum raw_wait raw_read(struct raw_way *way, int timeout_ms, unsigned char *byte)
{
	if (!way->reads)
		return RAW_TIMEOUT;
	enum raw_wait w = wait_for(way, POLLIN, timeout_ms);
	if (w != RAW_READY)
		return w;
	ssize_t n = read(way->fd, byte, 1);
	if (n == 1)
		return RAW_READY;
	/* a printer on a cable that has nothing to say reads as the end of a file */
	if (n == 0 && !way->is_socket && !isatty(way->fd))
		return RAW_TIMEOUT;
	return n < 0 && (errno == EINTR || errno == EAGAIN) ? RAW_TIMEOUT : RAW_BROKEN;
}

enum raw_wait raw_rest(struct raw_way *way, int ms)
{
	return wait_for(way, 0, ms);
}

size_t raw_unsent(const struct raw_way *way)
{
	int n = 0;

	return ioctl(way->fd, way->is_socket ? SIOCOUTQ : TIOCOUTQ, &n) == 0 && n > 0 ? (size_t)n : 0;
}

/* ---- the state */

/* Bits of the answers to DLE EOT n, most telling first. */
static const struct {
	int n;
	unsigned char bits;
	enum trouble trouble;
} signs[] = {
	{2, 0x04, TROUBLE_COVER}, {4, 0x60, TROUBLE_PAPER}, {2, 0x20, TROUBLE_PAPER},
	{3, 0x08, TROUBLE_JAM}, {3, 0x40, TROUBLE_HOT}, {3, 0x24, TROUBLE_OTHER},
	{2, 0x40, TROUBLE_OTHER}, {1, 0x08, TROUBLE_PAUSED},
};

static bool is_state(unsigned char byte)
{
	return (byte & 0x93) == 0x12;
}

bool raw_is_in_order_answer(unsigned char byte)
{
	return (byte & 0x90) == 0;
}

static enum raw_wait ask_one(struct raw_way *way, int n, int timeout_ms, unsigned char *answer)
{
	const unsigned char question[] = {DLE, EOT, (unsigned char)n};
	int64_t until = clock_mono_ms() + timeout_ms;

	for (size_t at = 0, written; at < sizeof(question); at += written) {
		enum raw_wait w = raw_write(way, question + at, sizeof(question) - at, timeout_ms, &written);
		if (w != RAW_READY)
			return w;
	}
	for (;;) {
		int64_t left = until - clock_mono_ms();
		enum raw_wait w = raw_read(way, left > 0 ? (int)left : 0, answer);
		if (w != RAW_READY || is_state(*answer))
			return w;
	}
}

enum raw_wait raw_ask(struct raw_way *way, int timeout_ms, enum trouble *trouble)
{
	unsigned char answers[5] = {0};

	*trouble = TROUBLE_NONE;
	if (!way->reads)
		return RAW_TIMEOUT;
	for (int n = 1; n <= 4; n++) {
		enum raw_wait w = ask_one(way, n, timeout_ms, &answers[n]);
		if (w != RAW_READY)
			return w;
	}
	way->two_way = true;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		if (answers[signs[i].n] & signs[i].bits) {
			*trouble = signs[i].trouble;
			return RAW_READY;
		}
	}
	return RAW_READY;
}
