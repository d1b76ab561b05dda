/* Two engines on one database: one speaks to central, the other looks on and takes over. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/str.h"
#include "net/sync_engine.h"
#include "tests/harness/fake_central.h"

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define WAIT_MS 60000

/* Another process on the same database, as far as SQLite and the lock can tell. */
static struct store *other_store;
static struct sync *other;

static int setup(void **state)
{
	other = NULL;
	other_store = NULL;
	return fake_setup(state);
}

static int teardown(void **state)
{
	sync_free(other);
	store_close(other_store);
	return fake_teardown(state);
}

static void open_other(struct fake *c)
{
	static const struct sync_options opt = {.lease_days_ahead = 2, .program = "the other"};
	struct err err = ERR_INIT;
	assert_true(store_open(&other_store, c->f->path, &err));
	other = sync_new(c->loop, c->http, other_store, &c->f->ws, &opt);
}

#define turn_until(c, condition) do { \
		int64_t deadline = clock_mono_ms() + WAIT_MS; \
		while (!(condition)) { \
			if (clock_mono_ms() > deadline) \
				fail_msg("not in time: %s", #condition); \
			loop_turn((c)->loop, 50); \
		} \
	} while (0)

static void one_speaks_and_the_other_knows(void **state)
{
	struct fake *c = *state;

	fake_intakes(c, 3);
	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(c->tokens, 1);
	open_other(c);
	turn_until(c, sync_state(other)->settled);
	assert_string_equal(sync_state(other)->drained_by, "motcua");
	assert_int_equal(sync_state(other)->link, LINK_ONLINE);
	assert_true(sync_state(other)->server_time_known);
	assert_string_equal(sync_state(c->sync)->drained_by, "");
	fake_stop_server(c);
	fake_round(c);
	turn_until(c, sync_state(other)->link == LINK_OFFLINE);
	assert_true(sync_state(other)->reason[0]);
	assert_int_equal(sync_state(other)->since, sync_state(c->sync)->since);
	fake_start_server(c);
	assert_int_equal(c->tokens, 1);
}

/* What is taken in over there goes out from here: kicked or only left in the queue. */
static void a_kick_is_passed_on(void **state)
{
	struct fake *c = *state;

	fake_engine(c, 0);
	fake_round(c);
	open_other(c);
	turn_until(c, sync_state(other)->settled);
	fake_intakes(c, 2);
	sync_kick(other);
	assert_false(sync_state(other)->settled);
	turn_until(c, sync_state(other)->settled);
	assert_int_equal(fake_waiting(c), 0);
	assert_int_equal(c->tokens, 1);
	fake_check_arrived(c, 2);
}

static void what_others_leave_in_the_queue_goes_out_at_once(void **state)
{
	struct fake *c = *state;
	struct store *mine = c->f->store;
	struct err err = ERR_INIT;
	int64_t start;

	fake_engine(c, 0);
	fake_round(c);
	assert_true(store_open(&other_store, c->f->path, &err));
	c->f->store = other_store; /* by another connection, and nobody kicks */
	fake_intakes(c, 1);
	start = clock_mono_ms();
	turn_until(c, fake_waiting(c) == 0);
	assert_true(clock_mono_ms() - start < 20000); /* and not at the next poll, after 30 s */
	c->f->store = mine;
	assert_true(sync_state(c->sync)->news > 0);
}

static void count_call(void *user)
{
	++*(int *)user;
}

/* Whatever it was, and though nothing is to be sent: a paper, a PIN. */
static void what_others_write_is_told_at_once(void **state)
{
	struct fake *c = *state;
	struct err err = ERR_INIT;
	int told = 0;

	fake_engine(c, 0);
	fake_round(c);
	assert_true(store_open(&other_store, c->f->path, &err));
	sync_on_change(c->sync, count_call, &told);
	int64_t start = clock_mono_ms();
	for (int n = 1; n <= 2; n++) { /* opening it may have been a change by itself */
		int before = told;
		assert_true(store_meta_set(other_store, "paper", n == 1 ? "1" : "2", &err));
		turn_until(c, told > before);
	}
	assert_true(clock_mono_ms() - start < 20000); /* and not at the next poll, after 30 s */
	sync_on_change(c->sync, NULL, NULL);
}

/* In the middle of a queue, and without anybody kicking. */
static void the_other_takes_over(void **state)
{
	struct fake *c = *state;
	int64_t start;

	fake_engine(c, 1);
	fake_round(c);
	open_other(c);
	turn_until(c, sync_state(other)->settled);
	fake_intakes(c, 30);
	sync_kick(c->sync);
	turn_until(c, sync_state(c->sync)->delivered >= 5);
	sync_free(c->sync);
	c->sync = NULL;
	start = clock_mono_ms();
	turn_until(c, fake_waiting(c) == 0);
	assert_true(clock_mono_ms() - start < 20000);
	assert_string_equal(sync_state(other)->drained_by, "");
	fake_check_arrived(c, 30);
}

/* A request in the middle of a round that fails is answered by another round, not by that one. */
static void asked_while_the_link_fails(void **state)
{
	struct fake *c = *state;

	fake_engine(c, 0);
	fake_round(c);
	open_other(c);
	turn_until(c, sync_state(other)->settled);
	fake_stop_server(c);
	fake_intakes(c, 1);
	sync_kick(other);
	turn_until(c, sync_state(other)->settled);
	assert_int_equal(sync_state(other)->link, LINK_OFFLINE);
	fake_start_server(c);
	sync_kick(other);
	turn_until(c, sync_state(other)->settled);
	assert_int_equal(fake_waiting(c), 0);
}

/* Seconds of rest cost nothing: no polling in the dark. */
static void resting_engines_do_not_spin(void **state)
{
	struct fake *c = *state;
	int turns = 0;

	fake_engine(c, 0);
	fake_round(c);
	open_other(c);
	turn_until(c, sync_state(other)->settled);
	for (int64_t end = clock_mono_ms() + 1000; clock_mono_ms() < end; turns++)
		loop_turn(c->loop, (int)(end - clock_mono_ms()));
	assert_true(turns < 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(one_speaks_and_the_other_knows),
		T(a_kick_is_passed_on),
		T(what_others_leave_in_the_queue_goes_out_at_once),
		T(what_others_write_is_told_at_once),
		T(the_other_takes_over),
		T(asked_while_the_link_fails),
		T(resting_engines_do_not_spin),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
