#ifndef MOTCUA_TESTS_PAGE_INK_H
#define MOTCUA_TESTS_PAGE_INK_H

/*
 * Pages compared as images. A page is drawn by pdftoppm and cut into cells of 3 mm; a cell is one
 * letter, '.' for white (less than 1 of 32 is ink), else how much of it is ink: 1–9 and A–F, in 16ths. A
 * golden page is these letters, so a difference can be read, and a page of A4 takes 7 KB at most.
 *
 * Tolerance. A cell is off when it differs by more than 3 (of 15), or is white where the other is not;
 * unless a cell beside it, left or right, has what is missed: letters may stand a hair further along
 * their line. A page passes when no more than 1 in 200 of its cells with ink is off, and never more than
 * PAGE_INK_ODD. So other smoothing of letters passes; a line that moved by a millimetre or is gone, a rule
 * that went, a code of another size fail. One word for another of its length may pass: words are read
 * back as text besides.
 */

#include <stdbool.h>
#include "base/buf.h"

#define PAGE_INK_ODD 12

/* Draws every page of the file; appends the cells, each page after a line "page N: W × H mm". */
void page_ink_read(const char *pdf, struct buf *out);
/* False when pages are missing or too many, of another size, or off; says (appended to why) which
 * page, how many cells, and the first of them in millimetres from the top left. */
bool page_ink_same(const char *ink, const char *golden, struct buf *why);
/* Compares the file with tests/golden/pages/NAME.txt; with UPDATE=1 writes that instead. Fails the
 * test, and leaves what was seen as NAME.txt in the folder `seen`, when they differ. */
void page_ink_golden(const char *pdf, const char *name, const char *seen);

#endif
