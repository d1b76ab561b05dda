#include "tests/harness/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/mem.h"

double bench_now_us(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

void samples_add(struct samples *s, double us)
{
	if (s->n == s->size) {
		s->size = s->size ? s->size * 2 : 256;
		s->us = xreallocarray(s->us, s->size, sizeof(*s->us));
	}
	s->us[s->n++] = us;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double samples_percentile(struct samples *s, double p)
{
	if (!s->n)
		return 0;
	qsort(s->us, s->n, sizeof(*s->us), by_value);
	size_t at = (size_t)(p / 100 * (double)s->n);
	return s->us[at < s->n ? at : s->n - 1];
}

void samples_clear(struct samples *s)
{
	free(s->us);
	*s = (struct samples){0};
}

void bench_row(const char *what, const char *measured, const char *beside, const char *aim, int met)
{
	printf("%-44s %-22s %-30s %-16s %s\n", what, measured, beside ? beside : "", aim ? aim : "",
		met < 0 ? "" : met ? "met" : "NOT MET");
	fflush(stdout);
}

const char *bench_ms(double us)
{
	static char text[4][32];
	static unsigned at;
	char *out = text[at++ % 4];
	snprintf(out, sizeof(text[0]), us < 10000 ? "%.3f ms" : "%.1f ms", us / 1000);
	return out;
}

double bench_rss_mb(int pid)
{
	char path[64], line[256];
	double kb = 0;
	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return 0;
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, "VmRSS:", 6) == 0)
			kb = strtod(line + 6, NULL);
	}
	fclose(f);
	return kb / 1024;
}
