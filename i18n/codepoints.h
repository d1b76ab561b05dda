#ifndef MOTCUA_I18N_CODEPOINTS_H
#define MOTCUA_I18N_CODEPOINTS_H

/*
 * Inside i18n only: a list of Unicode code points, and the two steps text goes through to become
 * NFC. Code points are decomposed and put in order cluster by cluster as they are pushed, which
 * bounds the work a flood of combining marks can cause, and composed once at the end.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

/* Combining marks kept on one base letter, counted decomposed (ẫ has two). */
#define CODEPOINTS_MARKS_MAX 8

/* Starts as {0}. */
struct codepoints {
	int32_t *at;
	size_t n, size;
	size_t cluster; /* where the last base letter stands; its marks follow */
};

void codepoints_clear(struct codepoints *list);
/* Appends cp decomposed; a mark over CODEPOINTS_MARKS_MAX is dropped. Marks come to stand in
 * canonical order, and a Vietnamese quality mark before a tone that was typed first. */
void codepoints_push(struct codepoints *list, int32_t cp);
/* To NFC, in place. */
void codepoints_compose(struct codepoints *list);

/* Bytes of the character at s; 0 when it is not UTF-8 or len is 0. */
size_t utf8_decode(const char *s, size_t len, int32_t *cp);
bool utf8_add(struct buf *out, int32_t cp);
/* Mn, Mc or Me. */
bool codepoint_is_mark(int32_t cp);

#endif
