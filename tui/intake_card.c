/* A card scanned while the form is open. */
#include "base/buf.h"
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
	for (size_t i = 0; i < in->form.n_warnings; i++) {
		buf_str_add(&line, i ? " · " : _("Thẻ đã nhận, cần xem lại: "));
		buf_str_add(&line, in->form.warnings[i].message);
	}
	if (line.len > 0)
		ui_say(in->base.ui, STYLE_WARN, "%s", buf_str(&line));
	else
		ui_quiet(in->base.ui);
	buf_clear(&line);
}

void intake_scan(struct screen *self, const char *text, size_t len, bool typed)
{
	struct intake *in = (struct intake *)self;
	struct card card;
	struct err err = ERR_INIT;
	if (typed)
		take_back(in);
	if (!card_parse(text, len, ui_today(), &card, &err)) {
		ui_say_err(in->base.ui, &err);
		return;
	}
	intake_form_use_card(&in->form, &card);
	if (!in->form.has_procedure)
		in->form.focus = IN_PROCEDURE;
	intake_focus_moved(in);
	say_warnings(in);
}
