/*
 * A paper each for many dossiers. They are owed one a turn of the loop, so that no key waits for the
 * disk, and sent as fast as the printer takes them; what was not sent when the program ends is owed
 * still, and told as CHƯA IN.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "net/loop.h"
#include "printing/paper_owe.h"
#include "tui/paper_words.h"
#include "tui/state.h"

enum { AT_ONCE = 3 }; /* in the desk's hands at a time */

void ui_batch_clear(struct ui *ui)
{
	struct paper_batch *b = &ui->batch;
	if (b->timer)
		loop_cancel(ui->env->loop, b->timer);
	free(b->uuids);
	free(b->jobs);
	free(b->asked);
	*b = (struct paper_batch){.n = 0};
}

static void say_end(struct ui *ui)
{
	const struct paper_batch *b = &ui->batch;
	char name[PAPER_NAME];
	paper_short_name(b->form, name, sizeof(name));
	if (b->stopping)
		ui_say(ui, STYLE_GOOD, _("%s: đã dừng, gửi in %zu/%zu; số còn lại không in."), name, b->sent, b->n);
	else if (b->failed > 0)
		ui_tell(ui, STYLE_WARN, "batch", _("%s: đã gửi in %zu/%zu, %zu chưa được (F6 xem)"), name, b->sent, b->n,
			b->failed);
	else
		ui_say(ui, STYLE_GOOD, _("%s: đã gửi in %zu/%zu"), name, b->sent, b->n);
}

static void owe_next(struct ui *ui)
{
	struct paper_batch *b = &ui->batch;
	const char *dossier = b->uuids[b->next++];
	struct print_job job;
	struct err err = ERR_INIT;
	const struct print_wish wish = {.form = b->form, .subject = PRINT_DOSSIER, .dossiers = &dossier,
		.n_dossiers = 1, .paper = b->paper, .asked = b->asked[0] ? b->asked : NULL, .officer = ui->officer, .officer_name = ui->officer_name,
		.counter = ui->env->ws->counter};
	if (paper_owe(ui->env->store, &wish, clock_now(), &job, &err)) {
		str_copy(b->jobs[b->owed++], UUID_SIZE, job.id);
		return;
	}
	b->failed++;
	ui_tell(ui, STYLE_BAD, "", "%s", err.text);
}

static void send_next(struct ui *ui)
{
	struct paper_batch *b = &ui->batch;
	const char *id = b->jobs[b->tried++];
	struct err err = ERR_INIT;
	bool ok = desk_send(ui->env->desk, id, b->target, &err);
	b->sent += ok;
	b->failed += !ok;
	if (!ok)
		ui_tell(ui, STYLE_BAD, id, "%s", err.text);
}

/* Owed already, and to be stopped before it was sent: not a paper that is missed. */
static void drop_next(struct ui *ui)
{
	struct paper_batch *b = &ui->batch;
	const char *id = b->jobs[b->tried++];
	struct err err = ERR_INIT;
	if (ui_settle_paper(ui, id, SETTLE_DROP, NULL, &err))
		b->dropped++;
	else
		ui_tell(ui, STYLE_BAD, id, "%s", err.text);
}

static void on_timer(void *user)
{
	struct ui *ui = user;
	ui->batch.timer = NULL;
	ui_batch_step(ui);
	ui->dirty = true;
}

void ui_batch_step(struct ui *ui)
{
	struct paper_batch *b = &ui->batch;
	if (!b->uuids || b->timer)
		return;
	if (b->next < b->n && b->stopping)
		b->next = b->n;
	else if (b->next < b->n)
		owe_next(ui);
	else if (b->tried < b->owed && b->stopping)
		drop_next(ui);
	else if (b->tried < b->owed && desk_pending(ui->env->desk) < AT_ONCE)
		send_next(ui);
	else if (b->tried < b->owed)
		return; /* the next result goes on with it */
	ui->dirty = true;
	if (b->next == b->n && b->tried == b->owed) {
		say_end(ui);
		ui_batch_clear(ui);
		ui_refresh(ui);
		return;
	}
	b->timer = loop_timer(ui->env->loop, 0, on_timer, ui);
}

bool ui_batch_stop(struct ui *ui)
{
	if (!ui->batch.uuids)
		return false;
	ui->batch.stopping = true;
	ui_batch_step(ui);
	return true;
}

bool ui_print_batch(struct ui *ui, const struct print_wish *wish, const char *target)
{
	struct paper_batch *b = &ui->batch;
	if (b->uuids) {
		ui_say(ui, STYLE_WARN, _("Đang in một loạt giấy khác. Hãy đợi loạt đó gửi xong."));
		return false;
	}
	b->n = wish->n_dossiers;
	b->uuids = xcalloc(b->n, sizeof(*b->uuids));
	b->jobs = xcalloc(b->n, sizeof(*b->jobs));
	for (size_t i = 0; i < b->n; i++)
		str_copy(b->uuids[i], UUID_SIZE, wish->dossiers[i]);
	str_copy(b->form, sizeof(b->form), wish->form);
	str_copy(b->paper, sizeof(b->paper), wish->paper ? wish->paper : "");
	b->asked = xstrdup(wish->asked ? wish->asked : "");
	str_copy(b->target, sizeof(b->target), target);
	ui->status.job[0] = '\0'; /* the line about paper is for what goes wrong */
	ui->status.paper[0] = '\0';
	ui_batch_step(ui);
	return true;
}
