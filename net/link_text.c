/* The link in words. */
#include "net/sync.h"

#include <stdio.h>
#include "base/clock.h"
#include "base/mem.h"
#include "core/date.h"
#include "i18n/lang.h"

/* At most 26 cells before the time, or the header has no room for it. "%s" is the time it has been so since. In any of them intake goes on: that is said, too. */
static const char *const sentences[] = {
	[LINK_UNKNOWN] = N_("đang kiểm tra mạng"),
	[LINK_ONLINE] = N_("có mạng"),
	[LINK_SLOW] = N_("mạng chậm"),
	[LINK_OFFLINE] = N_("mất mạng từ %s · vẫn nhận được"),
	[LINK_SERVER] = N_("trung tâm đang lỗi từ %s · vẫn nhận được"),
	[LINK_PORTAL] = N_("Wi-Fi đòi đăng nhập từ %s · vẫn nhận được"),
	[LINK_CERTIFICATE] = N_("chứng chỉ không hợp lệ từ %s · vẫn nhận được"),
	[LINK_LOGIN] = N_("trung tâm từ chối máy này từ %s · vẫn nhận được"),
};

/* "08:12" today, "08:12 21/11" on another day: the header has no room for more. */
static void since_text(int64_t since, char *out, size_t size)
{
	struct date day = instant_date(since);
	int minute = instant_second_of_day(since) / 60;

	if (date_compare(day, instant_date(clock_now())) == 0)
		snprintf(out, size, "%02d:%02d", minute / 60, minute % 60);
	else
		snprintf(out, size, "%02d:%02d %02d/%02d", minute / 60, minute % 60, day.day, day.month);
}

void link_text(const struct sync_state *state, char *out, size_t size)
{
	char since[64];

	since_text(state->store_since ? state->store_since : state->since, since, sizeof(since));
	if (state->store_since) {
		snprintf(out, size, _("ổ đĩa máy này lỗi từ %s"), since);
		return;
	}
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(out, size, _(sentences[state->link]), since);
#pragma GCC diagnostic pop
}
