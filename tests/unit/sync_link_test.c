/* Link states, tokens, clocks and rests. Nobody waits for a rest here: rounds are kicked. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/text.h"
#include "net/sync_engine.h"
#include "tests/harness/fake_central.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fake_setup, fake_teardown)

static const struct sync_state *now(struct fake *c)
{
	return sync_state(c->sync);
}

static void set_hook(struct fake *c,
	bool (*hook)(struct fake *c, const struct fault_request *q, struct fault_reply *a))
{
	fault_server_lock(c->server);
	c->hook = hook;
	fault_server_unlock(c->server);
}

static void an_outage_is_named_and_survived(void **state)
{
	struct fake *c = *state;
	int64_t since;

	fake_intakes(c, 3);
	fake_engine(c, 0);
	fake_stop_server(c);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_OFFLINE);
	assert_true(now(c)->reason[0]);
	assert_int_equal(fake_waiting(c), 3);
	since = now(c)->since;
	assert_true(since > 0);
	fake_round(c);
	assert_int_equal(now(c)->since, since); /* still the same outage */
	fake_start_server(c);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_string_equal(now(c)->reason, "");
	assert_int_equal(fake_waiting(c), 0);
	fake_check_arrived(c, 3);
}

/* It comes back by itself, too: within the first rests of the back-off. */
static void the_link_is_tried_again_without_a_kick(void **state)
{
	struct fake *c = *state;
	int64_t deadline = clock_mono_ms() + 60000;

	fake_engine(c, 0);
	fake_intakes(c, 1);
	fake_stop_server(c);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_OFFLINE);
	fake_start_server(c);
	while (fake_waiting(c) > 0 && clock_mono_ms() < deadline)
		loop_turn(c->loop, 1000);
	assert_int_equal(fake_waiting(c), 0);
	assert_int_equal(now(c)->link, LINK_ONLINE);
}

static void an_outage_is_remembered_over_a_restart(void **state)
{
	struct fake *c = *state;
	struct err err = ERR_INIT;

	fake_engine(c, 0);
	fake_stop_server(c);
	fake_round(c);
	assert_true(store_meta_set_int(c->f->store, "link.offline_since", now(c)->since - 3600, &err));
	int64_t since = now(c)->since - 3600;
	fake_start_server(c);
	fake_engine(c, 0);
	fake_stop_server(c);
	fake_round(c);
	assert_int_equal(now(c)->since, since);
	fake_start_server(c);
	fake_round(c);
	assert_int_equal(store_meta_int(c->f->store, "link.offline_since", -1), 0);
}

/* ---- who answers */

static const struct {
	const char *what;
	int status;
	const char *type, *extra, *body;
	enum link_state link;
} faces[] = {
	{"portal page", 200, "text/html", "", "<html>Wi-Fi</html>", LINK_PORTAL},
	{"portal redirect", 302, "text/html", "Location: http://127.0.0.1:1/\r\n", "", LINK_PORTAL},
	{"network login", 511, "text/html", "", "<html>", LINK_PORTAL},
	{"a 204 that is not central's", 204, NULL, "", "", LINK_PORTAL},
	{"error", 500, "text/plain", "", "x", LINK_SERVER},
	{"gateway", 502, "text/html", "", "<html>", LINK_SERVER},
	{"busy", 503, NULL, "Retry-After: 120\r\n", "", LINK_SERVER},
	{"too many", 429, NULL, "Retry-After: x\r\n", "", LINK_SERVER},
};

static bool face(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	(void)q;
	fault_answer(a, faces[c->hooked].status, faces[c->hooked].type, faces[c->hooked].extra,
		faces[c->hooked].body);
	return true;
}

static void whoever_answers_is_named(void **state)
{
	struct fake *c = *state;

	fake_intakes(c, 1);
	for (size_t i = 0; i < ARRAY_LEN(faces); i++) {
		fault_server_lock(c->server);
		c->hook = face;
		c->hooked = (int)i;
		fault_server_unlock(c->server);
		fake_engine(c, 0);
		fake_round(c);
		if (now(c)->link != faces[i].link || fake_waiting(c) != 1)
			fail_msg("%s: link %d", faces[i].what, (int)now(c)->link);
		assert_true(now(c)->reason[0] && text_is_clean(now(c)->reason));
	}
	set_hook(c, NULL);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_int_equal(fake_waiting(c), 0);
}

static bool busy_for_dossiers(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	(void)c;
	if (!fake_is(q, "PUT", "/v1/dossiers/"))
		return false;
	fault_answer(a, 503, "application/problem+json", "Retry-After: 86400\r\n", "{\"type\":\"busy\"}");
	return true;
}

static void busy_central_rests_and_nothing_is_counted_against_the_queue(void **state)
{
	struct fake *c = *state;
	int64_t start;

	set_hook(c, busy_for_dossiers);
	fake_intakes(c, 40);
	fake_engine(c, 4);
	start = clock_mono_ms();
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_SERVER);
	assert_int_equal(fake_waiting(c), 40);
	assert_int_equal(fake_rejected(c), 0);
	assert_true(c->sync->rest_ms >= 300000 && c->sync->rest_ms <= 361000); /* clamped, then jitter */
	assert_true(clock_mono_ms() - start < 10000);
	for (int i = 0; i < 10; i++)
		fake_round(c); /* many rounds, no loss */
	assert_int_equal(fake_waiting(c), 40);
	set_hook(c, NULL);
	fake_rounds_until(c, 0, 3);
	fake_check_arrived(c, 40);
	assert_int_equal(now(c)->link, LINK_ONLINE);
}

static void slow_is_not_offline(void **state)
{
	struct fake *c = *state;

	fake_engine(c, 0);
	fake_round(c);
	struct buf body;
	buf_init(&body, 100);
	struct http_response r = {.outcome = HTTP_OK, .took_ms = 2500, .body = &body};
	sync_hear(c->sync, &r);
	assert_int_equal(now(c)->link, LINK_SLOW);
	r.took_ms = 1500; /* neither slow nor quick: stays */
	sync_hear(c->sync, &r);
	assert_int_equal(now(c)->link, LINK_SLOW);
	r.took_ms = 300;
	sync_hear(c->sync, &r);
	assert_int_equal(now(c)->link, LINK_ONLINE);
}

/* ---- tokens */

static void a_token_that_central_forgot_is_renewed_once(void **state)
{
	struct fake *c = *state;

	fake_intakes(c, 2);
	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(c->tokens, 1);
	fault_server_lock(c->server);
	c->token += 100; /* what was granted is not good any more */
	fault_server_unlock(c->server);
	fake_intakes(c, 20);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_int_equal(fake_waiting(c), 0);
	assert_int_equal(c->tokens, 2);
	fake_check_arrived(c, 22);
}

static bool refuse_all_tokens(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	(void)c;
	if (fake_is(q, "GET", "/healthz") || fake_is(q, "POST", "/v1/token"))
		return false;
	fault_answer(a, 401, "application/problem+json", "WWW-Authenticate: Bearer\r\n",
		"{\"type\":\"unauthorised\",\"title\":\"x\",\"status\":401}");
	return true;
}

static void refused_again_means_login(void **state)
{
	struct fake *c = *state;

	set_hook(c, refuse_all_tokens);
	fake_intakes(c, 20);
	fake_engine(c, 4);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_LOGIN);
	assert_int_equal(c->tokens, 2);
	assert_int_equal(fake_waiting(c), 20);
	assert_int_equal(fake_rejected(c), 0);
	set_hook(c, NULL);
	fake_rounds_until(c, 0, 3);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	fake_check_arrived(c, 20);
}

static bool refuse_deliveries(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	return strcmp(q->method, "PUT") == 0 && refuse_all_tokens(c, q, a);
}

/* What accepts the token meanwhile does not make it good again and again. */
static void one_route_that_refuses_means_login(void **state)
{
	struct fake *c = *state;

	set_hook(c, refuse_deliveries);
	fake_intakes(c, 20);
	fake_engine(c, 1);
	for (int round = 1; round <= 10; round++) {
		fake_round(c);
		assert_int_equal(now(c)->link, LINK_LOGIN);
		assert_int_equal(c->tokens, 1 + round); /* one more in the first, to be sure */
	}
	assert_int_equal(fake_waiting(c), 20);
	set_hook(c, NULL);
	fake_rounds_until(c, 0, 3);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	fake_check_arrived(c, 20);
}

static void a_key_that_is_not_accepted_means_login(void **state)
{
	struct fake *c = *state;

	c->deny_tokens = true;
	fake_intakes(c, 1);
	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_LOGIN);
	assert_true(strstr(now(c)->reason, "an toàn") != NULL);
	assert_int_equal(fake_waiting(c), 1);
	fault_server_lock(c->server);
	c->deny_tokens = false;
	fault_server_unlock(c->server);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_int_equal(fake_waiting(c), 0);
}

static bool odd_token(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	static const char *const bodies[] = {
		"{}", "{\"access_token\":\"a\\r\\nX-Evil: 1\",\"token_type\":\"Bearer\",\"expires_in\":9}",
		"{\"access_token\":\"tok\",\"token_type\":\"mac\",\"expires_in\":9}",
		"{\"access_token\":\"tok\",\"token_type\":\"Bearer\",\"expires_in\":\"9\"}",
		"{\"access_token\":\"\",\"token_type\":\"Bearer\",\"expires_in\":9}",
		"{\"access_token\":\"tok\",\"token_type\":\"Bearer\",\"expires_in\":-9}", "[]", "",
	};

	if (!fake_is(q, "POST", "/v1/token"))
		return false;
	fault_answer(a, 200, "application/json", "", bodies[c->hooked % 8]);
	return true;
}

static void an_odd_token_is_not_used(void **state)
{
	struct fake *c = *state;

	set_hook(c, odd_token);
	fake_engine(c, 0);
	for (int i = 0; i < 8; i++) {
		fault_server_lock(c->server);
		c->hooked = i;
		fault_server_unlock(c->server);
		fake_round(c);
		assert_int_equal(now(c)->link, LINK_SERVER);
	}
	assert_int_equal(c->refused, 0); /* nothing was sent with it */
}

/* A short-lived token is renewed in the middle of a long queue; all of it arrives. */
static void tokens_run_out_in_the_middle(void **state)
{
	struct fake *c = *state;

	int64_t next = 50;

	fake_intakes(c, 300);
	fake_engine(c, 4);
	sync_kick(c->sync);
	while (!now(c)->settled) {
		loop_turn(c->loop, 100);
		if (now(c)->delivered < next)
			continue;
		c->sync->token_until_ms = 0;
		next += 100;
	}
	assert_int_equal(now(c)->delivered, 300);
	assert_true(c->tokens >= 3);
	fake_check_arrived(c, 300);
}

/* ---- clocks */

static void a_wrong_clock_here_does_not_lock_us_out(void **state)
{
	static const int64_t ahead[] = {3 * 86400, -3 * 86400, 30 * 365 * 86400LL};
	struct fake *c = *state;

	for (size_t i = 0; i < ARRAY_LEN(ahead); i++) {
		fault_server_lock(c->server);
		c->clock_ahead_s = ahead[i];
		fault_server_unlock(c->server);
		fake_engine(c, 0);
		fake_round(c);
		assert_int_equal(now(c)->link, LINK_ONLINE);
		assert_true(now(c)->server_time_known);
		assert_true(llabs(now(c)->server_offset_s - ahead[i]) <= 5);
		/* the first two are taken for true, at once: three answers agree */
		if (ahead[i] < 40 * 86400) {
			assert_true(clock_trusted());
			assert_true(llabs(clock_now() - clock_wall() - ahead[i]) <= 5);
		}
	}
	fault_server_lock(c->server);
	c->clock_ahead_s = 0;
	fault_server_unlock(c->server);
	fake_round(c);
	fake_round(c);
	assert_true(clock_trusted());
	assert_true(llabs(clock_now() - clock_wall()) <= 5);
}

/* A certificate out of its time: where it is known to be our clock, that is said, and what it should be. */
static void our_own_clock_is_blamed(void **state)
{
	static const struct {
		int64_t known_ahead; /* of our clock */
		bool clock_doubt, blamed;
	} rows[] = {{400 * 86400, true, true}, {-400 * 86400, true, true}, {60, true, false},
		{400 * 86400, false, false}};
	struct fake *c = *state;
	struct time_anchor a = {.central = true};
	struct http_response r = {.outcome = HTTP_TLS, .reason = "Chứng chỉ máy chủ đã hết hạn"};
	struct clock_face face;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		fake_engine(c, 0);
		fake_stop_server(c);
		clock_look(&face);
		a.at = face.wall + rows[i].known_ahead;
		a.boot_ms = face.boot_ms;
		str_copy(a.boot_id, sizeof(a.boot_id), face.boot_id);
		clock_set_anchor(&a);
		c->sync->phase = PHASE_PROBE; /* its answer */
		r.clock_doubt = rows[i].clock_doubt;
		sync_http_fault(c->sync, &r);
		assert_int_equal(now(c)->link, LINK_CERTIFICATE);
		assert_int_equal(strstr(now(c)->reason, "Đồng hồ máy sai") != NULL, rows[i].blamed);
		fake_start_server(c);
	}
}

/* Central's Date and the clock it judges assertions by may differ: then ours is tried. */
static bool lie_about_date(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	(void)c;
	if (!fake_is(q, "GET", "/healthz"))
		return false;
	fault_answer(a, 204, NULL, "Date: Fri, 01 Jan 2021 00:00:00 GMT\r\nMotcua-Api: 1\r\n", "");
	return true;
}

static void the_other_clock_is_tried_once(void **state)
{
	struct fake *c = *state;

	set_hook(c, lie_about_date);
	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_int_equal(c->tokens, 2);
}

/* ---- rests */

static void rests_are_jittered_and_capped(void **state)
{
	int64_t least = INT64_MAX, most = 0;

	(void)state;
	for (int failures = 1; failures < 100; failures++) {
		int64_t window = failures < 7 ? 1000 << (failures - 1) : 60000;
		if (window > 60000)
			window = 60000;
		for (int i = 0; i < 50; i++) {
			int64_t ms = sync_back_off_ms(failures);
			assert_in_range(ms, 0, window);
			if (failures == 50 && ms < least)
				least = ms;
			if (failures == 50 && ms > most)
				most = ms;
		}
	}
	assert_true(least < 20000 && most > 40000); /* spread over the whole window */
	assert_in_range(sync_back_off_ms(2000000000), 0, 60000);
}

static void a_kick_forgets_the_back_off(void **state)
{
	struct fake *c = *state;

	fake_engine(c, 0);
	fake_stop_server(c);
	for (int i = 0; i < 4; i++)
		fake_round(c);
	assert_int_equal(c->sync->failures, 1); /* each kick began anew */
	fake_start_server(c);
	fake_round(c);
	assert_int_equal(c->sync->failures, 0);
	assert_in_range(c->sync->rest_ms, 27000, 33000);
}

/* ---- items that step back */

static void held_items_keep_their_order_and_are_forgotten(void **state)
{
	struct fake *c = *state;
	struct held *h;

	fake_engine(c, 0);
	for (int64_t i = 0; i < 5000; i++)
		sync_hold(c->sync, 1 + i * 7 % 5000);
	assert_int_equal(c->sync->out.n_held, 4096);
	for (size_t i = 1; i < c->sync->out.n_held; i++)
		assert_true(c->sync->out.held[i - 1].sequence < c->sync->out.held[i].sequence);
	assert_null(sync_hold_next(c->sync)); /* not in the round they failed in */
	sync_hold_release(c->sync);
	h = sync_hold_next(c->sync);
	assert_non_null(h);
	int64_t first = h->sequence;
	assert_true(sync_is_held(c->sync, first));
	sync_hold_forget(c->sync, first);
	sync_hold_forget(c->sync, first);
	assert_false(sync_is_held(c->sync, first));
	assert_int_equal(c->sync->out.n_held, 4095);
	assert_int_equal(sync_hold_wait_ms(c->sync, 500), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_outage_is_named_and_survived),
		T(the_link_is_tried_again_without_a_kick),
		T(an_outage_is_remembered_over_a_restart),
		T(whoever_answers_is_named),
		T(busy_central_rests_and_nothing_is_counted_against_the_queue),
		T(slow_is_not_offline),
		T(a_token_that_central_forgot_is_renewed_once),
		T(refused_again_means_login),
		T(a_key_that_is_not_accepted_means_login),
		T(one_route_that_refuses_means_login),
		T(an_odd_token_is_not_used),
		T(tokens_run_out_in_the_middle),
		T(a_wrong_clock_here_does_not_lock_us_out),
		T(our_own_clock_is_blamed),
		T(the_other_clock_is_tried_once),
		T(rests_are_jittered_and_capped),
		T(a_kick_forgets_the_back_off),
		T(held_items_keep_their_order_and_are_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
