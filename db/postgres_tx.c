#include "db/postgres_tx.h"

#include "base/str.h"
#include "db/postgres_conn.h"
#include "i18n/lang.h"

/* the lock: any number that no other program of this database uses */
#define LOCK "SELECT pg_advisory_xact_lock(7881123);"
#define BEGIN "BEGIN ISOLATION LEVEL READ COMMITTED;" LOCK
#define BEGIN_LAZY BEGIN "SET LOCAL synchronous_commit = off"

void postgres_rollback(void *conn)
{
	struct postgres_conn *c = conn;
	c->in_transaction = false;
	if (!postgres_conn_alive(c) || PQtransactionStatus(c->pg) == PQTRANS_IDLE)
		return;
	if (!postgres_conn_exec(c, "ROLLBACK", NULL))
		postgres_conn_drop(c); /* the server ends it then */
}

/* A session that was lost while nobody used it is found out here: once more, with a new one. */
bool postgres_begin(void *conn, bool lazy, struct err *err)
{
	struct postgres_conn *c = conn;
	struct err why = ERR_INIT;
	for (int tries = 0; tries < 2; tries++) {
		if (!postgres_conn_ready(c, tries > 0 ? NULL : &why))
			break;
		c->in_transaction = postgres_conn_exec(c, lazy ? BEGIN_LAZY : BEGIN, &why);
		if (c->in_transaction)
			return true;
		if (postgres_conn_alive(c)) {
			postgres_rollback(c);
			break;
		}
	}
	return err_set(err, why.kind, "%s", why.text);
}

bool postgres_commit(void *conn, struct err *err)
{
	struct postgres_conn *c = conn;
	c->warned = false;
	PGresult *result = postgres_conn_alive(c) ?
		postgres_conn_answer(c, PQsendQuery(c->pg, "COMMIT"), err) : NULL;
	bool there = postgres_conn_alive(c);
	/* a transaction that had failed before says ROLLBACK; a standby that was not waited for warns */
	bool done = result && str_eq(PQcmdStatus(result), "COMMIT") && !c->warned;
	if (!there || (result && !done))
		err_set(err, ERR_UNAVAILABLE, _("Cơ sở dữ liệu không xác nhận việc vừa lưu: có thể đã lưu hoặc "
			"chưa. Hãy gửi lại; gửi lại không tạo ra bản thứ hai."));
	PQclear(result);
	postgres_rollback(c);
	return done;
}

/* Changing the tables of a large database takes longer than any statement of every day. */
static bool run_script(struct postgres_conn *c, const char *sql, struct err *err)
{
	c->patient = true;
	bool ok = postgres_conn_exec(c, "SET LOCAL statement_timeout = 0", err) &&
		postgres_conn_exec(c, sql, err);
	c->patient = false;
	return ok;
}

bool postgres_script(void *conn, const char *sql, struct err *err)
{
	struct postgres_conn *c = conn;
	if (c->in_transaction)
		return postgres_conn_ready(c, err) && run_script(c, sql, err);
	if (!postgres_begin(c, false, err))
		return false;
	if (run_script(c, sql, err))
		return postgres_commit(c, err);
	postgres_rollback(c);
	return false;
}
