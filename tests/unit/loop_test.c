#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "net/loop.h"

struct seen {
	struct loop *loop;
	struct loop_timer *timer;
	int a[2], b[2];
	int reads, other_reads, idles;
	char order[16];
	int n;
};

static int set_up(void **state)
{
	struct seen *s = xcalloc(1, sizeof(*s));

	s->loop = loop_new();
	if (pipe(s->a) != 0 || pipe(s->b) != 0)
		return -1;
	*state = s;
	return 0;
}

static int tear_down(void **state)
{
	struct seen *s = *state;

	loop_free(s->loop);
	close(s->a[0]);
	close(s->b[0]);
	close(s->b[1]);
	if (s->a[1] >= 0)
		close(s->a[1]);
	free(s);
	return 0;
}

static void put(int fd)
{
	assert_int_equal(write(fd, "x", 1), 1);
}

static void take(void *user, int fd)
{
	struct seen *s = user;
	char c;

	s->reads++;
	s->n += read(fd, &c, 1) == 1;
}

static void descriptor_is_called_when_readable(void **state)
{
	struct seen *s = *state;

	loop_add_fd(s->loop, s->a[0], take, s);
	loop_turn(s->loop, 0);
	assert_int_equal(s->reads, 0);
	put(s->a[1]);
	loop_turn(s->loop, -1);
	assert_int_equal(s->reads, 1);
	loop_turn(s->loop, 0);
	assert_int_equal(s->reads, 1);
}

static void descriptor_is_called_when_hung_up(void **state)
{
	struct seen *s = *state;

	loop_add_fd(s->loop, s->a[0], take, s);
	close(s->a[1]);
	s->a[1] = -1;
	loop_turn(s->loop, -1);
	assert_int_equal(s->reads, 1);
	assert_int_equal(s->n, 0);
}

static void removed_descriptor_is_not_called(void **state)
{
	struct seen *s = *state;

	loop_add_fd(s->loop, s->a[0], take, s);
	loop_remove_fd(s->loop, s->a[0]);
	put(s->a[1]);
	loop_turn(s->loop, 0);
	assert_int_equal(s->reads, 0);
}

static void remove_both(void *user, int fd)
{
	struct seen *s = user;

	(void)fd;
	s->reads++;
	loop_remove_fd(s->loop, s->a[0]);
	loop_remove_fd(s->loop, s->b[0]);
}

static void removing_in_a_callback_spares_the_others(void **state)
{
	struct seen *s = *state;

	loop_add_fd(s->loop, s->a[0], remove_both, s);
	loop_add_fd(s->loop, s->b[0], remove_both, s);
	put(s->a[1]);
	put(s->b[1]);
	loop_turn(s->loop, -1);
	loop_turn(s->loop, 0);
	assert_int_equal(s->reads, 1);
}

static void replace_other(void *user, int fd)
{
	struct seen *s = user;

	(void)fd;
	s->reads++;
	loop_remove_fd(s->loop, s->a[0]);
	loop_remove_fd(s->loop, s->b[0]);
	loop_add_fd(s->loop, s->b[0], take, s);
}

/* The new watch on the same number was not polled yet: it must wait for its own turn. */
static void replaced_descriptor_waits_its_turn(void **state)
{
	struct seen *s = *state;

	loop_add_fd(s->loop, s->a[0], replace_other, s);
	loop_add_fd(s->loop, s->b[0], take, s);
	put(s->a[1]);
	put(s->b[1]);
	loop_turn(s->loop, -1);
	assert_int_equal(s->n, 0);
	loop_turn(s->loop, -1);
	assert_int_equal(s->n, 1);
}

static void many_descriptors(void **state)
{
	struct seen *s = *state;
	int pipes[50][2];

	for (int i = 0; i < 50; i++) {
		assert_int_equal(pipe(pipes[i]), 0);
		loop_add_fd(s->loop, pipes[i][0], take, s);
		put(pipes[i][1]);
	}
	loop_turn(s->loop, -1);
	assert_int_equal(s->n, 50);
	for (int i = 0; i < 50; i++) {
		loop_remove_fd(s->loop, pipes[i][0]);
		close(pipes[i][0]);
		close(pipes[i][1]);
	}
}

static void note_a(void *user) { struct seen *s = user; s->order[s->n++] = 'a'; }
static void note_b(void *user) { struct seen *s = user; s->order[s->n++] = 'b'; }
static void note_c(void *user) { struct seen *s = user; s->order[s->n++] = 'c'; }

static void timers_fire_in_order_of_time_then_age(void **state)
{
	struct seen *s = *state;

	loop_timer(s->loop, 30, note_c, s);
	loop_timer(s->loop, 0, note_a, s);
	loop_timer(s->loop, 0, note_b, s);
	while (s->n < 3)
		loop_turn(s->loop, 1000);
	assert_string_equal(s->order, "abc");
}

static void timer_does_not_fire_early(void **state)
{
	struct seen *s = *state;
	int64_t start = clock_mono_ms();

	loop_timer(s->loop, 50, note_a, s);
	while (s->n < 1)
		loop_turn(s->loop, -1);
	assert_true(clock_mono_ms() - start >= 50);
}

static void cancelled_timer_does_not_fire(void **state)
{
	struct seen *s = *state;
	struct loop_timer *t = loop_timer(s->loop, 0, note_a, s);

	loop_timer(s->loop, 0, note_b, s);
	loop_cancel(s->loop, t);
	loop_cancel(s->loop, NULL);
	loop_turn(s->loop, 0);
	loop_turn(s->loop, 0);
	assert_string_equal(s->order, "b");
}

static void cancel_next(void *user)
{
	struct seen *s = user;

	loop_cancel(s->loop, s->timer);
	note_a(s);
}

static void timer_may_cancel_another_due_now(void **state)
{
	struct seen *s = *state;

	loop_timer(s->loop, 0, cancel_next, s);
	s->timer = loop_timer(s->loop, 0, note_b, s);
	loop_turn(s->loop, 0);
	loop_turn(s->loop, 0);
	assert_string_equal(s->order, "a");
}

static void again(void *user)
{
	struct seen *s = user;

	s->n++;
	loop_timer(s->loop, 0, again, s);
}

static void timer_that_renews_itself_does_not_hold_the_turn(void **state)
{
	struct seen *s = *state;

	loop_timer(s->loop, 0, again, s);
	for (int i = 0; i < 5; i++)
		loop_turn(s->loop, -1);
	assert_in_range(s->n, 4, 5);
}

static void count_idle(void *user)
{
	((struct seen *)user)->idles++;
}

static void idle_is_told_only_before_blocking(void **state)
{
	struct seen *s = *state;

	loop_set_idle(s->loop, count_idle, s);
	loop_add_fd(s->loop, s->a[0], take, s);
	put(s->a[1]);
	loop_turn(s->loop, 1000);
	assert_int_equal(s->idles, 0); /* there was a byte to read */
	loop_turn(s->loop, 0);
	assert_int_equal(s->idles, 0); /* it was told not to wait */
	loop_timer(s->loop, 0, note_a, s);
	loop_turn(s->loop, 1000);
	assert_int_equal(s->idles, 0); /* a timer was due */
	loop_turn(s->loop, 5);
	assert_int_equal(s->idles, 1);
}

static void stop_it(void *user)
{
	struct seen *s = user;

	note_a(s);
	loop_stop(s->loop);
}

static void runs_until_stopped_and_again(void **state)
{
	struct seen *s = *state;

	loop_timer(s->loop, 0, stop_it, s);
	loop_run(s->loop);
	loop_timer(s->loop, 0, stop_it, s);
	loop_run(s->loop);
	assert_int_equal(s->n, 2);
	loop_stop(s->loop); /* before it runs: it does not even start */
	loop_run(s->loop);
}

static void frees_what_is_left(void **state)
{
	struct seen *s = *state;

	loop_timer(s->loop, 60000, note_a, s);
	loop_add_fd(s->loop, s->a[0], take, s);
	loop_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(descriptor_is_called_when_readable, set_up, tear_down),
		cmocka_unit_test_setup_teardown(descriptor_is_called_when_hung_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(removed_descriptor_is_not_called, set_up, tear_down),
		cmocka_unit_test_setup_teardown(removing_in_a_callback_spares_the_others, set_up, tear_down),
		cmocka_unit_test_setup_teardown(replaced_descriptor_waits_its_turn, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_descriptors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(timers_fire_in_order_of_time_then_age, set_up, tear_down),
		cmocka_unit_test_setup_teardown(timer_does_not_fire_early, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cancelled_timer_does_not_fire, set_up, tear_down),
		cmocka_unit_test_setup_teardown(timer_may_cancel_another_due_now, set_up, tear_down),
		cmocka_unit_test_setup_teardown(timer_that_renews_itself_does_not_hold_the_turn, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(idle_is_told_only_before_blocking, set_up, tear_down),
		cmocka_unit_test_setup_teardown(runs_until_stopped_and_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(frees_what_is_left, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
