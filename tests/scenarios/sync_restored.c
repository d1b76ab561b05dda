/* Central's database is put back to an older copy of its file: what it lost comes again, once, under the
 * numbers that stand on paper. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/alarms.h"
#include "store/reconcile.h"
#include "tests/harness/db_case.h"
#include "tests/harness/sync_station.h"

/* Few numbers at once, so that some are leased after the copy was made. */
static const struct sync_options few = {.lease_count = 4, .lease_days_ahead = 1};

static const char *file_of(const struct sync_station *s)
{
	return s->central.db + strlen("sqlite:");
}

/* Central is down, so the file is all there is. */
static void copy_file(const char *from, const char *to)
{
	struct buf bytes;
	struct err err = ERR_INIT;
	char *wal = xasprintf("%s-wal", to), *shm = xasprintf("%s-shm", to);

	unlink(wal);
	unlink(shm);
	free(wal);
	free(shm);
	buf_init(&bytes, 256u << 20);
	if (!fs_read(from, &bytes, &err) || !fs_write_atomic(to, buf_str(&bytes), bytes.len, 0600, &err))
		fail_msg("%s", err.text);
	buf_clear(&bytes);
}

static void back_up(struct sync_station *s)
{
	char *copy = xasprintf("%s/older.db", s->central.dir);

	central_stop(&s->central);
	copy_file(file_of(s), copy);
	free(copy);
	sync_station_central_again(s);
}

static void put_back(struct sync_station *s, const char *sql)
{
	char *copy = xasprintf("%s/older.db", s->central.dir);

	central_stop(&s->central);
	copy_file(copy, file_of(s));
	if (sql) {
		struct db *db = case_db(s->central.db, 0);
		case_run(db, sql);
		db_close(db);
	}
	unlink(copy);
	free(copy);
	sync_station_central_again(s);
}

static void intakes(struct sync_station *s, int n, char codes[][DOSSIER_CODE_SIZE])
{
	for (int i = 0; i < n; i++)
		sync_station_intake(s, codes[i]);
}

static void rounds_until_empty(struct sync_station *s)
{
	for (int i = 0; i < 10 && sync_station_counts(s).waiting > 0; i++)
		sync_station_round(s);
	assert_int_equal(sync_station_counts(s).waiting, 0);
	assert_int_equal(sync_station_counts(s).rejected, 0);
}

static void check_arrived(struct sync_station *s, int n, char codes[][DOSSIER_CODE_SIZE])
{
	assert_int_equal(sync_station_at_central(s, "SELECT count(*) FROM dossiers"), n);
	assert_int_equal(sync_station_at_central(s, "SELECT count(*) FROM conflicts"), 0);
	for (int i = 0; i < n; i++) {
		char *sql = xasprintf("SELECT count(*) FROM dossiers WHERE code = '%s'", codes[i]);
		assert_int_equal(sync_station_at_central(s, sql), 1);
		free(sql);
	}
}

static bool alarmed(struct sync_station *s, const char *kind)
{
	struct alarm list[16];
	size_t n = 0;
	int64_t total;
	struct err err = ERR_INIT;

	assert_true(alarms_list(s->f->store, clock_now(), list, ARRAY_LEN(list), &n, &total, &err));
	for (size_t i = 0; i < n; i++) {
		if (str_eq(list[i].kind->id, kind))
			return true;
	}
	return false;
}

/* Three before the copy, three after it and acknowledged, three that waited; and the copy is from before
 * any of their numbers was leased. */
static void lost_dossiers_come_again(void **state)
{
	struct sync_station s;
	char codes[9][DOSSIER_CODE_SIZE];

	(void)state;
	sync_station_open(&s, &few);
	intakes(&s, 3, codes);
	sync_station_round(&s);
	sync_station_round(&s);
	back_up(&s);
	for (int i = 3; i < 6; i++) {
		sync_station_intake(&s, codes[i]);
		sync_station_round(&s);
	}
	rounds_until_empty(&s);
	check_arrived(&s, 6, codes);
	intakes(&s, 3, codes + 6);
	put_back(&s, "DELETE FROM number_blocks; DELETE FROM number_series; DELETE FROM standing_blocks");
	assert_int_equal(sync_station_at_central(&s, "SELECT count(*) FROM dossiers"), 3);
	rounds_until_empty(&s);
	sync_station_round(&s);
	rounds_until_empty(&s);
	check_arrived(&s, 9, codes);
	assert_true(alarmed(&s, "central_restored"));
	/* it stays so, and is not asked again today */
	sync_station_round(&s);
	check_arrived(&s, 9, codes);
	assert_int_equal(reconcile_need(s.f->store, instant_date(clock_now())), RECONCILE_NOT);
	/* and numbers go on behind those on paper */
	char more[6][DOSSIER_CODE_SIZE];
	for (int i = 0; i < 6; i++) {
		sync_station_intake(&s, more[i]);
		sync_station_round(&s);
		for (int k = 0; k < 9; k++)
			assert_string_not_equal(more[i], codes[k]);
	}
	rounds_until_empty(&s);
	assert_int_equal(sync_station_at_central(&s, "SELECT count(*) FROM dossiers"), 15);
	assert_int_equal(sync_station_at_central(&s, "SELECT count(DISTINCT code) FROM dossiers"), 15);
	sync_station_close(&s);
}

/* Nothing says that it was restored: the daily comparison finds it. */
static void a_silent_loss_is_found_the_same_day(void **state)
{
	struct sync_station s;
	char codes[3][DOSSIER_CODE_SIZE];
	struct err err = ERR_INIT;

	(void)state;
	sync_station_open(&s, &few);
	intakes(&s, 3, codes);
	rounds_until_empty(&s);
	back_up(&s);
	put_back(&s, "DELETE FROM dossier_history WHERE uuid IN (SELECT uuid FROM dossiers WHERE code LIKE '%-0002');"
		"DELETE FROM dossiers WHERE code LIKE '%-0002'");
	assert_int_equal(sync_station_at_central(&s, "SELECT count(*) FROM dossiers"), 2);
	assert_true(store_meta_set(s.f->store, "reconcile.day", "2026-01-01", &err)); /* a new day */
	sync_station_round(&s);
	rounds_until_empty(&s);
	check_arrived(&s, 3, codes);
	sync_station_close(&s);
}

/* The token's answer tells at once: central remembers fewer than it acknowledged. */
static void a_token_tells_that_some_are_gone(void **state)
{
	struct sync_station s;
	char codes[3][DOSSIER_CODE_SIZE];

	(void)state;
	sync_station_open(&s, &few);
	intakes(&s, 2, codes);
	rounds_until_empty(&s);
	sync_station_round(&s);
	back_up(&s);
	put_back(&s, "DELETE FROM dossier_history; DELETE FROM dossiers; UPDATE station_seen SET dossiers = 0");
	sync_free(s.sync); /* a new start asks for a token */
	s.sync = sync_new(s.loop, s.http, s.f->store, &s.f->ws, &few);
	sync_station_round(&s);
	rounds_until_empty(&s);
	check_arrived(&s, 2, codes);
	sync_station_close(&s);
}

/* Numbers leased after the copy: the next ones lie behind them, and that costs no round and no name of the
 * link. */
static void numbers_go_on_behind_those_that_are_held(void **state)
{
	struct sync_station s;
	char codes[9][DOSSIER_CODE_SIZE];

	(void)state;
	sync_station_open(&s, &few);
	back_up(&s);
	intakes(&s, 3, codes);
	sync_station_round(&s);
	put_back(&s, "DELETE FROM number_blocks; DELETE FROM number_series; DELETE FROM standing_blocks");
	intakes(&s, 3, codes + 3); /* the next are due */
	sync_station_round(&s);
	assert_in_range(sync_state(s.sync)->link, LINK_ONLINE, LINK_SLOW);
	assert_int_equal(sync_station_at_central(&s, "SELECT count(*) FROM restored_blocks"), 0);
	intakes(&s, 3, codes + 6);
	rounds_until_empty(&s);
	check_arrived(&s, 9, codes);
	sync_station_close(&s);
}

/* What a block's end is told of, central has forgotten: it is told of the block, then of its end, once. */
static void the_end_of_a_forgotten_block_is_told_once(void **state)
{
	struct sync_station s;
	char code[DOSSIER_CODE_SIZE];
	struct err err = ERR_INIT;

	(void)state;
	sync_station_open(&s, &few);
	sync_station_intake(&s, code);
	rounds_until_empty(&s);
	back_up(&s);
	put_back(&s, "DELETE FROM number_blocks; DELETE FROM number_series; DELETE FROM standing_blocks");
	assert_true(db_run(store_db(s.f->store), &err, "UPDATE number_block SET retired = 1 WHERE next > first", NULL));
	sync_station_round(&s);
	assert_in_range(sync_state(s.sync)->link, LINK_ONLINE, LINK_SLOW);
	assert_int_equal(sync_station_at_central(&s, "SELECT count(*) FROM block_closings c"
		" JOIN number_blocks b ON b.id = c.block WHERE c.next_number = b.first_number + 1"), 1);
	assert_int_equal(fixture_count(s.f, "SELECT count(*) FROM number_block WHERE retired <> 0 AND closed = 0"), 0);
	sync_station_close(&s);
}

/* Somebody changed it at central: neither is overwritten, people look. */
static void other_content_is_set_aside(void **state)
{
	struct sync_station s;
	char codes[2][DOSSIER_CODE_SIZE];
	struct outbox_row *rows;
	struct err err = ERR_INIT;
	size_t n;
	int64_t total;

	(void)state;
	sync_station_open(&s, &few);
	intakes(&s, 2, codes);
	rounds_until_empty(&s);
	back_up(&s);
	put_back(&s, "UPDATE dossiers SET sha256 = replace(sha256, substr(sha256, 1, 4), 'beef') WHERE code LIKE "
		"'%-0002'");
	assert_true(reconcile_want(s.f->store, &err));
	sync_station_round(&s);
	assert_int_equal(sync_station_counts(&s).waiting, 0);
	assert_true(outbox_list(s.f->store, 0, 10, &rows, &n, &total, &err));
	assert_int_equal(n, 1);
	assert_true(rows[0].rejected);
	assert_string_equal(rows[0].code, codes[1]);
	assert_string_equal(rows[0].problem.type, "different");
	free(rows);
	sync_station_close(&s);
}

/* The enrolment is lost, too: the queue waits, says so, and goes out after enrolling again. */
static void a_lost_enrolment_keeps_the_queue(void **state)
{
	static const char *const words[] = {"enrol-code", "--agency", "H01.91.12", "--counter", "3", NULL};
	struct sync_station s;
	char codes[5][DOSSIER_CODE_SIZE], code[200], id[UUID_SIZE];
	struct err err = ERR_INIT;

	(void)state;
	sync_station_open(&s, &few);
	back_up(&s);
	intakes(&s, 3, codes);
	rounds_until_empty(&s);
	intakes(&s, 1, codes + 3);
	put_back(&s, "DELETE FROM workstations; DELETE FROM number_blocks; DELETE FROM number_series;"
		"DELETE FROM enrol_codes");
	sync_station_round(&s);
	assert_int_equal(sync_state(s.sync)->link, LINK_LOGIN);
	sync_station_intake(&s, codes[4]); /* goes on all the same */
	assert_int_equal(sync_station_counts(&s).waiting, 2);
	assert_int_equal(sync_station_counts(&s).rejected, 0);
	str_copy(id, sizeof(id), s.f->ws.id);
	assert_int_equal(central_command(&s.central, words, code, sizeof(code)), 0);
	if (!sync_enrol(s.loop, s.http, s.f->store, code, &s.f->ws, &err) ||
	    !workstation_save(&s.f->ws, s.f->store, &err) || !reconcile_want(s.f->store, &err))
		fail_msg("%s", err.text);
	assert_string_equal(s.f->ws.id, id);
	sync_station_round(&s);
	rounds_until_empty(&s);
	check_arrived(&s, 5, codes);
	sync_station_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lost_dossiers_come_again),
		cmocka_unit_test(a_silent_loss_is_found_the_same_day),
		cmocka_unit_test(a_token_tells_that_some_are_gone),
		cmocka_unit_test(numbers_go_on_behind_those_that_are_held),
		cmocka_unit_test(the_end_of_a_forgotten_block_is_told_once),
		cmocka_unit_test(other_content_is_set_aside),
		cmocka_unit_test(a_lost_enrolment_keeps_the_queue),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
