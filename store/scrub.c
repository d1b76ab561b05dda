#include "store/scrub.h"

#include "base/log.h"
#include "db/db.h"
#include "store/store.h"

#define OWED "scrub.owed"

bool store_owe_scrub(struct db *db, enum scrub what, struct err *err)
{
	return db_run(db, err, "INSERT INTO meta (key, value) VALUES ('" OWED "', ?)"
		" ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)", "t",
		what == SCRUB_ALL ? "2" : "1");
}

enum scrub store_scrub_owed(struct store *store)
{
	int64_t owed = store_meta_int(store, OWED, SCRUB_NONE);
	return owed == SCRUB_ALL || owed == SCRUB_LOG ? (enum scrub)owed : SCRUB_NONE;
}

/* The note goes last: what a power cut leaves undone is done again. */
static bool pay(struct store *store, enum scrub owed, struct err *err)
{
	struct db *db = store_db(store);
	return (owed != SCRUB_ALL || db_rewrite(db, err)) && db_empty_log(db, err) &&
		db_run(db, err, "DELETE FROM meta WHERE key = '" OWED "'", NULL);
}

void store_scrub(struct store *store)
{
	struct err err = ERR_INIT;
	enum scrub owed = store_scrub_owed(store);
	if (owed == SCRUB_NONE)
		return;
	bool ok = pay(store, owed, &err);
	log_line(ok ? LOG_INFO : LOG_WARN, "scrub %d: %s", (int)owed, ok ? "done" : err.text);
}
