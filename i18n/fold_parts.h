#ifndef MOTCUA_I18N_FOLD_PARTS_H
#define MOTCUA_I18N_FOLD_PARTS_H

/*
 * Inside fold only: how lines and queries are kept.
 *
 * Words are numbers: the first five letters, six bits each, the first on top. "Begins with" is then
 * one comparison under a mask; most Vietnamese syllables are told in full. What a list needs at each
 * key is small and close together, for memory is what such a search waits for.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FOLD_WORDS_MAX = 16, /* of a query */
	FOLD_QUERY_MAX = 200, /* bytes */
	FOLD_LINE_MAX = 4000, /* bytes of a line that are looked at */

	FOLD_HEAD = 5,        /* letters in the number … */
	FOLD_LETTER_BITS = 6, /* … of these many bits */
	FOLD_OTHER_LETTER = 37,

	/* A letter's mark is told by '@' + tone * 4 + quality. Tones: none huyền hỏi ngã sắc nặng;
	 * qualities: none, â ê ô, ă ơ ư, đ. */
	FOLD_NO_MARK = '@',
	FOLD_TONE_STEP = 4,
};

/* Which marks of a query's word are required. */
enum fold_marks { FOLD_MARKS_ANY, FOLD_MARKS_ALL, FOLD_MARKS_BUT_TONE };

struct fold_word {
	const char *plain, *marked; /* in the query's keys, not terminated */
	size_t len;
	uint32_t head, mask;
	uint32_t other, other_mask; /* the other spelling, with its end; without one, head and mask */
	enum fold_marks marks;
	bool told;                  /* head tells all of it */
	uint64_t pairs[4], initials;
};

struct fold_query {
	char *plain, *marked;
	struct fold_word words[FOLD_WORDS_MAX];
	size_t n;
	bool joined; /* words may run over spaces */
	bool solid;  /* one piece, such as 261123-0042: its words stand side by side */
};

/* One line, and what is counted from its plain key. */
struct fold_line {
	uint32_t words, text; /* where they begin in the list's arrays */
	uint16_t n, len;      /* words; bytes of the plain key */
	uint16_t main;        /* words that are not its tail */
	uint64_t pairs[4];    /* which pairs of letters it has … */
	uint64_t initials;    /* … and which initials, to tell most misses without looking further */
};

/* One line as it is looked at. */
struct fold_view {
	const struct fold_line *line;
	const uint32_t *words;
	const uint16_t *places;     /* where each word begins in the keys */
	const char *plain, *marked; /* marked NULL: it has none */
	size_t n, len;
};

/* a … z, 0 … 9, FOLD_OTHER_LETTER. */
uint32_t fold_letter(char c);
/* The number of a word, and the mask of its first len letters. */
uint32_t fold_head(const char *p, size_t len);
uint32_t fold_head_mask(size_t len);
void fold_pair_set(uint64_t pairs[4], char a, char b);
static inline uint64_t fold_initial_bit(char c)
{
	return UINT64_C(1) << (c & 63);
}
/* Fills in what is counted from the plain key; words and places have room for len. */
void fold_line_describe(struct fold_line *line, uint32_t *words, uint16_t *places,
	const char *plain, size_t len);
unsigned fold_view_begun(const struct fold_query *q, const struct fold_view *v);
int fold_view_match(const struct fold_query *q, const struct fold_view *v);

#endif
