/* What happened elsewhere, told on the line above the keys; and how far long work has come. */
#include <stdarg.h>
#include <stdio.h>
#include "i18n/lang.h"
#include "net/loop.h"
#include "tui/paper_words.h"
#include "tui/state.h"

static void on_read(void *user);

static void rearm(struct ui *ui)
{
	if (ui->notice_timer)
		loop_cancel(ui->env->loop, ui->notice_timer);
	ui->notice_timer = notices_shown(&ui->notices) ?
		loop_timer(ui->env->loop, NOTICE_READ_MS, on_read, ui) : NULL;
	ui->dirty = true;
}

/* Behind a locked screen nobody read it. */
static void on_read(void *user)
{
	struct ui *ui = user;
	ui->notice_timer = NULL;
	bool may_stay = !ui->status.paper[0] && !ui->batch.uuids;
	if (ui->locked || notices_turn(&ui->notices, may_stay))
		rearm(ui);
}

void ui_tell(struct ui *ui, enum style style, const char *about, const char *fmt, ...)
{
	char raw[600], text[400];
	va_list args;
	va_start(args, fmt);
	vsnprintf(raw, sizeof(raw), fmt, args);
	va_end(args);
	text_clean_to(text, sizeof(text), raw);
	if (notices_add(&ui->notices, style, about, text))
		rearm(ui);
}

void ui_told(struct ui *ui, const char *about)
{
	if (notices_forget(&ui->notices, about))
		rearm(ui);
}

void ui_tell_nothing(struct ui *ui)
{
	if (ui->notices.read && notices_turn(&ui->notices, false))
		rearm(ui);
}

void ui_tell_clear(struct ui *ui)
{
	if (ui->notice_timer)
		loop_cancel(ui->env->loop, ui->notice_timer);
	ui->notice_timer = NULL;
	ui->notices = (struct notices){.n = 0};
}

/* ---- what waited for the link */

void ui_tell_delivered(struct ui *ui)
{
	if (ui_offline(ui)) {
		ui->backlog = ui->figures.waiting;
		return;
	}
	if (ui->backlog > 0 && ui->figures.waiting == 0)
		ui_tell(ui, STYLE_GOOD, "backlog", P_("%s Có mạng lại: đã gửi hết %lld hồ sơ chờ.",
			"%s Có mạng lại: đã gửi hết %lld hồ sơ chờ.", ui->backlog), term_glyph(GLYPH_OK),
			(long long)ui->backlog);
	if (ui->figures.waiting == 0)
		ui->backlog = 0;
}

/* ---- the line */

enum { BAR_CELLS = 10 };

/* "Giấy hẹn: đã gửi in 37/200 ████░░ …": words first, the picture only beside them. */
static void progress_text(const struct ui *ui, char *out, size_t size)
{
	const struct paper_batch *b = &ui->batch;
	char name[PAPER_NAME], bar[4 * BAR_CELLS + 1] = "", failed[80] = "";
	size_t done = b->sent + b->failed, cells = b->n ? done * BAR_CELLS / b->n : 0, at = 0;
	for (size_t i = 0; i < BAR_CELLS && at < sizeof(bar) - 4; i++)
		at += (size_t)snprintf(bar + at, sizeof(bar) - at, "%s", i < cells ? term_bar(8) : "·");
	paper_short_name(b->form, name, sizeof(name));
	if (b->failed > 0)
		snprintf(failed, sizeof(failed), _(", %zu chưa được"), b->failed);
	snprintf(out, size, _("%s: đã gửi in %zu/%zu%s  %s  %s"), name, b->sent, b->n, failed, bar,
		b->stopping ? _("đang dừng…") : _("Ctrl-C dừng"));
}

enum style ui_second_line(const struct ui *ui, char *out, size_t size)
{
	const struct notice *notice = notices_shown(&ui->notices);
	bool free = !ui->batch.uuids && !ui->status.paper[0];
	if (notice && (free || !ui->notices.read)) {
		snprintf(out, size, "%s", notice->text);
		return notice->style;
	}
	if (ui->batch.uuids) {
		progress_text(ui, out, size);
		return STYLE_TEXT;
	}
	snprintf(out, size, "%s", ui->status.paper);
	return ui->status.paper_style;
}
