#ifndef MOTCUA_STORE_VAULT_KEY_H
#define MOTCUA_STORE_VAULT_KEY_H

/*
 * The key of this workstation's vault: the one that all others in the database are wrapped under,
 * and that never lies in it. Either a systemd credential (systemd.exec(5), LoadCredentialEncrypted=)
 * named motcua-vault, or a file of mode 0600. Both hold one line: "motcua-vault-1 " and 64 hex digits.
 * A key that is there is never written over, and none is made in the place of one that was lost.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "core/seal.h"

#define VAULT_CREDENTIAL "motcua-vault"
#define VAULT_KEY_ID_SIZE 17 /* hex, with its end */

enum vault_place { VAULT_NOWHERE, VAULT_IN_FILE, VAULT_IN_CREDENTIAL };

struct vault_key {
	uint8_t *bytes;       /* SEAL_KEY of them, the caller's */
	char id[VAULT_KEY_ID_SIZE]; /* tells keys apart; says nothing about the key */
	enum vault_place place;
};

/* Which of the two holds it now: the credential where there is one, else the file. */
enum vault_place vault_key_place(const char *file);
/* The path of what place names, for sentences; the caller frees. */
char *vault_key_path(const char *file, enum vault_place place);
/* key->bytes is set and gets the key. ERR_CONFIG with the remedy when there is none, when others can
 * read the file, or when it holds no key. */
bool vault_key_load(struct vault_key *key, const char *file, struct err *err) MUST_CHECK;
/* The same where nothing is sealed yet: makes the file, to last, when there is no key. Of two
 * processes one makes it and both have that one. */
bool vault_key_load_or_make(struct vault_key *key, const char *file, struct err *err) MUST_CHECK;

#endif
