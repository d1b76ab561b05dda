#ifndef MOTCUA_PRINTING_SET_PARTS_H
#define MOTCUA_PRINTING_SET_PARTS_H

/* What the files of printing/set.h share: set.c (plain blocks), set_head.c, set_codes.c (QR and barcode),
 * set_table.c (tables and signatures). */

#include <cairo.h>
#include "printing/flow.h"
#include "printing/set.h"

struct set {
	const struct doc_input *in;
	int dpi;
	struct page_size size;
	struct flow *flow;
	double left, width;        /* of the text */
	double type;               /* its size, pt */
	bool narrow;               /* a roll: no columns */
	bool tight;                /* in smaller type than usual: with less air for signatures, too */
	bool sans;                 /* thermal paper: the faces for it */
	enum doc_kind before;      /* the block set last */
	unsigned keep;             /* ROW_KEEP where the block must stay with the next */
	struct arena block;        /* of the block being set */
	const char *foot, *copy;   /* in the flow's arena */
	int64_t dated_at;
	cairo_surface_t *qr, *barcode; /* stencils; NULL: none */
	double beside, beside_until; /* on a label: what the QR takes of the line, down to which height */
	double qr_width, qr_module, barcode_width, barcode_module; /* pt */
	double rules[TEMPLATE_COLUMNS_MAX + 1]; /* of the table, pt */
	const struct doc_text *headings; /* of a table on a roll, in the flow's arena */
	const struct doc_column *columns;
	size_t n_columns;
};

/* The runs of texts one after the other as the cell's spans, with `style` added. small: the small ones
 * (English), else all but these; in a table's cell all stand together. */
enum which { RUNS_USUAL, RUNS_SMALL, RUNS_ALL };
void set_spans(struct set *set, struct cell *cell, const struct doc_text *texts, size_t n,
	unsigned style, enum which which);
/* Below the row above, with the small runs of those texts: one for each cell, in its place. Nothing
 * where there are none. */
void set_small(struct set *set, const struct cell *cells, const struct doc_text *const *texts, size_t n);
/* The text with a style added to all of it; in the block's arena. */
struct doc_text set_styled(struct set *set, const struct doc_text *text, unsigned style);
/* A cell of one text. */
struct cell set_cell(struct set *set, double x, double width, enum align align,
	const struct doc_text *text, unsigned style);
/* Length in points on A5 paper, for the type of this one. */
double set_scaled(const struct set *set, double length);
/* Rows of one cell over the whole width. */
void set_line(struct set *set, double gap, unsigned flags, enum align align,
	const struct doc_text *text, unsigned style, double size);

/* The face of runs of that style on this paper. */
enum face set_face(const struct set *set, unsigned style);

bool set_head(struct set *set, const struct doc_block *b, struct err *err);
bool set_place(struct set *set, const struct doc_block *b, struct err *err);
bool set_codes(struct set *set, const struct doc_block *b, struct err *err);
bool set_table(struct set *set, const struct doc_block *b, struct err *err);
bool set_row(struct set *set, const struct doc_block *b, struct err *err);
bool set_sign(struct set *set, const struct doc_block *b, struct err *err);

#endif
