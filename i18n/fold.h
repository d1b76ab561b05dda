#ifndef MOTCUA_I18N_FOLD_H
#define MOTCUA_I18N_FOLD_H

/*
 * Search without diacritics. fold("Trợ cấp hưu trí") = "tro cap huu tri". A query word written with
 * marks requires them; without, it finds all. hoà = hòa, for a tone belongs to the syllable, not to
 * a letter; kí = ký. The last word may still lack its tone: people type that at the end.
 *
 * What is searched at every key is put into a fold_list: about 50 ns a line. fold_match does the same
 * from keys that were stored, in about a microsecond.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"

/* Lower case, marks off, đ→d, punctuation → space, runs of spaces folded, trimmed. */
void fold_text(const char *s, struct buf *out);
/* The marks that fold_text took off: for each byte of the plain key one of @A–W (or a space), which
 * tells that letter's marks and its syllable's tone. Only for fold_match; may be stored. */
void fold_marked(const char *s, struct buf *out);
/* Both at once; the two keys have the same length. marked may be NULL. */
void fold_keys(const char *s, struct buf *plain, struct buf *marked);

/* A prepared query: its words, each to be looked for in the plain or in the marked key. One piece with
 * digits in it, such as 261123-0042, is looked for as it is. Words beyond the 16th and bytes beyond the
 * 200th are not looked at. */
struct fold_query;
struct fold_query *fold_query_new(const char *text);
/* The same without the words whose bit is set, the first word's the lowest. */
struct fold_query *fold_query_without(const struct fold_query *q, unsigned words);
void fold_query_free(struct fold_query *q);
bool fold_query_empty(const struct fold_query *q);
/* How many words are looked for. */
size_t fold_query_size(const struct fold_query *q);
/* From now on its words may run over spaces: "honnhan" is "hôn nhân". For when nothing was found. False
 * when that cannot find more. */
bool fold_query_join(struct fold_query *q);

/* The kinds of a match, the higher the better; initials: "dkks" for "đăng ký khai sinh". */
enum fold_kind {
	FOLD_NONE, FOLD_ANYWHERE, FOLD_WORD_STARTS, FOLD_INITIALS, FOLD_IN_ORDER, FOLD_PHRASE, FOLD_START,
	FOLD_KINDS,
};
#define FOLD_KIND_SCORES 1000 /* a score is its kind times this, and … */

/* 0: no match. Else the higher the better: the kind, then what comes earlier in the shorter text. An
 * empty query matches everything alike. plain and marked are keys made as above; marked may be NULL:
 * marks are then not looked at. */
int fold_match(const struct fold_query *q, const char *plain, const char *marked);

/* Lines of text prepared together for being searched at every key. It copies what it needs, and
 * overwrites it when it goes. */
struct fold_list;
struct fold_list *fold_list_new(void);
void fold_list_free(struct fold_list *list);
/* Lines are numbered as they are added, from 0. Bytes beyond the 4000th are not looked at. */
void fold_list_add(struct fold_list *list, const char *text);
/* The same from stored keys, several times quicker. Keys that are not of one text, or longer than the
 * above, make an empty line. */
void fold_list_add_keys(struct fold_list *list, const char *plain, const char *marked);
/* So many words at the end of the line last added only describe it: what is found among them alone is no
 * better than at word starts. */
void fold_list_tail(struct fold_list *list, size_t words);
size_t fold_list_size(const struct fold_list *list);
/* As fold_match, of the i-th line. */
int fold_list_match(const struct fold_query *q, const struct fold_list *list, size_t i);
/* Which words of the query begin a word of the line; a bit each. */
unsigned fold_list_begun(const struct fold_query *q, const struct fold_list *list, size_t i);

#endif
