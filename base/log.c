#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/say.h"

static int log_fd = -1;
static enum log_level log_most = LOG_INFO;

bool log_open(const char *path, enum log_level level, struct err *err)
{
	log_close();
	log_most = level;
	if (!path) {
		log_fd = STDERR_FILENO;
		return true;
	}
	log_fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (log_fd < 0)
		return err_set(err, ERR_CONFIG, "%s: %s", path, say_errno(errno));
	return true;
}

void log_close(void)
{
	if (log_fd > STDERR_FILENO)
		close(log_fd);
	log_fd = -1;
}

void log_line(enum log_level level, const char *fmt, ...)
{
	static const char *const names[] = {"error", "warn", "info", "debug"};
	char line[1024];
	if (log_fd < 0 || level > log_most)
		return;
	time_t now = (time_t)clock_now();
	struct tm tm;
	gmtime_r(&now, &tm);
	size_t n = strftime(line, sizeof(line), "%Y-%m-%dT%H:%M:%SZ ", &tm);
	n += (size_t)snprintf(line + n, sizeof(line) - n, "%s ", names[level]);
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(line + n, sizeof(line) - n - 1, fmt, ap);
	va_end(ap);
	n = strlen(line);
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F)
			line[i] = '?';
	}
	line[n++] = '\n';
	if (write(log_fd, line, n) < 0)
		return; /* nowhere left to say it */
}
