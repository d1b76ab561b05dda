/* F1: what the keys do, from the bindings. */
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/list.h"
#include "tui/pair.h"
#include "tui/screens.h"
#include "tui/state.h"

struct help {
	struct screen base;
	enum scope scope;
	struct list list; /* top only: the page moves */
};

static bool listed(const struct help *help, size_t i)
{
	return (bindings[i].scopes & (unsigned)help->scope) != 0;
}

static void help_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)cols;
	(void)self;
	str_copy(out, size, _("TRỢ GIÚP"));
}

/* Room for the introduction above the keys. */
enum { INTRO_ROWS = 4, KEY_COLS = 18, KEY_COLS_MOST = 30 };

/* The last row tells where one is. */
static int page(void)
{
	return frame_body().rows - INTRO_ROWS - 1;
}

static void draw_intro(struct area body)
{
	draw_wrapped(body.row, body.col, INTRO_ROWS - 1, body.cols,
		_("Mọi hồ sơ đều được lưu trên máy này trước rồi mới gửi đi: mất mạng vẫn tiếp nhận, in "
		  "giấy hẹn bình thường; có mạng lại, máy tự gửi. Số in trên giấy hẹn là số chính "
		  "thức."), STYLE_TEXT);
}

static const char *keys_of(const struct binding *b, char *out, size_t size)
{
	binding_keys(b, out, size);
	return b->shown ? _(out) : out;
}

static int key_cols(const struct help *help)
{
	int cols = KEY_COLS;
	char keys[64];
	for (size_t i = 0; i < bindings_count; i++)
		if (listed(help, i))
			cols = label_fits(cols, keys_of(&bindings[i], keys, sizeof(keys)), KEY_COLS_MOST);
	return cols;
}

/* Returns how many lines there are; those from top on are drawn, as far as the area goes. */
static int draw_keys(const struct help *help, struct area area, int top)
{
	int row = 0, cols = key_cols(help);
	for (size_t i = 0; i < bindings_count; i++) {
		char keys[64];
		if (!listed(help, i))
			continue;
		const struct pair line = {keys_of(&bindings[i], keys, sizeof(keys)), _(bindings[i].help),
			STYLE_KEY, STYLE_TEXT};
		row += pair_draw(&line, area, cols, row, top);
	}
	return row;
}

static void help_draw(const struct screen *self, struct area body)
{
	const struct help *help = (const struct help *)self;
	int rows = page(), total = draw_keys(help, (struct area){.cols = body.cols}, 0);
	int last = total > rows ? total - rows : 0;
	int top = help->list.top < last ? (int)help->list.top : last; /* the window may have grown */
	char position[40];
	struct list place = {total, 0, top};
	draw_intro(body);
	list_position(&place, rows, position, sizeof(position));
	term_put_fit(body.row + body.rows - 1, body.col, body.cols, position, TEXT_RIGHT, STYLE_QUIET);
	draw_keys(help, (struct area){body.row + INTRO_ROWS, body.col, rows, body.cols}, top);
	term_cursor(body.row + INTRO_ROWS, body.col - 1);
}

static bool help_key(struct screen *self, struct key key, enum action action)
{
	struct help *help = (struct help *)self;
	int64_t rows = page();
	(void)key;
	if (action == ACT_BACK) {
		ui_pop(self->ui);
		return true;
	}
	help->list.total = draw_keys(help, (struct area){.cols = frame_body().cols}, 0);
	/* the page moves, not a line in it */
	if (action == ACT_DOWN || action == ACT_PAGE_DOWN || action == ACT_LAST)
		help->list.cursor = help->list.top + rows - 1;
	else
		help->list.cursor = help->list.top;
	return list_move(&help->list, action, rows);
}

static void help_free(struct screen *self)
{
	free(self);
}

static const struct screen_ops help_ops = {
	.scope = SCOPE_HELP,
	.title = help_title,
	.draw = help_draw,
	.key = help_key,
	.free = help_free,
};

struct screen *screen_help_new(struct ui *ui, enum scope scope)
{
	struct help *help = xcalloc(1, sizeof(*help));
	help->base = (struct screen){&help_ops, ui};
	help->scope = scope;
	return &help->base;
}
