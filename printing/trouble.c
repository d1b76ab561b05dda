#include "printing/trouble.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

#define NAME_SHOWN 60 /* bytes of a printer's name in a sentence */

static const struct {
	const char *words, *sentence;
} spoken[] = {
	[TROUBLE_NONE] = {N_("sẵn sàng"), N_("Máy in %s sẵn sàng.")},
	[TROUBLE_JAM] = {N_("kẹt giấy"), N_("Máy in %s kẹt giấy. Hồ sơ đã lưu. Lấy giấy kẹt ra, đóng nắp "
		"lại, máy sẽ tự in tiếp.")},
	[TROUBLE_COVER] = {N_("mở nắp"), N_("Máy in %s đang mở nắp. Hồ sơ đã lưu. Đóng nắp, máy sẽ tự in "
		"tiếp.")},
	[TROUBLE_PAPER] = {N_("hết giấy"), N_("Máy in %s hết giấy. Hồ sơ đã lưu. Thêm giấy, máy sẽ tự in "
		"tiếp.")},
	[TROUBLE_INK] = {N_("hết mực"), N_("Máy in %s hết mực. Hồ sơ đã lưu. Thay mực, máy sẽ tự in tiếp.")},
	[TROUBLE_FULL] = {N_("khay ra đầy"), N_("Khay giấy ra của máy in %s đã đầy. Hồ sơ đã lưu. Lấy giấy "
		"ra, máy sẽ tự in tiếp.")},
	[TROUBLE_HOT] = {N_("quá nóng"), N_("Máy in %s quá nóng. Hồ sơ đã lưu. Chờ máy nguội, máy sẽ tự in "
		"tiếp.")},
	[TROUBLE_PAUSED] = {N_("đang tạm dừng"), N_("Máy in %s đang tạm dừng. Hồ sơ đã lưu. Cho máy chạy lại "
		"(nút trên máy, hoặc lệnh cupsenable), máy sẽ tự in tiếp.")},
	[TROUBLE_AWAY] = {N_("không liên lạc được"), N_("Không liên lạc được với máy in %s. Hồ sơ đã lưu. Xem "
		"máy in đã bật và cắm dây chưa; có liên lạc lại thì máy tự in.")},
	[TROUBLE_BUSY] = {N_("đang bận"), N_("Máy in %s đang bận việc khác. Hồ sơ đã lưu. Xong việc đó máy sẽ "
		"tự in.")},
	[TROUBLE_HELD] = {N_("đang bị giữ"), N_("Lệnh in ở máy in %s đang bị giữ lại. Hồ sơ đã lưu. Nhờ quản "
		"trị cho in tiếp trong CUPS, hoặc hủy rồi in lại.")},
	[TROUBLE_STALLED] = {N_("không nhận thêm"), N_("Máy in %s không nhận thêm dữ liệu. Hồ sơ đã lưu. Xem "
		"máy in có hết giấy hay mở nắp không; xong máy sẽ tự in tiếp.")},
	[TROUBLE_OTHER] = {N_("máy in báo lỗi"), N_("Máy in %s báo lỗi. Hồ sơ đã lưu. Xem màn hình của máy "
		"in.")},
};

const char *trouble_words(enum trouble t)
{
	return _(spoken[t].words);
}

void trouble_sentence(enum trouble t, const char *name, char out[TROUBLE_SENTENCE])
{
	char shown[NAME_SHOWN + 1];

	if (!str_copy(shown, sizeof(shown), name))
		str_copy(shown, sizeof(shown), "…");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* a row of the table above, translated */
	snprintf(out, TROUBLE_SENTENCE, _(spoken[t].sentence), shown);
#pragma GCC diagnostic pop
}

/* ---- as keywords, RFC 8011 5.4.12 and PWG 5100.9: without "-error", "-warning", "-report". The most
 * telling first: an open cover is often called out of paper as well. */

static const struct {
	const char *keyword;
	enum trouble trouble;
} keywords[] = {
	{"media-jam", TROUBLE_JAM},
	{"cover-open", TROUBLE_COVER}, {"door-open", TROUBLE_COVER}, {"interlock-open", TROUBLE_COVER},
	{"media-empty", TROUBLE_PAPER}, {"media-needed", TROUBLE_PAPER},
	{"input-tray-missing", TROUBLE_PAPER}, {"input-media-supply-empty", TROUBLE_PAPER},
	{"marker-supply-empty", TROUBLE_INK}, {"toner-empty", TROUBLE_INK},
	{"developer-empty", TROUBLE_INK}, {"input-cannot-feed-media-size-selected", TROUBLE_PAPER},
	{"output-area-full", TROUBLE_FULL}, {"output-tray-missing", TROUBLE_FULL},
	{"marker-waste-full", TROUBLE_FULL},
	{"fuser-over-temp", TROUBLE_HOT}, {"bander-over-temperature", TROUBLE_HOT},
	{"offline", TROUBLE_AWAY}, {"timed-out", TROUBLE_AWAY}, {"connecting-to-device", TROUBLE_AWAY},
	{"paused", TROUBLE_PAUSED}, {"moving-to-paused", TROUBLE_PAUSED}, {"shutdown", TROUBLE_PAUSED},
	{"spool-area-full", TROUBLE_OTHER}, {"fuser-under-temp", TROUBLE_OTHER},
	{"other", TROUBLE_OTHER}, {"stopped-partly", TROUBLE_OTHER},
	{"cups-missing-filter", TROUBLE_OTHER}, {"cups-insecure-filter", TROUBLE_OTHER},
};

/* Is the keyword there, of at least that severity? Without a suffix a keyword is an error. */
static bool has(const char *reasons, const char *keyword, enum severity least)
{
	static const char *const suffixes[] = {
		[SEVERITY_REPORT] = "-report ", [SEVERITY_WARNING] = "-warning ", [SEVERITY_ERROR] = "-error ",
	};
	size_t len = strlen(keyword);

	for (const char *at = reasons; (at = strstr(at, keyword)); at += len) {
		if (at > reasons && at[-1] != ' ')
			continue;
		if (at[len] == ' ')
			return true;
		for (int s = (int)least; s < (int)ARRAY_LEN(suffixes); s++) {
			if (str_starts(at + len, suffixes[s]))
				return true;
		}
	}
	return false;
}

enum trouble trouble_of_reasons(const char *reasons, enum severity least)
{
	for (size_t i = 0; i < ARRAY_LEN(keywords); i++) {
		if (has(reasons, keywords[i].keyword, least))
			return keywords[i].trouble;
	}
	return TROUBLE_NONE;
}

/* ---- as sentences of CUPS's backends (ipp, socket, usb, lpd), which say these things nowhere else */

static const struct {
	const char *part;
	enum trouble trouble;
} sentences[] = {
	{"may not exist or is unavailable", TROUBLE_AWAY}, {"not responding", TROUBLE_AWAY},
	{"is unreachable", TROUBLE_AWAY}, {"unable to locate printer", TROUBLE_AWAY},
	{"waiting for printer to become available", TROUBLE_AWAY}, {"unable to connect", TROUBLE_AWAY},
	{"connection refused", TROUBLE_AWAY}, {"not connected", TROUBLE_AWAY},
	{"turned off", TROUBLE_AWAY}, {"host is down", TROUBLE_AWAY}, {"no route to host", TROUBLE_AWAY},
	{"network is unreachable", TROUBLE_AWAY}, {"is offline", TROUBLE_AWAY},
	{"unplugged", TROUBLE_AWAY}, {"connection timed out", TROUBLE_AWAY},
	{"connecting to", TROUBLE_AWAY}, {"looking for printer", TROUBLE_AWAY},
	{"out of paper", TROUBLE_PAPER}, {"paper out", TROUBLE_PAPER}, {"load paper", TROUBLE_PAPER},
	{"paper jam", TROUBLE_JAM}, {"cover open", TROUBLE_COVER}, {"door open", TROUBLE_COVER},
	{"printer is in use", TROUBLE_BUSY}, {"printer is busy", TROUBLE_BUSY},
	{"printer busy", TROUBLE_BUSY},
};

enum trouble trouble_of_sentence(const char *said)
{
	for (size_t i = 0; i < ARRAY_LEN(sentences); i++) {
		if (strcasestr(said, sentences[i].part))
			return sentences[i].trouble;
	}
	return TROUBLE_NONE;
}
