#include "tests/harness/escpos_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

#define HEIGHT_MAX 2303 /* of one picture, in the manuals of such printers */

struct reader {
	const uint8_t *at;
	size_t left, offset;
	struct escpos_paper *out;
	struct escpos_piece piece; /* growing */
};

static bool wrong(struct reader *r, const char *what)
{
	snprintf(r->out->wrong, sizeof(r->out->wrong), "%s at byte %zu of %zu", what, r->offset,
		r->offset + r->left);
	return false;
}

static const uint8_t *take(struct reader *r, size_t n)
{
	const uint8_t *at = r->at;

	if (n > r->left)
		return NULL;
	r->at += n;
	r->left -= n;
	r->offset += n;
	return at;
}

static bool is_next(struct reader *r, const char *bytes, size_t n)
{
	return n <= r->left && memcmp(r->at, bytes, n) == 0 && take(r, n);
}

static void unpack(const uint8_t *rows, int stride, int n, uint8_t *dots)
{
	for (int i = 0; i < n * stride * 8; i++)
		dots[i] = rows[i / 8] >> (7 - i % 8) & 1;
}

static bool picture(struct reader *r)
{
	const uint8_t *size = take(r, 4);
	struct escpos_piece *p = &r->piece;

	if (!size)
		return wrong(r, "a picture without its size");
	int stride = size[0] + 256 * size[1], n = size[2] + 256 * size[3];
	if (stride == 0 || n == 0 || n > HEIGHT_MAX || (p->width && p->width != stride * 8))
		return wrong(r, "a picture of a wrong size");
	const uint8_t *rows = take(r, (size_t)stride * (size_t)n);
	if (!rows)
		return wrong(r, "a picture that is cut short");
	p->width = stride * 8;
	p->dots = xreallocarray(p->dots, (size_t)(p->height + n), (size_t)p->width);
	unpack(rows, stride, n, p->dots + (size_t)p->height * (size_t)p->width);
	p->height += n;
	return true;
}

static bool piece_ends(struct reader *r, bool label)
{
	struct escpos_paper *out = r->out;

	if (r->piece.height == 0)
		return wrong(r, "a piece of paper with nothing on it");
	r->piece.label = label;
	out->pieces = xreallocarray(out->pieces, out->n + 1, sizeof(*out->pieces));
	out->pieces[out->n++] = r->piece;
	r->piece = (struct escpos_piece){0};
	return true;
}

static bool command(struct reader *r)
{
	if (is_next(r, "\x1Dv0\0", 4))
		return picture(r);
	if (is_next(r, "\x1DV\x42\0", 4))
		return piece_ends(r, false);
	if (is_next(r, "\x0C", 1))
		return piece_ends(r, true);
	return wrong(r, "no command that is allowed");
}

bool escpos_read(const void *bytes, size_t len, struct escpos_paper *out)
{
	struct reader r = {.at = bytes, .left = len, .out = out};

	*out = (struct escpos_paper){0};
	bool ok = is_next(&r, "\x1B@", 2) || wrong(&r, "no ESC @ first");
	while (ok && r.left)
		ok = command(&r);
	if (ok && r.piece.height)
		ok = wrong(&r, "the last piece is not cut");
	free(r.piece.dots);
	return ok;
}

void escpos_paper_clear(struct escpos_paper *paper)
{
	for (size_t i = 0; i < paper->n; i++)
		free(paper->pieces[i].dots);
	free(paper->pieces);
	*paper = (struct escpos_paper){0};
}

void escpos_save(const struct escpos_piece *piece, int margin, const char *path)
{
	FILE *f = fopen(path, "wb");

	BUG_ON(!f);
	fprintf(f, "P5\n%d %d\n255\n", piece->width + 2 * margin, piece->height);
	for (int y = 0; y < piece->height; y++) {
		for (int x = -margin; x < piece->width + margin; x++) {
			bool black = x >= 0 && x < piece->width && piece->dots[y * piece->width + x];
			fputc(black ? 0 : 255, f);
		}
	}
	BUG_ON(fclose(f) != 0);
}
