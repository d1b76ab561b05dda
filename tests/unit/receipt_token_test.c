#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "core/receipt_token.h"

#define CODE "H89.12-261123-0042"
#define UUID "019ab000-1234-7abc-8def-0123456789ab"

static struct signing_key *key;
static uint8_t public_key[ED25519_PUBLIC];
static char token[RECEIPT_TOKEN_SIZE];

static const struct receipt sample = {
	.uuid = UUID, .received_at = 1795398180, .due_at = 1796694180, .flags = RECEIPT_OFFLINE,
	.content_hash = {1, 2, 3, [15] = 16}, .previous = {9, [7] = 8},
};

static int setup(void **state)
{
	(void)state;
	key = signing_key_new();
	signing_key_public(key, public_key);
	receipt_sign(&sample, CODE, key, token);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	signing_key_free(key);
	return 0;
}

static void reads_back_what_was_signed(void **state)
{
	(void)state;
	struct receipt r;
	struct err err = ERR_INIT;
	uint8_t key_id[KEY_ID_SIZE];
	assert_int_equal(strlen(token), 158);
	assert_true(receipt_verify(token, CODE, public_key, &r, &err));
	assert_string_equal(r.uuid, UUID);
	assert_int_equal(r.received_at, sample.received_at);
	assert_int_equal(r.due_at, sample.due_at);
	assert_int_equal(r.flags, RECEIPT_OFFLINE);
	assert_memory_equal(r.content_hash, sample.content_hash, 16);
	assert_memory_equal(r.previous, sample.previous, 8);
	ed25519_key_id(public_key, key_id);
	assert_memory_equal(r.key_id, key_id, KEY_ID_SIZE);
}

/* The layout is a contract: other programs read it too. */
static void layout_is_as_published(void **state)
{
	(void)state;
	uint8_t b[RECEIPT_BYTES], message[200];
	size_t len;
	assert_true(b64url_decode(token, strlen(token), b, sizeof(b), &len));
	assert_int_equal(len, 118);
	assert_int_equal(b[0], 1);
	static const uint8_t uuid_head[] = {0x01, 0x9a, 0xb0, 0x00}, received[] = {0x6b, 0x03, 0x9a,
		0x24};
	assert_memory_equal(b + 5, uuid_head, 4);
	assert_memory_equal(b + 21, received, 4);
	assert_int_equal(b[29], RECEIPT_OFFLINE);
	assert_memory_equal(b + 30, sample.content_hash, 16);
	assert_memory_equal(b + 46, sample.previous, 8);
	static const char head[] = "motcua-receipt-1\n" CODE "\n";
	memcpy(message, head, sizeof(head) - 1);
	memcpy(message + sizeof(head) - 1, b, 54);
	assert_true(ed25519_verify(public_key, message, sizeof(head) - 1 + 54, b + 54));
}

static void any_changed_character_is_seen(void **state)
{
	(void)state;
	static const char abc[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ";
	struct receipt r;
	char forged[RECEIPT_TOKEN_SIZE];
	memcpy(forged, token, sizeof(forged));
	for (size_t i = 0; i < strlen(token); i++) {
		for (size_t k = 0; k < strlen(abc); k++) {
			struct err err = ERR_INIT;
			forged[i] = abc[k];
			bool ok = receipt_verify(forged, CODE, public_key, &r, &err);
			assert_int_equal(ok, abc[k] == token[i]);
			assert_int_equal(err.kind, ok ? ERR_NONE : ERR_DATA);
		}
		forged[i] = token[i];
	}
}

static void other_code_key_or_length(void **state)
{
	(void)state;
	struct receipt r;
	struct err err = ERR_INIT;
	uint8_t foreign[ED25519_PUBLIC];
	struct signing_key *other = signing_key_new();
	signing_key_public(other, foreign);
	signing_key_free(other);
	assert_false(receipt_verify(token, "H89.12-261123-0043", public_key, &r, &err));
	assert_false(receipt_verify(token, "", public_key, &r, &err));
	assert_false(receipt_verify(token, CODE, foreign, &r, &err));
	assert_string_equal(err.text, "Giấy hẹn không do máy trạm này ký.");
	char longer[RECEIPT_TOKEN_SIZE + 1];
	snprintf(longer, sizeof(longer), "%sA", token);
	assert_false(receipt_parse(longer, &r, &err));
	longer[100] = '\0';
	assert_false(receipt_parse(longer, &r, &err));
	assert_false(receipt_parse("", &r, &err));
	memset(longer, 'A', 158);
	longer[158] = '\0';
	assert_false(receipt_parse(longer, &r, &err)); /* version 0 */
}

static void times_are_held_in_range(void **state)
{
	(void)state;
	struct receipt odd = sample, r;
	char out[RECEIPT_TOKEN_SIZE];
	odd.received_at = -5;
	odd.due_at = INT64_C(1) << 40;
	receipt_sign(&odd, CODE, key, out);
	assert_true(receipt_verify(out, CODE, public_key, &r, NULL));
	assert_int_equal(r.received_at, 0);
	assert_int_equal(r.due_at, UINT32_MAX);
}

static void receipts_form_a_chain(void **state)
{
	(void)state;
	uint8_t link[8], hash[SHA256_SIZE];
	receipt_link(token, link);
	sha256(token, 158, hash);
	assert_memory_equal(link, hash, 8);
}

static void urls(void **state)
{
	(void)state;
	char url[RECEIPT_URL_SIZE], code[DOSSIER_CODE_SIZE], got[RECEIPT_TOKEN_SIZE];
	assert_true(receipt_url("https://mc.example.vn", CODE, token, url));
	assert_true(strncmp(url, "https://mc.example.vn/t/" CODE "/", 24 + strlen(CODE)) == 0);
	static const char *const bases[] = {
		"https://mc.example.vn", "HTTP://127.0.0.1:8080", "https://[::1]:8443",
		"https://tinh.example/dich-vu",
		"https://a.example/t/b", " \r\nhttps://mc.example.vn",
	};
	static const char *const tails[] = {"", "/", "?lang=en", "/?lang=en", "#x", "\r\n", " ", "\n"};
	for (size_t b = 0; b < ARRAY_LEN(bases); b++) {
		for (size_t t = 0; t < ARRAY_LEN(tails); t++) {
			assert_true(receipt_url(bases[b], CODE, token, url));
			assert_true(strlen(url) + strlen(tails[t]) < sizeof(url));
			memcpy(url + strlen(url), tails[t], strlen(tails[t]) + 1);
			if (!receipt_url_parse(url, code, got))
				fail_msg("not read: %s", url);
			assert_string_equal(code, CODE);
			assert_string_equal(got, token);
		}
	}
	char long_base[600];
	memset(long_base, 'a', sizeof(long_base));
	long_base[599] = '\0';
	assert_false(receipt_url(long_base, CODE, token, url));
	assert_string_equal(url, "");
}

static void not_receipt_urls(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"", "https://", "https:///t/" CODE "/abc", "ftp://h/t/" CODE "/abc",
		"javascript:/t/" CODE "/abc",
		"https://h/t/" CODE "/", "https://h/t/" CODE, "https://h/t//abc", "https://h/t/abc/abc",
		"h/t/" CODE "/abc",
		"https://h/x/" CODE "/abc", "https://h/t/" CODE "/abc/def", "/t/" CODE "/abc",
		"https://h?x=/t/", "001099012345||Nguyễn Văn Thử|15011999|Nam|x|01012022",
	};
	char code[DOSSIER_CODE_SIZE], got[RECEIPT_TOKEN_SIZE];
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (receipt_url_parse(bad[i], code, got))
			fail_msg("taken: %s", bad[i]);
		assert_string_equal(code, "");
		assert_string_equal(got, "");
	}
	static char huge[100000] = "https://h";
	memset(huge + 9, '/', sizeof(huge) - 10);
	assert_false(receipt_url_parse(huge, code, got));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_back_what_was_signed), cmocka_unit_test(layout_is_as_published),
		cmocka_unit_test(any_changed_character_is_seen), cmocka_unit_test(other_code_key_or_length),
		cmocka_unit_test(times_are_held_in_range), cmocka_unit_test(receipts_form_a_chain),
		cmocka_unit_test(urls), cmocka_unit_test(not_receipt_urls),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
