#include "printing/marks.h"

#include <math.h>
#include "printing/raster.h"

#define MM (72 / 25.4)

/* Modules on thermal paper, pt. Bars under 0.19 mm run into each other there and hand scanners lose
 * them; a telephone wants squares of 0.33 mm at least, and more is surer. */
#define BAR_LEAST (0.19 * MM)
#define SQUARE_LEAST (0.33 * MM)
#define SQUARE_USUAL (0.42 * MM)

/* cairo packs one-bit pixels into words of the machine's order: 32 columns each. */
static void set_pixel(cairo_surface_t *stencil, int x, int y)
{
	unsigned char *row = cairo_image_surface_get_data(stencil) +
		y * cairo_image_surface_get_stride(stencil);
	uint32_t *word = (uint32_t *)(void *)row + x / 32;
	int bit = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? x % 32 : 31 - x % 32;

	*word |= (uint32_t)1 << bit;
}

static cairo_surface_t *new_stencil(int width, int height)
{
	return cairo_image_surface_create(CAIRO_FORMAT_A1, width, height);
}

struct size {
	int modules, quiet;
	bool square;         /* as high as wide: a label has not the height for any */
	double sheet;        /* of a module on sheets, pt */
	double least, usual; /* on thermal paper, before they become whole dots */
};

/* Along one side: what is free there, and how much white is beside that at either end. */
static bool fits_along(const struct size *size, double module, double room, double beside)
{
	const double hair = 0.01;
	double mark = size->modules * module;

	return mark <= room + hair && mark + 2 * size->quiet * module <= room + 2 * beside + hair;
}

static bool fits(const struct paper_kind *paper, const struct size *size, double module, double width)
{
	const double hair = 0.01;
	double text = paper_page_width(paper) - paper->left - paper->right;
	double beside = width + hair < text ? 0 : fmin(paper->left, paper->right);

	if (paper->shape == PAPER_LABEL && size->square && !fits_along(size, module,
		paper->height - paper->top - paper->bottom, fmin(paper->top, paper->bottom)))
		return false;
	return fits_along(size, module, width, beside);
}

static double module_of(const struct paper_kind *paper, int dpi, const struct size *size,
	double width)
{
	if (paper->shape == PAPER_SHEET)
		return fits(paper, size, size->sheet, width) ? size->sheet : 0;
	double dot = 1 / paper_dots_per_pt(dpi ? dpi : PAPER_DPI_USUAL);
	for (double module = ceil(size->usual / dot) * dot; module >= size->least; module -= dot) {
		if (fits(paper, size, module, width))
			return module;
	}
	return 0;
}

double marks_code128_module(const struct paper_kind *paper, int dpi, const struct code128 *code,
	double width)
{
	const struct size size = {code->modules, CODE128_QUIET, false, MARKS_CODE128_MODULE, BAR_LEAST,
		BAR_LEAST};
	return module_of(paper, dpi, &size, width);
}

double marks_qr_module(const struct paper_kind *paper, int dpi, const struct qr *qr, double width)
{
	const struct size size = {qr->size, QR_QUIET, true, MARKS_QR_MODULE, SQUARE_LEAST, SQUARE_USUAL};
	return module_of(paper, dpi, &size, width);
}

cairo_surface_t *marks_code128(const struct code128 *code)
{
	cairo_surface_t *stencil = new_stencil(code->modules, 1);
	int x = 0;

	for (size_t i = 0; i < code->n_widths; i++) {
		for (int end = x + code->widths[i]; x < end; x++) {
			if (i % 2 == 0)
				set_pixel(stencil, x, 0);
		}
	}
	cairo_surface_mark_dirty(stencil);
	return stencil;
}

cairo_surface_t *marks_qr(const struct qr *qr)
{
	cairo_surface_t *stencil = new_stencil(qr->size, qr->size);

	for (int i = 0; i < qr->size * qr->size; i++) {
		if (qr->modules[i])
			set_pixel(stencil, i % qr->size, i / qr->size);
	}
	cairo_surface_mark_dirty(stencil);
	return stencil;
}

static void to_whole_dots(cairo_t *cr, double *x, double *y)
{
	cairo_user_to_device(cr, x, y);
	*x = round(*x);
	*y = round(*y);
	cairo_device_to_user(cr, x, y);
}

void marks_draw(cairo_t *cr, cairo_surface_t *stencil, double x, double y, double module,
	double height)
{
	cairo_pattern_t *pattern = cairo_pattern_create_for_surface(stencil);

	if (raster_is_page(cr))
		to_whole_dots(cr, &x, &y);
	cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, module, height);
	cairo_mask(cr, pattern);
	cairo_restore(cr);
	cairo_pattern_destroy(pattern);
}
