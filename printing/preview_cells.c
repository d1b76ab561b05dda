#include "printing/preview_cells.h"

#include <string.h>

#define LINE_MAX_BYTES 8192

bool preview_put(struct preview *p, const char *text, bool strong)
{
	if (p->n == PREVIEW_LINES_MAX) {
		p->cut = true;
		return false;
	}
	if (p->n == p->room) {
		p->room = p->room ? 2 * p->room : 64;
		p->lines = xreallocarray(p->lines, p->room, sizeof(*p->lines));
	}
	p->lines[p->n++] = (struct preview_line){arena_strdup(&p->arena, text), strong};
	return true;
}

static void fill(struct buf *line, int *at, int to)
{
	for (; *at < to; (*at)++)
		buf_char(line, ' ');
}

/* The next piece of a cell's text at its place; moves *rest behind it. */
static void put_piece(struct buf *line, int *at, const struct preview_cell *cell, const char **rest)
{
	char piece[LINE_MAX_BYTES];
	size_t next = 0, n = text_wrap(*rest, cell->cols, &next);
	fill(line, at, cell->col);
	if (n >= sizeof(piece))
		n = 0;
	memcpy(piece, *rest, n);
	piece[n] = '\0';
	text_fit(piece, cell->cols, cell->align, line);
	*at += cell->cols;
	*rest += next;
}

static void trim(struct buf *line)
{
	while (line->len > 0 && line->data[line->len - 1] == ' ')
		line->data[--line->len] = '\0';
}

bool preview_cells(struct preview *p, const struct preview_cell *cells, size_t n, bool bar, bool strong)
{
	const char *rest[PREVIEW_CELLS_MAX];
	bool more = true, ok = true;
	if (n > PREVIEW_CELLS_MAX)
		n = PREVIEW_CELLS_MAX;
	for (size_t i = 0; i < n; i++)
		rest[i] = cells[i].text;
	while (more && ok) {
		struct buf line;
		int at = 0;
		buf_init(&line, LINE_MAX_BYTES);
		more = false;
		for (size_t i = 0; i < n; i++) {
			if (bar && i > 0) {
				fill(&line, &at, cells[i].col - 1);
				buf_str_add(&line, "│");
				at++;
			}
			put_piece(&line, &at, &cells[i], &rest[i]);
			more = more || rest[i][0];
		}
		trim(&line);
		ok = preview_put(p, buf_str(&line), strong);
		buf_clear(&line);
	}
	return ok;
}
