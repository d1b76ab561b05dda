#ifndef MOTCUA_TUI_PAIR_H
#define MOTCUA_TUI_PAIR_H

/*
 * A label and a text that may take several lines: what long pages that are scrolled by the line consist
 * of. The text is never cut.
 */

#include "tui/layout.h"
#include "tui/term.h"

struct pair {
	const char *label, *text;
	enum style label_style, style;
};

/* Returns the lines the pair takes, its text behind label_cols cells, and draws those that are in sight.
 * row: where its first one stands on the page, whose line `top` is the first of the area. An area of no
 * rows only counts. */
int pair_draw(const struct pair *pair, struct area area, int label_cols, int row, int top);

#endif
