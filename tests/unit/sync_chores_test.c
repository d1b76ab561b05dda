/* Numbers ahead, catalogue, changes feed; enrolment; the link in words. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/text.h"
#include "store/catalogue.h"
#include "store/dossiers.h"
#include "store/numbers.h"
#include "tests/harness/fake_central.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fake_setup, fake_teardown)
#define JSON "application/json"

static const struct sync_state *now(struct fake *c)
{
	return sync_state(c->sync);
}

static int64_t left_today(struct fake *c)
{
	struct number_stock stock;
	struct err err = ERR_INIT;

	assert_true(numbers_stock(c->f->store, instant_date(clock_now()), &stock, &err));
	return stock.left;
}

/* ---- numbers */

/* Today, two working days, and the days off between them. */
static int days_leased(const struct fake *c, struct date today)
{
	return date_to_days(calendar_add_working_days(c->f->calendar, today, 2)) - date_to_days(today) + 1;
}

static int days_from_now(const struct fake *c)
{
	return days_leased(c, instant_date(clock_now()));
}

static void numbers_are_leased_ahead(void **state)
{
	struct fake *c = *state;

	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(left_today(c), 60);
	assert_int_equal(c->n_blocks, days_from_now(c));
	fake_round(c);
	assert_int_equal(c->leases, days_from_now(c)); /* full: nothing more is asked for */
}

static bool lose_lease_answer(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	if (!fake_is(q, "POST", "/v1/number-blocks") || c->hooked++ > 0)
		return false;
	fake_serve(c, q, a);
	a->cut = 30;
	a->end = FAULT_CLOSE;
	return true;
}

static void a_lost_lease_is_asked_for_by_the_same_id(void **state)
{
	struct fake *c = *state;

	c->hook = lose_lease_answer;
	fake_engine(c, 0);
	fake_round(c);
	fake_round(c);
	assert_int_equal(left_today(c), 60);
	assert_int_equal(c->n_blocks, days_from_now(c)); /* none was granted twice */
	assert_int_equal(c->leases, days_from_now(c) + 1);
}

/* What central says of the block it grants: 0 another's signature, 1 other block, 2 no signature. */
static bool bad_lease(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	struct signing_key *other;
	char *at;

	if (!fake_is(q, "POST", "/v1/number-blocks"))
		return false;
	other = c->f->central;
	if (c->hooked == 0)
		c->f->central = signing_key_new();
	fake_serve(c, q, a);
	if (c->hooked == 0)
		signing_key_free(c->f->central);
	c->f->central = other;
	at = strstr(a->bytes.data, c->hooked == 1 ? "\"last\":" : "\"signature\":\"");
	if (c->hooked > 0)
		memset(at + strlen(c->hooked == 1 ? "\"last\":" : "\"signature\":\""), '9', 3);
	return true;
}

static void a_block_that_is_not_as_signed_is_not_used(void **state)
{
	struct fake *c = *state;

	c->hook = bad_lease;
	fake_intakes(c, 2);
	for (int i = 0; i < 3; i++) {
		fault_server_lock(c->server);
		c->hooked = i;
		fault_server_unlock(c->server);
		fake_engine(c, 0);
		fake_round(c);
		assert_int_equal(left_today(c), 0);
		assert_int_equal(now(c)->link, LINK_SERVER);
		assert_int_equal(fake_waiting(c), 0); /* deliveries are not held up by it */
	}
}

static bool refuse_leases(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	if (!fake_is(q, "POST", "/v1/number-blocks"))
		return false;
	c->hooked++;
	fake_problem(c, a, c->hooked % 2 ? 409 : 422, "conflict");
	return true;
}

static void a_refused_lease_is_wished_anew(void **state)
{
	struct fake *c = *state;

	c->hook = refuse_leases;
	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(c->hooked, days_from_now(c) + 1); /* and the standing block */
	assert_int_equal(now(c)->link, LINK_ONLINE);
	fault_server_lock(c->server);
	c->hook = NULL;
	fault_server_unlock(c->server);
	fake_round(c);
	assert_int_equal(left_today(c), 60);
}

/* Leases only for days around its own. */
static bool lease_by_own_clock(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	struct date day, own = instant_date(clock_now() + c->clock_ahead_s);
	const char *at = strstr(q->body, "\"day\":\"");
	char iso[DATE_SIZE];

	if (!fake_is(q, "POST", "/v1/number-blocks") || !at)
		return false;
	snprintf(iso, sizeof(iso), "%.10s", at + 7);
	if (date_parse_iso(iso, &day) && abs(date_to_days(day) - date_to_days(own)) <= 60)
		return false;
	fake_problem(c, a, 422, "invalid");
	return true;
}

static void a_clock_that_is_years_off_still_gets_numbers(void **state)
{
	struct fake *c = *state;
	struct number_stock stock;
	struct err err = ERR_INIT;

	c->hook = lease_by_own_clock;
	c->clock_ahead_s = 1000 * 86400LL;
	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_int_equal(left_today(c), 0);
	assert_true(numbers_stock(c->f->store, instant_date(clock_now() + c->clock_ahead_s), &stock, &err));
	assert_int_equal(stock.left, 60);
	fake_round(c);
	/* it does not try both each time */
	assert_int_equal(c->leases, days_leased(c, instant_date(clock_now() + c->clock_ahead_s)));
}

static void the_standing_block_is_fetched_once(void **state)
{
	struct fake *c = *state;
	bool has;

	fake_engine(c, 0);
	fake_round(c);
	assert_true(numbers_standing(c->f->store, &c->f->ws, &has, NULL));
	assert_true(has);
}

/* What is told of a block: the path names it, the body where it stopped. */
static bool hear_closing(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	char body[128];

	if (!fake_is(q, "PUT", "/v1/number-blocks/"))
		return false;
	c->hooked++;
	if (c->hooked == 1) { /* the answer gets lost: it is told again */
		fake_problem(c, a, 503, "unavailable");
		return true;
	}
	assert_non_null(strstr(q->body, "\"next\":3"));
	snprintf(body, sizeof(body), "{\"id\":\"%.36s\",\"next\":3}", q->path + strlen("/v1/number-blocks/"));
	fault_answer(a, 201, JSON, "", body);
	return true;
}

static void blocks_that_are_over_are_told_until_central_has_it(void **state)
{
	struct fake *c = *state;
	struct date long_ago = date_add(instant_date(clock_now()), -9);

	fixture_lease(c->f, long_ago, 1, 20);
	assert_true(db_run(store_db(c->f->store), NULL, "UPDATE number_block SET next = 3", NULL));
	c->hook = hear_closing;
	fake_engine(c, 0);
	fake_round(c);
	fake_round(c);
	assert_int_equal(c->hooked, 2);
	assert_int_equal(fixture_count(c->f, "SELECT count(*) FROM number_block WHERE closed = 1"), 1);
	fake_round(c);
	assert_int_equal(c->hooked, 2);
}

/* ---- a central that has forgotten */

/* Leases from 1 again until it is told of the blocks; c->hooked: leases before that, then 100. */
static bool forgotten_numbers(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	if (fake_is(q, "POST", "/v1/reconcile")) {
		if (strstr(q->body, "\"blocks\"") && c->hooked < 100)
			c->hooked += 100;
		fault_answer(a, 200, JSON, "", "{\"missing\":[],\"different\":[],\"refused_blocks\":[],"
			"\"restored_blocks\":1}");
		return true;
	}
	if (!fake_is(q, "POST", "/v1/number-blocks") || strstr(q->body, "\"series\"") || c->hooked >= 100)
		return false;
	c->hooked++;
	c->lease_at = 1;
	fake_serve(c, q, a);
	c->lease_at = 0;
	return true;
}

/* Nobody is at fault: no pause, no other link, and there are numbers in that round. */
static void numbers_that_are_here_already_are_told_and_passed_over(void **state)
{
	struct fake *c = *state;
	struct date today = instant_date(clock_now());

	fixture_lease(c->f, today, 1, 10);
	c->hook = forgotten_numbers;
	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(c->hooked, 101); /* one, then it was told */
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_string_equal(now(c)->reason, "");
	assert_false(now(c)->chores_only);
	assert_int_equal(left_today(c), 60);
}

/* One that leases the same whatever it is told: every wish is dropped, the rest goes on. */
static bool count_reconciling(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	if (!fake_is(q, "POST", "/v1/reconcile"))
		return false;
	c->hooked += strstr(q->body, "\"blocks\"") != NULL;
	fault_answer(a, 200, JSON, "", "{\"missing\":[],\"different\":[],\"refused_blocks\":[],"
		"\"restored_blocks\":0}");
	return true;
}

static void numbers_that_are_always_the_same_stop_nothing(void **state)
{
	struct fake *c = *state;

	fake_intakes(c, 2);
	c->hook = count_reconciling;
	c->lease_at = 1;
	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(c->hooked, 1);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_int_equal(fake_waiting(c), 0);
	assert_int_equal(fixture_count(c->f, "SELECT count(*) FROM number_wish"), 0);
}

/* ---- catalogue */

static void item(struct buf *out, const char *kind, const char *id, int change, const char *body)
{
	uint8_t hash[SHA256_SIZE];
	char hex[HEX_SIZE(SHA256_SIZE)];

	sha256(body, strlen(body), hash);
	hex_encode(hash, sizeof(hash), hex);
	buf_printf(out, "{\"kind\":\"%s\",\"id\":\"%s\",\"change\":%d,\"version\":%d,\"sha256\":\"%s\","
		"\"deleted\":false,\"body\":%s}", kind, id, change, change, hex, body);
}

/* Two pages of one account each, then nothing new. */
static bool two_pages(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	struct buf body;
	int since;

	if (!fake_is(q, "GET", "/v1/catalogue?since="))
		return false;
	since = (int)strtol(q->path + strlen("/v1/catalogue?since="), NULL, 10);
	buf_init(&body, 8192);
	buf_str_add(&body, "{\"version\":2,\"new\":{},\"items\":[");
	if (since == 0)
		item(&body, "account", "a1", 1, "{\"agency\":\"H01.91.12\",\"id\":\"a1\",\"name\":\"Lê Thị Mẫu\","
			"\"title\":\"Công chức\"}");
	if (since == 1)
		item(&body, "account", "a2", 2, "{\"agency\":\"H01.91.12\",\"id\":\"a2\",\"name\":\"Trần Văn Thử\","
			"\"title\":\"Công chức\"}");
	buf_printf(&body, "],\"since\":%d,\"more\":%s}", since < 2 ? since + 1 : 2, since == 0 ? "true" : "false");
	c->hooked++;
	fault_answer(a, 200, JSON, "", buf_str(&body));
	buf_clear(&body);
	return true;
}

static void the_catalogue_comes_in_pages(void **state)
{
	struct fake *c = *state;
	struct account *accounts;
	struct err err = ERR_INIT;
	size_t n;

	c->hook = two_pages;
	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(now(c)->catalogue_changes, 2);
	assert_int_equal(catalogue_since(c->f->store), 2);
	assert_int_equal(c->hooked, 2);
	assert_true(catalogue_accounts(c->f->store, "H01.91.12", &accounts, &n, &err));
	assert_int_equal(n, 2);
	free(accounts);
	fake_round(c);
	assert_int_equal(now(c)->catalogue_changes, 2); /* nothing new: nobody need read it again */
}

#define BAD_HASH                                                                                        \
	"{\"version\":1,\"items\":[{\"kind\":\"area\",\"id\":\"1\",\"change\":1,\"sha256\":\"00\","              \
	"\"deleted\":false,\"body\":{}}],\"since\":1,\"more\":false}"

static const char *const bad_catalogues[] = {
	"{\"version\":1,\"items\":[],\"since\":0,\"more\":true}", /* would be asked for without end */
	BAD_HASH,
	"{\"version\":1,\"items\":{},\"since\":1,\"more\":false}",
	"{\"version\":1,\"items\":[7],\"since\":1,\"more\":false}",
	"{\"version\":1,\"items\":[],\"since\":5,\"more\":false}",
	"{\"version\":-1,\"items\":[],\"since\":-1,\"more\":false}",
	"{\"version\":\"1\",\"items\":[],\"since\":1,\"more\":false}",
	"[]", "{", "",
};

static void a_bad_catalogue_leaves_the_old_one(void **state)
{
	struct fake *c = *state;

	fake_engine(c, 0);
	for (size_t i = 0; i < ARRAY_LEN(bad_catalogues); i++) {
		fault_server_lock(c->server);
		c->catalogue = bad_catalogues[i];
		fault_server_unlock(c->server);
		fake_intakes(c, 1);
		fake_round(c);
		if (now(c)->link != LINK_SERVER || catalogue_since(c->f->store) != 0)
			fail_msg("%s", bad_catalogues[i]);
		assert_int_equal(fake_waiting(c), 0); /* the queue goes on */
		assert_true(now(c)->chores_only);     /* so sync --once has not failed */
	}
	fake_stop_server(c);
	fake_round(c);
	assert_false(now(c)->chores_only);
	fake_start_server(c);
}

static bool deep(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	struct buf body;

	(void)c;
	if (!fake_is(q, "GET", "/v1/c"))
		return false;
	buf_init(&body, 100000);
	for (int i = 0; i < 10000; i++)
		buf_str_add(&body, "{\"a\":[");
	fault_answer(a, 200, JSON, "", buf_str(&body));
	buf_clear(&body);
	return true;
}

static void depth_is_survived(void **state)
{
	struct fake *c = *state;

	c->hook = deep;
	fake_engine(c, 0);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_SERVER);
}

/* ---- changes */

static void changes_are_stored_with_their_cursor(void **state)
{
	struct fake *c = *state;
	struct dossier_list list;
	struct dossier_filter all = {.text = NULL};
	struct err err = ERR_INIT;
	char body[512], *cursor;

	fake_intakes(c, 1);
	fake_engine(c, 0);
	fake_round(c);
	snprintf(body, sizeof(body), "{\"items\":[{\"uuid\":\"nonsense\",\"status\":4},{\"uuid\":\"%s\","
		"\"code\":\"x\",\"status\":4,\"due_at\":null,\"new\":1},"
		"{\"uuid\":\"01939b2e-0000-7000-8000-0000000000ff\",\"status\":77}],"
		"\"cursor\":\"c/2 é\",\"more\":false}", c->dossiers[0].uuid);
	fault_server_lock(c->server);
	c->changes = body;
	fault_server_unlock(c->server);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_true(dossiers_list(c->f->store, &all, 0, 10, &list, &err));
	assert_int_equal(list.rows[0].status, 4);
	dossier_list_clear(&list);
	cursor = dossiers_cursor(c->f->store);
	assert_string_equal(cursor, "c/2 é");
	free(cursor);
	fake_round(c);
	assert_string_equal(c->last_since, "c%2F2%20%C3%A9");
}

static bool gone(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	if (!fake_is(q, "GET", "/v1/changes") || (!strstr(q->path, "since=") && c->hooked >= 0))
		return false;
	fake_problem(c, a, 410, "gone");
	return true;
}

static void an_expired_cursor_begins_anew_and_spares_the_queue(void **state)
{
	struct fake *c = *state;
	char *cursor;

	fake_engine(c, 0);
	fake_round(c);
	c->hook = gone;
	fake_intakes(c, 3);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_ONLINE);
	assert_int_equal(fake_waiting(c), 0);
	cursor = dossiers_cursor(c->f->store);
	assert_string_equal(cursor, "c1");
	free(cursor);
	assert_string_equal(c->last_since, "");
	fault_server_lock(c->server);
	c->hooked = -1; /* gone, whatever is asked: once a round, not for ever */
	fault_server_unlock(c->server);
	fake_round(c);
	assert_int_equal(now(c)->link, LINK_SERVER);
}

static const char *const bad_changes[] = {
	"{\"items\":[],\"cursor\":\"\",\"more\":false}", "{\"items\":[],\"cursor\":7,\"more\":false}",
	"{\"items\":[],\"cursor\":\"x\"}", "{\"items\":7,\"cursor\":\"x\",\"more\":false}", "[]",
};

static void bad_changes_leave_the_cursor(void **state)
{
	struct fake *c = *state;

	fake_engine(c, 0);
	for (size_t i = 0; i < ARRAY_LEN(bad_changes); i++) {
		char *cursor;

		fault_server_lock(c->server);
		c->changes = bad_changes[i];
		fault_server_unlock(c->server);
		fake_round(c);
		assert_int_equal(now(c)->link, LINK_SERVER);
		cursor = dossiers_cursor(c->f->store);
		assert_string_equal(cursor, "");
		free(cursor);
	}
}

/* ---- enrolment */

#define KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define GOOD                                                                                            \
	"{\"id\":\"01939b2e-0000-7000-8000-00000000000b\",\"agency\":{\"id\":\"H01.91.13\","                  \
	"\"name\":\"Phường Mẫu\",\"parent_name\":\"Tỉnh Mẫu\",\"place\":\"Mẫu\"},\"counter\":4,"               \
	"\"public_url\":\"https://tra-cuu.vi-du.vn/\",\"server_key\":\"" KEY "\",\"enrolled_at\":\"x\"}"

static const struct {
	const char *what;
	int status;
	const char *type, *body;
	enum err_kind kind;
} enrolments[] = {
	{"first", 201, JSON, GOOD, ERR_NONE},
	{"again", 200, JSON, GOOD, ERR_NONE},
	{"unknown code", 404, "application/problem+json", "{\"type\":\"unknown_code\",\"title\":\"x\"}", ERR_DATA},
	{"used code", 409, "application/problem+json", "{\"type\":\"code_used\",\"title\":\"x\"}", ERR_DATA},
	{"other refusal", 422, "application/problem+json", "{\"type\":\"invalid\",\"title\":\"x\"}", ERR_DATA},
	{"error", 500, JSON, "{}", ERR_UNAVAILABLE},
	{"portal", 200, "text/html", "<html>", ERR_UNAVAILABLE},
	{"nothing in it", 201, JSON, "{}", ERR_DATA},
	{"short key", 201, JSON,
	 "{\"id\":\"01939b2e-0000-7000-8000-00000000000b\",\"agency\":{\"id\":\"H01.91.13\",\"name\":\"x\"},"
	 "\"counter\":4,\"public_url\":\"https://x.vn\",\"server_key\":\"AAAA\"}", ERR_DATA},
	{"address without encryption", 201, JSON,
	 "{\"id\":\"01939b2e-0000-7000-8000-00000000000b\",\"agency\":{\"id\":\"H01.91.13\",\"name\":\"x\"},"
	 "\"counter\":4,\"public_url\":\"http://x.vn\",\"server_key\":\"" KEY "\"}", ERR_DATA},
	{"agency that is none", 201, JSON,
	 "{\"id\":\"01939b2e-0000-7000-8000-00000000000b\",\"agency\":{\"id\":\"../x\",\"name\":\"x\"},"
	 "\"counter\":4,\"public_url\":\"https://x.vn\",\"server_key\":\"" KEY "\"}", ERR_DATA},
};

static bool enrol_answer(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	if (!fake_is(q, "POST", "/v1/workstations") || !strstr(q->body, "\"code\":\"MA-THU-1\""))
		return false;
	fault_answer(a, enrolments[c->hooked].status, enrolments[c->hooked].type, "",
		enrolments[c->hooked].body);
	return true;
}

static void enrolment_takes_what_central_says(void **state)
{
	struct fake *c = *state;

	c->hook = enrol_answer;
	fake_engine(c, 0);
	for (size_t i = 0; i < ARRAY_LEN(enrolments); i++) {
		struct workstation ws = {.key = c->f->ws.key};
		struct err err = ERR_INIT;
		bool ok;

		fault_server_lock(c->server);
		c->hooked = (int)i;
		fault_server_unlock(c->server);
		ok = sync_enrol(c->loop, c->http, c->f->store, " MA-THU-1\n", &ws, &err);
		if (ok != (enrolments[i].kind == ERR_NONE) || err.kind != enrolments[i].kind)
			fail_msg("%s: %d %s", enrolments[i].what, (int)err.kind, err.text);
		assert_ptr_equal(ws.key, c->f->ws.key);
		assert_int_equal(ws.counter, ok ? 4 : 0);
		if (ok)
			assert_string_equal(ws.public_url, "https://tra-cuu.vi-du.vn");
	}
}

static void an_empty_or_endless_code_is_not_sent(void **state)
{
	struct fake *c = *state;
	struct workstation ws = {.key = c->f->ws.key};
	struct err err = ERR_INIT;
	char endless[2000];

	memset(endless, 'A', sizeof(endless));
	endless[sizeof(endless) - 1] = '\0';
	fake_engine(c, 0);
	assert_false(sync_enrol(c->loop, c->http, c->f->store, "", &ws, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_false(sync_enrol(c->loop, c->http, c->f->store, endless, &ws, &err));
	assert_false(sync_enrol(c->loop, c->http, c->f->store, "\x1b[31m\x07", &ws, &err));
	assert_int_equal(fault_server_requests(c->server), 0);
}

/* ---- in words */

static void the_link_in_words(void **state)
{
	static const struct {
		enum link_state link;
		const char *text;
	} rows[] = {
		{LINK_UNKNOWN, "đang kiểm tra mạng"},
		{LINK_ONLINE, "có mạng"},
		{LINK_SLOW, "mạng chậm"},
		{LINK_OFFLINE, "mất mạng từ 08:12 22/11 · vẫn nhận được"},
		{LINK_SERVER, "trung tâm đang lỗi từ 08:12 22/11 · vẫn nhận được"},
		{LINK_PORTAL, "Wi-Fi đòi đăng nhập từ 08:12 22/11 · vẫn nhận được"},
		{LINK_CERTIFICATE, "chứng chỉ không hợp lệ từ 08:12 22/11 · vẫn nhận được"},
		{LINK_LOGIN, "trung tâm từ chối máy này từ 08:12 22/11 · vẫn nhận được"},
	};
	/* A year that is not this one: the day is always named. */
	struct sync_state s = {.since = instant_make((struct date){2024, 11, 22}, 8 * 3600 + 12 * 60)};
	char text[200];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		s.link = rows[i].link;
		link_text(&s, text, sizeof(text));
		assert_string_equal(text, rows[i].text);
		assert_true(text_is_clean(text));
	}
	s.link = LINK_OFFLINE;
	s.since = clock_now();
	link_text(&s, text, sizeof(text));
	assert_null(strstr(text, "ngày")); /* today goes without saying */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(numbers_are_leased_ahead),
		T(a_lost_lease_is_asked_for_by_the_same_id),
		T(a_block_that_is_not_as_signed_is_not_used),
		T(a_refused_lease_is_wished_anew),
		T(a_clock_that_is_years_off_still_gets_numbers),
		T(the_standing_block_is_fetched_once),
		T(blocks_that_are_over_are_told_until_central_has_it),
		T(numbers_that_are_here_already_are_told_and_passed_over),
		T(numbers_that_are_always_the_same_stop_nothing),
		T(the_catalogue_comes_in_pages),
		T(a_bad_catalogue_leaves_the_old_one),
		T(depth_is_survived),
		T(changes_are_stored_with_their_cursor),
		T(an_expired_cursor_begins_anew_and_spares_the_queue),
		T(bad_changes_leave_the_cursor),
		T(enrolment_takes_what_central_says),
		T(an_empty_or_endless_code_is_not_sent),
		cmocka_unit_test(the_link_in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
