#include "central/url.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "i18n/lang.h"

#define PUBLIC_URL_MAX 200 /* with code and token it must fit a QR that phones read */

/* Plain HTTP reaches only this machine under these names. */
static bool loopback_url(const char *url)
{
	char host[64];
	struct in_addr v4;
	const char *start = url + strlen("http://");
	size_t len = *start == '[' ? strcspn(start, "]") + 1 : strcspn(start, ":/");
	if (len >= sizeof(host))
		return false;
	memcpy(host, start, len);
	host[len] = '\0';
	return str_eq(host, "localhost") || str_eq(host, "[::1]") ||
		(inet_pton(AF_INET, host, &v4) == 1 && ntohl(v4.s_addr) >> 24 == 127);
}

static bool check(const char *url, struct err *err)
{
	const char *host = strstr(url, "://");
	for (const char *p = url; *p; p++) {
		if (*p <= ' ' || *p >= 0x7F || strchr("?#\"<>\\^`{|}", *p))
			return err_set(err, ERR_CONFIG,
				_("--public-url có ký tự không dùng được trong một địa chỉ gốc."));
	}
	if (!str_starts(url, "http://") && !str_starts(url, "https://"))
		return err_set(err, ERR_CONFIG, _("--public-url phải bắt đầu bằng https://."));
	if (str_starts(url, "http://") && !loopback_url(url))
		return err_set(err, ERR_CONFIG,
			_("--public-url phải là https:// (http:// chỉ dùng được trên máy này)."));
	if (!host || host[3] == '\0' || host[3] == '/' || strlen(url) > PUBLIC_URL_MAX)
		return err_set(err, ERR_CONFIG, _("--public-url thiếu tên máy, hoặc dài quá %d ký tự."),
			PUBLIC_URL_MAX);
	return true;
}

bool public_url_choose(const char *given, const struct listener *l, const char *listening,
	char out[URL_MAX], struct err *err)
{
	char host[65] = "";
	if (!given && l->any && gethostname(host, sizeof(host) - 1) == 0) {
		snprintf(out, URL_MAX, "https://%s:%d", host, l->port);
		log_line(LOG_WARN, "no --public-url: receipts will carry %s", out);
	} else if (!str_copy(out, URL_MAX, given ? given : listening)) {
		return err_set(err, ERR_CONFIG, _("--public-url quá dài."));
	}
	size_t len = strlen(out);
	while (len && out[len - 1] == '/')
		out[--len] = '\0';
	return check(out, err);
}
