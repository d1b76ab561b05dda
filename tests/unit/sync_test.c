/* Deliveries: what arrives, what stays, what is rejected. Link and token: sync_link_test.c. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/outbox.h"
#include "tests/harness/fake_central.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fake_setup, fake_teardown)
#define JSON "application/json"

static const struct sync_state *now(struct fake *c)
{
	return sync_state(c->sync);
}

static void everything_arrives_once_and_in_order(void **state)
{
	struct fake *c = *state;

	fake_intakes(c, 50);
	fake_engine(c, 1);
	assert_false(now(c)->settled);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_int_equal(now(c)->delivered, 50);
	assert_int_equal(fake_waiting(c), 0);
	assert_true(now(c)->idle);
	assert_int_equal(now(c)->in_flight, 0);
	fake_check_arrived(c, 50);
	for (int i = 0; i < 50; i++) {
		assert_int_equal(c->dossiers[i].times, 1);
		if (i > 0)
			assert_true(strcmp(c->dossiers[i - 1].code, c->dossiers[i].code) < 0);
	}
}

static void several_are_in_flight_but_no_more_than_asked(void **state)
{
	struct fake *c = *state;
	int most = 0;

	c->lag_ms = 5;
	fake_intakes(c, 60);
	fake_engine(c, 5);
	sync_kick(c->sync);
	while (!now(c)->settled) {
		loop_turn(c->loop, 100);
		if (now(c)->in_flight > most)
			most = now(c)->in_flight;
	}
	assert_int_equal(most, 5);
	assert_int_equal(now(c)->delivered, 60);
	for (int i = 0; i < 60; i++)
		assert_int_equal(c->dossiers[i].times, 1);
	assert_in_range(fault_server_connections(c->server), 5, 7); /* kept, not one each */
}

static void a_new_one_is_sent_at_once(void **state)
{
	struct fake *c = *state;
	int64_t start;

	fake_engine(c, 0);
	fake_round(c);
	start = clock_mono_ms();
	fake_intakes(c, 1);
	fake_round(c);
	assert_int_equal(fake_waiting(c), 0);
	assert_true(clock_mono_ms() - start < 20000); /* and not at the next poll, after 30 s */
	assert_int_equal(c->probes, 1);               /* central was heard just now */
}

static void one_taken_in_meanwhile_goes_with_the_round(void **state)
{
	struct fake *c = *state;

	c->lag_ms = 20;
	fake_intakes(c, 3);
	fake_engine(c, 1);
	sync_kick(c->sync);
	while (now(c)->delivered < 1)
		loop_turn(c->loop, 100);
	fake_intakes(c, 2);
	fake_round(c);
	assert_int_equal(now(c)->delivered, 5);
	fake_check_arrived(c, 5);
}

/* ---- central took it in, its answer was lost */

static bool swallow_answers(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	if (!fake_is(q, "PUT", "/v1/dossiers/") || c->hooked >= 4)
		return false;
	c->hooked++;
	fake_serve(c, q, a);
	a->cut = c->hooked % 2 ? 60 : a->bytes.len - 5;
	a->end = c->hooked % 3 ? FAULT_CLOSE : FAULT_RESET;
	return true;
}

static void a_lost_answer_is_asked_for_again(void **state)
{
	struct fake *c = *state;

	c->hook = swallow_answers;
	fake_intakes(c, 4);
	fake_engine(c, 2);
	fake_rounds_until(c, 0, 20);
	fake_check_arrived(c, 4); /* one effect each, however often it was sent */
	assert_int_equal(now(c)->delivered, 4);
	assert_int_equal(c->hooked, 4);
}

/* ---- answers that acknowledge nothing */

#define AT "\"received_at\":\"2026-11-23T08:43:02+07:00\""

static const struct {
	const char *what;
	int status;
	const char *type, *body; /* %U %C %S: the uuid, code and hash that were sent */
} echoes[] = {
	{"other uuid", 201, JSON,
	 "{\"uuid\":\"01939b2e-0000-7000-8000-0000000000ff\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":2," AT "}"},
	{"other code", 201, JSON, "{\"uuid\":\"%U\",\"code\":\"H01.91.12-261123-9999\",\"sha256\":\"%S\",\"status\":2," AT "}"},
	{"other hash", 201, JSON, "{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"00\",\"status\":2," AT "}"},
	{"no hash", 201, JSON, "{\"uuid\":\"%U\",\"code\":\"%C\",\"status\":2," AT "}"},
	{"null uuid", 201, JSON, "{\"uuid\":null,\"code\":\"%C\",\"sha256\":\"%S\",\"status\":2," AT "}"},
	{"status as text", 201, JSON, "{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":\"2\"," AT "}"},
	{"no time", 201, JSON, "{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":2}"},
	{"nonsense time", 201, JSON, "{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":2,\"received_at\":\"x\"}"},
	{"huge status", 201, JSON, "{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":99999999999," AT "}"},
	{"accepted, not created", 202, JSON, "{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":2," AT "}"},
	{"other content type", 201, "text/plain", "{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":2," AT "}"},
	{"no content", 204, NULL, ""},
	{"duplicate key", 201, JSON,
	 "{\"uuid\":\"x\",\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":2," AT "}"},
	{"a list", 201, JSON, "[{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":2," AT "}]"},
	{"half a body", 201, JSON, "{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"stat"},
	{"bad UTF-8", 201, JSON, "{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":2," AT ",\"x\":\"\xff\"}"},
	{"rejection without a type", 422, "application/problem+json", "{\"title\":\"x\"}"},
	{"rejection that is a list", 422, "application/problem+json", "[]"},
	{"rejection as plain json", 422, JSON, "{\"type\":\"invalid\",\"title\":\"x\",\"status\":422}"},
	{"rejection as a page", 413, "text/html", "<html>too large</html>"},
	{"typed, but of another kind", 405, "application/problem+json", "{\"type\":\"method_not_allowed\",\"title\":\"x\"}"},
	{"server error, typed", 500, "application/problem+json", "{\"type\":\"internal\",\"title\":\"x\"}"},
	{"busy, typed", 429, "application/problem+json", "{\"type\":\"busy\",\"title\":\"x\"}"},
	{"portal", 200, "text/html", "<html>Wi-Fi</html>"},
	{"redirect", 302, JSON, "{\"uuid\":\"%U\",\"code\":\"%C\",\"sha256\":\"%S\",\"status\":2," AT "}"},
};

/* Puts one dossier's own values into the body. */
static void fill(struct buf *out, const char *body, const struct fake_dossier *d)
{
	for (const char *p = body; *p; p++) {
		const char *value = *p != '%' ? NULL : p[1] == 'U' ? d->uuid : p[1] == 'C' ? d->code : d->sha256;
		if (value)
			p++;
		if (value)
			buf_str_add(out, value);
		else
			buf_char(out, *p);
	}
}

static bool echo_wrongly(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	struct fault_reply own = {.end = FAULT_KEEP};
	struct buf body;

	if (!fake_is(q, "PUT", "/v1/dossiers/") || c->hooked < 0)
		return false;
	buf_init(&own.bytes, 4096);
	fake_serve(c, q, &own); /* it is taken in; only its answer is wrong */
	buf_clear(&own.bytes);
	buf_init(&body, 4096);
	fill(&body, echoes[c->hooked].body, &c->dossiers[0]);
	fault_answer(a, echoes[c->hooked].status, echoes[c->hooked].type, "", buf_str(&body));
	buf_clear(&body);
	return true;
}

static void a_wrong_echo_is_no_acknowledgement(void **state)
{
	struct fake *c = *state;

	c->hook = echo_wrongly;
	fake_intakes(c, 1);
	for (size_t i = 0; i < ARRAY_LEN(echoes); i++) {
		fault_server_lock(c->server);
		c->hooked = (int)i;
		fault_server_unlock(c->server);
		fake_engine(c, 0);
		fake_round(c);
		if (fake_waiting(c) != 1 || fake_rejected(c) != 0)
			fail_msg("%s: taken for an answer", echoes[i].what);
	}
	fault_server_lock(c->server);
	c->hooked = -1;
	fault_server_unlock(c->server);
	fake_rounds_until(c, 0, 3);
	fake_check_arrived(c, 1);
}

/* ---- rejections */

static const int rejections[] = {400, 404, 409, 410, 413, 415, 422};

static bool reject_first_ones(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	if (!fake_is(q, "PUT", "/v1/dossiers/") || c->hooked >= (int)ARRAY_LEN(rejections))
		return false;
	fake_problem(c, a, rejections[c->hooked++], "invalid");
	return true;
}

static bool reject_without_a_word(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	(void)c;
	if (!fake_is(q, "PUT", "/v1/dossiers/"))
		return false;
	fault_answer(a, 409, "application/problem+json", "",
		"{\"type\":\"number_conflict\",\"violations\":[{\"field\":\"code\",\"code\":\"taken\"}]}");
	return true;
}

static void a_wordless_rejection_still_gives_a_reason(void **state)
{
	struct fake *c = *state;
	struct outbox_row *rows;
	struct err err = ERR_INIT;
	int64_t total;
	size_t n;

	c->hook = reject_without_a_word;
	fake_intakes(c, 1);
	fake_engine(c, 1);
	fake_round(c);
	assert_true(outbox_list(c->f->store, 0, 100, &rows, &n, &total, &err));
	assert_int_equal(n, 1);
	assert_true(rows[0].rejected);
	assert_non_null(strstr(rows[0].reason, "409"));
	free(rows);
}

static void a_typed_rejection_takes_out_that_one_only(void **state)
{
	struct fake *c = *state;
	struct outbox_row *rows;
	struct err err = ERR_INIT;
	int64_t total;
	size_t n;

	c->hook = reject_first_ones;
	fake_intakes(c, 12);
	fake_engine(c, 1);
	fake_round(c);
	assert_int_equal(fake_waiting(c), 0);
	assert_int_equal(fake_rejected(c), 7);
	assert_int_equal(now(c)->rejected, 7);
	assert_int_equal(now(c)->delivered, 5);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_true(outbox_list(c->f->store, 0, 100, &rows, &n, &total, &err));
	assert_int_equal(n, 7);
	for (size_t i = 0; i < n; i++) {
		assert_true(rows[i].rejected);
		assert_int_equal(rows[i].problem.status, rejections[i]);
		assert_string_equal(rows[i].problem.violations.list[0].field, "applicant.phone");
	}
	/* Corrected at central: the officer sends it again, with the number it has. */
	assert_true(outbox_retry(c->f->store, rows[0].uuid, &err));
	fake_round(c);
	assert_int_equal(fake_rejected(c), 6);
	assert_int_equal(fake_waiting(c), 0);
	free(rows);
}

/* ---- one that central cannot digest */

/* The first `hooked` codes that come are central's undoing, for ever. */
static char bad_codes[5][UUID_SIZE];

static bool choke_on_some(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	if (!fake_is(q, "PUT", "/v1/dossiers/"))
		return false;
	for (int i = 0; i < 5; i++) {
		if (c->hooked < 0)
			return false;
		if (i == c->hooked)
			str_copy(bad_codes[c->hooked++], UUID_SIZE, q->path + strlen("/v1/dossiers/"));
		if (str_eq(bad_codes[i], q->path + strlen("/v1/dossiers/"))) {
			fault_answer(a, 500, "application/problem+json", "", "{\"type\":\"internal\",\"title\":\"x\"}");
			return true;
		}
	}
	return false;
}

static void bad_items_do_not_hold_up_the_rest(void **state)
{
	struct fake *c = *state;

	memset(bad_codes, 0, sizeof(bad_codes));
	c->hook = choke_on_some;
	fake_intakes(c, 30);
	fake_engine(c, 4);
	fake_rounds_until(c, 5, 30);
	assert_int_equal(now(c)->delivered, 25);
	assert_int_equal(fake_rejected(c), 0);
	fake_check_arrived(c, 25);
	fault_server_lock(c->server);
	c->hooked = -1; /* mended */
	fault_server_unlock(c->server);
	fake_rounds_until(c, 0, 5);
	fake_check_arrived(c, 30);
}

/* ---- a link that comes and goes */

static bool flap(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	static const enum fault_end ends[] = {FAULT_CLOSE, FAULT_RESET};

	c->hooked++;
	if (c->hooked > 400 || c->hooked % 7 < 4)
		return false;
	if (c->hooked % 2)
		fake_serve(c, q, a);
	a->cut = 10;
	a->end = ends[c->hooked % 3 == 0];
	return true;
}

static void a_flapping_link_loses_and_doubles_nothing(void **state)
{
	struct fake *c = *state;

	c->hook = flap;
	fake_intakes(c, 100);
	fake_engine(c, 4);
	fake_rounds_until(c, 0, 2000);
	fake_check_arrived(c, 100);
	assert_int_equal(now(c)->delivered, 100);
	assert_int_equal(fake_rejected(c), 0);
}

/* ---- the store fails */

static void a_failing_store_is_not_the_links_fault(void **state)
{
	struct fake *c = *state;
	struct db *db = store_db(c->f->store);
	struct err err = ERR_INIT;

	fake_intakes(c, 2);
	fake_engine(c, 1);
	assert_true(db_script(db, "CREATE TRIGGER full BEFORE DELETE ON outbox BEGIN SELECT"
		" RAISE(ABORT, 'disk full'); END", &err));
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_true(now(c)->reason[0]);
	assert_int_equal(fake_waiting(c), 2);
	assert_true(db_script(db, "DROP TRIGGER full", &err));
	fake_rounds_until(c, 0, 3);
	fake_check_arrived(c, 2);
}

static int tellings;

static void count_telling(void *user)
{
	(void)user;
	tellings++;
}

static void told_of_every_change(void **state)
{
	struct fake *c = *state;

	tellings = 0;
	fake_intakes(c, 3);
	fake_engine(c, 1);
	sync_on_change(c->sync, count_telling, NULL);
	fake_round(c);
	loop_turn(c->loop, 0);
	assert_in_range(tellings, 2, 40);
	sync_on_change(c->sync, NULL, NULL);
	tellings = 0;
	fake_round(c);
	assert_int_equal(tellings, 0);
}

static void freed_in_the_middle(void **state)
{
	struct fake *c = *state;

	c->lag_ms = 50;
	fake_intakes(c, 10);
	fake_engine(c, 4);
	sync_kick(c->sync);
	while (now(c)->in_flight < 4)
		loop_turn(c->loop, 100);
	sync_free(c->sync);
	c->sync = NULL;
	loop_turn(c->loop, 0);
	assert_int_equal(fake_waiting(c), 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(everything_arrives_once_and_in_order),
		T(several_are_in_flight_but_no_more_than_asked),
		T(a_new_one_is_sent_at_once),
		T(one_taken_in_meanwhile_goes_with_the_round),
		T(a_lost_answer_is_asked_for_again),
		T(a_wrong_echo_is_no_acknowledgement),
		T(a_typed_rejection_takes_out_that_one_only), T(a_wordless_rejection_still_gives_a_reason),
		T(bad_items_do_not_hold_up_the_rest),
		T(a_flapping_link_loses_and_doubles_nothing),
		T(a_failing_store_is_not_the_links_fault),
		T(told_of_every_change),
		T(freed_in_the_middle),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
