#include "printing/values.h"

#include <string.h>
#include "base/str.h"
#include "i18n/text.h"
#include "printing/values_tables.h"

#define WORDS_MAX (256 * 1024)

static const struct value_table *const tables[] = {
	&values_of_dossier, &values_of_procedure, &values_of_money, &values_of_ledger, &values_of_office,
	&values_of_paper,
};
static const struct value_list_table *const lists[] = {
	&lists_of_dossier, &lists_of_procedure, &lists_of_money, &lists_of_order,
};

static void row_number(const struct facts *f, struct buf *out)
{
	buf_printf(out, "%zu", f->row + 1);
}

static const struct value row_n = {"row.n", VALUE_WORDS, "number of the row, from 1", row_number, 0, NULL};

static const struct value *find_in(const struct value *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(list[i].name, name))
			return &list[i];
	}
	return NULL;
}

const struct value *value_find(const char *name, const struct value_list *list)
{
	const struct value *found = NULL;

	if (list && str_eq(name, row_n.name))
		return &row_n;
	if (list && str_starts(name, "row."))
		return find_in(list->row, list->n_row, name);
	for (size_t i = 0; i < ARRAY_LEN(tables) && !found; i++)
		found = find_in(tables[i]->values, tables[i]->n, name);
	return found;
}

const struct value_list *value_list_at(size_t i)
{
	for (size_t k = 0; k < ARRAY_LEN(lists); k++) {
		if (i < lists[k]->n)
			return &lists[k]->lists[i];
		i -= lists[k]->n;
	}
	return NULL;
}

const struct value_list *value_list_find(const char *name)
{
	const struct value_list *list;

	for (size_t i = 0; (list = value_list_at(i)); i++) {
		if (str_eq(list->name, name))
			return list;
	}
	return NULL;
}

const struct value *value_at(size_t i)
{
	for (size_t k = 0; k < ARRAY_LEN(tables); k++) {
		if (i < tables[k]->n)
			return &tables[k]->values[i];
		i -= tables[k]->n;
	}
	return NULL;
}

const struct json_t *facts_at(const struct facts *facts, const char *path)
{
	const struct json_t *found = NULL;

	for (; facts && !found; facts = facts->outer)
		found = node_at(facts->data, path);
	return found;
}

/* The words as they are, or cleaned where they are not. */
static void add_clean(const char *words, struct buf *out)
{
	if (text_is_clean_lines(words))
		buf_str_add(out, words);
	else
		text_clean(words, strlen(words), TEXT_LINES, out);
}

void value_words(const struct value *value, const struct facts *facts, struct buf *out)
{
	struct buf words;

	if (value->member) {
		add_clean(*(const char *const *)((const char *)facts->dossier + value->member), out);
		return;
	}
	if (!value->words) {
		const struct json_t *from = str_starts(value->name, "row.") ? facts->item : NULL;
		add_clean(node_text(from ? node_at(from, value->path) : facts_at(facts, value->path)), out);
		return;
	}
	buf_init(&words, WORDS_MAX);
	value->words(facts, &words);
	add_clean(buf_str(&words), out);
	buf_clear(&words);
}

size_t value_list_count(const struct value_list *list, const struct facts *facts)
{
	return list->count ? list->count(facts) : node_items(facts_at(facts, list->path));
}
