/* Papers from the screen: sent, and what came of them on the line about paper. */
#include <stdio.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "store/print_jobs.h"
#include "tui/paper_words.h"
#include "tui/state.h"

int64_t ui_unprinted(const struct ui *ui)
{
	int64_t owed = ui->figures.not_printed - desk_pending(ui->env->desk);
	return owed > 0 ? owed : 0;
}

void ui_send_job(struct ui *ui, const char *job, const char *form)
{
	char name[PAPER_NAME];
	struct err err = ERR_INIT;
	paper_short_name(form, name, sizeof(name));
	str_copy(ui->status.job, sizeof(ui->status.job), job);
	if (desk_send(ui->env->desk, job, "", &err))
		ui_say_paper(ui, STYLE_TEXT, _("%s: đang in…"), name);
	else
		ui_say_paper(ui, STYLE_BAD, _("CHƯA IN: %s"), err.text);
}

static void print_form(struct ui *ui, const char *uuid, const char *form, const char *name)
{
	struct print_job job;
	struct err err = ERR_INIT;
	if (!print_job_add(ui->env->store, uuid, form, clock_now(), &job, &err)) {
		ui_say_err(ui, &err);
		return;
	}
	if (job.copy > 0)
		ui_say(ui, STYLE_TEXT, _("In lại %s%s, ghi BẢN SAO %d"), name, job.code, job.copy);
	else if (job.file_copy > 0)
		ui_say(ui, STYLE_TEXT, _("In %s%s (tệp PDF: BẢN SAO %d)"), name, job.code,
			job.file_copy);
	else
		ui_say(ui, STYLE_TEXT, _("In %s%s"), name, job.code);
	ui_send_job(ui, job.id, form);
	ui_refresh(ui);
}

void ui_print_again(struct ui *ui, const char *uuid)
{
	print_form(ui, uuid, "01", "");
}

void ui_print_notice(struct ui *ui, const char *uuid)
{
	print_form(ui, uuid, "notice", _("thông báo cho công dân, hồ sơ "));
}

/* ---- what comes of them */

/* The end of a path says more than its beginning. */
static void say_file(struct ui *ui, const char *name, const char *path)
{
	char head[PAPER_NAME + 80];
	snprintf(head, sizeof(head), _("%s (không có máy in) lưu ở "), name);
	int room = term_cols() - 3 - text_width(head);
	const char *tail = path;
	while (*tail && text_width(tail) > room - 1)
		tail += text_next(tail);
	ui_say_paper(ui, STYLE_TEXT, "%s%s%s", head, tail > path ? "…" : "", tail);
}

/* What goes well is told of the paper the officer last asked for only: the badge tells the rest. */
static void say_progress(struct ui *ui, const char *name, const struct print_result *r)
{
	if (r->to_file)
		say_file(ui, name, r->target);
	else if (r->words[0])
		ui_say_paper(ui, STYLE_TEXT, _("%s: %s · máy in %s"), name, r->words, r->target);
	else
		ui_say_paper(ui, STYLE_TEXT, _("%s đã gửi đến máy in %s"), name, r->target);
}

static const struct {
	enum style style;
	const char *word; /* before the job's code and the message; NULL: it goes well */
} phases[] = {
	[PHASE_FAILED] = {STYLE_BAD, N_("CHƯA IN")},
	[PHASE_SENT] = {STYLE_TEXT, NULL},
	[PHASE_PRINTING] = {STYLE_TEXT, NULL},
	[PHASE_WAITING] = {STYLE_WARN, N_("CHƯA IN")},
	[PHASE_DONE] = {STYLE_TEXT, NULL},
	[PHASE_UNCERTAIN] = {STYLE_BAD, N_("CHƯA RÕ")},
	[PHASE_CANCELLED] = {STYLE_TEXT, N_("Đã hủy lệnh in")},
};

void ui_paper_result(struct ui *ui, const struct print_job *job, const struct print_result *result)
{
	bool ours = str_eq(ui->status.job, job->id);
	char name[PAPER_NAME];
	size_t phase = result->phase < ARRAY_LEN(phases) ? result->phase : PHASE_UNCERTAIN;
	paper_short_name(job->form, name, sizeof(name));
	if (phases[phase].word)
		ui_say_paper(ui, phases[phase].style, "%s %s: %s", _(phases[phase].word), job->code,
			result->message);
	else if (ours)
		say_progress(ui, name, result);
	if (ours && print_phase_is_last(result->phase))
		ui->status.job[0] = '\0';
}
