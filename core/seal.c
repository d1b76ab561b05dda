#include "core/seal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include "base/mem.h"
#include "base/uuid.h"

#define FORMAT 1
#define TAG 16

struct seal {
	EVP_CIPHER *cipher;
	EVP_CIPHER_CTX *closing, *opening;
};

struct seal *seal_new(void)
{
	struct seal *seal = xcalloc(1, sizeof(*seal));
	seal->cipher = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	seal->closing = EVP_CIPHER_CTX_new();
	seal->opening = EVP_CIPHER_CTX_new();
	BUG_ON(!seal->cipher || !seal->closing || !seal->opening);
	BUG_ON(EVP_EncryptInit_ex2(seal->closing, seal->cipher, NULL, NULL, NULL) != 1 ||
		EVP_DecryptInit_ex2(seal->opening, seal->cipher, NULL, NULL, NULL) != 1);
	return seal;
}

void seal_free(struct seal *seal)
{
	if (!seal)
		return;
	EVP_CIPHER_CTX_free(seal->closing); /* cleanses its key */
	EVP_CIPHER_CTX_free(seal->opening);
	EVP_CIPHER_free(seal->cipher);
	free(seal);
}

void seal_wipe(void *bytes, size_t len)
{
	if (bytes)
		OPENSSL_cleanse(bytes, len);
}

void seal_close_with(struct seal *seal, const uint8_t key[SEAL_KEY],
	const uint8_t nonce[SEAL_NONCE], const void *aad, size_t aad_len, const void *text, size_t len,
	uint8_t *out)
{
	EVP_CIPHER_CTX *ctx = seal->closing;
	uint8_t *at = out + 1 + SEAL_NONCE;
	int n = 0, tail = 0;
	BUG_ON(len > INT_MAX || aad_len > INT_MAX);
	out[0] = FORMAT;
	memcpy(out + 1, nonce, SEAL_NONCE);
	bool ok = EVP_EncryptInit_ex2(ctx, NULL, key, nonce, NULL) == 1 &&
		(aad_len == 0 || EVP_EncryptUpdate(ctx, NULL, &n, aad, (int)aad_len) == 1);
	n = 0;
	ok = ok && (len == 0 || EVP_EncryptUpdate(ctx, at, &n, text, (int)len) == 1) &&
		EVP_EncryptFinal_ex(ctx, at + n, &tail) == 1 && (size_t)(n + tail) == len &&
		EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG, at + len) == 1;
	BUG_ON(!ok); /* nothing here depends on what the bytes are */
}

void seal_close(struct seal *seal, const uint8_t key[SEAL_KEY], const void *aad, size_t aad_len,
	const void *text, size_t len, uint8_t *out)
{
	uint8_t nonce[SEAL_NONCE];
	random_bytes(nonce, sizeof(nonce));
	seal_close_with(seal, key, nonce, aad, aad_len, text, len, out);
}

static bool open_whole(EVP_CIPHER_CTX *ctx, const uint8_t key[SEAL_KEY], const void *aad,
	size_t aad_len, const uint8_t *sealed, size_t text_len, uint8_t *text)
{
	const uint8_t *at = sealed + 1 + SEAL_NONCE;
	uint8_t tag[TAG];
	int n = 0, tail = 0;
	memcpy(tag, at + text_len, sizeof(tag));
	if (EVP_DecryptInit_ex2(ctx, NULL, key, sealed + 1, NULL) != 1 ||
		EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG, tag) != 1 ||
		(aad_len && EVP_DecryptUpdate(ctx, NULL, &n, aad, (int)aad_len) != 1))
		return false;
	n = 0;
	return (text_len == 0 || EVP_DecryptUpdate(ctx, text, &n, at, (int)text_len) == 1) &&
		EVP_DecryptFinal_ex(ctx, text + n, &tail) == 1 && (size_t)(n + tail) == text_len;
}

bool seal_open(struct seal *seal, const uint8_t key[SEAL_KEY], const void *aad, size_t aad_len,
	const void *sealed, size_t len, uint8_t *text)
{
	const uint8_t *bytes = sealed;
	if (len < SEAL_OVERHEAD || len > INT_MAX || aad_len > INT_MAX)
		return false;
	size_t text_len = len - SEAL_OVERHEAD;
	if (bytes[0] == FORMAT &&
		open_whole(seal->opening, key, aad, aad_len, bytes, text_len, text))
		return true;
	ERR_clear_error();
	seal_wipe(text, text_len);
	return false;
}
