/* Dossiers that another workstation delivers: queue export at the one, import at the other. */

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
#define T(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

/* Counter 3 broke, counter 4 delivers for it, somebody else is of another agency. */
struct scene {
	struct world *w;
	struct station broken, other, stranger;
	char block[UUID_SIZE];
	int64_t next;
	struct sent x; /* taken in by the broken one */
};

static int office_setup(void **state)
{
	struct scene *s = xcalloc(1, sizeof(*s));
	assert_int_equal(world_setup(state), 0);
	s->w = *state;
	station_enter(s->w, &s->broken, WORLD_AGENCY, 3);
	station_enter(s->w, &s->other, WORLD_AGENCY, 4);
	station_enter(s->w, &s->stranger, WORLD_OTHER_AGENCY, 4);
	station_lease(s->w, &s->broken, 10, s->block, &s->next);
	sent_make(s->w, &s->broken, s->block, s->next, &s->x);
	*state = s;
	return 0;
}

static int office_teardown(void **state)
{
	struct scene *s = *state;
	void *w = s->w;
	sent_clear(&s->x);
	station_leave(&s->broken);
	station_leave(&s->other);
	station_leave(&s->stranger);
	free(s);
	return world_teardown(&w);
}

/* As counter 4 sends it: with the key of who took it in, or NULL. */
static struct reply relay(struct scene *s, const struct station *by, const uint8_t *key)
{
	char text[B64_SIZE(ED25519_PUBLIC)] = "";
	if (key)
		b64url_encode(key, ED25519_PUBLIC, text);
	char *body = xasprintf("{\"dossier\":%s,\"sha256\":\"%s\",\"receipt_token\":\"%s\"%s%s%s}",
		s->x.canonical, s->x.sha256, s->x.token, key ? ",\"workstation_key\":\"" : "", text,
		key ? "\"" : "");
	struct reply r = call(s->w, "PUT", s->x.target, by->bearer, body);
	free(body);
	return r;
}

static void expect(struct reply r, int status, const char *field, const char *code)
{
	if (r.status != status || (field && !reply_violates(&r, field, code)))
		fail_msg("%d instead of %d %s %s: %s", r.status, status, field ? field : "",
			code ? code : "", r.body);
	reply_clear(&r);
}

/* Central was restored from a time before the broken one enrolled. */
static void forget_the_broken_one(struct scene *s)
{
	struct db *db = s->w->central.db;
	assert_true(db_run(db, NULL, "DELETE FROM workstations WHERE id = ?", "t", s->broken.id));
	assert_true(db_run(db, NULL, "DELETE FROM number_blocks WHERE workstation = ?", "t",
		s->broken.id));
}

static void expect_page(struct scene *s, int status, const char *word)
{
	char *page = xasprintf("/t/%s/%s?lang=en", s->x.code, s->x.token);
	struct reply r = call(s->w, "GET", page, NULL, NULL);
	assert_int_equal(r.status, status);
	if (!strstr(r.body, word))
		fail_msg("no «%s» on the page: %s", word, r.body);
	reply_clear(&r);
	free(page);
}

static void it_stays_whose_it_is(void **state)
{
	struct scene *s = *state;
	struct reply r = relay(s, &s->other, NULL);
	if (r.status != 201)
		fail_msg("%s", r.body);
	assert_string_equal(reply_text(&r, "workstation"), s->broken.id);
	reply_clear(&r);
	r = call(s->w, "GET", s->x.target, s->other.bearer, NULL);
	assert_string_equal(reply_text(&r, "delivered_by"), s->other.id);
	const json_t *history = json_array_get(json_object_get(r.json, "history"), 0);
	const json_t *officer = json_object_get(json_object_get(s->x.dossier, "officer"), "name");
	assert_string_equal(json_text(history, "by"), json_string_value(officer));
	reply_clear(&r);
	expect_page(s, 200, s->x.code);
}

/* The broken one is mended and delivers what it exported: nothing twice. */
static void both_may_deliver_it(void **state)
{
	struct scene *s = *state;
	struct reply first = relay(s, &s->other, NULL);
	struct reply second = relay(s, &s->broken, NULL);
	struct reply third = relay(s, &s->other, NULL);
	assert_int_equal(first.status, 201);
	assert_int_equal(second.status, 200);
	assert_int_equal(third.status, 200);
	assert_string_equal(first.body, second.body);
	assert_string_equal(first.body, third.body);
	reply_clear(&first);
	reply_clear(&second);
	reply_clear(&third);
}

static void its_own_delivery_names_nobody_else(void **state)
{
	struct scene *s = *state;
	expect(relay(s, &s->broken, NULL), 201, NULL, NULL);
	struct reply r = call(s->w, "GET", s->x.target, s->other.bearer, NULL);
	assert_null(json_object_get(r.json, "delivered_by"));
	reply_clear(&r);
}

static void another_agency_may_not(void **state)
{
	struct scene *s = *state;
	uint8_t key[ED25519_PUBLIC];
	signing_key_public(s->broken.key, key);
	expect(relay(s, &s->stranger, NULL), 422, "agency", "mismatch");
	expect(relay(s, &s->stranger, key), 422, "workstation", "mismatch");
	forget_the_broken_one(s);
	expect(relay(s, &s->stranger, key), 422, "agency", "mismatch");
}

static void a_receipt_it_did_not_give_is_refused(void **state)
{
	struct scene *s = *state;
	uint8_t key[ED25519_PUBLIC];
	sent_seal(&s->other, &s->x, true); /* counter 4 makes one up in counter 3's name */
	signing_key_public(s->other.key, key);
	expect(relay(s, &s->other, NULL), 422, "receipt_token", "invalid");
	/* a key that comes along counts nothing where central knows better */
	expect(relay(s, &s->other, key), 422, "receipt_token", "invalid");
}

static void a_number_of_somebody_else_is_refused(void **state)
{
	struct scene *s = *state;
	char block[UUID_SIZE];
	int64_t first;
	station_lease(s->w, &s->other, 10, block, &first);
	sent_clear(&s->x);
	sent_make(s->w, &s->broken, block, first, &s->x);
	expect(relay(s, &s->other, NULL), 422, "code", "unknown_number");
}

static void one_central_does_not_know_is_taken_on_word(void **state)
{
	struct scene *s = *state;
	uint8_t key[ED25519_PUBLIC], wrong[ED25519_PUBLIC];
	signing_key_public(s->broken.key, key);
	signing_key_public(s->other.key, wrong);
	forget_the_broken_one(s);
	expect_page(s, 404, "");
	expect(relay(s, &s->other, NULL), 422, "workstation", "mismatch");
	expect(relay(s, &s->other, wrong), 422, "receipt_token", "invalid");
	expect(relay(s, &s->other, key), 201, NULL, NULL);
	expect(relay(s, &s->other, key), 200, NULL, NULL);
	expect_page(s, 200, s->x.code);
	/* the key opens nothing */
	char *assertion = station_assertion(&s->broken, "one", s->w->now, 60);
	char *form = xasprintf("grant_type=urn%%3Aietf%%3Aparams%%3Aoauth%%3Agrant-type%%3Ajwt-bearer"
		"&assertion=%s", assertion);
	expect(call_typed(s->w, "POST", "/v1/token", NULL, "application/x-www-form-urlencoded", form),
		401, NULL, NULL);
	free(form);
	free(assertion);
	expect(call(s->w, "GET", s->x.target, s->broken.bearer, NULL), 401, NULL, NULL);
}

/* Once a key stands for that workstation, nobody puts another in its place. */
static void the_first_word_stands(void **state)
{
	struct scene *s = *state;
	uint8_t key[ED25519_PUBLIC], wrong[ED25519_PUBLIC];
	signing_key_public(s->broken.key, key);
	signing_key_public(s->other.key, wrong);
	forget_the_broken_one(s);
	expect(relay(s, &s->other, key), 201, NULL, NULL);
	sent_clear(&s->x);
	sent_make(s->w, &s->broken, s->block, s->next + 1, &s->x);
	sent_seal(&s->other, &s->x, true);
	expect(relay(s, &s->other, wrong), 422, "receipt_token", "invalid");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(it_stays_whose_it_is),
		T(both_may_deliver_it),
		T(its_own_delivery_names_nobody_else),
		T(another_agency_may_not),
		T(a_receipt_it_did_not_give_is_refused),
		T(a_number_of_somebody_else_is_refused),
		T(one_central_does_not_know_is_taken_on_word),
		T(the_first_word_stands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
