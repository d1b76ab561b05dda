#ifndef MOTCUA_TUI_FRAME_H
#define MOTCUA_TUI_FRAME_H

/*
 * What is the same on every screen: who and where on top with the link and the clock at the right,
 * the status lines, the keys at the bottom. And a few pieces the screens share.
 */

#include <stdint.h>
#include "base/buf.h"
#include "tui/layout.h"
#include "tui/screen.h"
#include "tui/term.h"

/* The body of the terminal as it is now. */
struct area frame_body(void);

/* Paints everything: erase, header, screens, status, footer, one refresh. */
void frame_paint(const struct ui *ui);

/* ---- pieces screens share */
/* A section's name, with a quiet note at the right end of the line. */
void draw_section(int row, int col, int cols, const char *name, const char *note);
/* For a column of labels: cols, or more cells where this label and a space need them, at most `most`. */
int label_fits(int cols, const char *label, int most);
/* Text broken at words into at most rows lines; returns how many were used. */
int draw_wrapped(int row, int col, int rows, int cols, const char *text, enum style style);

#endif
