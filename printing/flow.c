#include "printing/flow.h"

#include <stdlib.h>
#include "printing/flow_lines.h"
#include "printing/output.h"

/* The smallest thing that goes on a page: a line of a row, a whole row, or a box. */
struct block {
	double gap, height;
	unsigned flags;
	bool row_start;              /* the rule above it is drawn */
	struct piece *pieces;        /* text */
	size_t n_pieces;
	flow_draw_fn *draw;          /* or a box */
	const void *user;
	int page;                    /* 0 … */
	double y;
};

struct flow {
	struct page_size size;
	struct arena arena;
	struct lines lines;
	struct block *blocks;
	size_t n, room;
	const double *rules;
	size_t n_rules;
	int pages;
};

struct flow *flow_new(const struct page_size *size)
{
	struct flow *flow = xcalloc(1, sizeof(*flow));
	flow->size = *size;
	return flow;
}

void flow_free(struct flow *flow)
{
	if (!flow)
		return;
	lines_clear(&flow->lines);
	arena_clear(&flow->arena);
	free(flow->blocks);
	free(flow);
}

struct arena *flow_arena(struct flow *flow)
{
	return &flow->arena;
}

void flow_table(struct flow *flow, const double *rules, size_t n)
{
	flow->rules = rules;
	flow->n_rules = n;
}

static struct block *add_block(struct flow *flow, double gap, unsigned flags, double height)
{
	if (flow->n == flow->room) {
		flow->room = flow->room ? flow->room * 2 : 64;
		flow->blocks = xreallocarray(flow->blocks, flow->room, sizeof(*flow->blocks));
	}
	struct block *b = &flow->blocks[flow->n++];
	*b = (struct block){.gap = gap, .height = height, .flags = flags, .row_start = true};
	return b;
}

void flow_box(struct flow *flow, double gap, unsigned flags, double height, flow_draw_fn *draw,
	const void *user)
{
	struct block *b = add_block(flow, gap, flags, height);
	b->draw = draw;
	b->user = user;
}

/* All lines in one block, each cell's lines centred in the height of the longest. */
static void add_whole(struct flow *flow, double gap, unsigned flags, struct row_lines *row)
{
	struct piece *pieces = arena_alloc(&flow->arena, row->n_pieces * sizeof(*pieces) + 1);

	for (size_t i = 0; i < row->n_pieces; i++) {
		const struct piece *p = &row->pieces[i];
		double above = p->line_no + (double)(row->n_lines - p->cell_lines) / 2;
		pieces[i] = *p;
		pieces[i].dy += above * row->line_height;
	}
	struct block *b = add_block(flow, gap, flags, row->n_lines * row->line_height);
	b->pieces = pieces;
	b->n_pieces = row->n_pieces;
}

/* Short rows stay together; long ones may break, but not after the first or before the last line. */
static unsigned line_flags(unsigned flags, int line, int n_lines)
{
	const int short_row = 4;

	if (line == n_lines - 1)
		return flags;
	if (n_lines <= short_row || line == 0 || line == n_lines - 2)
		return flags | ROW_KEEP;
	return flags & ~(unsigned)ROW_KEEP;
}

static void add_lines(struct flow *flow, double gap, unsigned flags, struct row_lines *row)
{
	struct piece *pieces = arena_alloc(&flow->arena, row->n_pieces * sizeof(*pieces) + 1);
	size_t n = 0;

	for (int line = 0; line < row->n_lines; line++) {
		struct block *b = add_block(flow, line ? 0 : gap, line_flags(flags, line, row->n_lines),
			row->line_height);
		b->row_start = line == 0;
		b->pieces = pieces + n;
		for (size_t i = 0; i < row->n_pieces; i++) {
			if (row->pieces[i].line_no == line)
				pieces[n++] = row->pieces[i];
		}
		b->n_pieces = (size_t)(pieces + n - b->pieces);
	}
}

/* Air inside ruled rows, above and below the text. */
static void pad_table_row(struct flow *flow, size_t first)
{
	const double pad = 1.2;

	for (size_t i = first; i < flow->n; i++) {
		struct block *b = &flow->blocks[i];
		double above = b->row_start ? pad : 0, below = i == flow->n - 1 ? pad : 0;
		b->height += above + below;
		for (size_t k = 0; k < b->n_pieces; k++)
			b->pieces[k].dy += above;
	}
}

void flow_row(struct flow *flow, double gap, unsigned flags, const struct cell *cells, size_t n)
{
	struct row_lines row;
	size_t first = flow->n;

	lines_break(&flow->lines, cells, n, &row);
	(flags & ROW_WHOLE ? add_whole : add_lines)(flow, gap, flags, &row);
	if (flags & ROW_TABLE)
		pad_table_row(flow, first);
	row_lines_clear(&row);
}

double flow_height(const struct flow *flow)
{
	double height = 0;
	for (size_t i = 0; i < flow->n; i++)
		height += flow->blocks[i].gap + flow->blocks[i].height;
	return height;
}

/* ---- pages */

struct cursor {
	double y;
	bool fresh; /* nothing on this page yet */
};

static double head_height(const struct flow *flow)
{
	double height = 0;
	for (size_t i = 0; i < flow->n; i++) {
		if (flow->blocks[i].flags & ROW_HEAD)
			height += flow->blocks[i].height;
	}
	return height;
}

static bool repeats_head(const struct block *b)
{
	return (b->flags & ROW_TABLE) && !(b->flags & ROW_HEAD);
}

static void next_page(struct flow *flow, struct cursor *at, const struct block *first)
{
	flow->pages++;
	*at = (struct cursor){.y = flow->size.top, .fresh = true};
	if (repeats_head(first))
		at->y += head_height(flow);
}

/* Where a page's text must end. */
static double page_bottom(const struct flow *flow)
{
	return (flow->size.height > 0 ? flow->size.height : OUTPUT_HEIGHT_MAX) - flow->size.bottom;
}

static void place(struct flow *flow, struct cursor *at, struct block *b)
{
	double gap = at->fresh ? 0 : b->gap;

	if (!at->fresh && at->y + gap + b->height > page_bottom(flow)) {
		next_page(flow, at, b);
		gap = 0;
	}
	b->page = flow->pages - 1;
	b->y = at->y + gap;
	at->y = b->y + b->height;
	at->fresh = false;
}

/* One past the blocks that must stay with block i. */
static size_t group_end(const struct flow *flow, size_t i)
{
	while (i + 1 < flow->n && (flow->blocks[i].flags & ROW_KEEP))
		i++;
	return i + 1;
}

int flow_paginate(struct flow *flow)
{
	const double bottom = page_bottom(flow);
	struct cursor at = {.y = flow->size.top, .fresh = true};

	flow->pages = 1;
	for (size_t i = 0, end; i < flow->n; i = end) {
		double height = 0;
		end = group_end(flow, i);
		for (size_t k = i; k < end; k++)
			height += flow->blocks[k].height + flow->blocks[k].gap;
		bool fits_a_page = height <= bottom - flow->size.top;
		if (!at.fresh && fits_a_page && at.y + height > bottom)
			next_page(flow, &at, &flow->blocks[i]);
		for (size_t k = i; k < end; k++)
			place(flow, &at, &flow->blocks[k]);
	}
	return flow->pages;
}

/* ---- drawing */

static void rule(cairo_t *cr, double x1, double y1, double x2, double y2)
{
	cairo_move_to(cr, x1, y1);
	cairo_line_to(cr, x2, y2);
}

static void draw_rules(const struct flow *flow, cairo_t *cr, const struct block *b, double y,
	bool last)
{
	double left = flow->rules[0], right = flow->rules[flow->n_rules - 1];

	cairo_set_line_width(cr, 0.5);
	for (size_t i = 0; i < flow->n_rules; i++)
		rule(cr, flow->rules[i], y, flow->rules[i], y + b->height);
	if (b->row_start)
		rule(cr, left, y, right, y);
	if (last)
		rule(cr, left, y + b->height, right, y + b->height);
	cairo_stroke(cr);
}

static void draw_block(const struct flow *flow, const struct sheet *sheet, const struct block *b,
	double y, bool last)
{
	if (b->flags & ROW_TABLE)
		draw_rules(flow, sheet->cr, b, y, last);
	if (b->draw)
		b->draw(sheet, y, b->user);
	for (size_t i = 0; i < b->n_pieces; i++)
		piece_draw(sheet->cr, &b->pieces[i], y, sheet->part);
}

static void draw_head_again(const struct flow *flow, const struct sheet *sheet)
{
	double y = flow->size.top;

	for (size_t i = 0; i < flow->n; i++) {
		const struct block *b = &flow->blocks[i];
		if (!(b->flags & ROW_HEAD))
			continue;
		draw_block(flow, sheet, b, y, true);
		y += b->height;
	}
}

/* Of the page that block i is the first on: a roll is as long as what is on it. */
static double page_height(const struct flow *flow, size_t i)
{
	if (flow->size.height > 0)
		return flow->size.height;
	while (i + 1 < flow->n && flow->blocks[i + 1].page == flow->blocks[i].page)
		i++;
	return flow->blocks[i].y + flow->blocks[i].height + flow->size.bottom;
}

void flow_draw(struct flow *flow, struct output *out, int part, flow_draw_fn *footer,
	const void *user)
{
	struct sheet sheet = {.size = &flow->size, .part = part, .pages = flow->pages};
	double height = 0;

	for (size_t i = 0; i < flow->n; i++) {
		const struct block *b = &flow->blocks[i];
		const struct block *next = i + 1 < flow->n ? b + 1 : NULL;
		bool page_ends = !next || next->page != b->page;
		if (sheet.page != b->page + 1) {
			sheet.page = b->page + 1;
			height = page_height(flow, i);
			sheet.cr = output_page(out, height);
			if (sheet.page > 1 && repeats_head(b))
				draw_head_again(flow, &sheet);
		}
		draw_block(flow, &sheet, b, b->y, page_ends || !(next->flags & ROW_TABLE));
		if (page_ends) {
			footer(&sheet, height - flow->size.bottom, user);
			output_page_end(out);
		}
	}
}
