#ifndef MOTCUA_DB_DRIVER_H
#define MOTCUA_DB_DRIVER_H

/*
 * What a database must be able to do to stand behind db.h: one const table of functions per driver.
 * db.c keeps statements by text, unpacks values and watches transactions; a driver only speaks to
 * its library. Rules of use are db.h's: one thread, no nested transactions.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "db/db.h"

enum db_step { DB_STEP_ROW, DB_STEP_DONE, DB_STEP_FAILED };

struct db_driver {
	const char *scheme; /* head of the URLs it opens, with the colon */
	const char *form;   /* what such a URL looks like, for people (N_) */

	/* where: the URL without the scheme; flags: enum db_flags. *conn is set only on success. */
	bool (*open)(void **conn, const char *where, unsigned flags, struct err *err);
	void (*close)(void *conn);
	/* Where the data is, for people, without any secret; the caller frees. */
	char *(*where)(void *conn);

	bool (*prepare)(void *conn, const char *sql, void **stmt, struct err *err);
	void (*finalize)(void *stmt);
	/* Binds all values from the first `?` on. copy: they may be gone before the last step. */
	bool (*bind)(void *conn, void *stmt, const struct db_value *values, size_t n, bool copy,
		struct err *err);
	enum db_step (*step)(void *conn, void *stmt, struct err *err);
	/* Ends a run; the statement can be bound again. */
	void (*reset)(void *stmt);
	int64_t (*column_int)(void *stmt, int col);
	const char *(*column_text)(void *stmt, int col); /* NULL for SQL NULL */
	const void *(*column_blob)(void *stmt, int col, size_t *len);
	bool (*column_null)(void *stmt, int col);

	bool (*script)(void *conn, const char *sql, struct err *err);
	int64_t (*changes)(void *conn);

	/* begin takes the write lock at once, so that what is read inside stays true until commit.
	 * lazy: commit need not wait for the disk. */
	bool (*begin)(void *conn, bool lazy, struct err *err);
	/* False: nothing of the transaction has happened and none is open. */
	bool (*commit)(void *conn, struct err *err);
	/* Harmless when the library has rolled back by itself. */
	void (*rollback)(void *conn);

	void (*tidy)(void *conn);
	/* As db_check; NULL where the server looks after that itself. */
	bool (*check)(void *conn, const char *table, int64_t budget_ms, struct err *err);
	/* NULL where the server sees to it. */
	bool (*rewrite)(void *conn, struct err *err);
	bool (*empty_log)(void *conn, struct err *err);

	/* The schema's version, 0 at first; part of the transaction it is set in. */
	bool (*version)(void *conn, int64_t *version, struct err *err);
	bool (*set_version)(void *conn, int64_t version, struct err *err);
};

extern const struct db_driver db_sqlite;
extern const struct db_driver db_postgres;

/* db_open knows SQLite; a program that can do with another database adds its driver first (again is
 * harmless). So the counter's application does not carry libpq. */
void db_driver_add(const struct db_driver *driver);

#endif
