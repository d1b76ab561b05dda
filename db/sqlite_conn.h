#ifndef MOTCUA_DB_SQLITE_CONN_H
#define MOTCUA_DB_SQLITE_CONN_H

/*
 * A connection to an SQLite file for db/sqlite.c: opening it with what we ask of it, its errors in
 * words, and whether its disk can still be trusted.
 *
 * After a sync that failed the system forgets what it could not write, and the next sync says yes
 * although a piece of the log before is missing: whatever is committed behind that hole is gone
 * after a power cut. So from the first failure on nothing is saved through this connection any
 * more. Opening again writes into the database what the log holds, before anything is added to the log.
 */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct sqlite_conn {
	sqlite3 *db;
	bool sync_failed; /* once: of a commit, of the log folded back, of the folder */
};

#define PRAGMA_FULL "PRAGMA synchronous=FULL;"
#define PRAGMA_LAZY "PRAGMA synchronous=NORMAL;"

/* where: a file or ":memory:"; flags as for db_open. *conn is set only on success. */
bool sqlite_conn_open(struct sqlite_conn **conn, const char *where, unsigned flags,
	struct err *err) MUST_CHECK;
void sqlite_conn_close(struct sqlite_conn *conn);
/* False, with what SQLite's result code means to the person in front of the screen. */
bool sqlite_conn_fail(struct sqlite_conn *conn, int rc, struct err *err);
/* False with the sentence when nothing may be saved any more. */
bool sqlite_conn_may_write(const struct sqlite_conn *conn, struct err *err) MUST_CHECK;
/* False with the sentence when the file at its path is not the one that was opened: what is written now would
 * be gone with the last program that has it open. */
bool sqlite_conn_in_place(struct sqlite_conn *conn, struct err *err) MUST_CHECK;
/* Writes into the database what the log holds; what somebody still reads from it stays in it. The
 * next to write begins the log anew. */
void sqlite_conn_fold_back(struct sqlite_conn *conn);
/* As db_check. */
bool sqlite_conn_check(struct sqlite_conn *conn, const char *table, int64_t budget_ms,
	struct err *err) MUST_CHECK;
/* The same, and leaves the log empty; fails while somebody reads from it. */
bool sqlite_conn_empty_log(struct sqlite_conn *conn, struct err *err) MUST_CHECK;
/* Statements without values. */
bool sqlite_conn_exec(struct sqlite_conn *conn, const char *sql, struct err *err) MUST_CHECK;

#endif
