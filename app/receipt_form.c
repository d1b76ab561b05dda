#include "app/receipt_form.h"

#include "base/clock.h"
#include "base/log.h"
#include "printing/forms.h"
#include "store/print_templates.h"

void receipt_form_know(struct app *app)
{
	struct err err = ERR_INIT;
	struct form_file file;
	bool sound = form_file_load(&file, app->config.forms_dir, "01", &err);
	if (!sound)
		log_line(LOG_ERROR, "form 01: %s", err.text);
	err = (struct err)ERR_INIT;
	if (!print_template_set_receipt(app->store, sound ? file.text : NULL, clock_now(), &err))
		log_line(LOG_WARN, "form 01 not kept: %s", err.text);
	form_file_clear(&file);
}
