/* F3: the dossiers taken in here; the list narrows as one types. */
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/receipt_token.h"
#include "i18n/lang.h"
#include "tui/dossier_table.h"
#include "tui/field.h"
#include "tui/frame.h"
#include "tui/screens.h"
#include "tui/state.h"

enum { HEAD_ROWS = 2 };

enum view { VIEW_ALL, VIEW_WAITING, VIEW_REJECTED, VIEW_DUE, VIEW_COUNT };

struct dossiers {
	struct screen base;
	struct dossier_table table;
	struct field search;
	char sought[FIELD_MAX + 1]; /* what of it is looked for */
	enum view view;
	struct marks marks;
	struct marks marks_before;
	struct field_mark before; /* what a scan may have to give back */
	struct list list_before;
	bool in_list_before;
	bool in_list; /* the last key was the list's: Space marks, and is no letter of the search */
};

static const char *const view_names[VIEW_COUNT] = {
	N_("tất cả"), N_("chờ gửi"), N_("bị từ chối"), N_("chưa xong, gần hạn trước"),
};

static int page(void)
{
	return dossier_table_page(frame_body().rows - HEAD_ROWS);
}

static void dossiers_refresh(struct screen *self)
{
	struct dossiers *s = (struct dossiers *)self;
	struct err err = ERR_INIT;
	typing_sought(&self->ui->typing, &s->search, s->sought);
	s->table.filter = (struct dossier_filter){
		.text = field_empty(&s->search) ? NULL : s->sought,
		.by_delivery = s->view == VIEW_WAITING || s->view == VIEW_REJECTED,
		.delivery = s->view == VIEW_WAITING ? DELIVERY_WAITING : DELIVERY_REJECTED,
		.open_only = s->view == VIEW_DUE,
		.order = s->view == VIEW_DUE ? ORDER_DUE : ORDER_NEWEST,
	};
	if (!dossier_table_load(&s->table, self->ui->env->store, page(), &err))
		ui_say_err(self->ui, &err);
}

static void dossiers_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)cols;
	(void)self;
	str_copy(out, size, _("TRA CỨU HỒ SƠ"));
}

static void note_text(const struct dossiers *s, char *out, size_t size)
{
	long long total = (long long)s->table.list.total;
	char position[60];
	list_position(&s->table.list, page(), position, sizeof(position));
	if (s->marks.n == 0 && position[0])
		snprintf(out, size, _("%s · hàng %s"), _(view_names[s->view]), position);
	else if (s->marks.n > 0)
		snprintf(out, size, _("đã đánh dấu %zu / %lld hồ sơ"), s->marks.n, total);
	else
		snprintf(out, size, P_("%s · %lld hồ sơ", "%s · %lld hồ sơ", total), _(view_names[s->view]), total);
}

static void dossiers_draw(const struct screen *self, struct area body)
{
	const struct dossiers *s = (const struct dossiers *)self;
	char note[120];
	struct buf view;
	int cursor, col = body.col + text_width(_("Tìm")) + 2;
	buf_init(&view, 2 * FIELD_MAX);
	field_view(&s->search, 36, &view, &cursor);
	term_put(body.row, body.col, _("Tìm"), STYLE_LABEL);
	term_put(body.row, col, buf_str(&view), STYLE_FOCUS);
	buf_clear(&view);
	note_text(s, note, sizeof(note));
	term_put_fit(body.row, col + 38, body.cols - (col - body.col) - 38, note, TEXT_RIGHT, STYLE_QUIET);
	if (s->table.list.total == 0)
		draw_wrapped(body.row + HEAD_ROWS, body.col, 2, body.cols, field_empty(&s->search) ?
			_("Không có hồ sơ nào ở đây. F2 tiếp nhận hồ sơ, F6 đổi bộ lọc.") :
			_("Không tìm thấy. Tìm theo số cuối của mã hồ sơ, tên, thủ tục (không cần dấu), số "
			  "định danh, điện thoại."), STYLE_QUIET);
	dossier_table_draw(&s->table,
		(struct area){body.row + HEAD_ROWS, body.col, body.rows - HEAD_ROWS, body.cols}, clock_now());
	term_cursor(body.row, col + cursor);
}

/* A scanned receipt: its address names the dossier. */
static bool use_receipt_url(struct dossiers *s)
{
	char code[DOSSIER_CODE_SIZE], token[RECEIPT_TOKEN_SIZE];
	if (!str_starts(s->search.text, "http") || !receipt_url_parse(s->search.text, code, token))
		return false;
	field_set(&s->search, code);
	return true;
}

static void searched(struct dossiers *s)
{
	dossier_table_start(&s->table);
	dossiers_refresh(&s->base);
}

/* ---- marking */

static void say_full(struct dossiers *s)
{
	ui_say(s->base.ui, STYLE_WARN, _("Chỉ đánh dấu được %d hồ sơ một lần. Hãy in số này trước."),
		MARKS_MAX);
}

/* The line goes on to the next, so that several in a row are quickly marked. */
static void mark(struct dossiers *s)
{
	const struct dossier_row *row = dossier_table_row(&s->table);
	struct err err = ERR_INIT;
	if (!row)
		return;
	if (marks_has(&s->marks, row->uuid))
		marks_remove(&s->marks, row->uuid);
	else if (!marks_add(&s->marks, row->uuid))
		say_full(s);
	dossier_table_move(&s->table, s->base.ui->env->store, ACT_DOWN, page(), &err);
}

static void mark_all(struct dossiers *s)
{
	struct dossier_list all = {0};
	struct err err = ERR_INIT;
	if (s->marks.n > 0) {
		marks_clear(&s->marks);
		return;
	}
	if (!dossiers_list(s->base.ui->env->store, &s->table.filter, 0, MARKS_MAX, &all, &err))
		ui_say_err(s->base.ui, &err);
	for (size_t i = 0; i < all.n; i++)
		(void)marks_add(&s->marks, all.rows[i].uuid);
	if (all.total > MARKS_MAX)
		say_full(s);
	dossier_list_clear(&all);
}

/* What is marked is not lost by one key. */
static void leave(struct dossiers *s)
{
	if (s->marks.n == 0) {
		ui_pop(s->base.ui);
		return;
	}
	ui_say(s->base.ui, STYLE_TEXT, _("Đã bỏ đánh dấu %zu hồ sơ. Esc lần nữa để về."), s->marks.n);
	marks_clear(&s->marks);
}

static bool act(struct dossiers *s, enum action action)
{
	struct ui *ui = s->base.ui;
	const struct dossier_row *row = dossier_table_row(&s->table);
	switch (action) {
	case ACT_BACK:
		leave(s);
		return true;
	case ACT_MARK:
		mark(s);
		return true;
	case ACT_MARK_ALL:
		mark_all(s);
		return true;
	case ACT_ENTER:
		if (use_receipt_url(s))
			searched(s);
		row = dossier_table_row(&s->table);
		if (row)
			ui_push(ui, screen_detail_new(ui, row->uuid));
		return true;
	case ACT_PRINT:
		if (s->marks.n > 0)
			ui_print_marked(ui, &s->marks);
		else if (row)
			ui_print_dossier(ui, row->uuid);
		return true;
	case ACT_FILTER:
		s->view = (s->view + 1) % VIEW_COUNT;
		searched(s);
		return true;
	default:
		return false;
	}
}

static bool dossiers_key(struct screen *self, struct key key, enum action action)
{
	struct dossiers *s = (struct dossiers *)self;
	struct err err = ERR_INIT;
	bool space = key_eq(key, (struct key){KIND_CHAR, ' '});
	if (space && (s->in_list || field_empty(&s->search)))
		action = ACT_MARK;
	s->in_list = action != ACT_NONE && action != ACT_FILTER;
	if (act(s, action) || dossier_table_move(&s->table, self->ui->env->store, action, page(), &err))
		return true;
	size_t len = s->search.len;
	if (action != ACT_NONE || !typing_key(&self->ui->typing, &s->search, key))
		return false;
	if (s->search.len != len || key.kind == KIND_CHAR)
		searched(s);
	return true;
}

static void dossiers_paste(struct screen *self, const char *bytes, size_t len)
{
	struct dossiers *s = (struct dossiers *)self;
	typing_paste(&self->ui->typing, &s->search, bytes, len);
	use_receipt_url(s);
	searched(s);
}

static void dossiers_mark(struct screen *self)
{
	struct dossiers *s = (struct dossiers *)self;
	field_mark(&s->search, &s->before);
	s->in_list_before = s->in_list;
	s->list_before = s->table.list;
	marks_copy(&s->marks_before, &s->marks);
}

static void dossiers_unscan(struct screen *self)
{
	struct dossiers *s = (struct dossiers *)self;
	field_give_back(&s->search, &s->before);
	s->in_list = s->in_list_before;
	marks_copy(&s->marks, &s->marks_before);
	searched(s);
	s->table.list = s->list_before;
	dossiers_refresh(self);
}

static struct field *dossiers_field(struct screen *self)
{
	return &((struct dossiers *)self)->search;
}

static void dossiers_edited(struct screen *self)
{
	searched((struct dossiers *)self);
}

static void dossiers_free(struct screen *self)
{
	struct dossiers *s = (struct dossiers *)self;
	dossier_table_clear(&s->table);
	marks_clear(&s->marks);
	marks_clear(&s->marks_before);
	free(s);
}

static const struct screen_ops dossiers_ops = {
	.scope = SCOPE_DOSSIERS,
	.title = dossiers_title,
	.draw = dossiers_draw,
	.key = dossiers_key,
	.field = dossiers_field,
	.edited = dossiers_edited,
	.paste = dossiers_paste,
	.mark = dossiers_mark,
	.unscan = dossiers_unscan,
	.refresh = dossiers_refresh,
	.free = dossiers_free,
};

struct screen *screen_dossiers_new(struct ui *ui)
{
	struct dossiers *s = xcalloc(1, sizeof(*s));
	s->base = (struct screen){&dossiers_ops, ui};
	s->table.agency = ui->env->ws->agency;
	s->table.states = true;
	s->table.marks = &s->marks;
	ui_quiet(ui);
	dossiers_refresh(&s->base);
	return &s->base;
}
