/*
 * Put before the C library (LD_PRELOAD) of avahi-daemon, whose folder for its socket and its number is fixed
 * and the machine's own: here it is $MOTCUA_RUN, so that another one runs beside it, and for any user.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define FIXED "/run/avahi-daemon"

static const char *own(const char *path, char out[256])
{
	const char *run = getenv("MOTCUA_RUN");
	if (!run || strncmp(path, FIXED, strlen(FIXED)) != 0)
		return path;
	snprintf(out, 256, "%s%s", run, path + strlen(FIXED));
	return out;
}

/* The C library's function of that name. */
#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

int mkdir(const char *path, mode_t mode)
{
	char out[256];
	return REAL(mkdir)(own(path, out), mode);
}

int stat(const char *restrict path, struct stat *restrict st)
{
	char out[256];
	return REAL(stat)(own(path, out), st);
}

int unlink(const char *path)
{
	char out[256];
	return REAL(unlink)(own(path, out));
}

int chown(const char *path, uid_t user, gid_t group)
{
	char out[256];
	return REAL(chown)(own(path, out), user, group);
}

int open(const char *path, int flags, ...)
{
	char out[256];
	va_list ap;
	va_start(ap, flags);
	mode_t mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	return REAL(open)(own(path, out), flags, mode);
}

int bind(int fd, const struct sockaddr *address, socklen_t len)
{
	struct sockaddr_un un;
	char out[256];
	if (address->sa_family != AF_UNIX || len > sizeof(un))
		return REAL(bind)(fd, address, len);
	memset(&un, 0, sizeof(un));
	memcpy(&un, address, len);
	snprintf(un.sun_path, sizeof(un.sun_path), "%s", own(((const struct sockaddr_un *)address)->sun_path, out));
	return REAL(bind)(fd, (const struct sockaddr *)&un, sizeof(un));
}
