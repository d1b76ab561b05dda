#ifndef MOTCUA_TESTS_PLAIN_SEARCH_H
#define MOTCUA_TESTS_PLAIN_SEARCH_H

/*
 * Can something be read in the files of a folder (and below it)? Looked for as it is in UTF-8, in UTF-16,
 * in hex of either case, and in base64 of both alphabets at each of the three places it can begin. Texts of 9 to 200 bytes.
 */

#include <stdbool.h>
#include <stddef.h>

/* where (may be NULL): the file and the form it was found in; the caller frees it. */
bool plain_search(const char *dir, const char *text, char **where);
/* Fails the test when any of them is found. */
void plain_search_none(const char *dir, const char *const *texts, size_t n);

#endif
