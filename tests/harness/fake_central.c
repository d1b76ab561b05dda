#include "tests/harness/fake_central.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/b64.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/jwt.h"
#include "store/outbox.h"

#define JSON "application/json"
#define PROBLEM "application/problem+json"

bool fake_is(const struct fault_request *q, const char *method, const char *path)
{
	return str_eq(q->method, method) && str_starts(q->path, path);
}

/* All answers carry central's clock. */
static void answer(struct fake *c, struct fault_reply *a, int status, const char *type, const char *body)
{
	char date[64], line[128];
	time_t now = time(NULL) + (time_t)c->clock_ahead_s;
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	snprintf(line, sizeof(line), "Date: %s\r\nMotcua-Api: 1\r\n", date);
	fault_answer(a, status, type, line, body);
	a->delay_ms = c->lag_ms;
}

void fake_problem(struct fake *c, struct fault_reply *a, int status, const char *type)
{
	char body[512];

	snprintf(body, sizeof(body), "{\"type\":\"%s\",\"title\":\"Bị từ chối\",\"status\":%d,\"detail\":"
		"\"Số điện thoại sai\",\"violations\":[{\"field\":\"applicant.phone\",\"code\":\"format\","
		"\"message\":\"Số điện thoại sai\"}]}", type, status);
	answer(c, a, status, PROBLEM, body);
}

/* ---- routes */

static void serve_probe(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	(void)q;
	c->probes++;
	answer(c, a, 204, NULL, "");
}

static bool good_assertion(struct fake *c, const struct fault_request *q)
{
	const char *at = strstr(q->body, "assertion=");
	struct jwt_claims claims;
	int64_t now = time(NULL) + c->clock_ahead_s;

	return at && jwt_verify(at + 10, c->station_key, &claims, NULL) && str_eq(claims.sub, c->f->ws.id) &&
		str_eq(claims.iss, claims.sub) && str_ends(claims.aud, "/v1/token") && claims.jti[0] &&
		claims.iat <= now + 60 && claims.exp > now && claims.exp - claims.iat <= 300;
}

static void serve_token(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	char body[256];

	c->tokens++;
	if (c->deny_tokens || !good_assertion(c, q)) {
		answer(c, a, 401, PROBLEM, "{\"type\":\"unauthorised\",\"title\":\"x\",\"status\":401}");
		return;
	}
	c->token++;
	snprintf(body, sizeof(body), "{\"access_token\":\"tok-%d\",\"token_type\":\"Bearer\","
		"\"expires_in\":%d}", c->token, c->expires_in);
	answer(c, a, 200, JSON, body);
}

static int64_t lease_first(struct fake *c, const char *id, int64_t count)
{
	static int64_t next = 100000;

	if (c->lease_at)
		return c->lease_at;
	for (int i = 0; i < c->n_blocks; i++) {
		if (str_eq(c->blocks[i].id, id))
			return c->blocks[i].first;
	}
	str_copy(c->blocks[c->n_blocks].id, UUID_SIZE, id);
	c->blocks[c->n_blocks++].first = next;
	next += count;
	return next - count;
}

static void serve_lease(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	json_t *root = json_loads(q->body, 0, NULL);
	int64_t count = json_integer_value(json_object_get(root, "count"));
	struct number_block b = {.issued_at = time(NULL)};
	uint8_t signature[ED25519_SIGNATURE];
	char encoded[B64_SIZE(ED25519_SIGNATURE)];
	struct buf block;

	bool standing = json_object_get(root, "series") != NULL;
	c->leases += !standing;
	str_copy(b.id, sizeof(b.id), json_string_value(json_object_get(root, "id")));
	str_copy(b.agency, sizeof(b.agency), json_string_value(json_object_get(root, "agency")));
	str_copy(b.workstation, sizeof(b.workstation), c->f->ws.id);
	if (!standing)
		date_parse_iso(json_string_value(json_object_get(root, "day")), &b.day);
	b.first = standing ? FALLBACK_FIRST(1) : lease_first(c, b.id, count);
	b.last = standing ? FALLBACK_LAST(1) : b.first + count - 1;
	number_block_sign(&b, c->f->central, signature);
	b64url_encode(signature, sizeof(signature), encoded);
	buf_init(&block, 4096);
	buf_str_add(&block, "{\"block\":");
	number_block_to_json(&b, &block);
	buf_printf(&block, ",\"signature\":\"%s\"}", encoded);
	answer(c, a, 201, JSON, buf_str(&block));
	buf_clear(&block);
	json_decref(root);
}

static void serve_catalogue(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	(void)q;
	answer(c, a, 200, JSON, c->catalogue ? c->catalogue
		: "{\"version\":0,\"items\":[],\"since\":0,\"more\":false}");
}

static void serve_changes(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	const char *since = strstr(q->path, "since=");

	snprintf(c->last_since, sizeof(c->last_since), "%s", since ? since + 6 : "");
	answer(c, a, 200, JSON, c->changes ? c->changes : "{\"items\":[],\"cursor\":\"c1\",\"more\":false}");
}

static struct fake_dossier *take_in(struct fake *c, json_t *root)
{
	const json_t *dossier = json_object_get(root, "dossier");
	const char *uuid = json_string_value(json_object_get(dossier, "uuid"));
	const char *sha256 = json_string_value(json_object_get(root, "sha256"));
	struct fake_dossier *d = c->dossiers;

	while (d < c->dossiers + c->n_dossiers && !str_eq(d->uuid, uuid))
		d++;
	if (d == c->dossiers + c->n_dossiers) {
		BUG_ON(c->n_dossiers++ == FAKE_DOSSIERS);
		str_copy(d->uuid, sizeof(d->uuid), uuid);
		str_copy(d->code, sizeof(d->code), json_string_value(json_object_get(dossier, "code")));
		str_copy(d->sha256, sizeof(d->sha256), sha256);
	}
	d->other = d->other || !str_eq(d->sha256, sha256);
	d->times++;
	return d;
}

/* The hash is really that of the bytes that came. */
static bool hash_is_true(const struct fault_request *q, const json_t *root)
{
	const char *from = strstr(q->body, "{\"dossier\":"), *to = strstr(q->body, ",\"sha256\":\"");
	uint8_t hash[SHA256_SIZE];
	char hex[HEX_SIZE(SHA256_SIZE)];

	while (to && strstr(to + 1, ",\"sha256\":\""))
		to = strstr(to + 1, ",\"sha256\":\"");
	if (from != q->body || !to)
		return false;
	sha256(from + 11, (size_t)(to - from) - 11, hash);
	hex_encode(hash, sizeof(hash), hex);
	return str_eq(hex, json_string_value(json_object_get(root, "sha256")));
}

static void serve_dossier(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	json_t *root = json_loads(q->body, 0, NULL);
	char body[512];

	if (!root || !hash_is_true(q, root) || !json_is_string(json_object_get(root, "receipt_token"))) {
		fake_problem(c, a, 400, "test_found_bad_request");
	} else {
		const struct fake_dossier *d = take_in(c, root);
		snprintf(body, sizeof(body), "{\"uuid\":\"%s\",\"code\":\"%s\",\"sha256\":\"%s\",\"status\":2,"
			"\"received_at\":\"2026-11-23T08:43:02+07:00\",\"workstation\":\"%s\",\"extra\":[1]}",
			d->uuid, d->code, d->sha256, c->f->ws.id);
		answer(c, a, d->times == 1 ? 201 : 200, JSON, body);
	}
	json_decref(root);
}

static bool authorised(struct fake *c, const struct fault_request *q)
{
	char got[128], want[64];

	snprintf(want, sizeof(want), "Bearer tok-%d", c->token);
	return fault_header(q, "Authorization", got, sizeof(got)) && str_eq(got, want);
}

static const struct {
	const char *method, *path;
	bool open;
	void (*serve)(struct fake *c, const struct fault_request *q, struct fault_reply *a);
} routes[] = {
	{"GET", "/healthz", true, serve_probe},
	{"POST", "/v1/token", true, serve_token},
	{"POST", "/v1/number-blocks", false, serve_lease},
	{"GET", "/v1/catalogue", false, serve_catalogue},
	{"GET", "/v1/changes", false, serve_changes},
	{"PUT", "/v1/dossiers/", false, serve_dossier},
};

void fake_serve(struct fake *c, const struct fault_request *q, struct fault_reply *a)
{
	for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
		if (!fake_is(q, routes[i].method, routes[i].path))
			continue;
		if (!routes[i].open && !authorised(c, q)) {
			c->refused++;
			answer(c, a, 401, PROBLEM, "{\"type\":\"unauthorised\",\"title\":\"x\",\"status\":401}");
			return;
		}
		routes[i].serve(c, q, a);
		return;
	}
	fake_problem(c, a, 404, "not_found");
}

static void handle(void *user, const struct fault_request *q, struct fault_reply *a)
{
	struct fake *c = user;

	if (!c->hook || !c->hook(c, q, a))
		fake_serve(c, q, a);
}

/* ---- for the tests */

int fake_setup(void **state)
{
	struct fake *c = xcalloc(1, sizeof(*c));
	void *f;

	if (fixture_setup(&f) != 0)
		return -1;
	c->f = f;
	c->expires_in = 900;
	signing_key_public(c->f->ws.key, c->station_key);
	c->server = fault_server_start(0, NULL, handle, c);
	c->loop = loop_new();
	*state = c;
	return 0;
}

int fake_teardown(void **state)
{
	struct fake *c = *state;
	void *f = c->f;

	sync_free(c->sync);
	http_client_free(c->http);
	loop_free(c->loop);
	fault_server_stop(c->server);
	free(c);
	return fixture_teardown(&f);
}

void fake_engine(struct fake *c, int parallel)
{
	struct http_options http = {.base_url = fault_server_url(c->server), .timeout_ms = 20000};
	struct sync_options opt = {.parallel = parallel, .lease_days_ahead = 2};
	struct err err = ERR_INIT;

	sync_free(c->sync);
	http_client_free(c->http);
	if (!http_client_new(&c->http, c->loop, &http, &err))
		fail_msg("%s", err.text);
	c->sync = sync_new(c->loop, c->http, c->f->store, &c->f->ws, &opt);
}

void fake_intakes(struct fake *c, int n)
{
	static int64_t next = 1;

	fixture_lease(c->f, fixture_day(), next, next + n - 1);
	next += n;
	for (int i = 0; i < n; i++) {
		struct dossier d;
		struct intake_result r;

		fixture_intake(c->f, NULL, &d, &r);
		dossier_clear(&d);
	}
}

void fake_round(struct fake *c)
{
	int64_t deadline = clock_mono_ms() + 60000;

	sync_kick(c->sync);
	while (!sync_state(c->sync)->settled) {
		if (clock_mono_ms() > deadline)
			fail_msg("the round did not settle");
		loop_turn(c->loop, 100);
	}
}

void fake_rounds_until(struct fake *c, int waiting, int rounds)
{
	while (fake_waiting(c) != waiting) {
		if (rounds-- == 0)
			fail_msg("%d wait still, not %d: %s", (int)fake_waiting(c), waiting,
				sync_state(c->sync)->reason);
		fake_round(c);
	}
}

void fake_stop_server(struct fake *c)
{
	c->hooked = fault_server_port(c->server);
	fault_server_stop(c->server);
	c->server = NULL;
}

void fake_start_server(struct fake *c)
{
	c->server = fault_server_start(c->hooked, NULL, handle, c);
	c->hooked = 0;
}

static struct outbox_counts counts(struct fake *c)
{
	struct outbox_counts n;
	struct err err = ERR_INIT;

	if (!outbox_counts(c->f->store, &n, &err))
		fail_msg("%s", err.text);
	return n;
}

int64_t fake_waiting(struct fake *c)
{
	return counts(c).waiting;
}

int64_t fake_rejected(struct fake *c)
{
	return counts(c).rejected;
}

void fake_check_arrived(struct fake *c, int n)
{
	if (c->server)
		fault_server_lock(c->server);
	int arrived = c->n_dossiers, other = 0;
	for (int i = 0; i < c->n_dossiers; i++)
		other += c->dossiers[i].other;
	if (c->server)
		fault_server_unlock(c->server);
	assert_int_equal(arrived, n);
	assert_int_equal(other, 0);
}
