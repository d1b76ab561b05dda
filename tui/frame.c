#include "tui/frame.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/link_words.h"
#include "tui/state.h"
#include "tui/when.h"

#define TITLE_COLS_MIN 20

struct area frame_body(void)
{
	return frame_layout(term_rows(), term_cols()).body;
}

/* The link in words; where room is short only what comes before " · ". */
static void link_words(const struct sync_state *state, bool brief, char *out, size_t size)
{
	char link[256];
	bool up = link_is_well(state);
	link_text(state, link, sizeof(link));
	char *more = brief ? strstr(link, " · ") : NULL;
	if (more)
		*more = '\0';
	snprintf(out, size, "%s %s", term_glyph(up ? GLYPH_LINK_UP : GLYPH_LINK_DOWN), link);
}

static void draw_header(const struct ui *ui, const struct screen *screen, struct area a)
{
	char title[400], link[320], clock[WHEN_SIZE];
	const struct sync_state *state = sync_state(ui->env->sync);
	bool up = link_is_well(state);
	when_clock(clock_now(), clock);
	if (!clock_trusted())
		str_copy(clock + strlen(clock), sizeof(clock) - strlen(clock), "?");
	int right = a.cols - 1 - text_width(clock), left = 0;
	for (int brief = 0; brief < 2; brief++) {
		link_words(state, brief, link, sizeof(link));
		left = right - 2 - text_width(link) - 3;
		screen->ops->title(screen, left, title, sizeof(title));
		if (text_width(title) <= left && left >= TITLE_COLS_MIN)
			break;
	}
	if (left < TITLE_COLS_MIN)
		left = TITLE_COLS_MIN;
	term_put_fit(a.row, 1, left, title, TEXT_LEFT, STYLE_TITLE);
	term_put_fit(a.row, left + 3, right - 2 - left - 3, link, TEXT_LEFT, up ? STYLE_GOOD : STYLE_WARN);
	term_put(a.row, right, clock, clock_trusted() ? STYLE_TEXT : STYLE_BAD);
	term_fill(a.row + 1, 0, a.cols, "─", STYLE_QUIET);
}

/* The first line, of so many cells, and the second. What is too long for its own goes over both, unless that
 * would hide something weighty. */
static void draw_lines(const struct ui *ui, struct area a, int cols)
{
	char second[640] = "";
	const char *first = ui->status.text;
	enum style style = ui_second_line(ui, second, sizeof(second));
	const struct notice *news = notices_shown(&ui->notices);
	bool told = news && str_eq(news->text, second);
	bool light = told && (style == STYLE_TEXT || style == STYLE_GOOD);
	if (ui->locked)
		second[0] = '\0';
	if (text_width(first) > cols && (!second[0] || light)) {
		draw_wrapped(a.row, a.col, 2, cols, first, ui->status.style);
	} else if (!first[0] && told && text_width(second) > a.cols) {
		draw_wrapped(a.row, a.col, 2, cols, second, style);
	} else {
		term_put_fit(a.row, a.col, cols, first, TEXT_LEFT, ui->status.style);
		term_put_fit(a.row + 1, a.col, a.cols, second, TEXT_LEFT, style);
	}
}

static void draw_status(const struct ui *ui, struct area a)
{
	int64_t owed = ui_unprinted(ui);
	int cols = a.cols;
	if (owed > 0 && !ui->locked) {
		char badge[64];
		snprintf(badge, sizeof(badge), _("CHƯA IN %lld"), (long long)owed);
		int width = text_width(badge);
		cols -= width + 2;
		term_put(a.row, a.col + a.cols - width, badge, STYLE_BAD);
	}
	draw_lines(ui, a, cols);
}

/* As much as there is room for: without what stands in brackets at its end, then fewer words. */
static int put_alarm(int row, int col, int room, const char *text, enum style style)
{
	char line[ALARM_TEXT];
	str_copy(line, sizeof(line), text);
	char *bracket = strrchr(line, '(');
	if (text_width(line) > room && bracket && bracket > line)
		snprintf(bracket - 1, 2, ".");
	int width = text_width(line) < room ? text_width(line) : room;
	term_put_fit(row, col, width, line, TEXT_LEFT, style);
	return col + width;
}

/* The worst alarm stands in the rule above the keys, on every screen, until it is settled. */
static void draw_alarm(const struct ui *ui, struct area a)
{
	char text[ALARM_TEXT], more[64] = "", where[32];
	if (ui->n_alarms == 0 || ui->locked)
		return;
	alarm_text(&ui->alarms[0], text);
	if (ui->alarms_total > 1)
		snprintf(more, sizeof(more), P_(" (và %lld cảnh báo khác)", " (và %lld cảnh báo khác)", ui->alarms_total - 1),
			(long long)ui->alarms_total - 1);
	snprintf(where, sizeof(where), " F11 %s ", _("xem"));
	int room = a.cols - 4 - text_width(where) - text_width(more) - 1;
	enum style style = ui->alarms[0].kind->level == ALARM_BAD ? STYLE_BAD : STYLE_WARN;
	int col = put_alarm(a.row, term_put(a.row, 1, "! ", style), room, text, style);
	col = term_put(a.row, col, more, style);
	term_put(a.row, col, where, STYLE_KEY);
}

static bool is_shown(const struct screen *top, const struct binding *b)
{
	return b->label && (b->scopes & top->ops->scope) &&
		(!top->ops->can || top->ops->can(top, b->action));
}

struct foot {
	char key[KEY_NAME_SIZE];
	const char *label;
	int width;
};

static struct foot foot_of(const struct binding *b, const char *typing)
{
	struct foot f = {.label = b->action == ACT_TYPING ? typing : _(b->label)};
	key_label(b->key, f.key);
	f.width = text_width(f.key) + 1 + text_width(f.label);
	return f;
}

static bool is_way_out(const struct binding *b)
{
	return b->action == ACT_BACK || b->action == ACT_QUIT;
}

/* Keys and labels as far as they fit, the way out among them; a key that does not fit is still in F1. */
static void draw_footer(const struct ui *ui, struct area a)
{
	struct screen *top = ui_top(ui);
	int col = 1, kept = 0;
	char typing[TYPING_LABEL_SIZE];
	typing_label(&ui->typing, screen_field(top), typing);
	term_fill(a.row, 0, a.cols, "─", STYLE_QUIET);
	draw_alarm(ui, a);
	for (size_t i = 0; i < bindings_count; i++)
		if (is_shown(top, &bindings[i]) && is_way_out(&bindings[i]))
			kept = foot_of(&bindings[i], typing).width + 2;
	for (size_t i = 0; i < bindings_count; i++) {
		const struct binding *b = &bindings[i];
		if (!is_shown(top, b))
			continue;
		struct foot f = foot_of(b, typing);
		if (is_way_out(b))
			kept = 0;
		if (col + f.width + kept > a.cols - 1)
			continue;
		term_put(a.row + 1, col, f.key, STYLE_KEY);
		term_put(a.row + 1, col + text_width(f.key) + 1, f.label, STYLE_TEXT);
		col += f.width + 2;
	}
}

/* One line that says it, in fewer words where it must; what is left of the room for the rest. */
static void draw_too_small(int rows, int cols)
{
	char line[200], short_line[80];
	const char *rest = _("Hãy nới rộng; những gì đã gõ vẫn còn.");
	snprintf(line, sizeof(line), _("Cửa sổ %d×%d quá nhỏ, cần %d×%d."), cols, rows, TERM_COLS_MIN,
		TERM_ROWS_MIN);
	snprintf(short_line, sizeof(short_line), _("Cần %d×%d"), TERM_COLS_MIN, TERM_ROWS_MIN);
	const char *first = text_width(line) <= cols ? line : short_line;
	int col = term_put(0, 0, first, STYLE_TEXT) + 1;
	if (col + text_width(rest) <= cols)
		term_put(0, col, rest, STYLE_TEXT);
	else
		draw_wrapped(1, 0, rows - 1, cols, rest, STYLE_TEXT);
}

void frame_paint(const struct ui *ui)
{
	struct frame frame = frame_layout(term_rows(), term_cols());
	term_erase();
	if (!frame.fits) {
		draw_too_small(term_rows(), term_cols());
		term_paint();
		return;
	}
	size_t first = ui->depth - 1;
	while (first > 0 && ui->stack[first]->ops->dialog)
		first--;
	draw_header(ui, ui->stack[first], frame.header);
	draw_status(ui, frame.status);
	for (size_t i = first; i < ui->depth; i++)
		ui->stack[i]->ops->draw(ui->stack[i], frame.body);
	draw_footer(ui, frame.footer);
	term_paint();
}

void draw_section(int row, int col, int cols, const char *name, const char *note)
{
	int end = term_put(row, col, name, STYLE_TITLE);
	int width = text_width(note);
	if (width > 0 && end + 2 + width <= col + cols)
		term_put(row, col + cols - width, note, STYLE_QUIET);
}

int label_fits(int cols, const char *label, int most)
{
	int wanted = text_width(label) + 1;
	if (wanted > most)
		wanted = most;
	return wanted > cols ? wanted : cols;
}

int draw_wrapped(int row, int col, int rows, int cols, const char *text, enum style style)
{
	int used = 0;
	while (*text && used < rows && cols > 0) {
		char line[1024];
		size_t next, n = text_wrap(text, cols, &next);
		if (n >= sizeof(line) || next == 0)
			break;
		memcpy(line, text, n);
		line[n] = '\0';
		if (used == rows - 1 && text[next])
			term_put_fit(row + used, col, cols, text, TEXT_LEFT, style);
		else
			term_put(row + used, col, line, style);
		text += next;
		used++;
	}
	return used;
}
