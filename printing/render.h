#ifndef MOTCUA_PRINTING_RENDER_H
#define MOTCUA_PRINTING_RENDER_H

/*
 * What an order asks for as bytes: its template read (or remembered from the order before), its data put
 * in, set on its paper. One thread: the print worker's.
 */

#include "base/buf.h"
#include "base/err.h"
#include "printing/paper.h"
#include "printing/worker.h"

/* Appends to out, which may hold PDF_MAX bytes. dpi: of a thermal printer, 0 for a PDF. unknown (may be
 * NULL): how many characters no face has, which stand there as their number. */
bool render_order(const struct print_order *order, int dpi, struct buf *out, size_t *unknown,
	struct err *err) MUST_CHECK;
/* The paper it will go on, of those that a PDF or such a thermal printer may have; NULL with why not. */
const struct paper_kind *render_paper(const struct print_order *order, int dpi, struct err *err);
/* May the order's form go on paper of that name? "": it may. */
bool render_takes(const struct print_order *order, const char *paper);
/* Forgets the templates and the fonts. */
void render_teardown(void);

#endif
