#include "tests/harness/central_world.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <cmocka.h>
#include <curl/curl.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "central/import.h"
#include "central/stations.h"
#include "core/dossier.h"
#include "core/jwt.h"
#include "tests/harness/pg_cluster.h"

static const char agencies[] =
	"[{\"id\":\"H01.91.12\",\"name\":\"Phường Long Xuyên\",\"parent\":\"H01\","
	"\"parent_name\":\"UBND tỉnh An Giang\",\"place\":\"Long Xuyên\",\"level\":\"commune\"},"
	"{\"id\":\"H01.91.13\",\"name\":\"Xã <Thử>\",\"level\":\"commune\"}]";
static const char procedures[] =
	"[{\"code\":\"1.014027\",\"name\":\"Thực hiện, điều chỉnh trợ cấp hưu trí xã hội\","
	"\"field\":\"Bảo trợ xã hội\",\"channels\":{\"direct\":{\"time\":{\"unit\":\"working_days\","
	"\"count\":10},\"fee\":{\"status\":\"free\",\"lines\":[]}}},\"cases\":[{\"id\":\"1\","
	"\"name\":\"Trường hợp chung\",\"components\":[{\"id\":\"1\",\"name\":\"Tờ khai\","
	"\"required\":true,\"original\":1,\"certified\":0,\"copy\":0,\"translation\":0}]}]}]";
static const char accounts[] =
	"[{\"id\":\"mau\",\"name\":\"Trần Thị Mẫu\",\"title\":\"Công chức\",\"agency\":\"H01.91.12\"},"
	"{\"id\":\"thu\",\"name\":\"Lê Văn Thử\",\"title\":\"Công chức\",\"agency\":\"H01.91.13\"}]";

struct world *world_open(const char *url)
{
	struct world *w = xcalloc(1, sizeof(*w));
	struct err err = ERR_INIT;
	if (!central_open(&w->central, url, &err))
		fail_msg("%s", err.text);
	str_copy(w->central.public_url, sizeof(w->central.public_url), "https://motcua.example");
	w->now = WORLD_NOW;
	world_import(w, "agencies", agencies);
	world_import(w, "procedures", procedures);
	world_import(w, "accounts", accounts);
	return w;
}

void world_close(struct world *w)
{
	central_close(&w->central);
	free(w);
}

int world_setup(void **state)
{
	const char *kind = getenv("MOTCUA_TEST_DB");
	char url[TEST_DB_SIZE] = "sqlite::memory:";
	if (kind && str_eq(kind, "postgresql"))
		test_db_postgres(url);
	*state = world_open(url);
	return 0;
}

int world_teardown(void **state)
{
	world_close(*state);
	return 0;
}

void world_import(struct world *w, const char *kind, const char *json)
{
	struct import_report report;
	struct err err = ERR_INIT;
	if (!import_text(w->central.db, kind, json, strlen(json), w->now, &report, &err))
		fail_msg("%s\n%s", err.text, buf_str(&report.lines));
	import_report_clear(&report);
}

/* Splits "a=1&b=2" in place. */
static void split_query(struct request *rq, char *query)
{
	char *part;
	while (query && (part = strsep(&query, "&"))) {
		char *value = strchr(part, '=');
		if (value)
			*value++ = '\0';
		assert_true(rq->n_query < QUERY_MAX);
		rq->query[rq->n_query++] = (struct param){part, value ? value : ""};
	}
}

static struct reply call_here(struct world *w, const char *method, const char *target,
	const char *bearer, const char *content_type, const char *body)
{
	struct reply out = {0};
	char *path = xstrdup(target), *query = strchr(path, '?');
	if (query)
		*query++ = '\0';
	struct request rq = {.method = method, .path = path, .authorization = bearer ? bearer : "",
		.content_type = content_type, .content_encoding = "", .accept_language = "",
		.if_none_match = "", .body = body ? body : "", .body_len = body ? strlen(body) : 0,
		.now = w->now};
	split_query(&rq, query);
	response_init(&out.raw);
	central_handle(&w->central, &rq, &out.raw);
	free(path);
	out.status = out.raw.status;
	out.content_type = xstrdup(out.raw.content_type ? out.raw.content_type : "");
	out.body = buf_take(&out.raw.body);
	out.json = json_loads(out.body, JSON_REJECT_DUPLICATES, NULL);
	return out;
}

static size_t take_body(char *bytes, size_t size, size_t n, void *user)
{
	return buf_add(user, bytes, size * n) ? size * n : 0;
}

static struct curl_slist *header(struct curl_slist *list, const char *name, const char *value)
{
	char *line = xasprintf("%s%s", name, value);
	list = curl_slist_append(list, line);
	free(line);
	return list;
}

/* The same over HTTP; status 0 when the exchange failed. */
static struct reply call_there(struct world *w, const char *method, const char *target,
	const char *bearer, const char *content_type, const char *body)
{
	struct reply out = {0};
	long status = 0;
	char *type = NULL, *url = xasprintf("%s%s", w->url, target);
	CURL *curl = curl_easy_init();
	struct curl_slist *headers = header(NULL, "Expect:", "");
	if (bearer)
		headers = header(headers, "Authorization: ", bearer);
	if (body)
		headers = header(headers, "Content-Type: ", content_type);
	response_init(&out.raw);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &out.raw.body);
	curl_easy_setopt(curl, CURLOPT_CAINFO, w->ca_file);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	if (body)
		curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, body);
	CURLcode code = curl_easy_perform(curl);
	if (code != CURLE_OK)
		fprintf(stderr, "%s %s: %s\n", method, url, curl_easy_strerror(code));
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
	out.status = code == CURLE_OK ? (int)status : 0;
	out.content_type = xstrdup(type ? type : "");
	out.body = buf_take(&out.raw.body);
	out.json = json_loads(out.body, JSON_REJECT_DUPLICATES, NULL);
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	free(url);
	return out;
}

struct reply call_typed(struct world *w, const char *method, const char *target, const char *bearer,
	const char *content_type, const char *body)
{
	return (w->url ? call_there : call_here)(w, method, target, bearer, content_type, body);
}

struct reply call(struct world *w, const char *method, const char *target, const char *bearer,
	const char *body)
{
	return call_typed(w, method, target, bearer, body ? "application/json" : "", body);
}

void reply_clear(struct reply *r)
{
	free(r->body);
	free(r->content_type);
	json_decref(r->json);
	response_clear(&r->raw);
	*r = (struct reply){0};
}

const char *reply_header(const struct reply *r, const char *name)
{
	for (size_t i = 0; i < r->raw.n_headers; i++) {
		if (strcasecmp(r->raw.headers[i].name, name) == 0)
			return r->raw.headers[i].value;
	}
	return "";
}

const char *reply_text(const struct reply *r, const char *name)
{
	return json_text(r->json, name);
}

void reply_block(const struct world *w, const struct reply *r, struct number_block *out,
	uint8_t signature[ED25519_SIGNATURE])
{
	size_t len;
	char *text = json_dumps(json_object_get(r->json, "block"), JSON_COMPACT);
	const char *encoded = reply_text(r, "signature");
	assert_true(number_block_from_json(out, text, strlen(text), NULL));
	assert_true(b64url_decode(encoded, strlen(encoded), signature, ED25519_SIGNATURE, &len));
	assert_int_equal(len, ED25519_SIGNATURE);
	assert_true(number_block_verify(out, w->central.public_key, signature));
	free(text);
}

bool reply_violates(const struct reply *r, const char *field, const char *code)
{
	size_t i;
	const json_t *one;
	json_array_foreach(json_object_get(r->json, "violations"), i, one) {
		if (str_eq(json_text(one, "field"), field) && str_eq(json_text(one, "code"), code))
			return true;
	}
	return false;
}

void station_enter_with(struct world *w, struct station *s, const char *code, const char *agency,
	int counter)
{
	char key[B64_SIZE(ED25519_PUBLIC)];
	uint8_t public_key[ED25519_PUBLIC];
	*s = (struct station){.counter = counter, .key = signing_key_new()};
	str_copy(s->agency, sizeof(s->agency), agency);
	signing_key_public(s->key, public_key);
	b64url_encode(public_key, sizeof(public_key), key);
	char *body = xasprintf("{\"code\":\"%s\",\"public_key\":\"%s\",\"host\":\"may\"}", code, key);
	struct reply r = call(w, "POST", "/v1/workstations", NULL, body);
	assert_int_equal(r.status, 201);
	assert_true(str_copy(s->id, sizeof(s->id), reply_text(&r, "id")));
	reply_clear(&r);
	free(body);
	station_token(w, s);
}

void station_enter(struct world *w, struct station *s, const char *agency, int counter)
{
	char code[ENROL_CODE_SIZE];
	struct err err = ERR_INIT;
	if (!enrol_code_make(w->central.db, agency, counter, w->now, code, &err))
		fail_msg("%s", err.text);
	station_enter_with(w, s, code, agency, counter);
}

char *station_assertion(const struct station *s, const char *jti, int64_t iat, int64_t lasts_s)
{
	struct jwt_claims claims = {.aud = "https://motcua.example/v1/token", .iat = iat,
		.exp = iat + lasts_s};
	str_copy(claims.iss, sizeof(claims.iss), s->id);
	str_copy(claims.sub, sizeof(claims.sub), s->id);
	str_copy(claims.jti, sizeof(claims.jti), jti);
	return jwt_make(&claims, s->key);
}

void station_token(struct world *w, struct station *s)
{
	char jti[UUID_SIZE];
	uuid_new(jti);
	char *assertion = station_assertion(s, jti, w->now, 60);
	char *body = xasprintf("grant_type=urn%%3Aietf%%3Aparams%%3Aoauth%%3Agrant-type%%3Ajwt-bearer"
			       "&assertion=%s", assertion);
	struct reply r = call_typed(w, "POST", "/v1/token", NULL, "application/x-www-form-urlencoded",
		body);
	assert_int_equal(r.status, 200);
	free(s->bearer);
	s->bearer = xasprintf("Bearer %s", reply_text(&r, "access_token"));
	reply_clear(&r);
	free(assertion);
	free(body);
}

void station_leave(struct station *s)
{
	signing_key_free(s->key);
	free(s->bearer);
	*s = (struct station){0};
}

void station_lease(struct world *w, struct station *s, int64_t count, char block[UUID_SIZE],
	int64_t *first)
{
	char day[DATE_SIZE];
	date_format_iso(instant_date(w->now), day);
	uuid_new(block);
	char *body = xasprintf("{\"id\":\"%s\",\"agency\":\"%s\",\"day\":\"%s\",\"count\":%d}", block,
		s->agency, day, (int)count);
	struct reply r = call(w, "POST", "/v1/number-blocks", s->bearer, body);
	assert_int_equal(r.status, 201);
	*first = json_integer_value(json_object_get(json_object_get(r.json, "block"), "first"));
	reply_clear(&r);
	free(body);
}

static json_t *made_up_dossier(const struct world *w, const struct station *s, const struct sent *x,
	const char *block)
{
	return json_pack("{s:s, s:s, s:s, s:I, s:s, s:s, s:s, s:i, s:{s:s, s:s}, s:o, s:o, s:b, s:b,"
			 " s:b, s:i, s:{s:s, s:s, s:i, s:s, s:s}, s:{s:s, s:i},"
			 " s:{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s},"
			 " s:[{s:s, s:s, s:i, s:i, s:i, s:i}], s:i, s:{s:s, s:[]}, s:i}",
		"uuid", x->uuid, "code", x->code, "number_block", block, "sequence",
		(json_int_t)s->sequence, "workstation", s->id, "agency", s->agency, "agency_name",
		"Phường Long Xuyên", "counter", s->counter, "officer", "id", "mau", "name", "Trần Thị Mẫu",
		"received_at", json_instant(w->now), "due_at", json_instant(w->now + 14 * 86400),
		"due_provisional", 0, "offline", 0, "clock_trusted", 1, "channel", 1, "procedure", "code",
		WORLD_PROCEDURE, "name", WORLD_PROCEDURE_NAME, "version", 3,
		"case_id", "1", "case_name", "Trường hợp chung", "time", "unit", "working_days", "count",
		10, "applicant", "kind", 1, "name", "Nguyễn Thị Ánh Mẫu", "id_number", "089190001234",
		"birth_date", "1990-09-02", "sex", "female", "address", "Ấp Thử Nghiệm, An Giang", "phone",
		"0912345678", "source", "card_qr", "components", "id", "1", "name", "Tờ khai", "original",
		1, "certified", 0, "copy", 0, "translation", 0, "copies", 1, "fee", "status", "free",
		"lines", "result_delivery", 0);
}

static int64_t member_time(const json_t *object, const char *name)
{
	int64_t at = 0;
	if (!instant_parse(json_text(object, name), &at))
		return 0;
	return at;
}

static void sign(struct station *s, struct sent *x, const uint8_t hash[SHA256_SIZE])
{
	struct receipt r = {.received_at = member_time(x->dossier, "received_at"),
		.due_at = member_time(x->dossier, "due_at")};
	r.flags = (json_is_true(json_object_get(x->dossier, "offline")) ? RECEIPT_OFFLINE : 0u) |
		(json_is_false(json_object_get(x->dossier, "clock_trusted")) ? RECEIPT_CLOCK_UNTRUSTED : 0u) |
		(json_object_get(x->dossier, "correction") ? RECEIPT_REPLACES : 0u);
	uint8_t public_key[ED25519_PUBLIC];
	signing_key_public(s->key, public_key);
	ed25519_key_id(public_key, r.key_id);
	str_copy(r.uuid, sizeof(r.uuid), x->uuid);
	memcpy(r.content_hash, hash, sizeof(r.content_hash));
	memcpy(r.previous, s->previous, sizeof(r.previous));
	receipt_sign(&r, x->code, s->key, x->token);
	receipt_link(x->token, s->previous);
}

void sent_seal(struct station *s, struct sent *x, bool resign)
{
	struct buf canonical;
	uint8_t hash[SHA256_SIZE];
	char *text = json_dumps(x->dossier, JSON_COMPACT);
	buf_init(&canonical, DOSSIER_JSON_MAX);
	assert_true(json_canonical(text, strlen(text), &canonical, NULL));
	sha256(buf_str(&canonical), canonical.len, hash);
	hex_encode(hash, sizeof(hash), x->sha256);
	if (resign)
		sign(s, x, hash);
	free(text);
	free(x->canonical);
	free(x->body);
	x->canonical = buf_take(&canonical);
	x->body = xasprintf("{\"dossier\":%s,\"sha256\":\"%s\",\"receipt_token\":\"%s\"}", x->canonical,
		x->sha256, x->token);
}

void sent_make(struct world *w, struct station *s, const char *block, int64_t number,
	struct sent *x)
{
	*x = (struct sent){0};
	s->sequence++;
	uuid_new(x->uuid);
	assert_true(dossier_code_format(s->agency, instant_date(w->now), number, x->code));
	snprintf(x->target, sizeof(x->target), "/v1/dossiers/%s", x->uuid);
	x->dossier = made_up_dossier(w, s, x, block);
	assert_non_null(x->dossier);
	sent_seal(s, x, true);
}

struct reply sent_deliver(struct world *w, const struct station *by, const struct sent *x, int status)
{
	struct reply r = call(w, "PUT", x->target, by->bearer, x->body);
	if (r.status != status)
		fail_msg("%s: %d %s", x->code, r.status, r.body);
	return r;
}

void sent_clear(struct sent *x)
{
	json_decref(x->dossier);
	free(x->canonical);
	free(x->body);
	*x = (struct sent){0};
}
