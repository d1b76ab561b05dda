#include "store/search_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/contact.h"
#include "core/seal.h"
#include "store/content.h"
#include "store/search_lines.h"
#include "store/store.h"

#define WORDS_MAX 8       /* of what was typed; further ones are not looked at */
#define TYPED_MAX 1000    /* bytes */
#define EPOCH "search.epoch"

struct entry {
	int64_t ordinal;
	uint32_t procedure; /* its line */
};

struct search_index {
	struct search_lines dossiers, procedures;
	struct entry *entries; /* of each line of dossiers */
	size_t room;
	uint64_t *hashes;      /* of each line of procedures */
	size_t hash_room;
	int64_t epoch;
};

struct search_index *search_index_new(void)
{
	return xcalloc(1, sizeof(struct search_index));
}

static void empty(struct search_index *index)
{
	search_lines_clear(&index->dossiers);
	search_lines_clear(&index->procedures);
}

void search_index_free(struct search_index *index)
{
	if (!index)
		return;
	empty(index);
	free(index->entries);
	free(index->hashes);
	free(index);
}

size_t search_index_size(const struct search_index *index)
{
	return index->dossiers.n;
}

int64_t search_index_ordinal(const struct search_index *index, size_t i)
{
	return index->entries[i].ordinal;
}

bool search_index_find(const struct search_index *index, int64_t ordinal, size_t *i)
{
	size_t low = 0, high = index->dossiers.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (index->entries[middle].ordinal < ordinal)
			low = middle + 1;
		else
			high = middle;
	}
	*i = low;
	return low < index->dossiers.n && index->entries[low].ordinal == ordinal;
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
	size_t n = index->procedures.n;
	for (size_t i = n; i-- > 0;)
		if (index->hashes[i] == hash)
			return (uint32_t)i;
	if (n == index->hash_room) {
		index->hash_room = n ? 2 * n : 64;
		index->hashes = xreallocarray(index->hashes, index->hash_room, sizeof(*index->hashes));
	}
	index->hashes[n] = hash;
	search_lines_add(&index->procedures, text);
	return (uint32_t)n;
}

static void add(struct search_index *index, int64_t ordinal, const char *line,
	const char *procedure)
{
	if (index->dossiers.n == index->room) {
		index->room = index->room ? index->room + index->room / 2 : 256;
		index->entries = xreallocarray(index->entries, index->room, sizeof(*index->entries));
	}
	index->entries[index->dossiers.n] = (struct entry){
		.ordinal = ordinal, .procedure = procedure_line(index, procedure)};
	search_lines_add(&index->dossiers, line);
}

/* Columns: ordinal, uuid, code, procedure_code, procedure, CONTENT_COLUMNS. */
static void add_row(struct search_index *index, struct store *store, struct rows *r, struct buf *line)
{
	struct people p;
	char procedure[600];
	content_people(store, r, 5, rows_text(r, 1), &p); /* without them: by its code alone */
	buf_reset(line);
	buf_printf(line, "%s %s %s %s %s", rows_text(r, 2), p.id_number, p.phone, p.applicant, p.delegate);
	snprintf(procedure, sizeof(procedure), "%s %s", rows_text(r, 3), rows_text(r, 4));
	add(index, rows_int(r, 0), buf_str(line), procedure);
	seal_wipe(&p, sizeof(p));
}

/* Those it does not know yet, at most that many of them; -1: all. */
static bool add_new(struct search_index *index, struct store *store, int64_t most, struct err *err)
{
	struct buf line;
	size_t n = index->dossiers.n;
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

static void begin_anew_if_due(struct search_index *index, struct store *store)
{
	int64_t epoch = store_meta_int(store, EPOCH, 0);
	if (epoch != index->epoch)
		empty(index);
	index->epoch = epoch;
}

bool search_index_refresh(struct search_index *index, struct store *store, struct err *err)
{
	begin_anew_if_due(index, store);
	return add_new(index, store, -1, err);
}

bool search_index_warm(struct search_index *index, struct store *store, int most, bool *done,
	struct err *err)
{
	begin_anew_if_due(index, store);
	size_t before = index->dossiers.n;
	if (!add_new(index, store, most, err))
		return false;
	*done = index->dossiers.n - before < (size_t)most;
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

/* Adds the dossiers whose procedure has the word. */
static void find_procedures(const struct search_index *index, const struct search_word *word,
	uint8_t *hits)
{
	uint8_t *lines = xcalloc(index->procedures.n + 1, 1);
	if (search_lines_find(&index->procedures, word, lines))
		for (size_t i = 0; i < index->dossiers.n; i++)
			hits[i] |= lines[index->entries[i].procedure];
	free(lines);
}

/* hits: those of the words before. False when nothing of the word can be searched for. */
static bool match_word(const struct search_index *index, const char *typed, uint8_t *hits)
{
	struct search_word word;
	size_t n = index->dossiers.n;
	if (!search_word_set(&word, typed))
		return false;
	uint8_t *own = xcalloc(n + 1, 1);
	search_lines_find(&index->dossiers, &word, own);
	find_procedures(index, &word, own);
	for (size_t i = 0; i < n; i++)
		hits[i] &= own[i];
	free(own);
	return true;
}

static void match_words(const struct search_index *index, char *rest, uint8_t *hits)
{
	char *word;
	bool any = false, typed = false;
	for (int n = 0; n < WORDS_MAX && (word = strsep(&rest, " \t\n")) != NULL;) {
		if (!*word)
			continue;
		typed = true;
		if (match_word(index, word, hits)) {
			any = true;
			n++;
		}
	}
	if (typed && !any) /* signs only: nothing has that */
		memset(hits, 0, index->dossiers.n);
}

size_t search_index_match(const struct search_index *index, const char *text, uint8_t *hits)
{
	char number[32];
	size_t n = index->dossiers.n, found = 0;
	memset(hits, 1, n);
	char *copy = as_one_number(text, number, sizeof(number)) ? xstrdup(number) :
		xstrndup(text, strnlen(text, TYPED_MAX));
	match_words(index, copy, hits);
	free(copy);
	for (size_t i = 0; i < n; i++)
		found += hits[i];
	return found;
}
