#ifndef MOTCUA_PRINTING_FLOW_PARTS_H
#define MOTCUA_PRINTING_FLOW_PARTS_H

/* What a flow is made of. For flow.c, which takes rows in, and flow_pages.c, which puts them on
 * pages. */

#include "printing/flow_lines.h"
#include "printing/flow_pen.h"

struct table {
	double *rules;
	size_t n_rules;
	size_t head, head_end; /* its head rows, in blocks; none where they are equal */
	double head_height;
};

/* The smallest thing that goes on a page: a line or several that stay together, or a box. */
struct block {
	float gap, height;
	uint8_t flags;
	bool row_start;              /* the rule above it is drawn */
	uint16_t table;              /* of a row of a table */
	uint32_t n_pieces;
	union {
		struct piece *pieces;
		const struct box *box;   /* where n_pieces is BOX */
	};
	float y;                     /* on its page; after flow_paginate */
};

#define BOX UINT32_MAX

struct box {
	flow_draw_fn *draw;
	const void *user;
};

struct flow {
	struct page_size size;
	struct arena arena;
	struct lines lines;
	struct pen *pen;
	struct block *blocks;
	size_t n, room;
	struct table *tables;
	size_t n_tables;
	double height;               /* of all blocks and gaps */
	size_t *first;               /* block of each page, and the end; after flow_paginate */
	int pages;
};

#endif
