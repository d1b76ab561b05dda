/* The engine against motcua-central itself: what is taken in arrives once, whatever happens to central. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include "base/clock.h"
#include "base/str.h"
#include "store/dossiers.h"
#include "store/numbers.h"
#include "tests/harness/sync_station.h"

#define COUNT "SELECT count(*) FROM dossiers"
#define CODES "SELECT count(DISTINCT code) FROM dossiers"

static void check_all_arrived(struct sync_station *s, int64_t n)
{
	assert_int_equal(sync_station_counts(s).waiting, 0);
	assert_int_equal(sync_station_counts(s).rejected, 0);
	assert_int_equal(sync_station_at_central(s, COUNT), n);
	assert_int_equal(sync_station_at_central(s, CODES), n);
}

static void central_goes_away_and_comes_back(void **state)
{
	static const struct sync_options opt = {.parallel = 4};
	struct sync_station s;
	char codes[4][DOSSIER_CODE_SIZE], sql[512];
	struct number_stock stock;
	struct err err = ERR_INIT;

	(void)state;
	sync_station_open(&s, &opt);
	assert_true(sync_state(s.sync)->catalogue_changes > 0);
	assert_true(sync_state(s.sync)->server_time_known);
	assert_true(clock_trusted());
	assert_true(numbers_stock(s.f->store, instant_date(clock_now()), &stock, &err));
	assert_int_equal(stock.left, 60);

	sync_station_intake(&s, codes[0]);
	sync_station_round(&s);
	check_all_arrived(&s, 1);

	assert_int_equal(central_stop(&s.central), 0);
	for (int i = 1; i < 4; i++)
		sync_station_intake(&s, codes[i]);
	sync_station_round(&s);
	assert_int_equal(sync_state(s.sync)->link, LINK_OFFLINE);
	assert_int_equal(sync_station_counts(&s).waiting, 3);

	sync_station_central_again(&s);
	sync_station_round(&s);
	assert_in_range(sync_state(s.sync)->link, LINK_ONLINE, LINK_SLOW);
	check_all_arrived(&s, 4);
	for (int i = 0; i < 4; i++) {
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM dossiers WHERE code = '%s'", codes[i]);
		assert_int_equal(sync_station_at_central(&s, sql), 1);
	}
	sync_station_close(&s);
}

/* Killed in the middle of a drain, again and again: what it had committed is replayed. */
static void central_is_killed_in_the_middle(void **state)
{
	static const struct sync_options opt = {.parallel = 8, .lease_count = 400};
	struct sync_station s;
	char code[DOSSIER_CODE_SIZE];
	int64_t next = 40;

	(void)state;
	sync_station_open(&s, &opt);
	for (int i = 0; i < 200; i++)
		sync_station_intake(&s, code);
	sync_kick(s.sync);
	while (sync_state(s.sync)->delivered < 200) {
		loop_turn(s.loop, 1000);
		if (sync_state(s.sync)->delivered >= next && next < 200) {
			kill(s.central.pid, SIGKILL);
			assert_int_equal(waitpid(s.central.pid, NULL, 0), s.central.pid);
			sync_station_central_again(&s);
			sync_kick(s.sync);
			next += 50;
		}
	}
	sync_station_round(&s);
	check_all_arrived(&s, 200);
	sync_station_close(&s);
}

/* The application and `motcua sync --watch` on one queue at the same time. */
static void two_drain_one_queue(void **state)
{
	static const struct sync_options opt = {.parallel = 3};
	struct sync_station s;
	struct store *store;
	struct sync *other;
	struct err err = ERR_INIT;
	char code[DOSSIER_CODE_SIZE];

	(void)state;
	sync_station_open(&s, &opt);
	for (int i = 0; i < 40; i++)
		sync_station_intake(&s, code);
	assert_true(store_open(&store, s.f->path, &err));
	other = sync_new(s.loop, s.http, store, &s.f->ws, &opt);
	sync_kick(other);
	sync_station_round(&s);
	while (!sync_state(other)->settled)
		loop_turn(s.loop, 100);
	check_all_arrived(&s, 40);
	sync_free(other);
	store_close(store);
	sync_station_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(central_goes_away_and_comes_back),
		cmocka_unit_test(central_is_killed_in_the_middle),
		cmocka_unit_test(two_drain_one_queue),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
