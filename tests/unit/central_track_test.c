#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/central_world.h"
#include "central/track_page.h"

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

struct desk {
	struct station s;
	char block[UUID_SIZE];
	int64_t first;
	struct sent x;
};

static void desk_open(struct world *w, struct desk *d)
{
	station_enter(w, &d->s, WORLD_AGENCY, 3);
	station_lease(w, &d->s, 10, d->block, &d->first);
	sent_make(w, &d->s, d->block, d->first, &d->x);
}

static void desk_close(struct desk *d)
{
	sent_clear(&d->x);
	station_leave(&d->s);
}

static struct reply open_page(struct world *w, const char *code, const char *token,
	const char *query)
{
	char *target = xasprintf("/t/%s/%s%s", code, token, query);
	struct reply r = call(w, "GET", target, NULL, NULL);
	free(target);
	return r;
}

static void shows(const struct reply *r, const char *text)
{
	if (!strstr(r->body, text))
		fail_msg("the page does not say \"%s\":\n%s", text, r->body);
}

static void shows_nobody(const struct reply *r)
{
	static const char *const personal[] = {"Ánh", "089190001234", "0912345678", "Ấp Thử",
		"Trần Thị", "1990", "02/09"};
	for (size_t i = 0; i < ARRAY_LEN(personal); i++)
		assert_null(strstr(r->body, personal[i]));
}

static void a_receipt_ahead_of_its_dossier_is_genuine(void **state)
{
	struct world *w = *state;
	struct desk d;
	desk_open(w, &d);
	struct reply r = open_page(w, d.x.code, d.x.token, "");
	assert_int_equal(r.status, 200);
	shows(&r, "<html lang=\"vi\">");
	shows(&r, "Biên nhận thật, chưa đồng bộ về hệ thống");
	shows(&r, d.x.code);
	shows(&r, "Phường Long Xuyên");
	shows(&r, "08:43, 23/11/2026");
	shows(&r, "08:43, 07/12/2026");
	shows_nobody(&r);
	reply_clear(&r);
	r = open_page(w, d.x.code, d.x.token, "?lang=en");
	shows(&r, "<html lang=\"en\">");
	shows(&r, "Genuine receipt, not yet synchronised");
	reply_clear(&r);
	desk_close(&d);
}

static void a_delivered_dossier_shows_its_state(void **state)
{
	struct world *w = *state;
	struct desk d;
	desk_open(w, &d);
	struct reply r = call(w, "PUT", d.x.target, d.s.bearer, d.x.body);
	assert_int_equal(r.status, 201);
	reply_clear(&r);
	r = open_page(w, d.x.code, d.x.token, "");
	assert_int_equal(r.status, 200);
	shows(&r, "<p class=\"state\">Được tiếp nhận</p>");
	shows(&r, "Thực hiện, điều chỉnh trợ cấp hưu trí xã hội");
	shows(&r, "Quá trình giải quyết");
	shows_nobody(&r);
	reply_clear(&r);
	assert_true(db_run(w->central.db, NULL, "UPDATE dossiers SET status = 10", ""));
	r = open_page(w, d.x.code, d.x.token, "?lang=en");
	shows(&r, "<p class=\"state\">Result handed over</p>");
	reply_clear(&r);
	desk_close(&d);
}

static void expect_unknown(struct world *w, const char *code, const char *token)
{
	struct reply r = open_page(w, code, token, "");
	assert_int_equal(r.status, 404);
	assert_string_equal(r.content_type, "text/html; charset=utf-8");
	shows(&r, "Không xác nhận được biên nhận này");
	assert_null(strstr(r.body, "Long Xuyên"));
	reply_clear(&r);
}

static void forged_receipts_are_not_confirmed(void **state)
{
	struct world *w = *state;
	struct desk d;
	char token[RECEIPT_TOKEN_SIZE + 400];
	desk_open(w, &d);
	for (size_t i = 0; i < strlen(d.x.token); i += 7) {
		str_copy(token, sizeof(token), d.x.token);
		token[i] = token[i] == 'A' ? 'B' : 'A';
		expect_unknown(w, d.x.code, token);
	}
	expect_unknown(w, "H01.91.12-261123-9999", d.x.token);
	expect_unknown(w, "<script>alert(1)<script>", d.x.token);
	expect_unknown(w, d.x.code, "x");
	memset(token, 'A', sizeof(token) - 1);
	token[sizeof(token) - 1] = '\0';
	expect_unknown(w, d.x.code, token);
	desk_close(&d);
}

static void a_number_never_leased_is_not_confirmed(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent other;
	desk_open(w, &d);
	sent_make(w, &d.s, d.block, d.first + 10, &other); /* signed by a known key */
	expect_unknown(w, other.code, other.token);
	sent_clear(&other);
	desk_close(&d);
}

static void a_stranger_is_not_confirmed(void **state)
{
	struct world *w = *state;
	struct desk d;
	desk_open(w, &d);
	signing_key_free(d.s.key);
	d.s.key = signing_key_new();
	sent_seal(&d.s, &d.x, true);
	expect_unknown(w, d.x.code, d.x.token);
	desk_close(&d);
}

static void a_clashing_dossier_is_not_shown_for_it(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent twin;
	desk_open(w, &d);
	sent_make(w, &d.s, d.block, d.first, &twin); /* another dossier took the number */
	struct reply r = sent_deliver(w, &d.s, &twin, 201);
	reply_clear(&r);
	r = open_page(w, d.x.code, d.x.token, "");
	shows(&r, "Biên nhận thật, chưa đồng bộ về hệ thống");
	reply_clear(&r);
	sent_clear(&twin);
	desk_close(&d);
}

static void the_page_keeps_to_itself(void **state)
{
	struct world *w = *state;
	struct desk d;
	char source[64];
	desk_open(w, &d);
	struct reply r = open_page(w, d.x.code, d.x.token, "");
	track_style_source(source, sizeof(source));
	assert_non_null(strstr(reply_header(&r, "Content-Security-Policy"), "default-src 'none'"));
	assert_non_null(strstr(reply_header(&r, "Content-Security-Policy"), source));
	assert_string_equal(reply_header(&r, "Cache-Control"), "no-store");
	assert_string_equal(reply_header(&r, "X-Content-Type-Options"), "nosniff");
	assert_non_null(strstr(reply_header(&r, "X-Robots-Tag"), "noindex"));
	assert_string_equal(reply_header(&r, "Referrer-Policy"), "no-referrer");
	assert_string_equal(reply_header(&r, "Content-Language"), "vi");
	assert_null(strstr(r.body, "<script"));
	assert_null(strstr(r.body, "http"));
	assert_null(strstr(r.body, "src="));
	reply_clear(&r);
	desk_close(&d);
}

static void names_are_escaped(void **state)
{
	struct track t = {.verdict = TRACK_WAITING, .code = "H01-261123-0001",
		.agency = "<b>\"Xã\" & 'Thử'</b>", .procedure = "<script>", .received_at = WORLD_NOW};
	struct buf out;
	(void)state;
	buf_init(&out, 64 * 1024);
	track_page(&t, TRACK_VI, &out);
	assert_non_null(strstr(buf_str(&out), "&lt;b&gt;&quot;Xã&quot; &amp; &#39;Thử&#39;&lt;/b&gt;"));
	assert_null(strstr(buf_str(&out), "<script>"));
	assert_non_null(strstr(buf_str(&out), "Thủ tục này chưa công bố thời hạn"));
	buf_clear(&out);
}

static void the_phone_chooses_the_language(void **state)
{
	static const struct {
		const char *query, *accept;
		enum track_lang lang;
	} rows[] = {
		{NULL, "", TRACK_VI},
		{NULL, "en", TRACK_EN},
		{NULL, "en-US,en;q=0.9", TRACK_EN},
		{NULL, "vi-VN,vi;q=0.9,en;q=0.8", TRACK_VI},
		{NULL, "en;q=0.8,vi;q=0.9", TRACK_VI},
		{NULL, "fr,en;q=0.5", TRACK_EN},
		{NULL, "fr", TRACK_VI},
		{NULL, "end", TRACK_VI},
		{NULL, "en;q=0", TRACK_VI},
		{NULL, "en;q=nonsense", TRACK_VI},
		{NULL, ",,,;;;q=,", TRACK_VI},
		{"vi", "en", TRACK_VI},
		{"en", "vi", TRACK_EN},
		{"fr", "en", TRACK_EN},
		{"", "", TRACK_VI},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(track_language(rows[i].query, rows[i].accept), rows[i].lang);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_receipt_ahead_of_its_dossier_is_genuine), T(a_delivered_dossier_shows_its_state),
		T(forged_receipts_are_not_confirmed), T(a_number_never_leased_is_not_confirmed),
		T(a_stranger_is_not_confirmed), T(a_clashing_dossier_is_not_shown_for_it),
		T(the_page_keeps_to_itself), cmocka_unit_test(names_are_escaped),
		cmocka_unit_test(the_phone_chooses_the_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
