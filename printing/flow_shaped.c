/* What stands not simply side by side, combining marks and writing from right to left, is left to
 * pango: to break here, and to draw in flow_pen.c. */

#include "printing/flow_lines.h"

#include <pango/pangocairo.h>
#include "base/mem.h"

static void set_faces(const struct lines *lines, PangoAttrList *attrs, double size)
{
	for (size_t i = 0, next; i < lines->n_letters; i = next) {
		const struct letter *first = &lines->letters[i];
		for (next = i + 1; next < lines->n_letters && lines->letters[next].face == first->face;)
			next++;
		PangoAttribute *attr = pango_attr_font_desc_new(fonts_describe(first->face, size));
		attr->start_index = first->at;
		attr->end_index = lines->letters[next].at;
		pango_attr_list_insert(attrs, attr);
	}
}

static PangoLayout *layout_cell(const struct lines *lines, const struct cell *cell)
{
	PangoLayout *layout = fonts_layout();
	PangoAttrList *attrs = pango_layout_get_attributes(layout);

	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_width(layout, (int)(cell->width * PANGO_SCALE));
	pango_layout_set_text(layout, buf_str(&lines->text), (int)lines->text.len);
	set_faces(lines, attrs, cell->size);
	pango_layout_set_attributes(layout, attrs);
	return layout;
}

static double x_of(PangoLayoutLine *line, uint32_t at)
{
	int x;
	pango_layout_line_index_to_x(line, (int)at, FALSE, &x);
	return (double)x / PANGO_SCALE;
}

static double smaller(double a, double b)
{
	return a < b ? a : b;
}

/* A piece for each face; from right to left one begins where it ends. */
static void add_faces(struct lines *lines, const struct cell *cell, PangoLayoutLine *line, int no,
	double start)
{
	uint32_t line_end = (uint32_t)(line->start_index + line->length);
	size_t i = 0, next;

	while (lines->letters[i].at < (uint32_t)line->start_index)
		i++;
	for (; lines->letters[i].at < line_end; i = next) {
		for (next = i + 1; lines->letters[next].at < line_end &&
			lines->letters[next].face == lines->letters[i].face;)
			next++;
		double x = smaller(x_of(line, lines->letters[i].at), x_of(line, lines->letters[next].at));
		lines_add_text(lines, cell, no, i, next, start + x);
	}
}

int shaped_break(struct lines *lines, const struct cell *cell, double *start, double *width)
{
	PangoLayout *layout = layout_cell(lines, cell);
	int n = pango_layout_get_line_count(layout);

	for (int i = 0; i < n; i++) {
		PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
		PangoRectangle logical;
		pango_layout_line_get_extents(line, NULL, &logical);
		*width = (double)logical.width / PANGO_SCALE;
		*start = lines_start(cell, *width);
		add_faces(lines, cell, line, i, *start);
	}
	g_object_unref(layout);
	return n;
}

void flow_text(cairo_t *cr, const struct cell *cell, double baseline)
{
	struct lines lines = {0};

	words_gather(&lines, cell);
	PangoLayout *layout = layout_cell(&lines, cell);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_MIDDLE);
	PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
	PangoRectangle logical;
	pango_layout_line_get_extents(line, NULL, &logical);
	cairo_move_to(cr, cell->x + lines_start(cell, (double)logical.width / PANGO_SCALE), baseline);
	pango_cairo_show_layout_line(cr, line);
	cairo_new_path(cr);
	g_object_unref(layout);
	lines_clear(&lines);
}
