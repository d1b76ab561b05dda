#include "net/http_classify.h"

#include <openssl/x509_vfy.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"

#define PROBLEM_TYPE "application/problem+json"

/* Cuts at a whole character where a translation is too long. */
__attribute__((format(printf, 3, 4)))
static void say(char *reason, size_t size, const char *fmt, ...)
{
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	vsnprintf(reason, size, fmt, ap);
	va_end(ap);
	n = strlen(reason);
	if (n + 1 < size)
		return;
	while (n > 0 && ((unsigned char)reason[n - 1] & 0xC0) == 0x80)
		n--;
	if (n > 0 && (unsigned char)reason[n - 1] >= 0xC0)
		reason[n - 1] = '\0';
}

/* ---- no answer at all */

static const struct {
	CURLcode code;
	enum http_outcome outcome;
	const char *reason;
} transport[] = {
	{CURLE_COULDNT_RESOLVE_HOST, HTTP_LINK, N_("Không tìm thấy tên máy chủ trung tâm (DNS).")},
	{CURLE_COULDNT_RESOLVE_PROXY, HTTP_LINK, N_("Không tìm thấy máy chủ trung gian (proxy).")},
	{CURLE_COULDNT_CONNECT, HTTP_LINK, N_("Không kết nối được tới máy chủ trung tâm.")},
	{CURLE_OPERATION_TIMEDOUT, HTTP_LINK, N_("Máy chủ trung tâm không trả lời kịp.")},
	{CURLE_GOT_NOTHING, HTTP_LINK, N_("Máy chủ trung tâm ngắt kết nối, không trả lời.")},
	{CURLE_SEND_ERROR, HTTP_LINK, N_("Kết nối bị ngắt khi đang gửi.")},
	{CURLE_RECV_ERROR, HTTP_LINK, N_("Kết nối bị ngắt khi đang nhận.")},
	{CURLE_PARTIAL_FILE, HTTP_BAD, N_("Câu trả lời của máy chủ trung tâm bị cắt cụt.")},
	{CURLE_FILESIZE_EXCEEDED, HTTP_BAD, N_("Câu trả lời của máy chủ trung tâm quá lớn.")},
	{CURLE_BAD_CONTENT_ENCODING, HTTP_BAD, N_("Câu trả lời của máy chủ trung tâm bị hỏng khi giải nén.")},
	{CURLE_WEIRD_SERVER_REPLY, HTTP_BAD, N_("Nơi trả lời không dùng giao thức HTTP.")},
	{CURLE_UNSUPPORTED_PROTOCOL, HTTP_BAD, N_("Nơi trả lời không dùng giao thức HTTP.")},
	{CURLE_SSL_CACERT_BADFILE, HTTP_TLS, N_("Không đọc được tệp chứng chỉ gốc (ca_file) trong cấu hình.")},
};

/* ---- certificates */

static const struct {
	long verify;
	const char *reason; /* %s: this machine's date, where the clock may be to blame */
	bool clock;
} chain[] = {
	{X509_V_ERR_CERT_HAS_EXPIRED,
	 N_("Chứng chỉ máy chủ đã hết hạn, hoặc đồng hồ máy này sai (đang là %s)."), true},
	{X509_V_ERR_CERT_NOT_YET_VALID,
	 N_("Chứng chỉ máy chủ chưa đến ngày hiệu lực; đồng hồ máy này có thể sai (đang là %s)."), true},
	{X509_V_ERR_HOSTNAME_MISMATCH, N_("Chứng chỉ là của máy chủ khác, không phải máy chủ trung tâm."),
	 false},
	{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
	 N_("Chứng chỉ máy chủ tự ký, không do nơi tin cậy cấp (quản trị viên: xem ca_file)."), false},
	{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
	 N_("Chứng chỉ máy chủ do nơi không tin cậy cấp (quản trị viên: xem ca_file)."), false},
	{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
	 N_("Chứng chỉ máy chủ do nơi không tin cậy cấp (quản trị viên: xem ca_file)."), false},
	{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
	 N_("Chứng chỉ máy chủ do nơi không tin cậy cấp (quản trị viên: xem ca_file)."), false},
	{X509_V_ERR_CERT_REVOKED, N_("Chứng chỉ máy chủ đã bị thu hồi."), false},
};

static enum http_outcome certificate(const struct http_seen *seen, char *reason, size_t size)
{
	char today[DATE_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(chain); i++) {
		if (chain[i].verify != seen->verify)
			continue;
		if (chain[i].clock) {
			date_format_vn(instant_date(clock_wall()), today);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			say(reason, size, _(chain[i].reason), today);
#pragma GCC diagnostic pop
		} else {
			say(reason, size, "%s", _(chain[i].reason));
		}
		return HTTP_TLS;
	}
	/* The chain was not found at fault (curl sets "unspecified" until it is done): it is the name. */
	if (seen->verify == X509_V_OK || seen->verify == X509_V_ERR_UNSPECIFIED)
		say(reason, size, "%s", _("Chứng chỉ là của máy chủ khác, không phải máy chủ trung tâm."));
	else
		say(reason, size, _("Chứng chỉ máy chủ không kiểm tra được (mã %ld)."), seen->verify);
	return HTTP_TLS;
}

/* A connection cut during the handshake is a fault of the link, not of a certificate. */
static bool handshake_cut(const struct http_seen *seen)
{
	return strstr(seen->curl_error, "SSL_ERROR_SYSCALL") || strstr(seen->curl_error, "reset by peer") ||
		strstr(seen->curl_error, "unexpected eof");
}

static enum http_outcome no_answer(const struct http_seen *seen, char *reason, size_t size)
{
	if (seen->code == CURLE_PEER_FAILED_VERIFICATION)
		return certificate(seen, reason, size);
	if (seen->proxy_status >= 300) {
		say(reason, size, _("Máy chủ trung gian (proxy) từ chối, mã %ld."), seen->proxy_status);
		return seen->proxy_status == 407 || seen->proxy_status == 511 ? HTTP_PORTAL : HTTP_LINK;
	}
	if (seen->code == CURLE_SSL_CONNECT_ERROR && !handshake_cut(seen)) {
		say(reason, size, "%s", _("Không lập được kết nối an toàn (TLS) với nơi trả lời."));
		return HTTP_TLS;
	}
	for (size_t i = 0; i < ARRAY_LEN(transport); i++) {
		if (transport[i].code == seen->code) {
			say(reason, size, "%s", _(transport[i].reason));
			return transport[i].outcome;
		}
	}
	say(reason, size, _("Lỗi đường truyền (curl %d)."), (int)seen->code);
	return HTTP_LINK;
}

/* ---- an answer */

bool http_type_is(const struct http_headers *h, const char *accept)
{
	return str_eq(h->type, accept);
}

static bool is_html(const struct http_seen *seen)
{
	return str_starts(seen->headers->type, "text/html") ||
		str_starts(seen->headers->type, "application/xhtml") || seen->begins_html;
}

static enum http_outcome portal(char *reason, size_t size)
{
	say(reason, size, "%s",
		_("Một trang khác trả lời thay máy chủ trung tâm (trang đăng nhập Wi-Fi?)."));
	return HTTP_PORTAL;
}

/* Central's routes answer 200, 201 or 204. "Accepted", "changed on the way" or "a part" is none of
 * those: what it speaks of has not been done, or not been said in full. */
static enum http_outcome success(const struct http_seen *seen, char *reason, size_t size)
{
	bool content = seen->status == 200 || seen->status == 201;
	bool no_content = seen->status == 204 || seen->status == 205;

	reason[0] = '\0';
	if (seen->accept[0] ? content && http_type_is(seen->headers, seen->accept) : no_content)
		return HTTP_OK;
	/* Central says what it sends, so a type that is not JSON at all is another's; an answer
	 * without any is a broken one. */
	if (is_html(seen) || (seen->headers->type[0] && !strstr(seen->headers->type, "json")))
		return portal(reason, size);
	say(reason, size, "%s", _("Máy chủ trung tâm trả lời không đúng dạng đã thỏa thuận."));
	return HTTP_BAD;
}

static enum http_outcome unauthorised(const struct http_seen *seen, char *reason, size_t size)
{
	if (is_html(seen) && !seen->headers->bearer)
		return portal(reason, size);
	say(reason, size, "%s", _("Máy chủ trung tâm không chấp nhận đăng nhập của máy này."));
	return HTTP_AUTH;
}

static enum http_outcome busy(const struct http_seen *seen, char *reason, size_t size)
{
	if (seen->status == 429 || seen->status == 503)
		say(reason, size, _("Máy chủ trung tâm đang quá tải (mã %d)."), seen->status);
	else
		say(reason, size, _("Máy chủ trung tâm đang lỗi (mã %d)."), seen->status);
	return HTTP_SERVER;
}

static enum http_outcome refused(const struct http_seen *seen, char *reason, size_t size)
{
	if (http_type_is(seen->headers, PROBLEM_TYPE)) {
		say(reason, size, _("Máy chủ trung tâm từ chối yêu cầu (mã %d)."), seen->status);
		return HTTP_PROBLEM;
	}
	if (is_html(seen))
		return portal(reason, size);
	say(reason, size, _("Máy chủ trung tâm trả lời không đúng dạng đã thỏa thuận (mã %d)."),
		seen->status);
	return HTTP_BAD;
}

static enum http_outcome answered_elsewhere(const struct http_seen *seen, char *reason, size_t size)
{
	(void)seen;
	return portal(reason, size);
}

/* The first row whose range holds the status. */
static const struct {
	int from, to;
	enum http_outcome (*judge)(const struct http_seen *seen, char *reason, size_t size);
} statuses[] = {
	{200, 299, success},
	{300, 399, answered_elsewhere}, /* no route of central's redirects */
	{401, 401, unauthorised},
	{407, 407, answered_elsewhere},
	{408, 408, busy},
	{425, 425, busy},
	{429, 429, busy},
	{511, 511, answered_elsewhere}, /* RFC 6585: log in to the network */
	{400, 499, refused},
	{500, 599, busy},
};

enum http_outcome http_classify(const struct http_seen *seen, char *reason, size_t size)
{
	bool whole = seen->code == CURLE_OK;

	/* What is not central's is that, however much of it was read; a 2xx, a rejection must be whole. */
	if (seen->status >= 200 && seen->status <= 599) {
		char words[200];
		enum http_outcome outcome = HTTP_BAD;

		for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
			if (seen->status >= statuses[i].from && seen->status <= statuses[i].to) {
				outcome = statuses[i].judge(seen, words, sizeof(words));
				break;
			}
		}
		if (whole || outcome == HTTP_PORTAL || outcome == HTTP_SERVER) {
			say(reason, size, "%s", words);
			return outcome;
		}
	}
	if (seen->too_large) {
		say(reason, size, "%s", _("Câu trả lời của máy chủ trung tâm quá lớn."));
		return HTTP_BAD;
	}
	if (!whole)
		return no_answer(seen, reason, size);
	say(reason, size, _("Nơi trả lời không dùng giao thức HTTP (mã %d)."), seen->status);
	return HTTP_BAD;
}
