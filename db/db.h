#ifndef MOTCUA_DB_DB_H
#define MOTCUA_DB_DB_H

/*
 * A thin SQL interface over one driver: SQLite, or PostgreSQL through the same table of functions
 * (db/driver.h). Used by store/ on the workstation and by central/.
 *
 * SQL is written once, with `?` for values, in the dialect both understand. Statements are prepared
 * once and kept by their text, so pass string literals. A connection belongs to one thread.
 *
 * Values are described by a string with one letter each, in the order of the `?`:
 *     t  const char *               text, NULL for SQL NULL
 *     i  int64_t                    integer (cast smaller types)
 *     n  int64_t                    integer, INT64_MIN for SQL NULL
 *     b  const void *, size_t       blob, NULL pointer for SQL NULL
 *
 * Errors are ERR_DISK (file, full disk), ERR_DAMAGED, ERR_UNAVAILABLE (server gone, or another process
 * holds the write lock), ERR_DATA (a constraint refused it), ERR_CONFIG (URL, newer schema) or
 * ERR_BUG (our SQL); the text is a sentence without any of the values.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct db;
struct rows;

/* A value for one `?`. text and blob are borrowed; NULL pointers stand for SQL NULL. */
struct db_value {
	char type;         /* t, i or b; n: an integer that is NULL */
	const char *text;
	int64_t number;
	const void *blob;
	size_t len;        /* bytes of blob */
};
#define DB_VALUES_MAX 64 /* in one statement */

enum db_flags {
	DB_CREATE = 1,   /* make the database when it is not there */
	DB_READONLY = 2,
	DB_ALONE = 4,    /* SQLite: ERR_UNAVAILABLE at once when anybody else has it open; nobody may
	                  * until it is closed */
};

/* url: sqlite:FILE | sqlite::memory: | postgresql://USER@HOST/DB (once its driver was added; anything
 * libpq understands, several hosts too; the database must exist). SQLite: WAL, synchronous=FULL,
 * foreign keys on, busy wait 5 s, file mode 0600 when made. A file that is empty, damaged or no
 * database is refused and left as it is, never made anew. */
bool db_open(struct db **db, const char *url, unsigned flags, struct err *err) MUST_CHECK;
void db_close(struct db *db);
/* The file, or the database and its server: for a sentence, without any secret. The caller frees. */
char *db_where(struct db *db);

/* A statement without rows. */
bool db_run(struct db *db, struct err *err, const char *sql, const char *types, ...) MUST_CHECK;
/* Several statements in one text, without values: schema scripts. */
bool db_script(struct db *db, const char *sql, struct err *err) MUST_CHECK;
/* Rows changed by the last db_run. */
int64_t db_changes(struct db *db);

/*
 * A statement with rows:
 *     struct rows *r = db_rows(db, "SELECT a, b FROM t WHERE c = ?", "i", (int64_t)c);
 *     while (rows_next(r)) use(rows_text(r, 0));
 *     return rows_end(r, err);
 * db_rows never returns NULL; its failure shows at rows_end. A text or blob stays valid until the
 * next rows_next or rows_end. rows_text gives "" for NULL; rows_is_null tells.
 */
struct rows *db_rows(struct db *db, const char *sql, const char *types, ...);
/* The same for SQL put together from parts, with as many values as it came to have. */
struct rows *db_rows_list(struct db *db, const char *sql, const struct db_value *values, size_t n);
bool rows_next(struct rows *r);
bool rows_end(struct rows *r, struct err *err) MUST_CHECK;
int64_t rows_int(struct rows *r, int col);
const char *rows_text(struct rows *r, int col);
const void *rows_blob(struct rows *r, int col, size_t *len);
bool rows_is_null(struct rows *r, int col);

/* First column of the first row into *out; *found tells whether there was one (found may be NULL:
 * then no row leaves *out as it was). */
bool db_get_int(struct db *db, struct err *err, int64_t *out, bool *found, const char *sql,
	const char *types, ...) MUST_CHECK;

/* Write transactions; no nesting. db_begin takes the write lock at once, so what is read inside
 * stays true until the end, also among several processes. db_commit returns after the data is on
 * the disk. On any failure inside, call db_rollback; after a failed db_commit nothing of it has
 * happened. Where the disk failed to sync, the commit that met it fails and everything that writes
 * is refused from then on (ERR_DISK) until the database is opened again; only then it may turn out
 * that the failed one is there after all, whole. The same holds where a server's answer to the commit
 * was lost (ERR_UNAVAILABLE): ask again for what must be there, so that a repeat is recognised. */
bool db_begin(struct db *db, struct err *err) MUST_CHECK;
/* The same, but a power cut shortly after db_commit may still undo it as a whole (kill -9 does
 * not), and the commit is much quicker: for what a repeat brings back, as an acknowledgement. */
bool db_begin_lazy(struct db *db, struct err *err) MUST_CHECK;
bool db_commit(struct db *db, struct err *err) MUST_CHECK;
void db_rollback(struct db *db);
/* Ends a transaction as its work went: commit when ok, else roll back; false when any failed. */
bool db_finish(struct db *db, bool ok, struct err *err) MUST_CHECK;

/* Makes room: what the database keeps beside itself to be written back is written back, as far as
 * nobody reads it. For a disk that is nearly full; needs no room itself to speak of. */
void db_tidy(struct db *db);
/* For what must be gone from the files once it is deleted. db_rewrite writes the whole database anew,
 * so that nothing of before stays in its free room; db_empty_log empties what is kept beside it. Outside
 * of transactions; ERR_UNAVAILABLE while somebody else reads or writes: try again later. */
bool db_rewrite(struct db *db, struct err *err) MUST_CHECK;
bool db_empty_log(struct db *db, struct err *err) MUST_CHECK;

/* Is that table sound, with its indexes (NULL: all of them)? ERR_DAMAGED when not. Stops looking after
 * budget_ms, 0: never; what was not looked at by then counts as sound. */
bool db_check(struct db *db, const char *table, int64_t budget_ms, struct err *err) MUST_CHECK;

/* How a version of the schema comes out of the one before: a script, then what needs C. Either may be
 * NULL. Both run in one transaction, so work only reads and writes; context is its caller's. */
struct db_version {
	const char *script;
	bool (*work)(struct db *db, void *context, struct err *err);
};
/* Brings the schema to the newest version: versions[i] makes version i+1 out of version i, each in
 * its own transaction. Refuses a database of a newer version than n ("downgrade"). */
bool db_migrate(struct db *db, const struct db_version *versions, int n, void *context,
	struct err *err) MUST_CHECK;
/* The version it has now; 0: no schema yet. */
bool db_schema(struct db *db, int64_t *version, struct err *err) MUST_CHECK;
/* After db_migrate: refuses another program's database with the same version number, which sql, a query for a
 * number out of a table of ours, cannot read. name: the file, for the sentence. */
bool db_expect(struct db *db, const char *sql, const char *name, struct err *err) MUST_CHECK;

#endif
