#ifndef MOTCUA_STORE_VAULT_H
#define MOTCUA_STORE_VAULT_H

/*
 * What is personal is sealed before it is stored, and opened after it was read: no citizen's data
 * can be read in a copied database. Three sorts of keys:
 *
 *   the workstation's key (vault_key.h), outside the database, wraps the other two;
 *   the store's key, for what belongs to no dossier yet or any more: drafts, notes, reasons;
 *   one key for each dossier, for its content and what lists show of it. Destroying it erases the
 *   dossier (store/erase.h).
 *
 * Everything sealed is bound to the table and the row it lies in: moved elsewhere it does not open.
 * A table that holds personal data keeps it in a BLOB column made by vault_seal or vault_box_seal. What
 * stays plain: codes, UUIDs, procedures, times, states, hashes and receipt tokens.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/uuid.h"
#include "core/seal.h"
#include "store/vault_key.h"

struct db;
struct store;
struct vault;

#define VAULT_WRAPPED (SEAL_KEY + SEAL_OVERHEAD) /* bytes of a wrapped key */

/* ---- under the store's key */

/* Puts text, sealed, into out (emptied first). table and row say where it will lie, such as "draft"
 * and the draft's id; both without NUL. False only when out is too small. */
bool vault_seal(struct store *store, const char *table, const char *row, const void *text,
	size_t len, struct buf *out) MUST_CHECK;
/* The text into out (emptied first, terminated). False when those bytes do not belong there, were
 * changed or are not whole. */
bool vault_open(struct store *store, const char *table, const char *row, const void *sealed,
	size_t len, struct buf *out) MUST_CHECK;

/* ---- under a dossier's key */

/* A dossier's own key, opened: vault_box_clear when done. */
struct vault_box {
	struct vault *vault;
	uint8_t key[SEAL_KEY];
	char uuid[UUID_SIZE];
};

/* For a new dossier: a new key; wrapped is to be stored in its row of dossier_vault. */
void vault_box_new(struct vault_box *box, struct store *store, const char *uuid,
	uint8_t wrapped[VAULT_WRAPPED]);
/* False (box is cleared) when the wrapped key does not belong to that dossier, or is none. */
bool vault_box_open(struct vault_box *box, struct store *store, const char *uuid,
	const void *wrapped, size_t len) MUST_CHECK;
/* As vault_seal and vault_open; the row is the dossier's UUID. */
bool vault_box_seal(struct vault_box *box, const char *table, const void *text, size_t len,
	struct buf *out) MUST_CHECK;
bool vault_box_unseal(struct vault_box *box, const char *table, const void *sealed, size_t len,
	struct buf *out) MUST_CHECK;
void vault_box_clear(struct vault_box *box);

/* ---- for store.c and schema.c */

/* file: where the workstation's key lies or will lie. Reads nothing yet. */
struct vault *vault_new(const char *file);
void vault_free(struct vault *vault);
/* Once a database is there: where it holds anything sealed, the workstation's key must be the one it
 * was sealed under; else ERR_CONFIG, and nothing has been changed. */
bool vault_check(struct vault *vault, struct db *db, struct err *err) MUST_CHECK;
/* Inside the migration that begins to seal: the workstation's key, made if need be, and the store's. */
bool vault_begin(struct vault *vault, struct db *db, struct err *err) MUST_CHECK;
/* After all migrations: opens the store's key. */
bool vault_unlock(struct vault *vault, struct db *db, struct err *err) MUST_CHECK;
enum vault_place vault_place(const struct vault *vault);
const char *vault_file(const struct vault *vault);
/* As above, where there is no store yet. */
void vault_box_new_in(struct vault_box *box, struct vault *vault, const char *uuid,
	uint8_t wrapped[VAULT_WRAPPED]);
bool vault_seal_in(struct vault *vault, const char *table, const char *row, const void *text,
	size_t len, struct buf *out) MUST_CHECK;

#endif
