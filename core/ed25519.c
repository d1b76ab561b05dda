#include "core/ed25519.h"

#include <stdlib.h>
#include <string.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "i18n/lang.h"

#define PEM_MAX 4096

struct signing_key {
	EVP_PKEY *pkey;
};

static struct signing_key *wrap(EVP_PKEY *pkey)
{
	struct signing_key *key = xmalloc(sizeof(*key));
	key->pkey = pkey;
	return key;
}

struct signing_key *signing_key_new(void)
{
	EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	BUG_ON(!pkey); /* only without entropy or memory, and then nothing here is safe */
	return wrap(pkey);
}

void signing_key_free(struct signing_key *key)
{
	if (!key)
		return;
	EVP_PKEY_free(key->pkey);
	free(key);
}

/* Without it OpenSSL would ask for a passphrase on the terminal. */
static int no_passphrase(char *buf, int size, int rwflag, void *user)
{
	(void)buf, (void)size, (void)rwflag, (void)user;
	return -1;
}

bool signing_key_from_pem(struct signing_key **key, const char *pem, struct err *err)
{
	size_t len = strlen(pem);
	*key = NULL;
	if (len > PEM_MAX)
		return err_set(err, ERR_DATA, _("Khóa ký quá dài, không phải khóa của chương trình này."));
	BIO *bio = BIO_new_mem_buf(pem, (int)len);
	BUG_ON(!bio);
	EVP_PKEY *pkey = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
	BIO_free(bio);
	ERR_clear_error();
	if (!pkey || EVP_PKEY_get_id(pkey) != EVP_PKEY_ED25519) {
		EVP_PKEY_free(pkey);
		return err_set(err, ERR_DATA, _("Khóa ký hỏng hoặc không phải khóa Ed25519."));
	}
	*key = wrap(pkey);
	return true;
}

bool signing_key_to_pem(const struct signing_key *key, char **pem, struct err *err)
{
	*pem = NULL;
	BIO *bio = BIO_new(BIO_s_secmem());
	BUG_ON(!bio);
	char *text;
	long len = 0;
	if (PEM_write_bio_PKCS8PrivateKey(bio, key->pkey, NULL, NULL, 0, NULL, NULL) == 1)
		len = BIO_get_mem_data(bio, &text);
	if (len > 0)
		*pem = xstrndup(text, (size_t)len);
	BIO_free(bio);
	ERR_clear_error();
	return *pem || err_set(err, ERR_BUG, _("Không ghi được khóa ký thành chữ."));
}

bool signing_key_load(struct signing_key **key, const char *path, struct err *err)
{
	struct buf pem;
	struct err why = ERR_INIT;
	*key = NULL;
	buf_init(&pem, PEM_MAX);
	bool ok = fs_read_private(path, &pem, err);
	if (ok && !signing_key_from_pem(key, buf_str(&pem), &why))
		ok = err_set(err, ERR_CONFIG, _("Tệp khóa %s không dùng được. %s Hãy chép lại tệp từ bản sao. "
			"Không còn bản sao thì chuyển tệp hỏng đi nơi khác, xin quản trị viên mã mới rồi chạy: motcua enrol "
			"MÃ-ĐĂNG-KÝ"), path, why.text);
	if (pem.data)
		OPENSSL_cleanse(pem.data, pem.size);
	buf_clear(&pem);
	return ok;
}

bool signing_key_save(const struct signing_key *key, const char *path, struct err *err)
{
	char *pem;
	if (!signing_key_to_pem(key, &pem, err))
		return false;
	size_t len = strlen(pem);
	bool ok = fs_write_atomic(path, pem, len, 0600, err);
	OPENSSL_cleanse(pem, len);
	free(pem);
	return ok;
}

void signing_key_public(const struct signing_key *key, uint8_t out[ED25519_PUBLIC])
{
	size_t len = ED25519_PUBLIC;
	BUG_ON(EVP_PKEY_get_raw_public_key(key->pkey, out, &len) != 1 || len != ED25519_PUBLIC);
}

void signing_key_sign(const struct signing_key *key, const void *msg, size_t len,
	uint8_t out[ED25519_SIGNATURE])
{
	size_t out_len = ED25519_SIGNATURE;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	BUG_ON(!ctx || EVP_DigestSignInit(ctx, NULL, NULL, NULL, key->pkey) != 1);
	BUG_ON(EVP_DigestSign(ctx, out, &out_len, msg, len) != 1 || out_len != ED25519_SIGNATURE);
	EVP_MD_CTX_free(ctx);
}

bool ed25519_verify(const uint8_t public_key[ED25519_PUBLIC], const void *msg, size_t len,
	const uint8_t signature[ED25519_SIGNATURE])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key,
		ED25519_PUBLIC);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = pkey && ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
		EVP_DigestVerify(ctx, signature, ED25519_SIGNATURE, msg, len) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	ERR_clear_error();
	return ok;
}

void ed25519_key_id(const uint8_t public_key[ED25519_PUBLIC], uint8_t out[KEY_ID_SIZE])
{
	uint8_t hash[SHA256_SIZE];
	sha256(public_key, ED25519_PUBLIC, hash);
	memcpy(out, hash, KEY_ID_SIZE);
}

void sha256(const void *bytes, size_t len, uint8_t out[SHA256_SIZE])
{
	SHA256(bytes, len, out);
}
