/* PostgreSQL behind db.h, where it differs from a file: sessions that break, servers that do not
 * take writes, others that hold the lock, values it cannot store. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "db/db.h"
#include "db/driver.h"
#include "db/postgres_sql.h"
#include "tests/harness/db_case.h"
#include "tests/harness/pg_cluster.h"

struct place {
	char url[TEST_DB_SIZE];
	struct db *db;
};

static int setup(void **state)
{
	struct place *p = xcalloc(1, sizeof(*p));
	test_db_postgres(p->url);
	p->db = case_db(p->url, DB_CREATE);
	case_run(p->db, "CREATE TABLE t (n BIGINT PRIMARY KEY, x TEXT)");
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	struct place *p = *state;
	db_close(p->db);
	free(p);
	return 0;
}

/* The server ends our session, and it is over when this returns. */
static void end_session(struct db *db)
{
	char sql[80];
	snprintf(sql, sizeof(sql), "SELECT pg_terminate_backend(%d, 20000)",
		(int)case_int(db, "SELECT pg_backend_pid()"));
	pg_sql(pg_shared(), sql, NULL, 0);
}

static bool insert(struct db *db, int64_t n, struct err *err)
{
	return db_run(db, err, "INSERT INTO t (n, x) VALUES (?, ?)", "it", n, "x");
}

static void question_marks_become_numbers(void **state)
{
	static const struct {
		const char *sql, *wanted;
		int n;
	} rows[] = {
		{"SELECT ?, ?", "SELECT $1, $2", 2},
		{"SELECT '?', \"?\", ?", "SELECT '?', \"?\", $1", 1},
		{"SELECT 'it''s ?', ? -- why?\n, ?", "SELECT 'it''s ?', $1 -- why?\n, $2", 2},
		{"SELECT '? never closed", "SELECT '? never closed", 0},
		{"", "", 0},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int n;
		char *sql = postgres_sql(rows[i].sql, &n);
		assert_string_equal(sql, rows[i].wanted);
		assert_int_equal(n, rows[i].n);
		free(sql);
	}
	assert_false(postgres_sql_writes("  (select 1) UNION SELECT 2"));
	assert_true(postgres_sql_writes("WITH a AS (DELETE FROM t RETURNING n) SELECT * FROM a"));
}

static void a_session_lost_in_between_is_not_noticed(void **state)
{
	struct place *p = *state;
	struct err err = ERR_INIT;
	assert_true(insert(p->db, 1, &err));
	end_session(p->db);
	assert_int_equal(case_int(p->db, "SELECT count(*) FROM t"), 1);
	end_session(p->db);
	assert_true(insert(p->db, 2, &err)); /* prepared anew */
	end_session(p->db);
	assert_true(db_begin(p->db, &err));
	assert_true(insert(p->db, 3, &err));
	assert_true(db_commit(p->db, &err));
	assert_int_equal(case_int(p->db, "SELECT count(*) FROM t"), 3);
}

/* Nothing of it may happen in a new session, outside the transaction that was lost. */
static void a_session_lost_inside_ends_the_transaction(void **state)
{
	struct place *p = *state;
	struct err err = ERR_INIT;
	assert_true(db_begin(p->db, &err));
	assert_true(insert(p->db, 1, &err));
	end_session(p->db);
	assert_false(insert(p->db, 2, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_false(insert(p->db, 3, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_false(db_get_int(p->db, &err, &(int64_t){0}, NULL, "SELECT 1", NULL));
	err = (struct err)ERR_INIT;
	assert_false(db_commit(p->db, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_int_equal(case_int(p->db, "SELECT count(*) FROM t"), 0);
	assert_true(db_begin(p->db, &err));
	assert_true(insert(p->db, 4, &err));
	assert_true(db_commit(p->db, &err));
	assert_int_equal(case_int(p->db, "SELECT n FROM t"), 4);
}

static void a_commit_that_is_cut_off_is_no_commit(void **state)
{
	struct place *p = *state;
	struct err err = ERR_INIT;
	case_run(p->db, "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$"
		" BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
		"CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED"
		" FOR EACH ROW EXECUTE FUNCTION cut()");
	assert_true(db_begin(p->db, &err));
	assert_true(insert(p->db, 1, &err));
	assert_false(db_commit(p->db, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	err = (struct err)ERR_INIT;
	assert_false(insert(p->db, 1, &err)); /* in a transaction of its own */
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_int_equal(case_int(p->db, "SELECT count(*) FROM t"), 0);
}

/* A statement failed, and its caller commits all the same. */
static void a_failed_transaction_is_not_committed(void **state)
{
	struct place *p = *state;
	struct err err = ERR_INIT;
	assert_true(db_begin(p->db, &err));
	assert_true(insert(p->db, 1, &err));
	assert_false(insert(p->db, 1, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_false(db_commit(p->db, &err));
	assert_int_equal(case_int(p->db, "SELECT count(*) FROM t"), 0);
}

/* What becomes of a primary that was put back behind another. */
static void a_server_that_takes_no_writes_is_left(void **state)
{
	struct place *p = *state;
	struct err err = ERR_INIT;
	case_run(p->db, "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
	int64_t pid = case_int(p->db, "SELECT pg_backend_pid()");
	assert_false(insert(p->db, 1, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_true(insert(p->db, 1, &err));
	assert_true(case_int(p->db, "SELECT pg_backend_pid()") != pid);
}

static void who_holds_the_lock_holds_up_writers_only(void **state)
{
	struct place *p = *state;
	struct err err = ERR_INIT;
	struct db *other = case_db(p->url, 0);
	case_run(other, "SELECT set_config('lock_timeout', '100ms', false)");
	assert_true(db_begin(p->db, &err));
	assert_int_equal(case_int(other, "SELECT count(*) FROM t"), 0);
	assert_false(db_begin(other, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_false(insert(other, 1, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_true(db_commit(p->db, &err));
	assert_true(insert(other, 1, &err));
	db_close(other);
}

/* What a hung process holds is taken from it by the server. */
static void an_idle_holder_loses_the_lock(void **state)
{
	struct place *p = *state;
	struct err err = ERR_INIT;
	struct db *other = case_db(p->url, 0);
	case_run(other, "SELECT set_config('idle_in_transaction_session_timeout', '50ms', false)");
	assert_true(db_begin(other, &err));
	assert_true(insert(other, 1, &err));
	assert_true(insert(p->db, 2, &err)); /* waits until then */
	assert_false(db_commit(other, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_int_equal(case_int(p->db, "SELECT n FROM t"), 2);
	db_close(other);
}

static void statements_take_no_longer_than_allowed(void **state)
{
	struct place *p = *state;
	struct err err = ERR_INIT;
	assert_int_equal(case_int(p->db, "SELECT count(*) FROM pg_settings WHERE"
		" (name = 'statement_timeout' AND setting = '30000') OR (name = 'lock_timeout'"
		" AND setting = '5000') OR (name = 'idle_in_transaction_session_timeout'"
		" AND setting = '20000') OR (name = 'synchronous_commit' AND setting = 'on')"), 4);
	case_run(p->db, "SELECT set_config('statement_timeout', '50ms', false)");
	assert_false(db_run(p->db, &err, "SELECT pg_sleep(30)", NULL));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_int_equal(case_int(p->db, "SELECT 1"), 1);
	case_run(p->db, "SELECT pg_sleep(0.1); CREATE TABLE large (n BIGINT)"); /* a script as long as it takes */
}

static void what_cannot_be_stored_is_refused(void **state)
{
	struct place *p = *state;
	struct err err = ERR_INIT;
	assert_false(db_run(p->db, &err, "INSERT INTO t VALUES (1, ?)", "t", "sec\xff" "ret"));
	assert_int_equal(err.kind, ERR_DATA);
	assert_null(strstr(err.text, "sec"));
	assert_false(db_run(p->db, &err, "INSERT INTO t VALUES (1, 'x'), (1, ?)", "t", "secret"));
	assert_int_equal(err.kind, ERR_DATA);
	assert_non_null(strstr(err.text, "t_pkey"));
	assert_null(strstr(err.text, "secret"));
}

static enum err_kind open_fails(const char *url, struct err *err)
{
	struct db *db;
	*err = (struct err)ERR_INIT;
	assert_false(db_open(&db, url, DB_CREATE, err));
	assert_true(err->text[0] != '\0');
	return err->kind;
}

static void wrong_addresses(void **state)
{
	char url[TEST_DB_SIZE];
	struct err err;
	(void)state;
	assert_int_equal(open_fails("postgresql:/x", &err), ERR_CONFIG);
	assert_int_equal(open_fails("postgresql://h/x?nothing=1", &err), ERR_CONFIG);
	assert_int_equal(open_fails("postgresql://u:secret@127.0.0.1:1/x", &err), ERR_UNAVAILABLE);
	assert_null(strstr(err.text, "secret"));
	assert_int_equal(open_fails("postgresql://u:secret@[::1/x", &err), ERR_CONFIG);
	assert_null(strstr(err.text, "secret"));
	snprintf(url, sizeof(url), "postgresql:///nothing?host=%s&user=motcua", pg_shared());
	assert_int_equal(open_fails(url, &err), ERR_UNAVAILABLE);
}

static void only_unicode_databases(void **state)
{
	char url[TEST_DB_SIZE];
	struct err err;
	(void)state;
	pg_sql(pg_shared(), "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0", NULL, 0);
	snprintf(url, sizeof(url), "postgresql:///latin?host=%s&user=motcua", pg_shared());
	assert_int_equal(open_fails(url, &err), ERR_CONFIG);
	pg_sql(pg_shared(), "DROP DATABASE latin WITH (FORCE)", NULL, 0);
}

static void tables_of_another_program_are_left_alone(void **state)
{
	static const struct db_version versions[] = {{.script = "CREATE TABLE t (other TEXT)"}};
	struct place *p = *state;
	struct err err = ERR_INIT;
	assert_false(db_migrate(p->db, versions, 1, NULL, &err));
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(case_int(p->db, "SELECT count(*) FROM t"), 0);
}

static void where_it_is_holds_no_secret(void **state)
{
	struct place *p = *state;
	char *where = db_where(p->db);
	assert_non_null(strstr(where, "postgres@/tmp/"));
	assert_null(strstr(where, "search_path"));
	free(where);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(question_marks_become_numbers),
		T(a_session_lost_in_between_is_not_noticed),
		T(a_session_lost_inside_ends_the_transaction),
		T(a_commit_that_is_cut_off_is_no_commit),
		T(a_failed_transaction_is_not_committed),
		T(a_server_that_takes_no_writes_is_left),
		T(who_holds_the_lock_holds_up_writers_only),
		T(an_idle_holder_loses_the_lock),
		T(statements_take_no_longer_than_allowed),
		T(what_cannot_be_stored_is_refused),
		T(wrong_addresses),
		T(only_unicode_databases),
		T(tables_of_another_program_are_left_alone),
		T(where_it_is_holds_no_secret),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
