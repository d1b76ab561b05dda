#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/mem.h"
#include "core/number_block.h"

#define ID "019ab000-1234-7abc-8def-0123456789ab"
#define BLOCK_JSON "{\"agency\":\"H89.12\",\"day\":\"2026-11-23\",\"first\":1,\"id\":\"" ID "\"," \
	"\"issued_at\":\"2026-11-23T08:43:00+07:00\",\"last\":50,\"workstation\":\"ws-1\"}"

static struct number_block sample(void)
{
	struct number_block b = {.id = ID, .agency = "H89.12", .workstation = "ws-1", .day = {2026, 11,
		23},
		.first = 1, .last = 50, .issued_at = 1795398180};
	return b;
}

static void canonical_json(void **state)
{
	(void)state;
	struct buf out;
	struct number_block b = sample(), again;
	buf_init(&out, 4096);
	number_block_to_json(&b, &out);
	assert_string_equal(buf_str(&out), BLOCK_JSON);
	assert_true(number_block_from_json(&again, out.data, out.len, NULL));
	buf_reset(&out);
	number_block_to_json(&again, &out);
	assert_string_equal(buf_str(&out), BLOCK_JSON);
	buf_clear(&out);
}

/* Another order, other white space, another offset, more members: the same block. */
static void any_writing_is_read(void **state)
{
	(void)state;
	static const char other[] =
		" { \"workstation\": \"ws-1\", \"later\": [1], \"last\": 50, \"first\": 1,\n"
		"\"issued_at\": \"2026-11-23T01:43:00Z\", \"id\": \"" ID "\",\n"
		"\"day\": \"2026-11-23\", \"agency\": \"H89.12\"}";
	struct number_block b;
	struct err err = ERR_INIT;
	struct buf out;
	buf_init(&out, 4096);
	assert_true(number_block_from_json(&b, other, strlen(other), &err));
	number_block_to_json(&b, &out);
	assert_string_equal(buf_str(&out), BLOCK_JSON);
	buf_clear(&out);
}

static void signature_holds_every_member(void **state)
{
	(void)state;
	struct signing_key *key = signing_key_new(), *other = signing_key_new();
	uint8_t public_key[32], foreign[32], sig[64];
	struct number_block b = sample();
	signing_key_public(key, public_key);
	signing_key_public(other, foreign);
	number_block_sign(&b, key, sig);
	assert_true(number_block_verify(&b, public_key, sig));
	assert_false(number_block_verify(&b, foreign, sig));
	/* not valid as anything but a block */
	assert_false(ed25519_verify(public_key, BLOCK_JSON, strlen(BLOCK_JSON), sig));
	static const char message[] = "motcua-block-1\n" BLOCK_JSON;
	assert_true(ed25519_verify(public_key, message, strlen(message), sig));
	struct number_block changed[7];
	for (size_t i = 0; i < ARRAY_LEN(changed); i++)
		changed[i] = b;
	changed[0].last++;
	changed[1].first++;
	changed[2].agency[5] = '3';
	changed[3].workstation[3] = '2';
	changed[4].day.day = 24;
	changed[5].issued_at++;
	changed[6].id[35] = 'c';
	for (size_t i = 0; i < ARRAY_LEN(changed); i++)
		assert_false(number_block_verify(&changed[i], public_key, sig));
	signing_key_free(key);
	signing_key_free(other);
}

#define B(id, agency, day, first, last, ws, issued) \
	"{\"id\":" id ",\"agency\":" agency ",\"day\":" day \
	",\"first\":" first ",\"last\":" last ",\"workstation\":" ws ",\"issued_at\":" issued "}"
#define GOOD_ID "\"" ID "\""
#define GOOD_AT "\"2026-11-23T08:43:00+07:00\""

static void refused(void **state)
{
	(void)state;
	static const struct {
		const char *json, *field;
	} rows[] = {
		{"", ""}, {"{", ""}, {"[]", ""}, {"7", ""}, {"{}", "id"}, {"{\"id\":1,\"id\":2}", ""},
		{B("7", "\"H89\"", "\"2026-11-23\"", "1", "2", "\"w\"", GOOD_AT), "id"},
		{B("\"x\"", "\"H89\"", "\"2026-11-23\"", "1", "2", "\"w\"", GOOD_AT), "id"},
		{B(GOOD_ID, "\"X89\"", "\"2026-11-23\"", "1", "2", "\"w\"", GOOD_AT), "agency"},
		{B(GOOD_ID, "null", "\"2026-11-23\"", "1", "2", "\"w\"", GOOD_AT), "agency"},
		{B(GOOD_ID, "\"H89\"", "\"2026-02-29\"", "1", "2", "\"w\"", GOOD_AT), "day"},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "0", "2", "\"w\"", GOOD_AT), "first"},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "\"1\"", "2", "\"w\"", GOOD_AT), "first"},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "1.0", "2", "\"w\"", GOOD_AT), "first"},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "3", "2", "\"w\"", GOOD_AT), "last"},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "1", "10000000", "\"w\"", GOOD_AT), "last"},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "1", "99999999999999999999", "\"w\"", GOOD_AT),
			""},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "1", "2", "\"\"", GOOD_AT), "workstation"},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "1", "2", "\"a\\\"b\"", GOOD_AT), "workstation"},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "1", "2", "\"a\\u001bb\"", GOOD_AT),
			"workstation"},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "1", "2",
			"\"wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww\"", GOOD_AT), "workstation"},
		{B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "1", "2", "\"w\"", "1795398180"), "issued_at"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct number_block b;
		struct err err = ERR_INIT;
		if (number_block_from_json(&b, rows[i].json, strlen(rows[i].json), &err) ||
			strcmp(err.field, rows[i].field) != 0 || err.kind != ERR_DATA)
			fail_msg("%s: \"%s\" %s", rows[i].json, err.field, err.text);
	}
}

#define STANDING(id, series, first, last, more) \
	"{\"agency\":\"H89\"," more "\"first\":" first ",\"id\":" id \
	",\"issued_at\":" GOOD_AT ",\"last\":" last ",\"series\":" series ",\"workstation\":\"w\"}"

static void a_standing_block_has_a_slot_and_no_day(void **state)
{
	(void)state;
	static const char good[] = STANDING(GOOD_ID, "\"fallback\"", "9007001", "9007999", "");
	static const char *const bad[] = {
		STANDING(GOOD_ID, "\"fallback\"", "9007002", "9007999", ""),
		STANDING(GOOD_ID, "\"fallback\"", "9007001", "9008999", ""),
		STANDING(GOOD_ID, "\"fallback\"", "9000001", "9000999", ""),
		STANDING(GOOD_ID, "\"fallback\"", "1", "999", ""),
		STANDING(GOOD_ID, "\"fallback\"", "9007001", "9007999", "\"day\":\"2026-11-23\","),
		STANDING(GOOD_ID, "\"other\"", "9007001", "9007999", ""),
		STANDING(GOOD_ID, "null", "9007001", "9007999", ""),
		B(GOOD_ID, "\"H89\"", "\"2026-11-23\"", "9007001", "9007999", "\"w\"", GOOD_AT),
	};
	struct number_block b;
	struct buf json;
	assert_true(number_block_from_json(&b, good, strlen(good), NULL));
	assert_true(number_block_standing(&b));
	buf_init(&json, 4096);
	number_block_to_json(&b, &json);
	assert_string_equal(buf_str(&json), good);
	buf_clear(&json);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (number_block_from_json(&b, bad[i], strlen(bad[i]), NULL))
			fail_msg("let in: %s", bad[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical_json), cmocka_unit_test(any_writing_is_read),
		cmocka_unit_test(signature_holds_every_member), cmocka_unit_test(refused),
		cmocka_unit_test(a_standing_block_has_a_slot_and_no_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
