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

#include "central/stations.h"
#include "core/jwt.h"

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
#define KEY "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
#define OTHER_KEY "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw"

static void new_code(struct world *w, char code[ENROL_CODE_SIZE])
{
	assert_true(enrol_code_make(w->central.db, WORLD_AGENCY, 3, w->now, code, NULL));
}

static struct reply enrol(struct world *w, const char *code, const char *key)
{
	char *body = xasprintf("{\"code\":\"%s\",\"public_key\":\"%s\",\"host\":\"quay-03\"}", code,
		key);
	struct reply r = call(w, "POST", "/v1/workstations", NULL, body);
	free(body);
	return r;
}

static void expect_enrol(struct world *w, const char *code, const char *key, int status,
	const char *type)
{
	struct reply r = enrol(w, code, key);
	assert_int_equal(r.status, status);
	assert_string_equal(reply_text(&r, "type"), type);
	reply_clear(&r);
}

static void a_code_enrols_once(void **state)
{
	struct world *w = *state;
	char code[ENROL_CODE_SIZE], id[UUID_SIZE], key[B64_SIZE(ED25519_PUBLIC)];
	new_code(w, code);
	struct reply r = enrol(w, code, KEY);
	assert_int_equal(r.status, 201);
	assert_true(uuid_parse(reply_text(&r, "id"), NULL));
	assert_true(str_copy(id, sizeof(id), reply_text(&r, "id")));
	const json_t *agency = json_object_get(r.json, "agency");
	assert_string_equal(json_text(agency, "id"), WORLD_AGENCY);
	assert_string_equal(json_text(agency, "name"), "Phường Long Xuyên");
	assert_string_equal(json_text(agency, "parent_name"), "UBND tỉnh An Giang");
	assert_string_equal(json_text(agency, "place"), "Long Xuyên");
	assert_int_equal(json_integer_value(json_object_get(r.json, "counter")), 3);
	assert_string_equal(reply_text(&r, "public_url"), "https://motcua.example");
	assert_string_equal(reply_text(&r, "enrolled_at"), "2026-11-23T08:43:00+07:00");
	b64url_encode(w->central.public_key, ED25519_PUBLIC, key);
	assert_string_equal(reply_text(&r, "server_key"), key);
	reply_clear(&r);

	w->now += 3 * 86400; /* a repeat is answered even when the code has run out since */
	r = enrol(w, code, KEY);
	assert_int_equal(r.status, 200);
	assert_string_equal(reply_text(&r, "id"), id);
	assert_string_equal(reply_text(&r, "enrolled_at"), "2026-11-23T08:43:00+07:00");
	reply_clear(&r);
	expect_enrol(w, code, OTHER_KEY, 409, "code_used");
}

static struct reply enrol_bound(struct world *w, const char *code, const char *server_key)
{
	char *body = xasprintf("{\"code\":\"%s\",\"public_key\":\"" KEY "\",\"server_key\":\"%s\"}", code,
		server_key);
	struct reply r = call(w, "POST", "/v1/workstations", NULL, body);
	free(body);
	return r;
}

/* Refused before anything is kept, so that neither code nor key is lost to it. */
static void dossiers_of_another_central_stay_its_own(void **state)
{
	struct world *w = *state;
	char code[ENROL_CODE_SIZE], key[B64_SIZE(ED25519_PUBLIC)];
	new_code(w, code);
	struct reply r = enrol_bound(w, code, OTHER_KEY);
	assert_int_equal(r.status, 409);
	assert_string_equal(reply_text(&r, "type"), "conflict");
	reply_clear(&r);
	b64url_encode(w->central.public_key, ED25519_PUBLIC, key);
	r = enrol_bound(w, code, key);
	assert_int_equal(r.status, 201);
	reply_clear(&r);
}

static void a_code_is_read_as_people_type_it(void **state)
{
	struct world *w = *state;
	char code[ENROL_CODE_SIZE], typed[64];
	size_t n = 0;
	new_code(w, code);
	for (const char *p = code; *p; p++) {
		char ch = *p == '-' ? ' ' : *p == '0' ? 'o' : *p == '1' ? 'l' : *p;
		typed[n++] = ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
	}
	typed[n] = '\0';
	struct reply r = enrol(w, typed, KEY);
	assert_int_equal(r.status, 201);
	reply_clear(&r);
}

static void wrong_codes_are_refused(void **state)
{
	struct world *w = *state;
	char code[ENROL_CODE_SIZE];
	new_code(w, code);
	expect_enrol(w, "AAAA-BBBB-CCCC", KEY, 404, "unknown_code");
	expect_enrol(w, "AAAA", KEY, 404, "unknown_code");
	expect_enrol(w, "%s%n' OR 1=1 --", KEY, 404, "unknown_code");
	w->now += ENROL_CODE_VALID_S;
	expect_enrol(w, code, KEY, 410, "code_expired");
}

static void a_key_belongs_to_one_workstation(void **state)
{
	struct world *w = *state;
	char first[ENROL_CODE_SIZE], second[ENROL_CODE_SIZE];
	new_code(w, first);
	new_code(w, second);
	expect_enrol(w, first, KEY, 201, "");
	expect_enrol(w, second, KEY, 409, "conflict");
	expect_enrol(w, second, OTHER_KEY, 201, ""); /* the refused try did not use it up */
}

static void malformed_enrolments_are_told(void **state)
{
	static const char *const bodies[] = {"", "[]", "{", "{\"code\":1,\"code\":2}", "\xff", "null"};
	struct world *w = *state;
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		struct reply r = call(w, "POST", "/v1/workstations", NULL, bodies[i]);
		assert_int_equal(r.status, 400);
		reply_clear(&r);
	}
	struct reply r = call(w, "POST", "/v1/workstations", NULL, "{\"public_key\":\"AAAA\"}");
	assert_int_equal(r.status, 422);
	assert_string_equal(r.content_type, "application/problem+json");
	assert_true(reply_violates(&r, "code", "required"));
	assert_true(reply_violates(&r, "public_key", "format"));
	reply_clear(&r);
}

static void the_code_is_kept_only_as_a_hash(void **state)
{
	struct world *w = *state;
	char code[ENROL_CODE_SIZE];
	bool found;
	int64_t n;
	new_code(w, code);
	assert_true(db_get_int(w->central.db, NULL, &n, &found,
		"SELECT 1 FROM enrol_codes WHERE length(hash) = 64 AND hash NOT LIKE ?", "t", code));
	assert_true(found);
	assert_false(enrol_code_make(w->central.db, "H99.99", 3, w->now, code, NULL));
	assert_false(enrol_code_make(w->central.db, WORLD_AGENCY, 0, w->now, code, NULL));
	assert_false(enrol_code_make(w->central.db, WORLD_AGENCY, 1000, w->now, code, NULL));
}

#define GRANT "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"

static struct reply ask_token(struct world *w, const char *assertion)
{
	char *body = xasprintf("assertion=%s&grant_type=%s", assertion, GRANT);
	struct reply r = call_typed(w, "POST", "/v1/token", NULL,
		"application/x-www-form-urlencoded; charset=utf-8", body);
	free(body);
	return r;
}

static void expect_token(struct world *w, char *assertion, int status)
{
	struct reply r = ask_token(w, assertion);
	assert_int_equal(r.status, status);
	if (status == 401) {
		assert_string_equal(reply_text(&r, "type"), "unauthorised");
		assert_string_equal(r.content_type, "application/problem+json");
	}
	if (status == 400)
		assert_string_equal(reply_text(&r, "error"), "invalid_grant");
	reply_clear(&r);
	free(assertion);
}

#define JTI "0199c2a4-6d3e-7b10-9c55-2f1e8a7b6c"

static void an_assertion_serves_once(void **state)
{
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	struct reply r = ask_token(w, "x");
	reply_clear(&r);
	char *assertion = station_assertion(&s, JTI "01", w->now, 300);
	r = ask_token(w, assertion);
	assert_int_equal(r.status, 200);
	assert_string_equal(reply_text(&r, "token_type"), "Bearer");
	assert_int_equal(json_integer_value(json_object_get(r.json, "expires_in")), 900);
	reply_clear(&r);
	expect_token(w, assertion, 401);
	station_leave(&s);
}

static void wrong_assertions_are_refused(void **state)
{
	struct world *w = *state;
	struct station s, stranger;
	station_enter(w, &s, WORLD_AGENCY, 3);
	station_enter(w, &stranger, WORLD_AGENCY, 4);
	expect_token(w, xstrdup("not.a.jwt"), 400);
	expect_token(w, station_assertion(&s, JTI "02", w->now - 301, 300), 401); /* expired */
	expect_token(w, station_assertion(&s, JTI "03", w->now + 61, 60), 401);   /* in the future */
	expect_token(w, station_assertion(&s, JTI "04", w->now, 301), 401);       /* too long */
	expect_token(w, station_assertion(&s, JTI "05", w->now, 0), 401);
	expect_token(w, station_assertion(&s, "", w->now, 60), 401);
	expect_token(w, station_assertion(&s, "once", w->now, 60), 401);
	memcpy(stranger.id, s.id, sizeof(s.id)); /* says it is s, signs with its own key */
	expect_token(w, station_assertion(&stranger, JTI "06", w->now, 60), 401);
	uuid_new(stranger.id);
	expect_token(w, station_assertion(&stranger, JTI "07", w->now, 60), 401);
	expect_token(w, station_assertion(&s, JTI "08", w->now + 60, 60), 200); /* a fast clock */
	station_leave(&s);
	station_leave(&stranger);
}

static void the_audience_is_the_token_route(void **state)
{
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	struct jwt_claims claims = {.aud = "https://elsewhere.example/login", .jti = JTI "09",
		.iat = w->now, .exp = w->now + 60};
	str_copy(claims.iss, sizeof(claims.iss), s.id);
	str_copy(claims.sub, sizeof(claims.sub), s.id);
	expect_token(w, jwt_make(&claims, s.key), 401);
	str_copy(claims.aud, sizeof(claims.aud), "http://127.0.0.1:8080/v1/token");
	str_copy(claims.iss, sizeof(claims.iss), "someone else");
	expect_token(w, jwt_make(&claims, s.key), 401);
	station_leave(&s);
}

static void token_requests_follow_rfc_6749(void **state)
{
	static const struct {
		const char *body, *error;
	} rows[] = {
		{"grant_type=" GRANT, "invalid_request"},
		{"assertion=x", "invalid_request"},
		{"grant_type=password&assertion=x", "unsupported_grant_type"},
		{"grant_type=" GRANT "&assertion=a&assertion=b", "invalid_request"},
		{"grant_type=" GRANT "&assertion=%00", "invalid_request"},
		{"grant_type=" GRANT "&assertion=%zz", "invalid_request"},
		{"grant_type=" GRANT "&assertion=%", "invalid_request"},
		{"&&&=", "invalid_request"},
	};
	struct world *w = *state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct reply r = call_typed(w, "POST", "/v1/token", NULL,
			"application/x-www-form-urlencoded", rows[i].body);
		assert_int_equal(r.status, 400);
		assert_string_equal(r.content_type, "application/json");
		assert_string_equal(reply_text(&r, "error"), rows[i].error);
		reply_clear(&r);
	}
	struct reply r = call(w, "POST", "/v1/token", NULL, "{}");
	assert_int_equal(r.status, 415);
	reply_clear(&r);
}

static void expect_catalogue(struct world *w, const char *bearer, int status)
{
	struct reply r = call(w, "GET", "/v1/catalogue", bearer, NULL);
	assert_int_equal(r.status, status);
	if (status == 401) {
		assert_string_equal(reply_text(&r, "type"), "unauthorised");
		assert_string_equal(reply_header(&r, "WWW-Authenticate"), "Bearer");
	}
	reply_clear(&r);
}

static void an_access_token_lasts_a_quarter_of_an_hour(void **state)
{
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	expect_catalogue(w, s.bearer, 200);
	w->now += 899;
	expect_catalogue(w, s.bearer, 200);
	w->now += 1;
	expect_catalogue(w, s.bearer, 401);
	station_leave(&s);
}

static void what_is_no_access_token_opens_nothing(void **state)
{
	struct world *w = *state;
	struct station s;
	station_enter(w, &s, WORLD_AGENCY, 3);
	expect_catalogue(w, NULL, 401);
	expect_catalogue(w, "Bearer ", 401);
	expect_catalogue(w, "Basic dXNlcjpwYXNz", 401);
	expect_catalogue(w, "Bearer a.b.c", 401);
	char *own = station_assertion(&s, JTI "10", w->now, 60); /* signed, but not by central */
	char *bearer = xasprintf("Bearer %s", own);
	expect_catalogue(w, bearer, 401);
	s.bearer[strlen(s.bearer) - 1] ^= 1;
	s.bearer[20] ^= 1;
	expect_catalogue(w, s.bearer, 401);
	free(own);
	free(bearer);
	station_leave(&s);
}

static void methods_and_paths_are_answered_exactly(void **state)
{
	static const struct {
		const char *method, *path, *allow;
		int status;
	} rows[] = {
		{"GET", "/healthz", "", 204},
		{"HEAD", "/healthz", "", 204},
		{"POST", "/healthz", "GET, HEAD", 405},
		{"GET", "/v1/token", "POST", 405},
		{"DELETE", "/v1/dossiers/x", "PUT, GET, HEAD", 405},
		{"get", "/healthz", "GET, HEAD", 405},
		{"GET", "/healthz/", "", 404},
		{"GET", "//healthz", "", 404},
		{"GET", "/v1/dossiers/", "", 404},
		{"GET", "/v1/dossiers//history", "", 404},
		{"GET", "", "", 404},
		{"GET", "*", "", 404},
	};
	struct world *w = *state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct reply r = call(w, rows[i].method, rows[i].path, NULL, NULL);
		assert_int_equal(r.status, rows[i].status);
		assert_string_equal(reply_header(&r, "Allow"), rows[i].allow);
		if (r.status >= 400)
			assert_string_equal(r.content_type, "application/problem+json");
		reply_clear(&r);
	}
	struct reply r = call(w, "GET", "/healthz", NULL, NULL);
	assert_string_equal(reply_header(&r, "Motcua-Api"), "1");
	assert_string_equal(r.body, "");
	reply_clear(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_code_enrols_once), T(dossiers_of_another_central_stay_its_own),
		T(a_code_is_read_as_people_type_it), T(wrong_codes_are_refused),
		T(a_key_belongs_to_one_workstation), T(malformed_enrolments_are_told),
		T(the_code_is_kept_only_as_a_hash), T(an_assertion_serves_once),
		T(wrong_assertions_are_refused), T(the_audience_is_the_token_route),
		T(token_requests_follow_rfc_6749), T(an_access_token_lasts_a_quarter_of_an_hour),
		T(what_is_no_access_token_opens_nothing), T(methods_and_paths_are_answered_exactly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
