#include "central/ledger.h"

#include "base/str.h"
#include "central/leases.h"

static bool store(struct db *db, struct closing *c, int64_t now, bool *first, struct err *err)
{
	if (!db_run(db, err, "INSERT INTO block_closings (block, next_number, reason, at)"
		    " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", "titi", c->block, c->next, c->reason,
		    now))
		return false;
	*first = db_changes(db) > 0;
	return *first || (db_run(db, err, "UPDATE block_closings SET next_number = ? WHERE block = ?"
			" AND next_number < ?", "iti", c->next, c->block, c->next) &&
		db_get_int(db, err, &c->next, NULL,
			"SELECT next_number FROM block_closings WHERE block = ?", "t", c->block));
}

bool ledger_close(struct db *db, struct closing *c, const char *agency, int64_t now,
	enum closing_result *result, struct err *err)
{
	struct lease l;
	bool found, first = false;
	if (!lease_find(db, c->block, &l, &found, err))
		return false;
	*result = CLOSING_UNKNOWN;
	if (!found || !str_eq(l.block.agency, agency))
		return true;
	*result = number_block_standing(&l.block) ? CLOSING_STANDING : CLOSING_RANGE;
	if (*result == CLOSING_STANDING || c->next < l.block.first || c->next > l.block.last + 1)
		return true;
	if (!db_begin(db, err) || !db_finish(db, store(db, c, now, &first, err), err))
		return false;
	*result = first ? CLOSING_NEW : CLOSING_REPLAY;
	return true;
}

bool ledger_seen(struct db *db, const char *workstation, const char *lineage, struct seen *out,
	struct err *err)
{
	struct rows *r = db_rows(db,
		"SELECT lineage, sequence, dossiers FROM station_seen WHERE workstation = ?", "t",
		workstation);
	*out = (struct seen){0};
	while (rows_next(r)) {
		if (rows_int(r, 1) > out->sequence)
			out->sequence = rows_int(r, 1);
		if (str_eq(rows_text(r, 0), lineage))
			out->lineage_sequence = rows_int(r, 1);
		out->dossiers += rows_int(r, 2);
	}
	return rows_end(r, err);
}
