#include "base/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/say.h"

static bool taken(const char *path, struct err *err)
{
	return err_set(err, ERR_DISK, _("Đã có tệp %s; không ghi đè. Hãy chọn tên khác."), path);
}

static bool failed(const char *path, struct err *err)
{
	return err_set(err, ERR_DISK, _("Không ghi được tệp %s: %s."), path, say_errno(errno));
}

bool new_file_begin(struct new_file *file, const char *path, struct err *err)
{
	*file = (struct new_file){.fd = -1};
	if (fs_exists(path))
		return taken(path, err);
	char *tmp = xasprintf("%s.XXXXXX", path);
	file->fd = mkostemp(tmp, O_CLOEXEC); /* mode 0600 */
	if (file->fd < 0) {
		failed(path, err);
		free(tmp);
		return false;
	}
	file->tmp = tmp;
	file->path = xstrdup(path);
	return true;
}

bool new_file_write(struct new_file *file, const void *bytes, size_t len, struct err *err)
{
	const char *at = bytes;
	while (len) {
		ssize_t n = write(file->fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return failed(file->path, err);
		at += n;
		len -= (size_t)n;
	}
	return true;
}

/* Not over what came there in the meantime. Some file systems of USB sticks cannot promise that: then
 * one look just before has to do. */
static bool give_name(struct new_file *file, struct err *err)
{
	if (renameat2(AT_FDCWD, file->tmp, AT_FDCWD, file->path, RENAME_NOREPLACE) == 0)
		return true;
	if (errno == EEXIST)
		return taken(file->path, err);
	if (errno != EINVAL && errno != ENOSYS)
		return failed(file->path, err);
	if (fs_exists(file->path))
		return taken(file->path, err);
	return rename(file->tmp, file->path) == 0 || failed(file->path, err);
}

static void forget(struct new_file *file)
{
	free(file->tmp);
	free(file->path);
	*file = (struct new_file){.fd = -1};
}

bool new_file_finish(struct new_file *file, struct err *err)
{
	bool ok = fsync(file->fd) == 0;
	ok = close(file->fd) == 0 && ok;
	file->fd = -1;
	ok = ok ? give_name(file, err) : failed(file->path, err);
	if (ok)
		ok = fs_sync_dir(file->path, err);
	else
		unlink(file->tmp);
	forget(file);
	return ok;
}

void new_file_drop(struct new_file *file)
{
	if (file->fd < 0)
		return;
	close(file->fd);
	unlink(file->tmp);
	forget(file);
}
