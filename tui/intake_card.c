/* A card scanned while the form is open. */
#include <string.h>
#include "base/buf.h"
#include "base/str.h"
#include "core/card.h"
#include "i18n/lang.h"
#include "tui/intake_screen.h"

/* ---- given back */

/* Digits lead from the kind of applicant to the number. */
static enum intake_field typed_into(const struct intake_form *form)
{
	if (form->focus == IN_KIND)
		return IN_ID;
	return intake_is_text(form->focus) ? form->focus : IN_FIELDS;
}

void intake_mark(struct screen *self)
{
	struct intake *in = (struct intake *)self;
	const struct intake_form *form = &in->form;
	struct intake_mark *m = &in->mark;
	m->focus = form->focus;
	m->field = typed_into(form);
	if (m->field != IN_FIELDS)
		field_mark(&form->text[m->field], &m->text);
	m->kind = form->kind;
	m->sex = form->sex;
	m->result = form->result;
	m->source = form->source;
	m->chosen_case = form->chosen_case;
	m->n_warnings = form->n_warnings;
	memcpy(m->count, form->count, sizeof(m->count));
	m->wrong = form->wrong;
	m->picking = in->pick.list.open;
	m->picked = in->pick.list.chosen;
	m->fresh_digit = in->fresh_digit;
}

void intake_unscan(struct screen *self)
{
	struct intake *in = (struct intake *)self;
	struct intake_form *form = &in->form;
	const struct intake_mark *m = &in->mark;
	form->focus = m->focus;
	if (m->field != IN_FIELDS)
		field_give_back(&form->text[m->field], &m->text);
	form->kind = m->kind;
	form->sex = m->sex;
	form->result = m->result;
	form->source = m->source;
	form->chosen_case = m->chosen_case;
	form->n_warnings = m->n_warnings;
	memcpy(form->count, m->count, sizeof(m->count));
	form->wrong = m->wrong;
	form->edits++; /* a draft of the half scan may have been kept */
	in->pick.list.open = m->picking;
	offer_close(in);
	in->fresh_digit = m->fresh_digit;
	if (in->pick.list.open)
		pick_search(in);
	if (m->picked < (long)in->pick.list.n)
		in->pick.list.chosen = m->picked;
	intake_reckon(in);
}

/* ---- taken */

static void say_warnings(struct intake *in)
{
	struct buf line;
	buf_init(&line, sizeof(in->base.ui->status.text) - 1);
	if (in->form.source == ID_CARD_MRZ)
		buf_str_add(&line, _("Dòng MRZ không có dấu và không có địa chỉ: hãy sửa họ tên, gõ địa chỉ. "));
	for (size_t i = 0; i < in->form.n_warnings; i++) {
		buf_str_add(&line, i ? " · " : _("Thẻ đã nhận, cần xem lại: "));
		buf_str_add(&line, in->form.warnings[i].message);
	}
	if (line.len > 0)
		ui_say(in->base.ui, STYLE_WARN, "%s", buf_str(&line));
	buf_clear(&line);
}

/* One who hands in for another: scanned at that field, or where an organisation applies. */
static bool is_delegates(const struct intake_form *form)
{
	return form->focus == IN_DELEGATE ||
		(intake_is_organisation(form) && !field_empty(&form->text[IN_NAME]));
}

static void use_for_delegate(struct intake *in, const struct card *card)
{
	intake_form_use_delegate(&in->form, card);
	ui_say(in->base.ui, STYLE_TEXT, _("Thẻ của %s ghi vào ô Nộp thay."),
		card->name[0] ? card->name : card->id_number);
}

/* The next citizen's card over a form that is not saved yet: that form is put aside, never mixed. */
static bool put_aside(struct intake *in, const struct card *card)
{
	char before[200];
	if (!intake_form_is_of_another(&in->form, card))
		return true;
	str_copy(before, sizeof(before), in->form.text[IN_NAME].text);
	if (!intake_fresh(in))
		return false;
	ui_say(in->base.ui, STYLE_WARN, _("Phiếu của %s chưa lưu, đã cất vào bản nháp (F6)."), before);
	return true;
}

/* What is to be typed comes first: a name that came garbled, then the procedure. */
static void go_on(struct intake *in, bool delegate, const struct card *card)
{
	bool nameless = !card->name[0] && (delegate || field_empty(&in->form.text[IN_NAME]));
	if (nameless)
		in->form.focus = delegate ? IN_DELEGATE : IN_NAME;
	else if (!in->form.has_procedure)
		in->form.focus = IN_PROCEDURE;
	intake_focus_moved(in);
	if (nameless && delegate)
		in->form.text[IN_DELEGATE].cursor = 0; /* the name goes before the number */
}

void intake_card(struct screen *self, const struct card *card)
{
	struct intake *in = (struct intake *)self;
	ui_quiet(in->base.ui);
	bool delegate = is_delegates(&in->form);
	if (delegate)
		use_for_delegate(in, card);
	else if (put_aside(in, card))
		intake_form_use_card(&in->form, card);
	else
		return;
	go_on(in, delegate, card);
	if (!delegate)
		say_warnings(in);
}
