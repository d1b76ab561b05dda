#include "store/search_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/procedure.h"
#include "core/seal.h"
#include "i18n/fold.h"
#include "store/content.h"
#include "store/people.h"
#include "store/search_parts.h"
#include "store/store.h"

#define EPOCH "search.epoch"

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
	index->entries[n] = (struct search_entry){
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
