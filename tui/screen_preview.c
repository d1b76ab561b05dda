/* F3 on a form: what the paper would say, as text. */
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/preview.h"
#include "tui/frame.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/state.h"

struct looking {
	struct screen base;
	char name[200];
	struct preview preview;
	struct list list; /* top only: the page moves */
	preview_print_fn *print;
};

/* The last row tells where one is. */
static int page(void)
{
	return frame_body().rows - 1;
}

static void looking_title(const struct screen *self, int cols, char *out, size_t size)
{
	snprintf(out, size, "%s  %s", _("XEM TRƯỚC"), ((const struct looking *)self)->name);
	if (text_width(out) > cols) /* it stands below as well */
		str_copy(out, size, _("XEM TRƯỚC"));
}

static void looking_draw(const struct screen *self, struct area body)
{
	const struct looking *s = (const struct looking *)self;
	int64_t rows = page(), total = (int64_t)s->preview.n, last = total > rows ? total - rows : 0;
	struct list place = {total, 0, s->list.top < last ? s->list.top : last}; /* the window may have grown */
	char position[40], foot[160];
	for (int64_t i = 0; i < rows && place.top + i < total; i++) {
		const struct preview_line *line = &s->preview.lines[place.top + i];
		term_put(body.row + (int)i, body.col, line->text, line->strong ? STYLE_TITLE : STYLE_TEXT);
	}
	list_position(&place, rows, position, sizeof(position));
	snprintf(foot, sizeof(foot), "%s%s%s", s->preview.cut ? _("chỉ phần đầu") : "",
		s->preview.cut && position[0] ? " · " : "", position);
	term_put_fit(body.row + body.rows - 1, body.col, body.cols - text_width(foot) - 2, s->name, TEXT_LEFT, STYLE_QUIET);
	term_put(body.row + body.rows - 1, body.col + body.cols - text_width(foot), foot, STYLE_QUIET);
	term_cursor(body.row, body.col - 1);
}

static bool looking_key(struct screen *self, struct key key, enum action action)
{
	struct looking *s = (struct looking *)self;
	int64_t rows = page();
	(void)key;
	if (action == ACT_BACK) {
		ui_pop(self->ui);
		return true;
	}
	if (action == ACT_SAVE || action == ACT_TO_FILE) {
		struct ui *ui = self->ui;
		preview_print_fn *print = s->print;
		ui_pop(ui); /* s is gone */
		print(ui_top(ui), action == ACT_TO_FILE);
		return true;
	}
	s->list.total = (int64_t)s->preview.n;
	list_settle(&s->list, rows);
	bool down = action == ACT_DOWN || action == ACT_PAGE_DOWN || action == ACT_LAST;
	s->list.cursor = down ? s->list.top + rows - 1 : s->list.top;
	return list_move(&s->list, action, rows);
}

static void looking_free(struct screen *self)
{
	preview_clear(&((struct looking *)self)->preview);
	free(self);
}

static const struct screen_ops looking_ops = {
	.scope = SCOPE_PREVIEW,
	.title = looking_title,
	.draw = looking_draw,
	.key = looking_key,
	.free = looking_free,
};

struct screen *screen_preview_new(struct ui *ui, const char *name, struct preview *preview,
	preview_print_fn *print)
{
	struct looking *s = xcalloc(1, sizeof(*s));
	s->base = (struct screen){&looking_ops, ui};
	str_copy(s->name, sizeof(s->name), name);
	s->preview = *preview;
	s->print = print;
	return &s->base;
}
