#include "tui/pair.h"

#include <string.h>

int pair_draw(const struct pair *pair, struct area area, int label_cols, int row, int top)
{
	const char *text = pair->text;
	int used = 0;
	for (; *text; used++) {
		char line[1024];
		size_t next, n = text_wrap(text, area.cols - label_cols, &next);
		if (n >= sizeof(line) || next == 0)
			break;
		int at = row + used - top;
		if (at >= 0 && at < area.rows) {
			memcpy(line, text, n);
			line[n] = '\0';
			if (used == 0)
				term_put_fit(area.row + at, area.col, label_cols - 1, pair->label, TEXT_LEFT,
					pair->label_style);
			term_put(area.row + at, area.col + label_cols, line, pair->style);
		}
		text += next;
	}
	return used;
}
