/* F7: a form is chosen, filled in and printed. */
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/print_screen.h"
#include "tui/screens.h"

const struct form_choice *printing_form(const struct printing *s)
{
	return s->list.total > 0 ? &s->forms.list[s->shown[s->list.cursor]] : NULL;
}

const struct form_count *printing_count(const struct printing *s)
{
	return &s->counts[s->shown[s->list.cursor]];
}

const char *printing_paper(const struct printing *s)
{
	const struct form_choice *form = printing_form(s);
	return s->paper > 0 && form && s->paper < form->n_papers ? form->papers[s->paper] : "";
}

/* ---- which forms */

static bool is_one_of(const char *id, const char *const *ids)
{
	while (*ids && !str_eq(*ids, id))
		ids++;
	return *ids != NULL;
}

/* What there is nothing to print of for this dossier is not offered. */
static bool fits_dossier(const struct print_about *about, const struct form_choice *form)
{
	return form->subject == PRINT_DOSSIER && (about->rejected || !str_eq(form->id, "notice")) &&
		(about->has_fee || !str_eq(form->id, "fee")) &&
		(about->has_charge || !str_eq(form->id, "charge"));
}

/* One paper of all of them, or one of each where nothing has to be said of each. */
static bool fits_several(const struct form_choice *form)
{
	static const char *const single[] = {
		"02", "03", "04", "05", "06", "notice", "fee", "charge", NULL};
	return form->subject == PRINT_DOSSIERS ||
		(form->subject == PRINT_DOSSIER && !is_one_of(form->id, single));
}

static bool fits(const struct print_about *about, const struct form_choice *form)
{
	if (about->subject == PRINT_DOSSIER)
		return fits_dossier(about, form);
	if (about->subject == PRINT_DOSSIERS)
		return fits_several(form);
	return form->subject == about->subject;
}

static void count(struct printing *s, size_t i)
{
	struct form_count *count = &s->counts[i];
	struct err err = ERR_INIT;
	if (s->about.subject != PRINT_DOSSIER)
		return;
	if (!print_documents(s->base.ui->env->store, s->about.uuids[0], s->forms.list[i].id,
		&count->documents, &count->last, &err))
		ui_say_err(s->base.ui, &err);
}

static void mark_open(struct printing *s)
{
	struct print_job *jobs = NULL;
	size_t n = 0;
	struct err err = ERR_INIT;
	if (s->about.subject != PRINT_DOSSIER ||
		!print_jobs_of(s->base.ui->env->store, s->about.uuids[0], &jobs, &n, &err))
		return;
	for (size_t i = 0; i < s->forms.n; i++)
		s->counts[i].open = false;
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < s->forms.n; i++)
			if (str_eq(jobs[k].form, s->forms.list[i].id) && (jobs[k].state == PRINT_OWED ||
				jobs[k].state == PRINT_SENT || jobs[k].state == PRINT_UNCERTAIN))
				s->counts[i].open = true;
	free(jobs);
}

static void printing_refresh(struct screen *self)
{
	struct printing *s = (struct printing *)self;
	for (size_t i = 0; i < s->forms.n; i++)
		count(s, i);
	mark_open(s);
	list_settle(&s->list, printing_page());
}

static void list_forms(struct printing *s)
{
	for (size_t i = 0; i < s->forms.n; i++)
		if (fits(&s->about, &s->forms.list[i]))
			s->shown[s->list.total++] = i;
	for (int64_t at = 0; at < s->list.total; at++)
		if (s->about.rejected && str_eq(s->forms.list[s->shown[at]].id, "notice"))
			s->list.cursor = at; /* that is what is owed to the citizen now */
}

/* ---- modes */

static const struct screen_ops list_ops, fill_ops;

static void begin_filling(struct printing *s)
{
	s->filling = true;
	s->base.ops = &fill_ops;
	printing_load_blanks(s);
}

static void end_filling(struct printing *s)
{
	printing_keep(s);
	s->filling = false;
	s->base.ops = &list_ops;
	blanks_clear(&s->blanks);
	free(s->before);
	s->before = NULL;
	s->warned_edits = 0;
}

static bool asks(const struct printing *s)
{
	return s->about.subject == PRINT_PERIOD || printing_form(s)->n_asks > 0;
}

/* The screen goes, and with it s: what was printed is told below. */
static void print(struct printing *s)
{
	struct ui *ui = s->base.ui;
	if (printing_print(s))
		ui_pop(ui);
}

static void enter(struct printing *s)
{
	if (!printing_form(s))
		ui_say(s->base.ui, STYLE_WARN, "%s", s->forms.refused[0] ? s->forms.refused :
			_("Không có mẫu giấy nào để in."));
	else if (asks(s))
		begin_filling(s);
	else
		print(s);
}

void printing_seen(struct screen *self, bool to_file)
{
	struct printing *s = (struct printing *)self;
	if (to_file)
		str_copy(s->target, sizeof(s->target), DESK_FILE);
	if (s->filling)
		print(s);
	else
		enter(s);
}

static void leave(struct printing *s)
{
	struct ui *ui = s->base.ui;
	bool typed = s->filling && s->blanks.edits > 0 && !blanks_empty(&s->blanks);
	bool chosen = s->filling && s->list.total > 1;
	if (s->filling)
		end_filling(s);
	if (!chosen)
		ui_pop(ui);
	if (typed)
		ui_say(ui, STYLE_TEXT, _("Những gì đã gõ được giữ lại cho lần in sau."));
}

/* ---- keys */

static void next_paper(struct printing *s)
{
	const struct form_choice *form = printing_form(s);
	if (form && form->n_papers > 1)
		s->paper = (s->paper + 1) % form->n_papers;
	else
		ui_say(s->base.ui, STYLE_TEXT, _("Mẫu này chỉ in trên một khổ giấy."));
}

static bool act(struct printing *s, enum action action)
{
	switch (action) {
	case ACT_BACK:
		leave(s);
		return true;
	case ACT_PAPER:
		next_paper(s);
		return true;
	case ACT_PRINTER:
		ui_printer_next(s->base.ui, s->target);
		return true;
	case ACT_PREVIEW:
		if (printing_form(s))
			printing_preview(s);
		return true;
	default:
		return false;
	}
}

static bool list_key(struct screen *self, struct key key, enum action action)
{
	struct printing *s = (struct printing *)self;
	(void)key;
	if (action == ACT_ENTER) {
		enter(s);
		return true;
	}
	if (act(s, action))
		return true;
	if (!list_move(&s->list, action, printing_page()))
		return false;
	s->paper = 0;
	return true;
}

static bool printing_can(const struct screen *self, enum action action)
{
	const struct form_choice *form = printing_form((const struct printing *)self);
	if (action == ACT_PAPER)
		return form && form->n_papers > 1;
	return form || (action != ACT_ENTER && action != ACT_PREVIEW && action != ACT_PRINTER);
}

/* At the first and last blank these lead nowhere, and nothing is to be said of it. */
static bool stays(enum action action)
{
	return action == ACT_ENTER || action == ACT_UP || action == ACT_DOWN || action == ACT_NEXT ||
		action == ACT_PREV;
}

static bool fill_key(struct screen *self, struct key key, enum action action)
{
	struct printing *s = (struct printing *)self;
	if (action == ACT_SAVE) {
		print(s);
		return true;
	}
	if (act(s, action))
		return true;
	if (blanks_key(&s->blanks, key, action)) {
		if (s->blanks.told[0])
			ui_say(self->ui, STYLE_BAD, "%s", s->blanks.told);
		return true;
	}
	if (key.kind == KIND_CHAR)
		ui_say(self->ui, STYLE_WARN, _("Ô này đã đầy, chữ gõ thêm bị bỏ."));
	return key.kind == KIND_CHAR || stays(action);
}

static void fill_paste(struct screen *self, const char *bytes, size_t len)
{
	if (!blanks_paste(&((struct printing *)self)->blanks, bytes, len))
		ui_say(self->ui, STYLE_WARN, _("Đoạn dán quá dài, phần cuối bị bỏ."));
}

static struct field *fill_field(struct screen *self)
{
	return blanks_field(&((struct printing *)self)->blanks);
}

static void fill_edited(struct screen *self)
{
	blanks_edited(&((struct printing *)self)->blanks);
}

/* ---- the rest of the table */

static void printing_title(const struct screen *self, int cols, char *out, size_t size)
{
	const struct print_about *about = &((const struct printing *)self)->about;
	(void)cols;
	if (about->subject == PRINT_DOSSIERS)
		snprintf(out, size, P_("IN CỦA %zu HỒ SƠ", "IN CỦA %zu HỒ SƠ", about->n), about->n);
	else
		snprintf(out, size, "%s%s%s", _("IN GIẤY TỜ"), about->code[0] ? "  " : "", about->code);
}

static bool fill_unsaved(const struct screen *self)
{
	const struct printing *s = (const struct printing *)self;
	return s->blanks.edits != s->kept_edits;
}

static void fill_keep(struct screen *self)
{
	printing_keep((struct printing *)self);
}

static void printing_free(struct screen *self)
{
	struct printing *s = (struct printing *)self;
	blanks_clear(&s->blanks);
	form_choices_clear(&s->forms);
	free(s->about.uuids);
	free(s->before);
	free(s);
}

static const struct screen_ops list_ops = {
	.scope = SCOPE_PRINT,
	.title = printing_title,
	.draw = printing_draw_list,
	.key = list_key,
	.can = printing_can,
	.refresh = printing_refresh,
	.free = printing_free,
};

static const struct screen_ops fill_ops = {
	.scope = SCOPE_FILL,
	.title = printing_title,
	.draw = printing_draw_blanks,
	.key = fill_key,
	.can = printing_can,
	.field = fill_field,
	.edited = fill_edited,
	.paste = fill_paste,
	.refresh = printing_refresh,
	.unsaved = fill_unsaved,
	.keep = fill_keep,
	.free = printing_free,
};

struct screen *screen_print_new(struct ui *ui, const struct print_about *about)
{
	struct printing *s = xcalloc(1, sizeof(*s));
	s->base = (struct screen){&list_ops, ui};
	s->about = *about;
	s->blanks.typing = &ui->typing;
	s->blanks.today = ui_today();
	form_choices_load(&s->forms, ui->env->forms_dir);
	if (about->subject == PRINT_DOSSIER)
		form_choices_add_kept(&s->forms, ui->env->store, about->uuids[0]);
	list_forms(s);
	printing_refresh(&s->base);
	ui_ask_printers(ui);
	ui_quiet(ui);
	if (s->list.total == 1 && asks(s))
		begin_filling(s); /* there is nothing to choose */
	return &s->base;
}
