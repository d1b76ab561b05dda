#ifndef MOTCUA_TESTS_ESCPOS_READ_H
#define MOTCUA_TESTS_ESCPOS_READ_H

/*
 * What a thermal printer would make of bytes: pictures on pieces of paper, cut or label by label.
 * Strict: a byte that is not part of ESC @ (once, first), GS v 0, GS V 66 0 or FF is a fault, for it
 * would be a letter or a command that nobody meant.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct escpos_piece {
	int width, height; /* dots */
	uint8_t *dots;     /* a byte each, row by row; 1 is black */
	bool label;        /* ended by FF; else cut */
};

struct escpos_paper {
	struct escpos_piece *pieces;
	size_t n;
	char wrong[120];   /* the first fault and where it is; "" when there is none */
};

/* False with out->wrong on any fault. Clear in any case. */
bool escpos_read(const void *bytes, size_t len, struct escpos_paper *out);
void escpos_paper_clear(struct escpos_paper *paper);
/* As a picture (PGM) for zbarimg, with the paper's white at both sides that no head reaches. */
void escpos_save(const struct escpos_piece *piece, int margin, const char *path);

#endif
