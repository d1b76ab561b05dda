/* Papers from the screen: sent, and what came of them on the line about paper. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "net/loop.h"
#include "store/print_jobs.h"
#include "tui/paper_words.h"
#include "tui/state.h"

#define HEED_MS 500 /* until it is looked whether another program still has a paper in hand */

/* ---- where they are */

static struct paper_news *news_of(struct ui *ui, const char *job)
{
	for (size_t i = 0; i < ui->n_news; i++)
		if (str_eq(ui->news[i].job, job))
			return &ui->news[i];
	return NULL;
}

static void note(struct ui *ui, const struct print_result *r)
{
	struct paper_news *news = news_of(ui, r->job);
	if (print_phase_is_last(r->phase)) {
		if (news)
			*news = ui->news[--ui->n_news];
		return;
	}
	if (!news && ui->n_news < UI_NEWS_MAX)
		news = &ui->news[ui->n_news++];
	if (!news)
		return;
	str_copy(news->job, sizeof(news->job), r->job);
	str_copy(news->words, sizeof(news->words), r->words);
	news->phase = r->phase;
}

int64_t ui_unprinted(const struct ui *ui)
{
	int64_t owed = ui->figures.not_printed - desk_pending(ui->env->desk);
	for (size_t i = 0; i < ui->n_news; i++)
		owed += ui->news[i].phase == PHASE_WAITING;
	return owed > 0 ? owed : 0;
}

enum style ui_paper_state(const struct ui *ui, const struct print_job *job, char *out, size_t size)
{
	const struct paper_news *news = news_of((struct ui *)ui, job->id);
	bool live = job->state == PRINT_SENT && news && news->words[0];
	snprintf(out, size, "%s", live ? news->words : paper_state_words(job->state));
	if (job->state == PRINT_SENT)
		return news && news->phase == PHASE_WAITING ? STYLE_WARN : STYLE_TEXT;
	return job->state == PRINT_OWED || job->state == PRINT_UNCERTAIN ? STYLE_BAD : STYLE_TEXT;
}

/* ---- sending */

void ui_send_paper(struct ui *ui, const struct print_job *job, const char *target)
{
	char name[PAPER_NAME];
	struct err err = ERR_INIT;
	paper_short_name(job->form, name, sizeof(name));
	str_copy(ui->status.job, sizeof(ui->status.job), job->id);
	ui->status.file_wanted = str_eq(target, DESK_FILE);
	if (desk_send(ui->env->desk, job->id, target, &err))
		ui_say_paper(ui, STYLE_TEXT, _("%s: đang in…"), name);
	else
		ui_say_paper(ui, STYLE_BAD, _("CHƯA IN: %s"), err.text);
}

void ui_send_receipt(struct ui *ui, const char *id)
{
	struct print_job job = {.form = "01"};
	str_copy(job.id, sizeof(job.id), id);
	ui_send_paper(ui, &job, "");
}

/* ---- what is said of them, here and elsewhere */

bool ui_settle_paper(struct ui *ui, const char *job, enum print_settle how, struct print_job *again,
	struct err *err)
{
	const char *who = ui->officer_name[0] ? ui->officer_name : ui->officer;
	return print_job_settle(ui->env->store, job, how, who, clock_now(), again, err);
}

static void on_heeding(void *user)
{
	struct ui *ui = user;
	ui->heeding = NULL;
	ui_heed_papers(ui);
	ui_refresh(ui);
	ui->dirty = true;
}

void ui_heed_papers(struct ui *ui)
{
	struct err err = ERR_INIT;
	bool others = false;
	if (!desk_take_over(ui->env->desk, &others, &err))
		log_line(LOG_WARN, "papers of other programs not taken over: %s", err.text);
	if (others && !ui->heeding)
		ui->heeding = loop_timer(ui->env->loop, HEED_MS, on_heeding, ui);
}

/* ---- elsewhere */

bool ui_move_paper(struct ui *ui, const struct print_job *job, const char *target)
{
	if (!worker_cancel(ui->env->worker, job->id))
		return false;
	str_copy(ui->moving, sizeof(ui->moving), job->id);
	str_copy(ui->moving_to, sizeof(ui->moving_to), target);
	return true;
}

/* The document of a job again: its number is free, nothing of it is out. */
static bool owe_again(struct ui *ui, const struct print_job *job, struct print_job *out, struct err *err)
{
	struct store *store = ui->env->store;
	char (*uuids)[UUID_SIZE] = NULL;
	size_t n = 0;
	char *asked = print_job_asked(store, job, err);
	bool ok = asked && print_job_dossiers(store, job, &uuids, &n, err);
	const char **dossiers = xcalloc(n + 1, sizeof(*dossiers));
	for (size_t i = 0; i < n; i++)
		dossiers[i] = uuids[i];
	const struct print_wish wish = {.form = job->form, .subject = job->subject, .dossiers = dossiers,
		.n_dossiers = n, .about = job->code, .asked = asked && *asked ? asked : NULL,
		.paper = job->paper, .officer = ui->officer, .officer_name = ui->officer_name,
		.counter = ui->env->ws->counter};
	ok = ok && print_job_new(store, &wish, clock_now(), out, err);
	if (asked)
		explicit_bzero(asked, strlen(asked));
	free(asked);
	free(dossiers);
	free(uuids);
	return ok;
}

static void move_on(struct ui *ui, const struct print_job *job, enum print_phase phase)
{
	struct print_job again;
	struct err err = ERR_INIT;
	if (!str_eq(ui->moving, job->id) || !print_phase_is_last(phase))
		return;
	ui->moving[0] = '\0';
	if (phase != PHASE_CANCELLED && phase != PHASE_FAILED)
		return; /* it came out, or may have: what is said of it tells */
	if (phase == PHASE_FAILED)
		ui_send_paper(ui, job, ui->moving_to); /* owed still */
	else if (owe_again(ui, job, &again, &err))
		ui_send_paper(ui, &again, ui->moving_to);
	else
		ui_tell(ui, STYLE_BAD, job->id, "%s", err.text);
}

/* ---- what comes of them */

/* The end of a path says more than its beginning. */
static void say_file(struct ui *ui, const char *name, const char *path)
{
	char head[PAPER_NAME + 80];
	if (ui->status.file_wanted)
		snprintf(head, sizeof(head), _("%s lưu ở "), name);
	else
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
	[PHASE_REFUSED] = {STYLE_BAD, N_("KHÔNG IN ĐƯỢC")},
};

void ui_paper_result(struct ui *ui, const struct print_job *job, const struct print_result *result)
{
	bool ours = str_eq(ui->status.job, job->id);
	char name[PAPER_NAME];
	size_t phase = result->phase < ARRAY_LEN(phases) ? result->phase : PHASE_UNCERTAIN;
	paper_short_name(job->form, name, sizeof(name));
	note(ui, result);
	ui_told(ui, job->id);
	if (phases[phase].word && ours)
		ui_say_paper(ui, phases[phase].style, "%s %s: %s", _(phases[phase].word), job->code,
			result->message);
	else if (phases[phase].word)
		ui_tell(ui, phases[phase].style, job->id, "%s %s: %s", _(phases[phase].word), job->code,
			result->message);
	else if (ours)
		say_progress(ui, name, result);
	if (ours && print_phase_is_last(result->phase))
		ui->status.job[0] = '\0';
	move_on(ui, job, result->phase);
}
