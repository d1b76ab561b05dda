#include "store/catalogue.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/fold.h"
#include "i18n/order.h"
#include "store/store.h"

struct entry {
	const char *code, *name, *field;
	int uses;  /* intakes here, at most USES_MAX */
	int place; /* by name: of two that match equally well, the earlier one is the better */
};

/*
 * What decides, in this order: the kind of match, how often the procedure is used, how early and
 * how short. fold.h's score is made of the first and the last; here use comes between.
 */
#define KIND FOLD_KIND_SCORES
#define KIND_BITS 27
#define USES_BITS 10
#define USES_MAX 100000
#define SCORE_CODE (15 << KIND_BITS) /* a code is what was typed */

struct procedure_index {
	struct arena arena;
	struct fold_list *lines; /* name, code and field of each entry */
	struct entry *entries;
	size_t n;
};

/* How many words a field has among the keys. */
static size_t words_of(const char *field)
{
	struct buf plain;
	size_t words = 0;
	buf_init(&plain, 4 * strlen(field) + 1);
	fold_text(field, &plain);
	for (size_t i = 0; i < plain.len; i++)
		words += i == 0 || plain.data[i] == ' ';
	buf_clear(&plain);
	return words;
}

static bool read_entries(struct procedure_index *index, struct db *db, struct err *err)
{
	size_t size = 0;
	struct rows *r = db_rows(db, "SELECT k.code, k.name, k.field, k.plain, k.marked,"
		" coalesce(u.count, 0) FROM procedure_key k LEFT JOIN procedure_usage u ON u.code = k.code"
		" ORDER BY k.code", NULL);
	while (rows_next(r)) {
		int64_t uses = rows_int(r, 5);
		if (index->n == size) {
			size = size ? 2 * size : 512;
			index->entries = xreallocarray(index->entries, size, sizeof(*index->entries));
		}
		index->entries[index->n++] = (struct entry){
			.code = arena_strdup(&index->arena, rows_text(r, 0)),
			.name = arena_strdup(&index->arena, rows_text(r, 1)),
			.field = arena_strdup(&index->arena, rows_text(r, 2)),
			.uses = (int)(uses < USES_MAX ? uses : USES_MAX),
		};
		fold_list_add_keys(index->lines, rows_text(r, 3), rows_text(r, 4));
		fold_list_tail(index->lines, words_of(rows_text(r, 2)));
	}
	return rows_end(r, err);
}

static const char *name_of(const void *item)
{
	return (*(const struct entry *const *)item)->name;
}

static void give_places(struct procedure_index *index)
{
	struct entry **sorted = xcalloc(index->n + 1, sizeof(*sorted));
	for (size_t i = 0; i < index->n; i++)
		sorted[i] = &index->entries[i];
	order_array(sorted, index->n, sizeof(struct entry *), name_of, ORDER_TEXT);
	for (size_t i = 0; i < index->n; i++)
		sorted[i]->place = (int)i;
	free(sorted);
}

bool procedure_index_load(struct store *store, struct procedure_index **out, struct err *err)
{
	struct procedure_index *index = xcalloc(1, sizeof(*index));
	index->lines = fold_list_new();
	if (!read_entries(index, store_db(store), err)) {
		procedure_index_free(index);
		return false;
	}
	give_places(index);
	*out = index;
	return true;
}

void procedure_index_free(struct procedure_index *index)
{
	if (!index)
		return;
	arena_clear(&index->arena);
	fold_list_free(index->lines);
	free(index->entries);
	free(index);
}

size_t procedure_index_size(const struct procedure_index *index)
{
	return index->n;
}

/* The best so far, best first. */
struct best {
	struct procedure_hit *hits;
	size_t n, max;
};

static void keep(struct best *best, const struct entry *e, int score, int place)
{
	size_t at = best->n;
	while (at > 0 && (best->hits[at - 1].score < score ||
		(best->hits[at - 1].score == score && best->hits[at - 1].place > place)))
		at--;
	if (at == best->max)
		return;
	if (best->n < best->max)
		best->n++;
	memmove(&best->hits[at + 1], &best->hits[at], (best->n - at - 1) * sizeof(best->hits[0]));
	best->hits[at] = (struct procedure_hit){
		.code = e->code, .name = e->name, .field = e->field, .score = score,
		.place = place};
}

/* A code as it is written: "1.0140". */
static bool looks_like_code(const char *text)
{
	return text[0] >= '0' && text[0] <= '9' && text[1] == '.' &&
		text[strspn(text, "0123456789.")] == '\0';
}

/* 0: no match. */
static int score(const struct procedure_index *index, size_t i, const char *code,
	const struct fold_query *query)
{
	const struct entry *e = &index->entries[i];
	int uses = e->uses << USES_BITS;
	if (code)
		return str_starts(e->code, code) ? SCORE_CODE + uses : 0;
	int match = fold_list_match(query, index->lines, i);
	return match ? (match / KIND << KIND_BITS) + uses + match % KIND + 1 : 0;
}

/* What is looked for behind "thủ tục", which half of the names begin with and no key holds; "" while
 * that is all there is. */
static const char *sought(const char *text)
{
	static const char head[] = "thu tuc";
	struct buf plain;
	buf_init(&plain, 4 * strlen(text) + 1);
	fold_text(text, &plain);
	const char *s = buf_str(&plain);
	bool begun = plain.len > strlen("thu") && str_starts(head, s);
	bool whole = str_starts(s, head) && s[strlen(head)] == ' ';
	buf_clear(&plain);
	if (begun)
		return "";
	for (int word = 0; whole && word < 2; word++) {
		text += strspn(text, " ");
		text += strcspn(text, " ");
	}
	return text;
}

/* One pass over all of them; how many match. */
static size_t look(const struct procedure_index *index, const char *code,
	const struct fold_query *query, struct best *best)
{
	size_t matches = 0;
	for (size_t i = 0; i < index->n; i++) {
		int s = score(index, i, code, query);
		if (s <= 0)
			continue;
		matches++;
		keep(best, &index->entries[i], s, code ? (int)i : index->entries[i].place);
	}
	return matches;
}

size_t procedure_index_search(const struct procedure_index *index, const char *text,
	struct procedure_hit *hits, size_t max, size_t *total)
{
	struct best best = {.hits = hits, .max = max};
	struct fold_query *query = fold_query_new(sought(text));
	const char *code = looks_like_code(text) ? text : NULL;
	size_t matches = look(index, code, query, &best);
	if (matches == 0 && fold_query_join(query))
		matches = look(index, code, query, &best);
	fold_query_free(query);
	if (total)
		*total = matches;
	return best.n;
}
