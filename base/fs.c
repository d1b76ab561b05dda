#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/say.h"

bool fs_sync_dir(const char *path, struct err *err)
{
	char *dir = fs_dir(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* Some network file systems know no sync of a folder: they answer EINVAL and write at once. */
	bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
	if (!ok)
		err_set(err, ERR_DISK, _("Không ghi được thay đổi của thư mục %s xuống ổ đĩa: %s."), dir,
			say_errno(errno));
	if (fd >= 0)
		close(fd);
	free(dir);
	return ok;
}

static bool make_dir(const char *path, mode_t mode, struct err *err)
{
	if (mkdir(path, mode) == 0)
		return fs_sync_dir(path, err);
	return errno == EEXIST ||
		err_set(err, ERR_DISK, _("Không tạo được thư mục %s: %s."), path, say_errno(errno));
}

bool fs_mkdirs(const char *path, mode_t mode, struct err *err)
{
	char *copy = xstrdup(path);
	bool ok = true;
	for (char *p = copy + 1; ok && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		ok = make_dir(copy, mode, err);
		*p = '/';
	}
	ok = ok && make_dir(copy, mode, err);
	free(copy);
	return ok;
}

bool fs_read_fd(int fd, const char *name, struct buf *out, struct err *err)
{
	char chunk[16384];
	for (;;) {
		ssize_t n = read(fd, chunk, sizeof(chunk));
		if (n == 0)
			return true;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, ERR_DISK, _("Không đọc được %s: %s."), name, say_errno(errno));
		if (!buf_add(out, chunk, (size_t)n))
			return err_set(err, ERR_DATA, _("%s lớn quá %zu byte."), name, out->max);
	}
}

bool fs_read(const char *path, struct buf *out, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, ERR_DISK, _("Không mở được tệp %s: %s."), path, say_errno(errno));
	bool ok = fs_read_fd(fd, path, out, err);
	close(fd);
	return ok;
}

/* The opened file is the one whose mode is judged. */
bool fs_read_private(const char *path, struct buf *out, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_set(err, ERR_DISK, _("Không mở được tệp khóa %s: %s."), path, say_errno(errno));
	bool ok;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		ok = err_set(err, ERR_CONFIG, _("Tệp khóa %s không phải tệp thường."), path);
	else if (st.st_mode & 077)
		ok = err_set(err, ERR_CONFIG,
			_("Người khác đọc được tệp khóa %s: đặt lại quyền bằng chmod 600."), path);
	else
		ok = fs_read_fd(fd, path, out, err);
	close(fd);
	return ok;
}

bool fs_write_all(int fd, const void *from, size_t len)
{
	const char *bytes = from;
	while (len) {
		ssize_t n = write(fd, bytes, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* A synced file beside that one; its name, for the caller to free, NULL when that failed. */
static char *write_beside(const char *path, const void *bytes, size_t len, mode_t mode)
{
	char *tmp = xasprintf("%s.XXXXXX", path);
	int fd = mkostemp(tmp, O_CLOEXEC);
	bool ok = fd >= 0 && fchmod(fd, mode) == 0 && fs_write_all(fd, bytes, len) && fsync(fd) == 0;
	int why = errno;
	if (fd >= 0 && close(fd) != 0 && ok) {
		why = errno;
		ok = false;
	}
	if (!ok && fd >= 0)
		unlink(tmp);
	if (!ok) {
		free(tmp);
		tmp = NULL;
	}
	errno = why;
	return tmp;
}

static bool not_written(const char *path, struct err *err)
{
	return err_set(err, ERR_DISK, _("Không ghi được tệp %s: %s."), path, say_errno(errno));
}

bool fs_write_atomic(const char *path, const void *bytes, size_t len, mode_t mode, struct err *err)
{
	char *tmp = write_beside(path, bytes, len, mode);
	bool ok = (tmp && rename(tmp, path) == 0) || not_written(path, err);
	if (!ok && tmp)
		unlink(tmp);
	free(tmp);
	return ok && fs_sync_dir(path, err);
}

bool fs_write_new(const char *path, const void *bytes, size_t len, mode_t mode, bool *made,
	struct err *err)
{
	char *tmp = write_beside(path, bytes, len, mode);
	*made = tmp && link(tmp, path) == 0;
	bool ok = *made || (tmp && errno == EEXIST) || not_written(path, err);
	if (tmp)
		unlink(tmp);
	free(tmp);
	return ok && fs_sync_dir(path, err);
}

bool fs_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

char *fs_aside_name(const char *path, const char *why)
{
	time_t t = (time_t)(clock_now() + 7 * 3600);
	struct tm tm;
	char stamp[32] = "";
	if (gmtime_r(&t, &tm))
		strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &tm);
	char *name = xasprintf("%s.%s-%s", path, why, stamp);
	for (int i = 2; fs_exists(name); i++) {
		free(name);
		name = xasprintf("%s.%s-%s-%d", path, why, stamp, i);
	}
	return name;
}

bool fs_rename(const char *from, const char *to, struct err *err)
{
	return rename(from, to) == 0 || err_set(err, ERR_DISK, _("Không đổi được tên tệp %s: %s."), from,
		say_errno(errno));
}

bool fs_set_aside(const char *path, const char *why, struct err *err)
{
	char *name = fs_aside_name(path, why);
	bool ok = fs_rename(path, name, err) && fs_sync_dir(path, err);
	free(name);
	return ok;
}

void fs_guard_standard(void)
{
	int fd;
	do
		fd = open("/dev/null", O_CLOEXEC | O_PATH); /* neither to be read nor written */
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

char *fs_join(const char *dir, const char *name)
{
	size_t n = strlen(dir);
	return xasprintf("%s%s%s", dir, n && dir[n - 1] == '/' ? "" : "/", name);
}

char *fs_dir(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return xstrdup(".");
	return xstrndup(path, slash == path ? 1 : (size_t)(slash - path));
}
