/* Intakes that begin with something known already. */
#include "tui/intake_screen.h"

#include "tui/screens.h"

/* The form to begin in: the one in sight when it is empty enough, else a new one, the old kept as a
 * draft. NULL, and said, when there is no room for another. */
static struct intake *open_form(struct ui *ui, bool keep_person)
{
	struct screen *top = ui_top(ui);
	if (top->ops->scope != SCOPE_INTAKE) {
		size_t depth = ui->depth;
		ui_push(ui, screen_intake_new(ui));
		if (ui->depth == depth)
			return NULL;
		struct intake *in = (struct intake *)ui_top(ui);
		return intake_form_is_blank(&in->form) || intake_fresh(in) ? in : NULL;
	}
	struct intake *in = (struct intake *)top;
	bool fits = intake_form_is_blank(&in->form) || (keep_person && !in->form.has_procedure);
	return fits || intake_fresh(in) ? in : NULL;
}

void ui_begin_intake(struct ui *ui, const char *procedure)
{
	struct intake *in = open_form(ui, true);
	if (!in || !intake_take_procedure(in, procedure))
		return;
	pick_close(in);
	if (field_empty(&in->form.text[IN_NAME]))
		return; /* the person comes first */
	pick_chosen(in);
}
