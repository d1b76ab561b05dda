#include "tui/candidates.h"

#include <stdio.h>
#include "base/buf.h"
#include "i18n/text.h"
#include "tui/list.h"

#define PAGE 5

void candidates_begin(struct candidates *c, size_t n, size_t total)
{
	c->n = n;
	c->total = total;
	c->chosen = c->must && n > 0 ? 0 : -1;
}

void candidates_again(struct candidates *c, size_t n, size_t total)
{
	long chosen = c->chosen;
	candidates_begin(c, n, total);
	if (chosen >= 0 && (size_t)chosen < n)
		c->chosen = chosen;
}

static enum candidates_key move(struct candidates *c, enum action action)
{
	bool up = action == ACT_UP || action == ACT_PAGE_UP;
	if (c->n == 0)
		return c->must ? CANDIDATES_MOVED : CANDIDATES_PASS;
	if (c->chosen < 0 && up)
		return CANDIDATES_PASS;
	if (c->chosen < 0 || (c->chosen == 0 && up && !c->must)) {
		c->chosen = c->chosen < 0 ? 0 : -1; /* back into the field */
		return CANDIDATES_MOVED;
	}
	struct list list = {(int64_t)c->n, c->chosen, 0};
	list_move(&list, action, PAGE);
	c->chosen = (long)list.cursor;
	return CANDIDATES_MOVED;
}

enum candidates_key candidates_key(struct candidates *c, enum action action)
{
	if (!c->open)
		return CANDIDATES_PASS;
	switch (action) {
	case ACT_ENTER:
		return c->chosen >= 0 || c->must ? CANDIDATES_TAKEN : CANDIDATES_PASS;
	case ACT_BACK:
		c->open = false;
		return CANDIDATES_CLOSED;
	case ACT_UP:
	case ACT_DOWN:
	case ACT_PAGE_UP:
	case ACT_PAGE_DOWN:
		return move(c, action);
	default:
		return CANDIDATES_PASS;
	}
}

/* ---- drawing */

/* Names differ at their ends as often as at their beginnings. */
static void fit_middle(const char *text, int cols, struct buf *out)
{
	const char *tail = text;
	int width = text_width(text), head = cols / 2;
	if (width > cols) {
		while (*tail && text_width(tail) > cols - head - 1)
			tail += text_next(tail);
		for (size_t n; (n = text_next(text)) > 0 && text_width_n(text, n) <= head; text += n) {
			head -= text_width_n(text, n);
			buf_add(out, text, n);
		}
		buf_str_add(out, "…");
	}
	buf_str_add(out, tail);
}

static void draw_line(const struct candidate *line, int row, int col, int cols, bool chosen)
{
	struct buf text;
	int note = text_width(line->note), room = cols - 2 - (note ? note + 2 : 0);
	enum style style = chosen ? STYLE_SELECTED : STYLE_TEXT;
	buf_init(&text, 4096);
	buf_str_add(&text, line->head);
	if (line->middle)
		fit_middle(line->text, room - text_width(line->head), &text);
	else
		buf_str_add(&text, line->text);
	term_put_fit(row, col, cols, chosen ? ">" : "", TEXT_LEFT, style);
	term_put_fit(row, col + 2, room, buf_str(&text), TEXT_LEFT, style);
	if (note)
		term_put_fit(row, col + cols - note - 1, note + 1, line->note, TEXT_LEFT, chosen ? style : STYLE_QUIET);
	buf_clear(&text);
}

/* Both in the lower edge; the left one gives way. */
static void draw_edge(const struct candidates_look *look, int row, int col, int cols)
{
	char left[600], right[120];
	snprintf(left, sizeof(left), " %s ", look->left);
	snprintf(right, sizeof(right), " %s ", look->right);
	int width = look->right[0] ? text_width(right) : 0, most = cols - width - 6;
	int left_width = text_width(left) < most ? text_width(left) : most;
	if (width)
		term_put(row, col + cols - width - 2, right, STYLE_QUIET);
	if (look->left[0] && left_width > 0)
		term_put_fit(row, col + 2, left_width, left, TEXT_LEFT, STYLE_QUIET);
}

void candidates_draw(const struct candidates *c, const struct candidates_look *look, int row, int col,
	int cols, int most)
{
	int lines = c->n < (size_t)most ? (int)c->n : most;
	int64_t cursor = c->chosen < 0 ? 0 : c->chosen;
	struct list list = {(int64_t)c->n, cursor, cursor - lines / 2};
	list_settle(&list, lines);
	term_box(row, col, (c->n ? lines : 1) + 2, cols, STYLE_QUIET);
	for (int i = 0; i < lines; i++) {
		struct candidate line = {.text = ""};
		int64_t at = list.top + i;
		look->line(look->user, (size_t)at, &line);
		draw_line(&line, row + 1 + i, col + 1, cols - 2, at == c->chosen);
	}
	if (c->n == 0)
		term_put_fit(row + 1, col + 2, cols - 4, look->none, TEXT_LEFT, STYLE_WARN);
	else
		draw_edge(look, row + 1 + lines, col, cols);
}
