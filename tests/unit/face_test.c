#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_TRUETYPE_TABLES_H
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "printing/face.h"

#define FOLDER "/usr/share/fonts/truetype/liberation2/LiberationSerif-"

static void read_face(const char *name, struct buf *font)
{
	char *path = xasprintf(FOLDER "%s.ttf", name);
	buf_init(font, 8 << 20);
	assert_true(fs_read(path, font, NULL));
	free(path);
}

static FT_Face open_face(FT_Library library, const unsigned char *bytes, size_t len)
{
	FT_Face face;
	assert_int_equal(FT_New_Memory_Face(library, bytes, (FT_Long)len, 0, &face), 0);
	return face;
}

static void same_outline(FT_Face a, FT_Face b, FT_UInt glyph)
{
	assert_int_equal(FT_Load_Glyph(a, glyph, FT_LOAD_NO_SCALE), 0);
	assert_int_equal(FT_Load_Glyph(b, glyph, FT_LOAD_NO_SCALE), 0);
	const FT_Outline *x = &a->glyph->outline, *y = &b->glyph->outline;
	assert_int_equal(a->glyph->advance.x, b->glyph->advance.x);
	assert_int_equal(x->n_contours, y->n_contours);
	assert_int_equal(x->n_points, y->n_points);
	if (x->n_points == 0)
		return;
	assert_memory_equal(x->points, y->points, (size_t)x->n_points * sizeof(*x->points));
	assert_memory_equal(x->contours, y->contours, (size_t)x->n_contours * sizeof(*x->contours));
	for (int i = 0; i < x->n_points; i++)
		assert_int_equal(FT_CURVE_TAG(x->tags[i]), FT_CURVE_TAG(y->tags[i]));
}

static size_t glyph_bytes(FT_Face face)
{
	FT_ULong glyphs = 0;
	unsigned char last[4];
	FT_ULong four = sizeof(last);
	assert_int_equal(FT_Load_Sfnt_Table(face, FT_MAKE_TAG('l', 'o', 'c', 'a'),
		4 * face->num_glyphs, last, &four), 0);
	for (int i = 0; i < 4; i++)
		glyphs = glyphs << 8 | last[i];
	return glyphs;
}

static void every_letter_keeps_its_outline(void **state)
{
	(void)state;
	static const char *const names[] = {"Regular", "Bold", "Italic"};
	FT_Library library;
	assert_int_equal(FT_Init_FreeType(&library), 0);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct buf font;
		read_face(names[i], &font);
		unsigned char *light = memcpy(xmalloc(font.len), font.data, font.len);
		face_drop_hints(light, font.len);
		FT_Face a = open_face(library, (unsigned char *)font.data, font.len);
		FT_Face b = open_face(library, light, font.len);
		for (FT_Long glyph = 0; glyph < a->num_glyphs; glyph++)
			same_outline(a, b, (FT_UInt)glyph);
		assert_true(glyph_bytes(b) < glyph_bytes(a) * 2 / 3);
		FT_Done_Face(a);
		FT_Done_Face(b);
		free(light);
		buf_clear(&font);
	}
	FT_Done_FreeType(library);
}

/* A file cut short anywhere, or with any byte changed, is read within its bounds. */
static void damaged_files_are_read_within_their_bounds(void **state)
{
	(void)state;
	struct buf font;
	unsigned seed = 1;
	read_face("Regular", &font);
	for (size_t len = 0; len < font.len; len += len < 400 ? 1 : 29989) {
		unsigned char *cut = memcpy(xmalloc(len + 1), font.data, len);
		cut = realloc(cut, len ? len : 1);
		face_drop_hints(cut, len);
		free(cut);
	}
	for (int round = 0; round < 60; round++) {
		unsigned char *bad = memcpy(xmalloc(font.len), font.data, font.len);
		for (int k = 0; k < 40; k++) {
			seed = seed * 1103515245 + 12345;
			size_t range = k % 2 ? font.len : 400;
			bad[seed / 8 % range] = (unsigned char)(seed >> 24);
		}
		memcpy(bad, font.data, 4);
		face_drop_hints(bad, font.len);
		free(bad);
	}
	buf_clear(&font);
}

static void other_files_are_left_alone(void **state)
{
	(void)state;
	unsigned char text[] = "OTTO, which is no TrueType file at all, though it has a beginning";
	unsigned char before[sizeof(text)];
	memcpy(before, text, sizeof(text));
	face_drop_hints(text, sizeof(text));
	assert_memory_equal(text, before, sizeof(text));
	assert_int_equal(face_open("/nonexistent.ttf"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_letter_keeps_its_outline),
		cmocka_unit_test(damaged_files_are_read_within_their_bounds),
		cmocka_unit_test(other_files_are_left_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
