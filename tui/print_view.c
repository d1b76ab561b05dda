/* Drawing the screen on which a form is chosen and filled in. */
#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/print_screen.h"
#include "tui/when.h"

enum { HEAD_ROWS = 2, FOOT_ROWS = 3, NOTE_COLS = 20 };

int printing_page(void)
{
	return frame_body().rows - HEAD_ROWS - FOOT_ROWS;
}

static void draw_head(const struct printing *s, struct area body)
{
	term_put_fit(body.row, body.col, body.cols, s->about.line, TEXT_LEFT, STYLE_TEXT);
}

/* Where it will go: paper and printer, in one line at the end. */
static void draw_way(const struct printing *s, struct area body)
{
	const struct form_choice *form = printing_form(s);
	int row = body.row + body.rows - 1, half = body.cols / 2;
	char printer[160], paper[160];
	if (!form)
		return;
	snprintf(paper, sizeof(paper), "%s", printing_paper(s)[0] ? form_paper_words(printing_paper(s)) :
		form->n_papers == 1 ? form_paper_words(form->papers[0]) : _("như thường lệ"));
	ui_printer_label(s->base.ui, s->target, printer, sizeof(printer));
	term_fill(row - 1, body.col, body.cols, "─", STYLE_QUIET);
	int col = term_put(row, body.col, _("Khổ giấy"), STYLE_LABEL) + 2;
	term_put_fit(row, col, body.col + half - col - 1, paper, TEXT_LEFT, STYLE_TEXT);
	col = term_put(row, body.col + half, _("Máy in"), STYLE_LABEL) + 2;
	term_put_fit(row, col, body.col + body.cols - col, printer, TEXT_LEFT, STYLE_TEXT);
}

/* What became of it so far. */
static void note_of(const struct printing *s, size_t i, char *out, size_t size)
{
	const struct form_count *count = &s->counts[i];
	char when[WHEN_SIZE];
	out[0] = '\0';
	when_moment(count->last, clock_now(), when);
	const char *day = when + strcspn(when, " "); /* the day of the week has no room */
	if (count->open)
		snprintf(out, size, "%s", _("chưa xong"));
	else if (count->documents > 1)
		snprintf(out, size, _("%d lần,%s"), count->documents, day);
	else if (count->documents == 1)
		snprintf(out, size, _("đã có%s"), day);
	else if (s->forms.list[i].n_asks > 0)
		snprintf(out, size, "%s", _("cần điền"));
}

static void draw_form(const struct printing *s, int64_t at, int row, struct area body)
{
	size_t i = s->shown[at];
	bool here = at == s->list.cursor;
	enum style style = here ? STYLE_SELECTED : STYLE_TEXT;
	char note[120];
	note_of(s, i, note, sizeof(note));
	term_put_fit(row, body.col, body.cols, here ? ">" : "", TEXT_LEFT, style);
	term_put_fit(row, body.col + 2, body.cols - 2 - NOTE_COLS, s->forms.list[i].name, TEXT_LEFT, style);
	term_put_fit(row, body.col + body.cols - NOTE_COLS + 1, NOTE_COLS - 1, note, TEXT_LEFT,
		here ? style : s->counts[i].open ? STYLE_WARN : STYLE_QUIET);
	if (here)
		term_cursor(row, body.col);
}

void printing_draw_list(const struct screen *self, struct area body)
{
	const struct printing *s = (const struct printing *)self;
	int row = body.row + HEAD_ROWS;
	draw_head(s, body);
	term_cursor(row, body.col - 1);
	for (int i = 0; i < printing_page() && s->list.top + i < s->list.total; i++)
		draw_form(s, s->list.top + i, row + i, body);
	if (s->list.total == 0)
		draw_wrapped(row, body.col, 4, body.cols, s->forms.refused[0] ? s->forms.refused :
			_("Không có mẫu giấy nào để in. Hãy báo người quản trị: motcua doctor."), STYLE_WARN);
	else if (s->forms.refused[0])
		term_put_fit(body.row + 1, body.col, body.cols, s->forms.refused, TEXT_LEFT, STYLE_WARN);
	draw_way(s, body);
}

void printing_draw_blanks(const struct screen *self, struct area body)
{
	const struct printing *s = (const struct printing *)self;
	const struct form_choice *form = printing_form(s);
	draw_head(s, body);
	term_put_fit(body.row + 1, body.col, body.cols, form->name, TEXT_LEFT, STYLE_TITLE);
	blanks_draw(&s->blanks, (struct area){body.row + HEAD_ROWS + 1, body.col,
		body.rows - HEAD_ROWS - 1 - FOOT_ROWS, body.cols}, true);
	draw_way(s, body);
}
