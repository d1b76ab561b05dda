/* Which printers there are, how each stands, what is in it and kept for it. */
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/state.h"

enum { HEAD_ROWS = 2, FOOT_ROWS = 5, STATE_COLS = 21, PAPER_COLS = 25 };

struct printers {
	struct screen base;
	struct list list;
	bool asked; /* by F5: its answer is told, however quick it was */
};

static int page(void)
{
	return frame_body().rows - HEAD_ROWS - FOOT_ROWS;
}

static const struct printer_row *chosen(const struct printers *s)
{
	const struct printer_list *all = s->base.ui->printers;
	return all && s->list.cursor < (int64_t)all->n ? &all->rows[s->list.cursor] : NULL;
}

static void printers_refresh(struct screen *self)
{
	struct printers *s = (struct printers *)self;
	s->list.total = self->ui->printers ? (int64_t)self->ui->printers->n : 0;
	list_settle(&s->list, page());
	if (s->asked && !self->ui->printers_asked) {
		s->asked = false;
		ui_say(self->ui, STYLE_TEXT, _("Đã hỏi lại các máy in."));
	}
}

static void printers_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)self, (void)cols;
	str_copy(out, size, _("MÁY IN"));
}

static void draw_row(const struct printers *s, int64_t at, int line, struct area a)
{
	const struct printer_row *r = &s->base.ui->printers->rows[at];
	bool here = at == s->list.cursor;
	enum style style = here ? STYLE_SELECTED : STYLE_TEXT;
	int name_cols = a.cols - 2 - STATE_COLS - PAPER_COLS, col = a.col + 2;
	char name[160];
	snprintf(name, sizeof(name), "%s%s", r->name, r->usual ? _(" (thường dùng)") : "");
	term_put_fit(line, a.col, a.cols, here ? ">" : "", TEXT_LEFT, style);
	term_put_fit(line, col, name_cols - 1, name, TEXT_LEFT, style);
	term_put_fit(line, col += name_cols, STATE_COLS - 1, r->words, TEXT_LEFT,
		here ? style : r->ready ? STYLE_GOOD : STYLE_WARN);
	term_put_fit(line, col + STATE_COLS, PAPER_COLS, r->papers, TEXT_LEFT, style);
	if (here)
		term_cursor(line, a.col);
}

/* The forms kept for it, what waits there, where it is. */
static void about(const struct printer_row *r, char *out, size_t size)
{
	char waiting[60] = "";
	if (r->waiting > 0)
		snprintf(waiting, sizeof(waiting), _(" · %d lệnh in đang chờ"), r->waiting);
	snprintf(out, size, "%s%s%s%s%s%s", r->forms[0] ? _("Dành cho mẫu ") : _("In mẫu nào cũng được"), r->forms,
		waiting, " · ", r->model[0] ? r->model : r->destination, r->thermal ? _(" · máy in nhiệt") : "");
}

static void draw_foot(const struct printers *s, struct area body)
{
	const struct printer_row *r = chosen(s);
	int row = body.row + body.rows - FOOT_ROWS;
	char line[800];
	if (!r)
		return;
	about(r, line, sizeof(line));
	term_fill(row, body.col, body.cols, "─", STYLE_QUIET);
	term_put_fit(row + 1, body.col, body.cols, line, TEXT_LEFT, STYLE_QUIET);
	draw_wrapped(row + 2, body.col, FOOT_ROWS - 2, body.cols,
		r->message[0] ? r->message : _("Máy in sẵn sàng."), STYLE_TEXT);
}

static const char *none(const struct ui *ui)
{
	if (!ui->printers)
		return _("Đang hỏi các máy in…");
	return ui->printers->cups_answers || !(ui->printers->cups_expected || desk_used_cups(ui->env->desk)) ?
		_("Chưa có máy in nào. Giấy được lưu thành tệp PDF; người quản trị thêm máy in ở CUPS hoặc ở mục "
		  "[printer] của tệp cấu hình.") :
		_("Không liên lạc được với hệ thống in (CUPS). Giấy chờ in (CHƯA IN) cho đến khi CUPS chạy lại.");
}

static void printers_draw(const struct screen *self, struct area body)
{
	const struct printers *s = (const struct printers *)self;
	char head[80], position[40];
	int row = body.row + HEAD_ROWS;
	snprintf(head, sizeof(head), "%s (%lld)", _("CÁC MÁY IN"), (long long)s->list.total);
	list_position(&s->list, page(), position, sizeof(position));
	draw_section(body.row, body.col, body.cols, head,
		self->ui->printers_asked && self->ui->printers ? _("đang hỏi lại…") : position);
	term_cursor(row, body.col - 1);
	if (s->list.total == 0)
		draw_wrapped(row, body.col, 4, body.cols, none(self->ui), STYLE_TEXT);
	for (int i = 0; i < page() && s->list.top + i < s->list.total; i++)
		draw_row(s, s->list.top + i, row + i, body);
	draw_foot(s, body);
}

static bool printers_key(struct screen *self, struct key key, enum action action)
{
	struct printers *s = (struct printers *)self;
	(void)key;
	if (action == ACT_BACK) {
		ui_pop(self->ui);
	} else if (action == ACT_RETRY) {
		s->asked = true;
		ui_ask_printers(self->ui);
	} else {
		return list_move(&s->list, action, page());
	}
	return true;
}

static void printers_free(struct screen *self)
{
	free(self);
}

static const struct screen_ops printers_ops = {
	.scope = SCOPE_PRINTERS,
	.title = printers_title,
	.draw = printers_draw,
	.key = printers_key,
	.refresh = printers_refresh,
	.free = printers_free,
};

struct screen *screen_printers_new(struct ui *ui)
{
	struct printers *s = xcalloc(1, sizeof(*s));
	s->base = (struct screen){&printers_ops, ui};
	ui_quiet(ui);
	ui_ask_printers(ui);
	printers_refresh(&s->base);
	return &s->base;
}
