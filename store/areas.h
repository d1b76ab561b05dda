#ifndef MOTCUA_STORE_AREAS_H
#define MOTCUA_STORE_AREAS_H

/*
 * The communes and provinces of central's catalogue, looked through as an address is typed: "vinh hanh",
 * "vh an giang". In memory; made anew after the catalogue changed.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

struct store;
struct areas;

struct area_hit {
	const char *text; /* as it is written in an address: "xã Vĩnh Hanh, tỉnh An Giang"; the index's */
	int score, place; /* place: among all of them by name */
};

/* agency: whose province comes first. */
bool areas_load(struct store *store, const char *agency, struct areas **out, struct err *err) MUST_CHECK;
void areas_free(struct areas *areas);
size_t areas_size(const struct areas *areas);
/* Those whose name, kind and province have all words of text at word starts or as initials: by the kind
 * of match, the agency's province first, then the shorter, then by name; at most max. *total: how many
 * there are; may be NULL. An empty text finds none. */
size_t areas_search(const struct areas *areas, const char *text, struct area_hit *hits, size_t max,
	size_t *total);

#endif
