/* What a disk did to what was stored: noticed, said, set aside, and nothing else suffers. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/alarms.h"
#include "store/damage.h"
#include "store/dossiers.h"
#include "store/outbox.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
#define N 40
#define PAGE 4096
#define FILE_MAX (16 << 20)
#define DAY 86400

static char uuids[N][UUID_SIZE], codes[N][DOSSIER_CODE_SIZE], hashes[N][65];

static void take_in(struct fixture *f)
{
	struct outbox_item items[N];
	size_t n;
	fixture_lease(f, fixture_day(), 1, N);
	for (int i = 0; i < N; i++) {
		struct dossier d;
		struct intake_result r;
		fixture_intake(f, NULL, &d, &r);
		str_copy(uuids[i], UUID_SIZE, d.uuid);
		str_copy(codes[i], DOSSIER_CODE_SIZE, d.code);
		dossier_clear(&d);
	}
	assert_true(outbox_next(f->store, 0, items, N, &n, NULL));
	assert_int_equal(n, N);
	for (size_t i = 0; i < n; i++) {
		str_copy(hashes[i], sizeof(hashes[i]), items[i].sha256);
		outbox_item_clear(&items[i]);
	}
}

static void change(struct fixture *f, const char *sql)
{
	struct err err = ERR_INIT;
	if (!db_script(store_db(f->store), sql, &err))
		fail_msg("%s", err.text);
}

/* Everything the log holds comes into the file, which is then closed. */
static void close_store(struct fixture *f)
{
	change(f, "PRAGMA wal_checkpoint(TRUNCATE)");
	store_close(f->store);
	f->store = NULL;
}

/* The page of the closed file that has this text gets another head: SQLite cannot read it any more. */
static void spoil_page_of(struct fixture *f, const char *text)
{
	struct buf file;
	struct err err = ERR_INIT;
	buf_init(&file, FILE_MAX);
	assert_true(fs_read(f->path, &file, &err));
	const char *at = memmem(file.data, file.len, text, strlen(text));
	assert_non_null(at);
	off_t page = (at - file.data) / PAGE * PAGE;
	assert_true(page > 0);
	int fd = open(f->path, O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, "\x77\x77\x77\x77\x77\x77\x77\x77", 8, page), 8);
	close(fd);
	buf_clear(&file);
}

/* Which of them can be delivered still; those that cannot are counted. */
static int waiting(struct fixture *f, bool there[N])
{
	struct outbox_item items[N];
	struct err err = ERR_INIT;
	size_t n;
	memset(there, 0, N);
	if (!outbox_next(f->store, 0, items, N, &n, &err))
		fail_msg("the queue stands still: %s", err.text);
	for (size_t i = 0; i < n; i++) {
		for (int k = 0; k < N; k++)
			there[k] = there[k] || str_eq(items[i].uuid, uuids[k]);
		outbox_item_clear(&items[i]);
	}
	return N - (int)n;
}

static const struct outbox_row *row_of(const struct outbox_row *rows, size_t n, const char *uuid)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].uuid, uuid))
			return &rows[i];
	return NULL;
}

/* In the list with its reason, and an alarm stands. */
static void expect_set_aside(struct fixture *f, int k)
{
	struct outbox_row *rows;
	struct alarm alarms[N + 4]; /* the numbers are used up, too */
	size_t n, n_alarms;
	int64_t total;
	bool told = false;
	assert_true(outbox_list(f->store, 0, 100, &rows, &n, &total, NULL));
	assert_int_equal(n, N);
	const struct outbox_row *row = row_of(rows, n, uuids[k]);
	assert_non_null(row);
	assert_true(row->rejected);
	assert_string_equal(row->problem.type, DAMAGE_TYPE);
	assert_non_null(strstr(row->reason, "bị hỏng"));
	assert_non_null(strstr(row->reason, "giấy hẹn"));
	free(rows);
	assert_true(alarms_list(f->store, FIXTURE_NOW, alarms, N + 4, &n_alarms, &total, NULL));
	for (size_t i = 0; i < n_alarms; i++)
		told = told || (str_eq(alarms[i].kind->id, DAMAGE_TYPE) &&
			str_eq(alarms[i].subject, codes[k]));
	assert_true(told);
}

/* ---- */

static void one_changed_dossier_steps_aside(void **state)
{
	static const char *const wounds[] = {
		"UPDATE dossier_body SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x')"
		" WHERE ordinal = 3",
		"UPDATE dossier_body SET sha256 = '' WHERE ordinal = 3",
		"DELETE FROM dossier_body WHERE ordinal = 3",
		"UPDATE dossier_body SET sha256 = (SELECT sha256 FROM dossier_body WHERE ordinal = 4)"
		" WHERE ordinal = 3",
	};
	struct fixture *f = *state;
	bool there[N];
	take_in(f);
	change(f, "CREATE TEMP TABLE kept AS SELECT * FROM dossier_body WHERE ordinal = 3");
	for (size_t i = 0; i < ARRAY_LEN(wounds); i++) {
		change(f, "PRAGMA foreign_keys=OFF");
		change(f, wounds[i]);
		assert_int_equal(waiting(f, there), 1);
		assert_false(there[2]);
		expect_set_aside(f, 2);
		/* asked to go out again it is looked at again */
		assert_true(outbox_retry(f->store, uuids[2], NULL));
		assert_int_equal(waiting(f, there), 1);
		expect_set_aside(f, 2);
		/* with its content back it goes out */
		change(f, "INSERT OR REPLACE INTO dossier_body SELECT * FROM kept");
		assert_true(outbox_retry(f->store, uuids[2], NULL));
		assert_int_equal(waiting(f, there), 0);
	}
}

static void a_spoilt_page_takes_only_its_own(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct dossier d;
	bool there[N];
	take_in(f);
	close_store(f);
	spoil_page_of(f, hashes[20]);
	assert_true(store_open(&f->store, f->path, &err));
	int lost = waiting(f, there);
	assert_in_range(lost, 1, 8); /* the neighbours on that page */
	assert_false(there[20]);
	assert_true(there[0] && there[N - 1]);
	expect_set_aside(f, 20);
	assert_false(dossiers_load(f->store, codes[20], &d, NULL, NULL, &err));
	assert_int_equal(err.kind, ERR_DAMAGED);
	assert_int_equal(waiting(f, there), lost); /* and stays so */
}

static void the_whole_queue_damaged_is_no_endless_round(void **state)
{
	struct fixture *f = *state;
	bool there[N];
	take_in(f);
	change(f, "UPDATE dossier_body SET sha256 = 'none'");
	assert_int_equal(waiting(f, there), N);
	for (int k = 0; k < N; k++)
		expect_set_aside(f, k);
}

static void the_round_finds_it_before_it_is_sent(void **state)
{
	struct fixture *f = *state;
	struct damage_round round = {0};
	take_in(f);
	change(f, "UPDATE dossier_body SET sha256 = 'none' WHERE ordinal IN (1, 30)");
	for (int i = 0; i < 10 && !round.done; i++)
		assert_true(damage_look_on(f->store, &round, NULL));
	assert_true(round.done);
	assert_int_equal(round.looked, N - 2);
	expect_set_aside(f, 0);
	expect_set_aside(f, 29);
}

/* A table every start needs: seen when it is due, which is after a new start of the machine, and
 * once a day. */
static void a_damaged_table_is_seen_when_it_is_due(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	take_in(f);
	assert_true(damage_look(f->store, FIXTURE_NOW, &err));
	close_store(f);
	spoil_page_of(f, codes[20]);
	assert_true(store_open(&f->store, f->path, &err));
	assert_true(damage_look(f->store, FIXTURE_NOW + 60, &err));
	assert_false(damage_look(f->store, FIXTURE_NOW + DAY, &err));
	assert_int_equal(err.kind, ERR_DAMAGED);
	err = (struct err)ERR_INIT;
	assert_false(damage_look(f->store, FIXTURE_NOW - 60, &err)); /* a clock that went back */
	assert_true(store_meta_set(f->store, "damage.looked_boot", "another start", NULL));
	assert_false(damage_look(f->store, FIXTURE_NOW + 60, &err));
	assert_false(damage_look_through(f->store, &err));
	assert_int_equal(err.kind, ERR_DAMAGED);
}

static void a_sound_one_is_called_sound(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	take_in(f);
	assert_true(damage_look(f->store, FIXTURE_NOW, &err));
	assert_true(damage_look_through(f->store, &err));
	fixture_reopen(f);
	assert_true(damage_look(f->store, FIXTURE_NOW + DAY, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(one_changed_dossier_steps_aside),
		T(a_spoilt_page_takes_only_its_own),
		T(the_whole_queue_damaged_is_no_endless_round),
		T(the_round_finds_it_before_it_is_sent),
		T(a_damaged_table_is_seen_when_it_is_due),
		T(a_sound_one_is_called_sound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
