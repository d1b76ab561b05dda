#include "base/clock.h"

#include <stdlib.h>
#include <time.h>
#include "base/str.h"

/* The stopped time in seconds, or -1. */
static int64_t stopped(void)
{
	static int64_t at = -2;
	if (at == -2) {
		const char *env = getenv("MOTCUA_TEST_NOW");
		at = -1;
		if (env && !str_to_int(env, 0, INT64_C(1) << 40, &at))
			at = -1;
	}
	return at;
}

static int64_t read_ms(clockid_t id)
{
	struct timespec ts;
	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t clock_now_ms(void)
{
	return stopped() >= 0 ? stopped() * 1000 : read_ms(CLOCK_REALTIME);
}

int64_t clock_now(void)
{
	return clock_now_ms() / 1000;
}

int64_t clock_mono_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}
