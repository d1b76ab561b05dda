#include "tui/layout.h"

struct frame frame_layout(int rows, int cols)
{
	return (struct frame){
		.header = {0, 0, 2, cols},
		.body = {2, 1, rows - 6, cols - 2},
		.status = {rows - 4, 1, 2, cols - 2},
		.footer = {rows - 2, 0, 2, cols},
		.fits = rows >= TERM_ROWS_MIN && cols >= TERM_COLS_MIN,
	};
}
