/* What becomes of numbers at central: the fallback series, closed blocks, what was seen. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/number_block.h"
#include "tests/harness/central_world.h"

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
#define ID "0199c2a5-1111-7222-8333-4444555566"
#define LINEAGE "0199c2a5-2222-7222-8333-4444555566"

static struct reply ask(struct world *w, const struct station *s, const char *id, const char *more)
{
	char *body = xasprintf("{\"id\":\"%s\",\"agency\":\"%s\"%s}", id, s->agency, more);
	struct reply r = call(w, "POST", "/v1/number-blocks", s->bearer, body);
	free(body);
	return r;
}

static int64_t block_int(const struct reply *r, const char *name)
{
	return json_integer_value(json_object_get(json_object_get(r->json, "block"), name));
}

static struct reply standing(struct world *w, const struct station *s, const char *id)
{
	return ask(w, s, id, ",\"series\":\"fallback\"");
}

/* ---- the fallback series */

static void every_workstation_has_a_slot_of_its_own(void **state)
{
	struct world *w = *state;
	struct station s[3], other;
	for (int i = 0; i < 3; i++) {
		station_enter(w, &s[i], WORLD_AGENCY, 3); /* the same counter enrolled anew */
		char id[] = ID "01";
		id[strlen(id) - 1] = (char)('1' + i);
		struct reply r = standing(w, &s[i], id);
		assert_int_equal(r.status, 201);
		assert_int_equal(block_int(&r, "first"), 9001001 + 1000 * i);
		assert_int_equal(block_int(&r, "last"), 9001999 + 1000 * i);
		assert_null(json_object_get(json_object_get(r.json, "block"), "day"));
		reply_clear(&r);
	}
	struct reply r = standing(w, &s[0], ID "01");
	assert_int_equal(r.status, 200);
	assert_int_equal(block_int(&r, "first"), 9001001);
	reply_clear(&r);
	r = standing(w, &s[0], ID "09"); /* asked for under another name: there is only the one */
	assert_int_equal(r.status, 200);
	assert_int_equal(block_int(&r, "first"), 9001001);
	reply_clear(&r);
	station_enter(w, &other, WORLD_OTHER_AGENCY, 1);
	r = standing(w, &other, ID "08");
	assert_int_equal(block_int(&r, "first"), 9001001);
	reply_clear(&r);
	r = standing(w, &other, ID "02"); /* it has one: whatever it calls the wish */
	assert_int_equal(r.status, 200);
	reply_clear(&r);
	for (int i = 0; i < 3; i++)
		station_leave(&s[i]);
	station_leave(&other);
}

static void the_standing_block_is_signed(void **state)
{
	struct world *w = *state;
	struct station s;
	struct number_block block;
	uint8_t signature[ED25519_SIGNATURE];
	station_enter(w, &s, WORLD_AGENCY, 3);
	struct reply r = standing(w, &s, ID "06");
	reply_block(w, &r, &block, signature);
	assert_true(number_block_standing(&block));
	reply_clear(&r);
	station_leave(&s);
}

static void slots_end(void **state)
{
	struct world *w = *state;
	struct station a, b;
	assert_true(db_run(w->central.db, NULL,
		"INSERT INTO number_series (agency, day, next_number) VALUES (?, '', 999)", "t",
		WORLD_AGENCY));
	station_enter(w, &a, WORLD_AGENCY, 3);
	station_enter(w, &b, WORLD_AGENCY, 4);
	struct reply r = standing(w, &a, ID "10");
	assert_int_equal(block_int(&r, "last"), DOSSIER_SEQUENCE_MAX);
	reply_clear(&r);
	r = standing(w, &b, ID "11");
	assert_int_equal(r.status, 422);
	assert_true(reply_violates(&r, "series", "exhausted"));
	reply_clear(&r);
	station_leave(&a);
	station_leave(&b);
}

static void other_series_are_refused(void **state)
{
	static const struct {
		const char *more, *field;
	} rows[] = {
		{",\"series\":\"golden\"", "series"}, {",\"series\":7", "series"},
		{",\"series\":\"fallback\",\"lineage\":\"x\"", "lineage"},
	};
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct reply r = ask(w, &s, ID "12", rows[i].more);
		assert_int_equal(r.status, 422);
		assert_true(reply_violates(&r, rows[i].field, i < 2 ? "range" : "format"));
		reply_clear(&r);
	}
	station_leave(&s);
}

static void deliver(struct world *w, struct station *s, const char *block, int64_t number, int status)
{
	struct sent x;
	sent_make(w, s, block, number, &x);
	struct reply r = sent_deliver(w, s, &x, status);
	if (status == 201) {
		char *page = xasprintf("/t/%s/%s", x.code, x.token);
		struct reply seen = call(w, "GET", page, NULL, NULL);
		assert_int_equal(seen.status, 200);
		reply_clear(&seen);
		free(page);
	}
	reply_clear(&r);
	sent_clear(&x);
}

static void fallback_numbers_serve_on_any_day(void **state)
{
	struct world *w = *state;
	struct station s, other;
	station_enter(w, &s, WORLD_AGENCY, 3);
	station_enter(w, &other, WORLD_AGENCY, 4);
	struct reply r = standing(w, &s, ID "20");
	reply_clear(&r);
	r = standing(w, &other, ID "21");
	reply_clear(&r);
	for (int day = 0; day < 3; day++, w->now += 86400) {
		station_token(w, &s);
		deliver(w, &s, ID "20", 9001001, 201);
		deliver(w, &s, ID "20", 9001999, 201);
		deliver(w, &s, ID "20", 9002001, 422); /* another's slot */
		deliver(w, &s, ID "21", 9002001, 422);
	}
	station_leave(&s);
	station_leave(&other);
}

/* ---- closed blocks */

static struct reply close_block(struct world *w, const struct station *s, const char *id,
	const char *body)
{
	char *target = xasprintf("/v1/number-blocks/%s/closing", id);
	struct reply r = call(w, "PUT", target, s->bearer, body);
	free(target);
	return r;
}

static void expect_closed(struct world *w, const struct station *s, const char *id, const char *body,
	int status, int64_t next)
{
	struct reply r = close_block(w, s, id, body);
	if (r.status != status)
		fail_msg("%s: %d %s", body, r.status, r.body);
	assert_string_equal(reply_text(&r, "id"), id);
	assert_int_equal(json_integer_value(json_object_get(r.json, "next")), next);
	reply_clear(&r);
}

#define DAY_OVER(next) "{\"next\":" next ",\"reason\":\"day_over\"}"
static void closing_again_changes_nothing(void **state)
{
	struct world *w = *state;
	struct station s;
	char block[UUID_SIZE];
	int64_t first;
	station_enter(w, &s, WORLD_AGENCY, 3);
	station_lease(w, &s, 10, block, &first);
	expect_closed(w, &s, block, DAY_OVER("4"), 201, 4);
	expect_closed(w, &s, block, DAY_OVER("4"), 200, 4);
	expect_closed(w, &s, block, DAY_OVER("2"), 200, 4); /* an older copy knows of fewer */
	expect_closed(w, &s, block, DAY_OVER("11"), 200, 11);
	deliver(w, &s, block, 9, 201); /* the number on paper is final, whatever was reported */
	station_leave(&s);
}

static void wrong_closings_are_refused(void **state)
{
	static const struct {
		const char *body, *field;
	} rows[] = {
		{DAY_OVER("0"), "next"}, {DAY_OVER("12"), "next"}, {DAY_OVER("\"3\""), "next"},
		{DAY_OVER("1.5"), "next"}, {"{\"reason\":\"day_over\"}", "next"},
		{"{\"next\":3,\"reason\":\"bored\"}", "reason"}, {"{\"next\":3}", "reason"},
	};
	struct world *w = *state;
	struct station s, other, again;
	char block[UUID_SIZE];
	int64_t first;
	station_enter(w, &s, WORLD_AGENCY, 3);
	station_enter(w, &other, WORLD_OTHER_AGENCY, 3);
	station_enter(w, &again, WORLD_AGENCY, 3);
	station_lease(w, &s, 10, block, &first);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct reply r = close_block(w, &s, block, rows[i].body);
		assert_int_equal(r.status, 422);
		assert_true(reply_violates(&r, rows[i].field, strstr(rows[i].field, "next") &&
			(i == 0 || i == 1) ? "range" : i < 5 ? "format" : "range"));
		reply_clear(&r);
	}
	struct reply r = close_block(w, &s, "x", DAY_OVER("3"));
	assert_int_equal(r.status, 422);
	reply_clear(&r);
	r = close_block(w, &s, ID "99", DAY_OVER("3"));
	assert_int_equal(r.status, 404);
	reply_clear(&r);
	r = close_block(w, &other, block, DAY_OVER("3"));
	assert_int_equal(r.status, 404);
	reply_clear(&r);
	r = standing(w, &s, ID "30");
	reply_clear(&r);
	r = close_block(w, &s, ID "30", DAY_OVER("9001001"));
	assert_int_equal(r.status, 422);
	assert_true(reply_violates(&r, "id", "range"));
	reply_clear(&r);
	expect_closed(w, &again, block, DAY_OVER("1"), 201, 1); /* enrolled anew at the same agency */
	station_leave(&s);
	station_leave(&other);
	station_leave(&again);
}

/* ---- what central has seen */

static struct reply token(struct world *w, const struct station *s, const char *more)
{
	char jti[UUID_SIZE];
	uuid_new(jti);
	char *assertion = station_assertion(s, jti, w->now, 200);
	char *form = xasprintf("grant_type=urn%%3Aietf%%3Aparams%%3Aoauth%%3Agrant-type%%3Ajwt-bearer"
		"&assertion=%s%s", assertion, more);
	struct reply r = call_typed(w, "POST", "/v1/token", NULL, "application/x-www-form-urlencoded",
		form);
	assert_int_equal(r.status, 200);
	free(assertion);
	free(form);
	return r;
}

static void expect_seen(struct world *w, const struct station *s, const char *lineage,
	int64_t sequence, int64_t dossiers, int64_t of_lineage)
{
	char *more = *lineage ? xasprintf("&lineage=%s", lineage) : xstrdup("");
	struct reply r = token(w, s, more);
	const json_t *seen = json_object_get(r.json, "seen");
	assert_int_equal(json_integer_value(json_object_get(seen, "sequence")), sequence);
	assert_int_equal(json_integer_value(json_object_get(seen, "dossiers")), dossiers);
	const json_t *own = json_object_get(seen, "lineage_sequence");
	assert_int_equal(own ? json_integer_value(own) : -1, of_lineage);
	reply_clear(&r);
	free(more);
}

static void the_token_tells_what_arrived(void **state)
{
	struct world *w = *state;
	struct station s;
	char block[UUID_SIZE];
	int64_t first;
	station_enter(w, &s, WORLD_AGENCY, 3);
	expect_seen(w, &s, "", 0, 0, -1);
	station_lease(w, &s, 10, block, &first);
	struct reply r = ask(w, &s, ID "40", ",\"day\":\"2026-11-23\",\"count\":5,\"lineage\":\""
		LINEAGE "01\"");
	assert_int_equal(r.status, 201);
	int64_t of_lineage = block_int(&r, "first");
	reply_clear(&r);
	s.sequence = 6;
	deliver(w, &s, block, first, 201);              /* receipt 7 */
	deliver(w, &s, ID "40", of_lineage, 201);       /* 8 */
	deliver(w, &s, ID "40", of_lineage + 1, 201);   /* 9 */
	deliver(w, &s, block, first + 1, 201);          /* 10 */
	expect_seen(w, &s, "", 10, 4, -1);
	expect_seen(w, &s, LINEAGE "01", 10, 4, 9);
	expect_seen(w, &s, LINEAGE "02", 10, 4, 0);
	s.sequence = 2;
	deliver(w, &s, block, first + 2, 201); /* comes late: the highest stays */
	expect_seen(w, &s, "", 10, 5, -1);
	station_leave(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(every_workstation_has_a_slot_of_its_own), T(the_standing_block_is_signed), T(slots_end),
		T(other_series_are_refused), T(fallback_numbers_serve_on_any_day),
		T(closing_again_changes_nothing), T(wrong_closings_are_refused),
		T(the_token_tells_what_arrived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
