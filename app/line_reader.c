#include "app/line_reader.h"

bool line_next(FILE *in, size_t max, struct buf *line)
{
	int c = EOF;
	bool any = false;
	buf_clear(line);
	buf_init(line, max);
	while ((c = getc_unlocked(in)) != EOF && c != '\n') {
		any = true;
		buf_char(line, (char)c);
	}
	return any || c == '\n';
}
