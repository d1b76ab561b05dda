#ifndef MOTCUA_TUI_FIELD_H
#define MOTCUA_TUI_FIELD_H

/*
 * One line of text being typed: letters as people see them (graphemes), never bytes. What is in it
 * is always clean, except that spaces stay as typed until the form is read. A plain value: it may be
 * copied, and put back as it was. Pure: knows no terminal. Screens type into it by tui/typing.h, which
 * composes Vietnamese and remembers what can be undone.
 */

#include <stdbool.h>
#include <stddef.h>
#include "tui/key.h"

#define FIELD_MAX 4096 /* bytes */

/* What is written in it; the first is also what a zeroed field is. Only words are composed; the others
 * take any sensible writing, and show it in one form when the field is left (tui/tidy.h). */
enum field_kind {
	FIELD_WORDS,  /* names, addresses, notes, reasons, what is searched for */
	FIELD_CODE,   /* codes, small numbers, e-mail */
	FIELD_ID,     /* a personal number */
	FIELD_TAX,    /* a tax code */
	FIELD_PHONE,
	FIELD_BIRTH,  /* a day of birth */
	FIELD_DAY,
	FIELD_MOMENT, /* a day and a time */
	FIELD_AMOUNT, /* of money */
	FIELD_KINDS,
};

struct field {
	char text[FIELD_MAX + 1];
	size_t len, cursor; /* bytes; cursor at a grapheme */
	enum field_kind kind;
	unsigned id;        /* given by tui/typing, for undoing; 0: nothing was typed in it yet */
};

void field_set(struct field *f, const char *text);
static inline bool field_empty(const struct field *f)
{
	return f->len == 0;
}
/* A typed character; a combining mark joins the letter before the cursor. False: full, or nothing
 * that can be shown. */
bool field_type(struct field *f, int code);
/* A paste or a scan: cleaned, put in whole as far as there is room. False when something did not
 * fit. */
bool field_insert(struct field *f, const char *bytes, size_t len);
/* Clean text in the place of what stands between byte `from` and the cursor. False: no room. */
bool field_replace(struct field *f, size_t from, const char *text);
/* Backspace, Del, Left, Right, Home, End. False: not a key of a field, or nothing to do. */
bool field_key(struct field *f, struct key key);
/* Where the word before the cursor begins, and where the one behind it ends. */
size_t field_word_left(const struct field *f);
size_t field_word_right(const struct field *f);
/* Text and cursor, remembered before characters that may turn out to be a scanner's, and given back
 * exactly: as if none of them had been typed. */
struct field_mark {
	char text[FIELD_MAX + 1];
	size_t len, cursor;
};
void field_mark(const struct field *f, struct field_mark *mark);
void field_give_back(struct field *f, const struct field_mark *mark);

/* What to show in cols cells: writes exactly cols cells into out and tells where the cursor is. A
 * long text moves by half a field so that the cursor stays in sight, "…" where something is cut. */
struct buf;
void field_view(const struct field *f, int cols, struct buf *out, int *cursor_col);

#endif
