#include "tui/paper_words.h"

#include <stdio.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

static const struct {
	const char *form, *name;
} names[] = {
	{"01", N_("Giấy hẹn")},
	{"02", N_("Phiếu yêu cầu bổ sung")},
	{"03", N_("Phiếu từ chối tiếp nhận")},
	{"04", N_("Văn bản xin lỗi")},
	{"05", N_("Thông báo dừng giải quyết")},
	{"06", N_("Phiếu kiểm soát")},
	{"07", N_("Sổ theo dõi")},
	{"fee", N_("Biên lai phí")},
	{"charge", N_("Biên lai lệ phí")},
	{"results", N_("Danh sách bàn giao kết quả")},
	{"guidance", N_("Phiếu hướng dẫn")},
	{"label", N_("Nhãn hồ sơ")},
	{"joint", N_("Giấy hẹn chung")},
	{"notice", N_("Thông báo")},
};

void paper_short_name(const char *form, char *out, size_t size)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eq(names[i].form, form)) {
			snprintf(out, size, "%s", _(names[i].name));
			return;
		}
	snprintf(out, size, _("Mẫu %s"), form);
}
