/* Drawing the intake form: a table of places, the components, what it will come to. */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/intake_screen.h"
#include "tui/list.h"

enum { TABLE_TOP = INTAKE_CASE_ROW + 1, COUNT_COLS = 9 };
/* Cells: of labels at the least, where other languages do not want more; of values. */
enum { LEFT_COLS = 13, MIDDLE_COLS = 10, RIGHT_COLS = 11, COPIES_COLS = 8, RESULT_COLS = 13,
	ID_COLS = 15, BIRTH_COLS = 11, KIND_COLS = 13, SEX_COLS = 7, NUMBER_COLS = 4, FEE_COLS = 24 };

/* Labels stand in columns, values behind them. */
enum side { SIDE_LEFT, SIDE_MIDDLE, SIDE_RIGHT, SIDE_RESULT, SIDE_COPIES, SIDES };

/* Where a field stands. Rows ≥ 0 from the top of the body, < 0 from its end; cols 0: up to the labels of
 * `until`, SIDE_LEFT: to the end. */
static const struct place {
	enum intake_field field;
	int row;
	enum side side;
	int cols;
	enum side until;
	const char *label;
} places[] = {
	{IN_NAME, 0, SIDE_LEFT, 0, SIDE_RIGHT, N_("Người nộp")},
	{IN_KIND, 0, SIDE_RIGHT, KIND_COLS, SIDE_LEFT, N_("Đối tượng")},
	{IN_ID, 1, SIDE_LEFT, ID_COLS, SIDE_LEFT, N_("Số định danh")},
	{IN_BIRTH, 1, SIDE_MIDDLE, BIRTH_COLS, SIDE_LEFT, N_("Ngày sinh")},
	{IN_SEX, 1, SIDE_RIGHT, SEX_COLS, SIDE_LEFT, N_("Giới tính")},
	{IN_ADDRESS, 2, SIDE_LEFT, 0, SIDE_LEFT, N_("Địa chỉ")},
	{IN_PHONE, 3, SIDE_LEFT, ID_COLS, SIDE_LEFT, N_("Điện thoại")},
	{IN_EMAIL, 3, SIDE_MIDDLE, 0, SIDE_LEFT, N_("Email")},
	{IN_DELEGATE, 4, SIDE_LEFT, 0, SIDE_LEFT, N_("Nộp thay")},
	{IN_PROCEDURE, 6, SIDE_LEFT, 0, SIDE_LEFT, N_("Thủ tục")},
	{IN_CASE, INTAKE_CASE_ROW, SIDE_LEFT, 0, SIDE_LEFT, N_("Trường hợp")},
	{IN_RESULT, -4, SIDE_RESULT, 0, SIDE_LEFT, N_("Trả kết quả")},
	{IN_NOTE, -3, SIDE_LEFT, 0, SIDE_COPIES, N_("Ghi chú")},
	{IN_COPIES, -3, SIDE_COPIES, NUMBER_COLS, SIDE_LEFT, N_("Số bộ")},
};
static const char *const tail_labels[] = {N_("Lệ phí"), N_("Hẹn trả"), N_("Mã hồ sơ")};

/* Where the labels of each side begin and how many cells they have, within the body. */
struct grid {
	int col[SIDES], cols[SIDES];
};

struct spot {
	int row, label_col, col, cols;
};

static struct spot spot_of(const struct place *place, struct area body, const struct grid *g)
{
	struct spot s;
	int end = place->until == SIDE_LEFT ? body.cols : g->col[place->until] - 2;
	s.row = body.row + place->row + (place->row < 0 ? body.rows : 0);
	s.label_col = body.col + g->col[place->side];
	s.col = s.label_col + g->cols[place->side];
	s.cols = place->cols > 0 ? place->cols : body.col + end - s.col;
	return s;
}

static const char *kind_text(enum applicant_kind kind)
{
	static const char *const names[] = {
		[APPLICANT_CITIZEN] = N_("công dân"), [APPLICANT_ENTERPRISE] = N_("doanh nghiệp"),
		[APPLICANT_STATE_BODY] = N_("cơ quan"), [APPLICANT_OTHER] = N_("khác"),
	};
	return _(names[kind]);
}

static const char *sex_text(enum sex sex)
{
	static const char *const names[] = {
		[SEX_UNKNOWN] = "–", [SEX_MALE] = N_("nam"), [SEX_FEMALE] = N_("nữ"),
	};
	return sex == SEX_UNKNOWN ? names[0] : _(names[sex]);
}

/* What a field with few values shows. */
static void choice_text(const struct intake_form *form, enum intake_field field, char *out, size_t size)
{
	const struct procedure_case *c = intake_form_case(form);
	switch (field) {
	case IN_KIND:
		str_copy(out, size, kind_text(form->kind));
		break;
	case IN_SEX:
		str_copy(out, size, intake_is_organisation(form) ? "" : sex_text(form->sex));
		break;
	case IN_RESULT:
		snprintf(out, size, "(%s) %s  (%s) %s",
			form->result == RESULT_DIRECT ? term_glyph(GLYPH_CHOSEN) : " ", _("tại quầy"),
			form->result == RESULT_POSTAL ? term_glyph(GLYPH_CHOSEN) : " ", _("bưu điện"));
		break;
	case IN_CASE:
		if (c && form->procedure.n_cases > 1)
			snprintf(out, size, "%zu/%zu %s", form->chosen_case + 1, form->procedure.n_cases, c->name);
		else
			out[0] = '\0';
		break;
	default:
		out[0] = '\0';
	}
}

static const char *label_of(const struct intake_form *form, const struct place *place)
{
	if (place->field == IN_ID && intake_is_organisation(form))
		return _("Mã số thuế");
	return _(place->label);
}

const char *intake_label(const struct intake_form *form, enum intake_field field)
{
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (places[i].field == field)
			return label_of(form, &places[i]);
	return "";
}

/* Columns as wide as the labels in this language want them, as far as the values leave room. */
static struct grid grid_of(const struct intake_form *form, struct area body)
{
	static const int least[SIDES] = {LEFT_COLS, MIDDLE_COLS, RIGHT_COLS, RESULT_COLS, COPIES_COLS};
	struct grid g;
	char result[200];
	int spare = body.cols - LEFT_COLS - ID_COLS - 1 - MIDDLE_COLS - BIRTH_COLS - 1 - RIGHT_COLS - KIND_COLS;
	memcpy(g.cols, least, sizeof(g.cols));
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		enum side side = places[i].side;
		int wide = label_fits(g.cols[side], label_of(form, &places[i]), g.cols[side] + spare);
		spare -= side <= SIDE_RIGHT ? wide - g.cols[side] : 0;
		g.cols[side] = wide;
	}
	for (size_t i = 0; i < ARRAY_LEN(tail_labels); i++) {
		int wide = label_fits(g.cols[SIDE_LEFT], _(tail_labels[i]), g.cols[SIDE_LEFT] + spare);
		spare -= wide - g.cols[SIDE_LEFT];
		g.cols[SIDE_LEFT] = wide;
	}
	choice_text(form, IN_RESULT, result, sizeof(result));
	g.col[SIDE_LEFT] = 0;
	g.col[SIDE_MIDDLE] = g.cols[SIDE_LEFT] + ID_COLS + 2;
	g.col[SIDE_RIGHT] = body.cols - KIND_COLS - g.cols[SIDE_RIGHT];
	g.col[SIDE_COPIES] = body.cols - NUMBER_COLS - g.cols[SIDE_COPIES];
	g.col[SIDE_RESULT] = body.cols - 1 - text_width(result) - g.cols[SIDE_RESULT];
	if (g.col[SIDE_RESULT] < g.cols[SIDE_LEFT] + FEE_COLS + 1)
		g.col[SIDE_RESULT] = g.cols[SIDE_LEFT] + FEE_COLS + 1;
	return g;
}

static void draw_label(const struct intake_form *form, const struct place *place, struct spot s)
{
	bool wrong = intake_form_wrong(form, place->field) != NULL;
	if (!intake_can_focus(form, place->field))
		return;
	if (wrong)
		term_put(s.row, s.label_col - 1, "!", STYLE_BAD);
	term_put_fit(s.row, s.label_col, s.col - s.label_col - 1, label_of(form, place), TEXT_LEFT,
		wrong ? STYLE_BAD : STYLE_LABEL);
}

static void draw_text_field(const struct intake_form *form, const struct place *place, struct spot s)
{
	struct buf line;
	int cursor;
	bool focused = form->focus == place->field;
	buf_init(&line, 2 * FIELD_MAX);
	if (focused) {
		field_view(&form->text[place->field], s.cols, &line, &cursor);
		term_put(s.row, s.col, buf_str(&line), STYLE_FOCUS);
		term_cursor(s.row, s.col + cursor);
	} else {
		term_put_fit(s.row, s.col, s.cols, form->text[place->field].text, TEXT_LEFT, STYLE_FIELD);
	}
	buf_clear(&line);
}

static void draw_choice(const struct intake_form *form, const struct place *place, struct spot s)
{
	char text[700];
	bool focused = form->focus == place->field;
	choice_text(form, place->field, text, sizeof(text));
	int width = text_width(text) < s.cols ? text_width(text) : s.cols;
	term_put_fit(s.row, s.col, width, text, TEXT_LEFT, focused ? STYLE_FOCUS : STYLE_FIELD);
	if (focused)
		term_cursor(s.row, s.col);
}

static void draw_source(const struct intake_form *form, struct area body, int left)
{
	static const char *const sources[] = {
		[ID_TYPED] = "", [ID_CARD_QR] = N_("thẻ"), [ID_CARD_MRZ] = N_("MRZ"),
	};
	if (form->source != ID_TYPED)
		term_put(body.row + 1, body.col + body.cols - 5, _(sources[form->source]), STYLE_GOOD);
	if (form->has_procedure && form->procedure.n_cases <= 1) {
		char line[600];
		snprintf(line, sizeof(line), "%s · %s", form->procedure.code, form->procedure.field);
		term_put_fit(body.row + INTAKE_CASE_ROW, body.col + left, body.cols - left, line, TEXT_LEFT,
			STYLE_QUIET);
	}
}

/* ---- components */

int intake_component_rows(struct area body)
{
	int rows = body.rows - TABLE_TOP - 1 - INTAKE_TAIL_ROWS - 1; /* one for a whole name */
	return rows > 1 ? rows : 1;
}

static void draw_counts(const struct intake_form *form, size_t row, int line, int col)
{
	for (int kind = 0; kind < COPY_KINDS; kind++) {
		char cell[24];
		int n = form->count[row][kind], at = col + kind * COUNT_COLS;
		bool here = form->focus == IN_COMPONENTS && form->row == row && (int)form->column == kind;
		snprintf(cell, sizeof(cell), n > 0 ? "[%d]" : "[ ]", n);
		term_put_fit(line, at, COUNT_COLS - 1, cell, TEXT_CENTRE, STYLE_TEXT);
		if (here) {
			int pad = (COUNT_COLS - 1 - text_width(cell)) / 2;
			term_put(line, at + pad, cell, STYLE_SELECTED);
			term_cursor(line, at + pad + 1);
		}
	}
}

static void draw_component(const struct intake_form *form, size_t row, int line, struct area body)
{
	const struct component *c = &intake_form_case(form)->components[row];
	char number[16];
	int counts = body.col + body.cols - COPY_KINDS * COUNT_COLS;
	snprintf(number, sizeof(number), "%2zu", row + 1);
	term_put(line, body.col, number, STYLE_QUIET);
	term_put_fit(line, body.col + 3, counts - body.col - 4, c->name, TEXT_LEFT, STYLE_TEXT);
	draw_counts(form, row, line, counts);
}

static void draw_head(const struct intake_form *form, struct area body, const struct list *list, int rows)
{
	static const char *const kinds[COPY_KINDS] = {
		N_("Chính"), N_("Ch.thực"), N_("Photo"), N_("Bản dịch"),
	};
	char name[200], position[40];
	int counts = body.col + body.cols - COPY_KINDS * COUNT_COLS, row = body.row + TABLE_TOP;
	bool wrong = intake_form_wrong(form, IN_COMPONENTS) != NULL;
	list_position(list, rows, position, sizeof(position));
	snprintf(name, sizeof(name), "%s  %s", _("Thành phần hồ sơ"), position);
	if (wrong)
		term_put(row, body.col - 1, "!", STYLE_BAD);
	term_put_fit(row, body.col, counts - body.col, name, TEXT_LEFT, wrong ? STYLE_BAD : STYLE_LABEL);
	for (int kind = 0; kind < COPY_KINDS; kind++)
		term_put_fit(row, counts + kind * COUNT_COLS, COUNT_COLS - 1, _(kinds[kind]), TEXT_CENTRE,
			STYLE_LABEL);
}

/* A name that was cut is told in full under the table while its line is chosen. */
static void draw_full_name(const struct intake_form *form, struct area body, int line, int room)
{
	const char *name = intake_form_case(form)->components[form->row].name;
	if (form->focus == IN_COMPONENTS && text_width(name) > body.cols - COPY_KINDS * COUNT_COLS - 4)
		draw_wrapped(line, body.col + 3, room, body.cols - 3, name, STYLE_QUIET);
}

static void draw_components(const struct intake_form *form, struct area body)
{
	int rows = intake_component_rows(body), top = body.row + TABLE_TOP + 1;
	const struct procedure_case *c = intake_form_case(form);
	if (!c)
		return;
	struct list list = {(int64_t)c->n_components, (int64_t)form->row, (int64_t)form->row - rows / 2};
	list_settle(&list, rows);
	draw_head(form, body, &list, rows);
	if (c->n_components == 0) {
		term_put(top, body.col + 3, _("(thủ tục này chưa công bố thành phần hồ sơ)"), STYLE_QUIET);
		return;
	}
	int shown = list.total < rows ? (int)list.total : rows;
	for (int i = 0; i < shown; i++)
		draw_component(form, (size_t)(list.top + i), top + i, body);
	draw_full_name(form, body, top + shown, rows + 1 - shown);
}

/* ---- what it comes to */

static void draw_pair(int row, struct area body, int left, const char *label, const char *value, const char *note)
{
	int col = body.col + left, end = body.col + body.cols;
	term_put_fit(row, body.col, left - 1, label, TEXT_LEFT, STYLE_LABEL);
	col = term_put(row, col, value, STYLE_TEXT);
	if (note[0])
		term_put_fit(row, col + (value[0] ? 2 : 0), end - col - 2, note, TEXT_LEFT, STYLE_QUIET);
}

static void draw_tail(const struct intake *in, struct area body, const struct grid *g)
{
	int left = g->cols[SIDE_LEFT];
	int row = body.row + body.rows - INTAKE_TAIL_ROWS;
	if (in->form.has_procedure) {
		term_put_fit(row, body.col, left - 1, _(tail_labels[0]), TEXT_LEFT, STYLE_LABEL);
		term_put_fit(row, body.col + left, g->col[SIDE_RESULT] - left - 1, in->fee, TEXT_LEFT, STYLE_TEXT);
		draw_pair(row + 2, body, left, _(tail_labels[1]), in->due, in->why);
	}
	draw_pair(row + 3, body, left, _(tail_labels[2]), in->number, in->form.correcting[0] ?
		_("(giữ nguyên; cấp giấy hẹn mới)") : dossier_code_fallback(in->number) ?
		_("(số dự phòng: đã hết số được cấp)") : in->number[0] ?
		_("(dành sẵn cho quầy này)") :
		_("hết số dành sẵn cho hôm nay: cần có mạng để xin thêm số"));
}

/* What is wrong with the field one stands in, right under it. */
static void draw_wrong(const struct intake *in, struct area body, int left, int row, int col)
{
	const struct violation *wrong = intake_form_wrong(&in->form, in->form.focus);
	if (!wrong)
		return;
	char line[340];
	int room = body.col + body.cols - col, width = text_width(wrong->message) + 2;
	if (width > room && col > body.col + left) {
		col = width < body.cols - left ? body.col + body.cols - width : body.col + left;
		room = body.col + body.cols - col;
	}
	if (in->form.focus == IN_COMPONENTS) /* at the table's end, not over its lines */
		row = body.row + TABLE_TOP + intake_component_rows(body) - 1;
	snprintf(line, sizeof(line), "! %s", wrong->message);
	int lines = width > room ? 2 : 1;
	for (int i = 0; i < lines; i++)
		term_fill(row + 1 + i, col, room, " ", STYLE_TEXT);
	draw_wrapped(row + 1, col, lines, room, line, STYLE_BAD);
}

void intake_draw(const struct screen *self, struct area body)
{
	const struct intake *in = (const struct intake *)self;
	int row = body.row + TABLE_TOP, col = body.col;
	struct grid g = grid_of(&in->form, body);
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		struct spot s = spot_of(&places[i], body, &g);
		draw_label(&in->form, &places[i], s);
		if (!intake_can_focus(&in->form, places[i].field))
			continue;
		if (intake_is_text(places[i].field))
			draw_text_field(&in->form, &places[i], s);
		else
			draw_choice(&in->form, &places[i], s);
		if (places[i].field == in->form.focus) {
			row = s.row;
			col = s.col;
		}
	}
	draw_source(&in->form, body, g.cols[SIDE_LEFT]);
	draw_components(&in->form, body);
	draw_tail(in, body, &g);
	if (in->pick.list.open)
		pick_draw(in, body, row + 1, col - 2);
	else if (in->offer.list.open)
		offer_draw(in, body, row + 1, col - 2);
	else
		draw_wrong(in, body, g.cols[SIDE_LEFT], row, col);
}
