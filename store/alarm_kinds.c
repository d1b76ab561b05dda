/* The kinds of alarm there are: a row each, the worse levels sorted out by whoever lists them. */
#include "store/alarms.h"

#include <stdio.h>
#include "base/mem.h"
#include "i18n/lang.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/room.h"
#include "store/store.h"

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

/* Today's stock; nothing is to be said of a machine that never had any. */
static bool stock_of_today(struct store *store, int64_t now, struct number_stock *out)
{
	int64_t any = 0;
	return db_get_int(store_db(store), NULL, &any, NULL, "SELECT count(*) FROM number_block", NULL) &&
		any && numbers_stock(store, instant_date(now), out, NULL);
}

static void say_left(int64_t left, char *subject)
{
	snprintf(subject, ALARM_SUBJECT, "%lld", (long long)left);
}

static bool numbers_gone(struct store *store, int64_t now, char *subject)
{
	struct number_stock stock;
	subject[0] = '\0';
	return stock_of_today(store, now, &stock) && !stock.left && stock.fallback_left <= 0;
}

static bool fallback_serves(struct store *store, int64_t now, char *subject)
{
	struct number_stock stock;
	if (!stock_of_today(store, now, &stock) || stock.left || stock.fallback_left <= 0)
		return false;
	say_left(stock.fallback_left, subject);
	return true;
}

static bool numbers_low(struct store *store, int64_t now, char *subject)
{
	struct number_stock stock;
	if (!stock_of_today(store, now, &stock) || !stock.left || numbers_level(&stock) < 80)
		return false;
	say_left(stock.left, subject);
	return true;
}

const struct alarm_kind alarm_kinds[] = {
	{"clash", ALARM_BAD, MAY_GO_ASKED, N_("Số hồ sơ %s đã cấp hai lần."),
		N_("Cả hai hồ sơ đều được nhận, không hồ sơ nào mất; mã QR trên hai giấy hẹn vẫn tra cứu đúng "
		   "từng hồ sơ. Dữ liệu có thể đang chạy ở hai máy: hãy báo người phụ trách."), NULL},
	{"cloned", ALARM_BAD, MAY_GO_ASKED, N_("Dữ liệu này chép từ máy khác (thấy lúc %s)."),
		N_("Vẫn tiếp nhận được: số cũ đã bỏ, máy xin số mới. Đừng dùng cả hai máy: hãy báo người phụ "
		   "trách. Nếu chỉ thay máy hoặc thay card mạng thì xác nhận là đã xem."), NULL},
	{"restored", ALARM_BAD, MAY_GO_ASKED, N_("Dữ liệu này là bản cũ, có giấy hẹn mới hơn (thấy lúc %s)."),
		N_("Vẫn tiếp nhận được: số cũ đã bỏ, máy xin số mới. Hồ sơ nhận sau bản cũ không còn trên máy này; hồ sơ đã "
		   "gửi thì trung tâm vẫn giữ. Báo người phụ trách lập danh sách ở trung tâm (motcua-central received), so "
		   "trên máy này (motcua queue missing) và với giấy hẹn đã cấp."), NULL},
	{"numbers_gone", ALARM_BAD, STANDS, N_("Hết số hồ sơ cho hôm nay, cả số dự phòng."),
		N_("Chưa tiếp nhận thêm được ở máy này. Có mạng thì máy tự lấy thêm số (nhấn F4, gửi ngay); "
		   "chưa có mạng thì chuyển sang quầy khác."), numbers_gone},
	{"numbers_fallback", ALARM_WARN, STANDS, N_("Hết số được cấp, đang dùng số dự phòng (còn %s)."),
		N_("Vẫn tiếp nhận được; giấy hẹn ghi \"Số dự phòng\". Có mạng thì máy tự lấy thêm số "
		   "thường."), fallback_serves},
	{"numbers_low", ALARM_WARN, STANDS, N_("Số hồ sơ hôm nay sắp hết, còn %s số."),
		N_("Có mạng thì máy tự lấy thêm. Hết thì máy dùng số dự phòng, vẫn tiếp nhận được."),
		numbers_low},
	{"rejected", ALARM_WARN, STANDS, N_("Trung tâm từ chối %s hồ sơ, cần người xem."),
		N_("Hồ sơ vẫn còn nguyên trên máy này. Nhấn F4 xem lý do ở từng hồ sơ, sửa hoặc gửi lại."),
		some_rejected},
	{"disk_full", ALARM_BAD, STANDS, N_("Ổ đĩa đã đầy, không nhận thêm hồ sơ được."),
		N_("Hồ sơ đã nhận vẫn còn nguyên, vẫn gửi và in được. Hãy xóa bớt tệp không cần hoặc báo quản "
		   "trị viên."), disk_is_full},
	{"disk_low", ALARM_WARN, STANDS, N_("Ổ đĩa sắp đầy: chỉ còn chỗ cho khoảng %s hồ sơ."),
		N_("Hãy báo quản trị viên giải phóng dung lượng trước khi hết chỗ."), disk_is_low},
	{"central_restored", ALARM_WARN, MAY_GO, N_("Ngày %s trung tâm thiếu hồ sơ đã nhận; máy này đang gửi lại."),
		N_("Trung tâm có lẽ vừa khôi phục từ bản sao lưu cũ. Số và giấy hẹn không đổi; không cần làm gì, "
		   "chỉ báo quản trị viên trung tâm biết."), NULL},
	{"lost_content", ALARM_BAD, MAY_GO_ASKED, N_("Trung tâm đã mất hồ sơ %s, máy này đã xóa nội dung của nó."),
		N_("Nội dung được xóa sau thời hạn lưu vì trung tâm đã nhận. Số, giấy hẹn và dấu băm vẫn còn ở đây. "
		   "Hãy báo quản trị viên trung tâm; nếu không khôi phục được, nhập lại theo giấy tờ đã nhận."),
		NULL},
	{"damaged", ALARM_BAD, MAY_GO_ASKED, N_("Nội dung lưu của hồ sơ %s bị hỏng, không gửi được."),
		N_("Số và giấy hẹn đã đưa cho người nộp vẫn đúng; các hồ sơ khác vẫn gửi bình thường. Hãy báo "
		   "quản trị viên khôi phục bản sao lưu; nếu không có, nhập lại hồ sơ theo giấy tờ đã nhận."),
		NULL},
	{"central_version", ALARM_WARN, MAY_GO, N_("Hồ sơ %s: bản ở trung tâm là bản đúng."),
		N_("Người trực đã so hai bản và ghi nhận như vậy; bản ở máy này được cất đi, không gửi nữa."), NULL},
	{"pin_wrong", ALARM_BAD, MAY_GO, N_("Mã PIN của %s đã bị nhập sai nhiều lần."),
		N_("Nếu không phải chính người đó nhập nhầm thì có người đang dò mã: hãy báo người phụ trách "
		   "và đổi mã PIN."), NULL},
	{"pin_cleared", ALARM_BAD, MAY_GO, N_("Mã PIN của tài khoản %s đã bị xóa bằng lệnh quản trị."),
		N_("Nếu không ai nhờ người quản trị làm việc đó, hãy báo người phụ trách ngay."), NULL},
};

const size_t n_alarm_kinds = ARRAY_LEN(alarm_kinds);
