#include "store/people.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/seal.h"
#include "i18n/fold.h"
#include "store/content.h"
#include "store/search_index.h"
#include "store/store.h"

#define DIGITS_MIN 3
#define WARM_PORTION 200 /* dossiers taken in at a key while the search does not know all yet */
#define FOUND_MAX 50

struct entry {
	int64_t ordinal; /* of the last dossier; 0: stands elsewhere by another name now */
	uint64_t who, name; /* hashes: who it is, and how the name was written */
	char id_number[13]; /* "" when it is not 12 digits */
};

struct people_index {
	struct fold_list *names; /* of each entry */
	struct entry *entries;
	size_t room;
	uint32_t *slots; /* by who: entry + 1, 0 free; twice as many as entries at least */
	size_t n_slots;
};

struct people_index *people_new(void)
{
	struct people_index *people = xcalloc(1, sizeof(*people));
	people->names = fold_list_new();
	return people;
}

void people_free(struct people_index *people)
{
	if (!people)
		return;
	fold_list_free(people->names);
	seal_wipe(people->entries, people->room * sizeof(*people->entries));
	free(people->entries);
	free(people->slots);
	free(people);
}

size_t people_size(const struct people_index *people)
{
	return fold_list_size(people->names);
}

/* ---- filling */

static uint64_t hash_more(uint64_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u; /* FNV-1a; a clash hides one of two, no more */
	return h;
}

static uint64_t hash_text(const char *s)
{
	return hash_more(14695981039346656037u, s);
}

/* Where that person stands, or would. */
static uint32_t *slot_of(struct people_index *people, uint64_t who)
{
	size_t at = who & (people->n_slots - 1);
	while (people->slots[at] && people->entries[people->slots[at] - 1].who != who)
		at = (at + 1) & (people->n_slots - 1);
	return &people->slots[at];
}

static void make_room(struct people_index *people)
{
	size_t n = people_size(people), room = people->room ? 2 * people->room : 256;
	if (n < people->room)
		return;
	struct entry *more = xcalloc(room, sizeof(*more));
	if (n)
		memcpy(more, people->entries, n * sizeof(*more));
	seal_wipe(people->entries, n * sizeof(*more));
	free(people->entries);
	free(people->slots);
	people->entries = more;
	people->room = room;
	people->n_slots = 4 * room; /* a power of two */
	people->slots = xcalloc(people->n_slots, sizeof(*people->slots));
	for (size_t i = 0; i < n; i++)
		if (more[i].ordinal)
			*slot_of(people, more[i].who) = (uint32_t)i + 1;
}

static bool is_whole_number(const char *id_number)
{
	return str_digits(id_number, 12);
}

void people_add(struct people_index *people, int64_t ordinal, const char *name, const char *id_number,
	const char *phone)
{
	bool numbered = is_whole_number(id_number);
	uint64_t who = numbered ? hash_text(id_number) : hash_more(hash_text(name), phone);
	if (!name[0])
		return;
	make_room(people);
	uint32_t *slot = slot_of(people, who);
	struct entry *known = *slot ? &people->entries[*slot - 1] : NULL;
	if (known && known->name == hash_text(name)) {
		known->ordinal = ordinal;
		return;
	}
	if (known)
		known->ordinal = 0;
	size_t at = people_size(people);
	struct entry *e = &people->entries[at];
	*e = (struct entry){.ordinal = ordinal, .who = who, .name = hash_text(name)};
	if (numbered)
		str_copy(e->id_number, sizeof(e->id_number), id_number);
	*slot = (uint32_t)at + 1;
	fold_list_add(people->names, name);
}

/* ---- looking */

struct found {
	int kind;
	int64_t ordinal;
};

struct best {
	struct found list[FOUND_MAX];
	size_t n, max;
};

static bool better(const struct found *a, const struct found *b)
{
	return a->kind != b->kind ? a->kind > b->kind : a->ordinal > b->ordinal;
}

static void keep(struct best *best, struct found found)
{
	size_t at = best->n;
	while (at > 0 && better(&found, &best->list[at - 1]))
		at--;
	if (at == best->max)
		return;
	best->n += best->n < best->max;
	memmove(&best->list[at + 1], &best->list[at], (best->n - at - 1) * sizeof(found));
	best->list[at] = found;
}

static bool read_hit(struct store *store, int64_t ordinal, struct person_hit *hit, bool *there,
	struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT d.uuid, d.received_at, " CONTENT_COLUMNS
		" FROM dossier d" CONTENT_JOIN " WHERE d.ordinal = ?", "i", ordinal);
	struct people p;
	*there = rows_next(r) && content_people(store, r, 2, rows_text(r, 0), &p) == CONTENT_READ;
	if (*there) {
		str_copy(hit->uuid, sizeof(hit->uuid), rows_text(r, 0));
		hit->received_at = rows_int(r, 1);
		str_copy(hit->name, sizeof(hit->name), p.applicant);
		str_copy(hit->id_number, sizeof(hit->id_number), p.id_number);
		seal_wipe(&p, sizeof(p));
	}
	return rows_end(r, err);
}

static bool read_hits(struct store *store, const struct best *best, struct person_hit *hits, size_t *n,
	struct err *err)
{
	for (size_t i = 0; i < best->n; i++) {
		bool there;
		if (!read_hit(store, best->list[i].ordinal, &hits[*n], &there, err))
			return false;
		*n += there;
	}
	return true;
}

/* Brings what is known up to date, without holding up a key. */
static bool begin(struct store *store, size_t max, struct best *best, size_t *n, struct err *err)
{
	bool done;
	*n = 0;
	best->n = 0;
	best->max = max < FOUND_MAX ? max : FOUND_MAX;
	return search_index_warm(store_search(store), store, WARM_PORTION, &done, err);
}

bool people_by_name(struct store *store, const char *text, struct person_hit *hits, size_t max, size_t *n,
	struct err *err)
{
	struct best best;
	if (!begin(store, max, &best, n, err))
		return false;
	const struct people_index *people = search_index_people(store_search(store));
	struct fold_query *query = fold_query_new(text);
	for (size_t i = 0; i < people_size(people) && !fold_query_empty(query); i++) {
		int kind = fold_list_match(query, people->names, i) / FOLD_KIND_SCORES;
		if (kind > FOLD_ANYWHERE && people->entries[i].ordinal)
			keep(&best, (struct found){kind, people->entries[i].ordinal});
	}
	fold_query_free(query);
	return read_hits(store, &best, hits, n, err);
}

bool people_by_number(struct store *store, const char *digits, struct person_hit *hits, size_t max,
	size_t *n, struct err *err)
{
	struct best best;
	if (!begin(store, max, &best, n, err))
		return false;
	const struct people_index *people = search_index_people(store_search(store));
	size_t len = strlen(digits);
	for (size_t i = 0; i < people_size(people) && len >= DIGITS_MIN; i++)
		if (people->entries[i].ordinal && strncmp(people->entries[i].id_number, digits, len) == 0)
			keep(&best, (struct found){1, people->entries[i].ordinal});
	return read_hits(store, &best, hits, n, err);
}
