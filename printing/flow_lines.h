#ifndef MOTCUA_PRINTING_FLOW_LINES_H
#define MOTCUA_PRINTING_FLOW_LINES_H

/*
 * The text half of printing/flow.h: cells are broken into lines, and what stands on a line is
 * packed into pieces that wait to be drawn. For flow*.c.
 */

#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "printing/flow.h"

enum piece_kind {
	PIECE_TEXT,   /* glyphs side by side */
	PIECE_SHAPED, /* left to pango */
	PIECE_RULE,
	PIECE_DOTS,
};

/* One face on one line of one cell, or a rule under it. */
struct piece {
	const char *text; /* UTF-8, in the flow's arena, not terminated; of rules NULL */
	union {
		uint32_t len; /* of a text, bytes */
		float end;    /* of a rule */
	};
	float x, dy;      /* where it starts: baseline or rule, below the block's top */
	uint16_t style;   /* fonts_style_number */
	uint8_t kind;     /* enum piece_kind */
	int8_t part;      /* only in this part; 0: in all */
};

struct line_piece {
	struct piece piece; /* dy: below the top of its line */
	int line;           /* 0 … */
	int cell_lines;     /* how many its cell has */
};

/* A row as lines, and what breaking it takes; kept from row to row. Starts as {0}. */
struct lines {
	struct arena *arena;  /* where texts go */
	struct line_piece *pieces;
	size_t n, room;
	int n_lines;          /* of the longest cell */
	double line_height;   /* of the largest type */
	size_t unknown;       /* characters printed as their number, of all rows */
	struct buf text;      /* of a cell */
	const char *kept;     /* the same in the arena */
	struct letter *letters;
	size_t n_letters, letters_room;
	bool shaped;          /* the cell needs pango */
};

/* Of a cell's text. */
struct letter {
	uint32_t at;    /* in text */
	uint16_t width; /* in GLYPH_EM */
	uint8_t face;
	bool may_break; /* a line may begin here */
};

void lines_break(struct lines *lines, const struct cell *cells, size_t n);
void lines_clear(struct lines *lines);

/* ---- for flow_words.c, which gathers a cell's letters */

/* Fills text, letters (one more than there are, at the end) and shaped. */
void words_gather(struct lines *lines, const struct cell *cell);
/* Finds where lines may begin. */
void words_find_breaks(struct lines *lines);

/* ---- for flow_shaped.c, which leaves to pango what only it can do */

/* Adds the cell's pieces; start and width: of its last line, from the cell's edge. Returns the
 * number of lines. */
int shaped_break(struct lines *lines, const struct cell *cell, double *start, double *width);
/* Where a line of that width starts, from the cell's edge. */
double lines_start(const struct cell *cell, double text_width);
/* Adds a piece of a line, letters from … to - 1, x from the cell's edge. */
void lines_add_text(struct lines *lines, const struct cell *cell, int line, size_t from, size_t to,
	double x);

#endif
