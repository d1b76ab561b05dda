#ifndef MOTCUA_PRINTING_TEMPLATE_LINT_H
#define MOTCUA_PRINTING_TEMPLATE_LINT_H

/* What a template can be read with, yet nobody means: a bare keyword, a list with nothing in it, a paper named twice. Refused in a file, with its line; a text that papers were printed from is printed again as it
 * is (store/print_templates.h), so printing/template.h takes it. */

#include "printing/template.h"

/* False: ERR_CONFIG and a sentence as of template_read. */
bool template_lint(struct template *t, const char *file_name, struct err *err) MUST_CHECK;

#endif
