#ifndef MOTCUA_STORE_SEARCH_LINES_H
#define MOTCUA_STORE_SEARCH_LINES_H

/*
 * Lines of folded text one behind the other, to be looked through in one go: 10,000 in less than a
 * millisecond. For store/search_index.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct search_lines {
	char *plain, *marks;  /* of the same length, byte for byte */
	size_t len, room;
	uint32_t *ends;       /* of each line */
	size_t n, n_room;
};

/* One word as typed, to be looked for. */
struct search_word {
	char plain[256], marks[256];
	size_t len;
	bool marked; /* the marks must be the same */
};

/* Starts as {0}. Bytes beyond the 4000th are not looked at. */
void search_lines_add(struct search_lines *lines, const char *text);
/* Overwrites what was in it. */
void search_lines_clear(struct search_lines *lines);
/* False when nothing of it can be looked for, such as "***". */
bool search_word_set(struct search_word *word, const char *typed);
/* Sets hits[i] to 1 for each line that has the word; how many have. */
size_t search_lines_find(const struct search_lines *lines, const struct search_word *word,
	uint8_t *hits);

#endif
