#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "core/jwt.h"

static struct signing_key *key;
static uint8_t public_key[ED25519_PUBLIC];

static const struct jwt_claims sample = {
	.iss = "ws-1", .sub = "ws-1", .aud = "https://mc.example.vn/v1/token", .jti = "019ab000",
	.iat = 1795398180, .exp = 1795398480,
};

static int setup(void **state)
{
	(void)state;
	key = signing_key_new();
	signing_key_public(key, public_key);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	signing_key_free(key);
	return 0;
}

/* A token of any header and body, rightly signed. */
static char *token_of(const char *header, const char *body)
{
	char h[2000], b[8000], s[B64_SIZE(64)];
	uint8_t sig[64];
	b64url_encode(header, strlen(header), h);
	b64url_encode(body, strlen(body), b);
	char *message = xasprintf("%s.%s", h, b);
	signing_key_sign(key, message, strlen(message), sig);
	b64url_encode(sig, sizeof(sig), s);
	char *token = xasprintf("%s.%s", message, s);
	free(message);
	return token;
}

static void round_trip(void **state)
{
	(void)state;
	struct jwt_claims c;
	struct err err = ERR_INIT;
	char *token = jwt_make(&sample, key);
	assert_true(strncmp(token, "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.", 37) == 0);
	assert_true(jwt_verify(token, public_key, &c, &err));
	assert_string_equal(c.iss, sample.iss);
	assert_string_equal(c.sub, sample.sub);
	assert_string_equal(c.aud, sample.aud);
	assert_string_equal(c.jti, sample.jti);
	assert_int_equal(c.iat, sample.iat);
	assert_int_equal(c.exp, sample.exp);
	memset(&c, 7, sizeof(c));
	assert_true(jwt_peek(token, &c, &err));
	assert_string_equal(c.iss, sample.iss);
	free(token);
}

static void absent_members_are_empty(void **state)
{
	(void)state;
	struct jwt_claims few = {.sub = "ws-1", .iat = 1, .exp = 2}, c;
	char *token = jwt_make(&few, key);
	assert_true(jwt_verify(token, public_key, &c, NULL));
	assert_string_equal(c.iss, "");
	assert_string_equal(c.aud, "");
	free(token);
}

static void any_changed_character_is_refused(void **state)
{
	(void)state;
	struct jwt_claims c;
	char *token = jwt_make(&sample, key);
	for (size_t i = 0; i < strlen(token); i++) {
		char right = token[i];
		token[i] = right == 'A' ? 'B' : 'A';
		assert_false(jwt_verify(token, public_key, &c, NULL));
		token[i] = '.';
		assert_int_equal(jwt_verify(token, public_key, &c, NULL), right == '.');
		token[i] = right;
	}
	uint8_t foreign[32];
	struct signing_key *other = signing_key_new();
	signing_key_public(other, foreign);
	signing_key_free(other);
	struct err err = ERR_INIT;
	assert_false(jwt_verify(token, foreign, &c, &err));
	assert_int_equal(err.kind, ERR_DENIED);
	assert_true(jwt_peek(token, &c, NULL));
	free(token);
}

#define HEAD "{\"alg\":\"EdDSA\"}"
#define TIMES "\"iat\":1,\"exp\":2"

static void odd_tokens(void **state)
{
	(void)state;
	static const struct {
		const char *header, *body;
		bool ok;
	} rows[] = {
		{HEAD, "{" TIMES "}", true},
		{"{\"typ\":\"JWT\",\"alg\":\"EdDSA\",\"kid\":\"7\"}", "{" TIMES ",\"more\":{}}", true},
		{"{\"alg\":\"none\"}", "{" TIMES "}", false}, {"{\"alg\":\"HS256\"}", "{" TIMES "}", false},
		{"{\"alg\":\"eddsa\"}", "{" TIMES "}", false}, {"{}", "{" TIMES "}", false},
		{"{\"alg\":[\"EdDSA\"]}", "{" TIMES "}", false}, {"[]", "{" TIMES "}", false},
		{"{\"alg\":\"EdDSA\",\"crit\":[\"b64\"]}", "{" TIMES "}", false},
		{"{\"alg\":\"none\",\"alg\":\"EdDSA\"}", "{" TIMES "}", false},
		{HEAD, "{}", false}, {HEAD, "{\"iat\":1}", false},
		{HEAD, "{\"iat\":1,\"exp\":\"2\"}", false},
		{HEAD, "{\"iat\":-1,\"exp\":2}", false}, {HEAD, "{\"iat\":1,\"exp\":2e9}", false},
		{HEAD, "[1]", false},
		{HEAD, "", false}, {HEAD, "{" TIMES ",\"sub\":7}", false},
		{HEAD, "{" TIMES ",\"sub\":null}", false},
		{HEAD, "{" TIMES ",\"sub\":\"a\\u0000b\"}", false},
		{HEAD, "{" TIMES ",\"sub\":\"a\",\"sub\":\"b\"}", false},
		{HEAD,
			"{" TIMES ",\"sub\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}", false},
		{HEAD, "{" TIMES ",\"sub\":\"\xff\"}", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct jwt_claims c;
		struct err err = ERR_INIT;
		char *token = token_of(rows[i].header, rows[i].body);
		if (jwt_verify(token, public_key, &c, &err) != rows[i].ok || jwt_peek(token, &c,
			NULL) != rows[i].ok)
			fail_msg("%s %s: should be %d; %s", rows[i].header, rows[i].body, rows[i].ok, err.text);
		free(token);
	}
}

static void not_tokens(void **state)
{
	(void)state;
	static const char *const bad[] = {"", ".", "..", "...", "a.b.c", "a", "a.b", "é.é.é", "....."};
	struct jwt_claims c;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_false(jwt_verify(bad[i], public_key, &c, NULL));
		assert_false(jwt_peek(bad[i], &c, NULL));
	}
	char *huge = xmalloc(1000001);
	memset(huge, 'A', 1000000);
	huge[1000000] = '\0';
	huge[5] = huge[10] = '.';
	assert_false(jwt_verify(huge, public_key, &c, NULL));
	free(huge);
	/* four parts: an encrypted token is not ours either */
	char *token = jwt_make(&sample, key), *four = xasprintf("%s.AA", token);
	assert_false(jwt_verify(four, public_key, &c, NULL));
	free(four);
	free(token);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip), cmocka_unit_test(absent_members_are_empty),
		cmocka_unit_test(any_changed_character_is_refused), cmocka_unit_test(odd_tokens),
		cmocka_unit_test(not_tokens),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
