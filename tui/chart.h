#ifndef MOTCUA_TUI_CHART_H
#define MOTCUA_TUI_CHART_H

/*
 * A small chart of bars, the number under each and what it stands for under that: read without the
 * picture as well. The tallest bar is the largest value.
 */

#include <stdint.h>
#include "tui/layout.h"

#define CHART_BARS_MAX 12
#define CHART_LABEL_COLS 8 /* at the left, for the names of both rows */

struct chart {
	const char *name, *axis; /* of the bars, of what is under them */
	int n;
	int64_t value[CHART_BARS_MAX];
	char label[CHART_BARS_MAX][4];
};

/* Cells for bars: high rows of them, in eighths of a cell; 0 only for 0. */
int chart_eighths(int64_t value, int64_t most, int high);
/* "7", "999", "12k": at most three cells; "·" for none. */
void chart_number(int64_t value, char out[8]);
/* The hour the bars of a day begin with: the usual one, unless work outside the usual hours would not be seen. */
int chart_first_hour(const int64_t by_hour[24], int usual, int bars);
/* Takes the whole area: two rows for number and label, the others for the bars. */
void chart_draw(const struct chart *c, struct area area);

#endif
