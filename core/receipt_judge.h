#ifndef MOTCUA_CORE_RECEIPT_JUDGE_H
#define MOTCUA_CORE_RECEIPT_JUDGE_H

/*
 * Is this text a genuine receipt? Judged by the keys at hand, with no network: what the address in
 * a QR leads to is compared and named, never asked.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/receipt_token.h"

#define ORIGIN_SIZE 300
#define RECEIPT_TEXT_MAX 1024 /* bytes of a line that may be a receipt */

/* A key that receipts are, or were, signed with. */
struct receipt_key {
	uint8_t key[ED25519_PUBLIC], id[KEY_ID_SIZE];
	char workstation[40], agency[40];
	int counter;
	int64_t since, until; /* Unix seconds, 0: not known; until 0: in use */
	bool own;             /* of this workstation */
};

/* What a judgement rests on; borrowed. */
struct receipt_trust {
	const struct receipt_key *keys;
	size_t n_keys;
	const char (*origins)[ORIGIN_SIZE]; /* of central, now and before */
	size_t n_origins;
	const char *agency;                 /* of this workstation */
};

enum verdict {
	VERDICT_GENUINE,
	VERDICT_OLD_KEY,        /* genuine, of a key no longer in use */
	VERDICT_REPLACED,       /* genuine, and a newer paper exists; only who has the journal knows */
	VERDICT_FORGED,
	VERDICT_TRUNCATED,
	VERDICT_UNREADABLE,     /* not a receipt of this system, or damaged */
	VERDICT_FOREIGN_HOST,   /* the address leads elsewhere */
	VERDICT_FOREIGN_AGENCY, /* another agency's: its keys are not known here */
	VERDICT_UNKNOWN_KEY,    /* our agency's number, a key nobody here knows */
};
/* "genuine", "old_key", … */
const char *verdict_code(enum verdict v);
bool verdict_is_genuine(enum verdict v);

struct judgement {
	enum verdict verdict;
	char reason[480];       /* a sentence for the officer; "" when genuine */
	char code[DOSSIER_CODE_SIZE], token[RECEIPT_TOKEN_SIZE]; /* "" where not readable */
	struct receipt receipt; /* what it says of itself; proven only when genuine */
	bool parsed;            /* receipt is filled in */
	const struct receipt_key *key; /* who signed; NULL unless proven */
	char origin[ORIGIN_SIZE]; /* "https://host[:port]"; "" for a bare token */
};

/* text: a URL, "CODE TOKEN", or a token with its code given; clean (text_clean). code: what the URL
 * must name, or what belongs to a bare token; NULL when not given. */
void receipt_judge(const struct receipt_trust *trust, const char *text, const char *code,
	struct judgement *out);

/* "https://Host:443/x" → "https://host": scheme, host and port as a browser would take them, in
 * lower case, without the usual port. False when it is no http(s) address with a host. */
bool url_origin(const char *url, char out[ORIGIN_SIZE]);

#endif
