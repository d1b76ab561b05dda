#ifndef MOTCUA_TUI_KEY_H
#define MOTCUA_TUI_KEY_H

/*
 * One key as the officer pressed it. The kind is kept apart from the number: in curses đ has the
 * number of F9 and ă that of the Up arrow, so a bare number would press buttons while one types.
 * Numbers are our own; curses' are known to term.c only.
 */

#include <stdbool.h>

enum key_kind {
	KIND_NONE,
	KIND_CHAR,     /* code: Unicode code point, never a control character */
	KIND_FUNCTION, /* code: enum key_code */
	KIND_CTRL,     /* code: capital letter, 'S' for Ctrl-S */
	KIND_ALT,      /* code: code point pressed with Alt */
	KIND_PASTE,    /* text in term_paste() until the next term_next() */
};

enum key_code {
	K_F1 = 1, K_F2, K_F3, K_F4, K_F5, K_F6, K_F7, K_F8, K_F9, K_F10, K_F11, K_F12,
	K_ENTER, K_TAB, K_BACKTAB, K_ESC, K_BACKSPACE, K_DELETE, K_INSERT,
	K_UP, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END, K_PGUP, K_PGDN,
	K_LINEFEED, /* a line end that no keyboard sends: of a scanner, or Ctrl-J; an Enter to all screens */
	K_WORD_LEFT, K_WORD_RIGHT, /* Ctrl with an arrow */
	K_OTHER, /* a key of the terminal that we give no meaning */
};

struct key {
	enum key_kind kind;
	int code;
};

#define KEY_NAME_SIZE 32

static inline bool key_eq(struct key a, struct key b)
{
	return a.kind == b.kind && a.code == b.code;
}
/* As written on the keyboard: "F9", "Ctrl-S", "PgDn"; "" for none. */
void key_label(struct key key, char out[KEY_NAME_SIZE]);

/*
 * Puts bytes together into characters, whatever the pieces they arrive in (curses' own get_wch drops
 * a letter whose bytes come in two reads). Starts zeroed.
 */
struct utf8_feed {
	unsigned code;
	int need;
	unsigned least; /* the smallest number this length may encode: shorter forms are refused */
};
/* 1: *code is a character; 0: more bytes needed; -1: what came was not UTF-8 and is dropped (the
 * byte itself is to be fed again when *again). */
int utf8_feed(struct utf8_feed *feed, unsigned char byte, int *code, bool *again);
/* Bytes of code in UTF-8, without terminator; 0 when it cannot be encoded. out ≥ 4. */
int utf8_encode(int code, char out[4]);

#endif
