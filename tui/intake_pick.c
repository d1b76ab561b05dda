/* The procedure picker under its field, and the choice of a case. */
#include "tui/intake_screen.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/list.h"
#include "tui/screens.h"

#define PICK_PAGE 5

void pick_search(struct intake *in)
{
	struct picker *p = &in->pick;
	p->n = p->total = 0;
	if (in->base.ui->procedures)
		p->n = procedure_index_search(in->base.ui->procedures, in->form.text[IN_PROCEDURE].text,
			p->hits, PICK_MAX, &p->total);
	if (p->chosen >= p->n)
		p->chosen = 0;
}

void pick_open(struct intake *in)
{
	in->pick.open = true;
	in->pick.chosen = 0;
	pick_search(in);
}

/* What was typed without choosing goes, where a procedure is chosen already. */
void pick_close(struct intake *in)
{
	in->pick.open = false;
	if (in->form.has_procedure)
		field_set(&in->form.text[IN_PROCEDURE], in->form.procedure.name);
}

static void case_chosen(void *user, size_t index)
{
	struct intake *in = user;
	intake_form_choose_case(&in->form, index);
	in->form.focus = intake_can_focus(&in->form, IN_COMPONENTS) ? IN_COMPONENTS : IN_RESULT;
	intake_reckon(in);
}

void pick_case(struct intake *in)
{
	const char *names[CASES_MAX];
	size_t n = in->form.procedure.n_cases;
	for (size_t i = 0; i < n; i++)
		names[i] = in->form.procedure.cases[i].name;
	ui_push(in->base.ui, screen_menu_new(in->base.ui, &(struct menu_spec){
		.title = _("Trường hợp"), .items = names, .n = n, .row = INTAKE_CASE_ROW + 1, .col = 11,
		.on_choice = case_chosen, .user = in}));
}

void pick_accept(struct intake *in)
{
	struct picker *p = &in->pick;
	if (p->n == 0)
		return; /* the box says so */
	char code[64];
	str_copy(code, sizeof(code), p->hits[p->chosen].code);
	if (intake_take_procedure(in, code))
		pick_chosen(in);
}

void pick_chosen(struct intake *in)
{
	in->pick.open = false;
	in->form.focus = intake_can_focus(&in->form, IN_COMPONENTS) ? IN_COMPONENTS : IN_RESULT;
	if (in->form.procedure.n_cases > 1) {
		in->form.focus = IN_CASE;
		pick_case(in);
	}
}

bool pick_key(struct intake *in, struct key key, enum action action)
{
	struct list list = {(int64_t)in->pick.n, (int64_t)in->pick.chosen, 0};
	(void)key;
	switch (action) {
	case ACT_ENTER:
		pick_accept(in);
		return true;
	case ACT_BACK: /* what was looked for goes first; the second Esc leaves */
		if (field_empty(&in->form.text[IN_PROCEDURE]))
			return false;
		pick_close(in);
		if (!in->form.has_procedure) {
			field_set(&in->form.text[IN_PROCEDURE], "");
			pick_open(in);
		}
		return true;
	case ACT_UP:
	case ACT_DOWN:
	case ACT_PAGE_UP:
	case ACT_PAGE_DOWN:
		list_move(&list, action, PICK_PAGE);
		in->pick.chosen = (size_t)list.cursor;
		return true;
	default:
		return false;
	}
}

/* Names of procedures differ at their ends as often as at their beginnings: cut in the middle. */
static void fit_middle(const char *name, int cols, struct buf *out)
{
	const char *tail = name;
	int width = text_width(name), head = cols / 2;
	if (width > cols) {
		while (*tail && text_width(tail) > cols - head - 1)
			tail += text_next(tail);
		for (size_t n; (n = text_next(name)) > 0 && text_width_n(name, n) <= head; name += n) {
			head -= text_width_n(name, n);
			buf_add(out, name, n);
		}
		buf_str_add(out, "…");
	}
	buf_str_add(out, tail);
}

static void draw_hit(int row, int col, int cols, const struct procedure_hit *hit, bool chosen)
{
	struct buf line;
	buf_init(&line, 4096);
	buf_printf(&line, "%s %-9s ", chosen ? ">" : " ", hit->code);
	fit_middle(hit->name, cols - text_width(buf_str(&line)), &line);
	term_put_fit(row, col, cols, buf_str(&line), TEXT_LEFT, chosen ? STYLE_SELECTED : STYLE_TEXT);
	buf_clear(&line);
}

/* The chosen one's field, and its place among all, in the lower edge. */
static void draw_foot(const struct picker *p, int row, int col, int cols)
{
	char count[64], field[600];
	snprintf(count, sizeof(count), _(" F7 in hướng dẫn · %zu/%zu "), p->chosen + 1, p->total);
	snprintf(field, sizeof(field), " %s ", p->hits[p->chosen].field);
	int width = text_width(count), field_width = text_width(field);
	int most = cols - width - 6;
	term_put(row, col + cols - width - 2, count, STYLE_QUIET);
	term_put_fit(row, col + 2, field_width < most ? field_width : most, field, TEXT_LEFT,
		STYLE_QUIET);
}

/* Fee, due time and number below stay in sight. */
void pick_draw(const struct intake *in, struct area body, int row, int col)
{
	const struct picker *p = &in->pick;
	int cols = body.col + body.cols - col;
	int most = body.row + body.rows - INTAKE_TAIL_ROWS - row - 2;
	int lines = p->n < (size_t)most ? (int)p->n : most;
	struct list list = {(int64_t)p->n, (int64_t)p->chosen, (int64_t)p->chosen - lines / 2};
	list_settle(&list, lines);
	term_box(row, col, (p->n ? lines : 1) + 2, cols, STYLE_QUIET);
	for (int i = 0; i < lines; i++) {
		size_t at = (size_t)list.top + (size_t)i;
		draw_hit(row + 1 + i, col + 1, cols - 2, &p->hits[at], at == p->chosen);
	}
	if (p->n == 0)
		term_put_fit(row + 1, col + 2, cols - 4,
			_("Không có thủ tục nào như vậy. Gõ ít chữ hơn, hoặc gõ mã."), TEXT_LEFT, STYLE_WARN);
	else
		draw_foot(p, row + 1 + lines, col, cols);
}
