#include "printing/form01.h"

#include <stdio.h>
#include <string.h>
#include "i18n/text.h"
#include "printing/marks.h"
#include "printing/words.h"

#define TEXT_MAX (512 * 1024) /* more than a whole dossier */
#define NOTE_SIZE 8.5
#define SIGNING_SPACE 38

static bool add_qr(struct form01 *f, struct err *err)
{
	struct qr qr;

	if (!*f->in->tracking_url)
		return true;
	if (!qr_encode(f->in->tracking_url, &qr, err))
		return false;
	f->qr = marks_qr(&qr);
	f->qr_width = qr.size * MARKS_QR_MODULE;
	qr_clear(&qr);
	return true;
}

static void add_barcode(struct form01 *f)
{
	struct code128 code;

	if (!code128_encode(f->d->code, &code))
		return;
	f->barcode = marks_code128(&code);
	f->barcode_width = code.modules * MARKS_CODE128_MODULE;
}

bool form01_init(struct form01 *f, const struct form_input *in, const struct page_size *size,
	struct err *err)
{
	*f = (struct form01){
		.in = in, .d = in->dossier,
		.left = size->left, .width = size->width - size->left - size->right,
		.notice = in->problem,
	};
	f->dated_at = in->problem ? in->dated_at :
		in->dossier->correction.at ? in->dossier->correction.at : in->dossier->received_at;
	if (!add_qr(f, err))
		return false;
	add_barcode(f);
	f->flow = flow_new(size);
	buf_init(&f->text, TEXT_MAX);
	return true;
}

void form01_clear(struct form01 *f)
{
	flow_free(f->flow);
	if (f->qr)
		cairo_surface_destroy(f->qr);
	if (f->barcode)
		cairo_surface_destroy(f->barcode);
	buf_clear(&f->text);
}

const char *form01_clean(struct form01 *f, const char *s)
{
	struct buf clean;

	if (text_is_clean(s))
		return s;
	buf_init(&clean, TEXT_MAX);
	text_clean(s, strlen(s), 0, &clean);
	s = arena_strdup(flow_arena(f->flow), buf_str(&clean));
	buf_clear(&clean);
	return s;
}

/* ---- fields: a label and the words after it, dots where there are none */

typedef void value_fn(struct form01 *f, struct buf *out);

static void request(struct form01 *f, struct buf *out)
{
	const struct dossier *d = f->d;

	buf_str_add(out, d->procedure_name);
	if (*d->case_name && strcmp(d->case_name, d->procedure_name) != 0)
		buf_printf(out, " – %s", d->case_name);
	buf_printf(out, " (mã thủ tục: %s)", d->procedure_code);
}

static void copies(struct form01 *f, struct buf *out)
{
	buf_printf(out, "%02d (bộ)", f->d->copies > 0 ? f->d->copies : 1);
}

static void limit(struct form01 *f, struct buf *out)
{
	words_limit(f->d->time, out);
}

static void received(struct form01 *f, struct buf *out)
{
	words_time(f->d->received_at, out);
}

static void due(struct form01 *f, struct buf *out)
{
	if (f->d->due_at == 0) {
		buf_str_add(out, "theo thông báo (thời hạn chưa công bố)");
		return;
	}
	words_time(f->d->due_at, out);
	if (f->d->due_provisional)
		buf_str_add(out, " (tạm tính, lịch nghỉ chính thức chưa công bố)");
	if (!f->d->clock_trusted)
		buf_str_add(out, " (tạm tính, đồng hồ của máy chưa đối chiếu)");
}

static void result_at(struct form01 *f, struct buf *out)
{
	buf_str_add(out, f->d->result == RESULT_POSTAL ?
		"địa chỉ nêu trên, qua dịch vụ bưu chính công ích" :
		"Bộ phận tiếp nhận và trả kết quả nơi nộp hồ sơ");
}

static void fee(struct form01 *f, struct buf *out)
{
	words_fee(f->d, out);
}

/* What a value is: a text of the dossier, or words made from it. */
struct source {
	size_t member; /* offset in struct dossier of a const char *; 0: none */
	value_fn *words;
};
#define MEMBER(m) {.member = offsetof(struct dossier, m)}
#define WORDS(fn) {.words = fn}

struct field {
	const char *label;
	struct source value;
	enum face face;       /* of the value */
	bool optional;        /* left out when there is no value, instead of dots */
	const char *label2;   /* a second field in the right half of the row */
	struct source value2;
};

static const struct field who_and_what[] = {
	{.label = "Bộ phận tiếp nhận và trả kết quả của: ", .value = MEMBER(agency_name)},
	{.label = "Tiếp nhận hồ sơ của: ", .value = MEMBER(applicant.name), .face = FACE_BOLD},
	{.label = "Người nộp thay: ", .value = MEMBER(delegate), .optional = true},
	{.label = "Địa chỉ: ", .value = MEMBER(applicant.address)},
	{.label = "Số điện thoại: ", .value = MEMBER(applicant.phone), .label2 = "Email: ",
		.value2 = MEMBER(applicant.email)},
	{.label = "Số CCCD: ", .value = MEMBER(applicant.id_number)},
	{.label = "Mã số thuế: ", .value = MEMBER(applicant.tax_code), .optional = true},
	{.label = "Nội dung yêu cầu giải quyết: ", .value = WORDS(request)},
};

static const struct field terms[] = {
	{.label = "2. Số lượng hồ sơ: ", .value = WORDS(copies)},
	{.label = "3. Thời gian giải quyết hồ sơ theo quy định: ", .value = WORDS(limit)},
	{.label = "4. Thời gian nhận hồ sơ: ", .value = WORDS(received)},
	{.label = "5. Thời gian trả kết quả (hẹn trả): ", .value = WORDS(due), .face = FACE_BOLD},
	{.label = "6. Đăng ký nhận kết quả tại: ", .value = WORDS(result_at)},
	{.label = "Phí, lệ phí: ", .value = WORDS(fee)},
};

static const char *value_of(struct form01 *f, const struct source *source)
{
	if (source->member)
		return form01_clean(f, *(const char *const *)((const char *)f->d + source->member));
	buf_reset(&f->text);
	source->words(f, &f->text);
	return form01_clean(f, arena_strdup(flow_arena(f->flow), buf_str(&f->text)));
}

static struct cell field_cell(double x, double width, const char *label, enum face face,
	const char *value)
{
	struct cell cell = {x, width, FORM01_SIZE, ALIGN_LEFT, CELL_PLAIN, 0,
		{{FACE_REGULAR, label}, {face, value}}};

	if (!*value)
		cell.extra = CELL_DOTS;
	return cell;
}

static void add_field(struct form01 *f, const struct field *field, double gap, unsigned flags)
{
	const char *value = value_of(f, &field->value);
	double width = field->label2 ? f->width * 0.46 : f->width, x2 = f->left + width + 6;
	struct cell cells[2] = {field_cell(f->left, width, field->label, field->face, value)};

	if (field->optional && !*value)
		return;
	if (field->label2)
		cells[1] = field_cell(x2, f->left + f->width - x2, field->label2, field->face,
			value_of(f, &field->value2));
	flow_row(f->flow, gap, flags, cells, field->label2 ? 2 : 1);
}

/* last_flags: for the last of them. */
static void fields(struct form01 *f, const struct field *list, size_t n, unsigned last_flags)
{
	for (size_t i = 0; i < n; i++)
		add_field(f, &list[i], i ? 1.2 : 4, i == n - 1 ? last_flags : 0);
}

/* ---- (1) what was handed in */

enum { RULES = 6, COUNTS = 3 };
static const enum copy_kind columns[COUNTS] = {COPY_ORIGINAL, COPY_CERTIFIED, COPY_PHOTO};

static const double *table_rules(struct form01 *f)
{
	static const double widths[RULES - 1] = {22, 0, 42, 58, 42}; /* the name takes the rest */
	double *x = arena_alloc(flow_arena(f->flow), RULES * sizeof(*x));

	x[0] = f->left;
	x[1] = x[0] + widths[0];
	x[RULES - 1] = f->left + f->width;
	for (int i = RULES - 2; i > 1; i--)
		x[i] = x[i + 1] - widths[i];
	return x;
}

static struct cell table_cell(const double *rules, int column, enum align align, enum face face,
	const char *text)
{
	const double pad = 3;
	return (struct cell){rules[column] + pad, rules[column + 1] - rules[column] - 2 * pad,
		FORM01_SIZE - 0.5, align, CELL_PLAIN, 0, {{face, text}}};
}

static void table_head(struct form01 *f, const double *rules)
{
	static const char *const names[RULES - 1] = {
		"TT", "Tên giấy tờ", "Bản chính", "Bản chứng thực", "Bản photo",
	};
	struct cell cells[RULES - 1];

	for (int i = 0; i < RULES - 1; i++)
		cells[i] = table_cell(rules, i, ALIGN_CENTRE, FACE_BOLD, names[i]);
	flow_row(f->flow, 2, ROW_KEEP | ROW_WHOLE | ROW_TABLE | ROW_HEAD, cells, ARRAY_LEN(cells));
}

/* The form has no column for translations, nor for papers still to come: the name says it. */
static const char *component_name(struct form01 *f, const struct dossier_component *c)
{
	int in_columns = 0;

	buf_reset(&f->text);
	buf_str_add(&f->text, c->name);
	for (int i = 0; i < COUNTS; i++)
		in_columns += c->count[columns[i]];
	if (c->count[COPY_TRANSLATION] > 0)
		buf_printf(&f->text, " (bản dịch: %d)", c->count[COPY_TRANSLATION]);
	else if (in_columns == 0)
		buf_str_add(&f->text, " (chưa nộp)");
	return form01_clean(f, arena_strdup(flow_arena(f->flow), buf_str(&f->text)));
}

static void table_row(struct form01 *f, const double *rules, size_t i)
{
	const struct dossier_component *c = &f->d->components[i];
	struct arena *arena = flow_arena(f->flow);
	struct cell cells[RULES - 1] = {
		table_cell(rules, 0, ALIGN_CENTRE, FACE_REGULAR, arena_printf(arena, "%zu", i + 1)),
		table_cell(rules, 1, ALIGN_LEFT, FACE_REGULAR, component_name(f, c)),
	};

	for (int k = 0; k < COUNTS; k++) {
		int count = c->count[columns[k]];
		cells[2 + k] = table_cell(rules, 2 + k, ALIGN_CENTRE, FACE_REGULAR,
			count > 0 ? arena_printf(arena, "%02d", count) : "");
	}
	flow_row(f->flow, 0, ROW_TABLE, cells, ARRAY_LEN(cells));
}

static void components(struct form01 *f)
{
	const struct cell label = {f->left, f->width, FORM01_SIZE, ALIGN_LEFT, CELL_PLAIN, 0,
		{{FACE_REGULAR, "1. Thành phần hồ sơ nộp gồm:"}, {FACE_REGULAR,
			f->d->n_components ? NULL : " (không có giấy tờ kèm theo)"}}};
	const double *rules = table_rules(f);

	flow_row(f->flow, 1.2, f->d->n_components ? ROW_KEEP : 0, &label, 1);
	if (f->d->n_components == 0)
		return;
	flow_table(f->flow, rules, RULES);
	table_head(f, rules);
	for (size_t i = 0; i < f->d->n_components; i++)
		table_row(f, rules, i);
}

/* ---- the end */

static void signatures(struct form01 *f)
{
	double half = f->width / 2;
	const char *officer = form01_clean(f, f->d->officer_name);
	const struct cell titles[] = {
		{f->left, half, FORM01_SIZE, ALIGN_CENTRE, CELL_PLAIN, 0, {{FACE_BOLD, "NGƯỜI NỘP HỒ SƠ\n"},
			{FACE_ITALIC, "(Ký và ghi rõ họ tên)"}}},
		{f->left + half, half, FORM01_SIZE, ALIGN_CENTRE, CELL_PLAIN, 0,
			{{FACE_BOLD, "NGƯỜI TIẾP NHẬN HỒ SƠ\n"}, {FACE_ITALIC, "(Ký và ghi rõ họ tên)"}}},
	};
	const struct cell name = {f->left + half, half, FORM01_SIZE, ALIGN_CENTRE, CELL_PLAIN, 0,
		{{FACE_BOLD, officer}}};

	flow_row(f->flow, 8, ROW_KEEP, titles, ARRAY_LEN(titles));
	flow_row(f->flow, SIGNING_SPACE, ROW_KEEP, &name, 1);
}

void form01_note(struct form01 *f, const char *text)
{
	const struct cell cell = {f->left, f->width, NOTE_SIZE, ALIGN_LEFT, CELL_PLAIN, 0,
		{{FACE_ITALIC, text}}};
	flow_row(f->flow, 0, ROW_KEEP, &cell, 1);
}

static void notes(struct form01 *f)
{
	if (f->qr)
		form01_note(f, "Quét mã QR để tra cứu tình trạng giải quyết hồ sơ.");
	if (f->d->offline)
		form01_note(f, "Hồ sơ được nhận khi mất mạng; tra cứu được sau khi hồ sơ gửi về hệ thống.");
	if (dossier_code_fallback(f->d->code))
		form01_note(f, "Số dự phòng: quầy đã dùng hết số được cấp trong ngày; số này có giá trị như số "
			"thường.");
	if (!f->d->clock_trusted)
		form01_note(f, "Giờ nhận ghi theo đồng hồ của máy, chưa đối chiếu với hệ thống.");
}

void form01_build(struct form01 *f)
{
	form01_head(f);
	form01_title(f, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ");
	fields(f, who_and_what, ARRAY_LEN(who_and_what), 0);
	components(f);
	fields(f, terms, ARRAY_LEN(terms), ROW_KEEP);
	signatures(f);
	notes(f);
}

/* Only where a part has several pages: which paper, which part, which page. */
void form01_footer(const struct sheet *sheet, double y, const void *user)
{
	static const char *const parts[] = {"Lưu", "Giao khách hàng"};
	const struct form01 *f = user;
	char text[160], copy[32] = "";

	if (sheet->pages == 1)
		return;
	if (f->in->copy > 0)
		snprintf(copy, sizeof(copy), " · BẢN SAO %d", f->in->copy);
	snprintf(text, sizeof(text), "Mã hồ sơ: %s%s%s%s · trang %d/%d", f->d->code,
		f->notice ? "" : " · Liên: ", f->notice ? "" : parts[sheet->part - 1], copy, sheet->page,
		sheet->pages);
	const struct cell cell = {f->left, f->width, NOTE_SIZE, ALIGN_CENTRE, CELL_PLAIN, 0,
		{{FACE_REGULAR, text}}};
	flow_text(sheet->cr, &cell, y + 12);
}
