/* Paths of a dossier in the words of a citizen. Vietnamese as all paper is, so nothing is translated. */
#include "printing/notice.h"

#include <stdlib.h>
#include <string.h>
#include "base/str.h"

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

const char *notice_task_words(enum notice_task task)
{
	static const char *const words[TASKS] = {
		[TASK_ID] = "Mang theo bản chính thẻ căn cước (hoặc thẻ căn cước công dân, giấy tờ tùy thân) của "
			"người nộp để đối chiếu.",
		[TASK_CONTACT] = "Cho biết số điện thoại, thư điện tử đang dùng.",
		[TASK_TAX] = "Mang theo giấy chứng nhận đăng ký doanh nghiệp hoặc thông báo mã số thuế.",
		[TASK_DELEGATE] = "Mang theo giấy ủy quyền và giấy tờ tùy thân của người nộp thay.",
		[TASK_PAPERS] = "Mang theo giấy tờ nêu trên, đủ loại và đủ số bản.",
		[TASK_RESULT] = "Cho biết muốn nhận kết quả tại quầy hay qua bưu điện.",
		[TASK_OFFICE] = "Phần do nơi tiếp nhận sửa: Ông/Bà không phải mang thêm giấy tờ.",
	};
	return words[task];
}

/* "components[2].copy": the paper's own name. */
static void add_component(const struct dossier *d, const char *path, struct buf *out)
{
	unsigned long i = strtoul(path + strlen("components["), NULL, 10);
	if (str_starts(path, "components[") && i < d->n_components)
		buf_printf(out, " – %s", d->components[i].name);
}

enum notice_task notice_field(const struct dossier *d, const char *path, struct buf *out)
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
