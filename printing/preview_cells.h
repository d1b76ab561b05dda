#ifndef MOTCUA_PRINTING_PREVIEW_CELLS_H
#define MOTCUA_PRINTING_PREVIEW_CELLS_H

/* Text in cells side by side, each broken at words within its own width: all a preview is made of. */

#include "i18n/text.h"
#include "printing/preview.h"

#define PREVIEW_CELLS_MAX 24

struct preview_cell {
	const char *text;
	int col, cols; /* cells; they do not overlap and stand in order */
	enum text_align align;
};

/* One line. False when the preview is full: p->cut is set. */
bool preview_put(struct preview *p, const char *text, bool strong);
/* As many lines as the longest cell needs; bar: a "│" stands between two cells. */
bool preview_cells(struct preview *p, const struct preview_cell *cells, size_t n, bool bar, bool strong);

#endif
