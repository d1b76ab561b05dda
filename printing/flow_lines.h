#ifndef MOTCUA_PRINTING_FLOW_LINES_H
#define MOTCUA_PRINTING_FLOW_LINES_H

/* The text half of printing/flow.h: pango shapes cells and breaks them into lines. For flow.c. */

#include <cairo.h>
#include <pango/pango.h>
#include <stddef.h>
#include "printing/flow.h"

/* One line of one cell. */
struct piece {
	PangoLayoutLine *line; /* borrowed from its layout */
	double x, dy;          /* start, and baseline below the block's top */
	double text_width;
	double cell_x, cell_width, size;
	enum cell_extra extra; /* of the cell's last line; CELL_PLAIN on others */
	int part;
	int line_no, cell_lines;
};

/* Keeps the layouts that lines are borrowed from. */
struct lines {
	PangoLayout **layouts;
	size_t n, room;
};

struct row_lines {
	struct piece *pieces;
	size_t n_pieces;
	int n_lines;        /* of the longest cell */
	double line_height; /* of the largest type */
};

void lines_break(struct lines *lines, const struct cell *cells, size_t n, struct row_lines *out);
void row_lines_clear(struct row_lines *row);
void lines_clear(struct lines *lines);
/* y: top of the block; nothing when the piece belongs to another part. */
void piece_draw(cairo_t *cr, const struct piece *piece, double y, int part);

#endif
