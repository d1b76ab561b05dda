/* A short list over the screen below. */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/state.h"

struct menu {
	struct screen base;
	struct menu_spec spec;
	struct arena arena;
	const char **items;
	struct list list;
};

static int visible(const struct menu *menu, struct area body)
{
	int most = body.rows - 4;
	return (int)menu->spec.n < most ? (int)menu->spec.n : most;
}

static void menu_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)cols;
	(void)self;
	if (size > 0)
		out[0] = '\0';
}

static int widest(const struct menu *menu, struct area body)
{
	int cols = text_width(menu->spec.title) + 6;
	for (size_t i = 0; i < menu->spec.n; i++)
		if (text_width(menu->items[i]) + 6 > cols)
			cols = text_width(menu->items[i]) + 6;
	return cols < body.cols - 4 ? cols : body.cols - 4;
}

static void menu_draw(const struct screen *self, struct area body)
{
	const struct menu *menu = (const struct menu *)self;
	int rows = visible(menu, body), cols = widest(menu, body);
	int row = body.row + (body.rows - rows - 2) / 2, col = body.col + (body.cols - cols) / 2;
	if (menu->spec.row > 0) {
		int last = body.rows - rows - 2;
		row = body.row + (menu->spec.row < last ? menu->spec.row : last);
		col = body.col + (body.cols - cols < menu->spec.col ? body.cols - cols : menu->spec.col);
	}
	struct list list = menu->list;
	list_settle(&list, rows);
	term_box(row, col, rows + 2, cols, STYLE_QUIET);
	term_put(row, col + 2, " ", STYLE_TEXT);
	int end = term_put(row, col + 3, menu->spec.title, STYLE_TITLE);
	term_put(row, end, " ", STYLE_TEXT);
	for (int i = 0; i < rows; i++) {
		size_t at = (size_t)list.top + (size_t)i;
		bool chosen = (int64_t)at == list.cursor;
		enum style style = chosen ? STYLE_SELECTED : STYLE_TEXT;
		term_put(row + 1 + i, col + 1, chosen ? " > " : "   ", style);
		term_put_fit(row + 1 + i, col + 4, cols - 5, menu->items[at], TEXT_LEFT, style);
		if (chosen)
			term_cursor(row + 1 + i, col + 2);
	}
}

/* The menu goes first: the answer may open another one. */
static void answer(struct menu *menu, void (*fn)(void *user, size_t index))
{
	void *user = menu->spec.user;
	size_t index = (size_t)menu->list.cursor;
	ui_pop(menu->base.ui);
	if (fn)
		fn(user, index);
}

static bool menu_key(struct screen *self, struct key key, enum action action)
{
	struct menu *menu = (struct menu *)self;
	(void)key;
	if (action == ACT_ENTER)
		answer(menu, menu->spec.on_choice);
	else if (action == ACT_DELETE && menu->spec.on_delete)
		answer(menu, menu->spec.on_delete);
	else if (action == ACT_BACK)
		ui_pop(self->ui);
	else
		return list_move(&menu->list, action, visible(menu, frame_body()));
	return true;
}

static void menu_free(struct screen *self)
{
	struct menu *menu = (struct menu *)self;
	arena_clear(&menu->arena);
	free(menu->items);
	free(menu);
}

static const struct screen_ops menu_ops = {
	.scope = SCOPE_MENU,
	.dialog = true,
	.title = menu_title,
	.draw = menu_draw,
	.key = menu_key,
	.free = menu_free,
};

struct screen *screen_menu_new(struct ui *ui, const struct menu_spec *spec)
{
	struct menu *menu = xcalloc(1, sizeof(*menu));
	menu->base = (struct screen){&menu_ops, ui};
	menu->spec = *spec;
	menu->spec.title = arena_strdup(&menu->arena, spec->title);
	menu->items = xcalloc(spec->n, sizeof(*menu->items));
	for (size_t i = 0; i < spec->n; i++)
		menu->items[i] = arena_strdup(&menu->arena, spec->items[i]);
	menu->list.total = (int64_t)spec->n;
	return &menu->base;
}
