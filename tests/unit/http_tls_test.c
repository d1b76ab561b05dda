/* Who may answer: addresses that are taken at all, certificates, and names that do not resolve. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dlfcn.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "net/http_url.h"
#include "tests/harness/exchange.h"

/* ---- a resolver that hangs for one name; libcurl calls this one */

static int hang_pipe[2];

int getaddrinfo(const char *restrict node, const char *restrict service,
	const struct addrinfo *restrict hints, struct addrinfo **restrict res)
{
	static int (*next)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

	if (node && strcmp(node, "hangs.invalid") == 0) {
		poll(&(struct pollfd){.fd = hang_pipe[0]}, 1, 10000); /* until the test closes its end */
		return EAI_AGAIN;
	}
	if (node && strcmp(node, "nowhere.invalid") == 0)
		return EAI_NONAME;
	*(void **)&next = dlsym(RTLD_NEXT, "getaddrinfo");
	return next(node, service, hints, res);
}

static void hanging_name_is_bounded(void **state)
{
	struct exchange x;

	(void)state;
	assert_int_equal(pipe(hang_pipe), 0);
	exchange_open(&x, "https://hangs.invalid", NULL, 300);
	exchange_get(&x);
	assert_int_equal(x.got.outcome, HTTP_LINK);
	assert_in_range(x.got.took_ms, 250, 8000);
	assert_true(x.longest_turn_ms < 8000); /* the loop did not wait for the resolver, which takes 10 s */
	exchange_close(&x);
	close(hang_pipe[1]); /* lets the resolver's thread go */
}

static void unknown_name_is_the_link(void **state)
{
	struct exchange x;

	(void)state;
	exchange_open(&x, "https://nowhere.invalid", NULL, 3000);
	exchange_get(&x);
	assert_int_equal(x.got.outcome, HTTP_LINK);
	assert_non_null(strstr(x.got.reason, "DNS"));
	exchange_close(&x);
}

/* ---- certificates */

#define DAY 86400L

struct certificate {
	const char *what, *host;
	long from_s, to_s;
	int issuer; /* 0: ours, 1: another of another name, 2: another of the same name */
	enum http_outcome outcome;
	const char *word; /* in the reason */
};

static const struct certificate certificates[] = {
	{"good", "localhost", -DAY, DAY, 0, HTTP_OK, ""},
	{"expired", "localhost", -2 * DAY, -DAY, 0, HTTP_TLS, "hết hạn"},
	{"not yet valid", "localhost", DAY / 2, DAY, 0, HTTP_TLS, "đồng hồ"},
	{"of another host", "khac.vi-du.vn", -DAY, DAY, 0, HTTP_TLS, "máy chủ khác"},
	{"of an unknown issuer", "localhost", -DAY, DAY, 1, HTTP_TLS, "không tin cậy"},
	{"of a forged issuer", "localhost", -DAY, DAY, 2, HTTP_TLS, "an toàn"},
	{"good, after all the bad ones", "localhost", -DAY, DAY, 0, HTTP_OK, ""},
};

static void ok(void *user, const struct fault_request *q, struct fault_reply *a)
{
	(void)user;
	(void)q;
	fault_answer(a, 200, "application/json", "", "{}");
}

static void try_certificate(const struct certificate *c, const struct tls_identity *issuer,
	const char *ca_file)
{
	struct tls_identity id;
	struct fault_server *s;
	struct exchange x;

	tls_server(&id, issuer, c->host, c->from_s, c->to_s);
	s = fault_server_start(0, &id, ok, NULL);
	exchange_open(&x, fault_server_url(s), ca_file, 20000);
	exchange_run(&x, (struct http_call){.method = "GET", .path = "/", .bearer = "secret"});
	if (x.got.outcome != c->outcome || !strstr(x.got.reason, c->word))
		fail_msg("%s: outcome %d (%s)", c->what, (int)x.got.outcome, x.got.reason);
	assert_int_equal(fault_server_requests(s), c->outcome == HTTP_OK);
	/* only a clock that may be wrong is doubted; what a good one says bounds central's Date */
	assert_int_equal(x.got.clock_doubt, strstr(c->what, "expired") || strstr(c->what, "not yet"));
	if (c->outcome == HTTP_OK) {
		assert_true(llabs(x.got.valid_from - (clock_wall() + c->from_s)) < 60);
		assert_true(llabs(x.got.valid_until - (clock_wall() + c->to_s)) < 60);
	}
	exchange_close(&x);
	fault_server_stop(s);
	tls_identity_clear(&id);
}

static void certificates_are_always_checked(void **state)
{
	static const char *const names[] = {"Motcua test authority", "Other authority",
		"Motcua test authority"};
	struct tls_identity issuers[3];
	char dir[] = "/tmp/motcua-tls-XXXXXX", files[3][64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (int i = 0; i < 3; i++) {
		snprintf(files[i], sizeof(files[i]), "%s/%d.pem", dir, i);
		tls_authority(&issuers[i], names[i], files[i]);
	}
	for (size_t i = 0; i < sizeof(certificates) / sizeof(certificates[0]); i++)
		try_certificate(&certificates[i], &issuers[certificates[i].issuer], files[0]);
	for (int i = 0; i < 3; i++) {
		tls_identity_clear(&issuers[i]);
		unlink(files[i]);
	}
	rmdir(dir);
}

static void unreadable_ca_file_is_named(void **state)
{
	struct exchange x;
	struct tls_identity ca, id;
	struct fault_server *s;
	char file[] = "/tmp/motcua-ca-XXXXXX";

	(void)state;
	close(mkstemp(file));
	tls_authority(&ca, "Test", file);
	unlink(file);
	tls_server(&id, &ca, "localhost", -DAY, DAY);
	s = fault_server_start(0, &id, ok, NULL);
	exchange_open(&x, fault_server_url(s), file, 3000);
	exchange_get(&x);
	assert_int_equal(x.got.outcome, HTTP_TLS);
	assert_non_null(strstr(x.got.reason, "ca_file"));
	exchange_close(&x);
	fault_server_stop(s);
	tls_identity_clear(&id);
	tls_identity_clear(&ca);
}

static void plain_server_behind_https_is_named(void **state)
{
	struct fault_server *s = fault_server_start(0, NULL, ok, NULL);
	struct exchange x;
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "https://localhost:%d", fault_server_port(s));
	exchange_open(&x, url, NULL, 1000);
	exchange_get(&x);
	assert_true(x.got.outcome == HTTP_TLS || x.got.outcome == HTTP_LINK);
	assert_int_equal(fault_server_requests(s), 0);
	exchange_close(&x);
	fault_server_stop(s);
}

/* ---- addresses */

static const struct {
	const char *text, *base; /* base NULL: refused */
} addresses[] = {
	{"https://may-chu.vi-du.vn", "https://may-chu.vi-du.vn"},
	{"https://may-chu.vi-du.vn/", "https://may-chu.vi-du.vn"},
	{"https://may-chu.vi-du.vn:8443/motcua//", "https://may-chu.vi-du.vn:8443/motcua"},
	{"HTTPS://may-chu.vi-du.vn", "https://may-chu.vi-du.vn"},
	{"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
	{"http://127.200.3.4", "http://127.200.3.4"},
	{"http://[::1]:8080/", "http://[::1]:8080"},
	{"http://localhost:80", "http://localhost:80"},
	{"http://LocalHost", "http://LocalHost"},
	{"http://may-chu.vi-du.vn", NULL},
	{"http://127.0.0.1.vi-du.vn", NULL},
	{"http://localhost.vi-du.vn", NULL},
	{"http://128.0.0.1", NULL},
	{"http://0.0.0.0", NULL},
	{"http://[::2]", NULL},
	{"http://[::ffff:10.0.0.1]", NULL},
	{"http://localhost@vi-du.vn", NULL},
	{"https://ai:mk@may-chu.vi-du.vn", NULL},
	{"https://may-chu.vi-du.vn/?x=1", NULL},
	{"https://may-chu.vi-du.vn/#x", NULL},
	{"ftp://127.0.0.1", NULL},
	{"file:///etc/passwd", NULL},
	{"may-chu.vi-du.vn", NULL},
	{"127.0.0.1:8080", NULL},
	{"https://", NULL},
	{"https:// x", NULL},
	{"https://may-chu.vi-du.vn\r\nX: y", NULL},
	{"https://máy-chủ.vn", NULL},
	{"https://may-chu.vi-du.vn:99999", NULL},
	{"", NULL},
	{NULL, NULL},
};

static void addresses_are_https_or_loopback(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		const char *text = addresses[i].text, *base = addresses[i].base;
		struct err err = ERR_INIT;
		bool https, taken;
		char *url;

		taken = http_url_base(text, &url, &https, &err);
		if (taken != (base != NULL))
			fail_msg("%s: %s", text ? text : "(null)", taken ? url : err.text);
		if (taken)
			assert_string_equal(url, base);
		else
			assert_int_equal(err.kind, ERR_CONFIG);
		free(url);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_https_or_loopback),
		cmocka_unit_test(certificates_are_always_checked),
		cmocka_unit_test(unreadable_ca_file_is_named),
		cmocka_unit_test(plain_server_behind_https_is_named),
		cmocka_unit_test(unknown_name_is_the_link),
		cmocka_unit_test(hanging_name_is_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
