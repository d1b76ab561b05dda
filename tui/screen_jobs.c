/* F6: papers that are not out yet, or nobody knows of; and settling them. */
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "store/print_jobs.h"
#include "tui/dossier_table.h"
#include "tui/frame.h"
#include "tui/list.h"
#include "tui/paper_words.h"
#include "tui/screens.h"
#include "tui/state.h"
#include "tui/when.h"

enum { HEAD_ROWS = 2, FOOT_ROWS = 5, TIME_COLS = 15, STATE_COLS = 20, ABOUT_COLS = 17,
	PRINTERS_SHOWN = 40 };

struct jobs {
	struct screen base;
	struct print_job *rows;
	size_t n;
	struct list list;
	char meant[UUID_SIZE]; /* the paper a menu opened for */
};

static int page(void)
{
	return frame_body().rows - HEAD_ROWS - FOOT_ROWS;
}

static const struct print_job *chosen(const struct jobs *s)
{
	return s->list.cursor < (int64_t)s->n ? &s->rows[s->list.cursor] : NULL;
}

/* The chosen line stays on its paper as long as that is there. */
static void jobs_refresh(struct screen *self)
{
	struct jobs *s = (struct jobs *)self;
	struct print_job *rows = NULL;
	size_t n = 0;
	char id[UUID_SIZE] = "";
	struct err err = ERR_INIT;
	if (!print_jobs_open(self->ui->env->store, &rows, &n, &err)) {
		ui_say_err(self->ui, &err);
		return;
	}
	if (chosen(s))
		str_copy(id, sizeof(id), chosen(s)->id);
	free(s->rows);
	s->rows = rows;
	s->n = n;
	s->list.total = (int64_t)n;
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].id, id))
			s->list.cursor = (int64_t)i;
	list_settle(&s->list, page());
}

static void jobs_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)self, (void)cols;
	str_copy(out, size, _("IN ẤN"));
}

/* ---- drawing */

static void draw_row(const struct jobs *s, int64_t at, int line, struct area a)
{
	const struct print_job *job = &s->rows[at];
	const struct ui *ui = s->base.ui;
	bool here = at == s->list.cursor;
	enum style style = here ? STYLE_SELECTED : STYLE_TEXT, state_style;
	char name[PAPER_NAME], about[80], state[80], when[WHEN_SIZE];
	int state_cols = a.cols >= 100 ? 2 * STATE_COLS : STATE_COLS;
	int about_cols = a.cols >= 100 ? 2 * ABOUT_COLS : ABOUT_COLS;
	int name_cols = a.cols - 2 - about_cols - state_cols - TIME_COLS, col = a.col + 2;
	paper_name_of(job, name, sizeof(name));
	paper_about(job, ui->env->ws->agency, a.cols >= 100, about, sizeof(about));
	state_style = ui_paper_state(ui, job, state, sizeof(state));
	when_moment(job->changed_at, clock_now(), when);
	term_put_fit(line, a.col, a.cols, here ? ">" : "", TEXT_LEFT, style);
	term_put_fit(line, col, name_cols - 1, name, TEXT_LEFT, style);
	term_put_fit(line, col += name_cols, about_cols - 1, about, TEXT_LEFT, style);
	term_put_fit(line, col += about_cols, state_cols - 1, state, TEXT_LEFT,
		here ? style : state_style);
	term_put_fit(line, col + state_cols, TIME_COLS, when, TEXT_LEFT, style);
	if (here)
		term_cursor(line, a.col);
}

static void draw_foot(const struct jobs *s, struct area body)
{
	const struct print_job *job = chosen(s);
	int row = body.row + body.rows - FOOT_ROWS;
	char who[640], when[WHEN_SIZE];
	if (!job)
		return;
	when_moment(job->created_at, clock_now(), when);
	snprintf(who, sizeof(who), "%s%s%s%s%s", when, job->officer_name[0] ? " · " : "", job->officer_name,
		job->target[0] ? " · " : "", job->target);
	term_fill(row, body.col, body.cols, "─", STYLE_QUIET);
	term_put_fit(row + 1, body.col, body.cols, who, TEXT_LEFT, STYLE_QUIET);
	draw_wrapped(row + 2, body.col, FOOT_ROWS - 2, body.cols,
		job->detail[0] ? job->detail : paper_state_advice(job->state), STYLE_TEXT);
}

static void jobs_draw(const struct screen *self, struct area body)
{
	const struct jobs *s = (const struct jobs *)self;
	char head[120], position[40];
	int row = body.row + HEAD_ROWS;
	snprintf(head, sizeof(head), _("Giấy chưa xong: %zu"), s->n);
	list_position(&s->list, page(), position, sizeof(position));
	draw_section(body.row, body.col, body.cols, head, position);
	term_cursor(row, body.col - 1);
	if (s->n == 0)
		draw_wrapped(row, body.col, 2, body.cols,
			_("Không còn giấy nào chờ in. F8 xem máy in, F9 in sổ theo dõi."), STYLE_GOOD);
	for (int i = 0; i < page() && s->list.top + i < s->list.total; i++)
		draw_row(s, s->list.top + i, row + i, body);
	draw_foot(s, body);
}

/* ---- settling */

static void settle(struct jobs *s, enum print_settle how, const char *said)
{
	struct ui *ui = s->base.ui;
	const struct print_job *job = chosen(s);
	char name[PAPER_NAME];
	struct err err = ERR_INIT;
	paper_name_of(job, name, sizeof(name));
	if (ui_settle_paper(ui, job->id, how, NULL, &err))
		ui_say(ui, STYLE_GOOD, "%s %s: %s", term_glyph(GLYPH_OK), name, said);
	else
		ui_say_err(ui, &err);
	ui_refresh(ui);
}

/* What is at a printer is taken back first: else it would come out all the same. */
static void drop(struct jobs *s)
{
	if (chosen(s)->state == PRINT_SENT && worker_cancel(s->base.ui->env->worker, chosen(s)->id))
		ui_say(s->base.ui, STYLE_TEXT, _("Đang lấy lệnh in về từ máy in…"));
	else
		settle(s, SETTLE_DROP, _("đã bỏ lệnh in. Cần giấy thì in lại từ hồ sơ."));
}

static bool is_still_meant(const struct jobs *s)
{
	bool same = chosen(s) && str_eq(chosen(s)->id, s->meant) && !chosen(s)->elsewhere;
	if (!same)
		ui_say(s->base.ui, STYLE_TEXT, _("Giấy đó vừa xong."));
	return same;
}

enum { KEEP_IT, DROP_IT };

static void drop_answered(void *user, size_t index)
{
	struct jobs *s = user;
	if (index == DROP_IT && is_still_meant(s))
		drop(s);
}

static void ask_drop(struct jobs *s)
{
	struct ui *ui = s->base.ui;
	const char *items[] = {
		[KEEP_IT] = _("chưa: giữ lệnh in này"), [DROP_IT] = _("bỏ, không in giấy này nữa"),
	};
	str_copy(s->meant, sizeof(s->meant), chosen(s)->id);
	ui_push(ui, screen_menu_new(ui, &(struct menu_spec){.title = _("Bỏ lệnh in? Enter chọn, Esc thôi"),
		.items = items, .n = ARRAY_LEN(items), .on_choice = drop_answered, .user = s}));
}

/* One that never began is sent as it is, one at a printer goes to another; else it is over, and a
 * further one is owed. */
static void print_again(struct jobs *s, const char *target)
{
	struct ui *ui = s->base.ui;
	struct print_job job = *chosen(s), again;
	struct err err = ERR_INIT;
	if (job.state == PRINT_OWED) {
		ui_send_paper(ui, &job, target);
	} else if (job.state == PRINT_SENT && ui_move_paper(ui, &job, target)) {
		ui_say(ui, STYLE_TEXT, _("Đang lấy lệnh in về để in ở máy khác…"));
	} else if (ui_settle_paper(ui, job.id, SETTLE_AGAIN, &again, &err)) {
		ui_send_paper(ui, &again, target);
	} else {
		ui_say_err(ui, &err);
	}
	ui_refresh(ui);
}

static void printer_chosen(void *user, size_t index)
{
	struct jobs *s = user;
	const struct printer_list *all = s->base.ui->printers;
	const char *target = index == 0 ? "" : all && index <= all->n ? all->rows[index - 1].name : DESK_FILE;
	if (is_still_meant(s))
		print_again(s, target);
}

/* Asks where only when there is a choice. */
static void choose_printer(struct jobs *s)
{
	struct ui *ui = s->base.ui;
	const struct printer_list *all = ui->printers;
	char labels[PRINTERS_SHOWN][224];
	const char *items[PRINTERS_SHOWN + 2] = {_("máy in dành cho mẫu này")};
	size_t n = 1;
	str_copy(s->meant, sizeof(s->meant), chosen(s)->id);
	if (!all || all->n == 0) {
		print_again(s, "");
		return;
	}
	for (; n <= all->n && n <= PRINTERS_SHOWN; n++) {
		snprintf(labels[n - 1], sizeof(labels[0]), "%s · %s", all->rows[n - 1].name, all->rows[n - 1].words);
		items[n] = labels[n - 1];
	}
	if (n > all->n)
		items[n++] = _("tệp PDF");
	ui_push(ui, screen_menu_new(ui, &(struct menu_spec){.title = _("In ở đâu? Enter chọn, Esc thôi"),
		.items = items, .n = n, .on_choice = printer_chosen, .user = s}));
}

static void came_out(struct jobs *s)
{
	if (chosen(s)->state == PRINT_OWED)
		ui_say(s->base.ui, STYLE_TEXT, _("Giấy này chưa được gửi đến máy in. F7 in; không cần nữa thì Del."));
	else
		settle(s, SETTLE_PRINTED, _("đã ghi là có giấy."));
}

/* What another program has in its hand is neither taken from it nor printed beside it. */
static bool is_elsewhere(struct jobs *s)
{
	if (chosen(s)->elsewhere)
		ui_say(s->base.ui, STYLE_TEXT, _("Chương trình khác trên máy này đang in giấy này. Hãy đợi nó xong."));
	return chosen(s)->elsewhere;
}

static bool jobs_can(const struct screen *self, enum action action)
{
	const struct print_job *job = chosen((const struct jobs *)self);
	if (action == ACT_CAME_OUT)
		return job && job->state != PRINT_OWED;
	return (job && !job->elsewhere) || (action != ACT_PRINT && action != ACT_DELETE);
}

static bool act(struct jobs *s, enum action action)
{
	switch (action) {
	case ACT_CAME_OUT:
		came_out(s);
		return true;
	case ACT_DELETE:
		if (!is_elsewhere(s))
			ask_drop(s);
		return true;
	case ACT_PRINT:
		if (!is_elsewhere(s))
			choose_printer(s);
		return true;
	case ACT_ENTER:
		if (chosen(s)->dossier[0])
			ui_push(s->base.ui, screen_detail_new(s->base.ui, chosen(s)->dossier));
		return true;
	default:
		return false;
	}
}

static bool jobs_key(struct screen *self, struct key key, enum action action)
{
	struct jobs *s = (struct jobs *)self;
	(void)key;
	if (action == ACT_BACK) {
		ui_pop(self->ui);
		return true;
	}
	if (action == ACT_PRINTERS) {
		ui_push(self->ui, screen_printers_new(self->ui));
		return true;
	}
	if (action == ACT_LEDGER) {
		ui_print_period(self->ui);
		return true;
	}
	return (chosen(s) && act(s, action)) || list_move(&s->list, action, page());
}

static void jobs_free(struct screen *self)
{
	free(((struct jobs *)self)->rows);
	free(self);
}

static const struct screen_ops jobs_ops = {
	.scope = SCOPE_JOBS,
	.title = jobs_title,
	.draw = jobs_draw,
	.key = jobs_key,
	.can = jobs_can,
	.refresh = jobs_refresh,
	.free = jobs_free,
};

struct screen *screen_jobs_new(struct ui *ui)
{
	struct jobs *s = xcalloc(1, sizeof(*s));
	s->base = (struct screen){&jobs_ops, ui};
	ui_quiet(ui);
	ui_ask_printers(ui);
	jobs_refresh(&s->base);
	return &s->base;
}
