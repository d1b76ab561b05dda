#ifndef MOTCUA_STORE_SEARCH_PARTS_H
#define MOTCUA_STORE_SEARCH_PARTS_H

/* Inside the search only: what search_index.c fills and search_match.c looks through. */

#include <stddef.h>
#include <stdint.h>
#include "i18n/fold.h"
#include "store/people.h"
#include "store/search_index.h"

struct search_entry {
	int64_t ordinal;
	uint32_t procedure; /* its line */
};

struct search_index {
	struct fold_list *dossiers, *procedures;
	struct people_index *people;
	int64_t people_from; /* older dossiers are not looked at for these */
	struct search_entry *entries; /* of each line of dossiers */
	size_t room;
	uint64_t *hashes;      /* of each line of procedures */
	size_t hash_room;
	int64_t epoch;
};

#endif
