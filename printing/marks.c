#include "printing/marks.h"

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

void marks_draw(cairo_t *cr, cairo_surface_t *stencil, double x, double y, double module,
	double height)
{
	cairo_pattern_t *pattern = cairo_pattern_create_for_surface(stencil);

	cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, module, height);
	cairo_mask(cr, pattern);
	cairo_restore(cr);
	cairo_pattern_destroy(pattern);
}
