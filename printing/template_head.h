#ifndef MOTCUA_PRINTING_TEMPLATE_HEAD_H
#define MOTCUA_PRINTING_TEMPLATE_HEAD_H

/* The lines of a template that say what the form is: its id, name, papers, parts, what is asked. For
 * printing/template.c. */

#include "printing/template_parts.h"

/* *done: it was such a line (which is cut to pieces); else it is as it was. */
bool template_head_line(struct reading *r, char *line, bool *done) MUST_CHECK;
/* Is everything there that must be? */
bool template_head_end(const struct reading *r) MUST_CHECK;

#endif
