#include "store/copies.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/log.h"
#include "base/str.h"
#include "core/date.h"
#include "core/dossier_code.h"
#include "store/alarms.h"
#include "store/fallback.h"
#include "store/machine.h"
#include "store/mark.h"
#include "store/store.h"
#include "store/workstation.h"

#define LINEAGE_KEY "numbers.lineage"
#define FLOOR_KEY "numbers.sequence_floor"

bool copies_lineage(struct store *store, char out[UUID_SIZE], struct err *err)
{
	char *value;
	if (!store_meta_read(store, LINEAGE_KEY, &value, err))
		return false;
	str_copy(out, UUID_SIZE, value ? value : "");
	free(value);
	return true;
}

bool copies_next_sequence(struct store *store, const struct workstation *ws, int64_t *out,
	struct err *err)
{
	return db_get_int(store_db(store), err, out, NULL, "SELECT 1 + max("
		"coalesce((SELECT sequence FROM dossier WHERE workstation = ? ORDER BY ordinal DESC LIMIT 1),"
		" 0), coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = '" FLOOR_KEY "'), 0))",
		"t", ws->id);
}

static bool new_lineage(struct store *store, struct err *err)
{
	char lineage[UUID_SIZE];
	uuid_new(lineage);
	return store_meta_set(store, LINEAGE_KEY, lineage, err);
}

bool copies_forget(struct store *store, const struct workstation *ws, struct err *err)
{
	int64_t one;
	bool same;
	struct db *db = store_db(store);
	if (!db_get_int(db, err, &one, &same, "SELECT 1 FROM meta WHERE key = 'workstation.id'"
		" AND value = ?", "t", ws->id))
		return false;
	return same || (new_lineage(store, err) && db_run(db, err,
		"DELETE FROM meta WHERE key IN ('" FLOOR_KEY "', '" FALLBACK_FROM_KEY "')", NULL));
}

/* ---- what is done about it; each inside a transaction */

static bool raise(struct store *store, const char *kind, int64_t now, struct err *err)
{
	char day[DATE_SIZE], when[40];
	int second = instant_second_of_day(now);
	date_format_vn(instant_date(now), day);
	snprintf(when, sizeof(when), "%s %02d:%02d", day, second / 3600, second / 60 % 60);
	log_line(LOG_WARN, "copies: %s: ordinary numbers are retired", kind);
	return alarm_raise(store, kind, when, now, err);
}

/* floor: the highest sequence known of. */
static bool part(struct store *store, int64_t floor, struct err *err)
{
	struct db *db = store_db(store);
	int64_t before = store_meta_int(store, FLOOR_KEY, 0);
	return db_run(db, err, "UPDATE number_block SET retired = 2 WHERE day <> '' AND retired = 0",
			NULL) &&
		db_run(db, err, "DELETE FROM number_wish", NULL) && new_lineage(store, err) &&
		(floor <= before || store_meta_set_int(store, FLOOR_KEY, floor, err));
}

/* The upper half of what is left of the fallback numbers. */
static bool upper_fallback(struct store *store, struct err *err)
{
	int64_t from = store_meta_int(store, FALLBACK_FROM_KEY, 1);
	return store_meta_set_int(store, FALLBACK_FROM_KEY, from + (FALLBACK_PER_DAY + 1 - from) / 2,
		err);
}

static bool fallback_behind(struct store *store, const struct mark_state *m, struct err *err)
{
	return !m->day[0] || db_run(store_db(store), err, "INSERT INTO fallback_day (day, next)"
		" VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET next = max(next, excluded.next)", "ti",
		m->day, m->fallback + 1);
}

/* ---- how it is found out */

static bool check_mark(struct store *store, const struct workstation *ws,
	const struct mark_state *m, bool found, int64_t now, struct err *err)
{
	int64_t next = 0;
	struct mark_state fresh = {.exact = 0};
	if (!copies_next_sequence(store, ws, &next, err))
		return false;
	if (found && str_eq(m->workstation, ws->id)) {
		/* a receipt that was reserved and then not committed leaves no gap: MARK_STEP bounds that */
		if (m->exact < next && m->reserved < next + MARK_STEP)
			return true;
		int64_t floor = m->exact > m->reserved ? m->exact : m->reserved;
		return part(store, floor, err) && fallback_behind(store, m, err) &&
			raise(store, "restored", now, err);
	}
	str_copy(fresh.workstation, sizeof(fresh.workstation), ws->id);
	fresh.exact = fresh.reserved = next - 1;
	mark_set(ws->mark, &fresh);
	return true;
}

static bool check_machine(struct store *store, const char *root, int64_t now, struct err *err)
{
	bool other;
	if (!machine_check(store, root, &other, err))
		return false;
	return !other || (part(store, 0, err) && upper_fallback(store, err) &&
		raise(store, "cloned", now, err));
}

bool copies_check(struct store *store, struct workstation *ws, const char *key_path,
	const char *root, int64_t now, struct err *err)
{
	struct db *db = store_db(store);
	struct mark_state state;
	bool found;
	if (!db_begin(db, err))
		return false;
	ws->mark = mark_open(key_path, &state, &found);
	return db_finish(db, check_mark(store, ws, &state, found, now, err) &&
		check_machine(store, root, now, err), err);
}

bool copies_compare(struct store *store, const struct workstation *ws,
	const struct copies_seen *seen, int64_t now, bool *copy, struct err *err)
{
	struct db *db = store_db(store);
	int64_t next = 0;
	int64_t known = seen->lineage_sequence >= 0 ? seen->lineage_sequence : seen->sequence;
	*copy = false;
	if (!copies_next_sequence(store, ws, &next, err))
		return false;
	if (known < next)
		return true;
	*copy = true;
	return db_begin(db, err) && db_finish(db, part(store, seen->sequence, err) &&
		raise(store, "restored", now, err), err);
}

/* Is it a number that this copy might still give out beside? */
static bool is_live(struct db *db, const char *code, bool *live, struct err *err)
{
	int64_t one, number = dossier_code_number(code);
	const char *tail = strrchr(code, '-');
	char day[DATE_SIZE];
	*live = false;
	if (!tail || tail - code < 7)
		return true;
	snprintf(day, sizeof(day), "20%.2s-%.2s-%.2s", tail - 6, tail - 4, tail - 2);
	return db_get_int(db, err, &one, live, "SELECT 1 FROM number_block WHERE day = ?"
		" AND first <= ? AND last >= ? AND retired = 0", "tii", day, number, number);
}

bool copies_clash(struct store *store, const struct workstation *ws, const char *code, bool second,
	int64_t now, struct err *err)
{
	struct db *db = store_db(store);
	int64_t told;
	bool known, live;
	(void)ws;
	if (!db_get_int(db, err, &told, &known,
		"SELECT 1 FROM alarm WHERE kind = 'clash' AND subject = ?", "t", code))
		return false;
	if (known)
		return true;
	if (!db_begin(db, err))
		return false;
	bool ok = is_live(db, code, &live, err) && (!live || part(store, 0, err)) &&
		(!second || !dossier_code_fallback(code) || upper_fallback(store, err)) &&
		alarm_raise(store, "clash", code, now, err);
	return db_finish(db, ok, err);
}
