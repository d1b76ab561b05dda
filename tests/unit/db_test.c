/*
 * What every database must do behind db.h: values, kept statements, transactions, migrations,
 * several processes. tests/run runs it on SQLite and once more on PostgreSQL.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "tests/harness/db_case.h"
#include "tests/harness/pg_cluster.h"

static char *dir;
static char url[TEST_DB_SIZE];

static int make_dir(void **state)
{
	(void)state;
	dir = xstrdup("/tmp/motcua-db-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	test_db(dir, url);
	return 0;
}

static int drop_dir(void **state)
{
	(void)state;
	static const char *const names[] = {"central.db", "central.db-wal", "central.db-shm"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *path = fs_join(dir, names[i]);
		unlink(path);
		free(path);
	}
	int rc = rmdir(dir); /* fails when a file was left behind */
	free(dir);
	return rc;
}

static bool on_postgres(void)
{
	return str_starts(url, "postgresql:");
}

static void values_come_back_as_given(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	struct err err = ERR_INIT;
	char sql[120];
	snprintf(sql, sizeof(sql), "CREATE TABLE t (a TEXT, b BIGINT, c BIGINT, d %s, e TEXT, f BIGINT)",
		on_postgres() ? "BYTEA" : "BLOB");
	case_run(db, sql);
	const char blob[] = {0, 1, 0, (char)255};
	assert_true(db_run(db, &err, "INSERT INTO t VALUES (?,?,?,?,?,?)", "tiibtn", "Nguyễn Văn Thử",
		INT64_MAX, (int64_t)-1, blob, sizeof(blob), NULL, INT64_MIN));
	assert_int_equal(db_changes(db), 1);
	struct rows *r = db_rows(db, "SELECT * FROM t WHERE a = ?", "t", "Nguyễn Văn Thử");
	assert_true(rows_next(r));
	assert_string_equal(rows_text(r, 0), "Nguyễn Văn Thử");
	assert_true(rows_int(r, 1) == INT64_MAX);
	assert_int_equal(rows_int(r, 2), -1);
	size_t len;
	const void *back = rows_blob(r, 3, &len);
	assert_int_equal(len, sizeof(blob));
	assert_memory_equal(back, blob, len);
	assert_true(rows_is_null(r, 4));
	assert_string_equal(rows_text(r, 4), "");
	assert_true(rows_is_null(r, 5));
	assert_false(rows_is_null(r, 0));
	assert_false(rows_next(r));
	assert_false(rows_next(r)); /* asking again is harmless */
	assert_true(rows_end(r, &err));
	db_close(db);
}

/* What a condition comes to is 1 or 0, and numbers can be read as text. */
static void conditions_and_numbers_as_text(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	struct rows *r = db_rows(db, "SELECT ? = 'a', ? > 5, ? IS NULL, ? IS NULL, ? + 1", "tintn", "a",
		(int64_t)3, INT64_MIN, "x", (int64_t)-8);
	assert_true(rows_next(r));
	assert_int_equal(rows_int(r, 0), 1);
	assert_string_equal(rows_text(r, 1), "0");
	assert_int_equal(rows_int(r, 2), 1);
	assert_int_equal(rows_int(r, 3), 0);
	assert_string_equal(rows_text(r, 4), "-7");
	assert_true(rows_end(r, NULL));
	r = db_rows(db, "SELECT '?', \"n\" -- ?\n FROM (SELECT ? AS n) AS t", "i", (int64_t)5);
	assert_true(rows_next(r));
	assert_string_equal(rows_text(r, 0), "?");
	assert_int_equal(rows_int(r, 1), 5);
	assert_true(rows_end(r, NULL));
	db_close(db);
}

static void borrowed_text_is_copied_for_rows(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	char word[] = "abc";
	struct rows *r = db_rows(db, "SELECT ? UNION ALL SELECT ?", "tt", word, word);
	word[0] = 'x';
	assert_true(rows_next(r));
	assert_string_equal(rows_text(r, 0), "abc");
	assert_true(rows_next(r));
	assert_string_equal(rows_text(r, 0), "abc");
	assert_true(rows_end(r, NULL));
	db_close(db);
}

static void one_text_may_run_twice_at_once(void **state)
{
	(void)state;
	static const char sql[] = "SELECT n FROM t WHERE n >= ? ORDER BY n";
	struct db *db = case_db(url, DB_CREATE);
	case_run(db, "CREATE TABLE t (n BIGINT); INSERT INTO t VALUES (1),(2),(3)");
	struct rows *outer = db_rows(db, sql, "i", (int64_t)1);
	int seen = 0;
	while (rows_next(outer)) {
		struct rows *inner = db_rows(db, sql, "i", rows_int(outer, 0));
		while (rows_next(inner))
			seen++;
		assert_true(rows_end(inner, NULL));
	}
	assert_true(rows_end(outer, NULL));
	assert_int_equal(seen, 6);
	db_close(db);
}

static void many_texts_do_not_run_out(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	struct err err = ERR_INIT;
	struct rows *held = db_rows(db, "SELECT 1 UNION SELECT 2", NULL);
	assert_true(rows_next(held));
	for (int i = 0; i < 1000; i++) {
		char sql[40];
		int64_t n = 0;
		snprintf(sql, sizeof(sql), "SELECT %d + ?", i);
		assert_true(db_get_int(db, &err, &n, NULL, sql, "i", (int64_t)1));
		assert_int_equal(n, i + 1);
	}
	assert_true(rows_next(held)); /* the one in use was not thrown out */
	assert_int_equal(rows_int(held, 0), 2);
	assert_true(rows_end(held, &err));
	db_close(db);
}

static void bad_sql_is_an_error_not_a_crash(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	struct err err = ERR_INIT;
	assert_false(db_run(db, &err, "SELEC 1", NULL));
	assert_int_equal(err.kind, ERR_BUG);
	err = (struct err)ERR_INIT;
	assert_false(db_run(db, &err, "SELECT ?", "ii", (int64_t)1, (int64_t)2));
	assert_int_equal(err.kind, ERR_BUG);
	err = (struct err)ERR_INIT;
	struct rows *r = db_rows(db, "SELECT x FROM nowhere", NULL);
	assert_false(rows_next(r));
	assert_false(rows_end(r, &err));
	assert_int_equal(err.kind, ERR_BUG);
	assert_false(db_run(db, NULL, "SELECT FROM WHERE", NULL)); /* nobody wants the reason */
	db_close(db);
}

static void constraints_are_refusals(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	struct err err = ERR_INIT;
	case_run(db, "CREATE TABLE a (id TEXT PRIMARY KEY);"
		"CREATE TABLE b (a TEXT NOT NULL REFERENCES a(id)); INSERT INTO a VALUES ('secret')");
	assert_false(db_run(db, &err, "INSERT INTO a VALUES (?)", "t", "secret"));
	assert_int_equal(err.kind, ERR_DATA);
	assert_null(strstr(err.text, "secret"));
	err = (struct err)ERR_INIT;
	assert_false(db_run(db, &err, "INSERT INTO b VALUES (?)", "t", "gone"));
	assert_int_equal(err.kind, ERR_DATA);
	db_close(db);
}

static void found_tells_no_row(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	bool found = true;
	int64_t n = 7;
	assert_true(db_get_int(db, NULL, &n, &found, "SELECT 1 WHERE 1 = 0", NULL));
	assert_false(found);
	assert_int_equal(n, 7);
	assert_true(db_get_int(db, NULL, &n, &found, "SELECT 5", NULL));
	assert_true(found);
	assert_int_equal(n, 5);
	db_close(db);
}

static void transactions(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	struct err err = ERR_INIT;
	case_run(db, "CREATE TABLE t (n BIGINT)");
	assert_true(db_begin(db, &err));
	assert_false(db_begin(db, &err));
	assert_int_equal(err.kind, ERR_BUG);
	case_run(db, "INSERT INTO t VALUES (1)");
	db_rollback(db);
	db_rollback(db); /* nothing open: fine */
	assert_int_equal(case_int(db, "SELECT count(*) FROM t"), 0);
	assert_false(db_commit(db, &err));
	assert_true(db_begin(db, &err));
	case_run(db, "INSERT INTO t VALUES (1)");
	assert_false(db_finish(db, false, &err));
	assert_int_equal(case_int(db, "SELECT count(*) FROM t"), 0);
	assert_true(db_begin(db, &err));
	case_run(db, "INSERT INTO t VALUES (1)");
	assert_true(db_finish(db, true, &err));
	db_close(db);
	db = case_db(url, 0);
	assert_int_equal(case_int(db, "SELECT count(*) FROM t"), 1);
	assert_true(db_begin(db, &err));
	case_run(db, "INSERT INTO t VALUES (2)");
	db_close(db); /* rolls back */
	db = case_db(url, 0);
	assert_int_equal(case_int(db, "SELECT count(*) FROM t"), 1);
	db_close(db);
}

static void values_in_a_list(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	const struct db_value values[] = {{.type = 't', .text = "a"}, {.type = 'i', .number = 4},
		{.type = 't'}};
	struct rows *r = db_rows_list(db, "SELECT ?, ?, ?", values, 3);
	assert_true(rows_next(r));
	assert_string_equal(rows_text(r, 0), "a");
	assert_int_equal(rows_int(r, 1), 4);
	assert_true(rows_is_null(r, 2));
	assert_true(rows_end(r, NULL));
	db_close(db);
}

static void failed_commit_leaves_nothing(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	struct err err = ERR_INIT;
	case_run(db, "CREATE TABLE a (id BIGINT PRIMARY KEY);"
		"CREATE TABLE b (a BIGINT REFERENCES a(id) DEFERRABLE INITIALLY DEFERRED)");
	assert_true(db_begin(db, &err));
	case_run(db, "INSERT INTO b VALUES (9)");
	assert_false(db_commit(db, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_int_equal(case_int(db, "SELECT count(*) FROM b"), 0);
	assert_true(db_begin(db, &err)); /* and the connection goes on */
	case_run(db, "INSERT INTO a VALUES (1)");
	assert_true(db_commit(db, &err));
	db_close(db);
}

static void readonly_does_not_write(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	struct err err = ERR_INIT;
	case_run(db, "CREATE TABLE t (n BIGINT)");
	db_close(db);
	db = case_db(url, DB_READONLY);
	assert_int_equal(case_int(db, "SELECT count(*) FROM t"), 0);
	assert_false(db_run(db, &err, "INSERT INTO t VALUES (1)", NULL));
	assert_int_equal(err.kind, on_postgres() ? ERR_UNAVAILABLE : ERR_DISK);
	db_close(db);
}

static void migrations(void **state)
{
	(void)state;
	static const struct db_version versions[] = {
		{.script = "CREATE TABLE t (n BIGINT); INSERT INTO t VALUES (1)"},
		{.script = "ALTER TABLE t ADD COLUMN m BIGINT; UPDATE t SET m = n + 1"},
		{.script = "CREATE TABLE u (n BIGINT); nonsense"},
	};
	struct db *db = case_db(url, DB_CREATE);
	struct err err = ERR_INIT;
	assert_true(db_migrate(db, versions, 1, NULL, &err));
	assert_true(db_migrate(db, versions, 1, NULL, &err)); /* again: nothing to do */
	assert_true(db_migrate(db, versions, 2, NULL, &err));
	assert_int_equal(case_int(db, "SELECT m FROM t"), 2);
	assert_false(db_migrate(db, versions, 3, NULL, &err));
	assert_false(db_run(db, NULL, "SELECT count(*) FROM u", NULL)); /* nothing of the third */
	db_close(db);
	db = case_db(url, 0);
	err = (struct err)ERR_INIT;
	assert_true(db_migrate(db, versions, 2, NULL, &err));
	assert_false(db_migrate(db, versions, 1, NULL, &err)); /* a downgrade */
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(case_int(db, "SELECT m FROM t"), 2);
	db_close(db);
}

static bool double_all(struct db *db, void *context, struct err *err)
{
	int *calls = context;
	++*calls;
	return db_run(db, err, "UPDATE t SET n = n * 2", NULL) &&
		(*calls > 1 || err_set(err, ERR_DATA, "not yet"));
}

/* The script's half goes with the work's, and comes again with it. */
static void a_version_may_need_work_in_c(void **state)
{
	(void)state;
	static const struct db_version versions[] = {
		{.script = "CREATE TABLE t (n BIGINT); INSERT INTO t VALUES (1)"},
		{.script = "CREATE TABLE u (n BIGINT)", .work = double_all},
	};
	struct db *db = case_db(url, DB_CREATE);
	struct err err = ERR_INIT;
	int calls = 0;
	assert_false(db_migrate(db, versions, 2, &calls, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_int_equal(case_int(db, "SELECT n FROM t"), 1);
	assert_false(db_run(db, NULL, "SELECT count(*) FROM u", NULL)); /* nothing of the third */
	assert_true(db_migrate(db, versions, 2, &calls, &err));
	assert_int_equal(case_int(db, "SELECT n FROM t"), 2);
	assert_int_equal(calls, 2);
	db_close(db);
}

/* A child that dies by kill -9 in the middle of a transaction. */
static void killed_before_commit_leaves_nothing(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	case_run(db, "CREATE TABLE t (n BIGINT)");
	db_close(db);
	pid_t pid = fork();
	if (pid == 0) {
		struct err err = ERR_INIT;
		db = case_db(url, 0);
		if (db_begin(db, &err) && db_run(db, &err, "INSERT INTO t VALUES (1)", NULL))
			kill(getpid(), SIGKILL);
		_exit(1);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	db = case_db(url, 0);
	assert_int_equal(case_int(db, "SELECT count(*) FROM t"), 0);
	case_run(db, "INSERT INTO t VALUES (2)"); /* the lock went with the process */
	db_close(db);
}

#define ROUNDS 200
static void count_up(void)
{
	struct db *db = case_db(url, 0);
	for (int i = 0; i < ROUNDS; i++) {
		struct err err = ERR_INIT;
		int64_t n = 0;
		if (!db_begin(db, &err) || !db_get_int(db, &err, &n, NULL, "SELECT n FROM t", NULL) ||
			!db_run(db, &err, "UPDATE t SET n = ?", "i", n + 1) || !db_commit(db, &err))
			_exit(1);
	}
	db_close(db);
	_exit(0);
}

/* Read, then write: without the lock at the beginning, updates would be lost. */
static void two_processes_never_lose_an_update(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	case_run(db, "CREATE TABLE t (n BIGINT); INSERT INTO t VALUES (0)");
	db_close(db);
	pid_t pids[2];
	for (int i = 0; i < 2; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			count_up();
	}
	for (int i = 0; i < 2; i++) {
		int status;
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	db = case_db(url, 0);
	assert_int_equal(case_int(db, "SELECT n FROM t"), 2 * ROUNDS);
	db_close(db);
}

/* ---- what is read inside a transaction stays true */

/* Inserts one row for each byte that comes, and says so with one. */
static void insert_when_told(int told, int done)
{
	struct db *db = case_db(url, 0);
	char c;
	while (read(told, &c, 1) == 1) {
		struct err err = ERR_INIT;
		if (!db_run(db, &err, "INSERT INTO t VALUES (1)", NULL) || write(done, &c, 1) != 1)
			_exit(1);
	}
	_exit(0);
}

static void what_was_read_stays_true(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	struct err err = ERR_INIT;
	int told[2], done[2], status;
	char c = 0;
	case_run(db, "CREATE TABLE t (n BIGINT)");
	assert_int_equal(pipe2(told, O_CLOEXEC) + pipe2(done, O_CLOEXEC), 0);
	pid_t pid = fork();
	if (pid == 0) {
		close(told[1]);
		insert_when_told(told[0], done[1]);
	}
	for (int round = 0; round < 20; round++) {
		assert_true(db_begin(db, &err));
		assert_int_equal(case_int(db, "SELECT count(*) FROM t"), round);
		assert_int_equal(write(told[1], &c, 1), 1);
		for (int i = 0; i < 50; i++)
			assert_int_equal(case_int(db, "SELECT count(*) FROM t"), round);
		assert_true(db_commit(db, &err));
		assert_int_equal(read(done[0], &c, 1), 1);
	}
	close(told[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	close(told[0]);
	close(done[0]);
	close(done[1]);
	db_close(db);
}

/* ---- a feed's order is the order of its commits */

#define WRITERS 4
static void write_feed(void)
{
	struct db *db = case_db(url, 0);
	for (int i = 0; i < ROUNDS; i++) {
		struct err err = ERR_INIT;
		int64_t n = 0;
		if (!db_begin(db, &err) || !db_run(db, &err, "UPDATE last SET n = n + 1", NULL) ||
			!db_get_int(db, &err, &n, NULL, "SELECT n FROM last", NULL) ||
			!db_run(db, &err, "INSERT INTO feed VALUES (?)", "i", n))
			_exit(1);
		if (i % 7 == 0)
			db_rollback(db); /* leaves no hole */
		else if (!db_commit(db, &err))
			_exit(1);
	}
	_exit(0);
}

/* As central's route does: up to where the counter stands, every number is there. */
static int64_t read_feed(struct db *db, int64_t since)
{
	int64_t last = case_int(db, "SELECT n FROM last");
	struct rows *r = db_rows(db, "SELECT seq FROM feed WHERE seq > ? AND seq <= ? ORDER BY seq", "ii",
		since, last);
	while (rows_next(r))
		assert_int_equal(rows_int(r, 0), ++since);
	assert_true(rows_end(r, NULL));
	assert_int_equal(since, last);
	return since;
}

static void a_feed_reader_skips_nothing(void **state)
{
	(void)state;
	struct db *db = case_db(url, DB_CREATE);
	int64_t since = 0;
	int left = WRITERS, status;
	case_run(db, "CREATE TABLE last (n BIGINT); CREATE TABLE feed (seq BIGINT PRIMARY KEY);"
		"INSERT INTO last VALUES (0)");
	for (int i = 0; i < WRITERS; i++) {
		if (fork() == 0)
			write_feed();
	}
	while (left > 0) {
		since = read_feed(db, since);
		if (waitpid(-1, &status, WNOHANG) > 0) {
			assert_int_equal(status, 0);
			left--;
		}
	}
	assert_int_equal(read_feed(db, since), WRITERS * (ROUNDS - (ROUNDS + 6) / 7));
	db_close(db);
}

static void open_and_migrate(void)
{
	static const struct db_version versions[] = {
		{.script = "CREATE TABLE t (n BIGINT); INSERT INTO t VALUES (1)"}};
	struct err err = ERR_INIT;
	struct db *db = case_db(url, DB_CREATE);
	if (db_migrate(db, versions, 1, NULL, &err))
		_exit(0);
	print_error("%s\n", err.text);
	_exit(1);
}

/* Both find no file: one makes it, the other takes that one. */
static void two_processes_may_make_it_at_once(void **state)
{
	(void)state;
	pid_t pids[4];
	for (int i = 0; i < 4; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			open_and_migrate();
	}
	for (int i = 0; i < 4; i++) {
		int status;
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	struct db *db = case_db(url, 0);
	assert_int_equal(case_int(db, "SELECT count(*) FROM t"), 1);
	db_close(db);
}

#define T(f) cmocka_unit_test_setup_teardown(f, make_dir, drop_dir)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(values_come_back_as_given),
		T(conditions_and_numbers_as_text),
		T(borrowed_text_is_copied_for_rows),
		T(one_text_may_run_twice_at_once),
		T(many_texts_do_not_run_out),
		T(bad_sql_is_an_error_not_a_crash),
		T(constraints_are_refusals),
		T(found_tells_no_row),
		T(transactions),
		T(values_in_a_list),
		T(failed_commit_leaves_nothing),
		T(readonly_does_not_write),
		T(migrations),
		T(a_version_may_need_work_in_c),
		T(killed_before_commit_leaves_nothing),
		T(two_processes_never_lose_an_update),
		T(what_was_read_stays_true),
		T(a_feed_reader_skips_nothing),
		T(two_processes_may_make_it_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

