#include "store/drafts.h"

#include <stdlib.h>
#include "base/mem.h"
#include "store/store.h"

/* Lazily: a draft is saved while the officer types, and a key may not wait for the disk. A kill loses
 * nothing; a power cut may lose the last moments of what was not yet a dossier. */
bool draft_save(struct store *store, const char *id, const char *json, int64_t at, struct err *err)
{
	struct db *db = store_db(store);
	return db_begin_lazy(db, err) && db_finish(db, db_run(db, err,
		"INSERT INTO draft (id, json, at) VALUES (?, ?, ?)"
		" ON CONFLICT (id) DO UPDATE SET json = excluded.json, at = excluded.at",
		"tti", id, json, at), err);
}

char *draft_load(struct store *store, const char *id, int64_t *at)
{
	char *json = NULL;
	struct rows *r = db_rows(store_db(store), "SELECT json, at FROM draft WHERE id = ?", "t", id);
	if (rows_next(r)) {
		json = xstrdup(rows_text(r, 0));
		if (at)
			*at = rows_int(r, 1);
	}
	if (rows_end(r, NULL))
		return json;
	free(json);
	return NULL;
}

bool draft_drop(struct store *store, const char *id, struct err *err)
{
	return db_run(store_db(store), err, "DELETE FROM draft WHERE id = ?", "t", id);
}
