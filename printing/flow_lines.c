#include "printing/flow_lines.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "printing/glyphs.h"

#define LEADING 1.2   /* line height by type size: room for marks stacked on capitals */
#define BASELINE 0.93 /* baseline below the line's top, by type size */
#define UNDER 0.42    /* rules below the baseline, by type size */

static struct line_piece *next_piece(struct lines *lines)
{
	if (lines->n == lines->room) {
		lines->room = lines->room ? lines->room * 2 : 64;
		lines->pieces = xreallocarray(lines->pieces, lines->room, sizeof(*lines->pieces));
	}
	return &lines->pieces[lines->n++];
}

static const struct letter *letter(const struct lines *lines, size_t i)
{
	return &lines->letters[i];
}

static char first_byte(const struct lines *lines, size_t i)
{
	return lines->text.data[lines->letters[i].at];
}

static double width_of(const struct lines *lines, size_t from, size_t to, double size)
{
	unsigned long width = 0;

	for (size_t i = from; i < to; i++)
		width += lines->letters[i].width;
	return (double)width * size / GLYPH_EM;
}

void lines_add_text(struct lines *lines, const struct cell *cell, int line, size_t from, size_t to,
	double x)
{
	uint32_t at = letter(lines, from)->at, len = letter(lines, to)->at - at;

	*next_piece(lines) = (struct line_piece){.line = line, .piece = {
		.text = lines->kept + at, .len = len,
		.x = (float)(cell->x + x), .kind = lines->shaped ? PIECE_SHAPED : PIECE_TEXT,
		.style = fonts_style_number(letter(lines, from)->face, cell->size),
		.part = (int8_t)cell->part,
	}};
}

/* Where the line that begins at `from` ends: at a line break, after the last word that fits, or in
 * the middle of a word that is wider than the cell, there after a hyphen if one fits: the parts of a code
 * stay whole. Spaces may hang over its edge. */
static size_t line_end(const struct lines *lines, size_t from, double room)
{
	size_t last = 0, hyphen = 0;
	double width = 0;

	for (size_t i = from; i < lines->n_letters; i++) {
		char c = first_byte(lines, i);
		if (c == '\n')
			return i;
		if (i > from && letter(lines, i)->may_break)
			last = i;
		if (i > from + 1 && first_byte(lines, i - 1) == '-')
			hyphen = i;
		width += letter(lines, i)->width;
		if (width > room && c != ' ')
			return last ? last : hyphen ? hyphen : i > from ? i : i + 1;
	}
	return lines->n_letters;
}

/* Its letters without the spaces it ends with. */
static size_t visible_end(const struct lines *lines, size_t from, size_t end)
{
	while (end > from && first_byte(lines, end - 1) == ' ')
		end--;
	return end;
}

double lines_start(const struct cell *cell, double text_width)
{
	double rest = cell->width - text_width;
	if (cell->align == ALIGN_LEFT || rest < 0)
		return 0;
	return cell->align == ALIGN_CENTRE ? rest / 2 : rest;
}

/* The space a line ends with is kept: whoever reads the words in order finds them apart. */
static void add_line(struct lines *lines, const struct cell *cell, int line, size_t from,
	size_t end, double *start, double *width)
{
	size_t visible = visible_end(lines, from, end), to = visible < end ? visible + 1 : visible;

	*width = width_of(lines, from, visible, cell->size);
	double x = *start = lines_start(cell, *width);
	for (size_t next; from < to; from = next) {
		for (next = from + 1; next < to && letter(lines, next)->face == letter(lines, from)->face;)
			next++;
		lines_add_text(lines, cell, line, from, next, x);
		x += width_of(lines, from, next, cell->size);
	}
}

static void add_rule(struct lines *lines, const struct cell *cell, int line, enum piece_kind kind,
	double from, double to, double below)
{
	if (to > from)
		*next_piece(lines) = (struct line_piece){.line = line, .piece = {
			.kind = (uint8_t)kind, .x = (float)(cell->x + from), .end = (float)(cell->x + to),
			.dy = (float)below, .part = (int8_t)cell->part,
		}};
}

/* After the last line of a cell; start and width of what stands there. */
static void add_extra(struct lines *lines, const struct cell *cell, int line, double start,
	double width)
{
	double under = UNDER * cell->size, third = cell->width / 3;

	if (cell->extra == CELL_RULE)
		add_rule(lines, cell, line, PIECE_RULE, start, start + width, under);
	else if (cell->extra == CELL_SHORT_RULE)
		add_rule(lines, cell, line, PIECE_RULE, third, 2 * third, under);
	else if (cell->extra == CELL_DOTS)
		add_rule(lines, cell, line, PIECE_DOTS, start + width + 2, cell->width, 0);
}

static int simple_break(struct lines *lines, const struct cell *cell, double *start, double *width)
{
	double room = cell->width / cell->size * GLYPH_EM + 0.01;
	size_t from = 0, end;
	int n = 0;

	if (line_end(lines, 0, room) < lines->n_letters)
		words_find_breaks(lines);
	for (;; from = end + (first_byte(lines, end) == '\n')) {
		end = line_end(lines, from, room);
		add_line(lines, cell, n++, from, end, start, width);
		if (end == lines->n_letters)
			return n;
	}
}

static void break_cell(struct lines *lines, const struct cell *cell)
{
	size_t first = lines->n;
	double start = 0, width = 0;

	words_gather(lines, cell);
	if (lines->n_letters > 0)
		lines->kept = memcpy(arena_alloc(lines->arena, lines->text.len), lines->text.data,
			lines->text.len);
	int n = lines->n_letters == 0 ? 1 :
		(lines->shaped ? shaped_break : simple_break)(lines, cell, &start, &width);
	add_extra(lines, cell, n - 1, start, width);
	for (size_t i = first; i < lines->n; i++)
		lines->pieces[i].cell_lines = n;
	if (n > lines->n_lines)
		lines->n_lines = n;
}

void lines_break(struct lines *lines, const struct cell *cells, size_t n)
{
	double largest = 0;

	lines->n = 0;
	lines->n_lines = n > 0;
	for (size_t i = 0; i < n; i++) {
		break_cell(lines, &cells[i]);
		largest = cells[i].size > largest ? cells[i].size : largest;
	}
	lines->line_height = largest * LEADING;
	for (size_t i = 0; i < lines->n; i++)
		lines->pieces[i].piece.dy += (float)(largest * BASELINE);
}

void lines_clear(struct lines *lines)
{
	free(lines->pieces);
	free(lines->letters);
	buf_clear(&lines->text);
	*lines = (struct lines){0};
}
