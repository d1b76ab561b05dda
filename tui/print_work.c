/* From what was chosen and typed to papers that are owed, and on their way. */
#include "tui/print_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"
#include "printing/paper_owe.h"
#include "printing/paper_preview.h"
#include "tui/frame.h"
#include "tui/paper_words.h"
#include "tui/screens.h"
#include "tui/when.h"

static size_t own_blanks(const struct printing *s)
{
	return s->about.subject == PRINT_PERIOD ? PERIOD_BLANKS : 0;
}

bool printing_asked(struct printing *s, struct buf *out)
{
	struct err err = ERR_INIT;
	if (s->blanks.n <= own_blanks(s))
		return true;
	if (blanks_json(&s->blanks, own_blanks(s), clock_now(), out, &err))
		return true;
	ui_say_err(s->base.ui, &err);
	return false;
}

bool printing_period(struct printing *s, char out[DOSSIER_CODE_SIZE])
{
	struct date from, to;
	char first[DATE_SIZE], last[DATE_SIZE];
	struct err err = ERR_INIT;
	if (s->about.subject != PRINT_PERIOD) {
		str_copy(out, DOSSIER_CODE_SIZE, s->about.code);
		return true;
	}
	if (!blanks_date(&s->blanks, 0, clock_now(), &from, &err) ||
		!blanks_date(&s->blanks, 1, clock_now(), &to, &err)) {
		ui_say_err(s->base.ui, &err);
		return false;
	}
	if (date_compare(from, to) > 0) {
		ui_say(s->base.ui, STYLE_WARN, _("Ngày đầu phải trước ngày cuối."));
		return false;
	}
	date_format_iso(from, first);
	date_format_iso(to, last);
	snprintf(out, DOSSIER_CODE_SIZE, "%s..%s", first, last);
	return true;
}

/* ---- a second supplement request */

/* Is it word for word what the newest document was asked? Then it is a copy of that. */
static bool same_as_before(struct printing *s, const char *asked)
{
	struct blanks again = {.n = 0};
	struct buf json;
	struct err err = ERR_INIT;
	if (!s->before)
		return false;
	for (size_t i = 0; i < s->blanks.n; i++)
		blanks_add(&again, s->blanks.list[i].name, s->blanks.list[i].label, s->blanks.list[i].kind);
	blanks_from_json(&again, s->before);
	buf_init(&json, PRINT_ASKED_MAX);
	bool same = blanks_json(&again, own_blanks(s), clock_now(), &json, &err) &&
		str_eq(buf_str(&json), asked);
	buf_clear(&json);
	blanks_clear(&again);
	return same;
}

/* More than one counts as overdue (QĐ 766): told once, and left to the officer. */
static bool warn_second(struct printing *s, const char *asked)
{
	const struct form_count *count = printing_count(s);
	char when[WHEN_SIZE];
	if (!str_eq(printing_form(s)->id, "02") || count->documents == 0 || same_as_before(s, asked) ||
		s->warned_edits == s->blanks.edits + 1)
		return false;
	s->warned_edits = s->blanks.edits + 1;
	when_moment(count->last, clock_now(), when);
	ui_say(s->base.ui, STYLE_WARN, _("Hồ sơ đã có phiếu yêu cầu bổ sung lúc %s. Yêu cầu lần nữa thì hồ sơ bị "
		"tính là quá hạn. Vẫn in thì nhấn F9 lần nữa."), when);
	return true;
}

/* ---- owing and sending */

static void say_owed(struct ui *ui, const struct print_job *job)
{
	char name[PAPER_NAME], about[80];
	paper_short_name(job->form, name, sizeof(name));
	paper_about(job, "", true, about, sizeof(about));
	if (job->copy > 0)
		ui_say(ui, STYLE_TEXT, _("In lại %s: %s, ghi BẢN SAO %d"), about, name, job->copy);
	else if (job->file_copy > 0)
		ui_say(ui, STYLE_TEXT, _("In %s: %s (tệp PDF: BẢN SAO %d)"), about, name, job->file_copy);
	else
		ui_say(ui, STYLE_TEXT, _("In %s: %s"), about, name);
}

static bool print_one(struct printing *s, const struct print_wish *wish)
{
	struct ui *ui = s->base.ui;
	struct print_job job;
	struct err err = ERR_INIT, why = ERR_INIT;
	if (!paper_owe(ui->env->store, wish, clock_now(), &job, &why)) {
		(void)blanks_wrong(&s->blanks, &why, &err);
		ui_say_err(ui, &err);
		return false;
	}
	say_owed(ui, &job);
	ui_send_paper(ui, &job, s->target);
	ui_refresh(ui);
	return true;
}

static bool print_wished(struct printing *s, struct print_wish *wish, const char *asked)
{
	const struct print_about *about = &s->about;
	const char **uuids = about->n ? xcalloc(about->n, sizeof(*uuids)) : NULL;
	for (size_t i = 0; i < about->n; i++)
		uuids[i] = about->uuids[i];
	wish->dossiers = uuids;
	wish->n_dossiers = about->n;
	wish->asked = asked[0] ? asked : NULL;
	bool ok = about->subject == PRINT_DOSSIERS && wish->subject == PRINT_DOSSIER ?
		ui_print_batch(s->base.ui, wish, s->target) : print_one(s, wish);
	free(uuids);
	return ok;
}

static struct print_wish wish_of(const struct printing *s, const char *about)
{
	const struct ui *ui = s->base.ui;
	const struct form_choice *form = printing_form(s);
	return (struct print_wish){.form = form->id, .subject = form->subject, .about = about,
		.paper = printing_paper(s), .officer = ui->officer, .officer_name = ui->officer_name,
		.counter = ui->env->ws->counter};
}

bool printing_print(struct printing *s)
{
	char code[DOSSIER_CODE_SIZE] = "";
	struct buf asked;
	struct print_wish wish = wish_of(s, code);
	buf_init(&asked, PRINT_ASKED_MAX);
	bool ok = printing_asked(s, &asked) && printing_period(s, code) &&
		!warn_second(s, buf_str(&asked)) && print_wished(s, &wish, buf_str(&asked));
	buf_clear(&asked);
	if (ok && s->filling)
		printing_drop_draft(s);
	return ok;
}

/* ---- looking at it first */

static void show(struct printing *s, struct print_wish *wish)
{
	struct ui *ui = s->base.ui;
	struct preview preview = {.n = 0};
	struct err err = ERR_INIT;
	const struct preview_wish look = {.store = ui->env->store, .ws = ui->env->ws,
		.forms_dir = ui->env->forms_dir, .english = ui->env->english, .wish = wish,
		.now = clock_now()};
	if (paper_preview(&look, frame_body().cols, &preview, &err)) {
		ui_push(ui, screen_preview_new(ui, printing_form(s)->name, &preview, printing_seen));
		return;
	}
	preview_clear(&preview);
	ui_say_err(ui, &err);
}

/* Of several papers the first one. */
void printing_preview(struct printing *s)
{
	const struct print_about *about = &s->about;
	char code[DOSSIER_CODE_SIZE] = "";
	struct buf asked;
	struct print_wish wish = wish_of(s, code);
	const char **uuids = about->n ? xcalloc(about->n, sizeof(*uuids)) : NULL;
	for (size_t i = 0; i < about->n; i++)
		uuids[i] = about->uuids[i];
	buf_init(&asked, PRINT_ASKED_MAX);
	bool ready = !s->filling || (printing_asked(s, &asked) && printing_period(s, code));
	wish.dossiers = uuids;
	wish.n_dossiers = wish.subject == PRINT_DOSSIER ? 1 : about->n;
	wish.asked = buf_str(&asked);
	if (!s->filling && about->subject != PRINT_PERIOD)
		str_copy(code, sizeof(code), about->code);
	if (ready)
		show(s, &wish);
	free(uuids);
	buf_clear(&asked);
}
