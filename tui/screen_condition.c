/* F11: how the link and this machine are; what to know and what to do. */
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/link_words.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/state.h"
#include "tui/when.h"

enum { LABEL_COLS = 14, LABEL_COLS_MOST = 24, LINK_ROWS = 10, REMEDY_ROWS = 5, ALARM_COL = 5 };

struct condition {
	struct screen base;
	struct list list; /* of the alarms */
	struct alarm asked; /* about which the menu asks */
};

static int page(void)
{
	return frame_body().rows - LINK_ROWS - 1 - REMEDY_ROWS;
}

static const struct alarm *chosen(const struct condition *c)
{
	const struct ui *ui = c->base.ui;
	return c->list.cursor < (int64_t)ui->n_alarms ? &ui->alarms[c->list.cursor] : NULL;
}

static void condition_refresh(struct screen *self)
{
	struct condition *c = (struct condition *)self;
	c->list.total = (int64_t)self->ui->n_alarms;
	list_settle(&c->list, page());
}

static void condition_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)cols;
	(void)self;
	str_copy(out, size, _("TÌNH TRẠNG MÁY"));
}

static int label_cols(void)
{
	static const char *const labels[] = {
		N_("Mạng"), N_("Từ lúc"), N_("Lý do"), N_("Gửi hồ sơ"), N_("Thử lại"), N_("Hồ sơ"), N_("Nên làm"), N_("Giờ"),
	};
	int cols = LABEL_COLS;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		cols = label_fits(cols, _(labels[i]), LABEL_COLS_MOST);
	return cols;
}

/* Returns the rows used. */
static int draw_entry(int row, struct area body, int rows, const char *label, const char *text,
	enum style style)
{
	if (!text[0])
		return 0;
	int cols = label_cols();
	term_put_fit(row, body.col, cols - 1, label, TEXT_LEFT, STYLE_LABEL);
	return draw_wrapped(row, body.col + cols, rows, body.cols - cols, text, style);
}

/* Nothing to do is true of the link only, when something below asks for somebody's eyes. */
static const char *advice(const struct ui *ui)
{
	const struct sync_state *state = sync_state(ui->env->sync);
	if (link_is_well(state) && !state->chores_only && ui->n_alarms > 0)
		return _("Với mạng thì không phải làm gì; hãy xem cảnh báo bên dưới.");
	return link_advice(state);
}

static void draw_link(const struct ui *ui, struct area body)
{
	const struct sync_state *state = sync_state(ui->env->sync);
	bool up = link_is_well(state);
	char text[320], next[120], since[WHEN_SIZE] = "", safe[320], clock[320];
	int row = body.row;
	link_text(state, text, sizeof(text));
	if (up)
		when_moment(state->since, clock_now(), since); /* else the text tells */
	link_clock(state, clock, sizeof(clock));
	link_drainer(state, next, sizeof(next));
	bool other = next[0]; /* tries when it does */
	if (!other)
		link_next_try(state, clock_mono_ms(), next, sizeof(next));
	link_safe(state, ui->figures.waiting, safe, sizeof(safe));
	row += draw_entry(row, body, 1, _("Mạng"), text, up ? STYLE_GOOD : STYLE_WARN);
	row += draw_entry(row, body, 1, _("Từ lúc"), since, STYLE_TEXT);
	row += draw_entry(row, body, 2, _("Lý do"), state->reason, STYLE_TEXT);
	row += draw_entry(row, body, 1, other ? _("Gửi hồ sơ") : _("Thử lại"), next, STYLE_TEXT);
	row += draw_entry(row, body, 2, _("Hồ sơ"), safe, STYLE_TEXT);
	row += draw_entry(row, body, 3, _("Nên làm"), advice(ui), STYLE_TITLE);
	row += draw_entry(row, body, 1, _("Giờ"), clock, STYLE_WARN);
	if (row < body.row + LINK_ROWS)
		draw_entry(row, body, body.row + LINK_ROWS - row, _("Máy quét"), ui->scanner, STYLE_TEXT);
}

static void draw_alarm(const struct condition *c, int64_t at, int row, struct area body)
{
	const struct alarm *alarm = &c->base.ui->alarms[at];
	bool here = at == c->list.cursor, bad = alarm->kind->level == ALARM_BAD;
	enum style style = here ? STYLE_SELECTED : bad ? STYLE_BAD : STYLE_WARN;
	char text[ALARM_TEXT], when[WHEN_SIZE];
	alarm_text(alarm, text);
	when_moment(alarm->at, clock_now(), when);
	term_put_fit(row, body.col, body.cols, here ? ">" : "", TEXT_LEFT, style);
	term_put(row, body.col + 2, bad ? "!!" : "!", style);
	int room = body.cols - ALARM_COL, time_cols = text_width(when) + 2;
	bool timed = text_width(text) + time_cols <= room; /* the words come first */
	term_put_fit(row, body.col + ALARM_COL, timed ? room - time_cols : room, text, TEXT_LEFT, style);
	if (timed)
		term_put(row, body.col + body.cols - time_cols + 2, when, style);
	if (here)
		term_cursor(row, body.col);
}

/* What to do about the chosen one; before that all of its words, when its line could not hold them. */
static void draw_chosen(const struct alarm *alarm, int row, struct area body)
{
	char text[ALARM_TEXT], remedy[ALARM_TEXT];
	int used = 0;
	alarm_text(alarm, text);
	alarm_remedy(alarm, remedy);
	term_fill(row++, body.col, body.cols, "─", STYLE_QUIET);
	if (text_width(text) > body.cols - ALARM_COL)
		used = draw_wrapped(row, body.col, REMEDY_ROWS - 2, body.cols, text, STYLE_TITLE);
	draw_wrapped(row + used, body.col, REMEDY_ROWS - 1 - used, body.cols, remedy, STYLE_TEXT);
}

static void draw_alarms(const struct condition *c, struct area body)
{
	const struct ui *ui = c->base.ui;
	char head[80], position[40];
	int row = body.row + LINK_ROWS, last = body.row + body.rows - REMEDY_ROWS;
	snprintf(head, sizeof(head), "%s (%lld)", _("CẢNH BÁO"), (long long)ui->alarms_total);
	list_position(&c->list, page(), position, sizeof(position));
	draw_section(row++, body.col, body.cols, head, position);
	term_cursor(row, body.col - 1);
	if (ui->n_alarms == 0)
		term_put(row, body.col, _("Không có cảnh báo nào."), STYLE_GOOD);
	for (int64_t at = c->list.top; at < c->list.total && at < c->list.top + page(); at++)
		draw_alarm(c, at, row++, body);
	if (chosen(c))
		draw_chosen(chosen(c), last, body);
}

static void condition_draw(const struct screen *self, struct area body)
{
	draw_link(self->ui, body);
	draw_alarms((const struct condition *)self, body);
}

static void put_away(struct ui *ui, const struct alarm *alarm)
{
	struct err err = ERR_INIT;
	if (!alarm_dismiss(ui->env->store, alarm, ui->officer, clock_now(), &err))
		ui_say_err(ui, &err);
	else
		ui_say(ui, STYLE_GOOD, _("%s Đã ghi: %s đã xử lý cảnh báo này."), term_glyph(GLYPH_OK),
			ui->officer_name);
	ui_refresh(ui);
}

static void asked(void *user, size_t index)
{
	struct condition *c = user;
	if (index == 1)
		put_away(c->base.ui, &c->asked);
}

/* Where something may be lost or doubled, one key does not put it away. */
static void dismiss(struct condition *c)
{
	static const char *const items[] = {N_("chưa: giữ cảnh báo này"), N_("đã đọc và đã đối chiếu xong")};
	struct ui *ui = c->base.ui;
	const struct alarm *alarm = chosen(c);
	if (!alarm) {
		ui_say(ui, STYLE_TEXT, _("Không có cảnh báo nào."));
	} else if (!ui->officer[0]) {
		ui_say(ui, STYLE_WARN, _("Chọn người trực quầy trước."));
	} else if (alarm->kind->dismissable != MAY_GO_ASKED) {
		put_away(ui, alarm);
	} else {
		c->asked = *alarm;
		ui_push(ui, screen_menu_new(ui, &(struct menu_spec){.title = _("Việc nêu ở dưới đã làm chưa?"),
			.items = (const char *const[]){_(items[0]), _(items[1])}, .n = 2, .on_choice = asked, .user = c}));
	}
}

static bool condition_can(const struct screen *self, enum action action)
{
	const struct alarm *alarm = chosen((const struct condition *)self);
	return action != ACT_DISMISS || (alarm && alarm->kind->dismissable != STANDS);
}

static bool condition_key(struct screen *self, struct key key, enum action action)
{
	struct condition *c = (struct condition *)self;
	(void)key;
	switch (action) {
	case ACT_BACK:
		ui_pop(self->ui);
		return true;
	case ACT_SEND:
		ui_say(self->ui, STYLE_TEXT, _("Đang thử gửi…"));
		sync_kick(self->ui->env->sync);
		return true;
	case ACT_DISMISS:
		dismiss(c);
		return true;
	default:
		return list_move(&c->list, action, page());
	}
}

static void condition_free(struct screen *self)
{
	free(self);
}

static const struct screen_ops condition_ops = {
	.scope = SCOPE_CONDITION,
	.title = condition_title,
	.draw = condition_draw,
	.key = condition_key,
	.can = condition_can,
	.refresh = condition_refresh,
	.free = condition_free,
};

struct screen *screen_condition_new(struct ui *ui)
{
	struct condition *c = xcalloc(1, sizeof(*c));
	c->base = (struct screen){&condition_ops, ui};
	ui_load_alarms(ui);
	condition_refresh(&c->base);
	return &c->base;
}
