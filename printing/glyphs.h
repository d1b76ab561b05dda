#ifndef MOTCUA_PRINTING_GLYPHS_H
#define MOTCUA_PRINTING_GLYPHS_H

/*
 * Which glyph a character is in a face of printing/fonts.h, and how wide. Almost all text on
 * paper is letters that stand side by side, each one glyph whatever its neighbours are; for these
 * a look into a table does what shaping would do, at a fiftieth of the time. The few others are
 * told apart here.
 *
 * One thread: the print worker's; after fonts_setup.
 */

#include <stdint.h>
#include "printing/fonts.h"

enum glyph_kind {
	GLYPH_NONE,   /* the face does not have it */
	GLYPH_SIMPLE, /* one glyph, whatever stands beside it */
	GLYPH_SHAPED, /* pango must see it with its neighbours: marks, right to left */
};

struct glyph {
	uint16_t id;
	uint16_t width; /* the type's size is GLYPH_EM */
	uint8_t kind;   /* enum glyph_kind */
};

#define GLYPH_EM 2048 /* of the Liberation faces; widths of another are converted */

struct glyph glyphs_find(enum face face, uint32_t character);

#endif
