/* Intakes that begin with something known already. */
#include "tui/intake_screen.h"

#include <string.h>
#include "i18n/lang.h"
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

/* Who it is and what for; what was handed in, how and by whom is asked again. */
static void copy_into(struct intake *in, const struct dossier *d)
{
	struct string_map map = {0};
	intake_dossier_to_map(d, &map);
	bool taken = intake_take_procedure(in, d->procedure_code); /* gone meanwhile: said, and chosen anew */
	intake_form_from_map(&in->form, &map);
	string_map_clear(&map);
	memset(in->form.count, 0, sizeof(in->form.count));
	in->form.source = ID_TYPED;
	in->form.result = RESULT_DIRECT;
	field_set(&in->form.text[IN_DELEGATE], "");
	field_set(&in->form.text[IN_NOTE], "");
	field_set(&in->form.text[IN_COPIES], "1");
	in->form.correcting[0] = in->form.code[0] = '\0';
	in->form.received_at = 0;
	in->form.edits++;
	intake_reckon(in);
	if (!taken) {
		field_set(&in->form.text[IN_PROCEDURE], "");
		return;
	}
	pick_close(in);
	in->form.focus = intake_can_focus(&in->form, IN_COMPONENTS) ? IN_COMPONENTS : IN_RESULT;
	in->fresh_digit = true;
	ui_say(in->base.ui, STYLE_TEXT, _("Chép từ %s: kiểm lại người nộp, tích giấy tờ nhận được."), d->code);
}

void ui_copy_dossier(struct ui *ui, const char *uuid)
{
	struct dossier d;
	struct err err = ERR_INIT;
	if (!dossiers_load(ui->env->store, uuid, &d, NULL, NULL, &err)) {
		ui_say_err(ui, &err);
	} else {
		struct intake *in = open_form(ui, false);
		if (in)
			copy_into(in, &d);
	}
	dossier_clear(&d);
}
