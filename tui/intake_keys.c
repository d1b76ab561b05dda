/* What keys do on the intake form. */
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/intake_screen.h"
#include "tui/screens.h"

static struct intake *of(struct screen *self)
{
	return (struct intake *)self;
}

void intake_focus_moved(struct intake *in)
{
	struct field *f = intake_focus_text(&in->form);
	in->fresh_digit = true;
	offer_close(in);
	if (f)
		f->cursor = f->len;
	if (in->form.focus == IN_PROCEDURE && !in->form.has_procedure)
		pick_open(in);
	else
		pick_close(in);
}

static void move_focus(struct intake *in, int step)
{
	enum intake_field old = in->form.focus;
	intake_leave(in);
	intake_focus_step(&in->form, step);
	if (in->form.focus != old)
		intake_focus_moved(in);
}

/* ---- fields */

static bool choice_key(struct intake *in, struct key key)
{
	bool left = key.kind == KIND_FUNCTION && key.code == K_LEFT;
	bool right = (key.kind == KIND_FUNCTION && key.code == K_RIGHT) ||
		(key.kind == KIND_CHAR && key.code == ' ');
	if (!left && !right)
		return false;
	intake_form_cycle(&in->form, left ? -1 : 1);
	if (in->form.focus == IN_CASE)
		intake_reckon(in);
	return true;
}

static bool changes_text(struct key key)
{
	return key.kind == KIND_CHAR || (key.kind == KIND_FUNCTION &&
		(key.code == K_BACKSPACE || key.code == K_DELETE));
}

static void text_changed(struct intake *in)
{
	intake_form_edited(&in->form, in->form.focus);
	if (in->form.focus == IN_PROCEDURE)
		pick_open(in);
	else
		offer_update(in);
}

static bool text_key(struct intake *in, struct key key)
{
	struct field *f = intake_focus_text(&in->form);
	/* a chosen procedure is replaced as a whole by the first letter of another search */
	if (in->form.focus == IN_PROCEDURE && !in->pick.list.open && key.kind == KIND_CHAR)
		field_set(f, "");
	if (!typing_key(&in->base.ui->typing, f, key)) {
		if (key.kind == KIND_CHAR && f->len >= FIELD_MAX - 4)
			ui_say(in->base.ui, STYLE_WARN, _("Ô này đã đầy, chữ gõ thêm bị bỏ."));
		return key.kind == KIND_CHAR;
	}
	if (changes_text(key))
		text_changed(in);
	return true;
}

static bool field_of_focus(struct intake *in, struct key key)
{
	/* after the name comes the number: it is not lost when Enter led to what stands between them */
	if (in->form.focus == IN_KIND && key.kind == KIND_CHAR && key.code >= '0' && key.code <= '9') {
		in->form.focus = IN_ID;
		intake_focus_moved(in);
	}
	if (in->form.focus == IN_COMPONENTS)
		return intake_table_key(in, key);
	return intake_is_text(in->form.focus) ? text_key(in, key) : choice_key(in, key);
}

/* ---- actions */

static void enter(struct intake *in)
{
	if (in->form.focus == IN_CASE)
		pick_case(in);
	else if (in->form.focus == IN_PROCEDURE && !in->form.has_procedure)
		pick_open(in);
	else
		move_focus(in, 1);
}

bool intake_fresh(struct intake *in)
{
	if (!intake_keep(in))
		return false;
	int slot = draft_free_slot(in->base.ui);
	if (!slot) {
		ui_say(in->base.ui, STYLE_WARN,
			_("Đã có %d phiếu dở. Hãy làm xong hoặc bỏ bớt (F6) rồi mở phiếu mới."), DRAFT_SLOTS);
		return false;
	}
	in->slot = slot;
	intake_form_reset(&in->form);
	in->kept_edits = 0;
	in->drafts = draft_others(in->base.ui, slot);
	intake_reckon(in);
	intake_focus_moved(in);
	return true;
}

static void leave(struct intake *in)
{
	struct ui *ui = in->base.ui;
	bool blank = intake_form_is_blank(&in->form), kept = intake_keep(in);
	bool told = in->told_edits == in->form.edits + 1;
	if (!kept && !told) {
		in->told_edits = in->form.edits + 1;
		ui_say(ui, STYLE_BAD, _("Không giữ được bản nháp nên phiếu vẫn mở: hãy làm xong và lưu (F9). Nhấn "
			"Esc lần nữa thì bỏ phiếu."));
		return;
	}
	ui_pop(ui);
	if (!blank && kept)
		ui_say(ui, STYLE_TEXT, _("Phiếu chưa lưu được giữ thành bản nháp. Mở lại: F2 rồi F6."));
}

/* Tab on a search with a hit takes it, as Enter does. */
static void next(struct intake *in)
{
	if (in->pick.list.open && in->pick.list.chosen >= 0 && !field_empty(&in->form.text[IN_PROCEDURE]))
		pick_accept(in);
	else
		move_focus(in, 1);
}

/* What the citizen is to bring, of the procedure looked for or chosen. */
static void guide(struct intake *in)
{
	struct ui *ui = in->base.ui;
	const struct picker *p = &in->pick;
	if (p->list.open && p->list.chosen >= 0)
		ui_print_guidance(ui, p->hits[p->list.chosen].code, p->hits[p->list.chosen].name);
	else if (in->form.has_procedure)
		ui_print_guidance(ui, in->form.procedure.code, in->form.procedure.name);
	else
		ui_say(ui, STYLE_TEXT, _("Chọn thủ tục trước, rồi F7 in phiếu hướng dẫn."));
}

static bool act(struct intake *in, enum action action)
{
	switch (action) {
	case ACT_SAVE:
		intake_save(in);
		return true;
	case ACT_NEXT:
		next(in);
		return true;
	case ACT_PREV:
		move_focus(in, -1);
		return true;
	case ACT_ENTER:
		enter(in);
		return true;
	case ACT_UP:
	case ACT_DOWN:
		if (in->form.focus != IN_COMPONENTS || !intake_table_move(in, action))
			move_focus(in, action == ACT_UP ? -1 : 1);
		return true;
	case ACT_PAGE_UP:
	case ACT_PAGE_DOWN:
		return in->form.focus == IN_COMPONENTS && intake_table_move(in, action);
	case ACT_DRAFTS:
		intake_show_drafts(in);
		return true;
	case ACT_FRESH:
		(void)intake_fresh(in);
		return true;
	case ACT_PRINT:
		guide(in);
		return true;
	case ACT_BACK:
		leave(in);
		return true;
	default:
		return false;
	}
}

static bool intake_key(struct screen *self, struct key key, enum action action)
{
	struct intake *in = of(self);
	bool used = pick_key(in, action) || offer_key(in, action) ||
		(action != ACT_NONE ? act(in, action) : field_of_focus(in, key));
	return used;
}

static struct field *intake_field(struct screen *self)
{
	return intake_focus_text(&of(self)->form);
}

static void intake_edited(struct screen *self)
{
	text_changed(of(self));
}

static void intake_paste(struct screen *self, const char *bytes, size_t len)
{
	struct intake *in = of(self);
	struct field *f = intake_focus_text(&in->form);
	if (!f)
		return;
	if (in->form.focus == IN_PROCEDURE && !in->pick.list.open)
		field_set(f, "");
	if (!typing_paste(&in->base.ui->typing, f, bytes, len))
		ui_say(in->base.ui, STYLE_WARN, _("Đoạn dán quá dài, phần cuối bị bỏ."));
	text_changed(in);
}

/* ---- the rest of the table */

static void intake_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)cols;
	const struct intake *in = (const struct intake *)self;
	if (in->form.correcting[0])
		snprintf(out, size, "%s  %s", _("SỬA HỒ SƠ"), in->form.code);
	else if (in->drafts > 0)
		snprintf(out, size, P_("%s · %zu phiếu dở (F6)", "%s · %zu phiếu dở (F6)", in->drafts),
			_("TIẾP NHẬN HỒ SƠ"), in->drafts);
	else
		str_copy(out, size, _("TIẾP NHẬN HỒ SƠ"));
}

static void intake_refresh(struct screen *self)
{
	struct intake *in = of(self);
	intake_reckon(in);
	if (in->pick.list.open)
		pick_search(in);
	offer_again(in);
}

static void intake_keep_screen(struct screen *self)
{
	(void)intake_keep(of(self));
}

static bool intake_unsaved(const struct screen *self)
{
	const struct intake *in = (const struct intake *)self;
	return in->form.edits != in->kept_edits;
}

static void intake_free(struct screen *self)
{
	procedure_clear(&of(self)->form.procedure);
	free(self);
}

static const struct screen_ops intake_ops = {
	.scope = SCOPE_INTAKE,
	.title = intake_title,
	.draw = intake_draw,
	.key = intake_key,
	.field = intake_field,
	.edited = intake_edited,
	.paste = intake_paste,
	.card = intake_card,
	.mark = intake_mark,
	.unscan = intake_unscan,
	.refresh = intake_refresh,
	.unsaved = intake_unsaved,
	.keep = intake_keep_screen,
	.free = intake_free,
};

struct screen *screen_intake_new(struct ui *ui)
{
	struct intake *in = xcalloc(1, sizeof(*in));
	in->base = (struct screen){&intake_ops, ui};
	intake_form_init(&in->form);
	draft_adopt(ui);
	in->slot = draft_free_slot(ui);
	ui_quiet(ui);
	if (!in->slot && intake_load_draft(in, 1))
		ui_say(ui, STYLE_WARN, _("Đã có %d phiếu dở: đây là phiếu đầu tiên."), DRAFT_SLOTS);
	if (!in->slot)
		in->slot = 1;
	in->drafts = draft_others(ui, in->slot);
	ui_told(ui, "drafts"); /* the title tells */
	intake_reckon(in);
	return &in->base;
}
