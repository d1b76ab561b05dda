/* The kinds of alarm there are: a row each, the worse levels sorted out by whoever lists them. */
#include "store/alarms.h"

#include <stdio.h>
#include "base/mem.h"
#include "i18n/lang.h"
#include "store/outbox.h"

static bool some_rejected(struct store *store, int64_t now, char *subject)
{
	struct outbox_counts counts;
	(void)now;
	if (!outbox_counts(store, &counts, NULL) || counts.rejected == 0)
		return false;
	snprintf(subject, ALARM_SUBJECT, "%lld", (long long)counts.rejected);
	return true;
}

const struct alarm_kind alarm_kinds[] = {
	{"rejected", ALARM_WARN, false, N_("Trung tâm từ chối %s hồ sơ, cần người xem."),
		N_("Hồ sơ vẫn còn nguyên trên máy này. Nhấn F4 xem lý do ở từng hồ sơ, sửa hoặc gửi lại."),
		some_rejected},
	{"damaged", ALARM_BAD, true, N_("Nội dung lưu của hồ sơ %s bị hỏng, không gửi được."),
		N_("Số và giấy hẹn đã đưa cho người nộp vẫn đúng; các hồ sơ khác vẫn gửi bình thường. Hãy báo "
		   "quản trị viên khôi phục bản sao lưu; nếu không có, nhập lại hồ sơ theo giấy tờ đã nhận."),
		NULL},
	{"pin_wrong", ALARM_BAD, true, N_("Mã PIN của %s đã bị nhập sai nhiều lần."),
		N_("Nếu không phải chính người đó nhập nhầm thì có người đang dò mã: hãy báo người phụ trách "
		   "và đổi mã PIN."), NULL},
	{"pin_cleared", ALARM_BAD, true, N_("Mã PIN của tài khoản %s đã bị xóa bằng lệnh quản trị."),
		N_("Nếu không ai nhờ người quản trị làm việc đó, hãy báo người phụ trách ngay."), NULL},
};

const size_t n_alarm_kinds = ARRAY_LEN(alarm_kinds);
