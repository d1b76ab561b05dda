/* Ctrl-P: one types what is wanted, Enter does it. The keys beside each line are what one may press
 * the next time. */
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/field.h"
#include "tui/frame.h"
#include "tui/list.h"
#include "tui/palette.h"
#include "tui/screens.h"
#include "tui/state.h"

enum { LINES_MAX = 11, MARGIN_COLS = 3, BOX_ROWS = 3 /* frame and field */ };

struct palette_screen {
	struct screen base;
	struct palette palette;
	struct field typed;
	struct list list;
};

static int page(void)
{
	int rows = frame_body().rows - BOX_ROWS - 1;
	return rows < LINES_MAX ? rows : LINES_MAX;
}

static void find(struct palette_screen *s)
{
	char sought[FIELD_MAX + 1];
	typing_sought(&s->base.ui->typing, &s->typed, sought);
	palette_find(&s->palette, sought);
	s->list.total = (int64_t)s->palette.n;
	list_settle(&s->list, page());
}

static void palette_refresh(struct screen *self)
{
	struct palette_screen *s = (struct palette_screen *)self;
	s->palette.procedures = self->ui->procedures;
	find(s);
}

static void palette_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)self;
	(void)cols;
	if (size > 0)
		out[0] = '\0';
}

/* ---- drawing */

static void draw_row(const struct palette_row *r, int row, int col, int cols, bool chosen)
{
	enum style style = chosen ? STYLE_SELECTED : STYLE_TEXT;
	int keys = text_width(r->keys), most = cols / 3;
	if (keys > most)
		keys = most;
	term_put_fit(row, col, cols, chosen ? ">" : "", TEXT_LEFT, style);
	term_put_fit(row, col + 2, cols - keys - 4, r->text, TEXT_LEFT, style);
	term_put_fit(row, col + cols - keys - 1, keys, r->keys, TEXT_LEFT, chosen ? style : STYLE_KEY);
}

static void draw_field(const struct palette_screen *s, int row, int col, int cols)
{
	struct buf view;
	int cursor;
	buf_init(&view, 2 * FIELD_MAX);
	field_view(&s->typed, cols, &view, &cursor);
	term_put(row, col, buf_str(&view), STYLE_FOCUS);
	term_cursor(row, col + cursor);
	buf_clear(&view);
}

static void draw_edge(int row, int col, int cols, const char *text, bool right, enum style style)
{
	char edge[200];
	snprintf(edge, sizeof(edge), " %s ", text);
	int width = text_width(edge);
	if (text[0] && width <= cols - 4)
		term_put(row, right ? col + cols - width - 2 : col + 2, edge, style);
}

static void palette_draw(const struct screen *self, struct area body)
{
	const struct palette_screen *s = (const struct palette_screen *)self;
	struct list list = s->list;
	int lines = page(), cols = body.cols - 2 * MARGIN_COLS, col = body.col + MARGIN_COLS;
	char position[60];
	list_settle(&list, lines);
	list_position(&list, lines, position, sizeof(position));
	term_box(body.row, col, lines + BOX_ROWS, cols, STYLE_QUIET);
	draw_edge(body.row, col, cols, _("LÀM GÌ? Gõ vài chữ"), false, STYLE_TITLE);
	draw_edge(body.row + lines + BOX_ROWS - 1, col, cols, _("Enter làm · Esc thôi"), false, STYLE_QUIET);
	draw_edge(body.row + lines + BOX_ROWS - 1, col, cols, position, true, STYLE_QUIET);
	for (int i = 0; i < lines && list.top + i < list.total; i++)
		draw_row(&s->palette.rows[list.top + i], body.row + 2 + i, col + 1, cols - 2,
			list.top + i == list.cursor);
	if (list.total == 0)
		draw_wrapped(body.row + 2, col + 3, 2, cols - 6, _("Không có việc nào như vậy. Gõ ít chữ hơn, tên thủ "
			"tục, hoặc số cuối của mã hồ sơ."), STYLE_WARN);
	draw_field(s, body.row + 1, col + 2, cols - 4);
}

/* ---- keys */

static struct screen *open_way(struct ui *ui, enum scope scope)
{
	static const struct {
		enum scope scope;
		struct screen *(*make)(struct ui *ui);
	} doors[] = {
		{SCOPE_JOBS, screen_jobs_new}, {SCOPE_CONDITION, screen_condition_new},
		{SCOPE_OFFICER, screen_officer_new},
	};
	for (size_t i = 0; i < ARRAY_LEN(doors); i++)
		if (doors[i].scope == scope)
			return doors[i].make(ui);
	BUG_ON(true);
	return NULL;
}

/* A dialog is no place to go on from. */
static void leave_dialogs(struct ui *ui)
{
	while (ui_top(ui)->ops->dialog)
		ui_pop(ui);
}

static void go(struct ui *ui, const struct palette_row *r)
{
	leave_dialogs(ui);
	if (r->kind == PALETTE_DOSSIER)
		ui_push(ui, screen_detail_new(ui, r->id));
	else if (r->kind == PALETTE_PROCEDURE)
		ui_begin_intake(ui, r->id);
	else if (!r->by_way_of || ui_top(ui)->ops->scope == r->by_way_of)
		ui_act(ui, bindings[r->at].action);
	else {
		ui_push(ui, open_way(ui, r->by_way_of));
		if (ui_top(ui)->ops->scope == r->by_way_of)
			ui_act(ui, bindings[r->at].action);
	}
}

/* The palette goes first: what is done is done on the screen below. */
static void choose(struct palette_screen *s)
{
	struct ui *ui = s->base.ui;
	if (s->palette.n == 0)
		return; /* the box says so */
	struct palette_row row = s->palette.rows[s->list.cursor];
	ui_pop(ui);
	if (row.kind == PALETTE_KEY)
		ui_press(ui, bindings[row.at].key);
	else
		go(ui, &row);
}

static struct field *palette_field(struct screen *self)
{
	return &((struct palette_screen *)self)->typed;
}

static void palette_edited(struct screen *self)
{
	struct palette_screen *s = (struct palette_screen *)self;
	s->list.cursor = s->list.top = 0;
	find(s);
}

static bool palette_key(struct screen *self, struct key key, enum action action)
{
	struct palette_screen *s = (struct palette_screen *)self;
	if (action == ACT_BACK || action == ACT_PALETTE)
		ui_pop(self->ui);
	else if (action == ACT_ENTER)
		choose(s);
	else if (action != ACT_NONE)
		return list_move(&s->list, action, page());
	else if (typing_key(&self->ui->typing, &s->typed, key))
		palette_edited(self);
	else
		return key.kind == KIND_CHAR;
	return true;
}

static void palette_paste(struct screen *self, const char *bytes, size_t len)
{
	typing_paste(&self->ui->typing, palette_field(self), bytes, len);
	palette_edited(self);
}

static void palette_free(struct screen *self)
{
	palette_clear(&((struct palette_screen *)self)->palette);
	free(self);
}

static const struct screen_ops palette_ops = {
	.scope = SCOPE_PALETTE,
	.dialog = true,
	.title = palette_title,
	.draw = palette_draw,
	.key = palette_key,
	.field = palette_field,
	.edited = palette_edited,
	.paste = palette_paste,
	.refresh = palette_refresh,
	.free = palette_free,
};

struct screen *screen_palette_new(struct ui *ui)
{
	struct palette_screen *s = xcalloc(1, sizeof(*s));
	s->base = (struct screen){&palette_ops, ui};
	palette_init(&s->palette, ui_top(ui), ui->procedures, ui->env->store);
	find(s);
	return &s->base;
}
