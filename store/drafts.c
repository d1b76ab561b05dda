#include "store/drafts.h"

#include <string.h>
#include "store/store.h"
#include "store/vault.h"

#define TABLE "draft"

/* Lazily: a draft is saved while the officer types, and a key may not wait for the disk. A kill loses
 * nothing; a power cut may lose the last moments of what was not yet a dossier. */
bool draft_save(struct store *store, const char *id, const char *json, int64_t at, struct err *err)
{
	struct db *db = store_db(store);
	struct buf sealed;
	buf_init(&sealed, strlen(json) + SEAL_OVERHEAD);
	bool ok = vault_seal(store, TABLE, id, json, strlen(json), &sealed) && db_begin_lazy(db, err) && db_finish(db, db_run(db, err,
			"INSERT INTO draft (id, json, at) VALUES (?, ?, ?)"
			" ON CONFLICT (id) DO UPDATE SET json = excluded.json, at = excluded.at",
			"tbi", id, (const void *)sealed.data, sealed.len, at), err);
	buf_clear(&sealed);
	return ok;
}

char *draft_load(struct store *store, const char *id, int64_t *at)
{
	struct buf json;
	buf_init(&json, 0);
	struct rows *r = db_rows(store_db(store), "SELECT json, at FROM draft WHERE id = ?", "t", id);
	bool found = false;
	if (rows_next(r)) {
		size_t len;
		const void *sealed = rows_blob(r, 0, &len);
		buf_init(&json, len);
		found = vault_open(store, TABLE, id, sealed, len, &json);
		if (at)
			*at = rows_int(r, 1);
	}
	if (rows_end(r, NULL) && found)
		return buf_take(&json);
	seal_wipe(json.data, json.size);
	buf_clear(&json);
	return NULL;
}

bool draft_drop(struct store *store, const char *id, struct err *err)
{
	return db_run(store_db(store), err, "DELETE FROM draft WHERE id = ?", "t", id);
}
