#include "printing/glyphs.h"

#include <hb.h>
#include "base/mem.h"

/* Characters come in blocks of 256, looked up together when the first of them is met. */
enum { BLOCK = 256, BLOCKS = 0x10000 / BLOCK };

struct block {
	struct glyph glyphs[BLOCK];
};

/* They stay for good: the faces are the same files for the life of the program. */
static struct block *blocks[FACES][BLOCKS];

/* Letters, digits, punctuation and signs from left to right that join with nothing. */
static const struct {
	uint32_t first, last;
} simple[] = {
	{0x20, 0x7E}, {0xA0, 0xAC}, {0xAE, 0x2DF}, /* Latin; AD is the soft hyphen */
	{0x370, 0x482}, {0x48A, 0x52F},            /* Greek, Cyrillic */
	{0x1E00, 0x1FFF},                          /* more Latin and Greek */
	{0x2000, 0x200A}, {0x2010, 0x2027}, {0x202F, 0x205F}, /* spaces, punctuation */
	{0x2070, 0x20CF},                          /* raised and lowered, currencies */
	{0x2100, 0x27BF},                          /* signs, arrows, boxes */
};

static bool is_simple(uint32_t c)
{
	for (size_t i = 0; i < ARRAY_LEN(simple); i++) {
		if (c >= simple[i].first && c <= simple[i].last)
			return true;
	}
	return false;
}

static struct glyph look_up(hb_font_t *font, unsigned em, uint32_t c)
{
	hb_codepoint_t id;

	if (!hb_font_get_nominal_glyph(font, c, &id) || id == 0)
		return (struct glyph){.kind = GLYPH_NONE};
	unsigned width = (unsigned)hb_font_get_glyph_h_advance(font, id);
	return (struct glyph){
		.id = (uint16_t)id, .width = (uint16_t)(width * GLYPH_EM / em),
		.kind = is_simple(c) ? GLYPH_SIMPLE : GLYPH_SHAPED,
	};
}

/* Widths in the units of the face, not of a size: the font is asked for as it is in its file. */
static struct block *read_block(enum face face, uint32_t first)
{
	struct block *block = xcalloc(1, sizeof(*block));
	const struct font_style *style = fonts_style(fonts_style_number(face, 10));
	hb_face_t *file = hb_font_get_face(pango_font_get_hb_font(style->font));
	hb_font_t *font = hb_font_create(file);

	for (uint32_t i = 0; i < BLOCK; i++)
		block->glyphs[i] = look_up(font, hb_face_get_upem(file), first + i);
	hb_font_destroy(font);
	return block;
}

struct glyph glyphs_find(enum face face, uint32_t c)
{
	if (c >= BLOCKS * BLOCK)
		return (struct glyph){.kind = GLYPH_NONE};
	struct block **block = &blocks[face][c / BLOCK];
	if (!*block)
		*block = read_block(face, c - c % BLOCK);
	return (*block)->glyphs[c % BLOCK];
}
