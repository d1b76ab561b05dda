#include "base/clock.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/str.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct time_anchor anchor;

/* The stopped time in seconds, or -1. */
static int64_t stopped(void)
{
	static int64_t at = -2;
	if (at == -2) {
		const char *env = getenv("MOTCUA_TEST_NOW");
		int64_t read = -1;
		if (env && !str_to_int(env, 0, INT64_C(1) << 40, &read))
			read = -1;
		at = read;
	}
	return at;
}

static int64_t read_ms(clockid_t id)
{
	struct timespec ts;
	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int64_t wall_ms(void)
{
	return stopped() >= 0 ? stopped() * 1000 : read_ms(CLOCK_REALTIME);
}

int64_t clock_wall(void)
{
	return wall_ms() / 1000;
}

int64_t clock_mono_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

/* ---- the boot */

/* Empty where the kernel does not say: then each process is a boot of its own. */
static void read_boot_id(char out[BOOT_ID_SIZE])
{
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, out, BOOT_ID_SIZE - 1) : -1;
	if (fd >= 0)
		close(fd);
	out[n > 0 ? n : 0] = '\0';
	out[strspn(out, "0123456789abcdef-")] = '\0';
}

/* MOTCUA_TEST_BOOT into id; its milliseconds, 0 without. */
static int64_t test_boot(char id[BOOT_ID_SIZE])
{
	const char *env = getenv("MOTCUA_TEST_BOOT"), *colon = env ? strchr(env, ':') : NULL;
	int64_t ms = 0;
	str_copy(id, BOOT_ID_SIZE, "test");
	if (!colon || (size_t)(colon - env) >= BOOT_ID_SIZE || !str_to_int(colon + 1, 0, INT64_C(1) << 40, &ms))
		return 0;
	memcpy(id, env, (size_t)(colon - env));
	id[colon - env] = '\0';
	return ms;
}

struct boot {
	char id[BOOT_ID_SIZE];
	int64_t stopped_ms;
};
static struct boot this_boot;

static void find_boot(void)
{
	if (stopped() >= 0)
		this_boot.stopped_ms = test_boot(this_boot.id);
	else
		read_boot_id(this_boot.id);
}

void clock_look(struct clock_face *out)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, find_boot);
	*out = (struct clock_face){
		.wall = clock_wall(),
		.boot_ms = stopped() >= 0 ? this_boot.stopped_ms : read_ms(CLOCK_BOOTTIME),
	};
	memcpy(out->boot_id, this_boot.id, sizeof(out->boot_id));
}

/* ---- what is known */

void clock_set_anchor(const struct time_anchor *a)
{
	pthread_mutex_lock(&lock);
	anchor = *a;
	pthread_mutex_unlock(&lock);
}

void clock_get_anchor(struct time_anchor *out)
{
	pthread_mutex_lock(&lock);
	*out = anchor;
	pthread_mutex_unlock(&lock);
}

static struct told_time told(void)
{
	struct clock_face face;
	struct time_anchor a;
	clock_look(&face);
	clock_get_anchor(&a);
	return known_time_tell(&a, &face);
}

int64_t clock_now(void)
{
	return told().at;
}

int64_t clock_now_ms(void)
{
	int64_t wall = wall_ms();
	return clock_now() * 1000 + wall % 1000;
}

bool clock_trusted(void)
{
	return told().trusted;
}
