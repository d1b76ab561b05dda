#ifndef MOTCUA_PRINTING_FORM_H
#define MOTCUA_PRINTING_FORM_H

/*
 * A form on paper: a template and its data (printing/doc.h) set in type, as a PDF or as the dots of a
 * thermal printer. Text selectable, fonts embedded, the same bytes every time for the same input.
 */

#include <stdbool.h>
#include "base/buf.h"
#include "base/err.h"
#include "printing/doc.h"

#define PDF_MAX (64 * 1024 * 1024)

struct form_input {
	struct doc_input doc;
	const char *subject; /* behind the form's name in the PDF's title: a code; nothing of a person's */
	int dpi;             /* of a thermal printer, see printing/output.h; 0: a PDF */
	size_t *unknown;     /* set to how many characters no face has (printing/flow.h); NULL: who cares */
};

/* Loads fonts once; called on the worker thread, may be called again at no cost. */
bool form_setup(struct err *err) MUST_CHECK;
/* All parts, one after the other, appended to out; nothing where it fails before the first page. */
bool form_render(const struct form_input *in, struct buf *out, struct err *err) MUST_CHECK;
void form_teardown(void);

#endif
