#ifndef MOTCUA_PRINTING_OUTPUT_H
#define MOTCUA_PRINTING_OUTPUT_H

/*
 * Where drawn pages go: a PDF file, with two pages on a sheet where the paper is to be cut apart, or
 * the dots of a thermal printer (ESC/POS). A form draws its pages one after the other, part (liên) by
 * part, and need not know which. Deterministic: the same drawing gives the same bytes.
 *
 * One thread: the print worker's.
 */

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "printing/paper.h"

struct output;

struct output_how {
	const struct paper_kind *paper;
	int dpi;            /* of a thermal printer, see paper_dpi_known; 0: a PDF file */
	const char *title;  /* of the PDF: no personal data */
	int64_t created_at; /* Unix seconds: of the content, not of the rendering */
};

/* Longest page, pt: what a PDF may have (200 inch). Rolls that are longer have several. */
#define OUTPUT_HEIGHT_MAX 14400.0

/* out must outlive it. NULL when the paper is none that thermal printers take, or the resolution is
 * unknown. */
struct output *output_new(const struct output_how *how, struct buf *out, struct err *err);

/* What is drawn from here on is the next part; not called before the first. */
void output_part(struct output *o);
/* The next page, to draw on in points from its top left corner; borrowed until output_page_end. height
 * counts for rolls only. */
cairo_t *output_page(struct output *o, double height);
void output_page_end(struct output *o);

/* Completes what was written to out and frees o. ERR_DATA when it is larger than out's maximum. */
bool output_end(struct output *o, struct err *err) MUST_CHECK;

#endif
