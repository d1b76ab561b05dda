#ifndef MOTCUA_PRINTING_FONTS_H
#define MOTCUA_PRINTING_FONTS_H

/*
 * The faces paper is set in: Liberation Serif, the metrics and look of Times with every
 * Vietnamese letter, and Liberation Sans for thermal paper. They are loaded straight from their
 * files into a private fontconfig, so that the result depends on nothing configured on the
 * machine and no other font is ever looked at.
 *
 * One thread: the print worker's.
 */

#include <cairo.h>
#include <pango/pango.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

enum face {
	FACE_REGULAR, FACE_BOLD, FACE_ITALIC,
	FACE_SANS, FACE_SANS_BOLD, FACE_SANS_ITALIC, /* after fonts_setup_sans only */
	FACES,
};

/* Fine to call again. ERR_CONFIG with the package to install when a face is missing. */
bool fonts_setup(struct err *err) MUST_CHECK;
/* The faces for thermal paper too: the thin strokes of the others break into dots there. The same
 * error. */
bool fonts_setup_sans(struct err *err) MUST_CHECK;
/* The same face for thermal paper. */
static inline enum face fonts_sans(enum face face)
{
	return face < FACE_SANS ? face + FACE_SANS : face;
}
void fonts_teardown(void);

/* Resolution 72 (1 unit = 1 pt), no hinting. Borrowed; after fonts_setup only. */
PangoContext *fonts_context(void);
/* An empty layout in that context, left to right, with what sets our text apart from pango's
 * usual way as its attributes: no kerning, no ligatures, as office programs set such forms, and
 * so that figures in columns and codes keep their width; no hyphen where a long address is
 * broken. The caller unrefs. */
PangoLayout *fonts_layout(void);
/* Borrowed until the next call. */
const PangoFontDescription *fonts_describe(enum face face, double size_pt);

/* A face at a size, opened once and kept until fonts_teardown. */
struct font_style {
	enum face face;
	double size;
	PangoFont *font;
	cairo_scaled_font_t *scaled;
};
/* Its number, for fonts_style. */
uint16_t fonts_style_number(enum face face, double size_pt);
/* Borrowed until the next call of fonts_style_number. */
const struct font_style *fonts_style(uint16_t number);

#endif
