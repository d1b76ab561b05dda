/* SQLite behind db.h: its settings, its file's mode, damaged and foreign files, addresses. */

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
	char *u = url();
	struct db *db = case_db(u, flags);
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

static void lazy_transactions_do_not_make_others_lazy(void **state)
{
	(void)state;
	struct db *db = open_db(DB_CREATE);
	struct err err = ERR_INIT;
	case_run(db, "CREATE TABLE t (n INTEGER)");
	assert_true(db_begin_lazy(db, &err));
	assert_int_equal(case_int(db, "PRAGMA synchronous"), 1);
	case_run(db, "INSERT INTO t VALUES (1)");
	assert_true(db_commit(db, &err));
	assert_int_equal(case_int(db, "PRAGMA synchronous"), 2);
	assert_true(db_begin_lazy(db, &err));
	case_run(db, "INSERT INTO t VALUES (1)");
	db_rollback(db);
	assert_int_equal(case_int(db, "PRAGMA synchronous"), 2);
	assert_true(db_begin(db, &err));
	assert_int_equal(case_int(db, "PRAGMA synchronous"), 2);
	assert_true(db_commit(db, &err));
	assert_int_equal(case_int(db, "SELECT count(*) FROM t"), 1);
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
	assert_int_equal(case_int(db, "PRAGMA synchronous"), 2);
	assert_int_equal(case_int(db, "PRAGMA foreign_keys"), 1);
	assert_true(case_int(db, "PRAGMA busy_timeout") >= 1000);
	db_close(db);
}

static void file_is_private(void **state)
{
	(void)state;
	mode_t old = umask(0);
	struct db *db = open_db(DB_CREATE);
	umask(old);
	case_run(db, "CREATE TABLE t (n INTEGER)");
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
	assert_int_equal(case_int(db, "SELECT 3"), 3);
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
	case_run(db, "CREATE TABLE t (n INTEGER, x TEXT);"
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

/* An administrator puts a copy back, or removes the file, while a program runs. */
static void nothing_is_saved_into_a_file_that_was_taken_away(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct db *db = open_db(DB_CREATE);
	char *path = file(), *aside = xasprintf("%s.aside", path);
	case_run(db, "CREATE TABLE t (n INTEGER)");
	assert_true(db_begin(db, &err));
	assert_true(db_run(db, &err, "INSERT INTO t VALUES (1)", NULL));
	assert_int_equal(rename(path, aside), 0);
	assert_false(db_finish(db, true, &err));
	assert_int_equal(err.kind, ERR_DISK);
	assert_non_null(strstr(err.text, "chưa được lưu"));
	assert_false(db_begin(db, &err));
	assert_int_equal(rename(aside, path), 0);
	assert_true(db_begin(db, &err)); /* the right one again: goes on */
	assert_true(db_run(db, &err, "INSERT INTO t VALUES (2)", NULL) && db_finish(db, true, &err));
	int64_t sum;
	assert_true(db_get_int(db, &err, &sum, NULL, "SELECT sum(n) FROM t", NULL));
	assert_int_equal(sum, 2);
	db_close(db);
	free(aside);
	free(path);
}

#define T(f) cmocka_unit_test_setup_teardown(f, make_dir, drop_dir)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(lazy_transactions_do_not_make_others_lazy),
		T(durable_settings),
		T(file_is_private),
		T(wrong_urls),
		T(foreign_and_damaged_files_are_left_alone),
		T(file_cut_short_is_noticed),
		T(nothing_is_saved_into_a_file_that_was_taken_away),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
