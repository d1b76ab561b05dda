#ifndef MOTCUA_DB_POSTGRES_TX_H
#define MOTCUA_DB_POSTGRES_TX_H

/*
 * Transactions on PostgreSQL, for db/postgres.c; conn is a struct postgres_conn.
 *
 * Begin takes one advisory lock of the database, and so does a single statement that writes outside
 * a transaction. So there is one writer at a time among all processes, as in SQLite: what is read
 * inside a transaction stays true until its end, nothing ever has to be run again, no deadlock can
 * be, and what takes a number from a rising sequence becomes visible in the order of the numbers.
 * The price is that commits follow one another: their rate is that of one disk (or of one standby's
 * answer), however many processes there are. Readers never wait. READ COMMITTED is asked for by
 * name: a snapshot taken before the lock was had would hide what others changed meanwhile.
 *
 * A commit whose answer is lost may have happened. It is reported as a failure, and whoever asked
 * for it asks again: everything central writes recognises a repeat.
 */

#include <stdbool.h>
#include "base/err.h"

/* As db/driver.h has them. */
bool postgres_begin(void *conn, bool lazy, struct err *err) MUST_CHECK;
bool postgres_commit(void *conn, struct err *err) MUST_CHECK;
void postgres_rollback(void *conn);
/* Statements without values, for as long as they take; outside a transaction in one of their own. */
bool postgres_script(void *conn, const char *sql, struct err *err) MUST_CHECK;

#endif
