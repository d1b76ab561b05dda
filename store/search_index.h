#ifndef MOTCUA_STORE_SEARCH_INDEX_H
#define MOTCUA_STORE_SEARCH_INDEX_H

/*
 * Finding dossiers by what officers type: an index in memory, made from what is sealed at the first
 * search and brought up to date at each. Nothing of it is ever written down.
 *
 * A dossier's key is one line: code, ID number, phone, names; folded as i18n/fold.h does, with a blank
 * before each word. A typed word that begins with a letter must begin a word of the key, one that
 * begins with a digit may stand anywhere, so that the tail of a code finds it. A typed word with marks
 * must find the same marks. Procedures are few, so each has one line of its own for all its dossiers. i
 * and y are written for each other: "lý", "lí".
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct db;
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
/* hits: search_index_size bytes, made 1 where all words of text match, else 0. How many do. */
size_t search_index_match(const struct search_index *index, const char *text, uint8_t *hits);

#endif
