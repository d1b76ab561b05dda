#ifndef MOTCUA_CORE_SEAL_H
#define MOTCUA_CORE_SEAL_H

/*
 * Sealing bytes: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce, on OpenSSL. What is
 * sealed can be neither read nor changed without the key, nor passed off as something else: its
 * identity goes in as associated data and must be told again to open it.
 *
 * Sealed bytes: version 1 (1 byte), nonce (12), ciphertext as long as the text, tag (16). With
 * random nonces one key may seal 2^32 times; here a key seals a few texts, or wraps a few million.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEAL_KEY 32       /* bytes of a key */
#define SEAL_NONCE 12
#define SEAL_OVERHEAD 29  /* how many bytes longer than the text the sealed bytes are */

/* OpenSSL's contexts, used again for each text: half of the time of a short one is their making. It
 * holds the last key until the next, or until it is freed. One thread. */
struct seal;

struct seal *seal_new(void);
void seal_free(struct seal *seal);

/* out: len + SEAL_OVERHEAD bytes. aad: what it is, up to 1 KiB; told again to open it. */
void seal_close(struct seal *seal, const uint8_t key[SEAL_KEY], const void *aad, size_t aad_len,
	const void *text, size_t len, uint8_t *out);
/* text: len - SEAL_OVERHEAD bytes. False, and text is all zero, when the bytes are not whole, were
 * changed, or were sealed under another key or as something else. */
bool seal_open(struct seal *seal, const uint8_t key[SEAL_KEY], const void *aad, size_t aad_len,
	const void *sealed, size_t len, uint8_t *text);
/* seal_close with a given nonce. Twice the same under one key gives the key away: for tests with
 * published vectors only. */
void seal_close_with(struct seal *seal, const uint8_t key[SEAL_KEY],
	const uint8_t nonce[SEAL_NONCE], const void *aad, size_t aad_len, const void *text, size_t len,
	uint8_t *out);
/* Overwrites bytes in a way no compiler leaves out. */
void seal_wipe(void *bytes, size_t len);

#endif
