/* The disk that fails when told to: that it loses what was not synced, and only that. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "tests/harness/power_disk.h"
#include "tests/harness/power_vfs.h"

static char *dir, *path;

static int setup(void **state)
{
	(void)state;
	dir = xstrdup("/tmp/motcua-power-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	path = fs_join(dir, "a.db");
	power_watch(dir);
	return 0;
}

static int teardown(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	(void)state;
	power_plan(NULL);
	disk_end();
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		char *name = xasprintf("%s%s", path, ends[i]);
		unlink(name);
		free(name);
	}
	rmdir(dir);
	free(path);
	free(dir);
	return 0;
}
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static sqlite3 *open_with(const char *pragmas)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_extended_result_codes(db, 1);
	assert_int_equal(sqlite3_exec(db, pragmas, NULL, NULL, NULL), SQLITE_OK);
	return db;
}

static int put(sqlite3 *db, int value)
{
	char sql[64];
	snprintf(sql, sizeof(sql), "INSERT INTO t VALUES (%d)", value);
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int rows(void)
{
	sqlite3_stmt *stmt;
	sqlite3 *db = open_with("");
	int n = -1;
	if (sqlite3_prepare_v2(db, "SELECT count(*) FROM t", -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return n;
}

/* A table safely on the disk, then a row under those pragmas, and the power goes. */
static int rows_left(const char *pragmas, uint64_t seed)
{
	sqlite3_close(open_with("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		"CREATE TABLE t (a)"));
	sqlite3 *db = open_with(pragmas);
	assert_int_equal(put(db, 1), SQLITE_OK);
	power_plan(&(struct power_plan){.fault = POWER_OFF, .at = 1});
	sqlite3_close(db);
	assert_true(power_struck());
	power_cut(seed);
	return rows();
}

static void what_was_synced_stays(void **state)
{
	(void)state;
	assert_int_equal(rows_left("PRAGMA synchronous=FULL", 0), 1);
}

static void what_was_not_is_lost(void **state)
{
	(void)state;
	assert_int_equal(rows_left("PRAGMA synchronous=OFF", 0), 0);
}

static void or_it_may_have_got_there(void **state)
{
	(void)state;
	assert_int_equal(rows_left("PRAGMA synchronous=OFF", 1), 1);
}

/* The row takes many pages: torn, it is not there. Over the seeds both ends are met. */
static void some_of_it_may_have_got_there(void **state)
{
	(void)state;
	int met[2] = {0};
	sqlite3_close(open_with("PRAGMA journal_mode=WAL; CREATE TABLE t (a)"));
	for (uint64_t seed = 2; seed < 60; seed++) {
		sqlite3 *db = open_with("DELETE FROM t");
		sqlite3_close(db);
		power_watch(dir);
		db = open_with("PRAGMA synchronous=NORMAL");
		assert_int_equal(SQLITE_OK,
			sqlite3_exec(db, "INSERT INTO t VALUES (zeroblob(9000))", NULL, NULL, NULL));
		power_plan(&(struct power_plan){.fault = POWER_OFF, .at = 1});
		sqlite3_close(db);
		power_cut(seed);
		int n = rows();
		assert_in_range(n, 0, 1);
		met[n]++;
	}
	assert_true(met[0] > 0 && met[1] > 0);
}

static void a_name_that_was_not_synced_is_lost(void **state)
{
	(void)state;
	int fd = open(path, O_CREAT | O_WRONLY, 0600);
	assert_true(fd >= 0);
	close(fd);
	power_cut(0);
	assert_false(fs_exists(path));
	power_watch(dir);
	fd = open(path, O_CREAT | O_WRONLY, 0600);
	close(fd);
	fd = open(dir, O_RDONLY | O_DIRECTORY);
	assert_int_equal(fsync(fd), 0);
	close(fd);
	assert_int_equal(unlink(path), 0);
	power_cut(0);
	assert_true(fs_exists(path));
}

/* After a sync that failed the next may well say yes; what the first was about is still lost. */
static void a_failed_sync_is_not_made_up_for(void **state)
{
	(void)state;
	sqlite3_close(open_with("PRAGMA journal_mode=WAL; CREATE TABLE t (a)"));
	sqlite3 *db = open_with("PRAGMA synchronous=NORMAL");
	assert_int_equal(put(db, 1), SQLITE_OK); /* in the log, not synced */
	sqlite3_exec(db, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
	power_plan(&(struct power_plan){.fault = POWER_SYNC, .at = 1});
	assert_int_equal(put(db, 2), SQLITE_IOERR_FSYNC);
	assert_int_equal(put(db, 3), SQLITE_OK);
	power_plan(&(struct power_plan){.fault = POWER_OFF, .at = 1});
	sqlite3_close(db);
	power_cut(0);
	assert_int_equal(rows(), 0);
}

static void each_fault_strikes_as_itself(void **state)
{
	static const struct {
		enum power_fault fault;
		int rc;
	} cases[] = {
		{POWER_FULL, SQLITE_FULL},
		{POWER_WRITE, SQLITE_IOERR_WRITE},
		{POWER_SYNC, SQLITE_IOERR_FSYNC},
		{POWER_READ, SQLITE_IOERR_READ},
		{POWER_SHORT_READ, SQLITE_OK},
	};
	(void)state;
	sqlite3_close(open_with("PRAGMA journal_mode=WAL; CREATE TABLE t (a)"));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		sqlite3 *db = open_with("PRAGMA synchronous=FULL");
		power_plan(&(struct power_plan){.fault = cases[i].fault, .at = 1});
		assert_int_equal(put(db, 1), cases[i].rc);
		assert_true(power_struck());
		power_plan(NULL);
		assert_int_equal(put(db, 1), SQLITE_OK);
		sqlite3_close(db);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_was_synced_stays),
		T(what_was_not_is_lost),
		T(or_it_may_have_got_there),
		T(some_of_it_may_have_got_there),
		T(a_name_that_was_not_synced_is_lost),
		T(a_failed_sync_is_not_made_up_for),
		T(each_fault_strikes_as_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
