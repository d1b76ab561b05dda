#include "tui/palette.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/fold.h"
#include "i18n/lang.h"
#include "store/dossiers.h"
#include "tui/screen.h"

enum {
	PROCEDURES_MAX = 40, DOSSIERS_MAX = 5,
	TYPED_LEAST = 2,  /* letters, before procedures are looked for */
	DIGITS_LEAST = 3, /* of a code's tail, before dossiers are */
	FOLD_KIND = 1000, /* fold.h's score is the kind of match times this, and how early and short it is */
	INDEX_KIND_BITS = 27, /* of the procedure index's score */
};

/* What a screen holds that needs nothing chosen there, so that it can be done from anywhere. */
static const struct {
	enum action action;
	enum scope scope;   /* whose binding tells of it */
	bool through;       /* that screen is opened for it */
} ways[] = {
	{ACT_INTAKE, SCOPE_HOME, false}, {ACT_SEARCH, SCOPE_HOME, false},
	{ACT_QUEUE, SCOPE_HOME, false}, {ACT_JOBS, SCOPE_HOME, false},
	{ACT_PRINTERS, SCOPE_JOBS, true}, {ACT_LEDGER, SCOPE_JOBS, true},
	{ACT_CONDITION, SCOPE_HOME, false}, {ACT_SEND, SCOPE_CONDITION, true},
	{ACT_OFFICER, SCOPE_HOME, false}, {ACT_NEW_PIN, SCOPE_OFFICER, true},
	{ACT_TOUR, SCOPE_HOME, false}, {ACT_LOCK, SCOPE_HOME, false}, {ACT_QUIT, SCOPE_HOME, false},
};

/* Keys of the hand rather than commands: nobody looks for them by name. */
static bool is_movement(enum action action)
{
	static const enum action moves[] = {ACT_NONE, ACT_NEXT, ACT_PREV, ACT_ENTER, ACT_UP, ACT_DOWN,
		ACT_PAGE_UP, ACT_PAGE_DOWN, ACT_FIRST, ACT_LAST, ACT_BACK, ACT_PALETTE, ACT_WORD_LEFT,
		ACT_WORD_RIGHT, ACT_WORD_BACK};
	for (size_t i = 0; i < ARRAY_LEN(moves); i++)
		if (moves[i] == action)
			return true;
	return false;
}

/* ---- commands */

static bool has_action(const struct palette *p, enum action action)
{
	for (size_t i = 0; i < p->n_commands; i++)
		if (bindings[p->commands[i].at].action == action)
			return true;
	return false;
}

static struct palette_row *add_command(struct palette *p, enum palette_kind kind, size_t at)
{
	const struct binding *b = &bindings[at];
	if (p->n_commands == PALETTE_ROWS_MAX)
		return NULL;
	struct palette_row *row = &p->commands[p->n_commands];
	*row = (struct palette_row){.kind = kind, .at = at, .order = (int)p->n_commands};
	p->n_commands++;
	str_copy(row->text, sizeof(row->text), _(b->help));
	fold_list_add(p->lines, b->label ? _(b->label) : "");
	fold_list_add(p->lines, _(b->help));
	return row;
}

static void add_keys(struct palette *p, const struct screen *below)
{
	const struct screen_ops *ops = below->ops;
	for (size_t i = 0; i < bindings_count; i++) {
		const struct binding *b = &bindings[i];
		if (!(b->scopes & ops->scope) || (ops->can && !ops->can(below, b->action)) || b->key.kind == KIND_NONE || is_movement(b->action) ||
			has_action(p, b->action))
			continue;
		struct palette_row *row = add_command(p, PALETTE_KEY, i);
		if (row)
			binding_keys(b, row->keys, sizeof(row->keys));
	}
}

/* bindings_count when there is none. */
static size_t binding_of(enum action action, enum scope scope)
{
	size_t i = 0;
	while (i < bindings_count && !(bindings[i].action == action && (bindings[i].scopes & scope)))
		i++;
	return i;
}

/* The keys from the first screen on: "trang đầu F6 F9". */
static void way_keys(const struct binding *b, enum scope scope, char *out, size_t size)
{
	static const struct {
		enum scope scope;
		enum action by;
	} doors[] = {
		{SCOPE_JOBS, ACT_JOBS}, {SCOPE_CONDITION, ACT_CONDITION}, {SCOPE_OFFICER, ACT_OFFICER},
	};
	char key[KEY_NAME_SIZE], first[KEY_NAME_SIZE] = "";
	for (size_t i = 0; i < ARRAY_LEN(doors); i++) {
		size_t at = binding_of(doors[i].by, SCOPE_HOME);
		if (doors[i].scope == scope && at < bindings_count)
			key_label(bindings[at].key, first);
	}
	key_label(b->key, key);
	snprintf(out, size, "%s %s%s%s", _("trang đầu"), first, first[0] ? " " : "", key);
}

static void add_ways(struct palette *p)
{
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		size_t at = binding_of(ways[i].action, ways[i].scope);
		if (at == bindings_count || has_action(p, ways[i].action))
			continue;
		struct palette_row *row = add_command(p, PALETTE_WAY, at);
		if (!row)
			return;
		row->by_way_of = ways[i].through ? ways[i].scope : 0;
		way_keys(&bindings[at], ways[i].scope, row->keys, sizeof(row->keys));
	}
}

void palette_init(struct palette *p, const struct screen *below, const struct procedure_index *procedures,
	struct store *store)
{
	*p = (struct palette){.procedures = procedures, .store = store};
	p->rows = xcalloc(PALETTE_ROWS_MAX, sizeof(*p->rows));
	p->commands = xcalloc(PALETTE_ROWS_MAX, sizeof(*p->commands));
	p->lines = fold_list_new();
	add_keys(p, below);
	add_ways(p);
	palette_find(p, "");
}

void palette_clear(struct palette *p)
{
	fold_list_free(p->lines);
	free(p->commands);
	free(p->rows);
	*p = (struct palette){.n = 0};
}

/* ---- finding */

/* rank: as a score of fold.h. */
static struct palette_row *add_row(struct palette *p, enum palette_kind kind, int rank)
{
	if (p->n == PALETTE_ROWS_MAX)
		return NULL;
	struct palette_row *row = &p->rows[p->n];
	*row = (struct palette_row){.kind = kind, .order = PALETTE_ROWS_MAX + (int)p->n, .rank = rank};
	p->n++;
	return row;
}

static void find_commands(struct palette *p, const char *text)
{
	struct fold_query *query = fold_query_new(text);
	for (size_t i = 0; i < p->n_commands && p->n < PALETTE_ROWS_MAX; i++) {
		int label = fold_list_match(query, p->lines, 2 * i);
		int help = fold_list_match(query, p->lines, 2 * i + 1);
		int match = label > help ? label : help;
		if (match <= 0 && !fold_query_empty(query))
			continue;
		struct palette_row *row = &p->rows[p->n++];
		*row = p->commands[i];
		row->rank = match;
	}
	fold_query_free(query);
}

/* "tiếp nhận khai sinh" looks for "khai sinh": what stands behind the name of the command. */
static const char *behind_intake(const char *text)
{
	size_t at = binding_of(ACT_INTAKE, SCOPE_HOME);
	struct buf typed, name;
	int words = 1;
	if (at == bindings_count || !bindings[at].label)
		return text;
	buf_init(&typed, 4 * strlen(text) + 1);
	buf_init(&name, 400);
	fold_text(text, &typed);
	fold_text(_(bindings[at].label), &name);
	bool behind = str_starts(buf_str(&typed), buf_str(&name)) && buf_str(&typed)[name.len] == ' ';
	for (const char *s = buf_str(&name); *s; s++)
		words += *s == ' ';
	buf_clear(&typed);
	buf_clear(&name);
	for (; behind && words > 0; words--) {
		text += strspn(text, " ");
		text += strcspn(text, " ");
	}
	return text;
}

static void find_procedures(struct palette *p, const char *text)
{
	static struct procedure_hit hits[PROCEDURES_MAX];
	const char *sought = behind_intake(text);
	sought += strspn(sought, " ");
	if (!p->procedures || strlen(sought) < TYPED_LEAST)
		return;
	size_t n = procedure_index_search(p->procedures, sought, hits, PROCEDURES_MAX, NULL);
	for (size_t i = 0; i < n; i++) {
		struct palette_row *row = add_row(p, PALETTE_PROCEDURE,
			(hits[i].score >> INDEX_KIND_BITS) * FOLD_KIND);
		if (!row)
			return;
		str_copy(row->id, sizeof(row->id), hits[i].code);
		snprintf(row->text, sizeof(row->text), _("Tiếp nhận: %s"), hits[i].name);
		str_copy(row->keys, sizeof(row->keys), hits[i].code);
	}
}

/* The tail of a code, or a whole one; not words with a number in them. */
static bool looks_like_code(const char *text)
{
	int digits = 0;
	for (const char *s = text; *s; s++) {
		if (!strchr("0123456789.-/ Hh", *s))
			return false;
		digits += *s >= '0' && *s <= '9';
	}
	return digits >= DIGITS_LEAST;
}

static void find_dossiers(struct palette *p, const char *text)
{
	enum { WHOLE = 14 };
	struct dossier_list list = {0};
	struct err err = ERR_INIT;
	const struct dossier_filter filter = {.text = text};
	if (!looks_like_code(text) || !dossiers_list(p->store, &filter, 0, DOSSIERS_MAX, &list, &err))
		return;
	for (size_t i = 0; i < list.n; i++) {
		struct palette_row *row = add_row(p, PALETTE_DOSSIER, WHOLE * FOLD_KIND);
		if (!row)
			break;
		str_copy(row->id, sizeof(row->id), list.rows[i].uuid);
		snprintf(row->text, sizeof(row->text), "%s  %.250s · %.300s", list.rows[i].code,
			list.rows[i].applicant, list.rows[i].procedure);
	}
	dossier_list_clear(&list);
}

static int by_rank(const void *a, const void *b)
{
	const struct palette_row *x = a, *y = b;
	return x->rank != y->rank ? (x->rank < y->rank) - (x->rank > y->rank) : x->order - y->order;
}

void palette_find(struct palette *p, const char *text)
{
	p->n = 0;
	find_commands(p, text);
	find_dossiers(p, text);
	find_procedures(p, text);
	if (text[strspn(text, " ")])
		qsort(p->rows, p->n, sizeof(*p->rows), by_rank);
}
