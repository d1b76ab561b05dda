#include "devices/serial.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

static const struct {
	int64_t baud;
	speed_t code;
} speeds[] = {
	{1200, B1200}, {2400, B2400}, {4800, B4800}, {9600, B9600}, {19200, B19200}, {38400, B38400},
	{57600, B57600}, {115200, B115200}, {230400, B230400}, {460800, B460800}, {921600, B921600},
};

/* Where a scanner turns up, in this order. */
static const char *const usual[] = {"/dev/ttyACM*", "/dev/ttyUSB*"};

static bool speed_code(int64_t baud, speed_t *code)
{
	for (size_t i = 0; i < ARRAY_LEN(speeds); i++)
		if (speeds[i].baud == baud) {
			*code = speeds[i].code;
			return true;
		}
	return false;
}

bool serial_speed_known(int64_t speed)
{
	speed_t code;
	return speed_code(speed, &code);
}

/* ---- opening */

/* 8N1, no flow control, no line editing; the modem's lines do not matter. */
static bool make_raw(int fd, int64_t baud)
{
	struct termios t;
	speed_t code = B9600;
	speed_code(baud, &code);
	if (tcgetattr(fd, &t) != 0)
		return false;
	cfmakeraw(&t);
	t.c_cflag &= ~(tcflag_t)(CSTOPB | PARENB | CRTSCTS);
	t.c_cflag |= CS8 | CREAD | CLOCAL;
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	cfsetispeed(&t, code);
	cfsetospeed(&t, code);
	return tcsetattr(fd, TCSANOW, &t) == 0;
}

static enum serial_state why_not(int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		return SERIAL_DENIED;
	case EBUSY:
		return SERIAL_BUSY;
	default:
		return SERIAL_ABSENT; /* also a terminal whose other side is gone */
	}
}

/* The lock tells others of our kind, root too, whom TIOCEXCL lets in. */
static enum serial_state try_open(struct serial *s, const char *path, int64_t speed)
{
	enum serial_state state = SERIAL_OPEN;
	int fd = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return why_not(errno);
	if (!isatty(fd))
		state = SERIAL_STRANGE;
	else if (flock(fd, LOCK_EX | LOCK_NB) != 0 || ioctl(fd, TIOCEXCL) != 0)
		state = SERIAL_BUSY;
	else if (!make_raw(fd, speed))
		state = SERIAL_ABSENT;
	if (state == SERIAL_OPEN)
		s->fd = fd;
	else
		close(fd);
	return state;
}

/* The first that opens; where none does, why the first that is there does not. */
static bool try_path(struct serial *s, const char *path, int64_t speed)
{
	enum serial_state state = try_open(s, path, speed);
	if (state == SERIAL_OPEN || s->state == SERIAL_ABSENT) {
		s->state = state;
		if (!str_copy(s->path, sizeof(s->path), path))
			s->path[0] = '\0';
	}
	return state == SERIAL_OPEN;
}

static bool is_other(const struct serial_wish *wish, const char *path)
{
	for (size_t i = 0; i < wish->n_others; i++)
		if (str_eq(wish->others[i], path))
			return true;
	return false;
}

static void look_around(struct serial *s, const struct serial_wish *wish)
{
	bool open = false;
	for (size_t i = 0; i < ARRAY_LEN(usual) && !open; i++) {
		glob_t found;
		if (glob(usual[i], 0, NULL, &found) != 0)
			continue;
		for (size_t k = 0; k < found.gl_pathc && !open; k++)
			open = !is_other(wish, found.gl_pathv[k]) && try_path(s, found.gl_pathv[k], wish->speed);
		globfree(&found);
	}
}

void serial_open(struct serial *s, const struct serial_wish *wish)
{
	*s = (struct serial){.state = SERIAL_ABSENT, .fd = -1};
	if (str_eq(wish->device, SERIAL_OFF))
		s->state = SERIAL_IS_OFF;
	else if (str_eq(wish->device, SERIAL_AUTO))
		look_around(s, wish);
	else
		try_path(s, wish->device, wish->speed);
}

int serial_read(struct serial *s, unsigned char *out, size_t size)
{
	ssize_t n = read(s->fd, out, size);
	if (n > 0)
		return (int)n;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	serial_close(s);
	return -1;
}

void serial_close(struct serial *s)
{
	if (s->state == SERIAL_OPEN) {
		ioctl(s->fd, TIOCNXCL);
		close(s->fd);
	}
	s->state = SERIAL_ABSENT;
	s->fd = -1;
}

void serial_words(const struct serial *s, char *out, size_t size)
{
	static const char *const words[] = {
		[SERIAL_IS_OFF] = N_("không dùng máy quét cổng nối tiếp"),
		[SERIAL_ABSENT] = N_("không thấy máy quét cổng nối tiếp; máy quét kiểu bàn phím vẫn dùng được"),
		[SERIAL_DENIED] = N_("không có quyền đọc: người quản trị thêm người dùng này vào nhóm dialout rồi đăng nhập lại"),
		[SERIAL_BUSY] = N_("chương trình khác đang dùng máy quét này"),
		[SERIAL_STRANGE] = N_("đây không phải cổng nối tiếp: xem [scanner] device trong tệp cấu hình"),
		[SERIAL_OPEN] = N_("máy quét cổng nối tiếp đang nối"),
	};
	snprintf(out, size, "%s%s%s", s->path, s->path[0] ? ": " : "", _(words[s->state]));
}

/* ---- coming and going */

int serial_watch(const struct serial_wish *wish)
{
	bool search = str_eq(wish->device, SERIAL_AUTO);
	if (str_eq(wish->device, SERIAL_OFF))
		return -1;
	int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	char *dir = search ? xstrdup("/dev") : fs_dir(wish->device);
	if (watch >= 0 && inotify_add_watch(watch, dir, IN_CREATE | IN_MOVED_TO | IN_ATTRIB) < 0) {
		close(watch);
		watch = -1;
	}
	free(dir);
	return watch;
}

bool serial_watch_heed(int watch)
{
	union {
		struct inotify_event first; /* for its alignment */
		char bytes[4096];
	} events;
	bool there = true;
	ssize_t n;
	while ((n = read(watch, events.bytes, sizeof(events.bytes))) > 0) {
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *e = (const void *)(events.bytes + at);
			there = there && !(e->mask & IN_IGNORED);
			at += (ssize_t)(sizeof(*e) + e->len);
		}
	}
	return there;
}
