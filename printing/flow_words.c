/* A cell's text as letters with their widths, all of which some face has. */

#include "printing/flow_lines.h"

#include <pango/pango.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "i18n/text.h"
#include "printing/glyphs.h"

#define CELL_TEXT_MAX (1024 * 1024) /* more than a whole dossier */

/* Shown by a character that looks the same, or means the same, where no face has it. */
static const struct {
	uint32_t character, shown;
} alike[] = {
	{0x2011, 0x2010}, {0x2610, 0x25A1}, {0x2611, 0x25A0}, {0x2612, 0x25A0}, {0x2713, 0x221A},
	{0x2714, 0x221A}, {0x2717, 0xD7}, {0x2718, 0xD7}, {0x27A2, 0x25BA}, {0x2794, 0x2192},
};

static uint32_t look_alike(uint32_t c)
{
	for (size_t i = 0; i < ARRAY_LEN(alike); i++) {
		if (alike[i].character == c)
			return alike[i].shown;
	}
	return c;
}

/* They choose between forms of the character before them; without that form there is nothing. */
static bool is_variation_selector(uint32_t c)
{
	return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

static struct letter *next_letter(struct lines *lines)
{
	if (lines->n_letters == lines->letters_room) {
		lines->letters_room = lines->letters_room ? lines->letters_room * 2 : 256;
		lines->letters = xreallocarray(lines->letters, lines->letters_room,
			sizeof(*lines->letters));
	}
	return &lines->letters[lines->n_letters++];
}

static void add_bytes(struct lines *lines, enum face face, struct glyph glyph, const char *s,
	size_t len)
{
	uint32_t at = (uint32_t)lines->text.len;

	if (!buf_add(&lines->text, s, len)) {
		lines->unknown++;
		return;
	}
	if (glyph.kind == GLYPH_SHAPED)
		lines->shaped = true;
	*next_letter(lines) = (struct letter){.at = at, .width = glyph.width, .face = (uint8_t)face};
}

static size_t encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	out[0] = (char)(0xE0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3F));
	out[2] = (char)(0x80 | (c & 0x3F));
	return 3;
}

/* As its number, so that whoever reads the paper sees that something stood here, and what. */
static void add_unknown(struct lines *lines, enum face face, uint32_t c)
{
	char number[16];

	lines->unknown++;
	snprintf(number, sizeof(number), "[%04X]", (unsigned)c);
	for (const char *p = number; *p; p++)
		add_bytes(lines, face, glyphs_find(face, (unsigned char)*p), p, 1);
}

static void add_other(struct lines *lines, enum face face, uint32_t c)
{
	uint32_t shown = look_alike(c);
	struct glyph glyph = glyphs_find(face, shown);
	char bytes[4];

	if (is_variation_selector(c))
		return;
	if (glyph.kind == GLYPH_NONE)
		add_unknown(lines, face, c);
	else
		add_bytes(lines, face, glyph, bytes, encode(shown, bytes));
}

static void add_span(struct lines *lines, enum face face, const char *s)
{
	for (size_t len = strlen(s), n; len > 0; s += n, len -= n) {
		uint32_t c;
		n = text_char(s, len, &c);
		if (n == 0) { /* no UTF-8: nobody should have sent it, nobody shall miss it */
			n = 1;
			add_other(lines, face, 0xFFFD);
			continue;
		}
		if (c == '\n') {
			add_bytes(lines, face, (struct glyph){.kind = GLYPH_SIMPLE}, s, n);
			continue;
		}
		if (c < ' ' || c == 0x7F)
			c = ' ';
		struct glyph glyph = glyphs_find(face, c);
		if (glyph.kind == GLYPH_NONE)
			add_other(lines, face, c);
		else
			add_bytes(lines, face, glyph, c == ' ' ? " " : s, n);
	}
}

void words_gather(struct lines *lines, const struct cell *cell)
{
	if (!lines->text.max)
		buf_init(&lines->text, CELL_TEXT_MAX);
	buf_reset(&lines->text);
	lines->n_letters = 0;
	lines->shaped = false;
	for (size_t i = 0; i < CELL_SPANS && cell->spans[i].text; i++)
		add_span(lines, cell->spans[i].face, cell->spans[i].text);
	*next_letter(lines) = (struct letter){.at = (uint32_t)lines->text.len};
	lines->n_letters--;
}

/* "năm 2026": the year does not stand alone on a line. A no-break space in the text itself would keep whoever
 * searches the paper from finding the date. */
static bool is_year(const struct lines *lines, size_t letter)
{
	static const char before[] = "năm ";
	size_t at = lines->letters[letter].at, len = sizeof(before) - 1;
	const char *text = lines->text.data;

	return at >= len && text[at] >= '0' && text[at] <= '9' && !memcmp(text + at - len, before, len);
}

void words_find_breaks(struct lines *lines)
{
	size_t n = lines->n_letters;
	PangoLogAttr *attrs = xcalloc(n + 1, sizeof(*attrs));

	pango_get_log_attrs(buf_str(&lines->text), (int)lines->text.len, -1,
		pango_context_get_language(fonts_context()), attrs, (int)n + 1);
	for (size_t i = 0; i < n; i++)
		lines->letters[i].may_break = attrs[i].is_line_break && !is_year(lines, i);
	free(attrs);
}
