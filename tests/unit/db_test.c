/* The SQL driver: values, kept statements, transactions, damaged files, several processes. */

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

static char *dir;

static int make_dir(void **state)
{
	(void)state;
	dir = xstrdup("/tmp/motcua-db-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int drop_dir(void **state)
{
	(void)state;
	static const char *const names[] = {"a.db", "a.db-wal", "a.db-shm"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *path = fs_join(dir, names[i]);
		unlink(path);
		free(path);
	}
	int rc = rmdir(dir); /* fails when a file was left behind */
	free(dir);
	return rc;
}

static char *url(void)
{
	return xasprintf("sqlite:%s/a.db", dir);
}

static char *file(void)
{
	return fs_join(dir, "a.db");
}

static struct db *open_db(unsigned flags)
{
	struct db *db;
	struct err err = ERR_INIT;
	char *u = url();
	if (!db_open(&db, u, flags, &err))
		fail_msg("open: %s", err.text);
	free(u);
	return db;
}

static enum err_kind open_fails(const char *u, unsigned flags)
{
	struct db *db;
	struct err err = ERR_INIT;
	assert_false(db_open(&db, u, flags, &err));
	assert_true(err.text[0] != '\0');
	return err.kind;
}

static void run(struct db *db, const char *sql)
{
	struct err err = ERR_INIT;
	if (!db_script(db, sql, &err))
		fail_msg("%s: %s", sql, err.text);
}

static int64_t get(struct db *db, const char *sql)
{
	struct err err = ERR_INIT;
	int64_t n = -1;
	if (!db_get_int(db, &err, &n, NULL, sql, NULL))
		fail_msg("%s: %s", sql, err.text);
	return n;
}

static void values_come_back_as_given(void **state)
{
	(void)state;
	struct db *db = open_db(DB_CREATE);
	struct err err = ERR_INIT;
	run(db, "CREATE TABLE t (a TEXT, b INTEGER, c INTEGER, d BLOB, e TEXT, f INTEGER)");
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

static void borrowed_text_is_copied_for_rows(void **state)
{
	(void)state;
	struct db *db = open_db(DB_CREATE);
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
	struct db *db = open_db(DB_CREATE);
	run(db, "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1),(2),(3)");
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
	struct db *db = open_db(DB_CREATE);
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
	struct db *db = open_db(DB_CREATE);
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
	assert_false(db_run(db, NULL, "SELECT", NULL)); /* nobody wants the reason */
	db_close(db);
}

static void constraints_are_refusals(void **state)
{
	(void)state;
	struct db *db = open_db(DB_CREATE);
	struct err err = ERR_INIT;
	run(db, "CREATE TABLE a (id TEXT PRIMARY KEY);"
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
	struct db *db = open_db(DB_CREATE);
	bool found = true;
	int64_t n = 7;
	assert_true(db_get_int(db, NULL, &n, &found, "SELECT 1 WHERE 0", NULL));
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
	struct db *db = open_db(DB_CREATE);
	struct err err = ERR_INIT;
	run(db, "CREATE TABLE t (n INTEGER)");
	assert_true(db_begin(db, &err));
	assert_false(db_begin(db, &err));
	assert_int_equal(err.kind, ERR_BUG);
	run(db, "INSERT INTO t VALUES (1)");
	db_rollback(db);
	db_rollback(db); /* nothing open: fine */
	assert_int_equal(get(db, "SELECT count(*) FROM t"), 0);
	assert_false(db_commit(db, &err));
	assert_true(db_begin(db, &err));
	run(db, "INSERT INTO t VALUES (1)");
	assert_false(db_finish(db, false, &err));
	assert_int_equal(get(db, "SELECT count(*) FROM t"), 0);
	assert_true(db_begin(db, &err));
	run(db, "INSERT INTO t VALUES (1)");
	assert_true(db_finish(db, true, &err));
	db_close(db);
	db = open_db(0);
	assert_int_equal(get(db, "SELECT count(*) FROM t"), 1);
	assert_true(db_begin(db, &err));
	run(db, "INSERT INTO t VALUES (2)");
	db_close(db); /* rolls back */
	db = open_db(0);
	assert_int_equal(get(db, "SELECT count(*) FROM t"), 1);
	db_close(db);
}

static void lazy_transactions_do_not_make_others_lazy(void **state)
{
	(void)state;
	struct db *db = open_db(DB_CREATE);
	struct err err = ERR_INIT;
	run(db, "CREATE TABLE t (n INTEGER)");
	assert_true(db_begin_lazy(db, &err));
	assert_int_equal(get(db, "PRAGMA synchronous"), 1);
	run(db, "INSERT INTO t VALUES (1)");
	assert_true(db_commit(db, &err));
	assert_int_equal(get(db, "PRAGMA synchronous"), 2);
	assert_true(db_begin_lazy(db, &err));
	run(db, "INSERT INTO t VALUES (1)");
	db_rollback(db);
	assert_int_equal(get(db, "PRAGMA synchronous"), 2);
	assert_true(db_begin(db, &err));
	assert_int_equal(get(db, "PRAGMA synchronous"), 2);
	assert_true(db_commit(db, &err));
	assert_int_equal(get(db, "SELECT count(*) FROM t"), 1);
	db_close(db);
}

static void values_in_a_list(void **state)
{
	(void)state;
	struct db *db = open_db(DB_CREATE);
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
	struct db *db = open_db(DB_CREATE);
	struct err err = ERR_INIT;
	run(db, "CREATE TABLE a (id INTEGER PRIMARY KEY);"
		"CREATE TABLE b (a INTEGER REFERENCES a(id) DEFERRABLE INITIALLY DEFERRED)");
	assert_true(db_begin(db, &err));
	run(db, "INSERT INTO b VALUES (9)");
	assert_false(db_commit(db, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_int_equal(get(db, "SELECT count(*) FROM b"), 0);
	assert_true(db_begin(db, &err)); /* and the connection goes on */
	run(db, "INSERT INTO a VALUES (1)");
	assert_true(db_commit(db, &err));
	db_close(db);
}

static void durable_settings(void **state)
{
	(void)state;
	struct db *db = open_db(DB_CREATE);
	struct rows *r = db_rows(db, "PRAGMA journal_mode", NULL);
	assert_true(rows_next(r));
	assert_string_equal(rows_text(r, 0), "wal");
	assert_true(rows_end(r, NULL));
	assert_int_equal(get(db, "PRAGMA synchronous"), 2);
	assert_int_equal(get(db, "PRAGMA foreign_keys"), 1);
	assert_true(get(db, "PRAGMA busy_timeout") >= 1000);
	db_close(db);
}

static void file_is_private(void **state)
{
	(void)state;
	mode_t old = umask(0);
	struct db *db = open_db(DB_CREATE);
	umask(old);
	run(db, "CREATE TABLE t (n INTEGER)");
	char *path = file(), *wal = xasprintf("%s-wal", path);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_nlink, 1);
	assert_int_equal(stat(wal, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(path);
	free(wal);
	db_close(db);
}

static void wrong_urls(void **state)
{
	(void)state;
	assert_int_equal(open_fails("mysql://user:secret@host/x", 0), ERR_CONFIG);
	assert_int_equal(open_fails("", 0), ERR_CONFIG);
	assert_int_equal(open_fails("sqlite:", DB_CREATE), ERR_CONFIG);
	assert_int_equal(open_fails("sqlite:/nowhere/at/all/x.db", DB_CREATE), ERR_DISK);
	assert_int_equal(open_fails("sqlite:/tmp", DB_CREATE), ERR_DISK);
	char *u = url(), *path = file();
	assert_int_equal(open_fails(u, 0), ERR_DISK);
	assert_false(fs_exists(path)); /* not made in passing */
	struct err err = ERR_INIT;
	struct db *db;
	assert_false(db_open(&db, "mysql://user:secret@host/x", 0, &err));
	assert_null(strstr(err.text, "secret"));
	assert_true(db_open(&db, "sqlite::memory:", 0, &err));
	assert_int_equal(get(db, "SELECT 3"), 3);
	db_close(db);
	free(u);
	free(path);
}

/* What is there is refused as it is, and not one byte of it changes. */
static void refused_unchanged(const char *bytes, size_t len)
{
	struct err err = ERR_INIT;
	char *u = url(), *path = file();
	assert_true(fs_write_atomic(path, bytes, len, 0600, &err));
	assert_int_equal(open_fails(u, DB_CREATE), ERR_DAMAGED);
	struct buf now;
	buf_init(&now, 1 << 20);
	assert_true(fs_read(path, &now, &err));
	assert_int_equal(now.len, len);
	assert_memory_equal(buf_str(&now), bytes, len);
	buf_clear(&now);
	unlink(path);
	free(u);
	free(path);
}

static void foreign_and_damaged_files_are_left_alone(void **state)
{
	(void)state;
	static const char text[] = "this is a shopping list, and not a short one at all";
	char noise[5000];
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (char)(i * 37 + 11);
	refused_unchanged("", 0);
	refused_unchanged("x", 1);
	refused_unchanged(text, sizeof(text) - 1);
	refused_unchanged(noise, sizeof(noise));
}

static void file_cut_short_is_noticed(void **state)
{
	(void)state;
	struct db *db = open_db(DB_CREATE);
	run(db, "CREATE TABLE t (n INTEGER, x TEXT);"
		"INSERT INTO t VALUES (1, hex(zeroblob(20000)))");
	db_close(db);
	char *path = file(), *u = url();
	assert_int_equal(truncate(path, 100), 0);
	assert_int_equal(open_fails(u, DB_CREATE), ERR_DAMAGED);
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(open_fails(u, DB_CREATE), ERR_DAMAGED);
	free(u);
	free(path);
}

static void readonly_does_not_write(void **state)
{
	(void)state;
	struct db *db = open_db(DB_CREATE);
	struct err err = ERR_INIT;
	run(db, "CREATE TABLE t (n INTEGER)");
	db_close(db);
	db = open_db(DB_READONLY);
	assert_int_equal(get(db, "SELECT count(*) FROM t"), 0);
	assert_false(db_run(db, &err, "INSERT INTO t VALUES (1)", NULL));
	assert_int_equal(err.kind, ERR_DISK);
	db_close(db);
}

static void migrations(void **state)
{
	(void)state;
	static const struct db_version versions[] = {
		{.script = "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)"},
		{.script = "ALTER TABLE t ADD COLUMN m INTEGER; UPDATE t SET m = n + 1"},
		{.script = "CREATE TABLE u (n INTEGER); nonsense"},
	};
	struct db *db = open_db(DB_CREATE);
	struct err err = ERR_INIT;
	assert_true(db_migrate(db, versions, 1, NULL, &err));
	assert_true(db_migrate(db, versions, 1, NULL, &err)); /* again: nothing to do */
	assert_true(db_migrate(db, versions, 2, NULL, &err));
	assert_int_equal(get(db, "SELECT m FROM t"), 2);
	assert_false(db_migrate(db, versions, 3, NULL, &err));
	assert_int_equal(get(db, "SELECT count(*) FROM sqlite_master WHERE name = 'u'"), 0);
	db_close(db);
	db = open_db(0);
	err = (struct err)ERR_INIT;
	assert_true(db_migrate(db, versions, 2, NULL, &err));
	assert_false(db_migrate(db, versions, 1, NULL, &err)); /* a downgrade */
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(get(db, "SELECT m FROM t"), 2);
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
		{.script = "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)"},
		{.script = "CREATE TABLE u (n INTEGER)", .work = double_all},
	};
	struct db *db = open_db(DB_CREATE);
	struct err err = ERR_INIT;
	int calls = 0;
	assert_false(db_migrate(db, versions, 2, &calls, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_int_equal(get(db, "SELECT n FROM t"), 1);
	assert_int_equal(get(db, "SELECT count(*) FROM sqlite_master WHERE name = 'u'"), 0);
	assert_true(db_migrate(db, versions, 2, &calls, &err));
	assert_int_equal(get(db, "SELECT n FROM t"), 2);
	assert_int_equal(calls, 2);
	db_close(db);
}

/* A child that dies by kill -9 in the middle of a transaction. */
static void killed_before_commit_leaves_nothing(void **state)
{
	(void)state;
	struct db *db = open_db(DB_CREATE);
	run(db, "CREATE TABLE t (n INTEGER)");
	db_close(db);
	pid_t pid = fork();
	if (pid == 0) {
		struct err err = ERR_INIT;
		db = open_db(0);
		if (db_begin(db, &err) && db_run(db, &err, "INSERT INTO t VALUES (1)", NULL))
			kill(getpid(), SIGKILL);
		_exit(1);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	db = open_db(0);
	assert_int_equal(get(db, "SELECT count(*) FROM t"), 0);
	run(db, "INSERT INTO t VALUES (2)"); /* the lock went with the process */
	db_close(db);
}

#define ROUNDS 200
static void count_up(void)
{
	struct db *db = open_db(0);
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
	struct db *db = open_db(DB_CREATE);
	run(db, "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (0)");
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
	db = open_db(0);
	assert_int_equal(get(db, "SELECT n FROM t"), 2 * ROUNDS);
	db_close(db);
}

static void open_and_migrate(void)
{
	static const struct db_version versions[] = {
		{.script = "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)"}};
	struct err err = ERR_INIT;
	struct db *db = open_db(DB_CREATE);
	_exit(db_migrate(db, versions, 1, NULL, &err) ? 0 : 1);
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
	struct db *db = open_db(0);
	assert_int_equal(get(db, "SELECT count(*) FROM t"), 1);
	db_close(db);
}

#define T(f) cmocka_unit_test_setup_teardown(f, make_dir, drop_dir)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(values_come_back_as_given),
		T(borrowed_text_is_copied_for_rows),
		T(one_text_may_run_twice_at_once),
		T(many_texts_do_not_run_out),
		T(bad_sql_is_an_error_not_a_crash),
		T(constraints_are_refusals),
		T(found_tells_no_row),
		T(transactions),
		T(lazy_transactions_do_not_make_others_lazy),
		T(values_in_a_list),
		T(failed_commit_leaves_nothing),
		T(durable_settings),
		T(file_is_private),
		T(wrong_urls),
		T(foreign_and_damaged_files_are_left_alone),
		T(file_cut_short_is_noticed),
		T(readonly_does_not_write),
		T(migrations),
		T(a_version_may_need_work_in_c),
		T(killed_before_commit_leaves_nothing),
		T(two_processes_never_lose_an_update),
		T(two_processes_may_make_it_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
