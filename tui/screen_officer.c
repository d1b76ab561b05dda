/* Who is at the counter: chosen from the accounts of this agency, remembered until the day is over. */
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/fold.h"
#include "i18n/lang.h"
#include "tui/entry.h"
#include "tui/field.h"
#include "tui/frame.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/state.h"

struct officer {
	struct screen base;
	struct account *accounts;
	size_t n;
	size_t *shown; /* indices of those that match what is typed */
	struct list list;
	struct field typed;
};

enum { HEAD_ROWS = 4, NAME_COLS = 20, NAME_COLS_MOST = 36 };

static void match(struct officer *o)
{
	char sought[FIELD_MAX + 1];
	typing_sought(&o->base.ui->typing, &o->typed, sought);
	struct fold_query *query = fold_query_new(sought);
	o->list.total = 0;
	for (size_t i = 0; i < o->n; i++) {
		struct buf plain, marked;
		buf_init(&plain, 1024);
		buf_init(&marked, 1024);
		fold_text(o->accounts[i].name, &plain);
		fold_marked(o->accounts[i].name, &marked);
		if (fold_query_empty(query) || fold_match(query, buf_str(&plain), buf_str(&marked)) > 0)
			o->shown[o->list.total++] = i;
		buf_clear(&plain);
		buf_clear(&marked);
	}
	fold_query_free(query);
	list_settle(&o->list, frame_body().rows - HEAD_ROWS);
}

static void officer_refresh(struct screen *self)
{
	struct officer *o = (struct officer *)self;
	struct account *accounts = NULL;
	size_t n = 0;
	struct err err = ERR_INIT;
	if (!catalogue_accounts(self->ui->env->store, self->ui->env->ws->agency, &accounts, &n, &err)) {
		ui_say_err(self->ui, &err);
		return;
	}
	free(o->accounts);
	free(o->shown);
	o->accounts = accounts;
	o->n = n;
	o->shown = xcalloc(n + 1, sizeof(*o->shown));
	match(o);
}

static void officer_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)cols;
	snprintf(out, size, "%s  %s · %s %02d", _("MỘT CỬA"), self->ui->env->ws->agency_name, _("Quầy"),
		self->ui->env->ws->counter);
}

static void draw_empty(const struct officer *o, struct area body)
{
	const char *text = o->n > 0 ?
		_("Không có ai tên như vậy. Xóa bớt chữ để xem cả danh sách.") :
		_("Danh mục trên máy này chưa có tài khoản cán bộ nào của đơn vị. Danh sách tự hiện ra khi "
		  "có mạng và hệ thống trung tâm đã khai báo tài khoản. Không chờ được thì gõ họ tên người "
		  "trực rồi Enter: hồ sơ ghi tên đó.");
	draw_wrapped(body.row + HEAD_ROWS, body.col, 5, body.cols, text, STYLE_WARN);
}

/* As wide as the names in sight want it: titles are long. */
static int name_cols(const struct officer *o, int rows)
{
	int cols = NAME_COLS;
	for (int64_t at = o->list.top; at < o->list.total && at < o->list.top + rows; at++)
		cols = label_fits(cols, o->accounts[o->shown[at]].name, NAME_COLS_MOST);
	return cols + 1;
}

static void officer_draw(const struct screen *self, struct area body)
{
	const struct officer *o = (const struct officer *)self;
	struct buf view;
	int cursor, label = text_width(_("Tìm tên")) + 2, names = name_cols(o, body.rows - HEAD_ROWS);
	buf_init(&view, 2 * FIELD_MAX);
	draw_section(body.row, body.col, body.cols, _("AI TRỰC QUẦY HÔM NAY?"), "");
	field_view(&o->typed, 40, &view, &cursor);
	term_put(body.row + 2, body.col, _("Tìm tên"), STYLE_LABEL);
	term_put(body.row + 2, body.col + label, buf_str(&view), STYLE_FOCUS);
	term_cursor(body.row + 2, body.col + label + cursor);
	buf_clear(&view);
	if (o->list.total == 0)
		draw_empty(o, body);
	for (int i = 0; i < body.rows - HEAD_ROWS && o->list.top + i < o->list.total; i++) {
		int64_t at = o->list.top + i;
		const struct account *a = &o->accounts[o->shown[at]];
		enum style style = at == o->list.cursor ? STYLE_SELECTED : STYLE_TEXT;
		int row = body.row + HEAD_ROWS + i;
		term_put(row, body.col, at == o->list.cursor ? "> " : "  ", style);
		term_put_fit(row, body.col + 2, names, a->name, TEXT_LEFT, style);
		term_put_fit(row, body.col + 2 + names, body.cols - 2 - names, a->title, TEXT_LEFT, style);
	}
}

static void enter(struct officer *o)
{
	struct clerk p = {.id = ""};
	if (o->list.total > 0) {
		const struct account *a = &o->accounts[o->shown[o->list.cursor]];
		str_copy(p.id, sizeof(p.id), a->id);
		str_copy(p.name, sizeof(p.name), a->name);
	} else if (o->n == 0 && text_length(o->typed.text) >= 2) {
		text_clean_to(p.name, sizeof(p.name), o->typed.text);
		str_copy(p.id, sizeof(p.id), ACCOUNT_TYPED);
	} else {
		return;
	}
	entry_choose(o->base.ui, &p);
}

static bool officer_key(struct screen *self, struct key key, enum action action)
{
	struct officer *o = (struct officer *)self;
	if (action == ACT_ENTER) {
		enter(o);
		return true;
	}
	if (action == ACT_NEW_PIN) {
		entry_change(self->ui);
		return true;
	}
	if (action == ACT_BACK && self->ui->depth > 1) {
		ui_pop(self->ui);
		return true;
	}
	if (list_move(&o->list, action, frame_body().rows - HEAD_ROWS))
		return true;
	if (action != ACT_NONE || !typing_key(&self->ui->typing, &o->typed, key))
		return false;
	match(o);
	return true;
}

static void officer_paste(struct screen *self, const char *bytes, size_t len)
{
	struct officer *o = (struct officer *)self;
	typing_paste(&self->ui->typing, &o->typed, bytes, len);
	match(o);
}

static struct field *officer_field(struct screen *self)
{
	return &((struct officer *)self)->typed;
}

static void officer_edited(struct screen *self)
{
	match((struct officer *)self);
}

static void officer_free(struct screen *self)
{
	struct officer *o = (struct officer *)self;
	free(o->accounts);
	free(o->shown);
	free(o);
}

static const struct screen_ops officer_ops = {
	.scope = SCOPE_OFFICER,
	.title = officer_title,
	.draw = officer_draw,
	.key = officer_key,
	.field = officer_field,
	.edited = officer_edited,
	.paste = officer_paste,
	.refresh = officer_refresh,
	.free = officer_free,
};

struct screen *screen_officer_new(struct ui *ui)
{
	struct officer *o = xcalloc(1, sizeof(*o));
	o->base = (struct screen){&officer_ops, ui};
	o->shown = xcalloc(1, sizeof(*o->shown));
	officer_refresh(&o->base);
	return &o->base;
}
