#ifndef MOTCUA_STORE_CATALOGUE_H
#define MOTCUA_STORE_CATALOGUE_H

/*
 * The cache of central's catalogue. Items of each kind come in pages ordered by a change number;
 * the last change number seen is stored with the page it came with.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/calendar.h"
#include "core/procedure.h"

struct store;

/* kinds: procedure | agency | area | calendar | account; others are kept for a later version. */
struct catalogue_item {
	const char *kind, *id;
	int64_t change;     /* central's change number, rising */
	const char *sha256; /* hex, of the canonical body; not looked at when deleted */
	const char *body;   /* JSON, brought to its canonical form here; NULL when deleted */
	int64_t version;    /* of the item, as dossiers name it; 0: the change number stands for it */
};

/* One page, all or nothing, with the last change number seen. ERR_DATA when a body does not have
 * its hash. A procedure that cannot be read is left as it was and logged: it must not hold up the
 * rest. What is older than what is here changes nothing, unless `since` goes back: then central
 * counts anew. */
bool catalogue_apply(struct store *store, const struct catalogue_item *items, size_t n,
	int64_t since, struct err *err) MUST_CHECK;
int64_t catalogue_since(struct store *store);

/* One procedure, with its version and hash. ERR_DATA "no such procedure". */
bool catalogue_procedure(struct store *store, const char *code, struct procedure *out,
	char sha256[65], struct err *err) MUST_CHECK;
/* An item as central sent it, in its canonical form; the caller frees. NULL with ERR_DATA when there is none. */
char *catalogue_body(struct store *store, const char *kind, const char *id, struct err *err);
/* The cached calendar, else the built-in one; never NULL. calendar_free by the caller. */
struct calendar *catalogue_calendar(struct store *store);

/* The picker's index: all procedures with folded keys in memory, made once and again after the
 * catalogue changed. */
struct procedure_index;
struct procedure_hit {
	const char *code, *name, *field; /* borrowed from the index */
	int score, place; /* place: among those that match equally well */
};
bool procedure_index_load(struct store *store, struct procedure_index **out,
	struct err *err) MUST_CHECK;
void procedure_index_free(struct procedure_index *index);
size_t procedure_index_size(const struct procedure_index *index);
/* By the kind of match, then the often used, then the earlier and shorter match, then by name; at
 * most max; *total: how many match. An empty text lists the often used first, the others by name. A
 * text such as "1.0140" is the beginning of a code and nothing else; then the codes are in order. */
size_t procedure_index_search(const struct procedure_index *index, const char *text,
	struct procedure_hit *hits, size_t max, size_t *total);

struct account {
	char id[40], name[200], title[120];
	bool supervisor; /* may vouch for one who forgot the PIN */
};
/* The officers of this agency, by given name; the caller frees *out. */
bool catalogue_accounts(struct store *store, const char *agency, struct account **out, size_t *n,
	struct err *err) MUST_CHECK;
/* Who sits at the counter under a name that is in no catalogue. */
#define ACCOUNT_TYPED "typed"
/* *gone: that account was an officer of this agency and is none any more: central has withdrawn it. */
bool catalogue_withdrawn(struct store *store, const char *agency, const char *id, bool *gone,
	struct err *err) MUST_CHECK;

#endif
