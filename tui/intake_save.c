/* From the form to a dossier on the disk, a number and a paper; and what the form says beforehand. */
#include "tui/intake_screen.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "store/intake.h"

static void reckon_time(struct intake *in)
{
	const struct channel_terms *terms = intake_form_terms(&in->form);
	const struct calendar *calendar = in->base.ui->calendar;
	struct buf why;
	int64_t now = clock_now(), from = in->form.correcting[0] ? in->form.received_at : now;
	in->due[0] = in->why[0] = '\0';
	if (!terms)
		return;
	struct due due = calendar_due(calendar, from, terms->time);
	when_moment(due.at, now, in->due);
	buf_init(&why, sizeof(in->why) - 1);
	calendar_explain(calendar, from, terms->time, &why);
	if (due.provisional)
		buf_str_add(&why, _(" · tạm tính"));
	if (!clock_trusted())
		buf_str_add(&why, _(" · tạm tính: đồng hồ máy chưa chắc đúng"));
	text_clean_to(in->why, sizeof(in->why), buf_str(&why));
	buf_clear(&why);
}

void intake_reckon(struct intake *in)
{
	struct ui *ui = in->base.ui;
	const struct channel_terms *terms = intake_form_terms(&in->form);
	in->fee[0] = '\0';
	if (terms) {
		struct buf fee;
		buf_init(&fee, sizeof(in->fee) - 1);
		fee_text(terms, &fee);
		text_clean_to(in->fee, sizeof(in->fee), buf_str(&fee));
		buf_clear(&fee);
	}
	reckon_time(in);
	if (in->form.correcting[0])
		str_copy(in->number, sizeof(in->number), in->form.code);
	else if (!numbers_peek(ui->env->store, ui->env->ws, ui_today(), in->number))
		in->number[0] = '\0';
}

bool intake_take_procedure(struct intake *in, const char *code)
{
	struct procedure procedure = {0};
	char hash[65] = "";
	struct err err = ERR_INIT;
	if (!catalogue_procedure(in->base.ui->env->store, code, &procedure, hash, &err)) {
		ui_say_err(in->base.ui, &err);
		procedure_clear(&procedure);
		return false;
	}
	if (!procedure.terms[CHANNEL_DIRECT].offered) {
		ui_say(in->base.ui, STYLE_WARN,
			_("%s không nhận tại quầy: người dân nộp trên Cổng dịch vụ công."), procedure.code);
		procedure_clear(&procedure);
		return false;
	}
	intake_form_use_procedure(&in->form, &procedure, hash);
	intake_reckon(in);
	return true;
}

/* Who takes it in, and where. */
static void sign(const struct ui *ui, struct dossier *d)
{
	const struct workstation *ws = ui->env->ws;
	d->agency = arena_strdup(&d->arena, ws->agency);
	d->agency_name = arena_strdup(&d->arena, ws->agency_name);
	d->workstation = arena_strdup(&d->arena, ws->id);
	d->counter = ws->counter;
	d->officer = arena_strdup(&d->arena, ui->officer);
	d->officer_name = arena_strdup(&d->arena, ui->officer_name);
}

void intake_mark_wrong(struct intake *in, const struct violations *v)
{
	in->form.wrong = *v;
	for (int field = 0; field < IN_FIELDS; field++) {
		const struct violation *wrong = intake_form_wrong(&in->form, (enum intake_field)field);
		if (!wrong)
			continue;
		in->form.focus = (enum intake_field)field;
		if (field == IN_COMPONENTS)
			intake_field_of(wrong->field, &in->form.row);
		break;
	}
	struct field *f = intake_focus_text(&in->form);
	if (f)
		f->cursor = f->len;
	offer_close(in);
	in->pick.list.open = false; /* what is wrong is told there; a letter opens it again */
}

static void show_wrong(struct intake *in, const struct violations *v)
{
	intake_mark_wrong(in, v);
	ui_quiet(in->base.ui); /* "lưu ở …" was said of another dossier */
	ui_say(in->base.ui, STYLE_BAD, P_("Chưa lưu: %zu chỗ cần sửa, đánh dấu ! ở phiếu.",
		"Chưa lưu: %zu chỗ cần sửa, đánh dấu ! ở phiếu.", v->n), v->n);
}

/* What is to be said of the number: short, the line has no room for more; F11 tells the rest. */
static void number_note(struct ui *ui, const struct dossier *d, char *out, size_t size)
{
	struct date day = instant_date(d->received_at);
	struct number_stock stock;
	out[0] = '\0';
	int level = numbers_warn(ui->env->store, day);
	if (dossier_code_fallback(d->code))
		snprintf(out, size, " · %s", _("số dự phòng"));
	else if (level && numbers_stock(ui->env->store, day, &stock, NULL))
		snprintf(out, size, _(" · còn %lld số"), (long long)stock.left);
}

static void say_done(struct ui *ui, const struct dossier *d)
{
	char due[WHEN_SIZE], note[64];
	when_moment(d->due_at, d->received_at, due);
	number_note(ui, d, note, sizeof(note));
	if (due[0])
		ui_say(ui, STYLE_GOOD, _("%s Đã tiếp nhận %s · hẹn %s%s"), term_glyph(GLYPH_OK), d->code, due,
			note);
	else
		ui_say(ui, STYLE_GOOD, _("%s Đã tiếp nhận %s · chưa công bố thời hạn%s"),
			term_glyph(GLYPH_OK), d->code, note);
}

static bool commit(struct intake *in, struct dossier *d)
{
	struct ui *ui = in->base.ui;
	struct intake_result result;
	struct err err = ERR_INIT;
	struct intake_options options = {
		.now = clock_now(), .offline = ui_offline(ui), .clock_trusted = clock_trusted(),
		.print = true, .calendar = ui->calendar,
	};
	if (!intake_commit(ui->env->store, ui->env->ws, d, &options, &result, &err)) {
		ui_say_err(ui, &err);
		return false;
	}
	say_done(ui, d);
	if (result.print_job[0])
		ui_send_receipt(ui, result.print_job);
	sync_kick(ui->env->sync);
	return true;
}

/* One complaint a field is enough; the form's own come first. */
static void add_others(struct violations *wrong, const struct violations *more)
{
	size_t row;
	for (size_t i = 0; i < more->n && wrong->n < VIOLATIONS_MAX; i++) {
		bool told = false;
		for (size_t k = 0; k < wrong->n && !told; k++)
			told = intake_field_of(wrong->list[k].field, &row) ==
				intake_field_of(more->list[i].field, &row);
		if (!told)
			wrong->list[wrong->n++] = more->list[i];
	}
}

static bool check(const struct intake_form *form, struct dossier *d, struct violations *wrong)
{
	struct violations more = {0};
	if (!dossier_check(d, form->has_procedure ? &form->procedure : NULL, &more))
		add_others(wrong, &more);
	return wrong->n == 0;
}

/* The focus goes on all the same; the words stand at the field and, until the next key, below. */
void intake_leave(struct intake *in)
{
	struct intake_form *form = &in->form;
	struct field *f = intake_focus_text(form);
	struct violations found = {0};
	struct dossier d;
	struct err err = ERR_INIT;
	size_t row;
	if (!f || field_empty(f) || form->focus == IN_PROCEDURE)
		return;
	if (typing_tidy(&in->base.ui->typing, f, ui_today()))
		form->edits++;
	dossier_init(&d);
	if (intake_form_to_dossier(form, &d, &found, &err))
		check(form, &d, &found);
	for (size_t i = 0; i < found.n; i++) {
		const struct violation *v = &found.list[i];
		if (intake_field_of(v->field, &row) != form->focus || str_eq(v->code, "required"))
			continue;
		if (!intake_form_wrong(form, form->focus) && form->wrong.n < VIOLATIONS_MAX)
			form->wrong.list[form->wrong.n++] = *v;
		ui_say(in->base.ui, STYLE_BAD, "%s: %s", intake_label(form, form->focus), v->message);
		break;
	}
	dossier_clear(&d);
}

void intake_start_over(struct intake *in)
{
	intake_drop_draft(in);
	pick_close(in);
	intake_form_reset(&in->form);
	in->kept_edits = 0;
	ui_refresh(in->base.ui);
}

void intake_save(struct intake *in)
{
	struct dossier d;
	struct violations wrong = {0};
	struct err err = ERR_INIT;
	/* a second F9 by itself must not look as if the dossier just taken in were not saved */
	if (intake_form_is_blank(&in->form)) {
		if (in->base.ui->status.style != STYLE_GOOD)
			ui_say(in->base.ui, STYLE_TEXT, _("Phiếu đang trống, chưa có gì để lưu."));
		return;
	}
	intake_leave(in);
	dossier_init(&d);
	sign(in->base.ui, &d);
	if (!intake_form_to_dossier(&in->form, &d, &wrong, &err))
		ui_say_err(in->base.ui, &err);
	else if (!check(&in->form, &d, &wrong))
		show_wrong(in, &wrong);
	else if (in->form.correcting[0])
		intake_correct(in, &d);
	else if (commit(in, &d))
		intake_start_over(in);
	dossier_clear(&d);
}
