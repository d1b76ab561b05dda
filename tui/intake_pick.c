/* The procedure picker under its field, and the choice of a case. */
#include "tui/intake_screen.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/screens.h"

static size_t look(struct intake *in, size_t *total)
{
	char sought[FIELD_MAX + 1];
	*total = 0;
	typing_sought(&in->base.ui->typing, &in->form.text[IN_PROCEDURE], sought);
	return in->base.ui->procedures ? procedure_index_search(in->base.ui->procedures,
		sought, in->pick.hits, PICK_MAX, total) : 0;
}

void pick_search(struct intake *in)
{
	size_t total, n = look(in, &total);
	candidates_again(&in->pick.list, n, total);
}

void pick_open(struct intake *in)
{
	size_t total, n = look(in, &total);
	in->pick.list.open = in->pick.list.must = true;
	candidates_begin(&in->pick.list, n, total);
}

/* What was typed without choosing goes, where a procedure is chosen already. */
void pick_close(struct intake *in)
{
	in->pick.list.open = false;
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
	if (p->list.chosen < 0)
		return; /* the box says so */
	char code[64];
	str_copy(code, sizeof(code), p->hits[p->list.chosen].code);
	if (intake_take_procedure(in, code))
		pick_chosen(in);
}

void pick_chosen(struct intake *in)
{
	in->pick.list.open = false;
	in->form.focus = intake_can_focus(&in->form, IN_COMPONENTS) ? IN_COMPONENTS : IN_RESULT;
	if (in->form.procedure.n_cases > 1) {
		in->form.focus = IN_CASE;
		pick_case(in);
	}
}

/* What was looked for goes first; the second Esc leaves. */
static bool go_back(struct intake *in)
{
	if (field_empty(&in->form.text[IN_PROCEDURE]))
		return false;
	pick_close(in);
	if (!in->form.has_procedure) {
		field_set(&in->form.text[IN_PROCEDURE], "");
		pick_open(in);
	}
	return true;
}

bool pick_key(struct intake *in, enum action action)
{
	if (!in->pick.list.open)
		return false;
	if (action == ACT_BACK)
		return go_back(in);
	enum candidates_key key = candidates_key(&in->pick.list, action);
	if (key == CANDIDATES_TAKEN)
		pick_accept(in);
	return key != CANDIDATES_PASS;
}

static void line_of(const void *user, size_t i, struct candidate *out)
{
	const struct picker *p = user;
	snprintf(out->head, sizeof(out->head), "%-9s ", p->hits[i].code);
	str_copy(out->text, sizeof(out->text), p->hits[i].name);
	out->middle = true;
}

/* Fee, due time and number below stay in sight. */
void pick_draw(const struct intake *in, struct area body, int row, int col)
{
	const struct picker *p = &in->pick;
	char count[64];
	snprintf(count, sizeof(count), _("F7 in hướng dẫn · %zu/%zu"), (size_t)(p->list.chosen + 1),
		p->list.total);
	candidates_draw(&p->list, &(struct candidates_look){.line = line_of, .user = p,
		.none = _("Không có thủ tục nào như vậy. Gõ ít chữ hơn, hoặc gõ mã."),
		.left = p->list.chosen < 0 ? "" : p->hits[p->list.chosen].field, .right = count},
		row, col, body.col + body.cols - col, body.row + body.rows - INTAKE_TAIL_ROWS - row - 2);
}
