#ifndef MOTCUA_I18N_ORDER_H
#define MOTCUA_I18N_ORDER_H

/*
 * The order of Vietnamese dictionaries, as Unicode's collation for Vietnamese has it: first the letters
 * a ă â b c d đ e ê … of the whole text, then its tones (none huyền hỏi ngã sắc nặng), then small
 * before capital. A space comes before punctuation, that before digits, those before letters.
 *
 * A key is a string without meaning but its order: strcmp of two keys is the order of their texts.
 */

#include "base/buf.h"

/* Appends the key of s (UTF-8). What does not fit in out cuts the key, and with it the order. */
void order_key(const char *s, struct buf *out);
/* The same of a person's name: by given name (the last word), then surname (the first), then those
 * between. */
void order_person_key(const char *name, struct buf *out);

/* A row of a list that is to be put in order. */
struct order_row {
	const char *key; /* kept by the caller */
	size_t row;      /* its place before; equal keys stay in that order */
};
void order_sort(struct order_row *rows, size_t n);

#endif
