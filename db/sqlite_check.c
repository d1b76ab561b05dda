/* Looking for damage in an SQLite file: SQLite's own quick check, for as long as there is time. */
#include "db/sqlite_conn.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"

#define LOOK_EVERY 20000 /* of SQLite's steps, well under a millisecond */

struct budget {
	int64_t until_ms; /* 0: any time */
};

static int out_of_time(void *user)
{
	const struct budget *b = user;
	return b->until_ms && clock_mono_ms() > b->until_ms;
}

/* SQLITE_OK, SQLITE_CORRUPT, or what else went wrong. */
static int run_check(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	bool sound = rc == SQLITE_ROW && str_eq((const char *)sqlite3_column_text(stmt, 0), "ok");
	int end = sqlite3_finalize(stmt);
	if (rc == SQLITE_ROW)
		return sound ? SQLITE_OK : SQLITE_CORRUPT;
	return end != SQLITE_OK ? end : SQLITE_OK;
}

bool sqlite_conn_check(struct sqlite_conn *conn, const char *table, int64_t budget_ms,
	struct err *err)
{
	struct budget budget = {budget_ms ? clock_mono_ms() + budget_ms : 0};
	char *sql = table ? sqlite3_mprintf("PRAGMA quick_check(%Q)", table) :
		sqlite3_mprintf("PRAGMA integrity_check");
	BUG_ON(!sql);
	sqlite3_progress_handler(conn->db, LOOK_EVERY, out_of_time, &budget);
	int rc = run_check(conn->db, sql);
	sqlite3_progress_handler(conn->db, 0, NULL, NULL);
	sqlite3_free(sql);
	return rc == SQLITE_OK || (rc & 0xff) == SQLITE_INTERRUPT || sqlite_conn_fail(conn, rc, err);
}
