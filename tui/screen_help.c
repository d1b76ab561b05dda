/* F1: what the keys do, from the bindings. */
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/list.h"
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

static int64_t count(const struct help *help)
{
	int64_t n = 0;
	for (size_t i = 0; i < bindings_count; i++)
		n += listed(help, i);
	return n;
}

static void help_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)cols;
	(void)self;
	str_copy(out, size, _("TRỢ GIÚP"));
}

/* Room for the introduction above the keys. */
enum { INTRO_ROWS = 4, KEY_COLS = 18 };

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

static void help_draw(const struct screen *self, struct area body)
{
	const struct help *help = (const struct help *)self;
	int rows = page(), at = 0, last = count(help) > rows ? (int)count(help) - rows : 0;
	int top = help->list.top < last ? (int)help->list.top : last; /* the window may have grown */
	char position[40];
	struct list place = {count(help), 0, top};
	draw_intro(body);
	list_position(&place, rows, position, sizeof(position));
	term_put_fit(body.row + body.rows - 1, body.col, body.cols, position, TEXT_RIGHT, STYLE_QUIET);
	for (size_t i = 0; i < bindings_count; i++) {
		const struct binding *b = &bindings[i];
		char keys[64];
		if (!listed(help, i))
			continue;
		int line = at++ - top;
		if (line < 0 || line >= rows)
			continue;
		binding_keys(b, keys, sizeof(keys));
		term_put_fit(body.row + INTRO_ROWS + line, body.col, KEY_COLS, b->shown ? _(keys) : keys,
			TEXT_LEFT, STYLE_KEY);
		term_put_fit(body.row + INTRO_ROWS + line, body.col + KEY_COLS, body.cols - KEY_COLS,
			_(b->help), TEXT_LEFT, STYLE_TEXT);
	}
	term_cursor(body.row + INTRO_ROWS, body.col);
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
	help->list.total = count(help);
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
