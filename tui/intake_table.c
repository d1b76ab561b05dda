/* Keys in the table of components: lines, columns, counts. */
#include "tui/frame.h"
#include "tui/intake_screen.h"
#include "tui/list.h"

bool intake_table_move(struct intake *in, enum action action)
{
	struct intake_form *form = &in->form;
	size_t rows = intake_form_case(form)->n_components;
	struct list list = {(int64_t)rows, (int64_t)form->row, 0};
	if (rows > COMPONENTS_MAX)
		list.total = COMPONENTS_MAX;
	if ((action == ACT_UP && form->row == 0) || (action == ACT_DOWN && form->row + 1 == rows))
		return false;
	if (action == ACT_FIRST || action == ACT_LAST ||
		!list_move(&list, action, intake_component_rows(frame_body())))
		return false;
	form->row = (size_t)list.cursor;
	in->fresh_digit = true;
	return true;
}

static bool table_column(struct intake *in, int code)
{
	int column = (int)in->form.column + (code == K_RIGHT ? 1 : -1);
	if (column < 0 || column >= COPY_KINDS)
		return true;
	in->form.column = (enum copy_kind)column;
	in->fresh_digit = true;
	return true;
}

static bool table_char(struct intake *in, int c)
{
	struct intake_form *form = &in->form;
	const struct component *component = &intake_form_case(form)->components[form->row];
	int now = intake_form_count(form), usual = component->count[form->column];
	if (c == ' ')
		intake_form_set_count(form, now > 0 ? 0 : usual > 0 ? usual : 1);
	else if (c == '+' || c == '=')
		intake_form_set_count(form, now + 1);
	else if (c == '-')
		intake_form_set_count(form, now - 1);
	else if (c >= '0' && c <= '9')
		intake_form_set_count(form, in->fresh_digit ? c - '0' : now * 10 + c - '0');
	else
		return false;
	in->fresh_digit = c < '0' || c > '9';
	return true;
}

bool intake_table_key(struct intake *in, struct key key)
{
	if (key.kind == KIND_CHAR)
		return table_char(in, key.code);
	if (key.kind == KIND_FUNCTION && (key.code == K_LEFT || key.code == K_RIGHT))
		return table_column(in, key.code);
	if (key.kind == KIND_FUNCTION && (key.code == K_BACKSPACE || key.code == K_DELETE)) {
		intake_form_set_count(&in->form, 0);
		return in->fresh_digit = true;
	}
	return false;
}
