#ifndef MOTCUA_TUI_LAYOUT_H
#define MOTCUA_TUI_LAYOUT_H

/* Where things stand on a terminal of any size. Pure arithmetic. */

#include <stdbool.h>

#define TERM_ROWS_MIN 24
#define TERM_COLS_MIN 80

/* A rectangle of the terminal. */
struct area {
	int row, col, rows, cols;
};

struct frame {
	struct area header, body, status, footer; /* status: two lines */
	bool fits;                                /* false: the terminal is too small to work on */
};
struct frame frame_layout(int rows, int cols);

#endif
