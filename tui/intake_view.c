/* Drawing the intake form: a table of places, the components, what it will come to. */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/intake_screen.h"
#include "tui/list.h"

/* Columns within the body. */
enum { LABEL_COLS = 13, TABLE_TOP = INTAKE_CASE_ROW + 1, COUNT_COLS = 9 };

/* Where a field stands. Rows ≥ 0 from the top of the body, < 0 from its end; cols 0: to the end. */
static const struct place {
	enum intake_field field;
	int row, label_col, col, cols;
	const char *label;
} places[] = {
	{IN_NAME, 0, 0, LABEL_COLS, -26, N_("Người nộp")},
	{IN_KIND, 0, -24, -13, 13, N_("Đối tượng")},
	{IN_ID, 1, 0, LABEL_COLS, 15, N_("Số định danh")},
	{IN_BIRTH, 1, 30, 40, 11, N_("Ngày sinh")},
	{IN_SEX, 1, -24, -13, 7, N_("Giới tính")},
	{IN_ADDRESS, 2, 0, LABEL_COLS, 0, N_("Địa chỉ")},
	{IN_PHONE, 3, 0, LABEL_COLS, 15, N_("Điện thoại")},
	{IN_EMAIL, 3, 30, 40, 0, N_("Email")},
	{IN_DELEGATE, 4, 0, LABEL_COLS, 0, N_("Nộp thay")},
	{IN_PROCEDURE, 6, 0, LABEL_COLS, 0, N_("Thủ tục")},
	{IN_CASE, INTAKE_CASE_ROW, 0, LABEL_COLS, 0, N_("Trường hợp")},
	{IN_RESULT, -4, 38, 51, 27, N_("Trả kết quả")},
	{IN_NOTE, -3, 0, LABEL_COLS, -14, N_("Ghi chú")},
	{IN_COPIES, -3, -12, -4, 4, N_("Số bộ")},
};

struct spot {
	int row, label_col, col, cols;
};

static struct spot spot_of(const struct place *place, struct area body)
{
	struct spot s;
	s.row = body.row + place->row + (place->row < 0 ? body.rows : 0);
	s.label_col = body.col + place->label_col + (place->label_col < 0 ? body.cols : 0);
	s.col = body.col + place->col + (place->col < 0 ? body.cols : 0);
	s.cols = place->cols > 0 ? place->cols : body.col + body.cols + place->cols - s.col;
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

static void draw_source(const struct intake_form *form, struct area body)
{
	static const char *const sources[] = {
		[ID_TYPED] = "", [ID_CARD_QR] = N_("thẻ"), [ID_CARD_MRZ] = N_("MRZ"),
	};
	if (form->source != ID_TYPED)
		term_put(body.row + 1, body.col + body.cols - 5, _(sources[form->source]), STYLE_GOOD);
	if (form->has_procedure && form->procedure.n_cases <= 1) {
		char line[600];
		snprintf(line, sizeof(line), "%s · %s", form->procedure.code, form->procedure.field);
		term_put_fit(body.row + INTAKE_CASE_ROW, body.col + LABEL_COLS, body.cols - LABEL_COLS, line, TEXT_LEFT,
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

static void draw_pair(int row, struct area body, const char *label, const char *value, const char *note)
{
	int col = body.col + LABEL_COLS, end = body.col + body.cols;
	term_put(row, body.col, label, STYLE_LABEL);
	col = term_put(row, col, value, STYLE_TEXT);
	if (note[0])
		term_put_fit(row, col + (value[0] ? 2 : 0), end - col - 2, note, TEXT_LEFT, STYLE_QUIET);
}

static void draw_tail(const struct intake *in, struct area body)
{
	int row = body.row + body.rows - INTAKE_TAIL_ROWS;
	if (in->form.has_procedure) {
		term_put(row, body.col, _("Lệ phí"), STYLE_LABEL);
		term_put_fit(row, body.col + LABEL_COLS, 24, in->fee, TEXT_LEFT, STYLE_TEXT);
		draw_pair(row + 2, body, _("Hẹn trả"), in->due, in->why);
	}
	draw_pair(row + 3, body, _("Mã hồ sơ"), in->number, in->form.correcting[0] ?
		_("(giữ nguyên; cấp giấy hẹn mới)") : dossier_code_fallback(in->number) ?
		_("(số dự phòng: đã hết số được cấp)") : in->number[0] ?
		_("(dành sẵn cho quầy này)") :
		_("hết số dành sẵn cho hôm nay: cần có mạng để xin thêm số"));
}

/* What is wrong with the field one stands in, right under it. */
static void draw_wrong(const struct intake *in, struct area body, int row, int col)
{
	const struct violation *wrong = intake_form_wrong(&in->form, in->form.focus);
	if (!wrong)
		return;
	char line[340];
	int room = body.col + body.cols - col, width = text_width(wrong->message) + 2;
	if (width > room && col > body.col + LABEL_COLS) {
		col = width < body.cols - LABEL_COLS ? body.col + body.cols - width : body.col + LABEL_COLS;
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
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		struct spot s = spot_of(&places[i], body);
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
	draw_source(&in->form, body);
	draw_components(&in->form, body);
	draw_tail(in, body);
	if (in->pick.list.open)
		pick_draw(in, body, row + 1, col - 2);
	else if (in->offer.list.open)
		offer_draw(in, body, row + 1, col - 2);
	else
		draw_wrong(in, body, row, col);
}
