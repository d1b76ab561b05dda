/*
 * Put before the C library (LD_PRELOAD) of a program under test: strikes it at one call it makes.
 * MOTCUA_STRIKE="CALL:N:WHAT": at the N-th call of that name kill the process ("kill" before it
 * is done, "killed" after), or let it fail ("EIO", "ENOSPC"). A file named by MOTCUA_STRUCK is
 * made when that happens. Calls: write (pwrite), sync (fdatasync, fsync), cut (ftruncate), send,
 * receive, remove (unlink).
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

enum call { CALL_WRITE, CALL_SYNC, CALL_CUT, CALL_SEND, CALL_RECEIVE, CALL_REMOVE, CALLS };
enum what { NOTHING, KILL, KILLED, FAIL };

static const char *const names[CALLS] = {"write", "sync", "cut", "send", "receive", "remove"};
static enum call planned;
static int planned_at, error_number;
static enum what planned_what;
static const char *mark;
static atomic_int seen[CALLS];

__attribute__((constructor)) static void plan(void)
{
	const char *text = getenv("MOTCUA_STRIKE");
	mark = getenv("MOTCUA_STRUCK");
	for (int i = 0; text && i < CALLS; i++) {
		size_t len = strlen(names[i]);
		char *end;
		if (strncmp(text, names[i], len) != 0 || text[len] != ':')
			continue;
		planned = (enum call)i;
		planned_at = (int)strtol(text + len + 1, &end, 10);
		planned_what = strcmp(end, ":kill") == 0 ? KILL : strcmp(end, ":killed") == 0 ? KILLED : FAIL;
		error_number = strcmp(end, ":ENOSPC") == 0 ? ENOSPC : EIO;
	}
}

static void leave_mark(void)
{
	if (mark)
		close(open(mark, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}

/* Before a call: what is to become of it. */
static enum what meet(enum call call)
{
	if (planned_what == NOTHING || call != planned || atomic_fetch_add(&seen[call], 1) + 1 != planned_at)
		return NOTHING;
	leave_mark();
	if (planned_what == KILL)
		raise(SIGKILL);
	errno = error_number;
	return planned_what;
}

static void *next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

/* One wrapper: its type, name, parameters, arguments, which call it counts as. */
#define WRAP(type, name, params, args, call) \
	type name params; \
	type name params \
	{ \
		static type (*real) params; \
		enum what what = meet(call); \
		if (!real) \
			real = (type (*) params)next(#name); \
		if (what == FAIL) \
			return -1; \
		type result = real args; \
		if (what == KILLED) \
			raise(SIGKILL); \
		return result; \
	}

WRAP(ssize_t, pwrite, (int fd, const void *p, size_t n, off_t at), (fd, p, n, at), CALL_WRITE)
WRAP(ssize_t, pwrite64, (int fd, const void *p, size_t n, off64_t at), (fd, p, n, at), CALL_WRITE)
WRAP(int, fdatasync, (int fd), (fd), CALL_SYNC)
WRAP(int, fsync, (int fd), (fd), CALL_SYNC)
WRAP(int, ftruncate, (int fd, off_t size), (fd, size), CALL_CUT)
WRAP(int, ftruncate64, (int fd, off64_t size), (fd, size), CALL_CUT)
WRAP(ssize_t, send, (int fd, const void *p, size_t n, int flags), (fd, p, n, flags), CALL_SEND)
WRAP(ssize_t, recv, (int fd, void *p, size_t n, int flags), (fd, p, n, flags), CALL_RECEIVE)
WRAP(int, unlink, (const char *path), (path), CALL_REMOVE)
