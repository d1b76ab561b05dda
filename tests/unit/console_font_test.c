/* The console font: every character Motcua shows on a bare console, each with a look of its own. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tui/key.h"
#include "tui/term.h"

/* PSF version 2, as the kernel's documentation of console fonts has it: a header of eight numbers, the
 * glyphs, then for each glyph the characters it stands for, ended by 0xFF. */
enum { CODES = 0x10000, FILE_MAX = 1 << 20 };
struct font {
	uint8_t *bytes;
	size_t len;
	uint32_t header[8]; /* magic, version, header's size, flags, glyphs, bytes a glyph, rows, columns */
	int glyph[CODES];   /* -1: none */
};
enum { MAGIC, VERSION_, HEADER_SIZE, FLAGS, GLYPHS, GLYPH_BYTES, ROWS, COLUMNS };

static uint8_t *read_file(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = malloc(FILE_MAX);
	assert_non_null(f);
	assert_non_null(bytes);
	*len = fread(bytes, 1, FILE_MAX, f);
	assert_true(feof(f));
	fclose(f);
	return bytes;
}

static int setup(void **state)
{
	struct font *font = calloc(1, sizeof(*font));
	char path[512];
	struct utf8_feed feed = {0};
	snprintf(path, sizeof(path), "%s/console/motcua-12x24.psfu", getenv("B") ? getenv("B") : "build");
	font->bytes = read_file(path, &font->len);
	memcpy(font->header, font->bytes, sizeof(font->header));
	memset(font->glyph, 0xff, sizeof(font->glyph));
	size_t at = font->header[HEADER_SIZE] + font->header[GLYPHS] * font->header[GLYPH_BYTES];
	for (int glyph = 0; at < font->len; at++) {
		int code;
		bool again;
		if (font->bytes[at] == 0xff)
			glyph++;
		else if (utf8_feed(&feed, font->bytes[at], &code, &again) == 1 && code < CODES)
			font->glyph[code] = glyph;
	}
	*state = font;
	return 0;
}

static int teardown(void **state)
{
	struct font *font = *state;
	free(font->bytes);
	free(font);
	return 0;
}

static const uint8_t *ink_of(const struct font *font, int code)
{
	return font->bytes + font->header[HEADER_SIZE] +
		(size_t)font->glyph[code] * font->header[GLYPH_BYTES];
}

/* Calls each for the characters of a text; returns how many there were. */
static size_t each_character(const uint8_t *text, size_t len, void (*each)(void *, int), void *with)
{
	struct utf8_feed feed = {0};
	size_t n = 0;
	for (size_t i = 0; i < len; i++) {
		int code;
		bool again;
		if (utf8_feed(&feed, text[i], &code, &again) == 1 && code >= ' ') {
			each(with, code);
			n++;
		}
	}
	return n;
}

static void must_be_there(void *font, int code)
{
	if (code >= CODES || ((struct font *)font)->glyph[code] < 0)
		fail_msg("U+%04X is not in the font", (unsigned)code);
}

static void what_the_kernel_takes(void **state)
{
	const struct font *font = *state;
	assert_int_equal(font->header[MAGIC], 0x864ab572);
	assert_int_equal(font->header[VERSION_], 0);
	assert_int_equal(font->header[FLAGS], 1); /* with the characters */
	assert_int_equal(font->header[GLYPHS], 512);
	assert_int_equal(font->header[COLUMNS], 12);
	assert_int_equal(font->header[ROWS], 24);
	assert_int_equal(font->header[GLYPH_BYTES], 48);
}

static const char letters[] =
	"aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
	"AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬEÈÉẺẼẸÊỀẾỂỄỆIÌÍỈĨỊOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢUÙÚỦŨỤƯỪỨỬỮỰYỲÝỶỸỴ"
	"dđDĐ";
static const char others[] = "₫─│┌┐└┘├┤┬┴┼░▒▓█▁▂▃▄▅▆▇…“”–";

static void all_letters_are_there(void **state)
{
	/* 134 letters with marks, and the 14 they are made of */
	assert_int_equal(each_character((const uint8_t *)letters, sizeof(letters) - 1, must_be_there, *state),
		134 + 14);
	each_character((const uint8_t *)others, sizeof(others) - 1, must_be_there, *state);
	for (int code = ' '; code < 0x7f; code++)
		must_be_there(*state, code);
}

struct look {
	const struct font *font;
	int code[200];
	size_t n;
};

static void must_look_different(void *with, int code)
{
	struct look *look = with;
	size_t size = look->font->header[GLYPH_BYTES];
	for (size_t i = 0; i < look->n; i++)
		if (memcmp(ink_of(look->font, code), ink_of(look->font, look->code[i]), size) == 0)
			fail_msg("U+%04X looks like U+%04X", (unsigned)code, (unsigned)look->code[i]);
	look->code[look->n++] = code;
}

static void no_two_letters_look_alike(void **state)
{
	struct look look = {.font = *state};
	must_look_different(&look, ' '); /* and none is empty */
	each_character((const uint8_t *)letters, sizeof(letters) - 1, must_look_different, &look);
}

/* Signs the console gets a plain stand-in for. */
static bool has_stand_in(int code)
{
	char bytes[5] = {0};
	utf8_encode(code, bytes);
	for (int g = 0; g < GLYPH_COUNT; g++)
		if (strcmp(term_glyph((enum glyph)g), bytes) == 0)
			return true;
	return false;
}

static void shown_must_be_there(void *font, int code)
{
	if (!has_stand_in(code))
		must_be_there(font, code);
}

/* The golden screens, and every sentence there is. */
static void all_that_is_shown_is_there(void **state)
{
	glob_t found;
	assert_int_equal(glob("tests/golden/*.txt", 0, NULL, &found), 0);
	assert_int_equal(glob("i18n/po/*.po", GLOB_APPEND, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		size_t len;
		uint8_t *text = read_file(found.gl_pathv[i], &len);
		assert_true(each_character(text, len, shown_must_be_there, *state) > 0);
		free(text);
	}
	globfree(&found);
}

/* Frames and bars join: their ink reaches the cell's edges. */
static void frames_join(void **state)
{
	const struct font *font = *state;
	const uint8_t *line = ink_of(font, 0x2500), *post = ink_of(font, 0x2502), *full = ink_of(font, 0x2588);
	bool whole = false;
	for (uint32_t row = 0; row < 24; row++) {
		whole = whole || (line[2 * row] == 0xff && (line[2 * row + 1] & 0xf0) == 0xf0);
		assert_true(post[2 * row] || post[2 * row + 1]);
		assert_int_equal(full[2 * row], 0xff);
		assert_int_equal(full[2 * row + 1] & 0xf0, 0xf0);
	}
	assert_true(whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_kernel_takes),
		cmocka_unit_test(all_letters_are_there),
		cmocka_unit_test(no_two_letters_look_alike),
		cmocka_unit_test(all_that_is_shown_is_there),
		cmocka_unit_test(frames_join),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
