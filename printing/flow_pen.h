#ifndef MOTCUA_PRINTING_FLOW_PEN_H
#define MOTCUA_PRINTING_FLOW_PEN_H

/*
 * Puts pieces on a page with as few calls as the page allows: letters of one face in one run,
 * over line ends and cells, and each rule of a table once from top to bottom. cairo's work on a
 * page goes by the call, so that halves it. Letters keep their characters: text can be selected
 * and searched for. For flow*.c.
 */

#include <cairo.h>
#include "printing/flow_lines.h"

struct pen;

struct pen *pen_new(void);
void pen_free(struct pen *pen);
/* What follows is drawn on cr; pen_end draws what is still gathered. */
void pen_begin(struct pen *pen, cairo_t *cr);
void pen_end(struct pen *pen);
/* y: top of the piece's block. */
void pen_piece(struct pen *pen, const struct piece *piece, double y);
/* Thin rules of tables. */
void pen_rule(struct pen *pen, double x1, double x2, double y);
/* At each x; borrowed until pen_end. */
void pen_uprights(struct pen *pen, const double *x, size_t n, double top, double bottom);

#endif
