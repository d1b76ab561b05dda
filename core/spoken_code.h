#ifndef MOTCUA_CORE_SPOKEN_CODE_H
#define MOTCUA_CORE_SPOKEN_CODE_H

/*
 * One-time codes that people read out, write down and type: letters and digits nobody mistakes for
 * one another, in groups of four, "ABCD-EFGH-JKMN". Five bits a letter.
 */

#include <stdbool.h>
#include <stddef.h>

/* With hyphens and terminator; letters is a multiple of 4. */
#define SPOKEN_SIZE(letters) ((letters) / 4 * 5)

/* A random one. */
void spoken_code_make(size_t letters, char *out);
/* "abcd-efgh jkmo" → "ABCDEFGHJKM0" (letters + 1 bytes): in any case, with or without blanks and
 * hyphens, O for 0, I and L for 1. False when it cannot be a code of that length. */
bool spoken_code_read(const char *typed, size_t letters, char *out);
/* "ABCDEFGHJKM0" → "ABCD-EFGH-JKM0". */
void spoken_code_group(const char *plain, char *out);

#endif
