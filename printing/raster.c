#include "printing/raster.h"

#include <stdlib.h>
#include "base/mem.h"

/* A dot is burnt when letters cover that much of it (255: all). Less than half, or the thin strokes
 * of letters and the marks above them break; much less, and the marks run into their letters. */
#define INK 100

static const cairo_user_data_key_t page_key;

cairo_t *raster_page(const struct paper_kind *paper, int dpi, double height)
{
	double scale = paper_dots_per_pt(dpi);
	const cairo_rectangle_t all = {0, 0, paper_dots(paper, dpi), height * scale + 1};
	cairo_surface_t *page = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, &all);
	cairo_t *cr = cairo_create(page);

	cairo_surface_set_user_data(page, &page_key, (void *)&page_key, NULL);
	cairo_surface_destroy(page);
	cairo_scale(cr, scale, scale);
	cairo_translate(cr, -paper->left, 0);
	return cr;
}

bool raster_is_page(cairo_t *cr)
{
	return cairo_surface_get_user_data(cairo_get_target(cr), &page_key) != NULL;
}

/* Eight grey dots to a byte. */
static uint8_t pack(const unsigned char *grey)
{
	uint8_t byte = 0;

	for (int i = 0; i < 8; i++)
		byte = (uint8_t)(byte << 1 | (grey[i] >= INK));
	return byte;
}

static void pack_rows(cairo_surface_t *band, uint8_t *rows, int stride, int n)
{
	const unsigned char *grey = cairo_image_surface_get_data(band);
	int grey_stride = cairo_image_surface_get_stride(band);

	for (int y = 0; y < n; y++) {
		for (int x = 0; x < stride; x++)
			rows[y * stride + x] = pack(grey + y * grey_stride + 8 * x);
	}
}

/* The page's rows from y on. */
static void draw_band(cairo_surface_t *band, cairo_surface_t *page, int y)
{
	cairo_t *cr = cairo_create(band);

	cairo_set_operator(cr, CAIRO_OPERATOR_CLEAR);
	cairo_paint(cr);
	cairo_set_operator(cr, CAIRO_OPERATOR_OVER);
	cairo_set_source_surface(cr, page, 0, -y);
	cairo_paint(cr);
	cairo_destroy(cr);
	cairo_surface_flush(band);
}

bool raster_rows(cairo_t *page, const struct paper_kind *paper, int dpi, double height, int band,
	raster_rows_fn *take, void *user)
{
	int dots = paper_dots(paper, dpi), stride = dots / 8;
	int all = (int)(height * paper_dots_per_pt(dpi) + 0.999);
	cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_A8, dots, band);
	uint8_t *rows = xmalloc((size_t)stride * (size_t)band);
	bool ok = true;

	for (int y = 0; ok && y < all; y += band) {
		int n = all - y < band ? all - y : band;
		draw_band(image, cairo_get_target(page), y);
		pack_rows(image, rows, stride, n);
		ok = take(user, rows, stride, n);
	}
	cairo_surface_destroy(image);
	free(rows);
	return ok;
}
