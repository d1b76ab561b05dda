#include "central/leases.h"

#include <stdio.h>
#include "base/b64.h"
#include "base/str.h"
#include "core/dossier_code.h"

bool lease_find(struct db *db, const char *id, struct lease *out, bool *found, struct err *err)
{
	struct number_block *b = &out->block;
	struct rows *r = db_rows(db,
		"SELECT agency, day, first_number, last_number, workstation, issued_at, signature"
		" FROM number_blocks WHERE id = ? UNION ALL SELECT agency, day, first_number, last_number,"
		" workstation, issued_at, signature FROM restored_blocks WHERE id = ?", "tt", id, id);
	*out = (struct lease){0};
	*found = rows_next(r);
	if (*found) {
		str_copy(b->id, sizeof(b->id), id);
		str_copy(b->agency, sizeof(b->agency), rows_text(r, 0));
		if (rows_text(r, 1)[0] && !date_parse_iso(rows_text(r, 1), &b->day))
			*found = false;
		b->first = rows_int(r, 2);
		b->last = rows_int(r, 3);
		out->count = b->last - b->first + 1;
		str_copy(b->workstation, sizeof(b->workstation), rows_text(r, 4));
		b->issued_at = rows_int(r, 5);
		if (!hex_decode(rows_text(r, 6), out->signature, sizeof(out->signature)))
			*found = false;
	}
	return rows_end(r, err);
}

static bool same_wish(const struct lease *a, const struct lease *b)
{
	return a->count == b->count && str_eq(a->block.agency, b->block.agency) &&
		str_eq(a->block.workstation, b->block.workstation) &&
		date_compare(a->block.day, b->block.day) == 0;
}

/* Moves the series on to `highest` at most; *exhausted when it cannot. *next: behind what it gave. */
static bool series_move(struct db *db, const struct lease *l, const char *day, int64_t highest,
	int64_t *next, bool *exhausted, struct err *err)
{
	if (!db_run(db, err,
		    "INSERT INTO number_series (agency, day, next_number) VALUES (?, ?, 1)"
		    " ON CONFLICT DO NOTHING", "tt", l->block.agency, day) ||
		!db_run(db, err,
			"UPDATE number_series SET next_number = next_number + ?"
			" WHERE agency = ? AND day = ? AND next_number <= ?",
			"itti", l->count, l->block.agency, day, highest + 1 - l->count))
		return false;
	*exhausted = db_changes(db) == 0;
	return *exhausted || db_get_int(db, err, next, NULL,
		"SELECT next_number FROM number_series WHERE agency = ? AND day = ?", "tt",
		l->block.agency, day);
}

static bool series_take(struct db *db, struct lease *l, const char *day, bool *exhausted,
	struct err *err)
{
	int64_t next = 0;
	if (!series_move(db, l, day, ORDINARY_SEQUENCE_MAX, &next, exhausted, err))
		return false;
	l->block.first = next - l->count;
	l->block.last = next - 1;
	return true;
}

/* *stored false: that id is taken. */
static bool block_store(struct central *c, struct lease *l, const char *day, bool *stored,
	struct err *err)
{
	const struct number_block *b = &l->block;
	char signature[HEX_SIZE(ED25519_SIGNATURE)];
	number_block_sign(b, c->key, l->signature);
	hex_encode(l->signature, sizeof(l->signature), signature);
	if (!db_run(c->db, err,
		    "INSERT INTO number_blocks (id, agency, day, first_number, last_number, workstation,"
		    " issued_at, signature, lineage) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
		    " ON CONFLICT DO NOTHING", "tttiititt", b->id, b->agency, day, b->first, b->last,
		    b->workstation, b->issued_at, signature, l->lineage))
		return false;
	*stored = db_changes(c->db) > 0;
	return true;
}

/* Another request with this id came first: its block, if the wish is the same. */
static bool lease_again(struct central *c, struct lease *l, enum lease_result *result,
	struct err *err)
{
	struct lease old;
	bool found;
	if (!lease_find(c->db, l->block.id, &old, &found, err))
		return false;
	*result = found && same_wish(&old, l) ? LEASE_REPLAY : LEASE_CONFLICT;
	if (*result == LEASE_REPLAY)
		*l = old;
	return true;
}

bool lease_take(struct central *c, struct lease *l, int64_t now, enum lease_result *result,
	struct err *err)
{
	char day[DATE_SIZE];
	bool exhausted = false, stored = false;
	date_format_iso(l->block.day, day);
	l->block.issued_at = now;
	if (!db_begin(c->db, err))
		return false;
	if (!series_take(c->db, l, day, &exhausted, err) ||
		(!exhausted && !block_store(c, l, day, &stored, err))) {
		db_rollback(c->db);
		return false;
	}
	*result = LEASE_NEW;
	if (stored)
		return db_commit(c->db, err);
	db_rollback(c->db);
	*result = LEASE_EXHAUSTED;
	return exhausted || lease_again(c, l, result, err);
}

/* ---- the standing block */

static bool standing_find(struct central *c, struct lease *l, bool *found, struct err *err)
{
	char id[UUID_SIZE] = "";
	struct rows *r = db_rows(c->db, "SELECT block FROM standing_blocks WHERE workstation = ?", "t",
		l->block.workstation);
	if (rows_next(r))
		str_copy(id, sizeof(id), rows_text(r, 0));
	*found = false;
	return rows_end(r, err) && (!id[0] || lease_find(c->db, id, l, found, err));
}

/* In a transaction; *stored false with nothing exhausted: another request was quicker. */
static bool standing_make(struct central *c, struct lease *l, bool *exhausted, bool *stored,
	struct err *err)
{
	int64_t next = 0;
	l->count = 1;
	*exhausted = *stored = false;
	if (!db_run(c->db, err, "INSERT INTO standing_blocks (workstation, block) VALUES (?, ?)"
		    " ON CONFLICT DO NOTHING", "tt", l->block.workstation, l->block.id))
		return false;
	if (db_changes(c->db) == 0)
		return true;
	if (!series_move(c->db, l, "", FALLBACK_SLOTS, &next, exhausted, err))
		return false;
	l->block.first = FALLBACK_FIRST(next - 1);
	l->block.last = FALLBACK_LAST(next - 1);
	l->count = FALLBACK_PER_DAY;
	return *exhausted || block_store(c, l, "", stored, err);
}

bool lease_standing(struct central *c, struct lease *l, int64_t now, enum lease_result *result,
	struct err *err)
{
	bool found, exhausted, stored;
	struct lease wish = *l;
	*result = LEASE_REPLAY;
	if (!standing_find(c, l, &found, err) || found)
		return found;
	*l = wish;
	l->block.issued_at = now;
	if (!db_begin(c->db, err))
		return false;
	bool ok = standing_make(c, l, &exhausted, &stored, err);
	if (ok && stored) {
		*result = LEASE_NEW;
		return db_commit(c->db, err);
	}
	db_rollback(c->db);
	if (!ok)
		return false;
	*result = exhausted ? LEASE_EXHAUSTED : LEASE_CONFLICT;
	if (exhausted || !standing_find(c, l, &found, err))
		return exhausted;
	if (found)
		*result = LEASE_REPLAY;
	return true;
}

/* ---- whose number is it */

/* AGENCY-yyMMdd-NNNN; only the one way of writing a number is a code. */
static bool code_split(const char *code, char *agency, size_t size, struct date *day,
	int64_t *number)
{
	char again[DOSSIER_CODE_SIZE], iso[DATE_SIZE];
	const char *tail = strrchr(code, '-');
	if (!dossier_code_valid(code) || !tail || tail - code < 8)
		return false;
	const char *date = tail - 6;
	size_t len = (size_t)(date - 1 - code);
	if (len >= size || !str_to_int(tail + 1, 1, DOSSIER_SEQUENCE_MAX, number))
		return false;
	memcpy(agency, code, len);
	agency[len] = '\0';
	snprintf(iso, sizeof(iso), "20%.2s-%.2s-%.2s", date, date + 2, date + 4);
	return date_parse_iso(iso, day) && dossier_code_format(agency, *day, *number, again) &&
		str_eq(again, code);
}

bool lease_covers(struct db *db, const char *code, const char *workstation, const char *id,
	bool *out, struct err *err)
{
	char agency[40], iso[DATE_SIZE];
	struct date day;
	int64_t number, one;
	*out = false;
	if (!code_split(code, agency, sizeof(agency), &day, &number))
		return true;
	date_format_iso(day, iso);
	if (dossier_code_fallback(code))
		iso[0] = '\0'; /* of a standing block */
	return db_get_int(db, err, &one, out,
		"SELECT 1 FROM number_blocks WHERE agency = ? AND day = ? AND workstation = ?"
		" AND first_number <= ? AND last_number >= ? AND (id = ? OR ? IS NULL)"
		" UNION SELECT 1 FROM restored_blocks WHERE agency = ? AND day = ? AND workstation = ?"
		" AND first_number <= ? AND last_number >= ? AND (id = ? OR ? IS NULL)",
		"tttiitttttiitt", agency, iso, workstation, number, number, id, id, agency, iso, workstation,
		number, number, id, id);
}
