#ifndef MOTCUA_TESTS_BENCH_H
#define MOTCUA_TESTS_BENCH_H

/* Timing and the table of figures: each beside the limit measured in the same run. */

#include <stddef.h>

/* Monotonic microseconds. */
double bench_now_us(void);

struct samples {
	double *us;
	size_t n, size;
};
void samples_add(struct samples *s, double us);
/* p in 0–100; sorts. */
double samples_percentile(struct samples *s, double p);
void samples_clear(struct samples *s);

/* One line: what was measured, what it stands beside (NULL: nothing), what is aimed at. met: 1 yes,
 * 0 no, -1 there is no aim. */
void bench_row(const char *what, const char *measured, const char *beside, const char *aim, int met);
/* The same from numbers: "12.3 ms". */
const char *bench_ms(double us);

/* Resident memory of a process in MB; 0 when it cannot be read. */
double bench_rss_mb(int pid);

#endif
