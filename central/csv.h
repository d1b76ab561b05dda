#ifndef MOTCUA_CENTRAL_CSV_H
#define MOTCUA_CENTRAL_CSV_H

/*
 * Reads CSV as spreadsheets write it (RFC 4180): quotes, line breaks inside quotes, CR LF or LF,
 * and a comma, semicolon or tab between cells, whichever the first line uses.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"

#define CSV_COLUMNS_MAX 64
#define CSV_CELL_MAX 8192 /* bytes */

enum csv_result { CSV_ROW, CSV_END, CSV_BAD };

struct csv {
	const char *at, *end;
	int line;              /* where the next row begins, from 1 */
	char separator;
	struct buf text;       /* the row's cells, each ended by NUL */
	/* the row */
	int row_line;
	const char *cells[CSV_COLUMNS_MAX];
	size_t n;
	const char *why;       /* of CSV_BAD: unclosed quote, too many cells, a cell too long */
};

/* A BOM at the start is skipped; text must stay. */
void csv_init(struct csv *csv, const char *text, size_t len);
void csv_clear(struct csv *csv);
/* The next row that is not blank. After CSV_BAD the next row can be read, unless a quote was left
 * open: then the end comes. */
enum csv_result csv_next(struct csv *csv);

#endif
