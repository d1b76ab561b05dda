#ifndef MOTCUA_STORE_SEARCH_INDEX_H
#define MOTCUA_STORE_SEARCH_INDEX_H

/*
 * Finding dossiers by what officers type: an index in memory, made from what is sealed at the first
 * search and brought up to date at each. Nothing of it is ever written down.
 *
 * Words are looked for as i18n/fold.h does: marks count where they were typed, "nvt" is Nguyễn Văn Thử.
 * A dossier has two lines: its own, of names, code, ID number and phone; and that of its procedure, which
 * all dossiers of the procedure share. Each word must be in one of them.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct db;
struct people_index;
struct store;
struct search_index;

struct search_index *search_index_new(void);
void search_index_free(struct search_index *index);

/* Takes in what is new, and begins anew where something known has changed. */
bool search_index_refresh(struct search_index *index, struct store *store, struct err *err) MUST_CHECK;
/* The same, of at most that many dossiers: so that the first search has little left to do. *done: it
 * knows all. */
bool search_index_warm(struct search_index *index, struct store *store, int most, bool *done,
	struct err *err) MUST_CHECK;
/* Inside the transaction that changes or erases what may be known: every index begins anew. */
bool search_index_outdate(struct db *db, struct err *err) MUST_CHECK;

/* How many dossiers it knows; they are numbered 0, 1 … in order of intake. */
size_t search_index_size(const struct search_index *index);
int64_t search_index_ordinal(const struct search_index *index, size_t i);
/* False when it does not know that one. */
bool search_index_find(const struct search_index *index, int64_t ordinal, size_t *i);
/* Whose dossiers it knows: for store/people.c. */
const struct people_index *search_index_people(const struct search_index *index);
/* How well a dossier matches, the higher the better: what is its own before its procedure. */
#define SEARCH_RANKS 16
/* ranks: search_index_size bytes; each becomes 0 where not all words of text match, else below
 * SEARCH_RANKS. How many do match. */
size_t search_index_match(const struct search_index *index, const char *text, uint8_t *ranks);

#endif
