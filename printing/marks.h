#ifndef MOTCUA_PRINTING_MARKS_H
#define MOTCUA_PRINTING_MARKS_H

/*
 * QR and barcode as one-bit stencils with a pixel for each module, which a page stretches without
 * smoothing. A stencil drawn on several pages is in the file once: that is a third of the bytes and
 * of the time that paths would take. Quiet zones are the caller's to keep.
 */

#include <cairo.h>
#include "printing/code128.h"
#include "printing/paper.h"
#include "printing/qr.h"

/* pt. 0.254 mm: exactly 3 dots at 300 dpi, 2 at 203. */
#define MARKS_CODE128_MODULE 0.72
/* pt. 0.423 mm: exactly 5 dots at 300 dpi. */
#define MARKS_QR_MODULE 1.2

/*
 * How large a module is on that paper, pt, so that readers read it; 0 when there is not the room for
 * that in `width` pt, quiet zones included: then it is better left out. dpi: of a thermal head, there
 * a module is a whole number of dots; 0 for a PDF, where rolls are taken to be of 203 dpi. The margins
 * beside a mark as wide as the text count as its quiet zones.
 */
double marks_code128_module(const struct paper_kind *paper, int dpi, const struct code128 *code,
	double width);
double marks_qr_module(const struct paper_kind *paper, int dpi, const struct qr *qr, double width);

/* The caller destroys the surface. One pixel high. */
cairo_surface_t *marks_code128(const struct code128 *code);
cairo_surface_t *marks_qr(const struct qr *qr);
/* In black; x, y: the top left corner, moved to the nearest whole dot on printing/raster.h's pages, so
 * that all modules are alike; a pixel becomes module × height pt. */
void marks_draw(cairo_t *cr, cairo_surface_t *stencil, double x, double y, double module,
	double height);

#endif
