#ifndef MOTCUA_STORE_STORE_H
#define MOTCUA_STORE_STORE_H

/*
 * The workstation's database: one SQLite file (WAL, FULL) with dossiers, outbox, leased numbers,
 * print jobs, drafts and the catalogue cache. Loop thread only but for store_open_beside. The other headers of this folder
 * each do one part of it.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "db/db.h"

struct store;
struct vault;
struct search_index;

/* Opens or makes the file and brings the schema up to date. vault_file: where the workstation's key
 * lies, see vault_key.h; it is made with the database, and must be there from then on. */
bool store_open_with(struct store **store, const char *path, const char *vault_file,
	struct err *err) MUST_CHECK;
/* The same with "vault.key" in the database's folder. */
bool store_open(struct store **store, const char *path, struct err *err) MUST_CHECK;
void store_close(struct store *store);
/* The same database once more, to be read only, for one other thread while this one goes on; closed by
 * store_close on that thread. */
bool store_open_beside(struct store **out, const struct store *store, struct err *err) MUST_CHECK;
/* For the modules of store/ and their tests only. */
struct db *store_db(struct store *store);
const char *store_path(const struct store *store);
struct vault *store_vault(struct store *store);
struct search_index *store_search(struct store *store);

/* Small named values ("catalogue.version", "shift.officer", "link.offline_since" …). */
bool store_meta_set(struct store *store, const char *key, const char *value,
	struct err *err) MUST_CHECK;
/* The caller frees; NULL when there is none (or on failure, which the next write will show). */
char *store_meta_get(struct store *store, const char *key);
/* The same for who must know the difference: *value NULL when there is none. */
bool store_meta_read(struct store *store, const char *key, char **value,
	struct err *err) MUST_CHECK;
int64_t store_meta_int(struct store *store, const char *key, int64_t fallback);
bool store_meta_set_int(struct store *store, const char *key, int64_t value,
	struct err *err) MUST_CHECK;

#endif
