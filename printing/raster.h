#ifndef MOTCUA_PRINTING_RASTER_H
#define MOTCUA_PRINTING_RASTER_H

/*
 * A page as black and white dots for a thermal head. What is drawn is remembered, then drawn again
 * in bands, so that a roll of any length needs the memory of one band.
 */

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>
#include "printing/paper.h"

/* To draw one page of that paper on, in points from the page's corner; what falls on the margins
 * left and right is lost, the head does not reach there. height: of the page. The caller destroys. */
cairo_t *raster_page(const struct paper_kind *paper, int dpi, double height);

/* Gets rows of dots from top to bottom, `stride` bytes a row, the leftmost dot in the highest bit, 1
 * is black. False ends it. */
typedef bool raster_rows_fn(void *user, const uint8_t *rows, int stride, int n);
/* All rows of that page, at most `band` at a time. */
bool raster_rows(cairo_t *page, const struct paper_kind *paper, int dpi, double height, int band,
	raster_rows_fn *take, void *user);

/* Is it such a page? Then things that must be exact are put on whole dots. */
bool raster_is_page(cairo_t *cr);

#endif
