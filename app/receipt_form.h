#ifndef MOTCUA_APP_RECEIPT_FORM_H
#define MOTCUA_APP_RECEIPT_FORM_H

/* Which text of the receipt's form the dossiers taken in from now on have (store/print_templates.h). */

#include "app/app.h"

/* Before the first intake of a run. A form that is refused holds no intake up: printing says what is wrong
 * with it, and so does doctor. */
void receipt_form_know(struct app *app);

#endif
