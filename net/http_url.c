#include "net/http_url.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

/* 127.0.0.0/8, ::1 and localhost, which curl itself resolves to loopback without asking anybody. */
static bool is_loopback(const char *host)
{
	unsigned char v4[4];

	if (inet_pton(AF_INET, host, v4) == 1)
		return v4[0] == 127;
	return strcasecmp(host, "localhost") == 0 || str_eq(host, "[::1]");
}

static bool has_part(CURLU *u, CURLUPart part)
{
	char *value = NULL;
	bool has = curl_url_get(u, part, &value, 0) == CURLUE_OK;

	curl_free(value);
	return has;
}

static bool check_scheme(CURLU *u, bool *https, struct err *err)
{
	char *scheme = NULL, *host = NULL;
	bool ok;

	curl_url_get(u, CURLUPART_SCHEME, &scheme, 0);
	curl_url_get(u, CURLUPART_HOST, &host, 0);
	*https = scheme && strcasecmp(scheme, "https") == 0;
	ok = *https || (scheme && strcasecmp(scheme, "http") == 0);
	if (!ok)
		err_set(err, ERR_CONFIG, _("Địa chỉ máy chủ trung tâm phải bắt đầu bằng https://."));
	else if (!host || !host[0])
		ok = err_set(err, ERR_CONFIG, _("Địa chỉ máy chủ trung tâm thiếu tên máy."));
	else if (!*https && !is_loopback(host))
		ok = err_set(err, ERR_CONFIG,
			_("Địa chỉ máy chủ trung tâm dùng http:// không mã hóa; chỉ cho phép trên chính máy "
			  "này (127.0.0.1). Hãy dùng https://."));
	curl_free(scheme);
	curl_free(host);
	return ok;
}

/* Printable ASCII only: an address comes from a file, and goes into log lines and requests. */
static bool is_plain(const char *s)
{
	if (strlen(s) > 240)
		return false;
	for (; *s; s++) {
		if (*s <= ' ' || *s > '~')
			return false;
	}
	return true;
}

static bool check_parts(CURLU *u, bool *https, struct err *err)
{
	if (!check_scheme(u, https, err))
		return false;
	if (has_part(u, CURLUPART_USER) || has_part(u, CURLUPART_PASSWORD))
		return err_set(err, ERR_CONFIG,
			_("Địa chỉ máy chủ trung tâm không được chứa tên đăng nhập hay mật khẩu."));
	if (has_part(u, CURLUPART_QUERY) || has_part(u, CURLUPART_FRAGMENT))
		return err_set(err, ERR_CONFIG,
			_("Địa chỉ máy chủ trung tâm không được có phần sau dấu ? hay #."));
	return true;
}

bool http_url_base(const char *text, char **url, bool *https, struct err *err)
{
	CURLU *u = curl_url();
	char *whole = NULL;
	bool ok;

	*url = NULL;
	BUG_ON(!u);
	if (!text || !is_plain(text) || curl_url_set(u, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME)) {
		curl_url_cleanup(u);
		return err_set(err, ERR_CONFIG,
			_("Địa chỉ máy chủ trung tâm không đúng dạng; ví dụ đúng: https://may-chu.vi-du.vn."));
	}
	ok = check_parts(u, https, err);
	if (ok && curl_url_get(u, CURLUPART_URL, &whole, 0) == CURLUE_OK) {
		size_t len = strlen(whole);
		while (len > 0 && whole[len - 1] == '/')
			len--;
		*url = xstrndup(whole, len);
	} else if (ok) {
		ok = err_set(err, ERR_CONFIG, _("Địa chỉ máy chủ trung tâm không đúng dạng."));
	}
	curl_free(whole);
	curl_url_cleanup(u);
	return ok;
}
