#include "db/driver.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "db/db.h"
#include "db/sqlite_conn.h"
#include "i18n/lang.h"

/* ---- opening */

static bool open_sqlite(void **conn, const char *where, unsigned flags, struct err *err)
{
	struct sqlite_conn *c;
	if (!sqlite_conn_open(&c, where, flags, err))
		return false;
	*conn = c;
	return true;
}

static void close_sqlite(void *conn)
{
	sqlite_conn_close(conn);
}

static sqlite3 *handle(void *conn)
{
	return ((struct sqlite_conn *)conn)->db;
}

static char *where(void *conn)
{
	const char *file = sqlite3_db_filename(handle(conn), "main");
	return xstrdup(file && *file ? file : ":memory:");
}

/* ---- statements */

static bool prepare(void *conn, const char *sql, void **stmt, struct err *err)
{
	int rc = sqlite3_prepare_v3(handle(conn), sql, -1, SQLITE_PREPARE_PERSISTENT,
		(sqlite3_stmt **)stmt, NULL);
	return rc == SQLITE_OK || sqlite_conn_fail(conn, rc, err);
}

static void finalize(void *stmt)
{
	sqlite3_finalize(stmt);
}

static int bind_one(sqlite3_stmt *stmt, int at, const struct db_value *v, bool copy)
{
	/* SQLITE_TRANSIENT is an integer cast to a pointer, by SQLite's design. */
	sqlite3_destructor_type keep = copy ? SQLITE_TRANSIENT : SQLITE_STATIC;
	if (v->type == 'i')
		return sqlite3_bind_int64(stmt, at, v->number);
	if (v->type == 't' && v->text)
		return sqlite3_bind_text64(stmt, at, v->text, strlen(v->text), keep, SQLITE_UTF8);
	if (v->type == 'b' && v->blob)
		return sqlite3_bind_blob64(stmt, at, v->blob, v->len, keep);
	return sqlite3_bind_null(stmt, at);
}

static bool bind(void *conn, void *stmt, const struct db_value *values, size_t n, bool copy,
	struct err *err)
{
	if ((size_t)sqlite3_bind_parameter_count(stmt) != n)
		return err_set(err, ERR_BUG, _("Lỗi chương trình: số giá trị không khớp câu lệnh."));
	for (size_t i = 0; i < n; i++) {
		int rc = bind_one(stmt, (int)i + 1, &values[i], copy);
		if (rc != SQLITE_OK)
			return sqlite_conn_fail(conn, rc, err);
	}
	return true;
}

static enum db_step step(void *conn, void *stmt, struct err *err)
{
	if (!sqlite3_stmt_readonly(stmt) && !sqlite_conn_may_write(conn, err))
		return DB_STEP_FAILED;
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		return DB_STEP_ROW;
	if (rc == SQLITE_DONE)
		return DB_STEP_DONE;
	sqlite_conn_fail(conn, rc, err);
	return DB_STEP_FAILED;
}

static void reset(void *stmt)
{
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt); /* borrowed values must not outlive their run */
}

static int64_t column_int(void *stmt, int col)
{
	return sqlite3_column_int64(stmt, col);
}

static const char *column_text(void *stmt, int col)
{
	return (const char *)sqlite3_column_text(stmt, col);
}

static const void *column_blob(void *stmt, int col, size_t *len)
{
	const void *bytes = sqlite3_column_blob(stmt, col);
	*len = (size_t)sqlite3_column_bytes(stmt, col);
	return bytes;
}

static bool column_null(void *stmt, int col)
{
	return sqlite3_column_type(stmt, col) == SQLITE_NULL;
}

static bool script(void *conn, const char *sql, struct err *err)
{
	return sqlite_conn_may_write(conn, err) && sqlite_conn_exec(conn, sql, err);
}

static int64_t changes(void *conn)
{
	return sqlite3_changes64(handle(conn));
}

/* ---- transactions */

static bool begin(void *conn, bool lazy, struct err *err)
{
	/* Set each time: the setting cannot change inside a transaction, nor outlive this one. */
	return sqlite_conn_may_write(conn, err) && sqlite_conn_in_place(conn, err) &&
		sqlite_conn_exec(conn, lazy ? PRAGMA_LAZY : PRAGMA_FULL, err) &&
		sqlite_conn_exec(conn, "BEGIN IMMEDIATE", err);
}

/* Also after a commit, for the setting. */
static void rollback(void *conn)
{
	if (!sqlite3_get_autocommit(handle(conn)))
		sqlite3_exec(handle(conn), "ROLLBACK", NULL, NULL, NULL);
	sqlite3_exec(handle(conn), PRAGMA_FULL, NULL, NULL, NULL);
}

static bool commit(void *conn, struct err *err)
{
	/* After a full disk or an I/O error SQLite may have rolled back by itself. */
	bool open = !sqlite3_get_autocommit(handle(conn));
	bool done = open ? sqlite_conn_in_place(conn, err) && sqlite_conn_exec(conn, "COMMIT", err) :
		sqlite_conn_fail(conn, SQLITE_IOERR, err);
	rollback(conn);
	return done;
}

static void tidy(void *conn)
{
	sqlite_conn_fold_back(conn);
}

static bool check(void *conn, const char *table, int64_t budget_ms, struct err *err)
{
	return sqlite_conn_check(conn, table, budget_ms, err);
}

/* It builds the new one in a file of its own, which in memory could be more than the machine has. */
static bool rewrite(void *conn, struct err *err)
{
	bool ok = sqlite_conn_may_write(conn, err) &&
		sqlite_conn_exec(conn, "PRAGMA temp_store=FILE", err) &&
		sqlite_conn_exec(conn, "VACUUM", err);
	return sqlite_conn_exec(conn, "PRAGMA temp_store=MEMORY", ok ? err : NULL) && ok;
}

static bool empty_log(void *conn, struct err *err)
{
	return sqlite_conn_may_write(conn, err) && sqlite_conn_empty_log(conn, err);
}

static bool version(void *conn, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(handle(conn), "PRAGMA user_version", -1, &stmt, NULL);
	if (rc != SQLITE_OK)
		return sqlite_conn_fail(conn, rc, err);
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW || sqlite_conn_fail(conn, rc, err);
}

static bool set_version(void *conn, int64_t n, struct err *err)
{
	char sql[64];
	snprintf(sql, sizeof(sql), "PRAGMA user_version=%lld", (long long)n);
	return sqlite_conn_exec(conn, sql, err);
}

const struct db_driver db_sqlite = {
	.scheme = "sqlite:",
	.form = N_("sqlite:TỆP"),
	.open = open_sqlite,
	.close = close_sqlite,
	.where = where,
	.prepare = prepare,
	.finalize = finalize,
	.bind = bind,
	.step = step,
	.reset = reset,
	.column_int = column_int,
	.column_text = column_text,
	.column_blob = column_blob,
	.column_null = column_null,
	.script = script,
	.changes = changes,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.tidy = tidy,
	.check = check,
	.rewrite = rewrite,
	.empty_log = empty_log,
	.version = version,
	.set_version = set_version,
};
