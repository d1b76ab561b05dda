#ifndef MOTCUA_APP_PRINT_KEPT_H
#define MOTCUA_APP_PRINT_KEPT_H

/* The text a document was first made with, for further papers of it: it counts whatever became of the form's
 * file, be that changed, wrong or gone. */

#include "app/print_request.h"
#include "printing/template.h"

struct store;

/* NULL: what was asked for has no document yet, or not for each of its codes. template_free by the caller. */
struct template *print_kept_form(struct store *store, const struct print_request *request);

#endif
