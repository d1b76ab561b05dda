#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/b64.h"
#include "base/fs.h"
#include "core/ed25519.h"

/* RFC 8032 §7.1, tests 1 and 3 */
static const struct {
	const char *seed, *public_key, *message, *signature;
} vectors[] = {
	{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
		"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
		"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
		"d25bf5f0595bbe24655141438e7a100b"},
	{"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
		"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
		"6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
		"4a7c15e9716ed28dc027beceea1ec40a"},
};

/* A PKCS#8 PEM around a raw seed: RFC 8410's fixed head and the 32 bytes. */
static struct signing_key *key_of_seed(const char *hex)
{
	static const uint8_t head[] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65,
		0x70,
		0x04, 0x22, 0x04, 0x20};
	static const char abc[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint8_t der[48];
	memcpy(der, head, sizeof(head));
	assert_true(hex_decode(hex, der + 16, 32));
	char pem[256] = "-----BEGIN PRIVATE KEY-----\n";
	size_t n = strlen(pem);
	for (size_t i = 0; i < sizeof(der); i += 3) {
		unsigned v = (unsigned)(der[i] << 16 | der[i + 1] << 8 | der[i + 2]);
		for (int shift = 18; shift >= 0; shift -= 6)
			pem[n++] = abc[v >> shift & 63];
	}
	snprintf(pem + n, sizeof(pem) - n, "\n-----END PRIVATE KEY-----\n");
	struct signing_key *key;
	assert_true(signing_key_from_pem(&key, pem, NULL));
	return key;
}

static void agrees_with_rfc_8032(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct signing_key *key = key_of_seed(vectors[i].seed);
		uint8_t public_key[32], msg[2], want[64], got[64];
		size_t len = strlen(vectors[i].message) / 2;
		char hex[65];
		signing_key_public(key, public_key);
		hex_encode(public_key, 32, hex);
		assert_string_equal(hex, vectors[i].public_key);
		assert_true(len == 0 || hex_decode(vectors[i].message, msg, len));
		assert_true(hex_decode(vectors[i].signature, want, 64));
		signing_key_sign(key, msg, len, got);
		assert_memory_equal(got, want, 64);
		assert_true(ed25519_verify(public_key, msg, len, got));
		signing_key_free(key);
	}
}

static void one_bit_makes_it_forged(void **state)
{
	(void)state;
	struct signing_key *key = signing_key_new(), *other = signing_key_new();
	uint8_t public_key[32], foreign[32], sig[64];
	char msg[] = "hồ sơ";
	size_t len = strlen(msg);
	signing_key_public(key, public_key);
	signing_key_public(other, foreign);
	signing_key_sign(key, msg, len, sig);
	assert_true(ed25519_verify(public_key, msg, len, sig));
	assert_false(ed25519_verify(foreign, msg, len, sig));
	assert_false(ed25519_verify(public_key, msg, len - 1, sig));
	for (size_t bit = 0; bit < 64 * 8; bit++) {
		sig[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_false(ed25519_verify(public_key, msg, len, sig));
		sig[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	msg[0] ^= 1;
	assert_false(ed25519_verify(public_key, msg, len, sig));
	uint8_t zero[64] = {0}, ones[32];
	memset(ones, 0xff, sizeof(ones));
	assert_false(ed25519_verify(public_key, msg, len, zero));
	assert_false(ed25519_verify(ones, msg, len, sig));
	signing_key_free(key);
	signing_key_free(other);
	signing_key_free(NULL);
}

static void new_keys_differ(void **state)
{
	(void)state;
	struct signing_key *a = signing_key_new(), *b = signing_key_new();
	uint8_t pa[32], pb[32];
	signing_key_public(a, pa);
	signing_key_public(b, pb);
	assert_memory_not_equal(pa, pb, 32);
	signing_key_free(a);
	signing_key_free(b);
}

static void key_file_is_private(void **state)
{
	(void)state;
	char dir[] = "/tmp/motcua-key-XXXXXX";
	assert_non_null(mkdtemp(dir));
	char *path = fs_join(dir, "khoá.pem");
	struct signing_key *key = signing_key_new(), *again;
	struct err err = ERR_INIT;
	assert_true(signing_key_save(key, path, &err));
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(signing_key_load(&again, path, &err));
	uint8_t a[32], b[32];
	signing_key_public(key, a);
	signing_key_public(again, b);
	assert_memory_equal(a, b, 32);
	signing_key_free(again);
	assert_int_equal(chmod(path, 0640), 0);
	assert_false(signing_key_load(&again, path, &err));
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_null(again);
	assert_false(signing_key_load(&again, dir, &err));
	assert_int_equal(unlink(path), 0);
	assert_false(signing_key_load(&again, path, &err));
	assert_true(err.text[0] != '\0');
	assert_int_equal(rmdir(dir), 0);
	signing_key_free(key);
	free(path);
}

static void bad_pem_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"", "khóa", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
		/* a real key of another kind (X25519) */
		"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g\n"
		"-----END PRIVATE KEY-----\n",
		/* encrypted: must fail, not ask for a passphrase */
		"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgAAAAAAAAAAAICCAAw\n"
		"-----END ENCRYPTED PRIVATE KEY-----\n",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct signing_key *key;
		struct err err = ERR_INIT;
		assert_false(signing_key_from_pem(&key, bad[i], &err));
		assert_null(key);
		assert_int_equal(err.kind, ERR_DATA);
	}
	struct signing_key *key = signing_key_new(), *again;
	char *pem;
	assert_true(signing_key_to_pem(key, &pem, NULL));
	assert_true(strncmp(pem, "-----BEGIN PRIVATE KEY-----\n", 28) == 0);
	assert_true(signing_key_from_pem(&again, pem, NULL));
	free(pem);
	signing_key_free(key);
	signing_key_free(again);
}

static void hashes(void **state)
{
	(void)state;
	uint8_t hash[32], id[4], public_key[32] = {0};
	char hex[65];
	sha256("abc", 3, hash);
	hex_encode(hash, 32, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sha256(NULL, 0, hash);
	hex_encode(hash, 32, hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	ed25519_key_id(public_key, id);
	sha256(public_key, 32, hash);
	assert_memory_equal(id, hash, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_rfc_8032), cmocka_unit_test(one_bit_makes_it_forged),
		cmocka_unit_test(new_keys_differ), cmocka_unit_test(key_file_is_private),
		cmocka_unit_test(bad_pem_is_refused), cmocka_unit_test(hashes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
