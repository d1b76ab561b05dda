/*
 * A rejected dossier in the form: its content in the fields, central's reasons at them. Saved, it keeps
 * its number and time of receipt and gets a new receipt (store/correction.h). Left half-way it is a
 * draft like any other, and opening the dossier again opens that draft.
 */
#include "tui/intake_screen.h"

#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "store/correction.h"
#include "tui/screens.h"

/* ---- opening */

static void fill(struct intake *in, const struct dossier *d)
{
	struct string_map map = {0};
	intake_dossier_to_map(d, &map);
	intake_form_reset(&in->form);
	intake_take_procedure(in, d->procedure_code); /* withdrawn meanwhile: said, and chosen anew */
	intake_form_from_map(&in->form, &map);
	str_copy(in->form.correcting, sizeof(in->form.correcting), d->uuid);
	str_copy(in->form.code, sizeof(in->form.code), d->code);
	in->form.received_at = d->received_at;
	in->kept_edits = in->form.edits; /* nothing to keep yet */
	string_map_clear(&map);
}

/* What is not about a field of the form is told in the sentence below only. */
static void show_reasons(struct intake *in, const struct outbox_row *row)
{
	struct violations at_fields = {.n = 0};
	for (size_t i = 0; i < row->problem.violations.n; i++)
		if (intake_has_field(row->problem.violations.list[i].field))
			at_fields.list[at_fields.n++] = row->problem.violations.list[i];
	intake_mark_wrong(in, &at_fields);
	ui_say(in->base.ui, STYLE_BAD, _("Trung tâm từ chối: %s"), row->reason[0] ? row->reason :
		row->problem.title);
}

static bool open_dossier(struct intake *in, const char *uuid, const struct outbox_row *row)
{
	struct ui *ui = in->base.ui;
	struct dossier d;
	struct err err = ERR_INIT;
	int slot = draft_correcting(ui, uuid);
	bool ok = slot && intake_load_draft(in, slot);
	if (!ok) {
		dossier_init(&d);
		ok = dossiers_load(ui->env->store, uuid, &d, NULL, NULL, &err);
		if (ok)
			fill(in, &d);
		else
			ui_say_err(ui, &err);
		dossier_clear(&d);
	}
	if (ok) {
		in->drafts = draft_others(ui, in->slot);
		intake_reckon(in);
		show_reasons(in, row);
	}
	return ok;
}

void ui_correct(struct ui *ui, const char *uuid)
{
	struct outbox_row row;
	struct err err = ERR_INIT;
	bool found;
	if (!correction_find(ui->env->store, uuid, &row, &found, &err)) {
		ui_say_err(ui, &err);
		return;
	}
	if (!found) {
		ui_say(ui, STYLE_TEXT, _("Chỉ hồ sơ bị trung tâm từ chối mới sửa được ở đây."));
		return;
	}
	if (!draft_correcting(ui, uuid) && !draft_free_slot(ui)) {
		ui_say(ui, STYLE_WARN,
			_("Đã có %d phiếu dở. Hãy làm xong hoặc bỏ bớt (F6) rồi mở phiếu mới."), DRAFT_SLOTS);
		return;
	}
	struct screen *screen = screen_intake_new(ui);
	if (open_dossier((struct intake *)screen, uuid, &row))
		ui_push(ui, screen);
	else
		screen->ops->free(screen);
}

/* ---- saving */

bool intake_correct(struct intake *in, struct dossier *d)
{
	struct ui *ui = in->base.ui;
	struct intake_result result;
	struct err err = ERR_INIT;
	bool changed;
	const struct correction_options opt = {.now = clock_now(), .officer = ui->officer,
		.officer_name = ui->officer_name, .print = true, .calendar = ui->calendar};
	str_copy(d->uuid, sizeof(d->uuid), in->form.correcting);
	if (!correction_commit(ui->env->store, ui->env->ws, d, &opt, &result, &changed, &err)) {
		ui_say_err(ui, &err);
		return false;
	}
	intake_start_over(in);
	ui_pop(ui); /* in is gone */
	if (changed)
		ui_say(ui, STYLE_GOOD, _("%s Đã sửa %s, chờ gửi lại. Thu giấy hẹn cũ."),
			term_glyph(GLYPH_OK), d->code);
	else
		ui_say(ui, STYLE_TEXT, _("Không có gì thay đổi: đã đưa %s trở lại hàng đợi, giấy hẹn giữ nguyên."),
			d->code);
	if (result.print_job[0])
		ui_send_receipt(ui, result.print_job);
	sync_kick(ui->env->sync);
	ui_refresh(ui);
	return true;
}
