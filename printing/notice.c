#include "printing/notice.h"

#include "base/str.h"
#include "printing/words.h"

#define SIGNING_SPACE 38
#define INDENT 12

static void paragraph(struct form01 *f, double gap, unsigned flags, enum face face, const char *text)
{
	const struct cell cell = {f->left, f->width, FORM01_SIZE, ALIGN_LEFT, CELL_PLAIN, 0,
		{{face, form01_clean(f, text)}}};
	flow_row(f->flow, gap, flags, &cell, 1);
}

static void labelled(struct form01 *f, double gap, const char *label, const char *text)
{
	const struct cell cell = {f->left, f->width, FORM01_SIZE, ALIGN_LEFT, CELL_PLAIN, 0,
		{{FACE_REGULAR, label}, {FACE_BOLD, form01_clean(f, text)}}};
	flow_row(f->flow, gap, 0, &cell, 1);
}

static void item(struct form01 *f, const char *mark, const char *name, const char *text)
{
	const struct cell cells[] = {
		{f->left, INDENT, FORM01_SIZE, ALIGN_LEFT, CELL_PLAIN, 0, {{FACE_REGULAR, mark}}},
		{f->left + INDENT, f->width - INDENT, FORM01_SIZE, ALIGN_LEFT, CELL_PLAIN, 0,
			{{FACE_BOLD, form01_clean(f, name)}, {FACE_REGULAR, *name ? ": " : ""},
			{FACE_REGULAR, form01_clean(f, text)}}},
	};
	flow_row(f->flow, 1.2, 0, cells, ARRAY_LEN(cells));
}

static const char *kept(struct form01 *f)
{
	return arena_strdup(flow_arena(f->flow), buf_str(&f->text));
}

static void opening(struct form01 *f)
{
	const struct dossier *d = f->d;
	labelled(f, 6, "Kính gửi: ", d->applicant.name);
	labelled(f, 1.2, "Về hồ sơ: ", d->procedure_name);
	buf_reset(&f->text);
	buf_str_add(&f->text, "Hồ sơ của Ông/Bà đã được tiếp nhận lúc ");
	words_time(d->received_at, &f->text);
	buf_printf(&f->text, " tại %s, quầy %02d. Khi chuyển vào hệ thống giải quyết thủ tục hành chính, hồ sơ "
		"chưa được ghi nhận, vì:", d->agency_name, d->counter);
	paragraph(f, 5, ROW_KEEP, FACE_REGULAR, kept(f));
}

/* What is wrong, field by field; tasks: who does what about it. */
static void reasons(struct form01 *f, bool tasks[TASKS])
{
	const struct problem *p = f->in->problem;
	for (size_t i = 0; i < p->violations.n; i++) {
		const struct violation *v = &p->violations.list[i];
		buf_reset(&f->text);
		tasks[notice_field(f->d, v->field, &f->text)] = true;
		const char *name = kept(f);
		item(f, "–", name, v->message);
	}
	if (p->violations.n == 0) {
		tasks[TASK_OFFICE] = true;
		item(f, "–", "", p->detail[0] ? p->detail : p->title);
	}
}

static void what_to_do(struct form01 *f, const bool tasks[TASKS])
{
	paragraph(f, 5, ROW_KEEP, FACE_BOLD, "Đề nghị Ông/Bà:");
	for (int i = 0; i < TASKS; i++)
		if (tasks[i])
			item(f, "–", "", notice_task_words((enum notice_task)i));
	buf_reset(&f->text);
	buf_str_add(&f->text, "Đến sớm");
	if (f->d->due_at) {
		buf_str_add(&f->text, ", trước giờ hẹn trả kết quả là ");
		words_time(f->d->due_at, &f->text);
	}
	buf_str_add(&f->text, "; mang theo giấy hẹn đã cấp và thông báo này.");
	item(f, "–", "", kept(f));
	buf_reset(&f->text);
	buf_printf(&f->text, "Bộ phận tiếp nhận và trả kết quả của %s, quầy %02d.", f->d->agency_name,
		f->d->counter);
	labelled(f, 5, "Nơi liên hệ: ", kept(f));
	paragraph(f, 1.2, 0, FACE_REGULAR, "Mã hồ sơ và ngày tiếp nhận của Ông/Bà được giữ nguyên. Sửa xong, "
		"nơi tiếp nhận cấp giấy hẹn mới thay giấy đã cấp.");
}

static void signature(struct form01 *f)
{
	double half = f->width / 2;
	const struct cell title = {f->left + half, half, FORM01_SIZE, ALIGN_CENTRE, CELL_PLAIN, 0,
		{{FACE_BOLD, "NGƯỜI THÔNG BÁO\n"}, {FACE_ITALIC, "(Ký và ghi rõ họ tên)"}}};
	const struct cell space = {f->left, f->width, FORM01_SIZE, ALIGN_LEFT, CELL_PLAIN, 0,
		{{FACE_REGULAR, ""}}};
	flow_row(f->flow, 8, ROW_KEEP, &title, 1);
	flow_row(f->flow, SIGNING_SPACE, 0, &space, 1);
}

void notice_build(struct form01 *f)
{
	bool tasks[TASKS] = {false};
	form01_head(f);
	form01_title(f, "THÔNG BÁO VỀ HỒ SƠ ĐÃ TIẾP NHẬN");
	opening(f);
	reasons(f, tasks);
	what_to_do(f, tasks);
	signature(f);
	if (f->qr)
		form01_note(f, "Quét mã QR để tra cứu tình trạng giải quyết hồ sơ.");
}
