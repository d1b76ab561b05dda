/* How many deliveries the engine keeps in flight. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "net/sync_engine.h"

/* The pace after so many good deliveries of so many ms. */
static int after(struct sync *s, int n, int64_t took_ms)
{
	while (n-- > 0)
		sync_pace_good(s, took_ms);
	return sync_pace(s);
}

static void test_begins_with_a_few(void **state)
{
	struct sync s = {.phase = PHASE_WORK};
	(void)state;
	sync_pace_begin(&s);
	assert_int_equal(sync_pace(&s), 4);
	assert_int_equal(after(&s, 1, 100), 5);
	assert_int_equal(after(&s, 2, 100), 7);
}

static void test_follows_the_line(void **state)
{
	static const struct {
		int64_t took_ms;
		int in_flight;
	} rows[] = {{0, 8}, {1, 8}, {24, 8}, {50, 16}, {95, 31}, {200, 32}, {60000, 32}};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sync s = {.phase = PHASE_WORK};
		sync_pace_begin(&s);
		assert_int_equal(after(&s, 100, rows[i].took_ms), rows[i].in_flight);
	}
}

/* A central that is busy now and then is no long line. */
static void test_the_quickest_counts(void **state)
{
	struct sync s = {.phase = PHASE_WORK};
	(void)state;
	sync_pace_begin(&s);
	after(&s, 50, 5000);
	assert_int_equal(after(&s, 1, 3), 8);
	assert_int_equal(after(&s, 50, 5000), 8);
	sync_pace_begin(&s);
	assert_int_equal(after(&s, 50, 5000), 32);
}

static void test_one_at_a_time_after_trouble(void **state)
{
	struct sync s = {.phase = PHASE_WORK};
	(void)state;
	sync_pace_begin(&s);
	after(&s, 50, 50);
	s.out.careful = true;
	assert_int_equal(sync_pace(&s), 1);
}

static void test_never_more_than_asked_for(void **state)
{
	struct sync s = {.phase = PHASE_WORK, .opt = {.parallel = 3}};
	(void)state;
	sync_pace_begin(&s);
	assert_int_equal(after(&s, 50, 200), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_begins_with_a_few),
		cmocka_unit_test(test_follows_the_line),
		cmocka_unit_test(test_the_quickest_counts),
		cmocka_unit_test(test_one_at_a_time_after_trouble),
		cmocka_unit_test(test_never_more_than_asked_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
