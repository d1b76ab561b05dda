/* What a terminal under test shows: its text, the looks of its cells, and whole screens as golden pictures. */
#include "tests/harness/pty_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"

void pty_mask(struct pty *pty, const char *text, const char *instead)
{
	BUG_ON(pty->n_masks == MASKS);
	pty->masks[pty->n_masks].text = xstrdup(text);
	pty->masks[pty->n_masks++].instead = xstrdup(instead);
}

static void add_cell(const VTermScreenCell *cell, struct buf *out)
{
	if (cell->chars[0] == 0 || cell->chars[0] == (uint32_t)-1) {
		if (cell->chars[0] == 0)
			buf_char(out, ' ');
		return;
	}
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
		unsigned c = cell->chars[i];
		if (c < 0x80) {
			buf_char(out, (char)c);
		} else if (c < 0x800) {
			buf_char(out, (char)(0xc0 | c >> 6));
			buf_char(out, (char)(0x80 | (c & 0x3f)));
		} else {
			if (c >= 0x10000)
				buf_char(out, (char)(0xf0 | c >> 18));
			buf_char(out, (char)(c < 0x10000 ? 0xe0 | c >> 12 : 0x80 | (c >> 12 & 0x3f)));
			buf_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
			buf_char(out, (char)(0x80 | (c & 0x3f)));
		}
	}
}

static void add_line(struct pty *pty, int row, struct buf *out)
{
	struct buf line;
	buf_init(&line, 1 << 16);
	for (int col = 0; col < pty->cols; col++) {
		VTermScreenCell cell;
		vterm_screen_get_cell(pty->screen, (VTermPos){row, col}, &cell);
		add_cell(&cell, &line);
	}
	while (line.len > 0 && line.data[line.len - 1] == ' ')
		line.data[--line.len] = '\0';
	const char *s = buf_str(&line);
	while (*s) {
		const char *instead = NULL;
		size_t skip = 0;
		for (size_t i = 0; i < pty->n_masks && !instead; i++)
			if (str_starts(s, pty->masks[i].text)) {
				instead = pty->masks[i].instead;
				skip = strlen(pty->masks[i].text);
			}
		if (instead) {
			buf_str_add(out, instead);
			s += skip;
		} else {
			buf_char(out, *s++);
		}
	}
	buf_clear(&line);
}

void pty_screen(struct pty *pty, struct buf *out)
{
	for (int row = 0; row < pty->rows; row++) {
		add_line(pty, row, out);
		buf_char(out, '\n');
	}
}

const char *pty_line(struct pty *pty, int row)
{
	static char text[8192];
	struct buf line;
	buf_init(&line, sizeof(text) - 1);
	add_line(pty, row, &line);
	str_copy(text, sizeof(text), buf_str(&line));
	buf_clear(&line);
	return text;
}

void pty_cursor(struct pty *pty, int *row, int *col)
{
	VTermPos pos;
	vterm_state_get_cursorpos(vterm_obtain_state(pty->vt), &pos);
	*row = pos.row;
	*col = pos.col;
}

struct pty_look pty_look(struct pty *pty, int row, int col)
{
	VTermScreenCell cell;
	vterm_screen_get_cell(pty->screen, (VTermPos){row, col}, &cell);
	return (struct pty_look){
		.bold = cell.attrs.bold, .reverse = cell.attrs.reverse, .underline = cell.attrs.underline,
		.colour = VTERM_COLOR_IS_INDEXED(&cell.fg) && !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ?
			cell.fg.indexed.idx : -1,
	};
}

/* ---- pictures: text, looks and the cursor */

static bool same_look(struct pty_look a, struct pty_look b)
{
	return a.bold == b.bold && a.reverse == b.reverse && a.underline == b.underline &&
		a.colour == b.colour;
}

static bool plain(struct pty_look look)
{
	return same_look(look, (struct pty_look){.colour = -1});
}

/* "03  14–40 bold underline  60–66 colour 2": the runs of a line that are not plain. */
static void add_runs(struct pty *pty, int row, struct buf *out)
{
	bool any = false;
	for (int col = 0, end; col < pty->cols; col = end) {
		struct pty_look look = pty_look(pty, row, col);
		for (end = col + 1; end < pty->cols && same_look(look, pty_look(pty, row, end)); end++)
			;
		if (plain(look))
			continue;
		if (!any)
			buf_printf(out, "%02d", row);
		any = true;
		buf_printf(out, "  %d-%d%s%s%s", col, end - 1, look.bold ? " bold" : "",
			look.reverse ? " reverse" : "", look.underline ? " underline" : "");
		if (look.colour >= 0)
			buf_printf(out, " colour %d", look.colour);
	}
	if (any)
		buf_char(out, '\n');
}

static void picture(struct pty *pty, struct buf *out)
{
	int row, col;
	pty_screen(pty, out);
	pty_cursor(pty, &row, &col);
	buf_printf(out, "---- cursor %d,%d\n", row, col);
	for (int i = 0; i < pty->rows; i++)
		add_runs(pty, i, out);
}

static bool is_picture(struct pty *pty, const void *arg)
{
	struct buf now;
	buf_init(&now, 1 << 20);
	picture(pty, &now);
	bool same = str_eq(buf_str(&now), arg);
	buf_clear(&now);
	return same;
}

/* Waits until 100 ms bring nothing new: only to take a new picture, never to compare. */
static void rest(struct pty *pty)
{
	uint64_t before;
	do {
		before = pty->bytes;
		pty_pump(pty, 100);
	} while (pty->bytes != before);
}

static void tell_difference(struct pty *pty, const char *path, const char *wanted)
{
	struct buf now;
	buf_init(&now, 1 << 20);
	picture(pty, &now);
	fprintf(stderr, "pty: the screen is not %s\n---- wanted\n%s\n---- got\n%s\n", path, wanted,
		buf_str(&now));
	buf_clear(&now);
}

bool pty_golden(struct pty *pty, const char *name)
{
	char path[512];
	struct buf wanted;
	struct err err = ERR_INIT;
	buf_init(&wanted, 1 << 20);
	snprintf(path, sizeof(path), "tests/golden/%s.txt", name);
	pty_settle(pty);
	bool ok;
	if (getenv("UPDATE")) {
		rest(pty);
		picture(pty, &wanted);
		ok = fs_write_atomic(path, buf_str(&wanted), wanted.len, 0644, &err);
	} else {
		ok = fs_read(path, &wanted, &err);
		if (ok && !pty_wait(pty, is_picture, buf_str(&wanted))) {
			tell_difference(pty, path, buf_str(&wanted));
			ok = false;
		}
	}
	if (err.kind != ERR_NONE)
		fprintf(stderr, "pty: %s: %s\n", path, err.text);
	buf_clear(&wanted);
	return ok;
}
