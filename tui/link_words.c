#include "tui/link_words.h"

#include <stdio.h>
#include "base/clock.h"
#include "base/mem.h"
#include "i18n/lang.h"

static const char *const advice[] = {
	[LINK_UNKNOWN] = N_("Chờ trong giây lát."),
	[LINK_ONLINE] = N_("Không phải làm gì."),
	[LINK_SLOW] = N_("Không phải làm gì; gửi chậm hơn thường lệ. Nếu kéo dài, hãy báo người phụ trách "
		"mạng."),
	[LINK_OFFLINE] = N_("Cứ tiếp nhận như thường. Xem dây mạng hoặc Wi-Fi của máy; vẫn không được thì "
		"báo người phụ trách mạng, nói rõ lý do ở trên."),
	[LINK_SERVER] = N_("Cứ tiếp nhận như thường, lỗi không ở máy này. Kéo dài quá một giờ thì báo người "
		"phụ trách hệ thống trung tâm, nói rõ lý do ở trên."),
	[LINK_PORTAL] = N_("Cứ tiếp nhận như thường. Mạng đang dùng đòi đăng nhập trước: mở trình duyệt để "
		"đăng nhập Wi-Fi, hoặc chuyển sang mạng của cơ quan."),
	[LINK_CERTIFICATE] = N_("Cứ tiếp nhận như thường. Không bỏ qua được cảnh báo này: trước hết xem ngày "
		"giờ của máy có đúng không, rồi báo người phụ trách hệ thống, nói rõ lý do ở trên."),
	[LINK_LOGIN] = N_("Cứ tiếp nhận như thường. Máy này cần được trung tâm nhận lại: báo người quản trị; "
		"người đó xin mã mới rồi chạy motcua enrol MÃ."),
};

bool link_is_well(const struct sync_state *state)
{
	return !state->store_since && (state->link == LINK_ONLINE || state->link == LINK_SLOW);
}

const char *link_advice(const struct sync_state *state)
{
	if (state->store_since)
		return _("Đừng tắt máy vội: hồ sơ đã báo lưu vẫn còn. Thoát (F10) rồi mở lại chương trình; vẫn "
			"vậy thì báo người phụ trách máy xem ổ đĩa.");
	if (state->chores_only)
		return _("Không phải làm gì: hồ sơ vẫn gửi được, chỉ danh mục hoặc tin từ trung tâm chưa lấy "
			"được.");
	size_t at = (size_t)state->link;
	return at < ARRAY_LEN(advice) && advice[at] ? _(advice[at]) : _(advice[LINK_SERVER]);
}

void link_next_try(const struct sync_state *state, int64_t mono_ms, char *out, size_t size)
{
	int64_t left_ms = state->next_try_ms - mono_ms;
	int64_t minutes = (left_ms + 59999) / 60000;
	if (link_is_well(state))
		out[0] = '\0';
	else if (!state->next_try_ms)
		snprintf(out, size, "%s", _("đang thử…"));
	else if (minutes <= 1)
		snprintf(out, size, "%s", _("trong vòng 1 phút, tự động"));
	else
		snprintf(out, size, _("khoảng %lld phút nữa, tự động"), (long long)minutes);
}

void link_drainer(const struct sync_state *state, char *out, size_t size)
{
	out[0] = '\0';
	if (state->drained_by[0])
		snprintf(out, size, _("%s (tiến trình %lld) đang gửi"), state->drained_by,
			(long long)state->drained_pid);
}

#define CLOCK_OFF_S 120

static void how_long(int64_t seconds, char *out, size_t size)
{
	long long minutes = (long long)seconds / 60;
	if (minutes < 120)
		snprintf(out, size, P_("%lld phút", "%lld phút", minutes), minutes);
	else if (minutes < 2880)
		snprintf(out, size, P_("%lld giờ", "%lld giờ", minutes / 60), minutes / 60);
	else
		snprintf(out, size, P_("%lld ngày", "%lld ngày", minutes / 1440), minutes / 1440);
}

void link_clock(const struct sync_state *state, char *out, size_t size)
{
	int64_t off = state->server_time_known ? state->server_offset_s : 0;
	char by[48];
	out[0] = '\0';
	how_long(off < 0 ? -off : off, by, sizeof(by));
	if (off > CLOCK_OFF_S)
		snprintf(out, size, _("Đồng hồ máy chậm %s so với trung tâm; ngày giờ ghi theo trung tâm."), by);
	else if (off < -CLOCK_OFF_S)
		snprintf(out, size, _("Đồng hồ máy nhanh %s so với trung tâm; ngày giờ ghi theo trung tâm."), by);
	else if (!clock_trusted())
		snprintf(out, size, "%s", _("Chưa chắc đúng, sẽ so lại khi nối được trung tâm; hẹn trả ghi là "
			"tạm tính."));
}

void link_safe(const struct sync_state *state, int64_t waiting, char *out, size_t size)
{
	bool up = link_is_well(state);
	if (waiting == 0)
		snprintf(out, size, "%s", _("Không có hồ sơ nào chờ gửi."));
	else if (up)
		snprintf(out, size, _("%lld hồ sơ đã lưu ở máy này, đang gửi dần."), (long long)waiting);
	else
		snprintf(out, size, _("%lld hồ sơ chờ gửi, đã lưu ở máy này; có mạng lại thì tự gửi. Giấy hẹn "
			"đã in vẫn nguyên giá trị."), (long long)waiting);
}
