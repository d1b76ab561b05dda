#ifndef MOTCUA_PRINTING_PDF_H
#define MOTCUA_PRINTING_PDF_H

/*
 * A PDF file in memory: cairo draws it, its description carries no personal data and no moment of
 * making, so that the same drawing gives the same bytes.
 */

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

struct pdf_meta {
	const char *title;
	int64_t created_at;   /* Unix seconds: of the content, not of the rendering */
	double width, height; /* of its pages, pt; see pdf_page */
};

/* Draw on it page by page (cairo_show_page), then pdf_end. out must outlive it; what was in out
 * before stays. */
cairo_t *pdf_begin(const struct pdf_meta *meta, struct buf *out);
/* The size of the page that is drawn next, where it is another one. */
void pdf_page(cairo_t *cr, double width, double height);
/* Completes the file; ERR_DATA when it is larger than out's maximum. */
bool pdf_end(cairo_t *cr, struct buf *out, struct err *err) MUST_CHECK;

#endif
