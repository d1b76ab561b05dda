/*
 * What may change around a queue while it waits, and must not change what waits: who is on shift,
 * the catalogue, where an answer would send it, what a certificate says, how long central hangs.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/str.h"
#include "store/dossiers.h"
#include "tests/harness/bad_way.h"
#include "tests/harness/exchange.h"
#include "tests/harness/office.h"

/* ---- another officer's shift */

static void the_author_stays_the_author(void **state)
{
	struct bad_way w;
	struct err err = ERR_INIT;

	(void)state;
	bad_way_open(&w);
	bad_way_script(&w, PROXY_401, 0, 1000);
	bad_way_intakes(&w, 3); /* by canbo.mau */
	sync_station_round(&w.s);
	assert_int_equal(sync_state(w.s.sync)->link, LINK_LOGIN);
	assert_true(store_meta_set(w.s.f->store, "shift.officer", "canbo.khac", &err));
	bad_way_intakes(&w, 1); /* taking in goes on */
	bad_way_script(&w, PROXY_PASS, 0, 0);
	bad_way_restart(&w, 0);
	sync_station_round(&w.s);
	assert_int_equal(bad_way_at_central(&w), 4);
	assert_int_equal(sync_station_at_central(&w.s,
		"SELECT count(*) FROM dossiers WHERE body LIKE '%canbo.mau%'"), 4);
	assert_int_equal(sync_station_at_central(&w.s,
		"SELECT count(*) FROM dossiers WHERE body LIKE '%canbo.khac%'"), 0);
	bad_way_close(&w);
}

/* ---- another catalogue */

static const char other_catalogue[] = "[{\"code\":\"1.014027\",\"name\":\"Trợ cấp đã đổi tên\","
	"\"field\":\"Bảo trợ xã hội\",\"channels\":{\"direct\":{\"time\":{\"unit\":\"working_days\","
	"\"count\":3},\"fee\":{\"status\":\"free\",\"lines\":[]}}},\"cases\":[{\"id\":\"1\",\"name\":"
	"\"Trường hợp chung\",\"components\":[{\"id\":\"1\",\"name\":\"Tờ khai mới\",\"required\":true,"
	"\"original\":1,\"certified\":0,\"copy\":0,\"translation\":0}]}]}]";

static void change_catalogue(struct bad_way *w)
{
	char file[128], out[400];
	const char *const words[] = {"import", "procedures", file, NULL};
	struct err err = ERR_INIT;

	snprintf(file, sizeof(file), "%s/procedures.json", w->dir);
	assert_true(fs_write_atomic(file, other_catalogue, strlen(other_catalogue), 0600, &err));
	assert_int_equal(central_command(&w->s.central, words, out, sizeof(out)), 0);
	unlink(file);
}

/* The first dossier's content and token. */
static char *content(struct bad_way *w, const char *code, char token[RECEIPT_TOKEN_SIZE])
{
	struct err err = ERR_INIT;
	struct dossier d;

	assert_true(dossiers_load(w->s.f->store, code, &d, token, NULL, &err));
	char *json = dossiers_json(w->s.f->store, d.uuid, &err);
	dossier_clear(&d);
	assert_non_null(json);
	return json;
}

static void what_waits_is_not_made_anew_by_the_catalogue(void **state)
{
	char code[2][DOSSIER_CODE_SIZE], token[2][RECEIPT_TOKEN_SIZE];
	struct bad_way w;

	(void)state;
	bad_way_open(&w);
	bad_way_script(&w, PROXY_503, 0, 1000);
	sync_station_intake(&w.s, code[0]);
	char *before = content(&w, code[0], token[0]);
	int64_t changes = sync_state(w.s.sync)->catalogue_changes;
	change_catalogue(&w);
	/* a delivery that is refused beside it may end a round before the catalogue is here */
	for (int i = 0; i < 20 && sync_state(w.s.sync)->catalogue_changes == changes; i++)
		sync_station_round(&w.s);
	sync_station_intake(&w.s, code[1]);
	char *after = content(&w, code[0], token[1]), *later = content(&w, code[1], token[0]);
	assert_string_equal(before, after);
	assert_null(strstr(before, "đã đổi tên"));
	assert_non_null(strstr(later, "đã đổi tên")); /* the new catalogue had come */
	bad_way_script(&w, PROXY_PASS, 0, 0);
	sync_station_round(&w.s);
	assert_int_equal(sync_station_counts(&w.s).waiting, 0);
	assert_int_equal(sync_station_counts(&w.s).rejected, 0);
	assert_int_equal(sync_station_at_central(&w.s,
		"SELECT count(*) FROM dossiers WHERE body LIKE '%đã đổi tên%'"), 1);
	free(before);
	free(after);
	free(later);
	bad_way_close(&w);
}

/* ---- an answer that sends elsewhere */

static void redirect(void *user, const struct fault_request *q, struct fault_reply *a)
{
	static const int statuses[] = {301, 302, 303, 307, 308};
	char extra[128];

	snprintf(extra, sizeof(extra), "Location: %s/elsewhere\r\n", (const char *)user);
	fault_answer(a, statuses[q->number % (int)ARRAY_LEN(statuses)], "application/json", extra, "{}");
}

static void welcome(void *user, const struct fault_request *q, struct fault_reply *a)
{
	(void)user;
	(void)q;
	fault_answer(a, 200, "application/json", "", "{}");
}

static void a_redirect_is_never_followed(void **state)
{
	struct fault_server *elsewhere = fault_server_start(0, NULL, welcome, NULL);
	struct fault_server *s = fault_server_start(0, NULL, redirect,
		(void *)(uintptr_t)fault_server_url(elsewhere));
	struct exchange x;

	(void)state;
	exchange_open(&x, fault_server_url(s), NULL, 5000);
	for (int i = 0; i < 5; i++) {
		exchange_run(&x, (struct http_call){.method = "PUT", .path = "/v1/dossiers/x",
			.bearer = "secret", .body = "{}", .body_len = 2, .content_type = "application/json"});
		assert_int_equal(x.got.outcome, HTTP_PORTAL);
	}
	assert_int_equal(fault_server_requests(s), 5);
	assert_int_equal(fault_server_connections(elsewhere), 0);
	exchange_close(&x);
	fault_server_stop(s);
	fault_server_stop(elsewhere);
}

/* ---- a certificate that talks to the terminal */

static void a_certificates_words_are_harmless(void **state)
{
	static const char evil[] = "\x1b]0;x\x07\x1b[2J\xc2\x9b" "31m\xe2\x80\xae";
	struct tls_identity ca, other, id;
	struct fault_server *s;
	struct exchange x;
	char dir[] = "/tmp/motcua-words-XXXXXX", file[64], stranger[64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(file, sizeof(file), "%s/ca.pem", dir);
	snprintf(stranger, sizeof(stranger), "%s/stranger.pem", dir);
	tls_authority(&ca, "Authority", file);
	tls_authority(&other, evil, stranger);
	for (int i = 0; i < 2; i++) {
		tls_server(&id, i ? &other : &ca, i ? "localhost" : "elsewhere.example.vn", -3600, 3600);
		s = fault_server_start(0, &id, welcome, NULL);
		exchange_open(&x, fault_server_url(s), file, 5000);
		exchange_get(&x);
		assert_int_equal(x.got.outcome, HTTP_TLS);
		for (const char *c = x.got.reason; *c; c++)
			assert_true((unsigned char)*c >= 0x20 && *c != 0x7f);
		assert_null(strstr(x.got.reason, "\xc2\x9b"));
		assert_null(strstr(x.got.reason, "\xe2\x80\xae"));
		exchange_close(&x);
		fault_server_stop(s);
		tls_identity_clear(&id);
	}
	tls_identity_clear(&other);
	tls_identity_clear(&ca);
	unlink(file);
	unlink(stranger);
	rmdir(dir);
}

/* ---- central takes every connection and never says a word */

static struct proxy_order half_open(void *user, const struct proxy_request *q)
{
	(void)user;
	(void)q;
	return (struct proxy_order){PROXY_HALF_OPEN, 0};
}

/* Where 0.1 ms is usual: it is about waiting for a network, for which half a minute is allowed. */
#define STALL_US 10e6

static void keys_answer_while_central_hangs(void **state)
{
	static const char *const keys[] = {"F2", "Tab", "Tab", "Esc", "F4", "Esc", "F3", "Esc", "F1", "Esc"};
	struct office office;
	struct buf ini;
	struct err err = ERR_INIT;

	(void)state;
	office_open(&office);
	struct fault_proxy *proxy = fault_proxy_start(&(struct proxy_options){
		.server_port = office.port, .decide = half_open});
	buf_init(&ini, 4096);
	buf_printf(&ini, "[central]\nurl = %s\n[workstation]\ndata_dir = %s/data\n", fault_proxy_url(proxy),
		office.dir);
	assert_true(fs_write_atomic(office.config, buf_str(&ini), ini.len, 0600, &err));
	buf_clear(&ini);
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		pty_key(pty, keys[i]);
		pty_settle(pty);
		if (pty_last_us(pty) > STALL_US)
			fail_msg("%s was answered after %.0f ms", keys[i], pty_last_us(pty) / 1000);
	}
	assert_true(fault_proxy_count(proxy, PROXY_HALF_OPEN) > 0);
	pty_free(pty);
	fault_proxy_stop(proxy);
	office_close(&office);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_author_stays_the_author),
		cmocka_unit_test(what_waits_is_not_made_anew_by_the_catalogue),
		cmocka_unit_test(a_redirect_is_never_followed),
		cmocka_unit_test(a_certificates_words_are_harmless),
		cmocka_unit_test(keys_answer_while_central_hangs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
