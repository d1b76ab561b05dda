#ifndef MOTCUA_TESTS_PAGE_INK_H
#define MOTCUA_TESTS_PAGE_INK_H

/*
 * Pages compared as images. A page is drawn by pdftoppm and cut into cells of 3 mm; a cell is one
 * letter, '.' for white, else how much of it is ink: 1–9 and A–F, F from 15/16 on. A golden page is
 * these letters, so a difference can be read, and a page of A4 takes 7 KB at most.
 *
 * Tolerance. Letters a hair further right are the same page: a cell may differ by as much ink as
 * 3 of 15, and by more where one of the eight cells around has that much. A page passes when no more
 * than 1 cell in 200 of those with ink (in either picture), and never more than PAGE_INK_ODD, is
 * off. So a line that moved, a rule that went or a code that grew fails; a word of another length at
 * the end of a line may pass, which is why the words are read back as text besides.
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
