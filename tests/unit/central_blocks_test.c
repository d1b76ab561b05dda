#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/central_world.h"

#include "core/number_block.h"

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
#define ID "0199c2a5-1111-7222-8333-4444555566"

static struct reply lease(struct world *w, const struct station *s, const char *id,
	const char *agency, const char *day, const char *count)
{
	char *body = xasprintf("{\"id\":\"%s\",\"agency\":\"%s\",\"day\":\"%s\",\"count\":%s}", id,
		agency, day, count);
	struct reply r = call(w, "POST", "/v1/number-blocks", s->bearer, body);
	free(body);
	return r;
}

static void expect_block(struct reply *r, int status, int64_t first, int64_t last)
{
	const json_t *block = json_object_get(r->json, "block");
	assert_int_equal(r->status, status);
	assert_int_equal(json_integer_value(json_object_get(block, "first")), first);
	assert_int_equal(json_integer_value(json_object_get(block, "last")), last);
	reply_clear(r);
}

static void blocks_follow_one_another(void **state)
{
	struct world *w = *state;
	struct station a, b, other;
	struct reply r;
	station_enter(w, &a, WORLD_AGENCY, 1);
	station_enter(w, &b, WORLD_AGENCY, 2);
	station_enter(w, &other, WORLD_OTHER_AGENCY, 1);
	r = lease(w, &a, ID "01", WORLD_AGENCY, "2026-11-23", "60");
	expect_block(&r, 201, 1, 60);
	r = lease(w, &b, ID "02", WORLD_AGENCY, "2026-11-23", "1");
	expect_block(&r, 201, 61, 61);
	r = lease(w, &a, ID "03", WORLD_AGENCY, "2026-11-23", "1000");
	expect_block(&r, 201, 62, 1061);
	r = lease(w, &a, ID "04", WORLD_AGENCY, "2026-11-24", "5"); /* another day: from 1 again */
	expect_block(&r, 201, 1, 5);
	r = lease(w, &other, ID "05", WORLD_OTHER_AGENCY, "2026-11-23", "5"); /* another agency too */
	expect_block(&r, 201, 1, 5);
	station_leave(&a);
	station_leave(&b);
	station_leave(&other);
}

static void the_block_is_signed_by_central(void **state)
{
	struct world *w = *state;
	struct station s;
	struct number_block block;
	uint8_t signature[ED25519_SIGNATURE];
	station_enter(w, &s, WORLD_AGENCY, 3);
	struct reply r = lease(w, &s, ID "06", WORLD_AGENCY, "2026-11-23", "10");
	reply_block(w, &r, &block, signature);
	assert_string_equal(block.workstation, s.id);
	assert_int_equal(block.issued_at, w->now);
	block.last++;
	assert_false(number_block_verify(&block, w->central.public_key, signature));
	reply_clear(&r);
	station_leave(&s);
}

static void the_same_wish_gets_the_same_block(void **state)
{
	struct world *w = *state;
	struct station s, b;
	station_enter(w, &s, WORLD_AGENCY, 3);
	station_enter(w, &b, WORLD_AGENCY, 4);
	struct reply first = lease(w, &s, ID "07", WORLD_AGENCY, "2026-11-23", "10");
	w->now += 90 * 86400; /* long after the day could be asked for */
	station_token(w, &s);
	station_token(w, &b);
	struct reply again = lease(w, &s, ID "07", WORLD_AGENCY, "2026-11-23", "10");
	assert_int_equal(again.status, 200);
	assert_string_equal(again.body, first.body);
	reply_clear(&again);
	reply_clear(&first);

	static const char *const other[][2] = {{"2026-11-23", "11"}, {"2026-11-24", "10"}};
	for (size_t i = 0; i < ARRAY_LEN(other); i++) {
		struct reply r = lease(w, &s, ID "07", WORLD_AGENCY, other[i][0], other[i][1]);
		assert_int_equal(r.status, 409);
		assert_string_equal(reply_text(&r, "type"), "conflict");
		reply_clear(&r);
	}
	struct reply r = lease(w, &b, ID "07", WORLD_AGENCY, "2026-11-23", "10"); /* not b's block */
	assert_int_equal(r.status, 409);
	reply_clear(&r);
	station_leave(&s);
	station_leave(&b);
}

static void a_refused_repeat_uses_up_no_number(void **state)
{
	struct world *w = *state;
	struct station s;
	struct reply r;
	station_enter(w, &s, WORLD_AGENCY, 3);
	r = lease(w, &s, ID "08", WORLD_AGENCY, "2026-11-23", "10");
	expect_block(&r, 201, 1, 10);
	r = lease(w, &s, ID "08", WORLD_AGENCY, "2026-11-23", "20");
	assert_int_equal(r.status, 409);
	reply_clear(&r);
	r = lease(w, &s, ID "08", WORLD_AGENCY, "2026-11-23", "10");
	expect_block(&r, 200, 1, 10);
	r = lease(w, &s, ID "09", WORLD_AGENCY, "2026-11-23", "10");
	expect_block(&r, 201, 11, 20);
	station_leave(&s);
}

static void wrong_wishes_are_told_at_the_field(void **state)
{
	static const struct {
		const char *id, *agency, *day, *count, *field, *code;
	} rows[] = {
		{"x", WORLD_AGENCY, "2026-11-23", "1", "id", "format"},
		{ID "10", WORLD_OTHER_AGENCY, "2026-11-23", "1", "agency", "mismatch"},
		{ID "10", WORLD_AGENCY, "23/11/2026", "1", "day", "format"},
		{ID "10", WORLD_AGENCY, "2026-02-30", "1", "day", "format"},
		{ID "10", WORLD_AGENCY, "2026-11-21", "1", "day", "range"},
		{ID "10", WORLD_AGENCY, "2027-01-23", "1", "day", "range"},
		{ID "10", WORLD_AGENCY, "2026-11-23", "0", "count", "range"},
		{ID "10", WORLD_AGENCY, "2026-11-23", "1001", "count", "range"},
		{ID "10", WORLD_AGENCY, "2026-11-23", "-5", "count", "range"},
		{ID "10", WORLD_AGENCY, "2026-11-23", "1.5", "count", "range"},
		{ID "10", WORLD_AGENCY, "2026-11-23", "\"5\"", "count", "range"},
		{ID "10", WORLD_AGENCY, "2026-11-23", "null", "count", "range"},
	};
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct reply r = lease(w, &s, rows[i].id, rows[i].agency, rows[i].day, rows[i].count);
		assert_int_equal(r.status, 422);
		assert_string_equal(reply_text(&r, "type"), "invalid");
		assert_true(reply_violates(&r, rows[i].field, rows[i].code));
		reply_clear(&r);
	}
	struct reply r = lease(w, &s, ID "11", WORLD_AGENCY, "2026-11-22", "1"); /* yesterday */
	expect_block(&r, 201, 1, 1);
	r = lease(w, &s, ID "12", WORLD_AGENCY, "2027-01-22", "1"); /* in 60 days */
	expect_block(&r, 201, 1, 1);
	station_leave(&s);
}

static void a_day_ends_at_the_last_number(void **state)
{
	struct world *w = *state;
	struct station s;
	struct reply r;
	station_enter(w, &s, WORLD_AGENCY, 3);
	assert_true(db_run(w->central.db, NULL,
		"INSERT INTO number_series (agency, day, next_number) VALUES (?, '2026-11-23', 8999990)",
		"t", WORLD_AGENCY));
	r = lease(w, &s, ID "13", WORLD_AGENCY, "2026-11-23", "11");
	assert_int_equal(r.status, 422);
	assert_true(reply_violates(&r, "count", "exhausted"));
	reply_clear(&r);
	r = lease(w, &s, ID "14", WORLD_AGENCY, "2026-11-23", "10");
	expect_block(&r, 201, 8999990, 8999999);
	r = lease(w, &s, ID "15", WORLD_AGENCY, "2026-11-23", "1");
	assert_int_equal(r.status, 422);
	reply_clear(&r);
	station_leave(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(blocks_follow_one_another), T(the_block_is_signed_by_central),
		T(the_same_wish_gets_the_same_block), T(a_refused_repeat_uses_up_no_number),
		T(wrong_wishes_are_told_at_the_field), T(a_day_ends_at_the_last_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
