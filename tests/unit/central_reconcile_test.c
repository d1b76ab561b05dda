/* What a central restored from an older backup asks its counters for, and takes back from them. */
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
#include "core/dossier_code.h"
#include "core/number_block.h"
#include "tests/harness/central_world.h"

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
#define ID "0199c2a5-1111-7222-8333-4444555566"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static struct reply reconcile(struct world *w, const struct station *s, const char *body)
{
	return call(w, "POST", "/v1/reconcile", s->bearer, body);
}

static struct reply ask_of(struct world *w, const struct station *s, const char *uuid, const char *sha256)
{
	char *body = xasprintf("{\"items\":[{\"uuid\":\"%s\",\"sha256\":\"%s\"}]}", uuid, sha256);
	struct reply r = reconcile(w, s, body);
	free(body);
	return r;
}

static size_t count(const struct reply *r, const char *name)
{
	return json_array_size(json_object_get(r->json, name));
}

static void run(struct world *w, const char *sql)
{
	struct err err = ERR_INIT;
	if (!db_script(w->central.db, sql, &err))
		fail_msg("%s: %s", sql, err.text);
}

/* What the backup does not have. */
static void forget_all(struct world *w)
{
	run(w, "DELETE FROM dossiers; DELETE FROM changes; DELETE FROM dossier_history; DELETE FROM station_seen;"
		"DELETE FROM number_blocks; DELETE FROM number_series; DELETE FROM standing_blocks;"
		"UPDATE counters SET value = 0 WHERE name = 'changes'");
}

/* The answer of a lease as an entry of "blocks". */
static char *lease_entry(struct world *w, const struct station *s, const char *id, const char *rest)
{
	char *body = xasprintf("{\"id\":\"%s\",\"agency\":\"%s\",%s}", id, WORLD_AGENCY, rest);
	struct reply r = call(w, "POST", "/v1/number-blocks", s->bearer, body);
	free(body);
	assert_int_equal(r.status, 201);
	char *entry = xstrdup(r.body);
	reply_clear(&r);
	return entry;
}

#define DAY_LEASE(count) "\"day\":\"2026-11-23\",\"count\":" count

static struct reply give_back(struct world *w, const struct station *s, const char *entry)
{
	char *body = xasprintf("{\"blocks\":[%s]}", entry);
	struct reply r = reconcile(w, s, body);
	free(body);
	assert_int_equal(r.status, 200);
	return r;
}

static void what_is_here_missing_or_other_is_told(void **state)
{
	struct world *w = *state;
	struct station s;
	struct sent sent;
	char block[UUID_SIZE];
	int64_t first;
	station_enter(w, &s, WORLD_AGENCY, 3);
	station_lease(w, &s, 10, block, &first);
	sent_make(w, &s, block, first, &sent);
	struct reply r = ask_of(w, &s, sent.uuid, sent.sha256);
	assert_int_equal(r.status, 200);
	assert_int_equal(count(&r, "missing"), 1);
	assert_int_equal(count(&r, "different"), 0);
	assert_string_equal(json_string_value(json_array_get(json_object_get(r.json, "missing"), 0)), sent.uuid);
	reply_clear(&r);
	r = sent_deliver(w, &s, &sent, 201);
	reply_clear(&r);
	r = ask_of(w, &s, sent.uuid, sent.sha256);
	assert_int_equal(count(&r, "missing") + count(&r, "different"), 0);
	reply_clear(&r);
	r = ask_of(w, &s, sent.uuid, ZEROS);
	assert_int_equal(count(&r, "different"), 1);
	reply_clear(&r);
	r = reconcile(w, &s, "{}");
	assert_int_equal(r.status, 200);
	reply_clear(&r);
	sent_clear(&sent);
	station_leave(&s);
}

/* The dossier was acknowledged, then central forgot it, its block and its place in the series. */
static void a_lost_dossier_comes_back_with_its_number(void **state)
{
	struct world *w = *state;
	struct station s;
	struct sent sent;
	char *entry, *next;
	station_enter(w, &s, WORLD_AGENCY, 3);
	entry = lease_entry(w, &s, ID "01", DAY_LEASE("10"));
	sent_make(w, &s, ID "01", 4, &sent);
	struct reply r = sent_deliver(w, &s, &sent, 201);
	reply_clear(&r);
	forget_all(w);
	r = sent_deliver(w, &s, &sent, 422);
	assert_true(reply_violates(&r, "code", "unknown_number"));
	reply_clear(&r);
	r = give_back(w, &s, entry);
	assert_int_equal(json_integer_value(json_object_get(r.json, "restored_blocks")), 1);
	assert_int_equal(count(&r, "refused_blocks"), 0);
	reply_clear(&r);
	r = give_back(w, &s, entry); /* again: nothing new */
	assert_int_equal(json_integer_value(json_object_get(r.json, "restored_blocks")), 0);
	reply_clear(&r);
	r = sent_deliver(w, &s, &sent, 201);
	assert_string_equal(reply_text(&r, "code"), sent.code);
	reply_clear(&r);
	/* and nobody is leased those numbers again, nor what others may hold behind them */
	next = lease_entry(w, &s, ID "02", DAY_LEASE("5"));
	assert_non_null(strstr(next, "\"first\":10011"));
	free(next);
	free(entry);
	sent_clear(&sent);
	station_leave(&s);
}

/* A lease shows what its workstation has of that day: nothing of it is leased again, to nobody, though
 * nobody was told yet that central forgot it. */
static void a_lease_goes_on_behind_what_is_held(void **state)
{
	struct world *w = *state;
	struct station s, other;
	station_enter(w, &s, WORLD_AGENCY, 3);
	station_enter(w, &other, WORLD_AGENCY, 4);
	char *held = lease_entry(w, &s, ID "21", DAY_LEASE("10"));
	char *wish = xasprintf(DAY_LEASE("5") ",\"held\":%s", held);
	char *next = lease_entry(w, &s, ID "22", wish); /* nothing is forgotten: right behind it */
	assert_non_null(strstr(next, "\"first\":11,"));
	free(next);
	forget_all(w);
	next = lease_entry(w, &s, ID "23", wish);
	assert_non_null(strstr(next, "\"first\":10011,"));
	struct reply r = give_back(w, &s, held); /* taken back already */
	assert_int_equal(json_integer_value(json_object_get(r.json, "restored_blocks")), 0);
	reply_clear(&r);
	free(next);
	forget_all(w);
	next = lease_entry(w, &other, ID "24", wish); /* another's proves nothing */
	assert_non_null(strstr(next, "\"first\":1,"));
	free(next);
	static const char *const odd[] = {"null", "7", "{}", "{\"block\":{\"last\":8999999},\"signature\":\"\"}"};
	for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
		char id[UUID_SIZE];
		char *rest = xasprintf(DAY_LEASE("5") ",\"held\":%s", odd[i]);
		snprintf(id, sizeof(id), ID "3%zu", i);
		next = lease_entry(w, &s, id, rest);
		assert_null(strstr(next, "\"first\":10011,"));
		free(next);
		free(rest);
	}
	free(wish);
	free(held);
	station_leave(&s);
	station_leave(&other);
}

/* Another workstation was leased the same numbers before this one said so: both dossiers are taken. */
static void numbers_leased_twice_serve_both(void **state)
{
	struct world *w = *state;
	struct station a, b;
	struct sent from_a, from_b;
	char *entry;
	station_enter(w, &a, WORLD_AGENCY, 3);
	station_enter(w, &b, WORLD_AGENCY, 4);
	entry = lease_entry(w, &a, ID "01", DAY_LEASE("10"));
	forget_all(w);
	free(lease_entry(w, &b, ID "02", DAY_LEASE("10")));
	struct reply r = give_back(w, &a, entry);
	assert_int_equal(json_integer_value(json_object_get(r.json, "restored_blocks")), 1);
	reply_clear(&r);
	sent_make(w, &a, ID "01", 4, &from_a);
	sent_make(w, &b, ID "02", 4, &from_b);
	assert_string_equal(from_a.code, from_b.code);
	r = sent_deliver(w, &b, &from_b, 201);
	reply_clear(&r);
	r = sent_deliver(w, &a, &from_a, 201);
	assert_true(json_is_true(json_object_get(r.json, "clash")));
	reply_clear(&r);
	/* the one that was taken back ends like any other */
	r = call(w, "PUT", "/v1/number-blocks/" ID "01/closing", a.bearer, "{\"next\":5,\"reason\":\"retired\"}");
	assert_int_equal(r.status, 201);
	reply_clear(&r);
	free(entry);
	sent_clear(&from_a);
	sent_clear(&from_b);
	station_leave(&a);
	station_leave(&b);
}

static void a_standing_block_keeps_its_slot(void **state)
{
	struct world *w = *state;
	struct station a, b;
	char *entry, *other;
	station_enter(w, &a, WORLD_AGENCY, 3);
	station_enter(w, &b, WORLD_AGENCY, 4);
	entry = lease_entry(w, &a, ID "01", "\"series\":\"fallback\"");
	forget_all(w);
	struct reply r = give_back(w, &a, entry);
	assert_int_equal(json_integer_value(json_object_get(r.json, "restored_blocks")), 1);
	reply_clear(&r);
	other = lease_entry(w, &b, ID "02", "\"series\":\"fallback\"");
	assert_null(strstr(other, "\"first\":9001001"));
	char *body = xasprintf("{\"id\":\"%s\",\"agency\":\"%s\",\"series\":\"fallback\"}", ID "03", WORLD_AGENCY);
	r = call(w, "POST", "/v1/number-blocks", a.bearer, body);
	assert_int_equal(r.status, 200);
	assert_string_equal(r.body, entry); /* the one it had */
	reply_clear(&r);
	free(body);
	free(entry);
	free(other);
	station_leave(&a);
	station_leave(&b);
}

static void what_central_did_not_sign_is_not_taken(void **state)
{
	struct world *w = *state;
	struct station a, b;
	station_enter(w, &a, WORLD_AGENCY, 3);
	station_enter(w, &b, WORLD_AGENCY, 4);
	char *entry = lease_entry(w, &a, ID "01", DAY_LEASE("10"));
	forget_all(w);
	struct reply r = give_back(w, &b, entry); /* another's */
	assert_int_equal(count(&r, "refused_blocks"), 1);
	reply_clear(&r);
	char *last = strstr(entry, "\"last\":10");
	assert_non_null(last);
	memcpy(last, "\"last\":90", 9); /* longer than it was */
	r = give_back(w, &a, entry);
	assert_int_equal(count(&r, "refused_blocks"), 1);
	assert_string_equal(json_string_value(json_array_get(json_object_get(r.json, "refused_blocks"), 0)), ID "01");
	reply_clear(&r);
	static const char *const odd[] = {"null", "{}", "7", "{\"block\":{},\"signature\":\"x\"}",
		"{\"block\":[],\"signature\":5}"};
	for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
		r = give_back(w, &a, odd[i]);
		assert_int_equal(count(&r, "refused_blocks"), 1);
		assert_int_equal(json_integer_value(json_object_get(r.json, "restored_blocks")), 0);
		reply_clear(&r);
	}
	free(entry);
	station_leave(&a);
	station_leave(&b);
}

static void wrong_requests_are_refused(void **state)
{
	struct world *w = *state;
	struct station s;
	struct buf many;
	static const char *const bad[] = {"{\"items\":7}", "{\"items\":[7]}", "{\"items\":[{\"uuid\":\"x\",\"sha256\":\""
		ZEROS "\"}]}", "{\"items\":[{\"uuid\":\"" ID "01\",\"sha256\":\"zz\"}]}", "{\"blocks\":{}}"};
	station_enter(w, &s, WORLD_AGENCY, 3);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct reply r = reconcile(w, &s, bad[i]);
		assert_int_equal(r.status, 422);
		reply_clear(&r);
	}
	buf_init(&many, 1 << 20);
	buf_str_add(&many, "{\"items\":[");
	for (int i = 0; i < 1001; i++)
		buf_printf(&many, "%s{\"uuid\":\"" ID "01\",\"sha256\":\"" ZEROS "\"}", i ? "," : "");
	buf_str_add(&many, "]}");
	struct reply r = reconcile(w, &s, buf_str(&many));
	assert_int_equal(r.status, 422);
	assert_true(reply_violates(&r, "items", "range"));
	reply_clear(&r);
	buf_clear(&many);
	r = call(w, "POST", "/v1/reconcile", NULL, "{}");
	assert_int_equal(r.status, 401);
	reply_clear(&r);
	station_leave(&s);
}

/* A restored feed that has grown past the cursor again is another feed all the same. */
static void the_cursor_of_a_forgotten_change_is_gone(void **state)
{
	struct world *w = *state;
	struct station s;
	struct sent sent;
	char block[UUID_SIZE];
	int64_t first;
	station_enter(w, &s, WORLD_AGENCY, 3);
	station_lease(w, &s, 10, block, &first);
	sent_make(w, &s, block, first, &sent);
	struct reply r = sent_deliver(w, &s, &sent, 201);
	reply_clear(&r);
	r = call(w, "GET", "/v1/changes", s.bearer, NULL);
	char *target = xasprintf("/v1/changes?since=%s", reply_text(&r, "cursor"));
	reply_clear(&r);
	r = call(w, "GET", target, s.bearer, NULL);
	assert_int_equal(r.status, 200);
	reply_clear(&r);
	run(w, "UPDATE changes SET uuid = '0199c2a5-1111-7222-8333-000000000000'");
	r = call(w, "GET", target, s.bearer, NULL);
	assert_int_equal(r.status, 410);
	reply_clear(&r);
	run(w, "DELETE FROM changes; UPDATE counters SET value = 0 WHERE name = 'changes'");
	r = call(w, "GET", target, s.bearer, NULL);
	assert_int_equal(r.status, 410);
	reply_clear(&r);
	free(target);
	sent_clear(&sent);
	station_leave(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_here_missing_or_other_is_told), T(a_lost_dossier_comes_back_with_its_number),
		T(a_lease_goes_on_behind_what_is_held),
		T(numbers_leased_twice_serve_both), T(a_standing_block_keeps_its_slot),
		T(what_central_did_not_sign_is_not_taken), T(wrong_requests_are_refused),
		T(the_cursor_of_a_forgotten_change_is_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
