/* What time it is, when clocks jump, die, sleep or lie. Clock faces are made up: no test waits. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/known_time.h"
#include "base/mem.h"
#include "base/str.h"

#define NOW INT64_C(1795398180) /* Monday 2026-11-23 08:43 in Viet Nam */
#define DAY INT64_C(86400)
#define YEAR (365 * DAY)

static struct clock_face face(const char *boot, int64_t boot_s, int64_t wall)
{
	struct clock_face f = {.wall = wall, .boot_ms = boot_s * 1000};
	str_copy(f.boot_id, sizeof(f.boot_id), boot);
	return f;
}

/* Heard from central at NOW, 1000 s into boot a. */
static struct time_anchor heard(void)
{
	struct time_anchor a = {.at = 0};
	struct time_witness w = {.hits = 0};
	struct clock_face f = face("a", 1000, NOW);
	assert_true(known_time_hear(&w, &a, &f, &(struct heard_date){.date = NOW}));
	return a;
}

static void told(const struct time_anchor *a, struct clock_face f, int64_t at, bool trusted)
{
	struct told_time t = known_time_tell(a, &f);
	assert_int_equal(t.at, at);
	assert_int_equal(t.trusted, trusted);
}

/* "hour H of the boot, the clock of this machine shows W": what is told. */
static void clocks_of_one_boot(void **state)
{
	static const struct {
		const char *what;
		int64_t passed, wall_moved;
	} rows[] = {
		{"as it should be", 3600, 0},
		{"set back a day", 60, -DAY},
		{"set forward ten years", 60, 10 * YEAR},
		{"1970", 60, -NOW},
		{"local time taken for UTC", 60, 7 * 3600},
		{"three days' suspend", 3 * DAY, 0},
		{"three days' suspend in which the clock stood still", 3 * DAY, -3 * DAY},
	};
	struct time_anchor a = heard();
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		told(&a, face("a", 1000 + rows[i].passed, NOW + rows[i].passed + rows[i].wall_moved),
			NOW + rows[i].passed, true);
}

static void clocks_of_a_later_boot(void **state)
{
	struct time_anchor a = heard();
	(void)state;
	told(&a, face("b", 30, NOW + 3600), NOW + 3600, true);
	told(&a, face("b", 30, NOW + 29 * DAY), NOW + 29 * DAY, true);
	told(&a, face("b", 30, NOW - 60), NOW - 60, true); /* a clock need not be better than that */
	/* the battery is dead: it can only be later than what was known */
	told(&a, face("b", 30, 0), NOW + 30, false);
	told(&a, face("b", 3600, 1104537600), NOW + 3600, false);
	told(&a, face("b", 30, NOW - DAY), NOW + 30, false);
	/* put away for a summer, or a clock gone astray: not to be told apart */
	told(&a, face("b", 30, NOW + 100 * DAY), NOW + 100 * DAY, false);
	told(&a, face("b", 30, NOW + 10 * YEAR), NOW + 30, false);
}

static void never_heard(void **state)
{
	struct time_anchor none = {.at = 0};
	(void)state;
	told(&none, face("a", 30, NOW), NOW, false);
	told(&none, face("a", 30, 0), 0, false);
}

/* Working offline since a boot: a jump shows against the boot's clock. */
static void a_jump_in_a_later_boot_offline(void **state)
{
	struct time_anchor a = heard();
	struct clock_face f = face("b", 60, NOW + DAY);
	(void)state;
	assert_true(known_time_keep(&a, &f));
	assert_false(known_time_keep(&a, &f)); /* nothing new so soon */
	told(&a, face("b", 660, NOW + DAY + 600), NOW + DAY + 600, true);
	told(&a, face("b", 660, NOW), NOW + DAY + 600, false);               /* back a day */
	told(&a, face("b", 660, NOW + 10 * YEAR), NOW + DAY + 600, false);   /* forward */
	told(&a, face("b", 660, NOW + 2 * DAY), NOW + 2 * DAY, false);       /* set by hand, perhaps */
	/* and the next boot knows that it is later than that */
	told(&a, face("c", 10, NOW + 3600), NOW + DAY + 10, false);
}

static void what_is_kept_does_not_drift(void **state)
{
	struct time_anchor a = heard();
	(void)state;
	for (int64_t ms = 1000500; ms < 1000500 + 100 * 601700; ms += 601700) {
		struct clock_face f = face("a", 0, 0);
		f.boot_ms = ms;
		(void)known_time_keep(&a, &f);
	}
	assert_int_equal(a.at * 1000 - a.boot_ms, NOW * 1000 - 1000000);
	assert_true(a.central);
}

/* ---- central's own clock */

static bool hear(struct time_witness *w, struct time_anchor *a, int64_t boot_s, int64_t wall, int64_t date)
{
	struct clock_face f = face("a", boot_s, wall);
	return known_time_hear(w, a, &f, &(struct heard_date){.date = date});
}

static void a_wrong_clock_here_is_overruled_by_three_answers(void **state)
{
	struct time_witness w = {.hits = 0};
	struct time_anchor a = {.at = 0};
	(void)state;
	assert_false(hear(&w, &a, 10, NOW - DAY, NOW));
	assert_false(hear(&w, &a, 10, NOW - DAY, NOW));
	told(&a, face("a", 10, NOW - DAY), NOW - DAY, false);
	assert_true(hear(&w, &a, 11, NOW - DAY + 1, NOW + 1));
	told(&a, face("a", 11, NOW - DAY + 1), NOW + 1, true);
}

static void years_off_takes_longer(void **state)
{
	struct time_witness w = {.hits = 0};
	struct time_anchor a = {.at = 0};
	(void)state;
	for (int i = 0; i < 10; i++)
		assert_false(hear(&w, &a, 10 + i, NOW + i, NOW + 10 * YEAR + i));
	assert_true(hear(&w, &a, 30, NOW + 20, NOW + 10 * YEAR + 20));
	/* and is mended, when central is: it was wrong, not we */
	assert_true(a.at > NOW + YEAR);
	for (int i = 0; i < 30 && a.at > NOW + YEAR; i++)
		(void)hear(&w, &a, 31 + i, NOW + 21 + i, NOW + 21 + i);
	told(&a, face("a", 100, NOW + 90), NOW + 90, true);
}

/* Its certificate shows that central is wrong; and no time before this program was made. */
static void impossible_dates_are_not_taken(void **state)
{
	struct time_witness w = {.hits = 0};
	struct time_anchor a = {.at = 0};
	struct heard_date late = {NOW + 3 * YEAR, NOW - DAY, NOW + YEAR}, early = {NOW - 30 * DAY, NOW - DAY, NOW + YEAR};
	struct heard_date old = {.date = 1500000000};
	(void)state;
	for (int i = 0; i < 50; i++) {
		struct clock_face f = face("a", 10 + i, NOW - YEAR);
		assert_false(known_time_hear(&w, &a, &f, &late));
		assert_false(known_time_hear(&w, &a, &f, &early));
		assert_false(known_time_hear(&w, &a, &f, &old));
	}
	assert_int_equal(a.at, 0);
	a = heard();
	struct clock_face f = face("a", 1010, NOW + 10);
	(void)known_time_hear(&w, &a, &f, &late);
	told(&a, f, NOW + 10, false); /* central contradicts itself */
}

static void answers_that_jump_are_not_followed(void **state)
{
	struct time_witness w = {.hits = 0};
	struct time_anchor a = heard();
	(void)state;
	/* one odd answer is nothing */
	(void)hear(&w, &a, 1010, NOW + 10, NOW + 7200);
	told(&a, face("a", 1011, NOW + 11), NOW + 11, true);
	/* two servers behind one name: the first one's clock goes on */
	for (int i = 0; i < 20; i++) {
		(void)hear(&w, &a, 1020 + i, NOW + 20 + i, NOW + (i % 2 ? 7200 + i : 20 + i));
		told(&a, face("a", 1020 + i, NOW + 20 + i), NOW + 20 + i, true);
	}
	/* no two alike: ours goes on, but is not to be trusted until it agrees again */
	for (int i = 0; i < 5; i++)
		(void)hear(&w, &a, 1050, NOW + 50, NOW + 1000 + i * 500);
	told(&a, face("a", 1060, NOW + 60), NOW + 60, false);
	assert_true(hear(&w, &a, 1061, NOW + 61, NOW + 61));
	told(&a, face("a", 1062, NOW + 62), NOW + 62, true);
}

static void slow_drift_is_followed(void **state)
{
	struct time_witness w = {.hits = 0};
	struct time_anchor a = heard();
	(void)state;
	for (int i = 1; i <= 100; i++) {
		(void)hear(&w, &a, 1000 + i * 3600, NOW, NOW + i * 3602);
		told(&a, face("a", 1000 + i * 3600, NOW), NOW + i * 3602, true);
	}
}

/* ---- kept as text */

static void text_goes_there_and_back(void **state)
{
	struct time_anchor a = heard(), b;
	char text[TIME_ANCHOR_SIZE];
	static const char *const bad[] = {"", "1", "x 1 a own agreed", "1 1 a own", "1 1 a own agreed more",
		"1 1 a theirs agreed", "-5 1 a own agreed", "1 1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa own agreed"};
	(void)state;
	a.disputed = true;
	known_time_format(&a, text);
	assert_true(known_time_parse(text, &b));
	assert_memory_equal(&a, &b, sizeof(a));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_false(known_time_parse(bad[i], &b));
		assert_int_equal(b.at, 0);
	}
}

/* The real clocks: nothing known is this machine's own; what is known goes on from there. */
static void the_process_dates_by_it(void **state)
{
	struct time_anchor none = {.at = 0}, a = {.central = true};
	struct clock_face f;
	(void)state;
	clock_set_anchor(&none);
	assert_false(clock_trusted());
	assert_true(clock_now() - clock_wall() <= 1);
	clock_look(&f);
	assert_true(f.boot_ms > 0 && f.boot_id[0]);
	a.at = NOW - YEAR;
	a.boot_ms = f.boot_ms - 5000;
	str_copy(a.boot_id, sizeof(a.boot_id), f.boot_id);
	clock_set_anchor(&a);
	assert_true(clock_trusted());
	assert_true(clock_now() >= NOW - YEAR + 5 && clock_now() < NOW - YEAR + 3600);
	clock_set_anchor(&none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks_of_one_boot),
		cmocka_unit_test(clocks_of_a_later_boot),
		cmocka_unit_test(never_heard),
		cmocka_unit_test(a_jump_in_a_later_boot_offline),
		cmocka_unit_test(what_is_kept_does_not_drift),
		cmocka_unit_test(a_wrong_clock_here_is_overruled_by_three_answers),
		cmocka_unit_test(years_off_takes_longer),
		cmocka_unit_test(impossible_dates_are_not_taken),
		cmocka_unit_test(answers_that_jump_are_not_followed),
		cmocka_unit_test(slow_drift_is_followed),
		cmocka_unit_test(text_goes_there_and_back),
		cmocka_unit_test(the_process_dates_by_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
