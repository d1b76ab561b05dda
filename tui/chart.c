#include "tui/chart.h"

#include <stdio.h>
#include "tui/term.h"

enum { EIGHTHS = 8, FOOT_ROWS = 2, BAR_COLS_LEAST = 3, BAR_COLS_MOST = 5 };

int chart_eighths(int64_t value, int64_t most, int high)
{
	if (value <= 0 || most <= 0 || high <= 0)
		return 0;
	if (value >= most)
		return EIGHTHS * high;
	/* shares, not products: any count fits */
	int eighths = (int)((double)value / (double)most * (EIGHTHS * high) + 0.5);
	return eighths > 0 ? eighths : 1;
}

void chart_number(int64_t value, char out[8])
{
	if (value <= 0)
		snprintf(out, 8, "·");
	else if (value < 1000)
		snprintf(out, 8, "%d", (int)value);
	else if (value < 100000)
		snprintf(out, 8, "%dk", (int)(value / 1000));
	else
		snprintf(out, 8, ">99");
}

int chart_first_hour(const int64_t by_hour[24], int usual, int bars)
{
	for (int h = 0; h < usual; h++)
		if (by_hour[h] > 0)
			return h;
	for (int h = 23; h >= usual + bars; h--)
		if (by_hour[h] > 0)
			return h - bars + 1;
	return usual;
}

static void draw_bar(int row, int col, int cols, int high, int eighths)
{
	for (int i = 0; i < high; i++, eighths -= EIGHTHS)
		if (eighths > 0)
			term_fill(row + high - 1 - i, col, cols, term_bar(eighths > EIGHTHS ? EIGHTHS : eighths),
				STYLE_LABEL);
}

void chart_draw(const struct chart *c, struct area area)
{
	int high = area.rows - FOOT_ROWS, cols = c->n > 0 ? (area.cols - CHART_LABEL_COLS) / c->n : 0;
	int64_t most = 0;
	if (high < 1 || cols < BAR_COLS_LEAST)
		return;
	cols = cols > BAR_COLS_MOST ? BAR_COLS_MOST : cols;
	for (int i = 0; i < c->n; i++)
		most = c->value[i] > most ? c->value[i] : most;
	term_put_fit(area.row + high, area.col, CHART_LABEL_COLS - 1, c->name, TEXT_LEFT, STYLE_LABEL);
	term_put_fit(area.row + high + 1, area.col, CHART_LABEL_COLS - 1, c->axis, TEXT_LEFT, STYLE_LABEL);
	for (int i = 0; i < c->n; i++) {
		int col = area.col + CHART_LABEL_COLS + i * cols;
		char number[8];
		chart_number(c->value[i], number);
		draw_bar(area.row, col, cols - 1, high, chart_eighths(c->value[i], most, high));
		/* three figures reach into the gap before them */
		term_put_fit(area.row + high, col - 1, cols, number, TEXT_RIGHT,
			c->value[i] > 0 ? STYLE_TEXT : STYLE_QUIET);
		term_put_fit(area.row + high + 1, col, cols - 1, c->label[i], TEXT_RIGHT, STYLE_QUIET);
	}
}
