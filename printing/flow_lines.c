#include "printing/flow_lines.h"

#include <pango/pangocairo.h>
#include <stdlib.h>
#include "base/buf.h"

#define LEADING 1.2   /* line height by type size: room for marks stacked on capitals */
#define BASELINE 0.93 /* baseline below the line's top, by type size */
#define CELL_TEXT_MAX (1024 * 1024) /* more than a whole dossier */

static void set_face(PangoAttrList *attrs, enum face face, double size, guint start, guint end)
{
	PangoAttribute *attr = pango_attr_font_desc_new(fonts_describe(face, size));
	attr->start_index = start;
	attr->end_index = end;
	pango_attr_list_insert(attrs, attr);
}

static void fill_layout(PangoLayout *layout, const struct cell *cell)
{
	PangoAttrList *attrs = pango_attr_list_new();
	struct buf text;

	/* As office programs set such forms, and figures in columns and codes keep their width. */
	pango_attr_list_insert(attrs, pango_attr_font_features_new("kern=0,liga=0"));
	buf_init(&text, CELL_TEXT_MAX);
	for (size_t i = 0; i < ARRAY_LEN(cell->spans) && cell->spans[i].text; i++) {
		const struct span *s = &cell->spans[i];
		guint start = (guint)text.len;
		buf_str_add(&text, s->text);
		if (s->face != cell->spans[0].face)
			set_face(attrs, s->face, cell->size, start, (guint)text.len);
	}
	pango_layout_set_font_description(layout, fonts_describe(cell->spans[0].face, cell->size));
	pango_layout_set_text(layout, buf_str(&text), (int)text.len);
	pango_layout_set_attributes(layout, attrs);
	pango_attr_list_unref(attrs);
	buf_clear(&text);
}

static PangoLayout *make_layout(const struct cell *cell)
{
	PangoLayout *layout = pango_layout_new(fonts_context());

	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_width(layout, (int)(cell->width * PANGO_SCALE));
	fill_layout(layout, cell);
	return layout;
}

static void keep(struct lines *lines, PangoLayout *layout)
{
	if (lines->n == lines->room) {
		lines->room = lines->room ? lines->room * 2 : 64;
		lines->layouts = xreallocarray(lines->layouts, lines->room, sizeof(*lines->layouts));
	}
	lines->layouts[lines->n++] = layout;
}

static double line_width(PangoLayoutLine *line)
{
	PangoRectangle logical;
	pango_layout_line_get_extents(line, NULL, &logical);
	return (double)logical.width / PANGO_SCALE;
}

static double line_start(const struct cell *cell, double text_width)
{
	double rest = cell->width - text_width;
	if (cell->align == ALIGN_LEFT || rest < 0)
		return cell->x;
	return cell->x + (cell->align == ALIGN_CENTRE ? rest / 2 : rest);
}

static struct piece make_piece(const struct cell *cell, PangoLayoutLine *line, int no, int count)
{
	double width = line_width(line);

	return (struct piece){
		.line = line, .x = line_start(cell, width), .text_width = width,
		.cell_x = cell->x, .cell_width = cell->width, .size = cell->size,
		.extra = no == count - 1 ? cell->extra : CELL_PLAIN,
		.part = cell->part, .line_no = no, .cell_lines = count,
	};
}

static void add_pieces(struct row_lines *out, const struct cell *cell, PangoLayout *layout)
{
	int count = pango_layout_get_line_count(layout);

	out->pieces = xreallocarray(out->pieces, out->n_pieces + (size_t)count, sizeof(*out->pieces));
	for (int i = 0; i < count; i++) {
		PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
		out->pieces[out->n_pieces++] = make_piece(cell, line, i, count);
	}
	if (count > out->n_lines)
		out->n_lines = count;
}

void lines_break(struct lines *lines, const struct cell *cells, size_t n, struct row_lines *out)
{
	double largest = 0;

	*out = (struct row_lines){0};
	for (size_t i = 0; i < n; i++) {
		PangoLayout *layout = make_layout(&cells[i]);
		keep(lines, layout);
		add_pieces(out, &cells[i], layout);
		largest = cells[i].size > largest ? cells[i].size : largest;
	}
	out->line_height = largest * LEADING;
	for (size_t i = 0; i < out->n_pieces; i++)
		out->pieces[i].dy = largest * BASELINE;
}

void row_lines_clear(struct row_lines *row)
{
	free(row->pieces);
	*row = (struct row_lines){0};
}

void lines_clear(struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		g_object_unref(lines->layouts[i]);
	free(lines->layouts);
	*lines = (struct lines){0};
}

static void stroke(cairo_t *cr, double x1, double x2, double y, double width)
{
	cairo_set_line_width(cr, width);
	cairo_move_to(cr, x1, y);
	cairo_line_to(cr, x2, y);
	cairo_stroke(cr);
}

static void dots(cairo_t *cr, double x1, double x2, double y)
{
	static const double dash[] = {0.01, 2.2};

	if (x2 <= x1)
		return;
	cairo_save(cr);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_dash(cr, dash, 2, 0);
	stroke(cr, x1, x2, y, 0.7);
	cairo_restore(cr);
}

static void draw_extra(cairo_t *cr, const struct piece *p, double baseline)
{
	double under = baseline + 0.42 * p->size, third = p->cell_width / 3;

	if (p->extra == CELL_RULE)
		stroke(cr, p->x, p->x + p->text_width, under, 0.6);
	else if (p->extra == CELL_SHORT_RULE)
		stroke(cr, p->cell_x + third, p->cell_x + 2 * third, under, 0.6);
	else if (p->extra == CELL_DOTS)
		dots(cr, p->x + p->text_width + 2, p->cell_x + p->cell_width, baseline);
}

void piece_draw(cairo_t *cr, const struct piece *p, double y, int part)
{
	if (p->part && p->part != part)
		return;
	cairo_move_to(cr, p->x, y + p->dy);
	pango_cairo_show_layout_line(cr, p->line);
	if (p->extra != CELL_PLAIN)
		draw_extra(cr, p, y + p->dy);
}

void flow_text(cairo_t *cr, const struct cell *cell, double baseline)
{
	PangoLayout *layout = make_layout(cell);

	pango_layout_set_single_paragraph_mode(layout, TRUE);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	struct piece piece = make_piece(cell, pango_layout_get_line_readonly(layout, 0), 0, 1);
	cairo_move_to(cr, piece.x, baseline);
	pango_cairo_show_layout_line(cr, piece.line);
	g_object_unref(layout);
}
