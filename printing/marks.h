#ifndef MOTCUA_PRINTING_MARKS_H
#define MOTCUA_PRINTING_MARKS_H

/*
 * QR and barcode as one-bit stencils with a pixel for each module, which a page stretches without
 * smoothing. A stencil drawn on several pages is in the file once: that is a third of the bytes and
 * of the time that paths would take. Quiet zones are the caller's to keep.
 */

#include <cairo.h>
#include "printing/code128.h"
#include "printing/qr.h"

/* pt. 0.254 mm: exactly 3 dots at 300 dpi, 2 at 203. */
#define MARKS_CODE128_MODULE 0.72
/* pt. 0.423 mm: exactly 5 dots at 300 dpi. */
#define MARKS_QR_MODULE 1.2

/* The caller destroys the surface. One pixel high. */
cairo_surface_t *marks_code128(const struct code128 *code);
cairo_surface_t *marks_qr(const struct qr *qr);
/* In black; x, y: the top left corner; a pixel becomes module × height pt. */
void marks_draw(cairo_t *cr, cairo_surface_t *stencil, double x, double y, double module,
	double height);

#endif
