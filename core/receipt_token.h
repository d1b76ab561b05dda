#ifndef MOTCUA_CORE_RECEIPT_TOKEN_H
#define MOTCUA_CORE_RECEIPT_TOKEN_H

/*
 * The token in a receipt's QR: URL https://HOST/t/CODE/TOKEN. TOKEN is base64url of
 * version(1) key_id(4) uuid(16) received_at(4) due_at(4) flags(1) content_hash(16) previous(8)
 * signature(64), big-endian, 118 bytes. The Ed25519 signature of the workstation is over
 * "motcua-receipt-1\n" + CODE + "\n" + the 54 bytes before it. No name, no number, no phone in it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/b64.h"
#include "base/uuid.h"
#include "core/dossier_code.h"
#include "core/ed25519.h"

#define RECEIPT_BYTES 118
#define RECEIPT_TOKEN_SIZE B64_SIZE(RECEIPT_BYTES) /* 158 characters */
#define RECEIPT_URL_SIZE 512

enum receipt_flags {
	RECEIPT_OFFLINE = 1,
	RECEIPT_CLOCK_UNTRUSTED = 2,
	RECEIPT_REPLACES = 4, /* of a corrected dossier: an earlier receipt is out of date */
};

struct receipt {
	uint8_t key_id[KEY_ID_SIZE];
	char uuid[UUID_SIZE];
	int64_t received_at, due_at; /* due 0: none */
	unsigned flags;
	uint8_t content_hash[16];    /* head of the dossier's SHA-256 */
	uint8_t previous[8];         /* head of the SHA-256 of the token before, zero for the first */
};

/* r->key_id is not read: the key says who signs. A code or UUID of the wrong form is a bug. */
void receipt_sign(const struct receipt *r, const char *code, const struct signing_key *key,
	char token[RECEIPT_TOKEN_SIZE]);
/* Only the form; for finding the key by key_id. */
bool receipt_parse(const char *token, struct receipt *out, struct err *err) MUST_CHECK;
/* Form and signature; ERR_DATA with the reason where it is forged, damaged or not ours. */
bool receipt_verify(const char *token, const char *code, const uint8_t public_key[ED25519_PUBLIC],
	struct receipt *out, struct err *err) MUST_CHECK;
/* What the next receipt carries as `previous`. */
void receipt_link(const char *token, uint8_t out[8]);

/* base: "https://host" or "http://127.0.0.1:8080", without a slash at the end. */
bool receipt_url(const char *base, const char *code, const char *token, char out[RECEIPT_URL_SIZE]);
/* Takes code and token out of such a URL of any host, also below a path of its own and with a query
 * or blanks behind; nothing is fetched. The token may still be anything: receipt_parse tells. */
bool receipt_url_parse(const char *url, char code[DOSSIER_CODE_SIZE],
	char token[RECEIPT_TOKEN_SIZE]);

#endif
