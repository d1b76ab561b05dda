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

/* Puts an array of n items of that size in order; equal ones stay as they were. */
enum order_kind { ORDER_TEXT, ORDER_PEOPLE };
void order_array(void *items, size_t n, size_t size, const char *(*name)(const void *item),
	enum order_kind kind);

#endif
