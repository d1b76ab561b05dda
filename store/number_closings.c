/* Blocks that are over: retired for good, then told to central. */
#include "store/numbers.h"

#include "base/str.h"
#include "store/store.h"

/* A counter that works past midnight, or whose clock is a few hours slow, still uses yesterday's. */
#define DAYS_GRACE 1

static bool list(struct db *db, const char *over, struct number_closing *out, size_t max, size_t *n,
	struct err *err)
{
	struct rows *r = db_rows(db, "SELECT id, next, day < ? FROM number_block WHERE closed = 0"
		" AND day <> '' AND retired <> 0 ORDER BY day, first LIMIT ?", "ti", over, (int64_t)max);
	for (*n = 0; *n < max && rows_next(r); (*n)++) {
		struct number_closing *c = &out[*n];
		str_copy(c->id, sizeof(c->id), rows_text(r, 0));
		c->next = rows_int(r, 1);
		c->day_over = rows_int(r, 2);
	}
	return rows_end(r, err);
}

bool numbers_closings(struct store *store, struct date today, struct number_closing *out, size_t max,
	size_t *n, struct err *err)
{
	struct db *db = store_db(store);
	char over[DATE_SIZE];
	int64_t some = 0;
	*n = 0;
	date_format_iso(date_add(today, -DAYS_GRACE), over);
	/* asked in every round: no transaction unless there is something */
	if (!db_get_int(db, err, &some, NULL, "SELECT count(*) FROM number_block WHERE closed = 0"
		" AND day <> '' AND (day < ? OR retired <> 0)", "t", over))
		return false;
	if (some == 0)
		return true;
	if (!db_begin(db, err))
		return false;
	bool ok = db_run(db, err, "UPDATE number_block SET retired = 2 WHERE closed = 0 AND day <> ''"
		" AND (day < ? OR retired <> 0)", "t", over) && list(db, over, out, max, n, err);
	return db_finish(db, ok, err);
}

bool numbers_closed(struct store *store, const char *id, struct err *err)
{
	struct db *db = store_db(store);
	return db_begin_lazy(db, err) && db_finish(db, db_run(db, err,
		"UPDATE number_block SET closed = 1 WHERE id = ? AND retired <> 0", "t", id), err);
}
