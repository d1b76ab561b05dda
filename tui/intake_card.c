/* A card scanned while the form is open. */
#include "base/buf.h"
#include "base/str.h"
#include "core/card.h"
#include "i18n/lang.h"
#include "tui/intake_screen.h"
#include "tui/scan.h"

static void take_back(struct intake *in)
{
	struct field *f = intake_focus_text(&in->form);
	if (f)
		scan_take_back(f);
	if (in->pick.open)
		pick_search(in);
}

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
	ui_say(in->base.ui, STYLE_TEXT, _("Thẻ của %s ghi vào ô Nộp thay."), card->name);
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

void intake_scan(struct screen *self, const char *text, size_t len, bool typed)
{
	struct intake *in = (struct intake *)self;
	struct card card;
	struct err err = ERR_INIT;
	if (typed)
		take_back(in);
	if (!card_parse(text, len, ui_today(), &card, &err)) {
		ui_say(in->base.ui, STYLE_BAD, _("%s Quét lại không được thì gõ tay."), err.text);
		return;
	}
	ui_quiet(in->base.ui);
	bool delegate = is_delegates(&in->form);
	if (delegate) {
		use_for_delegate(in, &card);
	} else {
		if (!put_aside(in, &card))
			return;
		intake_form_use_card(&in->form, &card);
	}
	if (!in->form.has_procedure)
		in->form.focus = IN_PROCEDURE;
	intake_focus_moved(in);
	if (!delegate)
		say_warnings(in);
}
