#include "net/http.h"

#include <stdlib.h>
#include <string.h>
#include <openssl/x509_vfy.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "net/http_classify.h"
#include "net/http_request.h"
#include "net/http_url.h"

bool http_client_new(struct http_client **client, struct loop *loop, const struct http_options *opt,
	struct err *err)
{
	struct http_client *c;
	char *base;
	bool https;

	*client = NULL;
	if (!http_url_base(opt->base_url, &base, &https, err))
		return false;
	c = xcalloc(1, sizeof(*c));
	*c = (struct http_client){
		.loop = loop,
		.base = base,
		.https = https,
		.ca_file = opt->ca_file && opt->ca_file[0] ? xstrdup(opt->ca_file) : NULL,
		.timeout_ms = opt->timeout_ms > 0 ? opt->timeout_ms : HTTP_TIMEOUT_MS,
	};
	*client = c;
	return true;
}

const char *http_base_url(const struct http_client *client)
{
	return client->base;
}

/* ---- in flight */

static void link_in(struct http_request *r)
{
	struct http_client *c = r->client;

	r->next = c->first;
	if (c->first)
		c->first->prev = r;
	c->first = r;
}

/* Out of the client and out of curl. The handle serves the next request, unless this one failed:
 * what curl remembers of a failure must not colour the next. */
static void take_out(struct http_request *r, bool reuse)
{
	struct http_client *c = r->client;

	if (r->prev)
		r->prev->next = r->next;
	else
		c->first = r->next;
	if (r->next)
		r->next->prev = r->prev;

	loop_cancel(c->loop, r->failed);
	curl_multi_remove_handle(loop_curl(c->loop), r->easy);
	http_request_tear_down(r);
	if (reuse && c->n_spare < (int)ARRAY_LEN(c->spare))
		c->spare[c->n_spare++] = r->easy;
	else
		curl_easy_cleanup(r->easy);
	r->easy = NULL;
}

static void request_free(struct http_request *r)
{
	curl_slist_free_all(r->lines);
	buf_clear(&r->body);
	free(r->send);
	free(r->accept);
	free(r);
}

/* ---- the end of one */

static bool begins_html(const struct buf *body)
{
	const char *s = buf_str(body);

	s += strspn(s, " \t\r\n\xEF\xBB\xBF");
	return *s == '<';
}

/* What curl knows of it, before its handle is given to the next. */
static void look(struct http_request *r, CURLcode code, struct http_seen *seen)
{
	long status = 0;

	*seen = (struct http_seen){
		.code = code,
		.curl_error = r->curl_error,
		.headers = &r->headers,
		.accept = r->accept,
		.too_large = r->too_large,
		.begins_html = begins_html(&r->body),
	};
	curl_easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(r->easy, CURLINFO_SSL_VERIFYRESULT, &seen->verify);
	curl_easy_getinfo(r->easy, CURLINFO_HTTP_CONNECTCODE, &seen->proxy_status);
	seen->status = (int)status;
}

/* "Expire date:Nov 22 10:00:00 2027 GMT"; 0 when that line is not there. */
static int64_t certificate_date(const struct curl_slist *lines, const char *name)
{
	for (; lines; lines = lines->next) {
		if (str_starts(lines->data, name)) {
			int64_t t = (int64_t)curl_getdate(lines->data + strlen(name), NULL);
			return t > 0 ? t : 0;
		}
	}
	return 0;
}

/* Told with a new connection only, and kept for those who use it after. */
static void look_at_certificate(struct http_request *r)
{
	struct http_client *c = r->client;
	struct curl_certinfo *info = NULL;

	if (curl_easy_getinfo(r->easy, CURLINFO_CERTINFO, &info) != CURLE_OK || !info || info->num_of_certs < 1)
		return;
	c->valid_from = certificate_date(info->certinfo[0], "Start date:");
	c->valid_until = certificate_date(info->certinfo[0], "Expire date:");
}

/* Its clock and its wishes count only where the answer is central's. */
static bool is_central(enum http_outcome o)
{
	return o == HTTP_OK || o == HTTP_PROBLEM || o == HTTP_AUTH || o == HTTP_SERVER;
}

static void finish(struct http_request *r, CURLcode code)
{
	struct http_seen seen;
	struct http_response answer = {
		.body = &r->body,
		.took_ms = clock_mono_ms() - r->started_ms,
	};

	look(r, code, &seen);
	look_at_certificate(r);
	take_out(r, code == CURLE_OK);
	answer.status = seen.status;
	answer.outcome = http_classify(&seen, answer.reason, sizeof(answer.reason));
	answer.clock_doubt = answer.outcome == HTTP_TLS && (seen.verify == X509_V_ERR_CERT_HAS_EXPIRED ||
		seen.verify == X509_V_ERR_CERT_NOT_YET_VALID);
	if (is_central(answer.outcome)) {
		answer.retry_after_ms = http_headers_retry_ms(&r->headers, clock_now());
		answer.date = r->headers.date;
		answer.valid_from = r->client->valid_from;
		answer.valid_until = r->client->valid_until;
		answer.api_version = r->headers.api_version;
	}
	if (code != CURLE_OK)
		log_line(LOG_DEBUG, "http: curl %d, status %d: %s", (int)code, seen.status, r->curl_error);
	r->done(r->user, &answer);
	request_free(r);
}

static void transfer_done(struct loop_transfer *t, CURLcode code)
{
	finish((struct http_request *)t, code);
}

static void start_failed(void *user)
{
	struct http_request *r = user;

	r->failed = NULL; /* fired: the loop frees it */
	finish(r, CURLE_BAD_FUNCTION_ARGUMENT);
}

/* ---- the start of one */

struct http_request *http_start(struct http_client *client, const struct http_call *call)
{
	struct http_request *r = xcalloc(1, sizeof(*r));

	r->transfer.done = transfer_done;
	r->client = client;
	r->done = call->done;
	r->user = call->user;
	r->accept = xstrdup(call->accept ? call->accept : "application/json");
	r->started_ms = clock_mono_ms();
	buf_init(&r->body, call->max_body ? call->max_body : HTTP_MAX_BODY);
	r->easy = client->n_spare ? client->spare[--client->n_spare] : http_easy_new(client);
	link_in(r);
	if (!http_request_set_up(r, call) ||
	    curl_multi_add_handle(loop_curl(client->loop), r->easy) != CURLM_OK)
		r->failed = loop_timer(client->loop, 0, start_failed, r);
	return r;
}

void http_cancel(struct http_request *request)
{
	take_out(request, false);
	request_free(request);
}

void http_client_free(struct http_client *client)
{
	if (!client)
		return;
	while (client->first)
		http_cancel(client->first);
	while (client->n_spare)
		curl_easy_cleanup(client->spare[--client->n_spare]);
	free(client->base);
	free(client->ca_file);
	free(client);
}
