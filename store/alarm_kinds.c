/* The kinds of alarm there are: a row each, the worse levels sorted out by whoever lists them. */
#include "store/alarms.h"

#include <stdio.h>
#include "base/mem.h"
#include "i18n/lang.h"
#include "store/outbox.h"
#include "store/room.h"

static bool some_rejected(struct store *store, int64_t now, char *subject)
{
	struct outbox_counts counts;
	(void)now;
	if (!outbox_counts(store, &counts, NULL) || counts.rejected == 0)
		return false;
	snprintf(subject, ALARM_SUBJECT, "%lld", (long long)counts.rejected);
	return true;
}

static bool disk_is_full(struct store *store, int64_t now, char *subject)
{
	(void)now;
	(void)subject;
	return store_room_intakes(store) == 0;
}

static bool disk_is_low(struct store *store, int64_t now, char *subject)
{
	int64_t left = store_room_intakes(store);
	(void)now;
	snprintf(subject, ALARM_SUBJECT, "%lld", (long long)left);
	return left > 0 && left < ROOM_FEW;
}

const struct alarm_kind alarm_kinds[] = {
	{"rejected", ALARM_WARN, false, N_("Trung tâm từ chối %s hồ sơ, cần người xem."),
		N_("Hồ sơ vẫn còn nguyên trên máy này. Nhấn F4 xem lý do ở từng hồ sơ, sửa hoặc gửi lại."),
		some_rejected},
	{"disk_full", ALARM_BAD, false, N_("Ổ đĩa đã đầy, không nhận thêm hồ sơ được."),
		N_("Hồ sơ đã nhận vẫn còn nguyên, vẫn gửi và in được. Hãy xóa bớt tệp không cần hoặc báo quản "
		   "trị viên."), disk_is_full},
	{"disk_low", ALARM_WARN, false, N_("Ổ đĩa sắp đầy: chỉ còn chỗ cho khoảng %s hồ sơ."),
		N_("Hãy báo quản trị viên giải phóng dung lượng trước khi hết chỗ."), disk_is_low},
	{"central_restored", ALARM_WARN, true, N_("Ngày %s trung tâm thiếu hồ sơ đã nhận; máy này đang gửi lại."),
		N_("Trung tâm có lẽ vừa khôi phục từ bản sao lưu cũ. Số và giấy hẹn không đổi; không cần làm gì, "
		   "chỉ báo quản trị viên trung tâm biết."), NULL},
	{"lost_content", ALARM_BAD, true, N_("Trung tâm đã mất hồ sơ %s, máy này đã xóa nội dung của nó."),
		N_("Nội dung được xóa sau thời hạn lưu vì trung tâm đã nhận. Số, giấy hẹn và dấu băm vẫn còn ở đây. "
		   "Hãy báo quản trị viên trung tâm; nếu không khôi phục được, nhập lại theo giấy tờ đã nhận."),
		NULL},
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
