#ifndef MOTCUA_I18N_TEXT_H
#define MOTCUA_I18N_TEXT_H

/*
 * Text for people: UTF-8, NFC, no control characters. Every edge (server, card, scanner, keyboard,
 * file, ini) passes its text through text_clean once; all else may then trust it. Columns are
 * terminal cells; only this file knows how wide a character is.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

enum text_clean_flags {
	TEXT_LINES = 1, /* keep line breaks as \n (CR LF and CR too); else they are white space */
};

/* What cleaning met; the caller decides whether that is worth a word. */
enum text_found {
	TEXT_BAD_UTF8 = 1,  /* bytes that are not UTF-8, code points that are no character: dropped */
	TEXT_CONTROL = 2,   /* C0, C1, escape sequences, bidi controls were dropped */
	TEXT_TRUNCATED = 4, /* more than out's maximum: cut at a grapheme */
};

/* Appends the cleaned text: NFC (also with a tone mark typed before the quality mark), controls,
 * escape sequences, bidi controls, zero-width and BOM dropped, NBSP → space, white space folded and
 * trimmed, Ð (U+00D0) and Ɖ (U+0189) → Đ. At most 8 combining marks are kept on a base letter, none
 * without one. What does not fit is cut off; out is never marked full.
 * Returns the set of enum text_found. */
unsigned text_clean(const char *bytes, size_t len, unsigned flags, struct buf *out);
/* The same into a fixed buffer. */
unsigned text_clean_to(char *dst, size_t size, const char *s);
/* Is it exactly what text_clean would have made of it? */
bool text_is_clean(const char *s);
/* The same with TEXT_LINES. */
bool text_is_clean_lines(const char *s);

/* Cells; clean text only. */
int text_width(const char *s);
int text_width_n(const char *s, size_t len);
/* Is there a letter of any language in it? */
bool text_has_letter(const char *s);
/* Number of graphemes. */
int text_length(const char *s);
/* Bytes of the character at s and which it is; 0 when it is not UTF-8 or len is 0. */
size_t text_char(const char *s, size_t len, uint32_t *cp);
/* Bytes of the grapheme at s (0 at the end), and of the one before s + at. */
size_t text_next(const char *s);
size_t text_prev(const char *s, size_t at);

enum text_align { TEXT_LEFT, TEXT_RIGHT, TEXT_CENTRE };
/* Exactly `cols` cells: cut with "…" when wider, padded with spaces when narrower. A line break or
 * what should have been cleaned away becomes a space. */
void text_fit(const char *s, int cols, enum text_align align, struct buf *out);
/* Bytes of the longest start of s that fits in cols cells and ends at a line break or word break
 * where there is one (else at a grapheme); for wrapping. *next is where the next line starts, always
 * past 0 while there is text: a letter wider than the whole line is passed over. */
size_t text_wrap(const char *s, int cols, size_t *next);

/* Upper and lower case by Unicode, NFC out. */
void text_upper(const char *s, struct buf *out);
void text_lower(const char *s, struct buf *out);

#endif
