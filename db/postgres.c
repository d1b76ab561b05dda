/*
 * PostgreSQL behind db.h: statements, columns, the schema's version. Everything travels as text but
 * blobs to the server. A result comes as a whole, so SQL that may find many rows says LIMIT.
 */

#include "db/driver.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "db/postgres_conn.h"
#include "db/postgres_sql.h"
#include "db/postgres_tx.h"
#include "i18n/lang.h"

#define TYPE_BOOL 16 /* pg_type.dat */
#define TYPE_BYTEA 17
#define TYPE_INT8 20
#define TYPE_TEXT 25
#define NUMBER_SIZE 24

struct statement {
	struct postgres_conn *conn;
	char *sql;
	int n;                  /* values it takes */
	bool writes;
	unsigned session;       /* that it is prepared in; 0: none */
	char name[16];
	char types[DB_VALUES_MAX + 1]; /* it was prepared for */
	PGresult *result;
	int row;
	struct arena bytes;     /* blobs of the row */
};

/* ---- opening */

static bool open_postgres(void **conn, const char *where, unsigned flags, struct err *err)
{
	struct postgres_conn *c;
	char *url = xasprintf("postgresql:%s", where);
	bool ok = postgres_conn_open(&c, url, flags, err);
	explicit_bzero(url, strlen(url));
	free(url);
	if (ok)
		*conn = c;
	return ok;
}

static void close_postgres(void *conn)
{
	postgres_conn_close(conn);
}

static char *where(void *conn)
{
	const struct postgres_conn *c = conn;
	return c->pg ? xasprintf("%s@%s", PQdb(c->pg), PQhost(c->pg)) : xstrdup("PostgreSQL");
}

/* ---- statements */

static bool prepare(void *conn, const char *sql, void **stmt, struct err *err)
{
	struct statement *s = xcalloc(1, sizeof(*s));
	(void)err;
	s->conn = conn;
	s->sql = postgres_sql(sql, &s->n);
	s->writes = postgres_sql_writes(sql);
	*stmt = s;
	return true;
}

static void reset(void *stmt)
{
	struct statement *s = stmt;
	PQclear(s->result);
	s->result = NULL;
	arena_clear(&s->bytes);
}

/* The server forgets it with the session where it cannot be told now. */
static void forget(struct statement *s)
{
	char sql[32];
	struct postgres_conn *c = s->conn;
	if (s->session == c->session && postgres_conn_alive(c) &&
		PQtransactionStatus(c->pg) != PQTRANS_INERROR) {
		snprintf(sql, sizeof(sql), "DEALLOCATE %s", s->name);
		if (!postgres_conn_exec(c, sql, NULL))
			log_line(LOG_WARN, "a prepared statement could not be given back");
	}
	s->session = 0;
}

static void finalize(void *stmt)
{
	struct statement *s = stmt;
	reset(s);
	forget(s);
	free(s->sql);
	free(s);
}

static Oid type_of(char letter)
{
	return letter == 't' ? TYPE_TEXT : letter == 'b' ? TYPE_BYTEA : TYPE_INT8;
}

/* The server holds it, for values of these types. */
static bool have_prepared(struct statement *s, const char *types, struct err *err)
{
	struct postgres_conn *c = s->conn;
	Oid oids[DB_VALUES_MAX];
	if (s->session == c->session && str_eq(s->types, types))
		return true;
	forget(s);
	for (int i = 0; i < s->n; i++)
		oids[i] = type_of(types[i]);
	snprintf(s->name, sizeof(s->name), "s%u", ++c->names);
	PGresult *result = postgres_conn_answer(c,
		PQsendPrepare(c->pg, s->name, s->sql, s->n, oids), err);
	PQclear(result);
	if (!result)
		return false;
	s->session = c->session;
	str_copy(s->types, sizeof(s->types), types);
	return true;
}

static bool execute(struct statement *s, const struct db_value *values, struct err *err)
{
	char types[DB_VALUES_MAX + 1] = "", numbers[DB_VALUES_MAX][NUMBER_SIZE];
	const char *params[DB_VALUES_MAX];
	int lengths[DB_VALUES_MAX], formats[DB_VALUES_MAX];
	for (int i = 0; i < s->n; i++) {
		const struct db_value *v = &values[i];
		types[i] = v->type;
		formats[i] = v->type == 'b';
		lengths[i] = (int)v->len;
		snprintf(numbers[i], NUMBER_SIZE, "%" PRId64, v->number);
		params[i] = v->type == 't' ? v->text : v->type == 'b' ? v->blob : numbers[i];
		if (v->type == 'n')
			params[i] = NULL;
	}
	if (!have_prepared(s, types, err))
		return false;
	PGconn *pg = s->conn->pg;
	s->result = postgres_conn_answer(s->conn,
		PQsendQueryPrepared(pg, s->name, s->n, params, lengths, formats, 0), err);
	s->row = -1;
	if (s->result)
		str_to_int(PQcmdTuples(s->result), 0, INT64_MAX, &s->conn->changes);
	return s->result != NULL;
}

/* One that only reads is asked again where the session was lost under it. */
static bool read_alone(struct statement *s, const struct db_value *values, struct err *err)
{
	struct err why = ERR_INIT;
	for (int tries = 0; tries < 2; tries++) {
		if (!postgres_conn_ready(s->conn, tries > 0 ? NULL : &why))
			break;
		if (execute(s, values, &why))
			return true;
		if (postgres_conn_alive(s->conn) || s->conn->in_transaction)
			break;
	}
	return err_set(err, why.kind, "%s", why.text);
}

/* Runs it whole, so that no value has to outlive the call. */
static bool bind(void *conn, void *stmt, const struct db_value *values, size_t n, bool copy,
	struct err *err)
{
	struct postgres_conn *c = conn;
	struct statement *s = stmt;
	(void)copy;
	if ((size_t)s->n != n)
		return err_set(err, ERR_BUG, _("Lỗi chương trình: số giá trị không khớp câu lệnh."));
	c->changes = 0;
	if (c->in_transaction)
		return postgres_conn_ready(c, err) && execute(s, values, err);
	if (!s->writes)
		return read_alone(s, values, err);
	if (!postgres_begin(c, false, err))
		return false;
	if (execute(s, values, err))
		return postgres_commit(c, err);
	postgres_rollback(c);
	return false;
}

static enum db_step step(void *conn, void *stmt, struct err *err)
{
	struct statement *s = stmt;
	(void)conn;
	(void)err;
	arena_clear(&s->bytes);
	return ++s->row < PQntuples(s->result) ? DB_STEP_ROW : DB_STEP_DONE;
}

/* ---- columns: everything comes as text */

static bool column_null(void *stmt, int col)
{
	const struct statement *s = stmt;
	return PQgetisnull(s->result, s->row, col);
}

static const char *column_text(void *stmt, int col)
{
	const struct statement *s = stmt;
	const char *text = PQgetvalue(s->result, s->row, col);
	if (column_null(stmt, col))
		return NULL;
	if (PQftype(s->result, col) == TYPE_BOOL)
		return *text == 't' ? "1" : "0";
	return text;
}

static int64_t column_int(void *stmt, int col)
{
	const char *text = column_text(stmt, col);
	return text ? strtoll(text, NULL, 10) : 0;
}

static const void *column_blob(void *stmt, int col, size_t *len)
{
	struct statement *s = stmt;
	const char *text = column_text(stmt, col);
	*len = text ? strlen(text) : 0;
	if (!text || PQftype(s->result, col) != TYPE_BYTEA)
		return text;
	*len = (*len - strlen("\\x")) / 2;
	void *bytes = arena_alloc(&s->bytes, *len + 1);
	BUG_ON(!hex_decode(text + strlen("\\x"), bytes, *len));
	return bytes;
}

static int64_t changes(void *conn)
{
	return ((struct postgres_conn *)conn)->changes;
}

/* The server has its own housekeeping. */
static void tidy(void *conn)
{
	(void)conn;
}

/* ---- the schema's version, in a table of one row */

static bool number(void *conn, const char *sql, int64_t *out, struct err *err)
{
	struct postgres_conn *c = conn;
	if (!postgres_conn_ready(c, err))
		return false;
	PGresult *result = postgres_conn_answer(c, PQsendQuery(c->pg, sql), err);
	if (!result)
		return false;
	*out = PQntuples(result) > 0 ? strtoll(PQgetvalue(result, 0, 0), NULL, 10) : 0;
	PQclear(result);
	return true;
}

/* Looked up in the table of tables: to_regclass() may remember from before the lock was had. */
static bool version(void *conn, int64_t *out, struct err *err)
{
	static const char look[] = "SELECT count(*) FROM pg_class"
		" WHERE relname = 'motcua_schema' AND pg_table_is_visible(oid)";
	int64_t there = 0;
	*out = 0;
	return number(conn, look, &there, err) &&
		(there == 0 || number(conn, "SELECT version FROM motcua_schema", out, err));
}

static bool set_version(void *conn, int64_t n, struct err *err)
{
	char sql[320];
	snprintf(sql, sizeof(sql),
		"CREATE TABLE IF NOT EXISTS motcua_schema (version BIGINT NOT NULL,"
		" one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one));"
		"INSERT INTO motcua_schema (version) VALUES (%" PRId64 ")"
		" ON CONFLICT (one) DO UPDATE SET version = excluded.version", n);
	return postgres_script(conn, sql, err);
}

const struct db_driver db_postgres = {
	.scheme = "postgresql:",
	.form = N_("postgresql://NGƯỜI_DÙNG@MÁY/CSDL"),
	.open = open_postgres,
	.close = close_postgres,
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
	.script = postgres_script,
	.changes = changes,
	.begin = postgres_begin,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.tidy = tidy,
	.version = version,
	.set_version = set_version,
};
