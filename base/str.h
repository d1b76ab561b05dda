#ifndef MOTCUA_BASE_STR_H
#define MOTCUA_BASE_STR_H

/* Small string helpers that cannot overrun. Byte-wise; text for people goes through i18n/text.h. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Copies what fits, always terminated; false when it did not fit (dst then holds ""). */
bool str_copy(char *dst, size_t size, const char *src);
static inline bool str_eq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
/* Only ASCII digits, n of them exactly (n = 0: one or more). */
bool str_digits(const char *s, size_t n);
/* A whole decimal number in [min, max]; no spaces, no sign but '-', nothing after it. */
bool str_to_int(const char *s, int64_t min, int64_t max, int64_t *out);

#endif
