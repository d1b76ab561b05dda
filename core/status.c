#include "core/status.h"

#include <stddef.h>
#include <stdio.h>
#include "base/mem.h"
#include "i18n/lang.h"

static const char *const texts[] = {
	[STATUS_SUBMITTED] = N_("mới đăng ký"),
	[STATUS_RECEIVED] = N_("được tiếp nhận"),
	[STATUS_REFUSED] = N_("không được tiếp nhận"),
	[STATUS_PROCESSING] = N_("đang xử lý"),
	[STATUS_SUPPLEMENT] = N_("yêu cầu bổ sung giấy tờ"),
	[STATUS_PAYMENT] = N_("yêu cầu thực hiện nghĩa vụ tài chính"),
	[STATUS_WITHDRAWN] = N_("công dân yêu cầu rút hồ sơ"),
	[STATUS_STOPPED] = N_("dừng xử lý"),
	[STATUS_READY] = N_("đã xử lý xong"),
	[STATUS_RETURNED] = N_("đã trả kết quả"),
};

const char *status_text(int status)
{
	static _Thread_local char other[64];
	if (status > 0 && (size_t)status < ARRAY_LEN(texts))
		return _(texts[status]);
	snprintf(other, sizeof(other), _("khác (%d)"), status);
	return other;
}
