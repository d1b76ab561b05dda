/* Blanks on the screen: a label, below it the lines; the focus always in sight. */
#include "tui/blanks.h"

#include <stdio.h>
#include "tui/term.h"

enum { INDENT = 2, NUMBER_COLS = 3 };

/* The screen line of the focus, and how many there are in all. */
static int measure(const struct blanks *b, int *total)
{
	int row = 0, focus = 0;
	for (size_t i = 0; i < b->n; i++) {
		if (i == b->at)
			focus = row + 1 + (int)b->line;
		row += 1 + (int)b->list[i].n;
	}
	*total = row;
	return focus;
}

static void draw_line(const struct blanks *b, size_t i, size_t k, int row, struct area area,
	bool focused)
{
	const struct blank *blank = &b->list[i];
	bool here = focused && i == b->at && k == b->line;
	int col = area.col + INDENT, cursor, cols = area.cols - INDENT;
	struct buf view;
	if (blank->kind == ASK_LIST) {
		char number[16];
		snprintf(number, sizeof(number), "%zu", k + 1);
		term_put_fit(row, col, NUMBER_COLS - 1, number, TEXT_RIGHT, STYLE_LABEL);
		col += NUMBER_COLS;
		cols -= NUMBER_COLS;
	} else if (blank->kind != ASK_TEXT && cols > 30) {
		cols = 30;
	}
	buf_init(&view, 2 * FIELD_MAX);
	field_view(&blank->lines[k], cols, &view, &cursor);
	term_put(row, col, buf_str(&view), here ? STYLE_FOCUS : STYLE_FIELD);
	buf_clear(&view);
	if (here)
		term_cursor(row, col + cursor);
}

static void draw_label(const struct blank *blank, int row, struct area area)
{
	term_put_fit(row, area.col, area.cols, blank->label, TEXT_LEFT,
		blank->wrong ? STYLE_BAD : STYLE_LABEL);
	if (blank->wrong)
		term_put(row, area.col - 1, "!", STYLE_BAD);
}

void blanks_draw(const struct blanks *b, struct area area, bool focused)
{
	int total, focus = measure(b, &total), top = 0, row = 0;
	if (total > area.rows && focus >= area.rows)
		top = focus - area.rows + 1;
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k <= b->list[i].n; k++, row++) {
			if (row < top || row >= top + area.rows)
				continue;
			if (k == 0)
				draw_label(&b->list[i], area.row + row - top, area);
			else
				draw_line(b, i, k - 1, area.row + row - top, area, focused);
		}
}
