#ifndef MOTCUA_PRINTING_SET_H
#define MOTCUA_PRINTING_SET_H

/*
 * The blocks of a form (printing/doc.h) as rows of a flow, for each shape of paper: two columns on
 * sheets become one on rolls, a table becomes a list where it has not the width. For printing/form.c.
 */

#include "printing/doc.h"
#include "printing/output.h"

struct set;

/* After fonts_setup, or fonts_setup_sans where the paper is no sheet. in must outlive it. dpi: of a thermal printer, 0 for a PDF. type: size
 * of the type, pt. */
struct set *set_new(const struct doc_input *in, int dpi, double type);
/* NULL is fine. */
void set_free(struct set *set);
/* A doc_sink_fn; user is the set. */
bool set_block(void *user, const struct doc_block *block, struct err *err);
/* The paper's own date, Unix seconds. */
int64_t set_dated_at(const struct set *set);
/* Characters that will stand there as their number in Unicode. */
size_t set_unknown(const struct set *set);
/* Puts it on pages; returns how many a part has. */
int set_pages(struct set *set);
/* The same, and draws them, part by part. */
void set_draw(struct set *set, struct output *out);

#endif
