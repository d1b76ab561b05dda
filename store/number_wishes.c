#include "store/numbers.h"

#include <stdio.h>
#include "base/str.h"
#include "core/calendar.h"
#include "store/store.h"

#define WISH_MAX 1000 /* central leases no more at once */
#define TIMES_BUSIEST 3

/* ---- how many a day */

bool numbers_count_day(struct store *store, struct date day, struct err *err)
{
	char iso[DATE_SIZE];
	date_format_iso(day, iso);
	return db_run(store_db(store), err, "INSERT INTO day_count (day, count) VALUES (?, 1)"
		" ON CONFLICT (day) DO UPDATE SET count = count + 1", "t", iso);
}

struct amounts {
	int64_t working, off;
};

static int64_t enough(int64_t busiest, int64_t least)
{
	int64_t want = busiest > WISH_MAX ? WISH_MAX : TIMES_BUSIEST * busiest;
	want = want < least ? least : want;
	return want > WISH_MAX ? WISH_MAX : want;
}

static bool reckon(struct db *db, const struct calendar *cal, int64_t least, struct amounts *out,
	struct err *err)
{
	int64_t working = 0, off = 0;
	struct rows *r = db_rows(db, "SELECT day, count FROM day_count", NULL);
	while (rows_next(r)) {
		struct date day;
		if (!date_parse_iso(rows_text(r, 0), &day))
			continue;
		int64_t *busiest = calendar_is_working_day(cal, day) ? &working : &off;
		if (rows_int(r, 1) > *busiest)
			*busiest = rows_int(r, 1);
	}
	out->working = enough(working, least);
	out->off = enough(off, least < DAY_OFF_RESERVE ? least : DAY_OFF_RESERVE);
	return rows_end(r, err);
}

/* ---- wishes for more */

struct wishes {
	struct number_wish *list;
	size_t n, max;
};

/* The wish made earlier for that day, if any. */
static bool find_wish(struct db *db, const char *day, struct number_wish *w, bool *found,
	struct err *err)
{
	struct rows *r = db_rows(db, "SELECT id, count FROM number_wish WHERE day = ?", "t", day);
	*found = rows_next(r);
	if (*found) {
		str_copy(w->id, sizeof(w->id), rows_text(r, 0));
		w->count = rows_int(r, 1);
	}
	return rows_end(r, err);
}

static bool make_wish(struct store *store, const char *day, int64_t want, struct number_wish *w,
	bool *made, struct err *err)
{
	struct number_stock stock;
	*made = false;
	if (!numbers_stock(store, w->day, &stock, err))
		return false;
	if (stock.left * 2 > want)
		return true;
	uuid_new(w->id);
	w->count = want - stock.left;
	*made = true;
	return db_run(store_db(store), err, "INSERT INTO number_wish (day, id, count) VALUES (?, ?, ?)",
		"tti", day, w->id, w->count);
}

static bool wish_for_day(struct store *store, struct date day, int64_t want, struct wishes *wishes,
	struct err *err)
{
	if (wishes->n == wishes->max)
		return true;
	struct number_wish w = {.day = day};
	char iso[DATE_SIZE];
	bool found;
	date_format_iso(day, iso);
	if (!find_wish(store_db(store), iso, &w, &found, err))
		return false;
	if (!found && !make_wish(store, iso, want, &w, &found, err))
		return false;
	if (found)
		wishes->list[wishes->n++] = w;
	return true;
}

static bool collect(struct store *store, const struct calendar *cal, struct date today,
	int days_ahead, int64_t least, struct wishes *wishes, struct err *err)
{
	char iso[DATE_SIZE];
	struct amounts want;
	struct date last = days_ahead ? calendar_add_working_days(cal, today, days_ahead) : today;
	date_format_iso(today, iso);
	bool ok = reckon(store_db(store), cal, least, &want, err) &&
		db_run(store_db(store), err, "DELETE FROM number_wish WHERE day < ?", "t", iso) &&
		wish_for_day(store, today, want.working > want.off ? want.working : want.off, wishes, err);
	for (struct date d = date_add(today, 1); ok && date_compare(d, last) <= 0; d = date_add(d, 1))
		ok = wish_for_day(store, d, calendar_is_working_day(cal, d) ? want.working : want.off,
			wishes, err);
	return ok;
}

bool numbers_wishes(struct store *store, const struct calendar *cal, struct date today,
	int days_ahead, int64_t want, struct number_wish *out, size_t max, size_t *n, struct err *err)
{
	struct db *db = store_db(store);
	struct wishes wishes = {.list = out, .max = max};
	*n = 0;
	if (want <= 0)
		return true;
	if (!db_begin(db, err))
		return false;
	if (!db_finish(db, collect(store, cal, today, days_ahead, want, &wishes, err), err))
		return false;
	*n = wishes.n;
	return true;
}

bool numbers_drop_wish(struct store *store, const char *id, struct err *err)
{
	return db_run(store_db(store), err, "DELETE FROM number_wish WHERE id = ?", "t", id);
}
