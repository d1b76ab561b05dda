/* Answers without measure: each is cut at its cap, in bounded time and memory. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include "base/clock.h"
#include "net/http_headers.h"
#include "tests/harness/exchange.h"
#include "tests/harness/gzip_bomb.h"

#define JSON_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

static void serve(void *user, const struct fault_request *q, struct fault_reply *a)
{
	const struct fault_reply *script = user;

	(void)q;
	buf_add(&a->bytes, buf_str(&script->bytes), script->bytes.len);
	a->end = script->end;
	a->pause_ms = script->pause_ms;
	a->delay_ms = script->delay_ms;
}

/* One exchange with a server that sends what `script` says. */
static void meet(struct fault_reply *script, size_t max_body, int64_t timeout_ms, struct exchange *x)
{
	struct fault_server *s = fault_server_start(0, NULL, serve, script);

	exchange_open(x, fault_server_url(s), NULL, timeout_ms);
	exchange_run(x, (struct http_call){.method = "GET", .path = "/", .max_body = max_body});
	http_client_free(x->client);
	x->client = NULL;
	fault_server_stop(s);
}

static void over(struct fault_reply *script, struct exchange *x)
{
	buf_clear(&script->bytes);
	exchange_close(x);
}

static void script_init(struct fault_reply *script, const char *bytes, enum fault_end end)
{
	*script = (struct fault_reply){.end = end};
	buf_init(&script->bytes, 64u << 20);
	buf_str_add(&script->bytes, bytes);
}

static void body_at_the_cap_is_whole(void **state)
{
	struct fault_reply script;
	struct exchange x;

	(void)state;
	script_init(&script, JSON_HEAD "Content-Length: 5\r\n\r\n12345", FAULT_KEEP);
	meet(&script, 5, 0, &x);
	assert_int_equal(x.got.outcome, HTTP_OK);
	assert_int_equal(x.got.body->len, 5);
	exchange_close(&x);
	meet(&script, 4, 0, &x);
	assert_int_equal(x.got.outcome, HTTP_BAD);
	over(&script, &x);
}

static void body_of_unknown_length_is_cut_at_the_cap(void **state)
{
	struct fault_reply script;
	struct exchange x;

	(void)state;
	script_init(&script, JSON_HEAD "\r\n12345", FAULT_CLOSE);
	meet(&script, 4, 0, &x);
	assert_int_equal(x.got.outcome, HTTP_BAD);
	over(&script, &x);
}

/* 256 KB of head and body without end, by the same bytes again and again: chunks of 256 KB. */
static void endless_body_is_cut(void **state)
{
	struct fault_reply script;
	struct exchange x;
	struct rusage before, after;

	(void)state;
	getrusage(RUSAGE_SELF, &before);
	script_init(&script, JSON_HEAD "\r\n", FAULT_ENDLESS);
	for (int i = 0; i < 4096; i++)
		buf_str_add(&script.bytes, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[");
	meet(&script, 0, 0, &x);
	getrusage(RUSAGE_SELF, &after);
	assert_int_equal(x.got.outcome, HTTP_BAD);
	assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024); /* KB */
	over(&script, &x);
}

static void huge_announced_body_is_not_read(void **state)
{
	struct fault_reply script;
	struct exchange x;

	(void)state;
	script_init(&script, JSON_HEAD "Content-Length: 1073741824\r\n\r\n{", FAULT_HANG);
	meet(&script, 0, 60000, &x);
	assert_int_equal(x.got.outcome, HTTP_BAD);
	assert_true(x.got.took_ms < 40000);
	over(&script, &x);
}

/* Announced or not, a page is a page. */
static void endless_page_is_a_portal(void **state)
{
	struct fault_reply script;
	struct exchange x;

	(void)state;
	script_init(&script, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", FAULT_ENDLESS);
	meet(&script, 0, 0, &x);
	assert_int_equal(x.got.outcome, HTTP_PORTAL);
	assert_true(x.got.body->len <= 64 * 1024);
	over(&script, &x);
}

static void compressed_bomb_is_cut(void **state)
{
	struct fault_reply script;
	struct exchange x;

	(void)state;
	script_init(&script, JSON_HEAD "Content-Encoding: gzip\r\n\r\n", FAULT_CLOSE);
	gzip_bomb(&script.bytes, 400000); /* 0.65 MB that would be 103 MB */
	assert_true(script.bytes.len < 1000000);
	meet(&script, 0, 0, &x);
	assert_int_equal(x.got.outcome, HTTP_BAD);
	assert_non_null(strstr(x.got.reason, "quá lớn"));
	assert_true(x.got.body->len <= 8u << 20);
	over(&script, &x);
}

static void repeat(struct buf *out, const char *line, int times)
{
	for (int i = 0; i < times; i++)
		buf_str_add(out, line);
}

static void too_many_headers_are_cut(void **state)
{
	static const struct {
		const char *line;
		int times;
	} floods[] = {{"X: y\r\n", 100000}, {"X: y\r\n", 300}};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct fault_reply script;
		struct exchange x;

		script_init(&script, JSON_HEAD, FAULT_CLOSE);
		repeat(&script.bytes, floods[i].line, floods[i].times);
		buf_str_add(&script.bytes, "Content-Length: 2\r\n\r\n{}");
		meet(&script, 0, 0, &x);
		assert_int_equal(x.got.outcome, HTTP_BAD);
		over(&script, &x);
	}
}

static void one_huge_header_is_cut(void **state)
{
	struct fault_reply script;
	struct exchange x;

	(void)state;
	script_init(&script, JSON_HEAD "X: ", FAULT_CLOSE);
	repeat(&script.bytes, "yyyyyyyyyyyyyyyy", 8000);
	buf_str_add(&script.bytes, "\r\nContent-Length: 2\r\n\r\n{}");
	meet(&script, 0, 0, &x);
	assert_int_not_equal(x.got.outcome, HTTP_OK);
	over(&script, &x);
}

static void endless_interim_answers_are_cut(void **state)
{
	struct fault_reply script;
	struct exchange x;

	(void)state;
	script_init(&script, "HTTP/1.1 103 Hints\r\n\r\n", FAULT_ENDLESS);
	meet(&script, 0, 60000, &x);
	assert_int_not_equal(x.got.outcome, HTTP_OK);
	assert_true(x.got.took_ms < 40000);
	over(&script, &x);
}

static void trickle_ends_in_time(void **state)
{
	struct fault_reply script;
	struct exchange x;

	(void)state;
	script_init(&script, JSON_HEAD "Content-Length: 2\r\n\r\n{}", FAULT_KEEP);
	script.pause_ms = 100;
	meet(&script, 0, 400, &x);
	assert_int_equal(x.got.outcome, HTTP_LINK);
	assert_in_range(x.got.took_ms, 300, 30000);
	over(&script, &x);
}

/* ---- Retry-After and Date */

struct wait {
	const char *value;
	int64_t ms;
};

static void retry_after_is_clamped(void **state)
{
	static const struct wait waits[] = {
		{"7", 7000}, {"0", 1000}, {"1", 1000}, {"300", 300000}, {"301", 300000}, {"86400", 300000},
		{"99999999999999999999999999", 300000}, {"-5", 0}, {"soon", 0}, {"", 0}, {"1.5", 0}, {"1e3", 0},
		{"Sun, 22 Nov 2026 01:00:30 GMT", 30000}, {"Sun, 22 Nov 2026 00:00:00 GMT", 1000},
		{"Fri, 31 Dec 2099 23:59:59 GMT", 300000}, {"Xyz, 99 Nov 2026 99:00:30 GMT", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		struct http_headers h = {.lines = 0};
		char line[128];
		int len = snprintf(line, sizeof(line), "RETRY-after:  %s \r\n", waits[i].value);

		assert_true(http_headers_line(&h, line, (size_t)len));
		if (http_headers_retry_ms(&h, 1795309200) != waits[i].ms)
			fail_msg("%s: %lld", waits[i].value, (long long)http_headers_retry_ms(&h, 1795309200));
	}
}

/* By the server's own clock where it says it: ours may be a year off. */
static void retry_date_counts_from_the_servers_date(void **state)
{
	static const char date[] = "Date: Sun, 22 Nov 2026 01:00:00 GMT\r\n";
	static const char retry[] = "Retry-After: Sun, 22 Nov 2026 01:00:10 GMT\r\n";
	static const char old[] = "Date: Thu, 01 Jan 1970 00:00:10 GMT\r\n";
	struct http_headers h = {.lines = 0};

	(void)state;
	assert_true(http_headers_line(&h, date, strlen(date)));
	assert_int_equal(h.date, 1795309200);
	assert_true(http_headers_line(&h, retry, strlen(retry)));
	assert_int_equal(http_headers_retry_ms(&h, 0), 10000);
	assert_true(http_headers_line(&h, old, strlen(old)));
	assert_int_equal(h.date, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(body_at_the_cap_is_whole),
		cmocka_unit_test(body_of_unknown_length_is_cut_at_the_cap),
		cmocka_unit_test(endless_body_is_cut),
		cmocka_unit_test(huge_announced_body_is_not_read),
		cmocka_unit_test(endless_page_is_a_portal),
		cmocka_unit_test(compressed_bomb_is_cut),
		cmocka_unit_test(too_many_headers_are_cut),
		cmocka_unit_test(one_huge_header_is_cut),
		cmocka_unit_test(endless_interim_answers_are_cut),
		cmocka_unit_test(trickle_ends_in_time),
		cmocka_unit_test(retry_after_is_clamped),
		cmocka_unit_test(retry_date_counts_from_the_servers_date),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
