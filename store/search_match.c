/* Looking through the index. */
#include "store/search_parts.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "core/contact.h"

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
