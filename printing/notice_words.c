/* Paths of a dossier in the words of a citizen. Vietnamese as all paper is, so nothing is translated. */
#include "printing/notice_words.h"

#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "printing/values_tables.h"

enum notice_task { TASK_ID, TASK_CONTACT, TASK_TAX, TASK_DELEGATE, TASK_PAPERS, TASK_RESULT,
	TASK_OFFICE, TASKS };

static const struct {
	const char *path, *name;
	enum notice_task task;
} fields[] = {
	{"applicant.name", "Họ tên người nộp", TASK_ID},
	{"applicant.id_number", "Số định danh của người nộp", TASK_ID},
	{"applicant.birth_date", "Ngày sinh của người nộp", TASK_ID},
	{"applicant.sex", "Giới tính của người nộp", TASK_ID},
	{"applicant.address", "Địa chỉ của người nộp", TASK_ID},
	{"applicant.phone", "Số điện thoại", TASK_CONTACT},
	{"applicant.email", "Thư điện tử", TASK_CONTACT},
	{"applicant.tax_code", "Mã số thuế", TASK_TAX},
	{"applicant", "Người nộp hồ sơ", TASK_ID},
	{"delegate", "Người nộp thay", TASK_DELEGATE},
	{"components", "Thành phần hồ sơ", TASK_PAPERS},
	{"copies", "Số bộ hồ sơ", TASK_PAPERS},
	{"result_delivery", "Cách nhận kết quả", TASK_RESULT},
	{"procedure", "Thủ tục", TASK_OFFICE},
	{"fee", "Phí, lệ phí", TASK_OFFICE},
	{"time", "Thời gian giải quyết", TASK_OFFICE},
	{"due_at", "Giờ hẹn trả", TASK_OFFICE},
	{"received_at", "Giờ tiếp nhận", TASK_OFFICE},
	{"code", "Mã hồ sơ", TASK_OFFICE},
	{"note", "Ghi chú", TASK_OFFICE},
};

/* Each is one sentence. */
static const char *const task_words[TASKS] = {
	[TASK_ID] = ("Mang theo bản chính thẻ căn cước (hoặc thẻ căn cước công dân, giấy tờ tùy thân) của "
		"người nộp để đối chiếu."),
	[TASK_CONTACT] = "Cho biết số điện thoại, thư điện tử đang dùng.",
	[TASK_TAX] = "Mang theo giấy chứng nhận đăng ký doanh nghiệp hoặc thông báo mã số thuế.",
	[TASK_DELEGATE] = "Mang theo giấy ủy quyền và giấy tờ tùy thân của người nộp thay.",
	[TASK_PAPERS] = "Mang theo giấy tờ nêu trên, đủ loại và đủ số bản.",
	[TASK_RESULT] = "Cho biết muốn nhận kết quả tại quầy hay qua bưu điện.",
	[TASK_OFFICE] = "Phần do nơi tiếp nhận sửa: Ông/Bà không phải mang thêm giấy tờ.",
};

/* "components[2].copy": the paper's own name. */
static void add_component(const struct dossier *d, const char *path, struct buf *out)
{
	unsigned long i = strtoul(path + strlen("components["), NULL, 10);
	if (str_starts(path, "components[") && i < d->n_components)
		buf_printf(out, " – %s", d->components[i].name);
}

/* The name of the field a violation is at, as a citizen knows it, into out; and what is to be done. */
static enum notice_task field_words(const struct dossier *d, const char *path, struct buf *out)
{
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		if (!str_starts(path, fields[i].path))
			continue;
		buf_str_add(out, fields[i].name);
		if (fields[i].task == TASK_PAPERS)
			add_component(d, path, out);
		return fields[i].task;
	}
	buf_str_add(out, "Thông tin của hồ sơ");
	return TASK_OFFICE;
}

/* ---- reasons: what central said, field by field; without fields, its one sentence */

static const struct violation *violation(const struct facts *f)
{
	return f->problem && f->row < f->problem->violations.n ? &f->problem->violations.list[f->row] : NULL;
}

size_t notice_reasons(const struct facts *f)
{
	if (!f->problem)
		return 0;
	return f->problem->violations.n ? f->problem->violations.n : 1;
}

static void reason_name(const struct facts *f, struct buf *out)
{
	const struct violation *v = violation(f);
	if (v)
		field_words(f->dossier, v->field, out);
}

static void reason_message(const struct facts *f, struct buf *out)
{
	const struct violation *v = violation(f);
	const struct problem *p = f->problem;
	if (p)
		buf_str_add(out, v ? v->message : p->detail[0] ? p->detail : p->title);
}

const struct value notice_reason_row[NOTICE_REASON_ROW] = {
	VALUE_MADE("row.name", reason_name, "what is wrong, as a citizen calls it; may be empty"),
	VALUE_MADE("row.message", reason_message, "what is wrong with it, a sentence"),
};

/* ---- tasks: each once, in the order of the table */

static void find_tasks(const struct facts *f, bool wanted[TASKS])
{
	struct buf name;

	buf_init(&name, 4096);
	for (size_t i = 0; f->problem && i < f->problem->violations.n; i++)
		wanted[field_words(f->dossier, f->problem->violations.list[i].field, &name)] = true;
	if (f->problem && f->problem->violations.n == 0)
		wanted[TASK_OFFICE] = true;
	buf_clear(&name);
}

size_t notice_tasks(const struct facts *f)
{
	bool wanted[TASKS] = {false};
	size_t n = 0;

	find_tasks(f, wanted);
	for (int i = 0; i < TASKS; i++)
		n += wanted[i];
	return n;
}

static void task_text(const struct facts *f, struct buf *out)
{
	bool wanted[TASKS] = {false};
	size_t n = 0;

	find_tasks(f, wanted);
	for (int i = 0; i < TASKS; i++) {
		if (wanted[i] && n++ == f->row)
			buf_str_add(out, task_words[i]);
	}
}

const struct value notice_task_row[NOTICE_TASK_ROW] = {
	VALUE_MADE("row.text", task_text, "a sentence"),
};
