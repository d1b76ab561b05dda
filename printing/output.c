#include "printing/output.h"

#include <stdlib.h>
#include "base/mem.h"
#include "i18n/lang.h"
#include "printing/escpos.h"
#include "printing/pdf.h"
#include "printing/raster.h"

/* A page that waits for the one it shares a sheet with. */
struct held {
	cairo_surface_t *page;
	int part;
};

struct output {
	const struct way *way;
	const struct paper_kind *paper;
	int dpi;
	struct buf *out;
	cairo_t *pdf;          /* NULL for a raster */
	cairo_t *page;         /* under way */
	double height;         /* of it */
	int part;              /* 1 … */
	int pages;             /* of this part */
	struct held *held;
	size_t n_held, room;
};

struct way {
	cairo_t *(*page)(struct output *o);
	void (*page_end)(struct output *o);
	void (*part_end)(struct output *o);
	bool (*end)(struct output *o, struct err *err);
};

/* ---- a page of a PDF for each page */

static cairo_t *pdf_sheet(struct output *o)
{
	pdf_page(o->pdf, o->paper->width, o->height);
	return cairo_reference(o->pdf);
}

static void pdf_sheet_end(struct output *o)
{
	cairo_show_page(o->pdf);
}

static void nothing(struct output *o)
{
	(void)o;
}

static bool pdf_finish(struct output *o, struct err *err)
{
	return pdf_end(o->pdf, o->out, err);
}

/* ---- two pages side by side */

static cairo_t *held_page(struct output *o)
{
	const cairo_rectangle_t all = {0, 0, paper_page_width(o->paper), o->height};
	cairo_surface_t *page = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &all);
	cairo_t *cr = cairo_create(page);

	cairo_surface_destroy(page);
	return cr;
}

static void hold_page(struct output *o)
{
	if (o->n_held == o->room) {
		o->room = o->room ? o->room * 2 : 8;
		o->held = xreallocarray(o->held, o->room, sizeof(*o->held));
	}
	o->held[o->n_held++] = (struct held){
		.page = cairo_surface_reference(cairo_get_target(o->page)), .part = o->part,
	};
}

/* Where to cut: short strokes in the margins, above and below. */
static void draw_cut(const struct output *o)
{
	const double from = 12, to = 20, x = o->paper->width / 2, bottom = o->paper->height;

	cairo_set_line_width(o->pdf, 0.5);
	cairo_move_to(o->pdf, x, from);
	cairo_line_to(o->pdf, x, to);
	cairo_move_to(o->pdf, x, bottom - to);
	cairo_line_to(o->pdf, x, bottom - from);
	cairo_stroke(o->pdf);
}

/* Either may be NULL. */
static void draw_pair(struct output *o, const struct held *left, const struct held *right)
{
	const struct held *both[] = {left, right};

	pdf_page(o->pdf, o->paper->width, o->paper->height);
	for (int i = 0; i < 2; i++) {
		if (!both[i])
			continue;
		cairo_set_source_surface(o->pdf, both[i]->page, i * paper_page_width(o->paper), 0);
		cairo_paint(o->pdf);
	}
	cairo_set_source_rgb(o->pdf, 0, 0, 0);
	draw_cut(o);
	cairo_show_page(o->pdf);
}

/* How many pages of that part, the first of them at *first. */
static size_t part_pages(const struct output *o, int part, size_t *first)
{
	size_t n = 0;

	for (*first = 0; *first < o->n_held && o->held[*first].part < part;)
		++*first;
	while (*first + n < o->n_held && o->held[*first + n].part == part)
		n++;
	return n;
}

/* Two parts lie beside each other, so that one cut parts them; a part without a fellow is set page
 * beside page. */
static void draw_parts(struct output *o, int part)
{
	size_t left, right, n_left = part_pages(o, part, &left);
	size_t n_right = part_pages(o, part + 1, &right);

	if (n_right == 0) {
		for (size_t i = 0; i < n_left; i += 2)
			draw_pair(o, &o->held[left + i], i + 1 < n_left ? &o->held[left + i + 1] : NULL);
		return;
	}
	for (size_t i = 0; i < n_left || i < n_right; i++) {
		draw_pair(o, i < n_left ? &o->held[left + i] : NULL,
			i < n_right ? &o->held[right + i] : NULL);
	}
}

static bool pairs_finish(struct output *o, struct err *err)
{
	for (int part = 1; part <= o->part; part += 2)
		draw_parts(o, part);
	return pdf_end(o->pdf, o->out, err);
}

/* ---- a thermal printer's dots */

static cairo_t *dots_page(struct output *o)
{
	return raster_page(o->paper, o->dpi, o->height);
}

static bool send_band(void *user, const uint8_t *rows, int stride, int n)
{
	struct output *o = user;

	escpos_band(o->out, rows, stride, n);
	return !o->out->full;
}

static void dots_page_end(struct output *o)
{
	raster_rows(o->page, o->paper, o->dpi, o->height, ESCPOS_BAND, send_band, o);
	if (o->paper->shape == PAPER_LABEL)
		escpos_next_label(o->out);
}

static void dots_part_end(struct output *o)
{
	if (o->paper->shape == PAPER_ROLL && o->pages > 0)
		escpos_cut(o->out);
}

static bool dots_finish(struct output *o, struct err *err)
{
	dots_part_end(o);
	if (o->out->full)
		return err_set(err, ERR_DATA, _("Giấy in quá dài (trên %zu MB)."), o->out->max >> 20);
	return true;
}

/* ---- */

static const struct way straight = {pdf_sheet, pdf_sheet_end, nothing, pdf_finish};
static const struct way pairs = {held_page, hold_page, nothing, pairs_finish};
static const struct way dots = {dots_page, dots_page_end, dots_part_end, dots_finish};

static bool is_thermal(const struct output_how *how, struct err *err)
{
	if (paper_dots(how->paper, PAPER_DPI_USUAL) == 0)
		return err_set(err, ERR_USAGE, _("Máy in nhiệt không in được khổ %s: chọn khổ 80mm hoặc 58mm, "
			"hoặc in ra tệp PDF."), how->paper->name);
	if (!paper_dpi_known(how->dpi))
		return err_set(err, ERR_CONFIG, _("Độ phân giải %d dpi của máy in nhiệt chưa được hỗ trợ: chọn "
			"203, 300 hoặc 180."), how->dpi);
	return true;
}

struct output *output_new(const struct output_how *how, struct buf *out, struct err *err)
{
	if (how->dpi && !is_thermal(how, err))
		return NULL;
	struct output *o = xcalloc(1, sizeof(*o));
	*o = (struct output){
		.way = how->dpi ? &dots : how->paper->across > 1 ? &pairs : &straight,
		.paper = how->paper, .dpi = how->dpi, .out = out, .part = 1,
	};
	const struct pdf_meta meta = {
		.title = how->title, .created_at = how->created_at,
		.width = how->paper->width, .height = how->paper->height,
	};
	if (how->dpi)
		escpos_begin(out);
	else
		o->pdf = pdf_begin(&meta, out);
	return o;
}

void output_part(struct output *o)
{
	o->way->part_end(o);
	o->part++;
	o->pages = 0;
}

cairo_t *output_page(struct output *o, double height)
{
	BUG_ON(o->page);
	o->height = o->paper->shape == PAPER_ROLL ? height : o->paper->height;
	o->page = o->way->page(o);
	o->pages++;
	return o->page;
}

void output_page_end(struct output *o)
{
	o->way->page_end(o);
	cairo_destroy(o->page);
	o->page = NULL;
}

bool output_end(struct output *o, struct err *err)
{
	BUG_ON(o->page);
	bool ok = o->way->end(o, err);
	for (size_t i = 0; i < o->n_held; i++)
		cairo_surface_destroy(o->held[i].page);
	free(o->held);
	free(o);
	return ok;
}
