#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pango/pango.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "i18n/text.h"
#include "printing/flow_lines.h"
#include "printing/glyphs.h"
#include "tests/harness/fonts_case.h"

/* The tables of letters beside pango, which they stand for. */

#define SIZE 10.5

/* "nĐn": as it stands between two letters; other alphabets are runs of their own. */
static PangoGlyphInfo *shape_between(PangoLayout *layout, enum face face, uint32_t c)
{
	char text[16] = "n";
	PangoGlyphInfo *middle = NULL;
	size_t len = 1 + (size_t)g_unichar_to_utf8(c, text + 1);
	int n = 0;
	text[len++] = 'n';
	pango_layout_set_font_description(layout, fonts_describe(face, SIZE));
	pango_layout_set_text(layout, text, (int)len);
	PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
	for (GSList *run = line->runs; run; run = run->next) {
		PangoGlyphString *glyphs = ((PangoGlyphItem *)run->data)->glyphs;
		for (int i = 0; i < glyphs->num_glyphs; i++) {
			if (n++ == 1)
				middle = &glyphs->glyphs[i];
		}
	}
	if (n != 3)
		fail_msg("U+%04X is not one glyph", (unsigned)c);
	return middle;
}

static void a_simple_letter_is_what_pango_makes_of_it(void **state)
{
	(void)state;
	PangoLayout *layout = fonts_layout();
	size_t met = 0;
	for (int face = 0; face < FACES; face++) {
		for (uint32_t c = 0x20; c < 0x3000; c++) {
			struct glyph glyph = glyphs_find((enum face)face, c);
			if (glyph.kind != GLYPH_SIMPLE)
				continue;
			const PangoGlyphInfo *shaped = shape_between(layout, (enum face)face, c);
			if (shaped->glyph != glyph.id)
				fail_msg("U+%04X: glyph %u, not %u", (unsigned)c, glyph.id, shaped->glyph);
			assert_float_equal((double)shaped->geometry.width / PANGO_SCALE,
				glyph.width * SIZE / GLYPH_EM, 0.002);
			met++;
		}
	}
	assert_true(met > 3 * 1500);
	g_object_unref(layout);
}

/* All that Vietnamese is written with, in both cases, and what forms have besides. */
static void vietnamese_needs_no_shaping(void **state)
{
	(void)state;
	static const char letters[] = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợ"
		"pqrstuùủũúụưừửữứựvxyỳỷỹýỵfjwz0123456789 .,;:!?()[]/-–—+%&*@#§°×\"'“”‘’…•№₫≤≥→□";
	struct buf upper;
	buf_init(&upper, 4096);
	text_upper(letters, &upper);
	buf_str_add(&upper, letters);
	for (int face = 0; face < FACES; face++) {
		uint32_t c;
		for (size_t at = 0, n; (n = text_char(upper.data + at, upper.len - at, &c)); at += n) {
			if (glyphs_find((enum face)face, c).kind != GLYPH_SIMPLE)
				fail_msg("U+%04X", (unsigned)c);
		}
	}
	assert_int_equal(glyphs_find(FACE_REGULAR, 0x301).kind, GLYPH_SHAPED);
	assert_int_equal(glyphs_find(FACE_REGULAR, 0x5D0).kind, GLYPH_SHAPED);
	assert_int_equal(glyphs_find(FACE_REGULAR, 0x4E2D).kind, GLYPH_NONE);
	assert_int_equal(glyphs_find(FACE_REGULAR, 0x1F600).kind, GLYPH_NONE);
	buf_clear(&upper);
}

/* ---- lines */

static unsigned seed = 7;

static unsigned next_random(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

static void trim(struct buf *text)
{
	while (text->len > 0 && text->data[text->len - 1] == ' ')
		text->len--;
}

/* Clean text: no spaces before the end of a line. No codes and years, which are broken otherwise. */
static void random_text(struct buf *text)
{
	static const char *const words[] = {
		"Nguyễn ", "thị ", "trấn ", "hưu trí ", "H01.91.12.261123.0043 ", "23/11/2026, ", "(mã số: ",
		"1.014027) ", "– ", "con-người ", "mau@example.vn ", "100 % ", "\"Tên\" ", "a", "ƯỜ", "\n",
		"Lê Thị Mẫu; ", "12.000 ₫ ", "và/hoặc ", "[1] ", "xã… ", "VĨNH HANH ", "http://example.vn/a?b=c&d ",
	};
	buf_reset(text);
	for (unsigned n = 1 + next_random(14); n > 0; n--) {
		const char *word = words[next_random(ARRAY_LEN(words))];
		if (*word == '\n')
			trim(text);
		buf_str_add(text, word);
	}
	trim(text);
	buf_char(text, '.');
}

static size_t without_spaces(const char *s, size_t len)
{
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\n'))
		len--;
	return len;
}

static void same_as_pango(struct lines *lines, PangoLayout *layout, const struct cell *cell)
{
	const char *text = cell->spans[0].text;
	lines_break(lines, cell, 1);
	pango_layout_set_text(layout, text, -1);
	pango_layout_set_width(layout, (int)(cell->width * PANGO_SCALE));
	if (lines->n_lines != pango_layout_get_line_count(layout))
		fail_msg("%d lines, not %d, of «%s» in %g", lines->n_lines,
			pango_layout_get_line_count(layout), text, cell->width);
	for (size_t i = 0; i < lines->n; i++) {
		const struct piece *p = &lines->pieces[i].piece;
		PangoLayoutLine *line = pango_layout_get_line_readonly(layout, lines->pieces[i].line);
		size_t len = without_spaces(text + line->start_index, (size_t)line->length);
		if (len != without_spaces(p->text, p->len) || memcmp(p->text, text + line->start_index, len))
			fail_msg("line %d of «%s»:\n%.*s\n%.*s", lines->pieces[i].line, text, (int)p->len, p->text,
				line->length, text + line->start_index);
	}
}

static void lines_break_where_pango_breaks_them(void **state)
{
	(void)state;
	PangoLayout *layout = fonts_layout();
	struct arena arena = {0};
	struct lines lines = {.arena = &arena};
	struct buf text;
	buf_init(&text, 10000);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_font_description(layout, fonts_describe(FACE_BOLD, SIZE));
	for (int i = 0; i < 3000; i++) {
		random_text(&text);
		const struct cell cell = {.width = 20 + next_random(300), .size = SIZE,
			.spans = {{FACE_BOLD, buf_str(&text)}}};
		same_as_pango(&lines, layout, &cell);
	}
	buf_clear(&text);
	lines_clear(&lines);
	arena_clear(&arena);
	g_object_unref(layout);
}

static char *line_text(const struct lines *lines, int line)
{
	struct buf text;
	buf_init(&text, 10000);
	for (size_t i = 0; i < lines->n; i++) {
		if (lines->pieces[i].line == line)
			buf_add(&text, lines->pieces[i].piece.text, lines->pieces[i].piece.len);
	}
	buf_add(&text, "", 0);
	return buf_take(&text);
}

static void has_line(const struct lines *lines, int line, const char *expected)
{
	char *text = line_text(lines, line);
	assert_string_equal(text, expected);
	free(text);
}

static void break_one(struct lines *lines, double width, const char *text)
{
	const struct cell cell = {.width = width, .size = SIZE, .spans = {{FACE_REGULAR, text}}};
	lines_break(lines, &cell, 1);
}

/* Nothing is lost in silence: what no face has is there as its number, and counted. */
static void unknown_characters_are_their_numbers(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct lines lines = {.arena = &arena};
	break_one(&lines, 400, "Nguyễn 中 Mẫu 😀 và ☐ chưa, ✓ rồi");
	has_line(&lines, 0, "Nguyễn [4E2D] Mẫu [1F600] và □ chưa, √ rồi");
	assert_int_equal(lines.unknown, 2);
	break_one(&lines, 400, "Hộp\xEF\xB8\x8F thư\tở \x01 đây");
	has_line(&lines, 0, "Hộp thư ở   đây");
	assert_int_equal(lines.unknown, 2);
	break_one(&lines, 400, "\xff" "a");
	has_line(&lines, 0, "[FFFD]a");
	lines_clear(&lines);
	arena_clear(&arena);
}

static void marks_and_right_to_left_go_to_pango(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct lines lines = {.arena = &arena};
	break_one(&lines, 60, "Tên x\xCC\x84 lạ và dài hơn ô");
	assert_int_equal(lines.pieces[0].piece.kind, PIECE_SHAPED);
	assert_true(lines.n_lines == 2 || lines.n_lines == 3);
	assert_int_equal(lines.unknown, 0);
	break_one(&lines, 400, "Ông שלום (Israel)");
	assert_int_equal(lines.pieces[0].piece.kind, PIECE_SHAPED);
	assert_int_equal(lines.n_lines, 1);
	break_one(&lines, 400, "lại thường");
	assert_int_equal(lines.pieces[0].piece.kind, PIECE_TEXT);
	lines_clear(&lines);
	arena_clear(&arena);
}

static void a_word_longer_than_its_cell_is_broken(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct lines lines = {.arena = &arena};
	char address[260] = "", all[300] = "";
	for (int i = 0; i < 239; i++)
		address[i] = (char)('a' + i % 26);
	strcpy(address + 239, "@example.vn");
	break_one(&lines, 120, address);
	assert_true(lines.n_lines > 8);
	for (int i = 0; i < lines.n_lines; i++) {
		char *text = line_text(&lines, i);
		strncat(all, text, sizeof(all) - strlen(all) - 1);
		free(text);
	}
	assert_string_equal(all, address);
	break_one(&lines, 0.5, "Ba");
	assert_int_equal(lines.n_lines, 2);
	break_one(&lines, 100, "");
	assert_int_equal(lines.n_lines, 1);
	assert_int_equal(lines.n, 0);
	lines_clear(&lines);
	arena_clear(&arena);
}

static void codes_break_after_hyphens(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct lines lines = {.arena = &arena};
	break_one(&lines, 90, "000.00.01.H01-261123-0001");
	has_line(&lines, 0, "000.00.01.H01-");
	has_line(&lines, 1, "261123-0001");
	break_one(&lines, 120, "000.00.01.H01-261123-0001");
	has_line(&lines, 0, "000.00.01.H01-261123-");
	has_line(&lines, 1, "0001");
	break_one(&lines, 140, "Mã: 000.00.01.H01-261123-0001");
	has_line(&lines, 0, "Mã: ");
	has_line(&lines, 1, "000.00.01.H01-261123-0001");
	break_one(&lines, 30, "-123456789");
	assert_true(lines.n_lines > 1);
	char *first = line_text(&lines, 0);
	assert_true(strlen(first) > 1);
	free(first);
	lines_clear(&lines);
	arena_clear(&arena);
}

static void a_year_is_not_alone(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct lines lines = {.arena = &arena};
	break_one(&lines, 112, "ngày 23 tháng 11 năm 2026");
	has_line(&lines, 0, "ngày 23 tháng 11 ");
	has_line(&lines, 1, "năm 2026");
	lines_clear(&lines);
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_simple_letter_is_what_pango_makes_of_it),
		cmocka_unit_test(vietnamese_needs_no_shaping),
		cmocka_unit_test(lines_break_where_pango_breaks_them),
		cmocka_unit_test(unknown_characters_are_their_numbers),
		cmocka_unit_test(marks_and_right_to_left_go_to_pango),
		cmocka_unit_test(a_word_longer_than_its_cell_is_broken),
		cmocka_unit_test(codes_break_after_hyphens),
		cmocka_unit_test(a_year_is_not_alone),
	};
	return cmocka_run_group_tests(tests, fonts_case_open, fonts_case_close);
}
