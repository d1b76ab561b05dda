#ifndef MOTCUA_PRINTING_FORM01_H
#define MOTCUA_PRINTING_FORM01_H

/*
 * What stands on form 01 (Thông tư 03/2025/TT-VPCP, annex I): its sections in order, as rows of a
 * flow. Only for printing/form.c.
 */

#include <cairo.h>
#include <stdbool.h>
#include "base/buf.h"
#include "base/err.h"
#include "printing/flow.h"
#include "printing/form.h"

#define FORM01_SIZE 10.5 /* of the type, pt */

struct form01 {
	const struct form_input *in;
	const struct dossier *d;
	struct flow *flow;
	struct buf text;      /* the value being worded */
	double left, width;   /* of the text area */
	cairo_surface_t *qr, *barcode; /* stencils; NULL: none */
	double qr_width, barcode_width; /* pt, without quiet zones; 0: none */
	int64_t dated_at;     /* the date at the top */
	bool notice;          /* no register number, one part */
};

/* ERR_DATA when the tracking address does not fit into a QR. */
bool form01_init(struct form01 *f, const struct form_input *in, const struct page_size *size,
	struct err *err) MUST_CHECK;
void form01_clear(struct form01 *f);
void form01_build(struct form01 *f);
/* The part above the fields (printing/form01_top.c): who, place and date, codes; then the title. */
void form01_head(struct form01 *f);
void form01_title(struct form01 *f, const char *title);
/* Small italics, kept with what stands above. */
void form01_note(struct form01 *f, const char *text);
/* A value of the dossier, fit for paper; lives as long as the form. */
const char *form01_clean(struct form01 *f, const char *s);
/* A flow_draw_fn; user is the form. */
void form01_footer(const struct sheet *sheet, double y, const void *user);

#endif
