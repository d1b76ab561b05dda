#ifndef MOTCUA_STORE_PEOPLE_H
#define MOTCUA_STORE_PEOPLE_H

/*
 * Who came before: the applicants of the dossiers kept at this machine, each once, with the last of their
 * dossiers. In memory only, filled with what the search learns (store/search_index.h), the newest
 * PEOPLE_MAX dossiers of it; who was erased is not there.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/uuid.h"

#define PEOPLE_MAX 20000

struct people_index;
struct store;

struct person_hit {
	char name[256], id_number[64];
	char uuid[UUID_SIZE]; /* of the last dossier */
	int64_t received_at;
};

/* Whose name has all words of text, at word starts or as initials: by the kind of match, then the last to
 * have come. Nothing personal is left behind in hits the caller does not wipe. */
bool people_by_name(struct store *store, const char *text, struct person_hit *hits, size_t max, size_t *n,
	struct err *err) MUST_CHECK;
/* Whose number begins with these digits; at least 3 of them. */
bool people_by_number(struct store *store, const char *digits, struct person_hit *hits, size_t max,
	size_t *n, struct err *err) MUST_CHECK;

/* ---- for store/search_index.c */
struct people_index *people_new(void);
void people_free(struct people_index *people);
/* Those of a dossier newer than all before. */
void people_add(struct people_index *people, int64_t ordinal, const char *name, const char *id_number,
	const char *phone);
size_t people_size(const struct people_index *people);

#endif
