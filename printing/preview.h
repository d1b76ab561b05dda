#ifndef MOTCUA_PRINTING_PREVIEW_H
#define MOTCUA_PRINTING_PREVIEW_H

/*
 * A form as plain text, for a terminal: what a paper would say, in the same order, before it is
 * printed. No fonts, no pages: blocks of printing/doc.h set in cells. A table of more columns than can
 * be read side by side is told row by row.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "base/mem.h"

struct doc_input;

#define PREVIEW_COLS_MIN 40
#define PREVIEW_LINES_MAX 3000 /* of a long ledger only the beginning: nobody reads on, and keys wait */

struct preview_line {
	const char *text; /* no wider than was asked for, clean */
	bool strong;      /* titles */
};

struct preview {
	struct arena arena;
	struct preview_line *lines;
	size_t n, room;
	bool cut; /* there is more than PREVIEW_LINES_MAX */
};

/* Starts zeroed; cols: cells a line, PREVIEW_COLS_MIN and more. As doc_walk. */
bool preview_form(struct preview *p, const struct doc_input *in, int cols, struct err *err) MUST_CHECK;
void preview_clear(struct preview *p);

#endif
