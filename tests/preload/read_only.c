/*
 * Put before the C library (LD_PRELOAD) of a program under test: the folder MOTCUA_READ_ONLY lies on a disk
 * that is mounted read-only, as far as the program can see. Nothing in there is made, opened to write,
 * renamed, removed or changed (EROFS), and statvfs says so.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utime.h>

static bool there(const char *path)
{
	const char *folder = getenv("MOTCUA_READ_ONLY");
	size_t len = folder ? strlen(folder) : 0;

	return len > 0 && strncmp(path, folder, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

static bool to_write(int flags)
{
	return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

/* On a real one, too, what is there already may be opened with O_CREAT to read. */
static bool refused(const char *path, int flags)
{
	if (!there(path) || !to_write(flags))
		return false;
	if ((flags & O_ACCMODE) == O_RDONLY && !(flags & (O_TRUNC | O_EXCL)) && access(path, F_OK) == 0)
		return false;
	errno = EROFS;
	return true;
}

#define NEXT(name, params) ((int (*) params)dlsym(RTLD_NEXT, #name))

#define OPEN(name) \
	int name(const char *path, int flags, ...); \
	int name(const char *path, int flags, ...) \
	{ \
		va_list args; \
		va_start(args, flags); \
		mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0; \
		va_end(args); \
		return refused(path, flags) ? -1 : NEXT(name, (const char *, int, mode_t))(path, flags, mode); \
	}
OPEN(open)
OPEN(open64)

static bool is(const char *path)
{
	return access(path, F_OK) == 0;
}

/* One wrapper for what changes a name: its name, parameters, arguments, and when it would. What cannot be
 * done on any disk is left to the system to tell. */
#define CHANGE(name, params, args, would) \
	int name params; \
	int name params \
	{ \
		if (would) { \
			errno = EROFS; \
			return -1; \
		} \
		return NEXT(name, params) args; \
	}
CHANGE(mkdir, (const char *path, mode_t mode), (path, mode), there(path) && !is(path))
CHANGE(unlink, (const char *path), (path), there(path) && is(path))
CHANGE(rename, (const char *from, const char *to), (from, to), (there(from) || there(to)) && is(from))
CHANGE(renameat2, (int at, const char *from, int other, const char *to, unsigned flags),
	(at, from, other, to, flags), (there(from) || there(to)) && is(from))
CHANGE(link, (const char *from, const char *to), (from, to), there(to) && !is(to))
CHANGE(chmod, (const char *path, mode_t mode), (path, mode), there(path) && is(path))
CHANGE(utime, (const char *path, const struct utimbuf *times), (path, times), there(path) && is(path))

int access(const char *path, int mode)
{
	if ((mode & W_OK) && there(path)) {
		errno = EROFS;
		return -1;
	}
	return NEXT(access, (const char *, int))(path, mode);
}

int statvfs(const char *path, struct statvfs *st)
{
	int result = NEXT(statvfs, (const char *, struct statvfs *))(path, st);

	if (result == 0 && there(path))
		st->f_flag |= ST_RDONLY;
	return result;
}
