/* A flow's blocks on pages. */

#include <stdlib.h>
#include "printing/flow_parts.h"
#include "printing/output.h"

struct cursor {
	double y;
	bool fresh; /* nothing on this page yet */
};

static double bottom_of(const struct flow *flow)
{
	return (flow->size.height > 0 ? flow->size.height : OUTPUT_HEIGHT_MAX) - flow->size.bottom;
}

/* The table whose head comes again above this block where it begins a page; NULL: none. */
static const struct table *repeated_head(const struct flow *flow, const struct block *b)
{
	const struct table *table;
	double room = bottom_of(flow) - flow->size.top;

	if (!(b->flags & ROW_TABLE) || (b->flags & ROW_HEAD))
		return NULL;
	table = &flow->tables[b->table];
	return table->head_end > table->head && table->head_height <= room / 2 ? table : NULL;
}

static void next_page(struct flow *flow, struct cursor *at, size_t first)
{
	const struct table *head = repeated_head(flow, &flow->blocks[first]);

	if ((flow->pages & (flow->pages - 1)) == 0)
		flow->first = xreallocarray(flow->first, (size_t)flow->pages * 2 + 2, sizeof(*flow->first));
	flow->first[flow->pages++] = first;
	*at = (struct cursor){.y = flow->size.top + (head ? head->head_height : 0), .fresh = true};
}

static void place(struct flow *flow, struct cursor *at, size_t i)
{
	struct block *b = &flow->blocks[i];

	if (!at->fresh && at->y + (double)(b->gap + b->height) > bottom_of(flow))
		next_page(flow, at, i);
	b->y = (float)(at->y + (at->fresh ? 0 : (double)b->gap));
	at->y = (double)b->y + (double)b->height;
	at->fresh = false;
}

/* One past the blocks that must stay with block i. */
static size_t group_end(const struct flow *flow, size_t i)
{
	while (i + 1 < flow->n && (flow->blocks[i].flags & ROW_KEEP))
		i++;
	return i + 1;
}

static double group_height(const struct flow *flow, size_t from, size_t end)
{
	double height = 0;
	for (size_t i = from; i < end; i++)
		height += (double)(flow->blocks[i].height + flow->blocks[i].gap);
	return height;
}

/* What stands with others goes to the next page with them, if a page can hold them all. */
static void place_group(struct flow *flow, struct cursor *at, size_t from, size_t end)
{
	const struct table *head = repeated_head(flow, &flow->blocks[from]);
	double height = group_height(flow, from, end), bottom = bottom_of(flow);
	double room = bottom - flow->size.top - (head ? head->head_height : 0);

	if (!at->fresh && at->y + height > bottom && height - (double)flow->blocks[from].gap <= room)
		next_page(flow, at, from);
	for (size_t i = from; i < end; i++)
		place(flow, at, i);
}

int flow_paginate(struct flow *flow)
{
	struct cursor at = {.y = flow->size.top, .fresh = true};

	flow->pages = 0;
	free(flow->first);
	flow->first = xreallocarray(NULL, 2, sizeof(*flow->first));
	flow->first[flow->pages++] = 0;
	for (size_t i = 0, end; i < flow->n; i = end) {
		end = group_end(flow, i);
		place_group(flow, &at, i, end);
	}
	flow->first[flow->pages] = flow->n;
	return flow->pages;
}

/* ---- drawing */

/* last: nothing of its table follows on the page. */
static void draw_rules(const struct flow *flow, const struct block *b, double y, bool last)
{
	const struct table *table = &flow->tables[b->table];
	double left = table->rules[0], right = table->rules[table->n_rules - 1];
	double bottom = y + (double)b->height;

	pen_uprights(flow->pen, table->rules, table->n_rules, y, bottom);
	if (b->row_start)
		pen_rule(flow->pen, left, right, y);
	if (last)
		pen_rule(flow->pen, left, right, bottom);
}

static void draw_block(const struct flow *flow, const struct sheet *sheet, const struct block *b,
	double y, bool last)
{
	if (b->flags & ROW_TABLE)
		draw_rules(flow, b, y, last);
	if (b->n_pieces == BOX) {
		b->box->draw(sheet, y, b->box->user);
		return;
	}
	for (size_t i = 0; i < b->n_pieces; i++) {
		if (!b->pieces[i].part || b->pieces[i].part == sheet->part)
			pen_piece(flow->pen, &b->pieces[i], y);
	}
}

static void draw_head_again(const struct flow *flow, const struct sheet *sheet,
	const struct table *table)
{
	double y = flow->size.top;

	for (size_t i = table->head; i < table->head_end; i++) {
		draw_block(flow, sheet, &flow->blocks[i], y, true);
		y += (double)flow->blocks[i].height;
	}
}

static bool ends_table(const struct flow *flow, size_t i, size_t end)
{
	const struct block *b = &flow->blocks[i], *next = b + 1;

	return i + 1 == end || !(next->flags & ROW_TABLE) || next->table != b->table;
}

/* Blocks first … end - 1, on the page it says. */
static void draw_page(const struct flow *flow, const struct sheet *sheet, size_t first, size_t end)
{
	const struct table *head = sheet->page > 1 && first < end ?
		repeated_head(flow, &flow->blocks[first]) : NULL;

	pen_begin(flow->pen, sheet->cr);
	if (head)
		draw_head_again(flow, sheet, head);
	for (size_t i = first; i < end; i++)
		draw_block(flow, sheet, &flow->blocks[i], (double)flow->blocks[i].y,
			ends_table(flow, i, end));
	pen_end(flow->pen);
}

/* Of a page whose last block that is (NULL: nothing is on it): a roll is as long as what is on
 * it. */
static double page_height(const struct flow *flow, const struct block *last)
{
	if (flow->size.height > 0)
		return flow->size.height;
	return (last ? (double)last->y + (double)last->height : flow->size.top) + flow->size.bottom;
}

void flow_draw(struct flow *flow, struct output *out, int part, flow_draw_fn *footer,
	const void *user)
{
	struct sheet sheet = {.size = &flow->size, .part = part, .pages = flow->pages};

	for (int page = 1; page <= flow->pages; page++) {
		size_t end = flow->first[page];
		double height = page_height(flow, end ? &flow->blocks[end - 1] : NULL);
		sheet.page = page;
		sheet.cr = output_page(out, height);
		draw_page(flow, &sheet, flow->first[page - 1], end);
		if (footer)
			footer(&sheet, height - flow->size.bottom, user);
		output_page_end(out);
	}
}
