/* Tables and signatures. */
#include "printing/set_parts.h"

#include <math.h>
#include <string.h>

#define PAD 3 /* between a rule and the text, pt */
#define SIGNING_SPACE 38
#define SIGNING_LEAST 27

/* ---- tables on sheets */

/* A letter between two rules: text in less would run over the next column. */
static double least_width(const struct set *set, size_t n)
{
	double letter = 2 * PAD + 1.2 * set->type, share = set->width / (double)n;

	return letter < share ? letter : share;
}

/* As the form says; what is too narrow for a letter takes from those that have more. */
static void make_rules(struct set *set, const struct doc_block *b)
{
	double least = least_width(set, b->n), wanting = 0, spare = 0, *x = set->rules;

	for (size_t i = 0; i < b->n; i++) {
		double more = set->width * b->columns[i].mille / 1000 - least;
		*(more < 0 ? &wanting : &spare) += fabs(more);
	}
	x[0] = set->left;
	for (size_t i = 0; i < b->n; i++) {
		double more = set->width * b->columns[i].mille / 1000 - least;
		x[i + 1] = x[i] + least + (more > 0 ? more * fmax(0, 1 - wanting / spare) : 0);
	}
	x[b->n] = set->left + set->width;
}

static void cells(struct set *set, const struct doc_block *b, bool head)
{
	static const enum align aligns[] = {
		[COLUMN_LEFT] = ALIGN_LEFT, [COLUMN_CENTRE] = ALIGN_CENTRE, [COLUMN_RIGHT] = ALIGN_RIGHT,
	};
	struct cell row[TEMPLATE_COLUMNS_MAX];

	for (size_t i = 0; i < b->n; i++) {
		row[i] = set_cell(set, set->rules[i] + PAD, set->rules[i + 1] - set->rules[i] - 2 * PAD,
			head ? ALIGN_CENTRE : aligns[b->columns[i].align], &b->texts[i], 0);
		set_spans(set, &row[i], &b->texts[i], 1, head ? STYLE_BOLD : 0, RUNS_ALL);
		row[i].size = set->type - 0.5;
	}
	flow_row(set->flow, head ? set_scaled(set, 2) : 0,
		head ? ROW_KEEP | ROW_WHOLE | ROW_TABLE | ROW_HEAD : ROW_TABLE, row, b->n);
}

/* ---- tables on rolls: each row an item, its widest column first, the others named below it */

static size_t widest(const struct doc_block *b)
{
	size_t at = 0;

	for (size_t i = 1; i < b->n; i++) {
		if (b->columns[i].mille > b->columns[at].mille)
			at = i;
	}
	return at;
}

/* In one line, in the arena. */
static struct doc_text keep_heading(struct arena *arena, const struct doc_text *heading)
{
	struct doc_run *runs = arena_alloc(arena, heading->n * sizeof(*runs) + 1);

	for (size_t i = 0; i < heading->n; i++) {
		char *words = arena_strdup(arena, heading->runs[i].text);
		for (char *p = words; *p; p++)
			*p = *p == '\n' ? ' ' : *p;
		runs[i] = (struct doc_run){heading->runs[i].style, words};
	}
	return (struct doc_text){runs, heading->n};
}

/* Headings are needed again for each row, so they outlive their block. */
static void keep_headings(struct set *set, const struct doc_block *b)
{
	struct arena *arena = flow_arena(set->flow);
	struct doc_text *kept = arena_alloc(arena, b->n * sizeof(*kept) + 1);

	for (size_t i = 0; i < b->n; i++)
		kept[i] = keep_heading(arena, &b->texts[i]);
	set->headings = kept;
}

/* "Bản chính: 01", on a line of its own. */
static void add_named(struct doc_text *list, size_t *n, const struct doc_text *heading,
	const struct doc_text *value)
{
	static const struct doc_run newline = {0, "\n"}, colon = {0, ": "};

	list[(*n)++] = (struct doc_text){&newline, 1};
	list[(*n)++] = *heading;
	list[(*n)++] = (struct doc_text){&colon, 1};
	list[(*n)++] = *value;
}

static void as_item(struct set *set, const struct doc_block *b)
{
	static const struct doc_run dash = {0, "–"};
	const struct doc_text mark = {&dash, 1};
	size_t main = widest(b), n = 0;
	bool numbered = main > 0 && b->texts[0].n;
	double indent = set_scaled(set, numbered ? 16 : 10);
	struct doc_text list[4 * TEMPLATE_COLUMNS_MAX + 1];

	list[n++] = b->texts[main];
	for (size_t i = numbered; i < b->n; i++) {
		if (i != main && b->texts[i].n)
			add_named(list, &n, &set->headings[i], &b->texts[i]);
	}
	struct cell row[2] = {
		set_cell(set, set->left, indent, ALIGN_LEFT, numbered ? &b->texts[0] : &mark, 0),
		{.x = set->left + indent, .width = set->width - indent, .size = set->type},
	};
	set_spans(set, &row[1], list, n, 0, RUNS_ALL);
	flow_row(set->flow, set_scaled(set, 1.2), 0, row, 2);
}

bool set_table(struct set *set, const struct doc_block *b, struct err *err)
{
	(void)err;
	if (set->narrow) {
		keep_headings(set, b);
		return true;
	}
	make_rules(set, b);
	flow_table(set->flow, set->rules, b->n + 1);
	cells(set, b, true);
	return true;
}

bool set_row(struct set *set, const struct doc_block *b, struct err *err)
{
	(void)err;
	if (set->narrow)
		as_item(set, b);
	else
		cells(set, b, false);
	return true;
}

/* ---- signatures */

/* Title in bold, the hint below it in italics. */
static struct cell title(struct set *set, double x, double width, const struct doc_text *three)
{
	static const struct doc_run newline = {STYLE_ITALIC, "\n"};
	const struct doc_text texts[] = {set_styled(set, &three[0], STYLE_BOLD), {&newline, 1},
		set_styled(set, &three[1], STYLE_ITALIC)};
	struct cell cell = {.x = x, .width = width, .size = set->type, .align = ALIGN_CENTRE};

	set_spans(set, &cell, texts, three[1].n ? 3 : 1, 0, RUNS_USUAL);
	return cell;
}

/* Side by side; one alone stands at the right. On rolls one under the other. */
bool set_sign(struct set *set, const struct doc_block *b, struct err *err)
{
	size_t n = b->n / 3, columns = set->narrow ? 1 : n == 1 ? 2 : n;
	size_t first = !set->narrow && n == 1 ? 1 : 0;
	double each = set->width / (double)columns;
	struct cell titles[TEMPLATE_PHRASES_MAX / 3], names[TEMPLATE_PHRASES_MAX / 3];
	const struct doc_text *english[TEMPLATE_PHRASES_MAX / 3];

	(void)err;
	for (size_t i = 0; i < n; i++) {
		double x = set->narrow ? set->left : set->left + each * (double)(first + i);
		titles[i] = title(set, x, each, &b->texts[3 * i]);
		english[i] = &b->texts[3 * i];
		names[i] = set_cell(set, x, each, ALIGN_CENTRE, &b->texts[3 * i + 2], STYLE_BOLD);
	}
	size_t a_row = set->narrow ? 1 : n;
	for (size_t i = 0; i < n; i += a_row) {
		flow_row(set->flow, set_scaled(set, 8), ROW_KEEP, &titles[i], a_row);
		set->keep = ROW_KEEP;
		set_small(set, &titles[i], &english[i], a_row);
		flow_row(set->flow, set_scaled(set, set->tight ? SIGNING_LEAST : SIGNING_SPACE), ROW_KEEP,
			&names[i], a_row);
	}
	return true;
}
