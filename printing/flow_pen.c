#include "printing/flow_pen.h"

#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "i18n/text.h"
#include "printing/glyphs.h"

enum { RUN = 1024, BYTES_MAX = 3 * RUN }; /* the faces have nothing beyond three bytes */

enum rule { RULE_TABLE, RULE_CELL, RULE_DOTS, RULES };

struct stroke {
	enum rule kind;
	double x1, y1, x2, y2;
};

struct pen {
	cairo_t *cr;
	uint16_t style;
	cairo_glyph_t glyphs[RUN];
	cairo_text_cluster_t clusters[RUN];
	char text[BYTES_MAX];
	int n, bytes;
	struct stroke *strokes;
	size_t n_strokes, strokes_room;
	const double *uprights; /* those drawn last, which may go on below; NULL: none */
	size_t first_upright;   /* their strokes */
	double bottom;          /* where they end */
};

struct pen *pen_new(void)
{
	return xcalloc(1, sizeof(struct pen));
}

void pen_free(struct pen *pen)
{
	if (!pen)
		return;
	free(pen->strokes);
	free(pen);
}

void pen_begin(struct pen *pen, cairo_t *cr)
{
	pen->cr = cr;
}

/* ---- letters */

static void flush(struct pen *pen)
{
	if (pen->n == 0)
		return;
	cairo_set_scaled_font(pen->cr, fonts_style(pen->style)->scaled);
	cairo_show_text_glyphs(pen->cr, pen->text, pen->bytes, pen->glyphs, pen->n, pen->clusters,
		pen->n, 0);
	pen->n = pen->bytes = 0;
}

static void put_letter(struct pen *pen, struct glyph glyph, const char *s, size_t len, double x,
	double y)
{
	if (pen->n == RUN)
		flush(pen);
	pen->glyphs[pen->n] = (cairo_glyph_t){.index = glyph.id, .x = x, .y = y};
	pen->clusters[pen->n++] = (cairo_text_cluster_t){.num_bytes = (int)len, .num_glyphs = 1};
	memcpy(pen->text + pen->bytes, s, len);
	pen->bytes += (int)len;
}

static void put_text(struct pen *pen, const struct piece *p, double y)
{
	if (p->style != pen->style)
		flush(pen);
	pen->style = p->style;
	const struct font_style *style = fonts_style(p->style);
	unsigned long width = 0;
	uint32_t c;
	for (size_t at = 0, len; at < p->len; at += len) {
		len = text_char(p->text + at, p->len - at, &c);
		struct glyph glyph = glyphs_find(style->face, c);
		put_letter(pen, glyph, p->text + at, len,
			(double)p->x + (double)width * style->size / GLYPH_EM, y + (double)p->dy);
		width += glyph.width;
	}
}

static void put_shaped(struct pen *pen, const struct piece *p, double y)
{
	PangoLayout *layout = fonts_layout();
	const struct font_style *style = fonts_style(p->style);

	flush(pen);
	pango_layout_set_font_description(layout, fonts_describe(style->face, style->size));
	pango_layout_set_text(layout, p->text, (int)p->len);
	cairo_move_to(pen->cr, (double)p->x, y + (double)p->dy);
	pango_cairo_show_layout_line(pen->cr, pango_layout_get_line_readonly(layout, 0));
	cairo_new_path(pen->cr);
	g_object_unref(layout);
}

/* ---- rules: gathered, and drawn at the end by kind */

static void put_rule(struct pen *pen, enum rule kind, double x1, double y1, double x2, double y2)
{
	if (pen->n_strokes == pen->strokes_room) {
		pen->strokes_room = pen->strokes_room ? pen->strokes_room * 2 : 64;
		pen->strokes = xreallocarray(pen->strokes, pen->strokes_room, sizeof(*pen->strokes));
	}
	pen->strokes[pen->n_strokes++] = (struct stroke){kind, x1, y1, x2, y2};
}

void pen_rule(struct pen *pen, double x1, double x2, double y)
{
	put_rule(pen, RULE_TABLE, x1, y, x2, y);
}

void pen_uprights(struct pen *pen, const double *x, size_t n, double top, double bottom)
{
	const double same = 0.01;
	bool goes_on = pen->uprights == x && top > pen->bottom - same && top < pen->bottom + same;

	if (!goes_on)
		pen->first_upright = pen->n_strokes;
	for (size_t i = 0; i < n; i++) {
		if (goes_on)
			pen->strokes[pen->first_upright + i].y2 = bottom;
		else
			put_rule(pen, RULE_TABLE, x[i], top, x[i], bottom);
	}
	pen->uprights = x;
	pen->bottom = bottom;
}

/* Nothing on the page has the form of a path before: what others left is no part of the rules. */
static void draw_rules(struct pen *pen, enum rule kind)
{
	static const struct {
		double width;
		cairo_line_cap_t cap;
		double dash[2];
		int n_dash;
	} looks[RULES] = {
		[RULE_TABLE] = {.width = 0.5},
		[RULE_CELL] = {.width = 0.6},
		[RULE_DOTS] = {.width = 0.7, .cap = CAIRO_LINE_CAP_ROUND, .dash = {0.01, 2.2}, .n_dash = 2},
	};
	bool any = false;

	cairo_new_path(pen->cr);
	for (size_t i = 0; i < pen->n_strokes; i++) {
		const struct stroke *s = &pen->strokes[i];
		if (s->kind != kind)
			continue;
		any = true;
		cairo_move_to(pen->cr, s->x1, s->y1);
		cairo_line_to(pen->cr, s->x2, s->y2);
	}
	if (!any)
		return;
	cairo_save(pen->cr);
	cairo_set_line_width(pen->cr, looks[kind].width);
	cairo_set_line_cap(pen->cr, looks[kind].cap);
	cairo_set_dash(pen->cr, looks[kind].dash, looks[kind].n_dash, 0);
	cairo_stroke(pen->cr);
	cairo_restore(pen->cr);
}

/* ---- */

void pen_piece(struct pen *pen, const struct piece *p, double y)
{
	double at = y + (double)p->dy;

	switch (p->kind) {
	case PIECE_TEXT: put_text(pen, p, y); break;
	case PIECE_SHAPED: put_shaped(pen, p, y); break;
	case PIECE_RULE: put_rule(pen, RULE_CELL, (double)p->x, at, (double)p->end, at); break;
	default: put_rule(pen, RULE_DOTS, (double)p->x, at, (double)p->end, at);
	}
}

void pen_end(struct pen *pen)
{
	flush(pen);
	for (int kind = 0; kind < RULES; kind++)
		draw_rules(pen, (enum rule)kind);
	pen->n_strokes = 0;
	pen->uprights = NULL;
}
