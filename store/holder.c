#include "store/holder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/fs.h"
#include "base/str.h"

/* The time a process began, in ticks since the boot: the 22nd field of /proc/PID/stat, counted behind
 * the name, which may hold anything. 0: there is none. */
static unsigned long long start_of(pid_t pid)
{
	char path[40];
	struct buf text;
	unsigned long long start = 0;
	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	buf_init(&text, 4096);
	const char *p = fs_read(path, &text, NULL) ? strrchr(buf_str(&text), ')') : NULL;
	for (int field = 2; p && field < 22; field++) {
		p = strchr(p, ' ');
		p = p ? p + 1 : NULL;
	}
	if (p)
		start = strtoull(p, NULL, 10);
	buf_clear(&text);
	return start;
}

void holder_of(pid_t pid, char out[HOLDER_SIZE])
{
	struct buf boot;
	buf_init(&boot, 100);
	if (!fs_read("/proc/sys/kernel/random/boot_id", &boot, NULL))
		buf_reset(&boot);
	snprintf(out, HOLDER_SIZE, "%.36s/%ld/%llu", buf_str(&boot), (long)pid, start_of(pid));
	buf_clear(&boot);
}

void holder_self(char out[HOLDER_SIZE])
{
	holder_of(getpid(), out);
}

bool holder_is_other(const char *holder)
{
	char now[HOLDER_SIZE];
	const char *slash = strchr(holder, '/');
	long pid = slash ? strtol(slash + 1, NULL, 10) : 0;
	if (pid <= 0 || pid == (long)getpid())
		return false;
	holder_of((pid_t)pid, now);
	return str_eq(now, holder) && !str_ends(now, "/0");
}
