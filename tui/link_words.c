#include "tui/link_words.h"

#include <stdio.h>
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

const char *link_advice(const struct sync_state *state)
{
	size_t at = (size_t)state->link;
	return at < ARRAY_LEN(advice) && advice[at] ? _(advice[at]) : _(advice[LINK_SERVER]);
}

void link_next_try(const struct sync_state *state, int64_t mono_ms, char *out, size_t size)
{
	int64_t left_ms = state->next_try_ms - mono_ms;
	int64_t minutes = (left_ms + 59999) / 60000;
	if (state->link == LINK_ONLINE || state->link == LINK_SLOW)
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

void link_safe(const struct sync_state *state, int64_t waiting, char *out, size_t size)
{
	bool up = state->link == LINK_ONLINE || state->link == LINK_SLOW;
	if (waiting == 0)
		snprintf(out, size, "%s", _("Không có hồ sơ nào chờ gửi."));
	else if (up)
		snprintf(out, size, _("%lld hồ sơ đã lưu ở máy này, đang gửi dần."), (long long)waiting);
	else
		snprintf(out, size, _("%lld hồ sơ chờ gửi, đã lưu ở máy này; có mạng lại thì tự gửi. Giấy hẹn "
			"đã in vẫn nguyên giá trị."), (long long)waiting);
}
