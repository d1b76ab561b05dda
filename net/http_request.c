#include "net/http_request.h"

#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"

#define SLOW_BYTES_S 10L   /* slower than this for a while: cut */
#define SEND_BYTES_S 2048  /* the slowest line a large body is given time for */

static size_t take_header(char *line, size_t size, size_t n, void *user)
{
	struct http_request *r = user;

	if (!http_headers_line(&r->headers, line, size * n)) {
		r->too_large = true;
		return 0;
	}
	return size * n;
}

/* Worth reading: a success or a rejection in the form agreed. */
static bool is_ours(const struct http_request *r)
{
	return strstr(r->headers.type, "json") || (r->accept[0] && str_eq(r->headers.type, r->accept));
}

static size_t take_body(char *bytes, size_t size, size_t n, void *user)
{
	struct http_request *r = user;
	bool fits;

	if (!is_ours(r) && r->body.max > HTTP_FOREIGN_BODY)
		r->body.max = HTTP_FOREIGN_BODY > r->body.len ? HTTP_FOREIGN_BODY : r->body.len;
	fits = buf_add(&r->body, bytes, size * n);
	if (!fits)
		r->too_large = true;
	return fits ? size * n : 0;
}

/*
 * What every request has in common. No redirect, no cookie, no .netrc, no authentication of curl's
 * own. QUICK_EXIT: ending a request must not wait for a resolver thread that hangs.
 */
CURL *http_easy_new(const struct http_client *client)
{
	CURL *e = curl_easy_init();

	BUG_ON(!e);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, client->https ? "https" : "http");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (client->ca_file) {
		curl_easy_setopt(e, CURLOPT_CAINFO, client->ca_file);
		curl_easy_setopt(e, CURLOPT_CAPATH, NULL);
	}
	if (!client->https)
		curl_easy_setopt(e, CURLOPT_PROXY, "");
	curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	/* With TLS it is soon known whether one connection can carry all; without, one could wait long. */
	curl_easy_setopt(e, CURLOPT_PIPEWAIT, client->https ? 1L : 0L);
	curl_easy_setopt(e, CURLOPT_CERTINFO, client->https ? 1L : 0L);
	curl_easy_setopt(e, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "gzip");
	curl_easy_setopt(e, CURLOPT_USERAGENT, "motcua/" VERSION);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES_S);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_body);
	return e;
}

static bool is_header_safe(const char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s < ' ' || *s == 0x7F)
			return false;
	}
	return true;
}

/* value NULL: no such header. */
static bool add_line(struct http_request *r, const char *name, const char *value)
{
	struct curl_slist *longer;
	char *line;

	if (!value)
		return true;
	if (!is_header_safe(value))
		return false;
	line = xasprintf("%s %s", name, value);
	longer = curl_slist_append(r->lines, line);
	BUG_ON(!longer);
	r->lines = longer;
	free(line);
	return true;
}

static bool add_lines(struct http_request *r, const struct http_call *call)
{
	/* An empty value after the colon takes out what curl would add by itself. */
	return add_line(r, "Accept:", r->accept[0] ? r->accept : "*/*") &&
		add_line(r, "Authorization: Bearer", call->bearer) &&
		add_line(r, "If-Match:", call->if_match) &&
		add_line(r, "Content-Type:", call->body_len || call->content_type ?
			(call->content_type ? call->content_type : "application/json") : NULL) &&
		add_line(r, "Expect:", "");
}

static void set_method(struct http_request *r, const struct http_call *call)
{
	CURL *e = r->easy;
	bool with_body = !str_eq(call->method, "GET") && !str_eq(call->method, "HEAD");

	curl_easy_setopt(e, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(e, CURLOPT_NOBODY, str_eq(call->method, "HEAD") ? 1L : 0L);
	if (with_body) {
		r->send = xmalloc(call->body_len + 1);
		if (call->body_len)
			memcpy(r->send, call->body, call->body_len);
		r->send[call->body_len] = '\0';
		curl_easy_setopt(e, CURLOPT_POSTFIELDS, r->send);
		curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body_len);
	}
	curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, with_body ? call->method : NULL);
}

static void set_times(struct http_request *r, const struct http_call *call)
{
	int64_t once = r->client->timeout_ms;
	int64_t total = once * (call->patience > 1 ? call->patience : 1);
	int64_t connect = once < HTTP_CONNECT_MS ? once : HTTP_CONNECT_MS;

	/* Half the time without a byte is enough to know; a large body is given what it needs. */
	curl_easy_setopt(r->easy, CURLOPT_LOW_SPEED_TIME, (long)(once > 4000 ? once / 2000 : 2));
	total += (int64_t)call->body_len * 1000 / SEND_BYTES_S;
	curl_easy_setopt(r->easy, CURLOPT_TIMEOUT_MS, (long)total);
	curl_easy_setopt(r->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)connect);
}

bool http_request_set_up(struct http_request *r, const struct http_call *call)
{
	CURL *e = r->easy;
	char *url;

	BUG_ON(call->path[0] != '/');
	if (!add_lines(r, call))
		return false;
	url = xasprintf("%s%s", r->client->base, call->path);
	curl_easy_setopt(e, CURLOPT_URL, url);
	free(url);
	curl_easy_setopt(e, CURLOPT_PRIVATE, (void *)&r->transfer);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, r);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, r);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, r->curl_error);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, r->lines);
	curl_easy_setopt(e, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)r->body.max);
	set_method(r, call);
	set_times(r, call);
	return true;
}

void http_request_tear_down(struct http_request *r)
{
	static const CURLoption pointers[] = {
		CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_ERRORBUFFER, CURLOPT_HTTPHEADER,
		CURLOPT_PRIVATE, CURLOPT_POSTFIELDS, CURLOPT_CUSTOMREQUEST,
	};

	for (size_t i = 0; i < ARRAY_LEN(pointers); i++)
		curl_easy_setopt(r->easy, pointers[i], NULL);
}
