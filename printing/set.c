#include "printing/set_parts.h"

#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"

#define SMALL 0.8
#define FOOT_MAX (1024 * 1024)

/* ---- shared */

double set_scaled(const struct set *set, double length)
{
	return length * set->type / 10.5;
}

enum face set_face(const struct set *set, unsigned style)
{
	enum face face = style & STYLE_BOLD ? FACE_BOLD : style & STYLE_ITALIC ? FACE_ITALIC : FACE_REGULAR;

	return set->sans ? fonts_sans(face) : face;
}

/* The faces of a cell are few: what has the same as what stands before it goes along, and what is too
 * much takes the last one's. */
static void add_span(struct set *set, struct cell *cell, size_t *n, enum face face, const char *text)
{
	struct span *last = *n ? &cell->spans[*n - 1] : NULL;

	if (last && (last->face == face || *n == CELL_SPANS))
		last->text = arena_printf(&set->block, "%s%s", last->text, text);
	else
		cell->spans[(*n)++] = (struct span){face, text};
}

void set_spans(struct set *set, struct cell *cell, const struct doc_text *texts, size_t n,
	unsigned style, enum which which)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < texts[i].n; k++) {
			const struct doc_run *run = &texts[i].runs[k];
			if (which == RUNS_ALL || !(run->style & STYLE_SMALL) == (which == RUNS_USUAL))
				add_span(set, cell, &at, set_face(set, run->style | (run->style & STYLE_SMALL ? 0 : style)),
					run->text);
		}
	}
	if (at == 0)
		cell->spans[at++] = (struct span){set_face(set, style), ""};
	if (at < CELL_SPANS)
		cell->spans[at].text = NULL;
}

struct cell set_cell(struct set *set, double x, double width, enum align align,
	const struct doc_text *text, unsigned style)
{
	struct cell cell = {.x = x, .width = width, .size = set->type, .align = align};

	set_spans(set, &cell, text, 1, style, RUNS_USUAL);
	return cell;
}

static bool has_small(const struct doc_text *text)
{
	for (size_t i = 0; i < text->n; i++) {
		if (text->runs[i].style & STYLE_SMALL)
			return true;
	}
	return false;
}

void set_small(struct set *set, const struct cell *cells, const struct doc_text *const *texts, size_t n)
{
	struct cell *small = arena_alloc(&set->block, n * sizeof(*small));
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		any = any || has_small(texts[i]);
		small[i] = cells[i];
		small[i].size = cells[i].size * SMALL;
		small[i].extra = CELL_PLAIN;
		set_spans(set, &small[i], texts[i], 1, STYLE_ITALIC, RUNS_SMALL);
	}
	if (any)
		flow_row(set->flow, 0, set->keep, small, n);
}

struct doc_text set_styled(struct set *set, const struct doc_text *text, unsigned style)
{
	struct doc_run *runs = arena_alloc(&set->block, text->n * sizeof(*runs) + 1);

	for (size_t i = 0; i < text->n; i++)
		runs[i] = (struct doc_run){text->runs[i].style | style, text->runs[i].text};
	return (struct doc_text){runs, text->n};
}

void set_line(struct set *set, double gap, unsigned flags, enum align align,
	const struct doc_text *text, unsigned style, double size)
{
	struct cell cell = set_cell(set, set->left, set->width, align, text, style);
	unsigned kept = set->keep;

	cell.size = size;
	flow_row(set->flow, set_scaled(set, gap), has_small(text) ? flags | ROW_KEEP : flags, &cell, 1);
	set->keep = flags & ROW_KEEP;
	cell.size = size > set->type ? set->type : size;
	set_small(set, &cell, &text, 1);
	set->keep = kept;
}

/* ---- title */

static bool title(struct set *set, const struct doc_block *b, struct err *err)
{
	(void)err;
	set_line(set, 9, ROW_KEEP, ALIGN_CENTRE, b->texts, STYLE_BOLD,
		set->type >= 12 ? 14 : set->type * 1.24);
	return true;
}

static bool part(struct set *set, const struct doc_block *b, struct err *err)
{
	struct cell cells[TEMPLATE_PARTS_MAX + 1];
	const struct doc_run run = {STYLE_BOLD, b->copy};
	const struct doc_text copy = {&run, *b->copy != '\0'};
	size_t n = 0;

	(void)err;
	set->copy = arena_strdup(flow_arena(set->flow), b->copy);
	for (size_t i = 0; i < b->n && i < TEMPLATE_PARTS_MAX; i++) {
		cells[n] = set_cell(set, set->left, set->width, ALIGN_CENTRE, &b->texts[i], 0);
		cells[n++].part = (int)i + 1;
	}
	if (*b->copy && set->narrow && n)
		set_line(set, 0, ROW_KEEP, ALIGN_CENTRE, &copy, 0, set->type);
	else if (*b->copy)
		cells[n++] = set_cell(set, set->left, set->width, ALIGN_RIGHT, &copy, 0);
	if (n)
		flow_row(set->flow, 0, ROW_KEEP, cells, n);
	return true;
}

/* ---- text */

/* Free space above a block of the body, by what stands above it; pt on A5. */
static double gap_above(const struct set *set, enum doc_kind kind)
{
	switch (set->before) {
	case DOC_FIELDS: case DOC_DOTS: return kind == DOC_TEXT ? 2.4 : 1.2;
	case DOC_ITEM: return kind == DOC_ITEM ? 1.2 : 4;
	case DOC_TEXT: return kind == DOC_TEXT ? 3 : 1.2;
	case DOC_NOTE: return 2;
	default: return 4;
	}
}

static bool centre(struct set *set, const struct doc_block *b, struct err *err)
{
	(void)err;
	set_line(set, set->before == DOC_TITLE || set->before == DOC_PART ? 1 : 3, ROW_KEEP, ALIGN_CENTRE,
		b->texts, 0, set->type);
	return true;
}

static bool text(struct set *set, const struct doc_block *b, struct err *err)
{
	(void)err;
	set_line(set, gap_above(set, DOC_TEXT), set->keep, ALIGN_LEFT, b->texts, 0, set->type);
	return true;
}

/* Stays with the signatures or notes above it and with what follows. */
static bool note(struct set *set, const struct doc_block *b, struct err *err)
{
	(void)err;
	set_line(set, set->before == DOC_NOTE || set->before == DOC_SIGN ? 0 : 4, ROW_KEEP, ALIGN_LEFT,
		b->texts, STYLE_ITALIC, set->type * 0.81);
	return true;
}

/* Label and value on one line; dots to the end of it where there is no value. */
static struct cell field(struct set *set, double x, double width, const struct doc_text *pair)
{
	static const struct doc_run blank = {0, " "};
	const struct doc_text three[] = {pair[0], {&blank, 1}, pair[1]};
	struct cell cell = {.x = x, .width = width, .size = set->type};

	set_spans(set, &cell, three, 3, 0, RUNS_ALL);
	if (!pair[1].n)
		cell.extra = CELL_DOTS;
	return cell;
}

static bool fields(struct set *set, const struct doc_block *b, struct err *err)
{
	const double between = 6;
	size_t n = b->n / 2, columns = set->narrow ? 1 : n;
	double each = (set->width - between * (double)(columns - 1)) / (double)columns;
	double gap = set_scaled(set, gap_above(set, DOC_FIELDS));
	struct cell cells[TEMPLATE_PHRASES_MAX / 2];

	(void)err;
	for (size_t i = 0; i < n; i++)
		cells[i] = field(set, set->left + (each + between) * (double)(i % columns), each,
			&b->texts[2 * i]);
	for (size_t i = 0; i < n; i += columns)
		flow_row(set->flow, i ? set_scaled(set, 1.2) : gap, set->keep, &cells[i], columns);
	return true;
}

static bool item(struct set *set, const struct doc_block *b, struct err *err)
{
	double indent = set_scaled(set, 12);

	for (size_t k = 0; k < b->texts[0].n && b->texts[0].runs[k].text[0]; k++) {
		size_t letters = strlen(b->texts[0].runs[k].text); /* "10." needs more than "–" */
		indent = set_scaled(set, letters > 3 ? 26 : letters > 2 ? 18 : 12);
	}
	struct cell cells[2] = {
		set_cell(set, set->left, indent, ALIGN_LEFT, &b->texts[0], 0),
		set_cell(set, set->left + indent, set->width - indent, ALIGN_LEFT, &b->texts[1], 0),
	};
	const struct doc_text *texts[2] = {&b->texts[0], &b->texts[1]};

	(void)err;
	flow_row(set->flow, set_scaled(set, 1.2), set->keep, cells, 2);
	set_small(set, cells, texts, 2);
	return true;
}

static bool dots(struct set *set, const struct doc_block *b, struct err *err)
{
	static const struct doc_text nothing = {NULL, 0};
	struct cell cell = set_cell(set, set->left, set->width, ALIGN_LEFT, &nothing, 0);

	(void)err;
	cell.extra = CELL_DOTS;
	for (int i = 0; i < b->dots; i++)
		flow_row(set->flow, set_scaled(set, 3), 0, &cell, 1);
	return true;
}

static bool begin(struct set *set, const struct doc_block *b, struct err *err)
{
	struct buf foot;

	(void)err;
	buf_init(&foot, FOOT_MAX);
	doc_text_plain(&b->texts[0], &foot);
	set->foot = arena_strdup(flow_arena(set->flow), buf_str(&foot));
	buf_clear(&foot);
	set->dated_at = b->at;
	return true;
}

static bool nothing_to_set(struct set *set, const struct doc_block *b, struct err *err)
{
	(void)set, (void)b, (void)err;
	return true;
}

/* ---- the whole */

static void make_room(struct set *set)
{
	double space = flow_height(set->flow) < set->beside_until ? set->beside : 0;

	set->left = set->size.left + space;
	set->width = set->size.width - set->left - set->size.right;
}

bool set_block(void *user, const struct doc_block *b, struct err *err)
{
	static bool (*const kinds[DOC_KINDS])(struct set *, const struct doc_block *, struct err *) = {
		[DOC_BEGIN] = begin, [DOC_HEAD] = set_head, [DOC_PLACE] = set_place, [DOC_CODES] = set_codes,
		[DOC_TITLE] = title, [DOC_PART] = part, [DOC_CENTRE] = centre, [DOC_FIELDS] = fields,
		[DOC_TEXT] = text, [DOC_ITEM] = item, [DOC_DOTS] = dots, [DOC_TABLE] = set_table,
		[DOC_ROW] = set_row, [DOC_TABLE_END] = nothing_to_set, [DOC_SIGN] = set_sign,
		[DOC_NOTE] = note,
	};
	struct set *set = user;

	set->keep = b->keep ? ROW_KEEP : 0;
	make_room(set);
	bool ok = kinds[b->kind](set, b, err);
	set->before = b->kind;
	arena_clear(&set->block);
	return ok;
}

static struct page_size page_of(const struct paper_kind *paper)
{
	return (struct page_size){.width = paper_page_width(paper), .height = paper->height,
		.left = paper->left, .right = paper->right, .top = paper->top, .bottom = paper->bottom};
}

struct set *set_new(const struct doc_input *in, int dpi, double type)
{
	struct set *set = xcalloc(1, sizeof(*set));

	set->in = in;
	set->dpi = dpi;
	set->size = page_of(in->paper);
	set->flow = flow_new(&set->size);
	set->type = type;
	set->narrow = in->paper->shape == PAPER_ROLL;
	set->sans = in->paper->shape != PAPER_SHEET;
	set->tight = !set->sans && type < in->paper->type;
	set->foot = set->copy = "";
	make_room(set);
	return set;
}

void set_free(struct set *set)
{
	if (!set)
		return;
	flow_free(set->flow);
	arena_clear(&set->block);
	if (set->qr)
		cairo_surface_destroy(set->qr);
	if (set->barcode)
		cairo_surface_destroy(set->barcode);
	free(set);
}

int64_t set_dated_at(const struct set *set)
{
	return set->dated_at;
}

size_t set_unknown(const struct set *set)
{
	return flow_unknown(set->flow);
}

int set_pages(struct set *set)
{
	return flow_paginate(set->flow);
}

/* Only where a part has several pages: which paper, which part, which copy, which page. */
static void foot(const struct sheet *sheet, double y, const void *user)
{
	const struct set *set = user;
	const struct template *t = set->in->form;

	if (sheet->pages == 1 || set->in->paper->shape != PAPER_SHEET)
		return; /* a roll goes on without a cut */
	char *line = xasprintf("%s%s%s%s%s · trang %d/%d", set->foot, t->n_parts ? " · Liên: " : "",
		t->n_parts ? t->parts[sheet->part - 1] : "", *set->copy ? " · " : "", set->copy, sheet->page,
		sheet->pages);
	const struct cell cell = {.x = set->left, .width = set->width, .size = set->type * 0.81,
		.align = ALIGN_CENTRE, .spans = {{set_face(set, 0), line}}};
	flow_text(sheet->cr, &cell, y + set_scaled(set, 12));
	free(line);
}

void set_draw(struct set *set, struct output *out)
{
	int parts = set->in->form->n_parts ? (int)set->in->form->n_parts : 1;

	set_pages(set);
	for (int i = 1; i <= parts; i++) {
		if (i > 1)
			output_part(out);
		flow_draw(set->flow, out, i, foot, set);
	}
}
