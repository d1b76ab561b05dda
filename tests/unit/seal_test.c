/* Sealing: the published vectors, and that nothing changed, cut or swapped opens. */

#include "core/seal.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/uuid.h"

#define TEXT_MAX 256

static int setup(void **state)
{
	*state = seal_new();
	return 0;
}

static int teardown(void **state)
{
	seal_free(*state);
	return 0;
}

/* Test cases 13–16 of "The Galois/Counter Mode of Operation" (McGrew, Viega), the submission that
 * NIST SP 800-38D took up: those with a 256-bit key and a 96-bit nonce. */
#define KEY_15 "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
#define TEXT_16 "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" \
	"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
#define CIPHER_16 "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" \
	"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
#define ZERO_16 "00000000000000000000000000000000"
static const struct vector {
	const char *key, *nonce, *aad, *text, *cipher, *tag;
} vectors[] = {
	{ZERO_16 ZERO_16, "000000000000000000000000", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
	{ZERO_16 ZERO_16, "000000000000000000000000", "", ZERO_16, "cea7403d4d606b6e074ec5d3baf39d18",
		"d0d1c8a799996bf0265b98b5d48ab919"},
	{KEY_15, "cafebabefacedbaddecaf888", "", TEXT_16 "1aafd255", CIPHER_16 "898015ad",
		"b094dac5d93471bdec1a502270e3cc6c"},
	{KEY_15, "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2", TEXT_16,
		CIPHER_16, "76fc6ece0f4e1768cddf8853bb2d551b"},
};

static size_t from_hex(const char *hex, uint8_t *out)
{
	size_t len = strlen(hex) / 2;
	assert_true(len <= TEXT_MAX && hex_decode(hex, out, len));
	return len;
}

static void the_published_vectors(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
		const struct vector *v = &vectors[i];
		uint8_t key[TEXT_MAX], nonce[TEXT_MAX], aad[TEXT_MAX], text[TEXT_MAX], out[TEXT_MAX];
		uint8_t want[TEXT_MAX], back[TEXT_MAX];
		from_hex(v->key, key);
		from_hex(v->nonce, nonce);
		size_t aad_len = from_hex(v->aad, aad), len = from_hex(v->text, text);
		seal_close_with(*state, key, nonce, aad, aad_len, text, len, out);
		want[0] = 1;
		memcpy(want + 1, nonce, SEAL_NONCE);
		from_hex(v->cipher, want + 1 + SEAL_NONCE);
		from_hex(v->tag, want + 1 + SEAL_NONCE + len);
		assert_memory_equal(out, want, len + SEAL_OVERHEAD);
		assert_true(seal_open(*state, key, aad, aad_len, want, len + SEAL_OVERHEAD, back));
		assert_memory_equal(back, text, len);
	}
}

static const char text[] = "Nguyễn Văn Thử 089190001234";
#define SEALED (sizeof(text) + SEAL_OVERHEAD)

static void make_key(uint8_t key[SEAL_KEY])
{
	random_bytes(key, SEAL_KEY);
}

static void assert_refused(struct seal *seal, const uint8_t *key, const char *aad,
	const uint8_t *sealed, size_t len)
{
	uint8_t back[SEALED], none[SEALED] = {0};
	memset(back, 0xAA, sizeof(back));
	assert_false(seal_open(seal, key, aad, strlen(aad), sealed, len, back));
	if (len >= SEAL_OVERHEAD) /* nothing of a text that was not proven is left behind */
		assert_memory_equal(back, none, len - SEAL_OVERHEAD);
}

static void every_changed_bit_is_refused(void **state)
{
	uint8_t key[SEAL_KEY], sealed[SEALED], back[sizeof(text)];
	make_key(key);
	seal_close(*state, key, "row", 3, text, sizeof(text), sealed);
	for (size_t bit = 0; bit < 8 * SEALED; bit++) {
		sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_refused(*state, key, "row", sealed, SEALED);
		sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	assert_true(seal_open(*state, key, "row", 3, sealed, SEALED, back));
	assert_string_equal(back, text);
}

static void every_length_but_its_own_is_refused(void **state)
{
	uint8_t key[SEAL_KEY], sealed[SEALED + 1] = {0};
	make_key(key);
	seal_close(*state, key, "row", 3, text, sizeof(text), sealed);
	for (size_t len = 0; len < SEALED; len++)
		assert_refused(*state, key, "row", sealed, len);
	uint8_t longer[SEALED + 1];
	memcpy(longer, sealed, sizeof(longer));
	uint8_t back[sizeof(text) + 1];
	assert_false(seal_open(*state, key, "row", 3, longer, sizeof(longer), back));
}

static void what_it_is_and_its_key_are_part_of_it(void **state)
{
	uint8_t key[SEAL_KEY], other[SEAL_KEY], sealed[SEALED];
	make_key(key);
	make_key(other);
	seal_close(*state, key, "dossier\0a", 9, text, sizeof(text), sealed);
	assert_refused(*state, other, "dossier", sealed, SEALED);
	assert_refused(*state, key, "dossier", sealed, SEALED);
	assert_refused(*state, key, "", sealed, SEALED);
	for (size_t bit = 0; bit < 8 * SEAL_KEY; bit++) {
		uint8_t near[SEAL_KEY], back[sizeof(text)];
		memcpy(near, key, sizeof(near));
		near[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(seal_open(*state, near, "dossier\0a", 9, sealed, SEALED, back));
	}
}

static void nothing_is_sealed_twice_alike(void **state)
{
	uint8_t key[SEAL_KEY], first[SEALED], second[SEALED];
	make_key(key);
	seal_close(*state, key, "row", 3, text, sizeof(text), first);
	seal_close(*state, key, "row", 3, text, sizeof(text), second);
	assert_memory_not_equal(first + 1, second + 1, SEAL_NONCE);
	assert_memory_not_equal(first + 1 + SEAL_NONCE, second + 1 + SEAL_NONCE, sizeof(text));
}

static void a_long_text_and_an_empty_one(void **state)
{
	enum { LEN = 300000 };
	uint8_t key[SEAL_KEY], none[1];
	uint8_t *whole = xmalloc(LEN), *sealed = xmalloc(LEN + SEAL_OVERHEAD), *back = xmalloc(LEN);
	make_key(key);
	random_bytes(whole, 256);
	for (size_t i = 256; i < LEN; i++)
		whole[i] = (uint8_t)(whole[i - 256] + 1);
	seal_close(*state, key, NULL, 0, whole, LEN, sealed);
	assert_true(seal_open(*state, key, NULL, 0, sealed, LEN + SEAL_OVERHEAD, back));
	assert_memory_equal(whole, back, LEN);
	seal_close(*state, key, "x", 1, NULL, 0, sealed);
	assert_true(seal_open(*state, key, "x", 1, sealed, SEAL_OVERHEAD, none));
	assert_false(seal_open(*state, key, "y", 1, sealed, SEAL_OVERHEAD, none));
	free(whole);
	free(sealed);
	free(back);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_published_vectors),
		T(every_changed_bit_is_refused),
		T(every_length_but_its_own_is_refused),
		T(what_it_is_and_its_key_are_part_of_it),
		T(nothing_is_sealed_twice_alike),
		T(a_long_text_and_an_empty_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
