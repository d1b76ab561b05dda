/* F4: what waits to be sent and what central would not have, with the reason. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/field_words.h"
#include "i18n/lang.h"
#include "store/outbox.h"
#include "store/settle.h"
#include "tui/dossier_table.h"
#include "tui/frame.h"
#include "tui/link_words.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/state.h"
#include "tui/when.h"

enum { HEAD_ROWS = 2, FOOT_ROWS = 5, WAYS = 3 };

enum part { PART_ALL, PART_WAITING, PART_REJECTED, PARTS };

struct queue {
	struct screen base;
	struct outbox_row *rows; /* those in sight */
	size_t n;
	struct list list;
	enum part part;
	char retrying[UUID_SIZE]; /* the one meant when the menu opened */
	void (*ways[WAYS])(struct queue *q); /* what each of its lines does */
	bool trying; /* the officer asked, and waits to hear what came of it */
};

static int page(void)
{
	return frame_body().rows - HEAD_ROWS - FOOT_ROWS;
}

static const struct outbox_row *chosen(const struct queue *q)
{
	int64_t at = q->list.cursor - q->list.top;
	return at >= 0 && at < (int64_t)q->n ? &q->rows[at] : NULL;
}

static bool read_window(struct queue *q)
{
	struct outbox_row *rows = NULL;
	size_t n = 0;
	int64_t total = 0;
	struct err err = ERR_INIT;
	if (!outbox_part(q->base.ui->env->store, q->part != PART_REJECTED, q->part != PART_WAITING,
		q->list.top, page(), &rows, &n, &total, &err)) {
		ui_say_err(q->base.ui, &err);
		return false;
	}
	free(q->rows);
	q->rows = rows;
	q->n = n;
	q->list.total = total;
	return true;
}

static void say_outcome(struct queue *q)
{
	struct ui *ui = q->base.ui;
	if (!q->trying || !sync_state(ui->env->sync)->settled)
		return;
	q->trying = false;
	if (ui->figures.waiting == 0)
		ui_say(ui, STYLE_GOOD, _("%s Đã gửi hết."), term_glyph(GLYPH_OK));
	else
		ui_say(ui, STYLE_WARN, _("Chưa gửi được. Hồ sơ vẫn an toàn ở máy này, máy tự gửi lại."));
}

/* The chosen line stays on its dossier as long as that is in sight. */
static void queue_refresh(struct screen *self)
{
	struct queue *q = (struct queue *)self;
	char uuid[UUID_SIZE] = "";
	say_outcome(q);
	if (chosen(q))
		str_copy(uuid, sizeof(uuid), chosen(q)->uuid);
	if (!read_window(q))
		return;
	for (size_t i = 0; i < q->n; i++)
		if (str_eq(q->rows[i].uuid, uuid))
			q->list.cursor = q->list.top + (int64_t)i;
	int64_t top = q->list.top;
	list_settle(&q->list, page());
	if (q->list.top != top)
		read_window(q);
}

static void queue_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)cols;
	(void)self;
	str_copy(out, size, _("HÀNG ĐỢI GỬI"));
}

static void draw_row(const struct queue *q, const struct outbox_row *r, int line, struct area a)
{
	bool here = r == chosen(q), wide = a.cols >= 100;
	enum style style = here ? STYLE_SELECTED : STYLE_TEXT;
	enum style state = here ? style : r->rejected ? STYLE_BAD : STYLE_WARN;
	char received[WHEN_SIZE], tries[32];
	int code = wide ? 22 : 12, name = a.cols - 2 - code - 16 - 12 - 8, col = a.col + 2;
	when_moment(r->received_at, clock_now(), received);
	snprintf(tries, sizeof(tries), _("%lld lần"), (long long)r->attempts);
	term_put_fit(line, a.col, a.cols, here ? ">" : "", TEXT_LEFT, style);
	term_put_fit(line, col, code - 1,
		wide ? r->code : dossier_short_code(r->code, q->base.ui->env->ws->agency), TEXT_LEFT, style);
	term_put_fit(line, col += code, name - 1, r->applicant, TEXT_LEFT, style);
	term_put_fit(line, col += name, 15, received, TEXT_LEFT, style);
	term_put_fit(line, col += 16, 11, outbox_row_state(r), TEXT_LEFT, state);
	term_put_fit(line, col += 12, 8, r->attempts ? tries : "", TEXT_RIGHT, style);
	if (here)
		term_cursor(line, a.col);
}

/* Why, at the field where central names one; how many more there are is told in the dossier. */
static void rejection_text(const struct outbox_row *r, char *out, size_t size)
{
	const struct violations *v = &r->problem.violations;
	char field[120], kind[120];
	problem_words(r->problem.type, kind, sizeof(kind));
	if (v->n == 0) {
		snprintf(out, size, "%s%s%s", r->reason[0] ? r->reason :
			_("Trung tâm từ chối, không ghi lý do."), kind[0] ? " · " : "", kind);
		return;
	}
	field_words(v->list[0].field, field, sizeof(field));
	snprintf(out, size, "%s: %s", field, v->list[0].message[0] ? v->list[0].message : r->reason);
	if (v->n > 1)
		snprintf(out + strlen(out), size - strlen(out), _(" (và %zu chỗ nữa: Enter xem)"), v->n - 1);
}

static void tries_text(const struct outbox_row *r, char *out, size_t size)
{
	char when[WHEN_SIZE];
	when_moment(r->last_at, clock_now(), when);
	if (r->attempts > 0)
		snprintf(out, size, P_("Đã thử %lld lần, lần cuối %s", "Đã thử %lld lần, lần cuối %s",
			r->attempts), (long long)r->attempts, when);
	else
		snprintf(out, size, "%s", _("Chưa gửi lần nào."));
	if (r->relayed)
		snprintf(out + strlen(out), size - strlen(out),
			_(" · do quầy %d tiếp nhận, máy này gửi thay"), r->relayed);
}

static void draw_reason(const struct queue *q, struct area body)
{
	const struct outbox_row *r = chosen(q);
	int row = body.row + body.rows - FOOT_ROWS;
	char tries[160], text[900];
	if (!r)
		return;
	tries_text(r, tries, sizeof(tries));
	if (r->rejected)
		rejection_text(r, text, sizeof(text));
	else
		str_copy(text, sizeof(text), r->reason[0] ? r->reason :
			sync_state(q->base.ui->env->sync)->reason);
	term_fill(row, body.col, body.cols, "─", STYLE_QUIET);
	term_put_fit(row + 1, body.col, body.cols, tries, TEXT_LEFT, STYLE_TEXT);
	draw_wrapped(row + 2, body.col, FOOT_ROWS - 2, body.cols, text,
		r->rejected ? STYLE_BAD : STYLE_TEXT);
}

static void draw_empty(const struct queue *q, struct area body)
{
	const struct dossier_figures *f = &q->base.ui->figures;
	const char *text = f->waiting + f->rejected == 0 ?
		_("Không còn hồ sơ nào chờ: tất cả đã về đến trung tâm.") : q->part == PART_REJECTED ?
		_("Không có hồ sơ nào bị từ chối. F8 xem các hồ sơ khác.") :
		_("Không có hồ sơ nào chờ gửi. F8 xem các hồ sơ khác.");
	draw_wrapped(body.row + HEAD_ROWS, body.col, 3, body.cols, text, STYLE_GOOD);
}

static void queue_draw(const struct screen *self, struct area body)
{
	const struct queue *q = (const struct queue *)self;
	const struct dossier_figures *f = &self->ui->figures;
	static const char *const shown[] = {"", N_(" · chỉ xem chờ gửi"), N_(" · chỉ xem bị từ chối")};
	char head[320], position[40], other[120];
	link_drainer(sync_state(self->ui->env->sync), other, sizeof(other));
	snprintf(head, sizeof(head), _("Chờ gửi %lld · Bị từ chối %lld%s"), (long long)f->waiting,
		(long long)f->rejected, q->part ? _(shown[q->part]) : "");
	if (other[0])
		snprintf(head + strlen(head), sizeof(head) - strlen(head), " · %s", other);
	list_position(&q->list, page(), position, sizeof(position));
	draw_section(body.row, body.col, body.cols, head, position);
	term_cursor(body.row + HEAD_ROWS, body.col - 1);
	if (q->list.total == 0)
		draw_empty(q, body);
	for (size_t i = 0; i < q->n && (int)i < page(); i++)
		draw_row(q, &q->rows[i], body.row + HEAD_ROWS + (int)i, body);
	draw_reason(q, body);
}

static void after_retry(struct ui *ui)
{
	sync_kick(ui->env->sync);
	ui_refresh(ui);
}

static void retry_one(struct queue *q)
{
	struct ui *ui = q->base.ui;
	const struct outbox_row *r = chosen(q);
	struct err err = ERR_INIT;
	if (!outbox_retry(ui->env->store, q->retrying, &err))
		ui_say_err(ui, &err);
	else
		ui_say(ui, STYLE_TEXT, _("Đã đưa %s trở lại hàng đợi."),
			r && str_eq(r->uuid, q->retrying) ? r->code : _("hồ sơ"));
	after_retry(ui);
}

static void retry_all(struct queue *q)
{
	struct ui *ui = q->base.ui;
	struct err err = ERR_INIT;
	int64_t n;
	if (!outbox_retry_all(ui->env->store, &n, &err))
		ui_say_err(ui, &err);
	else
		ui_say(ui, STYLE_TEXT, P_("Đã đưa %lld hồ sơ trở lại hàng đợi.",
			"Đã đưa %lld hồ sơ trở lại hàng đợi.", n), (long long)n);
	after_retry(ui);
}

static void settle(struct queue *q)
{
	struct ui *ui = q->base.ui;
	char code[DOSSIER_CODE_SIZE];
	struct err err = ERR_INIT;
	if (!settle_by_central(ui->env->store, q->retrying, ui->officer, clock_now(), code, &err))
		ui_say_err(ui, &err);
	else
		ui_say(ui, STYLE_GOOD, _("%s Đã ghi: %s nhận bản ở trung tâm của %s là bản đúng."), term_glyph(GLYPH_OK),
			ui->officer_name, code);
	ui_refresh(ui);
}

static void retry_chosen(void *user, size_t index)
{
	struct queue *q = user;
	q->ways[index](q);
}

static void retry(struct queue *q)
{
	struct ui *ui = q->base.ui;
	const struct outbox_row *r = chosen(q);
	char all[120];
	if (!r || !r->rejected) {
		ui_say(ui, STYLE_TEXT, _("Chỉ hồ sơ bị từ chối mới cần gửi lại; hồ sơ chờ gửi thì máy tự gửi."));
		return;
	}
	const char *items[WAYS] = {_("hồ sơ đang đánh dấu")};
	size_t n = 1;
	str_copy(q->retrying, sizeof(q->retrying), r->uuid);
	q->ways[0] = retry_one;
	if (ui->figures.rejected > 1) {
		snprintf(all, sizeof(all), _("tất cả %lld hồ sơ bị từ chối"), (long long)ui->figures.rejected);
		q->ways[n] = retry_all;
		items[n++] = all;
	}
	if (settle_possible(r)) {
		q->ways[n] = settle;
		items[n++] = _("không gửi nữa: bản ở trung tâm là bản đúng");
	}
	if (n == 1)
		retry_one(q);
	else
		ui_push(ui, screen_menu_new(ui, &(struct menu_spec){.title = _("Gửi lại: Enter chọn, Esc thôi"),
			.items = items, .n = n, .on_choice = retry_chosen, .user = q}));
}

/* From the first line of the next part. */
static void filter(struct queue *q)
{
	q->part = (q->part + 1) % PARTS;
	q->list = (struct list){0};
	read_window(q);
}

static void send_now(struct queue *q)
{
	struct ui *ui = q->base.ui;
	if (ui->figures.waiting == 0) {
		ui_say(ui, STYLE_TEXT, _("Không có hồ sơ nào chờ gửi."));
		return;
	}
	q->trying = true;
	ui_say(ui, STYLE_TEXT, _("Đang thử gửi…"));
	sync_kick(ui->env->sync);
}

static bool queue_can(const struct screen *self, enum action action)
{
	const struct outbox_row *r = chosen((const struct queue *)self);
	if (action == ACT_CORRECT || action == ACT_RETRY)
		return r && r->rejected;
	if (action == ACT_SEND)
		return self->ui->figures.waiting > 0;
	return r || (action != ACT_PRINT && action != ACT_ENTER);
}

static bool queue_key(struct screen *self, struct key key, enum action action)
{
	struct queue *q = (struct queue *)self;
	struct ui *ui = self->ui;
	const struct outbox_row *r = chosen(q);
	int64_t top = q->list.top;
	(void)key;
	switch (action) {
	case ACT_BACK:
		ui_pop(ui);
		return true;
	case ACT_ENTER:
		if (r)
			ui_push(ui, screen_detail_new(ui, r->uuid));
		return true;
	case ACT_PRINT:
		if (r)
			ui_print_dossier(ui, r->uuid);
		return true;
	case ACT_CORRECT:
		if (r)
			ui_correct(ui, r->uuid);
		return true;
	case ACT_RETRY:
		retry(q);
		return true;
	case ACT_FILTER:
		filter(q);
		return true;
	case ACT_SEND:
		send_now(q);
		return true;
	default:
		if (!list_move(&q->list, action, page()))
			return false;
		if (q->list.top != top)
			read_window(q);
		return true;
	}
}

static void queue_free(struct screen *self)
{
	free(((struct queue *)self)->rows);
	free(self);
}

static const struct screen_ops queue_ops = {
	.scope = SCOPE_QUEUE,
	.title = queue_title,
	.draw = queue_draw,
	.key = queue_key,
	.can = queue_can,
	.refresh = queue_refresh,
	.free = queue_free,
};

struct screen *screen_queue_new(struct ui *ui)
{
	struct queue *q = xcalloc(1, sizeof(*q));
	q->base = (struct screen){&queue_ops, ui};
	ui_quiet(ui);
	queue_refresh(&q->base);
	return &q->base;
}
