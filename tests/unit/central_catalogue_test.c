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
#include "central/station_items.h"
#include "tests/harness/central_world.h"

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

static struct reply page(struct world *w, const struct station *s, const char *query)
{
	char *target = xasprintf("/v1/catalogue%s", query);
	struct reply r = call(w, "GET", target, s->bearer, NULL);
	free(target);
	return r;
}

static const json_t *item(const struct reply *r, size_t i)
{
	return json_array_get(json_object_get(r->json, "items"), i);
}

static const json_t *find(const struct reply *r, const char *kind, const char *id)
{
	size_t i;
	const json_t *one;
	json_array_foreach(json_object_get(r->json, "items"), i, one) {
		if (str_eq(json_text(one, "kind"), kind) && str_eq(json_text(one, "id"), id))
			return one;
	}
	return NULL;
}

static int64_t number(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

static void items_come_in_order_with_their_hash(void **state)
{
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	struct reply r = page(w, &s, "");
	assert_int_equal(r.status, 200);
	assert_int_equal(number(r.json, "version"), 6);
	assert_int_equal(number(r.json, "since"), 6);
	assert_true(json_is_false(json_object_get(r.json, "more")));
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 5);
	int64_t last = 0;
	for (size_t i = 0; i < 5; i++) {
		uint8_t hash[SHA256_SIZE];
		char hex[HEX_SIZE(SHA256_SIZE)];
		char *body = json_dumps(json_object_get(item(&r, i), "body"),
			JSON_COMPACT | JSON_SORT_KEYS);
		sha256(body, strlen(body), hash);
		hex_encode(hash, sizeof(hash), hex);
		assert_string_equal(json_text(item(&r, i), "sha256"), hex);
		assert_true(number(item(&r, i), "change") > last);
		last = number(item(&r, i), "change");
		free(body);
	}
	reply_clear(&r);
	station_leave(&s);
}

static void pages_go_on_where_the_last_ended(void **state)
{
	struct world *w = *state;
	struct station s;
	char query[48] = "?since=0&limit=1";
	station_enter(w, &s, WORLD_AGENCY, 3);
	for (int pages = 1;; pages++) {
		struct reply r = page(w, &s, query);
		bool more = json_is_true(json_object_get(r.json, "more"));
		assert_int_equal(json_array_size(json_object_get(r.json, "items")), 1);
		snprintf(query, sizeof(query), "?since=%lld&limit=1", (long long)number(r.json, "since"));
		reply_clear(&r);
		if (!more) {
			assert_int_equal(pages, 5);
			break;
		}
	}
	struct reply r = page(w, &s, query);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 0);
	reply_clear(&r);
	station_leave(&s);
}

static void only_the_own_agencys_accounts_are_seen(void **state)
{
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	struct reply r = page(w, &s, "");
	assert_non_null(find(&r, "account", "mau"));
	assert_null(find(&r, "account", "thu"));
	assert_non_null(find(&r, "agency", WORLD_OTHER_AGENCY));
	reply_clear(&r);
	station_leave(&s);
}

static void changes_and_withdrawals_are_sent(void **state)
{
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	world_import(w, "accounts",
		"[{\"id\":\"mau\",\"name\":\"Trần Thị Mẫu\",\"title\":\"Công chức\","
		"\"agency\":\"H01.91.12\"}]");
	struct reply r = page(w, &s, "?since=6"); /* the same again: nothing new */
	assert_int_equal(number(r.json, "version"), 6);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 0);
	reply_clear(&r);

	world_import(w, "agencies", "[{\"id\":\"H01.91.13\",\"deleted\":true}]");
	r = page(w, &s, "?since=6");
	assert_int_equal(number(r.json, "version"), 7);
	const json_t *gone = find(&r, "agency", WORLD_OTHER_AGENCY);
	assert_true(json_is_true(json_object_get(gone, "deleted")));
	assert_true(json_is_null(json_object_get(gone, "body")));
	assert_string_equal(json_text(gone, "sha256"), "");
	reply_clear(&r);
	station_leave(&s);
}

static void an_account_that_moves_away_is_gone_here(void **state)
{
	struct world *w = *state;
	struct station here, there;
	station_enter(w, &here, WORLD_AGENCY, 3);
	station_enter(w, &there, WORLD_OTHER_AGENCY, 3);
	world_import(w, "accounts",
		"[{\"id\":\"mau\",\"name\":\"Trần Thị Mẫu\",\"title\":\"Công chức\","
		"\"agency\":\"H01.91.13\"}]");
	struct reply r = page(w, &here, "?since=5");
	assert_true(json_is_true(json_object_get(find(&r, "account", "mau"), "deleted")));
	reply_clear(&r);
	r = page(w, &there, "?since=5");
	assert_true(json_is_false(json_object_get(find(&r, "account", "mau"), "deleted")));
	reply_clear(&r);
	station_leave(&here);
	station_leave(&there);
}

/* So that its receipts can be verified at every counter of its agency. */
static void the_keys_of_the_agencys_counters_are_told(void **state)
{
	struct world *w = *state;
	struct station here, beside, there;
	uint8_t key[ED25519_PUBLIC];
	char text[B64_SIZE(ED25519_PUBLIC)];
	station_enter(w, &here, WORLD_AGENCY, 3);
	station_enter(w, &beside, WORLD_AGENCY, 4);
	station_enter(w, &there, WORLD_OTHER_AGENCY, 3);
	struct reply r = page(w, &here, "");
	const json_t *body = json_object_get(find(&r, "workstation", beside.id), "body");
	signing_key_public(beside.key, key);
	b64url_encode(key, sizeof(key), text);
	assert_string_equal(json_text(body, "public_key"), text);
	assert_string_equal(json_text(body, "agency"), WORLD_AGENCY);
	assert_int_equal(number(body, "counter"), 4);
	assert_non_null(json_object_get(body, "since"));
	assert_null(json_object_get(body, "until"));
	assert_non_null(find(&r, "workstation", here.id));
	assert_null(find(&r, "workstation", there.id));
	reply_clear(&r);
	station_leave(&here);
	station_leave(&beside);
	station_leave(&there);
}

static void a_key_whose_counter_has_another_stays_with_its_end(void **state)
{
	struct world *w = *state;
	struct station old, new;
	station_enter(w, &old, WORLD_AGENCY, 3);
	station_enter(w, &new, WORLD_AGENCY, 3);
	struct reply r = page(w, &new, "");
	const json_t *body = json_object_get(find(&r, "workstation", old.id), "body");
	assert_non_null(json_object_get(body, "until"));
	assert_non_null(json_object_get(body, "public_key"));
	assert_null(json_object_get(json_object_get(find(&r, "workstation", new.id), "body"), "until"));
	reply_clear(&r);
	station_leave(&old);
	station_leave(&new);
}

/* A database whose workstations were enrolled before keys were published. */
static void keys_of_before_are_published_once(void **state)
{
	struct world *w = *state;
	struct station old, new;
	struct err err = ERR_INIT;
	station_enter(w, &old, WORLD_AGENCY, 3);
	station_enter(w, &new, WORLD_AGENCY, 3);
	assert_true(db_run(w->central.db, &err, "DELETE FROM items WHERE kind = 'workstation'", ""));
	assert_true(db_run(w->central.db, &err, "UPDATE workstations SET enrolled_at = enrolled_at - 9"
		" WHERE id = ?", "t", old.id));
	assert_true(stations_publish_missing(w->central.db, &err));
	struct reply r = page(w, &new, "");
	int64_t version = number(r.json, "version");
	assert_non_null(json_object_get(json_object_get(find(&r, "workstation", old.id), "body"), "until"));
	assert_non_null(find(&r, "workstation", new.id));
	reply_clear(&r);
	assert_true(stations_publish_missing(w->central.db, &err));
	r = page(w, &new, "");
	assert_int_equal(number(r.json, "version"), version);
	reply_clear(&r);
	station_leave(&old);
	station_leave(&new);
}

static void a_since_ahead_of_central_starts_again(void **state)
{
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	struct reply r = page(w, &s, "?since=9000");
	assert_int_equal(r.status, 200);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 5);
	reply_clear(&r);
	station_leave(&s);
}

static void wrong_parameters_are_told(void **state)
{
	static const char *const bad[] = {"?since=-1", "?since=x", "?limit=0", "?limit=1001",
		"?limit=10x", "?since=99999999999999999999", "?since= 1"};
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct reply r = page(w, &s, bad[i]);
		assert_int_equal(r.status, 422);
		assert_true(reply_violates(&r, bad[i][1] == 's' ? "since" : "limit", "range"));
		reply_clear(&r);
	}
	station_leave(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(items_come_in_order_with_their_hash), T(pages_go_on_where_the_last_ended),
		T(only_the_own_agencys_accounts_are_seen), T(changes_and_withdrawals_are_sent),
		T(an_account_that_moves_away_is_gone_here), T(a_since_ahead_of_central_starts_again),
		T(wrong_parameters_are_told), T(the_keys_of_the_agencys_counters_are_told),
		T(a_key_whose_counter_has_another_stays_with_its_end), T(keys_of_before_are_published_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
