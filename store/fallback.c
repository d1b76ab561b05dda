#include "store/fallback.h"

#include "base/str.h"
#include "core/dossier_code.h"
#include "store/mark.h"
#include "store/numbers.h"
#include "store/store.h"
#include "store/workstation.h"

#define STANDING " FROM number_block WHERE day = '' AND workstation = ? AND agency = ?" \
	" AND retired = 0 ORDER BY issued_at, first LIMIT 1"

bool numbers_standing(struct store *store, const struct workstation *ws, bool *has, struct err *err)
{
	int64_t one;
	return db_get_int(store_db(store), err, &one, has, "SELECT 1" STANDING, "tt", ws->id, ws->agency);
}

bool fallback_peek(struct store *store, const struct workstation *ws, const char *day,
	int64_t *number)
{
	int64_t first = 0, next = 0;
	bool found = false;
	if (!db_get_int(store_db(store), NULL, &first, &found, "SELECT first" STANDING, "tt", ws->id,
		ws->agency) || !found ||
		!db_get_int(store_db(store), NULL, &next, NULL, "SELECT max(" FALLBACK_FROM
		", coalesce((SELECT next FROM fallback_day WHERE day = ?), 1))", "t", day))
		return false;
	*number = first + next - 1;
	return next <= FALLBACK_PER_DAY;
}

/* *next 0: that day's are used up. */
static bool move_on(struct db *db, const char *day, int64_t *next, struct err *err)
{
	*next = 0;
	if (!db_run(db, err, "INSERT INTO fallback_day (day, next) VALUES (?, 1)"
		" ON CONFLICT DO NOTHING", "t", day))
		return false;
	struct rows *r = db_rows(db, "UPDATE fallback_day SET next = max(next, " FALLBACK_FROM ") + 1"
		" WHERE day = ? AND max(next, " FALLBACK_FROM ") <= ? RETURNING next - 1", "ti", day,
		(int64_t)FALLBACK_PER_DAY);
	if (rows_next(r))
		*next = rows_int(r, 0);
	return rows_end(r, err);
}

bool fallback_take(struct store *store, const struct workstation *ws, const char *day,
	int64_t *number, char block[UUID_SIZE], struct err *err)
{
	int64_t first = 0, nth = 0;
	struct rows *r = db_rows(store_db(store), "SELECT first, id" STANDING, "tt", ws->id, ws->agency);
	if (rows_next(r)) {
		first = rows_int(r, 0);
		str_copy(block, UUID_SIZE, rows_text(r, 1));
	}
	*number = 0;
	if (!rows_end(r, err) || (first && !move_on(store_db(store), day, &nth, err)))
		return false;
	if (nth) {
		*number = first + nth - 1;
		mark_fallback(ws->mark, day, nth);
	}
	return true;
}
