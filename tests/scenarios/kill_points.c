/*
 * kill -9, or a failing call, at named points: at the n-th write, sync, truncation, sending and
 * receiving of `motcua intake` and of `motcua sync --once`, for every n until there is none. Then
 * the property is read, as in the soak. Every ninth n; MOTCUA_SOAK=N goes through all.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include "tests/harness/soak_world.h"

#define STRIDE 9
#define MOST 2000 /* calls no run comes near */

static struct soak_world world;
static int struck;

/* Two counters: at one the intakes suffer, at the other what it sends. */
static void go_through(enum soak_run_kind kind, enum soak_fault fault, int first, int stride)
{
	struct soak_counter *c = &world.counters[kind];
	int call = first;
	while (soak_counter_suffer(c, kind, fault, call)) {
		struck++;
		call += stride;
		assert_true(call < MOST);
		if (kind == SOAK_SENDING) /* something to send, with nobody at hand to send it */
			soak_counter_suffer(c, SOAK_TAKING, SOAK_KILL_TOLD, 0);
	}
}

static void all_is_accounted_for_wherever_it_dies(void **state)
{
	const struct soak_options opt = {.seed = 1, .counters = 2};
	int stride = getenv("MOTCUA_SOAK") ? 1 : STRIDE;
	struct soak_verdict v;
	(void)state;
	soak_open(&world, &opt);
	for (int f = 0; f < SOAK_FAULTS; f++) {
		if (!soak_fault_is_struck((enum soak_fault)f))
			continue;
		go_through(SOAK_TAKING, (enum soak_fault)f, 1 + f % stride, stride);
		go_through(SOAK_SENDING, (enum soak_fault)f, 1 + (f + 2) % stride, stride);
	}
	soak_heal(&world);
	soak_check(&v, world.counters, 2, &world.papers, world.central.db, false);
	print_message("struck at %d points; %lld told, %lld saved\n%s", struck, (long long)v.papers,
		(long long)v.dossiers, buf_str(&v.why));
	for (int i = 0; i < 2; i++)
		if (world.counters[i].odd_ends)
			fail_msg("%s", world.counters[i].odd);
	assert_int_equal(world.central.ended, 0);
	assert_true(struck > 20);
	assert_true(world.drained);
	assert_int_equal(v.wrong, 0);
	assert_int_equal(v.accepted, v.dossiers);
	soak_verdict_clear(&v);
	soak_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_accounted_for_wherever_it_dies),
	};
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
