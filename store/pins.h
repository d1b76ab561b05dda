#ifndef MOTCUA_STORE_PINS_H
#define MOTCUA_STORE_PINS_H

/*
 * The officers' PINs for the lock of the screen, one an account on this machine. Kept is only what
 * scrypt (RFC 7914, by OpenSSL) makes of a PIN, with the salt and the cost it was made with; and that
 * sealed (store/vault.h), since six digits would soon be tried out on a copied database.
 *
 * Guessing is slow: the first five tries are free, then each needs a wait that doubles up to a
 * quarter of an hour. A try is counted, on the disk, before it is looked at, so that neither ending
 * the program nor a second one gives another; waits are measured by the kernel's clock since boot,
 * which nobody can set, and begin anew after a boot.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct store;

enum { PIN_MIN = 6, PIN_MAX = 12, PIN_SALT = 16, PIN_HASH = 32, PIN_ACCOUNT = 256 };

/* What a PIN is compared with. */
struct pin_secret {
	int64_t n, r, p; /* scrypt's cost */
	uint8_t salt[PIN_SALT], hash[PIN_HASH];
};

/* The kernel's clock: which boot, milliseconds since then; and Unix seconds for what is noted. */
struct pin_moment {
	char boot[40];
	int64_t boot_ms, now;
};

/* ---- pure, any thread */

/* May this be a PIN? 6 to 12 digits, none of those everybody would try first: runs, repetitions,
 * dates. Else ERR_DATA with a sentence. */
bool pin_acceptable(const char *pin, struct err *err) MUST_CHECK;
/* A new salt and today's cost; the hash is still to be made. */
void pin_secret_new(struct pin_secret *secret);
/* Takes 100 to 250 ms and 32 MB: not for the loop's thread. False when there is no memory, or the cost
 * is not one of ours. */
bool pin_derive(const struct pin_secret *secret, const char *pin, uint8_t out[PIN_HASH]) MUST_CHECK;
/* In the same time whatever differs. */
bool pin_same(const uint8_t a[PIN_HASH], const uint8_t b[PIN_HASH]);

/* ---- the store */

enum pin_state {
	PIN_NONE,    /* never had one here */
	PIN_CLEARED, /* had one, an administrator took it away: may set a new one */
	PIN_IS_SET,
};
bool pin_state(struct store *store, const char *account, enum pin_state *state,
	struct err *err) MUST_CHECK;
/* The accounts that have one, at most max, in order; *n of them. */
bool pin_accounts(struct store *store, char (*out)[PIN_ACCOUNT], size_t max, size_t *n,
	struct err *err) MUST_CHECK;

/* One try: *wait_ms > 0: not yet, nothing was counted. 0: it is counted as wrong until pin_right says
 * otherwise, and secret is what to compare with. ERR_DATA when the account has none. */
bool pin_try(struct store *store, const char *account, const struct pin_moment *at,
	struct pin_secret *secret, int64_t *wait_ms, struct err *err) MUST_CHECK;
/* It was the right one: the count begins anew. */
bool pin_right(struct store *store, const char *account, struct err *err) MUST_CHECK;
/* It was not: after the fifth the alarm pin_wrong is raised about `name`. */
bool pin_wrong(struct store *store, const char *account, const char *name, int64_t now,
	struct err *err) MUST_CHECK;
/* Sets or changes it; by: who vouched, the account itself for its own. */
bool pin_set(struct store *store, const char *account, const struct pin_secret *secret,
	const char *by, int64_t now, struct err *err) MUST_CHECK;
/* Takes it away and raises the alarm pin_cleared. ERR_DATA when there is none. */
bool pin_clear(struct store *store, const char *account, int64_t now, struct err *err) MUST_CHECK;

/* The wait before the next try after so many wrong ones, in ms. */
int64_t pin_wait_ms(int64_t failures);

#endif
