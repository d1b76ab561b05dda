#ifndef MOTCUA_DB_POSTGRES_CONN_H
#define MOTCUA_DB_POSTGRES_CONN_H

/*
 * A session with a PostgreSQL server for db/postgres.c: finding the server, coming back to one after
 * it was lost, waiting for answers no longer than a deadline, errors in words.
 *
 * The URL may name several servers (postgresql://u@h1,h2/db). Unless it says otherwise the one that
 * may be written to is taken, so that after a failover the next use finds the new primary. Outside
 * a transaction a lost session is opened again without the caller's knowing; inside one everything
 * fails with ERR_UNAVAILABLE until the transaction is ended.
 */

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct postgres_conn {
	PGconn *pg;            /* NULL: there is no session now */
	char *url;
	unsigned flags;        /* enum db_flags */
	unsigned session;      /* counts sessions: what was prepared belongs to one of them */
	unsigned names;        /* statements prepared so far, in all sessions */
	int64_t changes;       /* rows the last statement changed */
	int64_t retry_at_ms;   /* after a failure no server is asked before this monotonic instant */
	bool in_transaction;
	bool read_only;        /* the server turned out to be a standby: look for another */
	bool patient;          /* what it does now may take as long as it takes */
	bool warned;           /* the server warned while it did what it was asked */
};

/* url: postgresql://…; flags as for db_open. *conn is set only on success. */
bool postgres_conn_open(struct postgres_conn **conn, const char *url, unsigned flags,
	struct err *err) MUST_CHECK;
void postgres_conn_close(struct postgres_conn *conn);
/* A session is open, or is opened now. */
bool postgres_conn_ready(struct postgres_conn *conn, struct err *err) MUST_CHECK;
/* Ends the session, if there is one; the next use opens another. */
void postgres_conn_drop(struct postgres_conn *conn);
/* Is there still a session? Asked after a failure: no means that another try may find one. */
bool postgres_conn_alive(const struct postgres_conn *conn);
/* The answer to what was just sent (sent: what libpq said to that); with several statements the last
 * one's, or the first that failed. NULL with err when it failed or did not come. PQclear it. */
PGresult *postgres_conn_answer(struct postgres_conn *conn, int sent, struct err *err);
/* Statements without values, in one round trip. */
bool postgres_conn_exec(struct postgres_conn *conn, const char *sql, struct err *err) MUST_CHECK;

#endif
