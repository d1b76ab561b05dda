/* What each answer is called, and what is sent. Caps: http_limits_test.c; TLS: http_tls_test.c. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "i18n/text.h"
#include "tests/harness/exchange.h"

#define JSON "application/json"
#define PROBLEM "application/problem+json"
#define HTML "text/html; charset=utf-8"

struct answer {
	const char *what;
	int status;
	const char *type, *extra, *body, *accept;
	enum http_outcome outcome;
};

static const struct answer answers[] = {
	{"json", 200, JSON, "", "{}", NULL, HTTP_OK},
	{"created", 201, JSON, "", "{}", NULL, HTTP_OK},
	{"accepted for later", 202, JSON, "", "{}", NULL, HTTP_BAD},
	{"changed on the way", 203, JSON, "", "{}", NULL, HTTP_BAD},
	{"a part", 206, JSON, "", "{}", NULL, HTTP_BAD},
	{"type in capitals", 200, "Application/JSON;charset=utf-8", "", "{}", NULL, HTTP_OK},
	{"no content", 204, NULL, "", "", "", HTTP_OK},
	{"page for a probe", 200, HTML, "", "<html>", "", HTTP_PORTAL},
	{"json for a probe", 200, JSON, "", "{}", "", HTTP_BAD},
	{"no content for json", 204, NULL, "", "", NULL, HTTP_BAD},
	{"portal page", 200, HTML, "", "<html>Wi-Fi</html>", NULL, HTTP_PORTAL},
	{"portal page as text", 200, "text/plain", "", "hello", NULL, HTTP_PORTAL},
	{"page without a type", 200, NULL, "", " \r\n<html>", NULL, HTTP_PORTAL},
	{"json without a type", 200, NULL, "", "{}", NULL, HTTP_BAD},
	{"problem as a success", 200, PROBLEM, "", "{}", NULL, HTTP_BAD},
	{"type that only begins so", 200, "application/jsonx", "", "{}", NULL, HTTP_BAD},
	{"redirect", 302, HTML, "Location: http://127.0.0.1:1/login\r\n", "", NULL, HTTP_PORTAL},
	{"redirect that is json", 307, JSON, "Location: /other\r\n", "{}", NULL, HTTP_PORTAL},
	{"not modified", 304, NULL, "", "", NULL, HTTP_PORTAL},
	{"network login", 511, HTML, "", "<html>", NULL, HTTP_PORTAL},
	{"network login as json", 511, JSON, "", "{}", NULL, HTTP_PORTAL},
	{"rejection", 422, PROBLEM, "", "{\"type\":\"invalid\"}", NULL, HTTP_PROBLEM},
	{"conflict", 409, "application/problem+json; charset=utf-8", "", "{}", NULL, HTTP_PROBLEM},
	{"too large, said by central", 413, PROBLEM, "", "{}", NULL, HTTP_PROBLEM},
	{"too large, said by a proxy", 413, HTML, "", "<html>", NULL, HTTP_PORTAL},
	{"not found as json", 404, JSON, "", "{}", NULL, HTTP_BAD},
	{"not found as text", 404, "text/plain", "", "no", NULL, HTTP_BAD},
	{"not found as a page", 404, HTML, "", "<html>", NULL, HTTP_PORTAL},
	{"unauthorised", 401, PROBLEM, "WWW-Authenticate: Bearer\r\n", "{}", NULL, HTTP_AUTH},
	{"unauthorised, bare", 401, NULL, "", "", NULL, HTTP_AUTH},
	{"password page", 401, HTML, "WWW-Authenticate: Basic realm=\"x\"\r\n", "<html>", NULL, HTTP_PORTAL},
	{"proxy wants a login", 407, HTML, "", "<html>", NULL, HTTP_PORTAL},
	{"request timeout", 408, PROBLEM, "", "{}", NULL, HTTP_SERVER},
	{"too early", 425, PROBLEM, "", "{}", NULL, HTTP_SERVER},
	{"too many", 429, PROBLEM, "", "{}", NULL, HTTP_SERVER},
	{"error", 500, PROBLEM, "", "{}", NULL, HTTP_SERVER},
	{"bad gateway page", 502, HTML, "", "<html>", NULL, HTTP_SERVER},
	{"unavailable", 503, NULL, "", "", NULL, HTTP_SERVER},
	{"unheard-of error", 599, JSON, "", "{}", NULL, HTTP_SERVER},
	{"unheard-of status", 799, JSON, "", "{}", NULL, HTTP_BAD},
};

static void answer_row(void *user, const struct fault_request *q, struct fault_reply *a)
{
	const struct answer *row = user;

	(void)q;
	fault_answer(a, row->status, row->type, row->extra, row->body);
}

static void each_answer_has_its_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		struct fault_server *s = fault_server_start(0, NULL, answer_row, (void *)&answers[i]);
		struct exchange x;

		exchange_open(&x, fault_server_url(s), NULL, 0);
		exchange_run(&x, (struct http_call){.method = "GET", .path = "/", .accept = answers[i].accept});
		if (x.got.outcome != answers[i].outcome || x.got.status != answers[i].status)
			fail_msg("%s: outcome %d status %d (%s)", answers[i].what, (int)x.got.outcome,
				x.got.status, x.got.reason);
		assert_int_equal(fault_server_requests(s), 1); /* no redirect followed, nothing repeated */
		assert_int_equal(x.got.reason[0] == '\0', x.got.outcome == HTTP_OK);
		assert_true(text_is_clean(x.got.reason));
		exchange_close(&x);
		fault_server_stop(s);
	}
}

/* ---- answers that are none */

struct bytes {
	const char *what, *bytes;
	enum fault_end end;
	enum http_outcome outcome;
};

static const struct bytes broken[] = {
	{"closed at once", "", FAULT_CLOSE, HTTP_LINK},
	{"reset at once", "", FAULT_RESET, HTTP_LINK},
	{"never", "", FAULT_HANG, HTTP_LINK},
	{"half a status line", "HTTP/1.1 20", FAULT_CLOSE, HTTP_LINK},
	{"half the headers", "HTTP/1.1 200 OK\r\nContent-Ty", FAULT_HANG, HTTP_LINK},
	{"not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", FAULT_CLOSE, HTTP_BAD},
	{"body cut short", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a\"",
	 FAULT_CLOSE, HTTP_BAD},
	{"chunks cut short",
	 "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":",
	 FAULT_CLOSE, HTTP_BAD},
	{"body that stops", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a\"",
	 FAULT_HANG, HTTP_LINK},
	{"body reset", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a\"",
	 FAULT_RESET, HTTP_LINK},
	{"rejection cut short",
	 "HTTP/1.1 422 No\r\nContent-Type: application/problem+json\r\nContent-Length: 90\r\n\r\n{}", FAULT_CLOSE,
	 HTTP_BAD},
	{"gzip that is none",
	 "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
	 FAULT_CLOSE, HTTP_BAD},
	{"portal page cut short", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<h",
	 FAULT_CLOSE, HTTP_PORTAL},
	{"early hints, then the answer",
	 "HTTP/1.1 103 Hints\r\nContent-Type: text/html\r\n\r\n"
	 "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", FAULT_KEEP, HTTP_OK},
};

static void send_bytes(void *user, const struct fault_request *q, struct fault_reply *a)
{
	const struct bytes *row = user;

	(void)q;
	buf_str_add(&a->bytes, row->bytes);
	a->end = row->end;
}

static void broken_answers_are_no_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct fault_server *s = fault_server_start(0, NULL, send_bytes, (void *)&broken[i]);
		struct exchange x;

		exchange_open(&x, fault_server_url(s), NULL, 300);
		exchange_get(&x);
		if (x.got.outcome != broken[i].outcome)
			fail_msg("%s: outcome %d (%s)", broken[i].what, (int)x.got.outcome, x.got.reason);
		assert_int_equal(x.answers, 1);
		exchange_close(&x);
		fault_server_stop(s);
	}
}

static void refused_connection_is_the_link(void **state)
{
	struct fault_server *s = fault_server_start(0, NULL, send_bytes, (void *)&broken[0]);
	struct exchange x;
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "%s", fault_server_url(s));
	fault_server_stop(s);
	exchange_open(&x, url, NULL, 0);
	exchange_get(&x);
	assert_int_equal(x.got.outcome, HTTP_LINK);
	assert_int_equal(x.got.status, 0);
	exchange_close(&x);
}

/* ---- what is sent */

struct sent {
	char method[16], path[64], body[64], type[64], bearer[64], if_match[32], agent[64], encoding[32];
	bool expect;
};

static void keep_sent(void *user, const struct fault_request *q, struct fault_reply *a)
{
	struct sent *sent = user;
	char value[8];

	memset(sent, 0, sizeof(*sent));
	str_copy(sent->method, sizeof(sent->method), q->method);
	str_copy(sent->path, sizeof(sent->path), q->path);
	str_copy(sent->body, sizeof(sent->body), q->body);
	fault_header(q, "Content-Type", sent->type, sizeof(sent->type));
	fault_header(q, "Authorization", sent->bearer, sizeof(sent->bearer));
	fault_header(q, "If-Match", sent->if_match, sizeof(sent->if_match));
	fault_header(q, "User-Agent", sent->agent, sizeof(sent->agent));
	fault_header(q, "Accept-Encoding", sent->encoding, sizeof(sent->encoding));
	sent->expect = fault_header(q, "Expect", value, sizeof(value));
	fault_answer(a, 200, JSON, "", "{\"ok\":true}");
}

static void sends_what_was_asked(void **state)
{
	struct sent sent;
	struct fault_server *s = fault_server_start(0, NULL, keep_sent, &sent);
	struct exchange x;

	(void)state;
	exchange_open(&x, fault_server_url(s), NULL, 0);
	exchange_run(&x, (struct http_call){.method = "PUT", .path = "/v1/x?a=b", .bearer = "T0K.en",
		.if_match = "\"7\"", .body = "{\"é\":1}", .body_len = strlen("{\"é\":1}")});
	assert_string_equal(sent.method, "PUT");
	assert_string_equal(sent.path, "/v1/x?a=b");
	assert_string_equal(sent.body, "{\"é\":1}");
	assert_string_equal(sent.type, JSON);
	assert_string_equal(sent.bearer, "Bearer T0K.en");
	assert_string_equal(sent.if_match, "\"7\"");
	assert_string_equal(sent.agent, "motcua/" VERSION);
	assert_string_equal(sent.encoding, "gzip");
	assert_false(sent.expect);
	assert_string_equal(buf_str(x.got.body), "{\"ok\":true}");

	/* The next on the same handle carries nothing over. */
	exchange_run(&x, (struct http_call){.method = "GET", .path = "/v1/y"});
	assert_string_equal(sent.method, "GET");
	assert_string_equal(sent.body, "");
	assert_string_equal(sent.bearer, "");
	assert_string_equal(sent.type, "");
	exchange_run(&x, (struct http_call){.method = "POST", .path = "/v1/token", .body = "a=b", .body_len = 3,
		.content_type = "application/x-www-form-urlencoded"});
	assert_string_equal(sent.method, "POST");
	assert_string_equal(sent.type, "application/x-www-form-urlencoded");
	exchange_run(&x, (struct http_call){.method = "PUT", .path = "/v1/z"});
	assert_string_equal(sent.method, "PUT");
	assert_string_equal(sent.body, "");
	assert_int_equal(fault_server_connections(s), 1); /* kept alive throughout */
	exchange_close(&x);
	fault_server_stop(s);
}

static void header_with_a_line_break_is_never_sent(void **state)
{
	struct sent sent;
	struct fault_server *s = fault_server_start(0, NULL, keep_sent, &sent);
	struct exchange x;

	(void)state;
	exchange_open(&x, fault_server_url(s), NULL, 0);
	exchange_run(&x, (struct http_call){.method = "GET", .path = "/", .bearer = "a\r\nX-Evil: 1"});
	assert_int_not_equal(x.got.outcome, HTTP_OK);
	assert_int_equal(x.answers, 1);
	assert_int_equal(fault_server_requests(s), 0);
	exchange_get(&x);
	assert_int_equal(x.got.outcome, HTTP_OK);
	exchange_close(&x);
	fault_server_stop(s);
}

/* ---- ending early */

static void must_not_be_called(void *user, const struct http_response *r)
{
	(void)user;
	fail_msg("called back after it was cancelled: %s", r->reason);
}

static void cancelled_requests_do_not_call_back(void **state)
{
	struct fault_server *s = fault_server_start(0, NULL, send_bytes, (void *)&broken[2]);
	struct exchange x;
	struct http_call call = {.method = "GET", .path = "/", .done = must_not_be_called};
	struct http_call bad = {.method = "GET", .path = "/", .bearer = "\n", .done = must_not_be_called};
	struct http_request *r;

	(void)state;
	exchange_open(&x, fault_server_url(s), NULL, 0);
	r = http_start(x.client, &call);
	http_start(x.client, &call);
	while (fault_server_requests(s) < 2)
		loop_turn(x.loop, 10);
	http_cancel(r);
	http_cancel(http_start(x.client, &bad));
	loop_turn(x.loop, 0);
	http_start(x.client, &bad);
	exchange_close(&x); /* the second, and the one that could not be sent, go with their client */
	fault_server_stop(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer_has_its_name),
		cmocka_unit_test(broken_answers_are_no_answers),
		cmocka_unit_test(refused_connection_is_the_link),
		cmocka_unit_test(sends_what_was_asked),
		cmocka_unit_test(header_with_a_line_break_is_never_sent),
		cmocka_unit_test(cancelled_requests_do_not_call_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
