#include "printing/flow.h"

#include <stdlib.h>
#include <string.h>
#include "printing/flow_parts.h"
#include "printing/output.h"

struct flow *flow_new(const struct page_size *size)
{
	struct flow *flow = xcalloc(1, sizeof(*flow));
	flow->size = *size;
	flow->lines.arena = &flow->arena;
	flow->pen = pen_new();
	return flow;
}

void flow_free(struct flow *flow)
{
	if (!flow)
		return;
	lines_clear(&flow->lines);
	pen_free(flow->pen);
	arena_clear(&flow->arena);
	free(flow->blocks);
	free(flow->tables);
	free(flow->first);
	free(flow);
}

struct arena *flow_arena(struct flow *flow)
{
	return &flow->arena;
}

double flow_height(const struct flow *flow)
{
	return flow->height;
}

size_t flow_unknown(const struct flow *flow)
{
	return flow->lines.unknown;
}

void flow_table(struct flow *flow, const double *rules, size_t n)
{
	struct table *table;

	flow->tables = xreallocarray(flow->tables, flow->n_tables + 1, sizeof(*flow->tables));
	table = &flow->tables[flow->n_tables++];
	*table = (struct table){.n_rules = n, .head = flow->n, .head_end = flow->n};
	table->rules = arena_alloc(&flow->arena, n * sizeof(*rules) + 1);
	memcpy(table->rules, rules, n * sizeof(*rules));
}

static struct block *add_block(struct flow *flow, double gap, unsigned flags, double height)
{
	if (flow->n == flow->room) {
		flow->room = flow->room ? flow->room * 2 : 64;
		flow->blocks = xreallocarray(flow->blocks, flow->room, sizeof(*flow->blocks));
	}
	struct block *b = &flow->blocks[flow->n++];
	*b = (struct block){.gap = (float)gap, .height = (float)height, .flags = (uint8_t)flags,
		.row_start = true};
	flow->height += gap + height;
	return b;
}

void flow_box(struct flow *flow, double gap, unsigned flags, double height, flow_draw_fn *draw,
	const void *user)
{
	struct box *box = arena_alloc(&flow->arena, sizeof(*box));
	struct block *b = add_block(flow, gap, flags, height);

	*box = (struct box){draw, user};
	b->box = box;
	b->n_pieces = BOX;
}

/* ---- rows */

/* Lines first … end - 1 as one block; above: how far a piece's line is below the first, in lines.
 * */
static struct block *add_lines(struct flow *flow, double gap, unsigned flags, int first, int end)
{
	const struct lines *lines = &flow->lines;
	struct block *b = add_block(flow, gap, flags, (end - first) * lines->line_height);

	b->row_start = first == 0;
	for (size_t i = 0; i < lines->n; i++)
		b->n_pieces += lines->pieces[i].line >= first && lines->pieces[i].line < end;
	b->pieces = arena_alloc(&flow->arena, b->n_pieces * sizeof(*b->pieces) + 1);
	struct piece *piece = b->pieces;
	for (size_t i = 0; i < lines->n; i++) {
		const struct line_piece *p = &lines->pieces[i];
		if (p->line < first || p->line >= end)
			continue;
		*piece = p->piece;
		piece->dy += (float)((p->line - first) * lines->line_height);
		piece++;
	}
	return b;
}

/* Each cell's lines in the middle of the height of the longest. */
static void centre_cells(struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		struct line_piece *p = &lines->pieces[i];
		p->piece.dy += (float)((lines->n_lines - p->cell_lines) * lines->line_height / 2);
	}
}

/* Long rows may break, but not after the first or before the last line. */
static unsigned line_flags(unsigned flags, int line, int n_lines)
{
	if (line == n_lines - 1)
		return flags;
	if (line == 0 || line == n_lines - 2)
		return flags | ROW_KEEP;
	return flags & ~(unsigned)ROW_KEEP;
}

/* What a page of this size holds; a roll holds what there is. */
static double page_room(const struct flow *flow)
{
	const struct page_size *size = &flow->size;

	return size->height <= 0 ? OUTPUT_HEIGHT_MAX : size->height - size->top - size->bottom;
}

/* Short rows stay together, those of tables also when longer: a row to be signed is not torn in
 * two. And so do whole ones that leave room for something else on their page. */
static bool stays_together(const struct flow *flow, unsigned flags)
{
	const int short_row = flags & ROW_TABLE ? 10 : 4;
	double height = flow->lines.n_lines * flow->lines.line_height, room = page_room(flow);

	return flags & ROW_WHOLE ? height <= room * 0.9 :
		flow->lines.n_lines <= short_row && height <= room / 2;
}

/* Air inside ruled rows, above and below the text. */
static void pad_table_row(struct flow *flow, size_t first)
{
	const float pad = 1.2F;

	for (size_t i = first; i < flow->n; i++) {
		struct block *b = &flow->blocks[i];
		float above = b->row_start ? pad : 0, below = i == flow->n - 1 ? pad : 0;
		b->height += above + below;
		flow->height += (double)(above + below);
		for (size_t k = 0; k < b->n_pieces; k++)
			b->pieces[k].dy += above;
		b->table = (uint16_t)(flow->n_tables - 1);
	}
}

/* A table's head is what stands first in it. */
static void note_head(struct flow *flow, size_t first)
{
	struct table *table = &flow->tables[flow->n_tables - 1];

	if (table->head_end != first)
		return;
	for (size_t i = first; i < flow->n; i++)
		table->head_height += (double)flow->blocks[i].height;
	table->head_end = flow->n;
}

void flow_row(struct flow *flow, double gap, unsigned flags, const struct cell *cells, size_t n)
{
	struct lines *lines = &flow->lines;
	size_t first = flow->n;

	lines_break(lines, cells, n);
	if (stays_together(flow, flags)) {
		if (flags & ROW_WHOLE)
			centre_cells(lines);
		add_lines(flow, gap, flags, 0, lines->n_lines);
	} else {
		for (int i = 0; i < lines->n_lines; i++)
			add_lines(flow, i ? 0 : gap, line_flags(flags, i, lines->n_lines), i, i + 1);
	}
	BUG_ON((flags & ROW_TABLE) && flow->n_tables == 0);
	if (flags & ROW_TABLE)
		pad_table_row(flow, first);
	if ((flags & ROW_TABLE) && (flags & ROW_HEAD))
		note_head(flow, first);
}
