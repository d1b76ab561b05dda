#include "devices/scan_lines.h"

#include <string.h>
#include "base/str.h"

enum { BEL = 7, ESC = 27, DEL = 127 };

void scan_lines_init(struct scan_lines *l)
{
	*l = (struct scan_lines){.state = SCAN_PLAIN};
	buf_init(&l->line, SCANNED_MAX);
	buf_init(&l->last, SCANNED_MAX);
}

static void wipe(struct buf *buf)
{
	if (buf->data)
		explicit_bzero(buf->data, buf->size);
	buf_clear(buf);
}

void scan_lines_clear(struct scan_lines *l)
{
	wipe(&l->line);
	wipe(&l->last);
	scan_lines_init(l);
}

/* ---- what is no text */

static enum scan_state after_escape(unsigned char c)
{
	if (c == '[' || c == 'O')
		return SCAN_SEQUENCE;
	if (c && strchr("]PX^_", c))
		return SCAN_STRING;
	return c == ESC || (c >= ' ' && c < '0') ? SCAN_ESCAPE : SCAN_PLAIN;
}

/* True: the byte belongs to an escape sequence. A line end is none of it, whatever was before. */
static bool in_sequence(struct scan_lines *l, unsigned char c)
{
	switch (l->state) {
	case SCAN_PLAIN:
		if (c == ESC)
			l->state = SCAN_ESCAPE;
		return c == ESC;
	case SCAN_ESCAPE:
		l->state = after_escape(c);
		return true;
	case SCAN_SEQUENCE:
		if (c >= '@' && c < DEL)
			l->state = SCAN_PLAIN;
		return true;
	case SCAN_STRING:
		if (c == BEL || c == ESC)
			l->state = c == ESC ? SCAN_STRING_ESCAPE : SCAN_PLAIN;
		return true;
	default:
		l->state = SCAN_PLAIN;
		return true;
	}
}

static bool is_end(unsigned char c)
{
	return c == '\r' || c == '\n' || c == '\t';
}

/* ---- the end of a scan */

static bool is_repeat(struct scan_lines *l, int64_t now_ms)
{
	bool repeat = l->any_last && now_ms - l->last_ms <= SCAN_REPEAT_MS &&
		str_eq(buf_str(&l->line), buf_str(&l->last));
	l->last_ms = now_ms;
	return repeat;
}

static bool complete(struct scan_lines *l, int64_t now_ms)
{
	bool repeat = is_repeat(l, now_ms);
	struct buf last = l->last;
	l->last = l->line;
	l->line = last;
	l->any_last = true;
	wipe(&l->line);
	return !repeat;
}

static bool line_end(struct scan_lines *l, int64_t now_ms)
{
	l->state = SCAN_PLAIN;
	if (l->line.len == 0 || l->line.data[l->line.len - 1] == '\n')
		return false; /* the LF of a CR LF */
	if (scanned_goes_on(buf_str(&l->line))) {
		buf_char(&l->line, '\n');
		return false;
	}
	return complete(l, now_ms);
}

bool scan_lines_feed(struct scan_lines *l, unsigned char byte, int64_t now_ms)
{
	if (is_end(byte))
		return line_end(l, now_ms);
	if (!in_sequence(l, byte) && byte >= ' ' && byte != DEL)
		buf_char(&l->line, (char)byte);
	return false;
}

int64_t scan_lines_patience_ms(const struct scan_lines *l)
{
	if (l->line.len == 0)
		return -1;
	return scanned_is_complete(buf_str(&l->line)) ? SCAN_WHOLE_MS : SCAN_HALF_MS;
}

bool scan_lines_pause(struct scan_lines *l, int64_t now_ms)
{
	l->state = SCAN_PLAIN;
	return l->line.len > 0 && complete(l, now_ms);
}

const char *scan_lines_text(const struct scan_lines *l)
{
	return buf_str(&l->last);
}
