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
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

struct desk {
	struct station s;
	char block[UUID_SIZE];
	int64_t next;
};

static void desk_open(struct world *w, struct desk *d, const char *agency, int counter)
{
	station_enter(w, &d->s, agency, counter);
	station_lease(w, &d->s, 10, d->block, &d->next);
}

static void take_in(struct world *w, struct desk *d, struct sent *x)
{
	sent_make(w, &d->s, d->block, d->next++, x);
}

static struct reply put(struct world *w, struct desk *d, const struct sent *x)
{
	return call(w, "PUT", x->target, d->s.bearer, x->body);
}

static void expect_put(struct world *w, struct desk *d, const struct sent *x, int status,
	const char *type)
{
	struct reply r = put(w, d, x);
	if (r.status != status)
		fail_msg("%d instead of %d: %s", r.status, status, r.body);
	assert_string_equal(reply_text(&r, "type"), type);
	reply_clear(&r);
}

/* 422 with a violation there, and nothing stored. */
static void expect_violation(struct world *w, struct desk *d, const struct sent *x,
	const char *field, const char *code)
{
	struct reply r = put(w, d, x);
	if (r.status != 422 || !reply_violates(&r, field, code))
		fail_msg("no violation %s %s: %d %s", field, code, r.status, r.body);
	assert_string_equal(reply_text(&r, "type"), "invalid");
	reply_clear(&r);
	r = call(w, "GET", x->target, d->s.bearer, NULL);
	assert_int_equal(r.status, 404);
	reply_clear(&r);
}

#define count(w, table) count_by(w, "SELECT count(*) FROM " table)
static int64_t count_by(struct world *w, const char *sql)
{
	int64_t n = -1;
	assert_true(db_get_int(w->central.db, NULL, &n, NULL, sql, ""));
	return n;
}

static void a_dossier_arrives_once(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	w->now += 5;
	struct reply first = put(w, &d, &x);
	if (first.status != 201)
		fail_msg("%s", first.body);
	assert_string_equal(first.content_type, "application/json");
	assert_string_equal(reply_text(&first, "uuid"), x.uuid);
	assert_string_equal(reply_text(&first, "code"), x.code);
	assert_string_equal(reply_text(&first, "sha256"), x.sha256);
	assert_string_equal(reply_text(&first, "workstation"), d.s.id);
	assert_string_equal(reply_text(&first, "received_at"), "2026-11-23T08:43:05+07:00");
	assert_int_equal(json_integer_value(json_object_get(first.json, "status")), 2);
	w->now += 600;
	for (int i = 0; i < 3; i++) {
		struct reply again = put(w, &d, &x);
		assert_int_equal(again.status, 200);
		assert_string_equal(again.body, first.body);
		reply_clear(&again);
	}
	assert_int_equal(count(w, "dossiers"), 1);
	assert_int_equal(count(w, "changes"), 1);
	assert_int_equal(count(w, "dossier_history"), 1);
	reply_clear(&first);
	sent_clear(&x);
	station_leave(&d.s);
}

static void the_way_it_is_written_does_not_matter(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	char *text = json_dumps(x.dossier, JSON_INDENT(3) | JSON_ENSURE_ASCII);
	char *body = xasprintf("\n{\"receipt_token\":\"%s\",\"extra\":[1.5,null],\n\"sha256\":\"%s\","
			       "\"dossier\":%s}\n", x.token, x.sha256, text);
	struct reply r = call(w, "PUT", x.target, d.s.bearer, body);
	assert_int_equal(r.status, 201);
	reply_clear(&r);
	expect_put(w, &d, &x, 200, "");
	free(text);
	free(body);
	sent_clear(&x);
	station_leave(&d.s);
}

static void a_replay_outlives_the_catalogue(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x, late;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	take_in(w, &d, &late);
	expect_put(w, &d, &x, 201, "");
	world_import(w, "procedures", "[{\"code\":\"1.014027\",\"deleted\":true}]");
	w->now += 400 * 86400;
	station_token(w, &d.s);
	expect_put(w, &d, &x, 200, "");
	/* taken in under a version that was current then: the citizen holds its receipt */
	expect_put(w, &d, &late, 201, "");
	sent_clear(&x);
	sent_clear(&late);
	station_leave(&d.s);
}

static void other_content_under_a_uuid_is_a_conflict(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	struct reply first = put(w, &d, &x);
	json_object_set_new(x.dossier, "copies", json_integer(2));
	char *before = xstrdup(x.body);
	sent_seal(&d.s, &x, true);
	expect_put(w, &d, &x, 409, "conflict");
	expect_put(w, &d, &x, 409, "conflict");
	assert_int_equal(count(w, "conflicts"), 1); /* kept once for people to look at */
	struct reply again = call(w, "PUT", x.target, d.s.bearer, before);
	assert_int_equal(again.status, 200);
	assert_string_equal(again.body, first.body);
	reply_clear(&again);
	reply_clear(&first);
	free(before);
	sent_clear(&x);
	station_leave(&d.s);
}

/* A cloned machine, a restored image: two citizens were served, and neither is lost. */
static void two_under_one_number_are_both_kept(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x, twin, third;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	d.next--;
	take_in(w, &d, &twin);
	d.next--;
	take_in(w, &d, &third);
	assert_string_equal(x.code, twin.code);
	expect_put(w, &d, &x, 201, "");
	struct reply first = put(w, &d, &twin);
	assert_int_equal(first.status, 201);
	assert_true(json_is_true(json_object_get(first.json, "clash")));
	struct reply again = put(w, &d, &twin);
	assert_int_equal(again.status, 200);
	assert_string_equal(again.body, first.body);
	reply_clear(&again);
	reply_clear(&first);
	expect_put(w, &d, &x, 200, "");
	assert_int_equal(count(w, "dossiers"), 2);
	assert_int_equal(count(w, "changes"), 3); /* the first one is told of again */
	assert_int_equal(count(w, "conflicts"), 2);
	expect_put(w, &d, &third, 201, "");
	assert_int_equal(count(w, "dossiers"), 3);
	assert_int_equal(count(w, "changes"), 4);
	assert_int_equal(count(w, "conflicts"), 3);
	assert_int_equal(count(w, "dossiers WHERE clash = 0"), 1);
	sent_clear(&x);
	sent_clear(&twin);
	sent_clear(&third);
	station_leave(&d.s);
}

static void expect_clash(struct world *w, const struct desk *d, const char *target, const char *list)
{
	struct reply r = call(w, "GET", target, d->s.bearer, NULL);
	const json_t *at = r.json;
	size_t i;
	json_t *one;
	assert_int_equal(r.status, 200);
	if (!list)
		assert_true(json_is_true(json_object_get(at, "clash")));
	json_array_foreach(json_object_get(at, list ? list : "none"), i, one)
		assert_true(json_is_true(json_object_get(one, "clash")));
	if (list)
		assert_true(i >= 2);
	reply_clear(&r);
}

static void a_clash_shows_wherever_either_is_looked_at(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent two[2];
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &two[0]);
	d.next--;
	take_in(w, &d, &two[1]);
	for (int i = 0; i < 2; i++)
		expect_put(w, &d, &two[i], 201, "");
	for (int i = 0; i < 2; i++) {
		char *page = xasprintf("/t/%s/%s", two[i].code, two[i].token);
		struct reply r = call(w, "GET", page, NULL, NULL);
		assert_int_equal(r.status, 200);
		assert_non_null(strstr(r.body, WORLD_PROCEDURE_NAME));
		reply_clear(&r);
		free(page);
		expect_clash(w, &d, two[i].target, NULL);
		char *history = xasprintf("%s/history", two[i].target);
		r = call(w, "GET", history, d.s.bearer, NULL);
		assert_non_null(strstr(r.body, "\"note\": \"clash\"") ? r.body :
			strstr(r.body, "\"note\":\"clash\""));
		reply_clear(&r);
		free(history);
	}
	expect_clash(w, &d, "/v1/dossiers?q=-0001", "items");
	expect_clash(w, &d, "/v1/changes", "items");
	for (int i = 0; i < 2; i++)
		sent_clear(&two[i]);
	station_leave(&d.s);
}

/* The same person for the same procedure at two counters that did not know of each other. */
static void possible_duplicates_are_marked_and_kept(void **state)
{
	struct world *w = *state;
	struct desk a, b;
	struct sent first, second;
	desk_open(w, &a, WORLD_AGENCY, 3);
	desk_open(w, &b, WORLD_AGENCY, 4);
	take_in(w, &a, &first);
	take_in(w, &b, &second);
	expect_put(w, &a, &first, 201, "");
	expect_put(w, &b, &second, 201, "");
	const struct sent *each[] = {&first, &second};
	for (int i = 0; i < 2; i++) {
		struct reply r = call(w, "GET", each[i]->target, a.s.bearer, NULL);
		assert_string_equal(reply_text(&r, "possible_duplicate"), each[1 - i]->code);
		assert_null(json_object_get(r.json, "clash"));
		reply_clear(&r);
	}
	sent_clear(&first);
	sent_clear(&second);
	take_in(w, &a, &first); /* the same counter knows what it does */
	expect_put(w, &a, &first, 201, "");
	assert_int_equal(count(w, "possible_duplicates"), 4);
	sent_clear(&first);
	station_leave(&a.s);
	station_leave(&b.s);
}

static void numbers_that_were_not_leased_are_refused(void **state)
{
	struct world *w = *state;
	struct desk d, other;
	struct sent x;
	char block[UUID_SIZE];
	desk_open(w, &d, WORLD_AGENCY, 3);
	desk_open(w, &other, WORLD_AGENCY, 4);
	sent_make(w, &d.s, d.block, 5000, &x);
	expect_violation(w, &d, &x, "code", "unknown_number");
	sent_clear(&x);
	sent_make(w, &d.s, other.block, other.next, &x); /* leased, but not to d */
	expect_violation(w, &d, &x, "code", "unknown_number");
	sent_clear(&x);
	uuid_new(block);
	sent_make(w, &d.s, block, d.next, &x); /* a block that is none */
	expect_violation(w, &d, &x, "code", "unknown_number");
	sent_clear(&x);
	sent_make(w, &d.s, d.block, d.next, &x); /* the same number in another writing */
	str_copy(x.code, sizeof(x.code), "H01.91.12-261123-00001");
	json_object_set_new(x.dossier, "code", json_string(x.code));
	sent_seal(&d.s, &x, true);
	expect_violation(w, &d, &x, "code", "unknown_number");
	sent_clear(&x);
	station_leave(&d.s);
	station_leave(&other.s);
}

static void the_day_of_the_number_is_the_day_of_intake(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	json_object_set_new(x.dossier, "received_at", json_instant(w->now - 86400));
	sent_seal(&d.s, &x, true);
	expect_violation(w, &d, &x, "received_at", "mismatch");
	sent_clear(&x);
	station_leave(&d.s);
}

static void the_sender_is_who_it_says(void **state)
{
	static const struct {
		const char *member, *value;
	} rows[] = {
		{"workstation", "0199c2a4-6d3e-7b10-9c55-2f1e8a7b6c5d"},
		{"agency", WORLD_OTHER_AGENCY},
		{"uuid", "0199c2a4-6d3e-7b10-9c55-2f1e8a7b6c5e"},
	};
	struct world *w = *state;
	struct desk d;
	desk_open(w, &d, WORLD_AGENCY, 3);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct sent x;
		take_in(w, &d, &x);
		json_object_set_new(x.dossier, rows[i].member, json_string(rows[i].value));
		sent_seal(&d.s, &x, true);
		expect_violation(w, &d, &x, rows[i].member, "mismatch");
		sent_clear(&x);
	}
	struct sent x;
	take_in(w, &d, &x);
	json_object_set_new(x.dossier, "counter", json_integer(4));
	sent_seal(&d.s, &x, true);
	expect_violation(w, &d, &x, "counter", "mismatch");
	sent_clear(&x);
	station_leave(&d.s);
}

static void the_receipt_must_belong_to_the_dossier(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x, other;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	take_in(w, &d, &other);
	str_copy(x.token, sizeof(x.token), other.token);
	sent_seal(&d.s, &x, false);
	expect_violation(w, &d, &x, "receipt_token", "invalid");
	sent_seal(&d.s, &x, true);
	json_object_set_new(x.dossier, "copies", json_integer(2)); /* changed after signing */
	sent_seal(&d.s, &x, false);
	expect_violation(w, &d, &x, "receipt_token", "mismatch");
	x.token[0] = '\0';
	sent_seal(&d.s, &x, false);
	expect_violation(w, &d, &x, "receipt_token", "invalid");
	signing_key_free(d.s.key);
	d.s.key = signing_key_new();
	sent_seal(&d.s, &x, true);
	expect_violation(w, &d, &x, "receipt_token", "invalid");
	sent_clear(&x);
	sent_clear(&other);
	station_leave(&d.s);
}

static void unknown_procedures_are_refused(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	json_object_set_new(json_object_get(x.dossier, "procedure"), "code", json_string("9.999999"));
	sent_seal(&d.s, &x, true);
	expect_violation(w, &d, &x, "procedure.code", "unknown_procedure");
	sent_clear(&x);
	station_leave(&d.s);
}

static void damaged_deliveries_are_refused(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x;
	struct reply r;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	x.sha256[0] = x.sha256[0] == '0' ? '1' : '0';
	char *body = xasprintf("{\"dossier\":%s,\"sha256\":\"%s\",\"receipt_token\":\"%s\"}",
		x.canonical, x.sha256, x.token);
	r = call(w, "PUT", x.target, d.s.bearer, body);
	assert_int_equal(r.status, 422);
	assert_true(reply_violates(&r, "sha256", "mismatch"));
	reply_clear(&r);
	free(body);
	static const struct {
		const char *body;
		int status;
	} rows[] = {
		{"", 400}, {"{", 400}, {"[]", 400}, {"{}", 422}, {"{\"dossier\":null}", 422},
		{"{\"dossier\":[],\"sha256\":5}", 422}, {"{\"dossier\":{},\"dossier\":{}}", 400},
		{"{\"dossier\":{\"a\":\"\\u0000\"}}", 400}, {"{\"dossier\":{\"a\":1e999}}", 400},
		{"{\"dossier\":{\"a\":99999999999999999999}}", 400},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		r = call(w, "PUT", x.target, d.s.bearer, rows[i].body);
		if (r.status != rows[i].status)
			fail_msg("%s: %d %s", rows[i].body, r.status, r.body);
		assert_string_equal(reply_text(&r, "type"), "invalid");
		reply_clear(&r);
	}
	r = call(w, "PUT", "/v1/dossiers/1", d.s.bearer, x.body);
	assert_int_equal(r.status, 422);
	reply_clear(&r);
	r = call(w, "PUT", x.target, NULL, x.body);
	assert_int_equal(r.status, 401);
	reply_clear(&r);
	sent_clear(&x);
	station_leave(&d.s);
}

static void control_characters_never_get_in(void **state)
{
	static const char *const names[] = {"Lê \x1b[31mMẫu", "Lê\u202eMẫu", "Lê\xc2\x9b Mẫu"};
	struct world *w = *state;
	struct desk d;
	desk_open(w, &d, WORLD_AGENCY, 3);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct sent x;
		take_in(w, &d, &x);
		json_object_set_new(json_object_get(x.dossier, "applicant"), "name",
			json_string(names[i]));
		sent_seal(&d.s, &x, true);
		struct reply r = put(w, &d, &x);
		assert_int_equal(r.status, 422);
		reply_clear(&r);
		sent_clear(&x);
	}
	assert_int_equal(count(w, "dossiers"), 0);
	station_leave(&d.s);
}

static void wrong_fields_are_told_by_their_path(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	json_object_set_new(json_object_get(x.dossier, "applicant"), "phone", json_string("12"));
	sent_seal(&d.s, &x, true);
	struct reply r = put(w, &d, &x);
	assert_int_equal(r.status, 422);
	const json_t *one = json_array_get(json_object_get(r.json, "violations"), 0);
	assert_string_equal(json_text(one, "field"), "applicant.phone");
	reply_clear(&r);
	sent_clear(&x);
	station_leave(&d.s);
}

static void members_not_known_here_are_kept(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x;
	desk_open(w, &d, WORLD_AGENCY, 3);
	take_in(w, &d, &x);
	json_object_set_new(x.dossier, "of_a_later_version", json_pack("{s:[i,s]}", "a", 1, "một"));
	sent_seal(&d.s, &x, true);
	expect_put(w, &d, &x, 201, "");
	struct reply r = call(w, "GET", x.target, d.s.bearer, NULL);
	assert_int_equal(r.status, 200);
	assert_true(json_equal(json_object_get(r.json, "dossier"), x.dossier));
	assert_non_null(strstr(r.body, x.canonical)); /* byte for byte: its hash can be checked */
	reply_clear(&r);
	sent_clear(&x);
	station_leave(&d.s);
}

static void a_dossier_is_read_within_its_agency(void **state)
{
	struct world *w = *state;
	struct desk d, other;
	struct sent x;
	desk_open(w, &d, WORLD_AGENCY, 3);
	desk_open(w, &other, WORLD_OTHER_AGENCY, 1);
	take_in(w, &d, &x);
	expect_put(w, &d, &x, 201, "");
	struct reply r = call(w, "GET", x.target, d.s.bearer, NULL);
	assert_int_equal(r.status, 200);
	assert_string_equal(reply_text(&r, "uuid"), x.uuid);
	assert_string_equal(reply_text(&r, "sha256"), x.sha256);
	assert_string_equal(reply_header(&r, "ETag"), "\"1\"");
	const json_t *event = json_array_get(json_object_get(r.json, "history"), 0);
	assert_string_equal(json_text(event, "by"), "Trần Thị Mẫu");
	reply_clear(&r);
	r = call(w, "GET", x.target, other.s.bearer, NULL);
	assert_int_equal(r.status, 404);
	assert_string_equal(reply_text(&r, "type"), "not_found");
	reply_clear(&r);
	char *history = xasprintf("%s/history", x.target);
	r = call(w, "GET", history, d.s.bearer, NULL);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 1);
	reply_clear(&r);
	r = call(w, "GET", history, other.s.bearer, NULL);
	assert_int_equal(r.status, 404);
	reply_clear(&r);
	free(history);
	sent_clear(&x);
	station_leave(&d.s);
	station_leave(&other.s);
}

/* ---- lists */

static const char *const names[] = {"Nguyễn Thị Ánh Mẫu", "Trần Văn Thử", "Lê Hòa Ví Dụ"};

static void deliver_three(struct world *w, struct desk *d, struct sent x[3])
{
	for (size_t i = 0; i < 3; i++) {
		char id[13], phone[11];
		take_in(w, d, &x[i]);
		json_t *who = json_object_get(x[i].dossier, "applicant");
		snprintf(id, sizeof(id), "08919000123%zu", i);
		snprintf(phone, sizeof(phone), "091234567%zu", i);
		json_object_set_new(who, "name", json_string(names[i]));
		json_object_set_new(who, "id_number", json_string(id));
		json_object_set_new(who, "phone", json_string(phone));
		sent_seal(&d->s, &x[i], true);
		expect_put(w, d, &x[i], 201, "");
	}
}

/* The applicants found, first letters, newest first: "LTN". */
static void expect_found(struct world *w, struct desk *d, const char *query, const char *expected)
{
	char *target = xasprintf("/v1/dossiers?%s", query), found[8] = "";
	struct reply r = call(w, "GET", target, d->s.bearer, NULL);
	size_t i, n = 0;
	const json_t *one;
	assert_int_equal(r.status, 200);
	json_array_foreach(json_object_get(r.json, "items"), i, one)
		found[n++] = json_text(one, "applicant_name")[0];
	if (!str_eq(found, expected))
		fail_msg("%s found %s instead of %s", query, found, expected);
	reply_clear(&r);
	free(target);
}

static void dossiers_are_found_as_officers_search(void **state)
{
	struct world *w = *state;
	struct desk d, other;
	struct sent x[3];
	desk_open(w, &d, WORLD_AGENCY, 3);
	desk_open(w, &other, WORLD_OTHER_AGENCY, 1);
	deliver_three(w, &d, x);
	static const char *const rows[][2] = {
		{"", "LTN"},
		{"q=", "LTN"},
		{"q=tran van thu", "T"},
		{"q=Trần", "T"},
		{"q=Trẩn", ""},
		{"q=thử", "T"},
		{"q=hoà", "L"},
		{"q=hoa", "L"},
		{"q=0002", "T"},
		{"q=H01.91.12-261123-0002", "T"},
		{"q=261123", "LTN"},
		{"q=089190001231", "T"},
		{"q=08919000123", ""},
		{"q=0912345672", "L"},
		{"q=0912 345 672", "L"},
		{"q=không có ai", ""},
		{"q=%", ""},
		{"q=_", ""},
		{"q=' OR 1=1 --", ""},
		{"status=2", "LTN"},
		{"status=3", ""},
		{"status=2&q=mau", "N"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		expect_found(w, &d, rows[i][0], rows[i][1]);
	expect_found(w, &other, "", "");
	for (size_t i = 0; i < 3; i++)
		sent_clear(&x[i]);
	station_leave(&d.s);
	station_leave(&other.s);
}

static void lists_go_on_by_cursor(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct sent x[3];
	char cursor[64] = "";
	desk_open(w, &d, WORLD_AGENCY, 3);
	deliver_three(w, &d, x);
	for (size_t i = 3; i-- > 0;) {
		char *target = xasprintf("/v1/dossiers?limit=1&cursor=%s", cursor);
		struct reply r = call(w, "GET", target, d.s.bearer, NULL);
		const json_t *items = json_object_get(r.json, "items");
		assert_int_equal(json_array_size(items), 1);
		assert_string_equal(json_text(json_array_get(items, 0), "uuid"), x[i].uuid);
		assert_int_equal(json_is_null(json_object_get(r.json, "cursor")), i == 0);
		assert_true(str_copy(cursor, sizeof(cursor), reply_text(&r, "cursor")));
		reply_clear(&r);
		free(target);
		sent_clear(&x[i]);
	}
	static const struct {
		const char *query;
		int status;
	} bad[] = {{"limit=0", 422}, {"limit=201", 422}, {"status=11", 422}, {"status=x", 422},
		{"cursor=x", 410}};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		char *target = xasprintf("/v1/dossiers?%s", bad[i].query);
		struct reply r = call(w, "GET", target, d.s.bearer, NULL);
		assert_int_equal(r.status, bad[i].status);
		reply_clear(&r);
		free(target);
	}
	station_leave(&d.s);
}

static struct reply changes(struct world *w, struct desk *d, const char *query)
{
	char *target = xasprintf("/v1/changes%s", query);
	struct reply r = call(w, "GET", target, d->s.bearer, NULL);
	free(target);
	return r;
}

static const char *first_uuid(const struct reply *r)
{
	return json_text(json_array_get(json_object_get(r->json, "items"), 0), "uuid");
}

static void changes_come_in_the_order_of_commit(void **state)
{
	struct world *w = *state;
	struct desk d, other;
	struct sent x[3], foreign;
	char query[100], end[100];
	desk_open(w, &d, WORLD_AGENCY, 3);
	desk_open(w, &other, WORLD_OTHER_AGENCY, 1);
	deliver_three(w, &d, x);
	take_in(w, &other, &foreign);
	json_object_set_new(foreign.dossier, "agency_name", json_string("Xã Thử"));
	sent_seal(&other.s, &foreign, true);
	expect_put(w, &other, &foreign, 201, "");

	str_copy(query, sizeof(query), "?limit=2");
	struct reply r = changes(w, &d, query);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 2);
	assert_true(json_is_true(json_object_get(r.json, "more")));
	assert_string_equal(first_uuid(&r), x[0].uuid);
	snprintf(query, sizeof(query), "?since=%s", reply_text(&r, "cursor"));
	reply_clear(&r);
	r = changes(w, &d, query);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 1);
	assert_string_equal(first_uuid(&r), x[2].uuid);
	assert_true(json_is_false(json_object_get(r.json, "more")));
	snprintf(end, sizeof(end), "?since=%s", reply_text(&r, "cursor"));
	reply_clear(&r);
	r = changes(w, &d, end);
	assert_int_equal(json_array_size(json_object_get(r.json, "items")), 0);
	reply_clear(&r);
	for (size_t i = 0; i < 3; i++)
		sent_clear(&x[i]);
	sent_clear(&foreign);
	station_leave(&d.s);
	station_leave(&other.s);
}

static void a_cursor_of_another_life_is_gone(void **state)
{
	struct world *w = *state;
	struct desk d;
	char query[120];
	desk_open(w, &d, WORLD_AGENCY, 3);
	struct reply r = changes(w, &d, "");
	snprintf(query, sizeof(query), "?since=%s", reply_text(&r, "cursor"));
	reply_clear(&r);
	size_t len = strlen(query);
	query[len - 1] = '7'; /* ahead of this database, as after a restore */
	r = changes(w, &d, query);
	assert_int_equal(r.status, 410);
	assert_string_equal(reply_text(&r, "type"), "gone");
	reply_clear(&r);
	static const char *const bad[] = {"?since=x", "?since=0", "?since=.0",
		"?since=0199c2a4-6d3e-7b10-9c55-2f1e8a7b6c5d.0"};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		r = changes(w, &d, bad[i]);
		assert_int_equal(r.status, 410);
		reply_clear(&r);
	}
	station_leave(&d.s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_dossier_arrives_once), T(the_way_it_is_written_does_not_matter),
		T(a_replay_outlives_the_catalogue), T(other_content_under_a_uuid_is_a_conflict),
		T(two_under_one_number_are_both_kept),
		T(a_clash_shows_wherever_either_is_looked_at), T(possible_duplicates_are_marked_and_kept), T(numbers_that_were_not_leased_are_refused),
		T(the_day_of_the_number_is_the_day_of_intake), T(the_sender_is_who_it_says),
		T(the_receipt_must_belong_to_the_dossier), T(unknown_procedures_are_refused),
		T(damaged_deliveries_are_refused), T(control_characters_never_get_in),
		T(wrong_fields_are_told_by_their_path), T(members_not_known_here_are_kept),
		T(a_dossier_is_read_within_its_agency), T(dossiers_are_found_as_officers_search),
		T(lists_go_on_by_cursor), T(changes_come_in_the_order_of_commit),
		T(a_cursor_of_another_life_is_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
