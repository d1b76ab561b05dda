#ifndef MOTCUA_CENTRAL_IMPORT_ROWS_H
#define MOTCUA_CENTRAL_IMPORT_ROWS_H

/* A file's rows as JSON objects with the line each begins at: what JSON and CSV come to. */

#include <stdbool.h>
#include <stddef.h>
#include <jansson.h>
#include "base/buf.h"
#include "base/err.h"

struct db;

struct import_row {
	int line;
	json_t *object;    /* owned; NULL when the row could not be read */
	char *why;         /* then the reason; owned */
};

struct import_rows {
	struct import_row *rows;
	size_t n, size;
};

void import_rows_clear(struct import_rows *rows);
/* Takes object and why. */
void import_rows_add(struct import_rows *rows, int line, json_t *object, char *why);

/* An array of objects, or one object. */
bool import_json(const char *text, size_t len, struct import_rows *out, struct err *err) MUST_CHECK;
/* CSV with a line of column names, those of `columns` (spaces between) among them: each row an object of
 * strings, empty cells left out. Rows of procedures and of the calendar are then put together by the two
 * below. */
bool import_csv(const char *text, size_t len, const char *columns, struct import_rows *out,
	struct err *err) MUST_CHECK;

/* A spreadsheet's rows put together into items; db has what is there already. */
typedef bool import_join_fn(struct db *db, const struct import_rows *flat, struct import_rows *out,
	struct err *err);
/* One row a component (columns as in docs/import.md) → one object a procedure. */
import_join_fn import_join_procedures MUST_CHECK;
/* One row a day (date, kind off|worked, official) → the calendar: those years anew, all else as it is. */
import_join_fn import_join_calendar MUST_CHECK;

#endif
