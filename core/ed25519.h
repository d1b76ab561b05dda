#ifndef MOTCUA_CORE_ED25519_H
#define MOTCUA_CORE_ED25519_H

/*
 * Signatures (Ed25519, RFC 8032) and SHA-256, on OpenSSL. The workstation signs receipts and token
 * requests, central signs number blocks and access tokens.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

#define ED25519_PUBLIC 32
#define ED25519_SIGNATURE 64
#define KEY_ID_SIZE 4  /* head of the SHA-256 of the public key */
#define SHA256_SIZE 32

struct signing_key;

/* A new random key. */
struct signing_key *signing_key_new(void);
/* PEM (PKCS#8) file of mode 0600; refuses one that others may read. */
bool signing_key_load(struct signing_key **key, const char *path, struct err *err) MUST_CHECK;
bool signing_key_save(const struct signing_key *key, const char *path, struct err *err) MUST_CHECK;
/* PEM text; for central, which keeps its key in its database. The caller frees *pem. */
bool signing_key_from_pem(struct signing_key **key, const char *pem, struct err *err) MUST_CHECK;
bool signing_key_to_pem(const struct signing_key *key, char **pem, struct err *err) MUST_CHECK;
void signing_key_free(struct signing_key *key);
void signing_key_public(const struct signing_key *key, uint8_t out[ED25519_PUBLIC]);
void signing_key_sign(const struct signing_key *key, const void *msg, size_t len,
	uint8_t out[ED25519_SIGNATURE]);

bool ed25519_verify(const uint8_t public_key[ED25519_PUBLIC], const void *msg, size_t len,
	const uint8_t signature[ED25519_SIGNATURE]);
void ed25519_key_id(const uint8_t public_key[ED25519_PUBLIC], uint8_t out[KEY_ID_SIZE]);
void sha256(const void *bytes, size_t len, uint8_t out[SHA256_SIZE]);

#endif
