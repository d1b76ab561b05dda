#include "printing/face.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"

#define FONT_MAX (8 * 1024 * 1024)
/* The file's head, and each entry of its table of contents: tag, checksum, offset, length. */
enum { HEAD = 12, ENTRY = 16, OFFSET_AT = 8, LENGTH_AT = 12 };

/* Big-endian numbers, as all are in such a file. */
static unsigned get16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static size_t get32(const unsigned char *p)
{
	return (size_t)get16(p) << 16 | get16(p + 2);
}

static void put16(unsigned char *p, unsigned n)
{
	p[0] = (unsigned char)(n >> 8);
	p[1] = (unsigned char)n;
}

static void put32(unsigned char *p, size_t n)
{
	put16(p, (unsigned)(n >> 16));
	put16(p + 2, (unsigned)n);
}

/* ---- tables */

struct table {
	unsigned char *at;
	size_t len;
};

static unsigned char *find_entry(unsigned char *font, size_t len, const char *tag)
{
	for (size_t i = 0, n = get16(font + 4); i < n && HEAD + (i + 1) * ENTRY <= len; i++) {
		if (!memcmp(font + HEAD + i * ENTRY, tag, 4))
			return font + HEAD + i * ENTRY;
	}
	return NULL;
}

static bool find_table(unsigned char *font, size_t len, const char *tag, struct table *out)
{
	const unsigned char *entry = find_entry(font, len, tag);

	if (!entry)
		return false;
	size_t offset = get32(entry + OFFSET_AT);
	out->len = get32(entry + LENGTH_AT);
	if (offset > len || out->len > len - offset)
		return false;
	out->at = font + offset;
	return true;
}

static void empty_table(unsigned char *font, size_t len, const char *tag)
{
	unsigned char *entry = find_entry(font, len, tag);

	if (entry)
		put32(entry + LENGTH_AT, 0);
}

/* ---- glyphs: https://learn.microsoft.com/typography/opentype/spec/glyf */

enum { GLYPH_HEAD = 10 };
/* Flags of a component. */
enum { WORDS = 0x1, SCALE = 0x8, MORE = 0x20, TWO_SCALES = 0x40, MATRIX = 0x80, HINTS = 0x100 };

/* An outline of its own: after the ends of its contours come length and bytes of the hints. */
static bool drop_from_outline(unsigned char *glyph, size_t *len)
{
	size_t at = GLYPH_HEAD + 2 * (size_t)get16(glyph);

	if (at + 2 > *len || at + 2 + get16(glyph + at) > *len)
		return false;
	size_t hints = get16(glyph + at);
	put16(glyph + at, 0);
	memmove(glyph + at + 2, glyph + at + 2 + hints, *len - at - 2 - hints);
	*len -= hints;
	return true;
}

/* Made of other glyphs: the hints come last. */
static bool drop_from_composite(unsigned char *glyph, size_t *len)
{
	size_t at = GLYPH_HEAD;
	unsigned flags;

	do {
		if (at + 4 > *len)
			return false;
		flags = get16(glyph + at);
		put16(glyph + at, flags & ~(unsigned)HINTS);
		at += 4 + (flags & WORDS ? 4 : 2);
		at += flags & MATRIX ? 8 : flags & TWO_SCALES ? 4 : flags & SCALE ? 2 : 0;
	} while (flags & MORE);
	if (at > *len)
		return false;
	*len = at;
	return true;
}

static bool drop_from_glyph(unsigned char *glyph, size_t *len)
{
	if (*len == 0)
		return true;
	if (*len < GLYPH_HEAD)
		return false;
	return (get16(glyph) & 0x8000 ? drop_from_composite : drop_from_outline)(glyph, len);
}

/* Copies the glyphs one behind the other without their hints; loca gets their new places. */
static bool pack_glyphs(const struct table *glyf, unsigned char *loca, size_t n,
	unsigned char *packed)
{
	size_t used = 0, start = get32(loca);

	for (size_t i = 0; i < n; i++) {
		size_t end = get32(loca + 4 * (i + 1)), len = end - start;
		if (start > end || end > glyf->len || used + len > glyf->len)
			return false;
		memcpy(packed + used, glyf->at + start, len);
		if (!drop_from_glyph(packed + used, &len))
			return false;
		put32(loca + 4 * i, used);
		used += (len + 3) & ~(size_t)3;
		start = end;
	}
	put32(loca + 4 * n, used);
	return used <= glyf->len;
}

/* All glyphs, or none where one is not as the format has it. */
static void drop_glyph_hints(unsigned char *font, size_t len)
{
	struct table head, loca, glyf;
	const size_t long_places = 50;

	if (!find_table(font, len, "head", &head) || !find_table(font, len, "loca", &loca) ||
		!find_table(font, len, "glyf", &glyf) || head.len < long_places + 2 ||
		get16(head.at + long_places) != 1 || loca.len < 8)
		return;
	unsigned char *packed = xcalloc(1, glyf.len + 1);
	unsigned char *places = memcpy(xmalloc(loca.len), loca.at, loca.len);
	if (pack_glyphs(&glyf, places, loca.len / 4 - 1, packed)) {
		memcpy(glyf.at, packed, glyf.len);
		memcpy(loca.at, places, loca.len);
	}
	free(packed);
	free(places);
}

void face_drop_hints(unsigned char *font, size_t len)
{
	static const unsigned char true_type[] = {0, 1, 0, 0};
	static const char hints[][5] = {"cvt ", "fpgm", "prep"};

	if (len < HEAD || memcmp(font, true_type, sizeof(true_type)) != 0)
		return;
	for (size_t i = 0; i < ARRAY_LEN(hints); i++)
		empty_table(font, len, hints[i]);
	drop_glyph_hints(font, len);
}

int face_open(const char *path)
{
	struct buf font;
	int fd = -1;

	buf_init(&font, FONT_MAX);
	if (fs_read(path, &font, NULL) && font.len) {
		face_drop_hints((unsigned char *)font.data, font.len);
		fd = memfd_create("face", MFD_CLOEXEC);
	}
	if (fd >= 0 && write(fd, font.data, font.len) != (ssize_t)font.len) {
		close(fd);
		fd = -1;
	}
	buf_clear(&font);
	return fd;
}
