#include "central/track_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/date.h"
#include "core/ed25519.h"

struct words {
	const char *code, *other, *other_name;
	const char *title, *agency, *procedure, *received, *due, *no_due, *history, *privacy;
	const char *waiting, *waiting_more, *unknown, *unknown_more;
	const char *replaced, *offline, *clock_untrusted;
	const char *status[11];
};

static const struct words languages[] = {
	[TRACK_VI] = {
		"vi", "en", "English",
		"Tra cứu hồ sơ", "Cơ quan tiếp nhận", "Thủ tục", "Tiếp nhận lúc", "Hẹn trả kết quả",
		"Thủ tục này chưa công bố thời hạn", "Quá trình giải quyết",
		"Trang này không hiển thị thông tin cá nhân của người nộp hồ sơ.",
		"Biên nhận thật, chưa đồng bộ về hệ thống",
		"Biên nhận này do quầy tiếp nhận cấp. Hồ sơ sẽ hiện trạng thái ở đây khi quầy gửi về hệ "
		"thống.",
		"Không xác nhận được biên nhận này",
		"Địa chỉ này không khớp với biên nhận nào do các quầy tiếp nhận cấp. Hãy quét lại mã QR "
		"trên biên nhận, hoặc mang biên nhận đến nơi đã nộp hồ sơ để được kiểm tra.",
		"Giấy hẹn này đã được thay bằng giấy cấp lúc %s. Hãy dùng giấy mới.",
		"Hồ sơ được tiếp nhận khi quầy không có mạng.",
		"Giờ tiếp nhận ghi theo đồng hồ của quầy, chưa đối chiếu với hệ thống.",
		{"", "Mới đăng ký", "Được tiếp nhận", "Không được tiếp nhận", "Đang xử lý",
			"Yêu cầu bổ sung giấy tờ", "Yêu cầu thực hiện nghĩa vụ tài chính",
			"Công dân yêu cầu rút hồ sơ", "Dừng xử lý", "Đã xử lý xong", "Đã trả kết quả"},
	},
	[TRACK_EN] = {
		"en", "vi", "Tiếng Việt",
		"Dossier tracking", "Received by", "Procedure", "Received at", "Result due",
		"No time limit is published for this procedure", "Progress",
		"This page shows no personal data of the applicant.",
		"Genuine receipt, not yet synchronised",
		"A reception counter issued this receipt. The state of the dossier will be shown here once "
		"the counter has sent it.",
		"This receipt cannot be confirmed",
		"This address matches no receipt issued by a reception counter. Scan the QR code on the "
		"receipt again, or take the receipt to the office where the dossier was handed in.",
		"This receipt was replaced by the one issued at %s. Use the new one.",
		"The dossier was taken in while the counter had no network.",
		"The time of receipt is the counter's clock, not compared with the system's.",
		{"", "Submitted", "Received", "Not accepted", "In progress", "Further papers requested",
			"Payment requested", "Withdrawn by the applicant", "Stopped", "Result ready",
			"Result handed over"},
	},
};

static const char style[] =
	"body{margin:0;background:#f4f5f7;color:#1b1f24;font:16px/1.5 system-ui,sans-serif;"
	"overflow-wrap:anywhere}"
	"main{max-width:34rem;margin:0 auto;padding:1rem}"
	"article{background:#fff;border:1px solid #d5d9de;border-radius:.5rem;padding:1rem}"
	"nav{text-align:right;margin-bottom:.5rem}"
	"a{color:#0b57a4;display:inline-block;padding:.5rem 0}"
	"h1{font-size:1.1rem;margin:0;color:#4a525c;font-weight:600}"
	"h2{font-size:1rem;margin:1.25rem 0 .25rem}"
	".code{font-size:1.25rem;font-weight:700;margin:.25rem 0 .75rem}"
	".state{margin:.75rem 0;padding:.6rem .75rem;border-left:.3rem solid #1f7a3f;"
	"background:#edf7f0;font-weight:700}"
	".wait{border-color:#8a6100;background:#fdf6e3}"
	".bad{border-color:#a4262c;background:#fdeeee}"
	"dl{margin:0}dt{color:#4a525c;font-size:.9rem;margin-top:.6rem}dd{margin:0}"
	"ol{margin:0;padding-left:1.2rem}"
	"footer{color:#4a525c;font-size:.85rem;padding:.75rem 0}"
	"@media(prefers-color-scheme:dark){body{background:#14171a;color:#e8eaed}"
	"article{background:#1d2125;border-color:#3a4046}h1,dt,footer{color:#aab2bb}a{color:#8ab8ee}"
	".state{background:#173322}.wait{background:#3a2f10}.bad{background:#3d1a1c}}";

void track_style_source(char *out, size_t size)
{
	uint8_t hash[SHA256_SIZE];
	char b64[B64_SIZE(SHA256_SIZE)];
	sha256(style, sizeof(style) - 1, hash);
	b64url_encode(hash, sizeof(hash), b64);
	for (char *p = b64; *p; p++)
		*p = *p == '-' ? '+' : *p == '_' ? '/' : *p;
	int len = snprintf(out, size, "'sha256-%s='", b64);
	BUG_ON(len < 0 || (size_t)len >= size);
}

/* "vi-VN,vi;q=0.9,en;q=0.8": how much that language is wanted, 0 to 1000. */
static int wanted(const char *accept, const char *code)
{
	int best = 0;
	while (*accept) {
		size_t len = strcspn(accept, ",");
		const char *q = memmem(accept, len, "q=", 2);
		double weight = q ? strtod(q + 2, NULL) : 1;
		accept += strspn(accept, " \t");
		bool ours = strncasecmp(accept, code, 2) == 0 && strchr(",;- ", accept[2]);
		if (ours && weight >= 0 && weight <= 1 && (int)(weight * 1000) > best)
			best = (int)(weight * 1000);
		accept += strcspn(accept, ",");
		accept += *accept == ',';
	}
	return best;
}

enum track_lang track_language(const char *query, const char *accept)
{
	if (query && str_eq(query, "en"))
		return TRACK_EN;
	if (query && str_eq(query, "vi"))
		return TRACK_VI;
	return wanted(accept, "en") > wanted(accept, "vi") ? TRACK_EN : TRACK_VI;
}

const char *track_language_code(enum track_lang lang)
{
	return languages[lang].code;
}

static void add_text(struct buf *out, const char *s)
{
	static const char *const entities[128] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
	};
	for (; *s; s++) {
		unsigned char ch = (unsigned char)*s;
		if (ch < 128 && entities[ch])
			buf_str_add(out, entities[ch]);
		else
			buf_char(out, *s);
	}
}

static void add_row(struct buf *out, const char *term, const char *value)
{
	if (!*value)
		return;
	buf_printf(out, "<dt>%s</dt><dd>", term);
	add_text(out, value);
	buf_str_add(out, "</dd>");
}

/* "08:43, 23/11/2026", the order both languages read here. */
static void moment(int64_t at, char out[32])
{
	char day[DATE_SIZE];
	int second = instant_second_of_day(at);
	date_format_vn(instant_date(at), day);
	snprintf(out, 32, "%02d:%02d, %s", second / 3600, second / 60 % 60, day);
}

static void add_time_row(struct buf *out, const char *term, int64_t at)
{
	char text[32];
	moment(at, text);
	add_row(out, term, text);
}

static const char *status_word(const struct words *w, int64_t status, char *spare, size_t size)
{
	if (status > 0 && status < (int64_t)ARRAY_LEN(w->status))
		return w->status[status];
	snprintf(spare, size, "(%lld)", (long long)status);
	return spare;
}

static void add_history(struct buf *out, const struct words *w, const json_t *history)
{
	size_t i;
	const json_t *one;
	char spare[32];
	buf_printf(out, "<h2>%s</h2><ol>", w->history);
	json_array_foreach(history, i, one) {
		int64_t at = 0;
		char day[DATE_SIZE];
		const char *text = json_string_value(json_object_get(one, "at"));
		if (!text || !instant_parse(text, &at))
			continue;
		int second = instant_second_of_day(at);
		date_format_vn(instant_date(at), day);
		buf_printf(out, "<li><time datetime=\"%s\">%02d:%02d, %s</time>: %s</li>", text,
			second / 3600, second / 60 % 60, day,
			status_word(w, json_integer_value(json_object_get(one, "status")), spare,
				sizeof(spare)));
	}
	buf_str_add(out, "</ol>");
}

static void add_head(struct buf *out, const struct words *w)
{
	buf_printf(out,
		"<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
		"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
		"<meta name=\"robots\" content=\"noindex\"><title>%s</title><style>%s</style></head>"
		"<body><main><nav><a href=\"?lang=%s\" lang=\"%s\" hreflang=\"%s\">%s</a></nav><article>"
		"<h1>%s</h1>",
		w->code, w->title, style, w->other, w->other, w->other, w->other_name, w->title);
}

static void add_details(struct buf *out, const struct words *w, const struct track *t)
{
	buf_str_add(out, "<dl>");
	add_row(out, w->procedure, t->procedure);
	add_row(out, w->agency, t->agency);
	add_time_row(out, w->received, t->received_at);
	if (t->due_at)
		add_time_row(out, w->due, t->due_at);
	else
		add_row(out, w->due, w->no_due);
	buf_str_add(out, "</dl>");
	if (t->offline)
		buf_printf(out, "<p>%s</p>", w->offline);
	if (t->clock_untrusted)
		buf_printf(out, "<p>%s</p>", w->clock_untrusted);
	if (t->history)
		add_history(out, w, t->history);
}

/* The words have one %s, the time. */
static void add_replaced(struct buf *out, const struct words *w, int64_t at)
{
	char when[32];
	const char *gap = strstr(w->replaced, "%s");
	moment(at, when);
	buf_str_add(out, "<p class=\"state wait\">");
	buf_add(out, w->replaced, (size_t)(gap - w->replaced));
	buf_printf(out, "%s%s</p>", when, gap + 2);
}

void track_page(const struct track *t, enum track_lang lang, struct buf *out)
{
	const struct words *w = &languages[lang];
	char spare[32];
	add_head(out, w);
	if (t->verdict == TRACK_UNKNOWN) {
		buf_printf(out, "<p class=\"state bad\">%s</p><p>%s</p>", w->unknown, w->unknown_more);
	} else {
		buf_str_add(out, "<p class=\"code\">");
		add_text(out, t->code);
		buf_str_add(out, "</p>");
		if (t->verdict == TRACK_WAITING)
			buf_printf(out, "<p class=\"state wait\">%s</p><p>%s</p>", w->waiting, w->waiting_more);
		else
			buf_printf(out, "<p class=\"state\">%s</p>",
				status_word(w, t->status, spare, sizeof(spare)));
		if (t->replaced_at)
			add_replaced(out, w, t->replaced_at);
		add_details(out, w, t);
	}
	buf_printf(out, "</article><footer>%s</footer></main></body></html>\n", w->privacy);
}
