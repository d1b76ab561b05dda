#ifndef MOTCUA_PRINTING_FLOW_H
#define MOTCUA_PRINTING_FLOW_H

/*
 * Text set in rows, rows set on pages. A form adds rows from top to bottom; each row is one to a
 * few cells side by side. Rows are broken into lines at once, and lines flow onto as many pages
 * as they need, so nothing can be too long; a table's head comes again on each of its pages. Then
 * the whole is drawn once for each part (liên) of the form, each time from the same lines.
 *
 * What waits to be drawn is packed: about two bytes a letter, and 24 for each line of a cell, so
 * a list of 10,000 rows needs no more than a dozen megabytes. A character that no face has is
 * printed as its number in Unicode, "[4E2D]", and counted: nothing is lost in silence.
 *
 * Lengths are points (1/72 inch) from the page's top left corner. One thread: the print worker's.
 */

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"
#include "printing/fonts.h"

struct flow;
struct output;

struct page_size {
	double width;
	double height;                   /* 0: a roll, as long as what is on it */
	double left, right, top, bottom; /* margins */
};

/* Where a drawing function is. */
struct sheet {
	cairo_t *cr;
	const struct page_size *size;
	int part;        /* 1 … */
	int page, pages; /* of this part, 1 … */
};

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };
/* What stands under or after the last line of a cell. */
enum cell_extra {
	CELL_PLAIN,
	CELL_RULE,       /* a rule as long as the text */
	CELL_SHORT_RULE, /* a rule of a third of the cell, in its middle */
	CELL_DOTS,       /* dots from the end of the text to the cell's right edge */
};

struct span {
	enum face face;
	const char *text; /* clean UTF-8, \n breaks the line; copied; NULL ends the spans */
};

#define CELL_SPANS 16

struct cell {
	double x, width;
	double size;           /* of the type */
	enum align align;
	enum cell_extra extra;
	int part;              /* only in this part; 0: in all */
	struct span spans[CELL_SPANS];
};

enum row_flags {
	ROW_KEEP = 1,   /* never the last on its page: stays with the next row */
	ROW_WHOLE = 2,  /* its lines stay together and are centred in its height */
	ROW_TABLE = 4,  /* ruled on all sides, see flow_table */
	ROW_HEAD = 8,   /* the table's head; comes again on further pages */
};

typedef void flow_draw_fn(const struct sheet *sheet, double y, const void *user);

struct flow *flow_new(const struct page_size *size);
void flow_free(struct flow *flow);
/* Lives as long as the flow: for what drawing functions need. The text of cells is copied, so a
 * long list keeps its words elsewhere. */
struct arena *flow_arena(struct flow *flow);

/* Begins a table: the x of each vertical rule of the table rows that follow; copied. Head rows
 * belong to the table begun last. */
void flow_table(struct flow *flow, const double *rules, size_t n);
/* gap: free space before it, dropped at the top of a page. What is higher than a page is broken,
 * also where it should stay together; a head higher than half a page does not come again. */
void flow_row(struct flow *flow, double gap, unsigned flags, const struct cell *cells, size_t n);
/* Something drawn by hand, never broken. user must live as long as the flow. */
void flow_box(struct flow *flow, double gap, unsigned flags, double height, flow_draw_fn *draw,
	const void *user);

/* Height of all rows so far, gaps included. */
double flow_height(const struct flow *flow);

/* Characters that were printed as their number. */
size_t flow_unknown(const struct flow *flow);

/* Puts everything on pages; returns how many. A roll is one page of OUTPUT_HEIGHT_MAX at most, then
 * another one. */
int flow_paginate(struct flow *flow);
/* Draws all pages of that part (1 …) to printing/output.h; footer (or NULL) is called on each, with
 * its y. */
void flow_draw(struct flow *flow, struct output *out, int part, flow_draw_fn *footer,
	const void *user);

/* One line of text by hand, on that baseline, at most `width` wide ("…" in its middle for what has no room):
 * footers. */
void flow_text(cairo_t *cr, const struct cell *cell, double baseline);

#endif
