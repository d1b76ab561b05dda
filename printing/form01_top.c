#include "printing/form01.h"

#include "i18n/text.h"
#include "printing/marks.h"
#include "printing/words.h"

#define HEAD_SIZE 8.8
#define TITLE_SIZE 13
#define BARCODE_HEIGHT 23
#define BARCODE_QUIET (CODE128_QUIET * MARKS_CODE128_MODULE)

static const char *upper(struct form01 *f, const char *s)
{
	buf_reset(&f->text);
	text_upper(s, &f->text);
	return arena_strdup(flow_arena(f->flow), buf_str(&f->text));
}

/* Two columns: who above and which desk, and the national title with its motto. */
static void head(struct form01 *f)
{
	const struct form_input *in = f->in;
	const char *above = *in->parent_name ? in->parent_name : f->d->agency_name;
	double left = f->width * 0.43, right = f->width - left;
	const struct cell cells[] = {
		{f->left, left, HEAD_SIZE, ALIGN_CENTRE, CELL_SHORT_RULE, 0,
			{{FACE_REGULAR, upper(f, form01_clean(f, above))},
			{FACE_BOLD, "\nBỘ PHẬN TIẾP NHẬN\nVÀ TRẢ KẾT QUẢ"}}},
		{f->left + left, right, HEAD_SIZE, ALIGN_CENTRE, CELL_RULE, 0,
			{{FACE_BOLD, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"}}},
	};
	flow_row(f->flow, 0, ROW_KEEP, cells, ARRAY_LEN(cells));
}

static void draw_qr(const struct sheet *sheet, double y, const void *user)
{
	const struct form01 *f = user;
	marks_draw(sheet->cr, f->qr, f->left, y, MARKS_QR_MODULE, MARKS_QR_MODULE);
}

/* What the QR and its quiet zone take of the line. */
static double qr_space(const struct form01 *f)
{
	return f->qr ? f->qr_width + QR_QUIET * MARKS_QR_MODULE : 0;
}

static bool barcode_fits(const struct form01 *f, double width)
{
	return f->barcode && f->barcode_width + 2 * BARCODE_QUIET <= width;
}

/* Centred in what is right of the QR, or on the whole line when it is too long for that. */
static void draw_barcode(const struct sheet *sheet, double y, const void *user)
{
	const struct form01 *f = user;
	double space = barcode_fits(f, f->width - qr_space(f)) ? qr_space(f) : 0;
	double x = f->left + space + (f->width - space - f->barcode_width) / 2;

	marks_draw(sheet->cr, f->barcode, x, y, MARKS_CODE128_MODULE, BARCODE_HEIGHT);
}

static void place_and_date(struct form01 *f, double x, double width)
{
	const char *place = form01_clean(f, f->in->place);

	buf_reset(&f->text);
	words_date(f->dated_at, &f->text);
	const struct cell cell = {x, width, FORM01_SIZE, ALIGN_CENTRE, CELL_PLAIN, 0,
		{{FACE_ITALIC, *place ? place : "…………………"}, {FACE_ITALIC, ", "},
			{FACE_ITALIC, buf_str(&f->text)}}};
	flow_row(f->flow, 0, ROW_KEEP, &cell, 1);
}

static void code_and_register(struct form01 *f, double x, double width)
{
	const char *book = form01_clean(f, f->in->register_no);
	const struct cell code = {x, width, FORM01_SIZE, ALIGN_CENTRE, CELL_PLAIN, 0,
		{{FACE_REGULAR, "Mã hồ sơ: "}, {FACE_BOLD, form01_clean(f, f->d->code)}}};

	flow_row(f->flow, 3, ROW_KEEP, &code, 1);
	if (f->notice)
		return;
	buf_reset(&f->text);
	buf_printf(&f->text, "Quyển số: %s     Số thứ tự: ", *book ? book : "………");
	if (f->d->sequence > 0)
		buf_printf(&f->text, "%lld", (long long)f->d->sequence);
	else
		buf_str_add(&f->text, "………");
	const struct cell reg = {x, width, FORM01_SIZE, ALIGN_CENTRE, CELL_PLAIN, 0,
		{{FACE_REGULAR, buf_str(&f->text)}}};
	flow_row(f->flow, 0, ROW_KEEP, &reg, 1);
}

static void draw_nothing(const struct sheet *sheet, double y, const void *user)
{
	(void)sheet, (void)y, (void)user;
}

/* QR at the left, everything else beside it; a barcode too long for that stands below. */
static void codes(struct form01 *f)
{
	double x = f->left + qr_space(f), width = f->width - qr_space(f);
	double gap = 8, before = flow_height(f->flow);
	bool beside = barcode_fits(f, width);

	flow_box(f->flow, gap, ROW_KEEP, 0, f->qr ? draw_qr : draw_nothing, f);
	place_and_date(f, x, width);
	if (beside)
		flow_box(f->flow, 5, ROW_KEEP, BARCODE_HEIGHT, draw_barcode, f);
	code_and_register(f, x, width);
	double used = flow_height(f->flow) - before - gap;
	if (used < f->qr_width)
		flow_box(f->flow, 0, ROW_KEEP, f->qr_width - used, draw_nothing, f);
	if (!beside && barcode_fits(f, f->width))
		flow_box(f->flow, 6, ROW_KEEP, BARCODE_HEIGHT, draw_barcode, f);
}

/* A receipt of a corrected dossier: the one before must not be taken for it. */
static void replaces(struct form01 *f)
{
	const struct correction *c = &f->d->correction;

	if (!c->at || c->n_replaces == 0)
		return;
	buf_reset(&f->text);
	buf_str_add(&f->text, "THAY GIẤY ĐÃ CẤP LÚC ");
	words_time(c->replaces[c->n_replaces - 1].issued_at, &f->text);
	const struct cell cell = {f->left, f->width, FORM01_SIZE, ALIGN_CENTRE, CELL_PLAIN, 0,
		{{FACE_BOLD, buf_str(&f->text)}}};
	flow_row(f->flow, 1, ROW_KEEP, &cell, 1);
}

static const char *copy_words(struct form01 *f)
{
	return f->in->copy > 0 ? arena_printf(flow_arena(f->flow), "BẢN SAO %d", f->in->copy) : "";
}

void form01_title(struct form01 *f, const char *title)
{
	const struct cell name = {f->left, f->width, TITLE_SIZE, ALIGN_CENTRE, CELL_PLAIN, 0,
		{{FACE_BOLD, title}}};
	const struct cell parts[] = {
		{f->left, f->width, FORM01_SIZE, ALIGN_CENTRE, CELL_PLAIN, 1,
			{{FACE_ITALIC, f->notice ? "" : "Liên: Lưu"}}},
		{f->left, f->width, FORM01_SIZE, ALIGN_CENTRE, CELL_PLAIN, 2,
			{{FACE_ITALIC, "Liên: Giao khách hàng"}}},
		{f->left, f->width, FORM01_SIZE, ALIGN_RIGHT, CELL_PLAIN, 0,
			{{FACE_BOLD, copy_words(f)}}},
	};

	flow_row(f->flow, 9, ROW_KEEP, &name, 1);
	if (!f->notice)
		replaces(f);
	flow_row(f->flow, 0, ROW_KEEP, parts, ARRAY_LEN(parts));
}

void form01_head(struct form01 *f)
{
	head(f);
	codes(f);
}
