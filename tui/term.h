#ifndef MOTCUA_TUI_TERM_H
#define MOTCUA_TUI_TERM_H

/*
 * The terminal: keys in, cells out. Only term.c knows curses. There is one terminal, so the module
 * has no handle. Everything is drawn anew each frame: term_erase, term_put …, term_paint.
 *
 * Text given here must be clean (i18n/text.h). Columns are cells as text_width counts them; where
 * the terminal's idea of a character's width differs, a '?' of the counted width is drawn in its
 * place, so that columns stay right whatever was typed.
 */

#include <stdbool.h>
#include "base/buf.h"
#include "base/err.h"
#include "i18n/text.h"
#include "tui/key.h"

#define TERM_PASTE_MAX (64 * 1024) /* bytes; the rest of a longer paste is dropped */

/* Raw mode, keypad, bracketed paste. Refuses with a sentence where the terminal cannot be drawn on.
 * Block signals first. Colours off where NO_COLOR is set or there are none. */
bool term_start(struct err *err) MUST_CHECK;
void term_stop(void);
/* Puts the terminal right at once, with nothing but write and tcsetattr: for fatal signals. */
void term_restore(void);

int term_rows(void);
int term_cols(void);
/* After SIGWINCH: takes the new size. */
void term_resize(void);
/* Paints everything again at the next term_paint, for a screen another program wrote over. */
void term_redraw(void);

/* The next key that has already arrived; false when there is none. Never waits longer than the
 * 25 ms that tell Esc from a function key. */
bool term_next(struct key *key);
/* The text of the last KIND_PASTE, as it came; cut where it was too long (full is set). */
const struct buf *term_paste(void);
/* A paste has begun and its end has not come. */
bool term_paste_open(void);
/* Ends it as if it had. */
void term_paste_close(void);
/* Is the other side of the terminal gone? */
bool term_hung_up(void);

enum style {
	STYLE_TEXT,
	STYLE_TITLE,    /* names of screens and sections */
	STYLE_LABEL,    /* what a field is called */
	STYLE_QUIET,    /* rules, hints */
	STYLE_FIELD,    /* a field one can type in */
	STYLE_FOCUS,    /* the field one is typing in */
	STYLE_SELECTED, /* the chosen line of a list */
	STYLE_KEY,      /* a key in the footer */
	STYLE_GOOD,
	STYLE_WARN,
	STYLE_BAD,
	STYLE_COUNT,
};

/* Signs beyond letters, with a plain stand-in on consoles whose font lacks them. */
enum glyph { GLYPH_OK, GLYPH_BAD, GLYPH_LINK_UP, GLYPH_LINK_DOWN, GLYPH_CHOSEN, GLYPH_COUNT };
const char *term_glyph(enum glyph glyph);
/* One of nine heights 0–8 of a bar one cell wide. */
const char *term_bar(int height);

void term_erase(void);
/* Cut with "…" at the right edge of the screen. Returns the column after it. */
int term_put(int row, int col, const char *text, enum style style);
/* Exactly cols cells, cut with "…" or padded. */
void term_put_fit(int row, int col, int cols, const char *text, enum text_align align,
	enum style style);
/* A line of one character, for rules. */
void term_fill(int row, int col, int cols, const char *one_cell, enum style style);
/* An empty box with a frame; the inside is blanked. */
void term_box(int row, int col, int rows, int cols, enum style style);
/* Where the hardware cursor stands: on the focus, always. */
void term_cursor(int row, int col);
/* One refresh. */
void term_paint(void);

#endif
