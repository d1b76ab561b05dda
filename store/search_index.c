#include "store/search_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/contact.h"
#include "core/procedure.h"
#include "core/seal.h"
#include "i18n/fold.h"
#include "store/content.h"
#include "store/people.h"
#include "store/store.h"

#define EPOCH "search.epoch"

struct entry {
	int64_t ordinal;
	uint32_t procedure; /* its line */
};

struct search_index {
	struct fold_list *dossiers, *procedures;
	struct people_index *people;
	int64_t people_from; /* older dossiers are not looked at for these */
	struct entry *entries; /* of each line of dossiers */
	size_t room;
	uint64_t *hashes;      /* of each line of procedures */
	size_t hash_room;
	int64_t epoch;
};

struct search_index *search_index_new(void)
{
	struct search_index *index = xcalloc(1, sizeof(*index));
	index->dossiers = fold_list_new();
	index->procedures = fold_list_new();
	index->people = people_new();
	return index;
}

static void empty(struct search_index *index)
{
	fold_list_free(index->dossiers);
	fold_list_free(index->procedures);
	people_free(index->people);
	index->dossiers = fold_list_new();
	index->procedures = fold_list_new();
	index->people = people_new();
}

void search_index_free(struct search_index *index)
{
	if (!index)
		return;
	fold_list_free(index->dossiers);
	fold_list_free(index->procedures);
	people_free(index->people);
	free(index->entries);
	free(index->hashes);
	free(index);
}

size_t search_index_size(const struct search_index *index)
{
	return fold_list_size(index->dossiers);
}

const struct people_index *search_index_people(const struct search_index *index)
{
	return index->people;
}

int64_t search_index_ordinal(const struct search_index *index, size_t i)
{
	return index->entries[i].ordinal;
}

bool search_index_find(const struct search_index *index, int64_t ordinal, size_t *i)
{
	size_t n = fold_list_size(index->dossiers), low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (index->entries[middle].ordinal < ordinal)
			low = middle + 1;
		else
			high = middle;
	}
	*i = low;
	return low < n && index->entries[low].ordinal == ordinal;
}

/* ---- filling */

static uint64_t hash_text(const char *s)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a; a clash finds a dossier too many, no more */
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h;
}

/* The line of a procedure, made when it is the first dossier of it. */
static uint32_t procedure_line(struct search_index *index, const char *text)
{
	uint64_t hash = hash_text(text);
	size_t n = fold_list_size(index->procedures);
	for (size_t i = n; i-- > 0;)
		if (index->hashes[i] == hash)
			return (uint32_t)i;
	if (n == index->hash_room) {
		index->hash_room = n ? 2 * n : 64;
		index->hashes = xreallocarray(index->hashes, index->hash_room, sizeof(*index->hashes));
	}
	index->hashes[n] = hash;
	fold_list_add(index->procedures, text);
	return (uint32_t)n;
}

static void add(struct search_index *index, int64_t ordinal, const char *line,
	const char *procedure)
{
	size_t n = fold_list_size(index->dossiers);
	if (n == index->room) {
		index->room = index->room ? index->room + index->room / 2 : 256;
		index->entries = xreallocarray(index->entries, index->room, sizeof(*index->entries));
	}
	index->entries[n] = (struct entry){
		.ordinal = ordinal, .procedure = procedure_line(index, procedure)};
	fold_list_add(index->dossiers, line);
}

/* Columns: ordinal, uuid, code, procedure_code, procedure, CONTENT_COLUMNS. */
static void add_row(struct search_index *index, struct store *store, struct rows *r, struct buf *line)
{
	struct people p;
	char procedure[600];
	content_people(store, r, 5, rows_text(r, 1), &p); /* without them: by its code alone */
	buf_reset(line);
	buf_printf(line, "%s %s %s %s %s", p.applicant, p.delegate, rows_text(r, 2), p.id_number, p.phone);
	const char *name = procedure_name_proper(rows_text(r, 4));
	snprintf(procedure, sizeof(procedure), "%s %s%s", name, rows_text(r, 3),
		name == rows_text(r, 4) ? "" : " thủ tục");
	add(index, rows_int(r, 0), buf_str(line), procedure);
	if (rows_int(r, 0) > index->people_from)
		people_add(index->people, rows_int(r, 0), p.applicant, p.id_number, p.phone);
	seal_wipe(&p, sizeof(p));
}

/* Those it does not know yet, at most that many of them; -1: all. */
static bool add_new(struct search_index *index, struct store *store, int64_t most, struct err *err)
{
	struct buf line;
	size_t n = fold_list_size(index->dossiers);
	int64_t last = n ? index->entries[n - 1].ordinal : INT64_MIN;
	buf_init(&line, 4096);
	struct rows *r = db_rows(store_db(store), "SELECT d.ordinal, d.uuid, d.code, d.procedure_code,"
		" d.procedure, " CONTENT_COLUMNS " FROM dossier d" CONTENT_JOIN
		" WHERE d.ordinal > ? ORDER BY d.ordinal LIMIT ?", "ii", last, most);
	while (rows_next(r))
		add_row(index, store, r, &line);
	seal_wipe(line.data, line.size);
	buf_clear(&line);
	if (rows_end(r, err))
		return true;
	empty(index);
	return false;
}

/* Of the people only the newest are kept. */
static bool begin_people(struct search_index *index, struct store *store, struct err *err)
{
	int64_t last = 0;
	if (!db_get_int(store_db(store), err, &last, NULL, "SELECT coalesce(max(ordinal), 0) FROM dossier", NULL))
		return false;
	index->people_from = last - PEOPLE_MAX;
	return true;
}

static bool begin_anew_if_due(struct search_index *index, struct store *store, struct err *err)
{
	int64_t epoch = store_meta_int(store, EPOCH, 0);
	if (epoch != index->epoch || people_size(index->people) > 2 * PEOPLE_MAX)
		empty(index);
	index->epoch = epoch;
	return fold_list_size(index->dossiers) > 0 || begin_people(index, store, err);
}

bool search_index_refresh(struct search_index *index, struct store *store, struct err *err)
{
	return begin_anew_if_due(index, store, err) && add_new(index, store, -1, err);
}

bool search_index_warm(struct search_index *index, struct store *store, int most, bool *done,
	struct err *err)
{
	if (!begin_anew_if_due(index, store, err))
		return false;
	size_t before = fold_list_size(index->dossiers);
	if (!add_new(index, store, most, err))
		return false;
	*done = fold_list_size(index->dossiers) - before < (size_t)most;
	return true;
}

bool search_index_outdate(struct db *db, struct err *err)
{
	return db_run(db, err, "INSERT INTO meta (key, value) VALUES ('" EPOCH "', '1')"
		" ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1", NULL);
}

/* ---- looking */

/* "0912 345 678" and "0891-9000-1234" are one number however they are written. */
static bool as_one_number(const char *text, char *out, size_t size)
{
	if (phone_parse(text, out, size, NULL))
		return true;
	size_t n = 0;
	for (; *text; text++) {
		if (strchr(" .-", *text))
			continue;
		if (*text < '0' || *text > '9' || n + 1 >= size)
			return false;
		out[n++] = *text;
	}
	out[n] = '\0';
	return n == 12;
}

/* The ranks: what is the dossier's own before what its procedure is called, but for what is only found
 * inside words. */
enum {
	RANK_PROCEDURE_INSIDE = 1,
	RANK_OWN_INSIDE,
	RANK_PROCEDURE = RANK_OWN_INSIDE + 1 - FOLD_WORD_STARTS, /* + the kind */
	RANK_BOTH = RANK_PROCEDURE + FOLD_START + 1,
	RANK_OWN = RANK_BOTH + 1 - FOLD_WORD_STARTS, /* + the kind */
};
_Static_assert(RANK_OWN + FOLD_START < SEARCH_RANKS, "ranks");

/* What a query comes to with each procedure. */
struct by_procedure {
	uint8_t rank;                  /* all words are in its line */
	const struct fold_query *rest; /* those that are not, where some are; else NULL */
};

/* The rests there are, each once. */
struct rest {
	unsigned begun;
	struct fold_query *query;
};

struct looked {
	struct by_procedure *procedures;
	struct rest *rests;
	size_t n_rests;
};

static uint8_t rank_of(int score, int base, int inside)
{
	int kind = score / FOLD_KIND_SCORES;
	return (uint8_t)(score <= 0 ? 0 : kind <= FOLD_ANYWHERE ? inside : base + kind);
}

static const struct fold_query *rest_of(struct looked *looked, const struct fold_query *query,
	unsigned begun)
{
	for (size_t i = 0; i < looked->n_rests; i++)
		if (looked->rests[i].begun == begun)
			return looked->rests[i].query;
	struct fold_query *rest = fold_query_without(query, begun);
	looked->rests[looked->n_rests++] = (struct rest){begun, rest};
	return rest;
}

static struct looked look_at_procedures(const struct search_index *index,
	const struct fold_query *query)
{
	size_t n = fold_list_size(index->procedures);
	unsigned all = (1u << fold_query_size(query)) - 1;
	struct looked looked = {.procedures = xcalloc(n + 1, sizeof(*looked.procedures)),
		.rests = xcalloc(n + 1, sizeof(*looked.rests))};
	for (size_t i = 0; i < n; i++) {
		struct by_procedure *p = &looked.procedures[i];
		p->rank = rank_of(fold_list_match(query, index->procedures, i), RANK_PROCEDURE,
			RANK_PROCEDURE_INSIDE);
		unsigned begun = p->rank ? 0 : fold_list_begun(query, index->procedures, i);
		if (begun && begun != all)
			p->rest = rest_of(&looked, query, begun);
	}
	return looked;
}

static void forget(struct looked *looked)
{
	for (size_t i = 0; i < looked->n_rests; i++)
		fold_query_free(looked->rests[i].query);
	free(looked->rests);
	free(looked->procedures);
}

static size_t rank_all(const struct search_index *index, const struct fold_query *query,
	uint8_t *ranks)
{
	struct looked looked = look_at_procedures(index, query);
	size_t found = 0;
	for (size_t i = 0; i < fold_list_size(index->dossiers); i++) {
		const struct by_procedure *p = &looked.procedures[index->entries[i].procedure];
		uint8_t own = rank_of(fold_list_match(query, index->dossiers, i), RANK_OWN, RANK_OWN_INSIDE);
		if (p->rest && own <= RANK_OWN_INSIDE && fold_list_match(p->rest, index->dossiers, i) > 0)
			own = RANK_BOTH;
		ranks[i] = own > p->rank ? own : p->rank;
		found += ranks[i] > 0;
	}
	forget(&looked);
	return found;
}

static size_t match_text(const struct search_index *index, const char *text, uint8_t *ranks)
{
	struct fold_query *query = fold_query_new(text);
	size_t found = 0;
	if (fold_query_empty(query)) /* signs only: nothing has that */
		memset(ranks, 0, fold_list_size(index->dossiers));
	else
		found = rank_all(index, query, ranks);
	if (found == 0 && fold_query_join(query))
		found = rank_all(index, query, ranks);
	fold_query_free(query);
	return found;
}

size_t search_index_match(const struct search_index *index, const char *text, uint8_t *ranks)
{
	char number[32];
	size_t found = 0;
	if (as_one_number(text, number, sizeof(number)))
		found = match_text(index, number, ranks);
	return found ? found : match_text(index, text, ranks);
}
