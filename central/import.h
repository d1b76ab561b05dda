#ifndef MOTCUA_CENTRAL_IMPORT_H
#define MOTCUA_CENTRAL_IMPORT_H

/*
 * Bringing lists into the catalogue: procedures, agencies, areas, the calendar, accounts. All rows
 * or none; each bad row is told with its line. A row that is there already with the same content
 * changes nothing; one with "deleted" true takes its item out of the catalogue. Rows that the file
 * does not have stay as they are.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <jansson.h>
#include "base/buf.h"
#include "base/err.h"
#include "db/db.h"

#define IMPORT_MAX (64 * 1024 * 1024) /* bytes of a file */
#define IMPORT_ROWS_MAX 200000
#define IMPORT_REPORT_MAX 200         /* bad rows told one by one */

struct import_report {
	int64_t added, changed, removed, same, bad;
	struct buf lines; /* "line 12: reason\n" for each bad row; import_report_clear frees it */
};
void import_report_clear(struct import_report *report);

/* kind: "procedures", "agencies", "areas", "calendar", "accounts"; NULL-terminated list of them. */
const char *const *import_kinds(void);

/* JSON when the first character is [ or {, else CSV. In its own transaction. ERR_DATA when a row
 * was refused (report then tells which) or the file cannot be read at all; ERR_USAGE for an
 * unknown kind. report is set in any case. */
bool import_text(struct db *db, const char *kind, const char *text, size_t len, int64_t now,
	struct import_report *report, struct err *err) MUST_CHECK;
/* The same for several files at once, for the demo: the caller holds the transaction. */
bool import_rows_in_transaction(struct db *db, const char *kind, const char *text, size_t len,
	int64_t now, struct import_report *report, struct err *err) MUST_CHECK;

#endif
