/*
 * The power goes at every single write, truncation, sync, removal and link of what the store does,
 * and the disk is left with what was synced; at every second of them (of long scenes every fourth) also
 * with any part of what was not. MOTCUA_SOAK=N: N times the seeds, nothing left out.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include "tests/harness/power_stage.h"

#define ENDLESS 3000 /* calls no scene comes near */

/* One play with the power going at call `at`; false: it came to its end before that. */
static bool play(struct stage *s, const struct scene *scene, int at, uint64_t seed)
{
	struct power_plan plan = {.fault = POWER_OFF, .at = at};
	stage_set(s, scene);
	snprintf(s->story, sizeof(s->story), "%s, power off at call %d, seed %u", scene->name, at,
		(unsigned)seed);
	power_plan(&plan);
	bool done = stage_open(s) && scene->play(s) && !power_dead();
	stage_close(s);
	bool went = power_struck();
	power_cut(seed);
	stage_check(s, scene, done);
	return went;
}

/* Seed 0: nothing of what was not synced reached the disk. The others: any mixture. */
static void cut_at_every_call(struct stage *s, const struct scene *scene)
{
	int soak = stage_soak();
	int at = 1;
	for (bool went = true; went; at++) {
		assert_true(at < ENDLESS);
		went = play(s, scene, at, 0);
		for (int i = 0; i < soak && (soak > 1 || at % (stage_is_long(scene) ? 4 : 2) == 0); i++)
			play(s, scene, at, 2 + (uint64_t)i * ENDLESS + (uint64_t)at);
	}
	print_message("%s: %d calls\n", scene->name, at - 2);
}

static void nothing_told_is_lost_and_nothing_is_torn(void **state)
{
	for (size_t i = 0; i < power_n_scenes; i++)
		cut_at_every_call(*state, &power_scenes[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_told_is_lost_and_nothing_is_torn, stage_setup,
			stage_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
