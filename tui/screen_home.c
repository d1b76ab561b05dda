/* The first screen: today in figures, and what falls due soon. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/chart.h"
#include "tui/dossier_table.h"
#include "tui/frame.h"
#include "tui/screens.h"
#include "tui/state.h"

#define SOON_DAYS 3

enum { HOUR_FIRST = 7, HOURS = 10, DUE_DAYS = 10, DAYS_OFF_MOST = 30 };

struct home {
	struct screen base;
	struct dossier_table soon;
	struct date days[DUE_DAYS]; /* the next working ones */
	int64_t due[DUE_DAYS];      /* open dossiers due then */
};

/* Surname and given name whole, what is between by its first letter: "Trần T. Mẫu". */
static void short_name(const char *name, struct buf *out)
{
	const char *last = strrchr(name, ' '), *word = strchr(name, ' ');
	if (!last || word == last) {
		buf_str_add(out, name);
		return;
	}
	buf_add(out, name, (size_t)(word - name));
	for (; word < last; word = strchr(word + 1, ' ')) {
		buf_char(out, ' ');
		buf_add(out, word + 1, text_next(word + 1));
		buf_char(out, '.');
	}
	buf_str_add(out, last);
}

/* The fullest of four ways that fits: people are called by their given name. */
static void home_title(const struct screen *self, int cols, char *out, size_t size)
{
	const struct workstation *ws = self->ui->env->ws;
	struct buf name;
	buf_init(&name, 400);
	snprintf(out, size, "%s  %s · %s %02d · %s", _("MỘT CỬA"), ws->agency_name, _("Quầy"), ws->counter,
		self->ui->officer_name);
	if (text_width(out) > cols)
		snprintf(out, size, "%s · %s %02d · %s", ws->agency_name, _("Quầy"), ws->counter,
			self->ui->officer_name);
	if (text_width(out) > cols) {
		short_name(self->ui->officer_name, &name);
		snprintf(out, size, "%s · %s %02d · %s", ws->agency_name, _("Quầy"), ws->counter,
			buf_str(&name));
	}
	if (text_width(out) > cols) {
		const char *last = strrchr(self->ui->officer_name, ' ');
		snprintf(out, size, "%s · %s %02d · %s", ws->agency_name, _("Quầy"), ws->counter,
			last ? last + 1 : self->ui->officer_name);
	}
	buf_clear(&name);
}

static void draw_figures(const struct ui *ui, struct area body)
{
	int level = numbers_level(&ui->stock);
	bool spare = level == 100 && ui->stock.fallback_left > 0;
	const struct {
		const char *label;
		int64_t n;
		enum style style;
	} figures[] = {
		{_("Tiếp nhận"), ui->figures.taken_in, STYLE_TITLE},
		{_("Chờ gửi"), ui->figures.waiting, ui->figures.waiting ? STYLE_WARN : STYLE_TITLE},
		{_("Bị từ chối"), ui->figures.rejected, ui->figures.rejected ? STYLE_BAD : STYLE_TITLE},
		{_("Chưa in"), ui_unprinted(ui), ui_unprinted(ui) ? STYLE_BAD : STYLE_TITLE},
		{spare ? _("Số dự phòng") : _("Số còn"), spare ? ui->stock.fallback_left : ui->stock.left,
			level >= 80 ? STYLE_WARN : STYLE_TITLE},
	};
	char numbers[ARRAY_LEN(figures)][24];
	int width = text_width(_("Hôm nay")), gap = 3;
	for (size_t i = 0; i < ARRAY_LEN(figures); i++) {
		snprintf(numbers[i], sizeof(numbers[i]), " %lld", (long long)figures[i].n);
		width += text_width(figures[i].label) + text_width(numbers[i]);
	}
	while (gap > 1 && width + gap * (int)ARRAY_LEN(figures) > body.cols)
		gap--;
	int col = term_put(body.row, body.col, _("Hôm nay"), STYLE_LABEL) + gap;
	for (size_t i = 0; i < ARRAY_LEN(figures); i++) {
		col = term_put(body.row, col, figures[i].label, STYLE_TEXT);
		col = term_put(body.row, col, numbers[i], figures[i].style) + gap;
	}
}

/* ---- charts */

static void draw_hours(const struct ui *ui, struct area area)
{
	struct chart c = {.name = _("Nhận"), .axis = _("Giờ"), .n = HOURS};
	int first = chart_first_hour(ui->figures.by_hour, HOUR_FIRST, HOURS);
	for (int i = 0; i < HOURS; i++) {
		c.value[i] = ui->figures.by_hour[first + i];
		snprintf(c.label[i], sizeof(c.label[i]), "%02d", (first + i) % 24);
	}
	chart_draw(&c, area);
}

static void draw_due(const struct home *home, struct area area)
{
	struct chart c = {.name = _("Hẹn trả"), .axis = _("Ngày"), .n = DUE_DAYS};
	for (int i = 0; i < DUE_DAYS; i++) {
		c.value[i] = home->due[i];
		snprintf(c.label[i], sizeof(c.label[i]), "%02d", home->days[i].day % 100);
	}
	chart_draw(&c, area);
}

/* Rows above the list: figures, charts, a section's name. Where there is room the bars are taller. */
static int chart_rows(struct area body)
{
	return body.rows >= 30 ? 6 : 3;
}

static int head_rows(void)
{
	return 1 + chart_rows(frame_body()) + 2;
}

static int page(void)
{
	return dossier_table_page(frame_body().rows - head_rows());
}

/* The next working days, today among them. */
static void load_due(struct home *home)
{
	const struct calendar *calendar = home->base.ui->calendar;
	struct date day = ui_today();
	struct err err = ERR_INIT;
	if (!calendar)
		return; /* the catalogue could not be read, and that was said */
	for (int i = 0; i < DUE_DAYS; i++, day = date_add(day, 1)) {
		for (int off = 0; off < DAYS_OFF_MOST && !calendar_is_working_day(calendar, day); off++)
			day = date_add(day, 1);
		home->days[i] = day;
	}
	if (!dossiers_due_by_day(home->base.ui->env->store, home->days, DUE_DAYS, home->due, &err))
		ui_say_err(home->base.ui, &err);
}

static void home_refresh(struct screen *self)
{
	struct home *home = (struct home *)self;
	struct err err = ERR_INIT;
	home->soon.filter = (struct dossier_filter){
		.open_only = true, .due_before = clock_now() + SOON_DAYS * 86400, .order = ORDER_DUE};
	load_due(home);
	if (!dossier_table_load(&home->soon, self->ui->env->store, page(), &err))
		ui_say_err(self->ui, &err);
}

static void home_draw(const struct screen *self, struct area body)
{
	const struct home *home = (const struct home *)self;
	char head[80], position[40];
	int row = body.row + head_rows(), rows = chart_rows(body), half = body.cols / 2;
	draw_figures(self->ui, body);
	draw_hours(self->ui, (struct area){body.row + 1, body.col, rows, half});
	draw_due(home, (struct area){body.row + 1, body.col + half, rows, body.cols - half});
	snprintf(head, sizeof(head), "%s (%lld)", _("SẮP ĐẾN HẠN"), (long long)home->soon.list.total);
	list_position(&home->soon.list, page(), position, sizeof(position));
	draw_section(row - 1, body.col, body.cols, head, position);
	term_cursor(row, body.col - 1);
	if (home->soon.list.total == 0)
		term_put(row, body.col, _("Không có hồ sơ nào đến hạn trong 3 ngày tới. F2 tiếp nhận, F3 tra cứu."), STYLE_QUIET);
	dossier_table_draw(&home->soon, (struct area){row, body.col, body.rows - head_rows(), body.cols}, clock_now());
}

static bool home_key(struct screen *self, struct key key, enum action action)
{
	struct home *home = (struct home *)self;
	struct ui *ui = self->ui;
	struct err err = ERR_INIT;
	const struct dossier_row *row = dossier_table_row(&home->soon);
	(void)key;
	if (action == ACT_ENTER && row) {
		ui_push(ui, screen_detail_new(ui, row->uuid));
		return true;
	}
	if (action == ACT_PRINT) {
		if (row)
			ui_print_dossier(ui, row->uuid);
		return true;
	}
	return dossier_table_move(&home->soon, ui->env->store, action, page(), &err);
}

static void home_free(struct screen *self)
{
	dossier_table_clear(&((struct home *)self)->soon);
	free(self);
}

static const struct screen_ops home_ops = {
	.scope = SCOPE_HOME,
	.title = home_title,
	.draw = home_draw,
	.key = home_key,
	.refresh = home_refresh,
	.free = home_free,
};

struct screen *screen_home_new(struct ui *ui)
{
	struct home *home = xcalloc(1, sizeof(*home));
	home->base = (struct screen){&home_ops, ui};
	home->soon.agency = ui->env->ws->agency;
	home_refresh(&home->base);
	return &home->base;
}
