/*
 * Everything at once: counters take in and send while their way to central, their disks, their
 * clocks, central and they themselves fail; then all heals, and the property is read from papers
 * and databases. The same seed gives the same plan of faults; when they meet is the machine's.
 * MOTCUA_SOAK_PAPERS=N goes on until N numbers were told and each kind of fault was met,
 * MOTCUA_SOAK_SEED=N begins there. MOTCUA_SOAK_KEEP=1 leaves everything in /tmp.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/str.h"
#include "tests/harness/soak_world.h"

#define SEED 20261123
#define PAPERS 500
#define SHORT_MS 8000
#define SHORT_MOST_MS 30000
#define LONG_MS (60 * 60 * 1000)

static int64_t from_environment(const char *name, int64_t otherwise)
{
	const char *text = getenv(name);
	int64_t n = otherwise;
	assert_true(!text || str_to_int(text, 0, INT64_MAX, &n));
	return n;
}

static void every_number_on_paper_is_accounted_for(void **state)
{
	int64_t papers = from_environment("MOTCUA_SOAK_PAPERS", 0);
	const struct soak_options opt = {
		.seed = (uint64_t)from_environment("MOTCUA_SOAK_SEED", SEED),
		.counters = papers ? 12 : 6,
		.papers = papers ? (size_t)papers : PAPERS,
		.least_ms = papers ? 0 : SHORT_MS,
		.most_ms = papers ? LONG_MS : SHORT_MOST_MS,
		.every_fault = papers > 0,
		.restores = papers > 0,
	};
	static struct soak_world w;
	struct soak_verdict v;
	(void)state;
	soak_open(&w, &opt);
	soak_trouble(&w);
	soak_heal(&w);
	soak_check(&v, w.counters, (size_t)opt.counters, &w.papers, w.central.db,
		w.central.restores > 0);
	soak_report(&w, &v);
	fflush(stdout);
	bool holds = v.wrong == 0 && w.drained && !w.central.ended;
	for (int i = 0; i < opt.counters; i++)
		holds = holds && w.counters[i].odd_ends == 0;
	assert_true(v.papers > 0);
	assert_true(v.papers >= papers);
	soak_verdict_clear(&v);
	soak_close(&w);
	assert_true(holds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_on_paper_is_accounted_for),
	};
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
