#include "central/twins.h"

#include <stdio.h>
#include "central/schema.h"

/* A new line in feed and history of a dossier that is there already. */
static bool tell_again(struct db *db, const char *uuid, const char *note, int64_t now,
	struct err *err)
{
	int64_t seq;
	return counter_next(db, "changes", &seq, err) &&
		db_run(db, err, "UPDATE dossiers SET version = version + 1, changed_at = ?"
			" WHERE uuid = ?", "it", now, uuid) &&
		db_run(db, err, "INSERT INTO dossier_history (uuid, version, at, status, author, note)"
			" SELECT uuid, version, ?, status, '', ? FROM dossiers WHERE uuid = ?", "itt", now,
			note, uuid) &&
		db_run(db, err, "INSERT INTO changes (seq, agency, uuid, code, status, due_at, changed_at)"
			" SELECT ?, agency, uuid, code, status, due_at, changed_at FROM dossiers"
			" WHERE uuid = ?", "it", seq, uuid);
}

/* *marked: it was not before. */
static bool mark(struct db *db, const char *uuid, int64_t now, bool *marked, struct err *err)
{
	bool ok = db_run(db, err,
		"INSERT INTO conflicts (uuid, sha256, kind, code, workstation, at, body)"
		" SELECT uuid, sha256, 'clash', code, workstation, ?, '' FROM dossiers WHERE uuid = ?"
		" ON CONFLICT DO NOTHING", "it", now, uuid);
	*marked = ok && db_changes(db) > 0;
	return ok;
}

static bool find_holder(struct db *db, const char *code, char uuid[UUID_SIZE], struct err *err)
{
	struct rows *r = db_rows(db, "SELECT uuid FROM dossiers WHERE code = ? AND clash = 0", "t",
		code);
	uuid[0] = '\0';
	if (rows_next(r))
		snprintf(uuid, UUID_SIZE, "%s", rows_text(r, 0));
	return rows_end(r, err);
}

bool clash_note(struct db *db, const struct delivery *d, int64_t now, struct err *err)
{
	char holder[UUID_SIZE];
	bool marked;
	return mark(db, d->dossier->uuid, now, &marked, err) &&
		find_holder(db, d->dossier->code, holder, err) &&
		mark(db, holder, now, &marked, err) &&
		(!marked || tell_again(db, holder, "clash", now, err));
}

#define OTHERS_MAX 8

/* Those taken in by workstations on one side of this one, up to OTHERS_MAX in all; of more than a few
 * of one person the first few will do. One side at a time, so that the index passes over however many
 * this workstation has of the same person. The empty text keeps SQLite off the index of the agency. */
static bool find_side(struct db *db, const struct delivery *d, const char *sql,
	char others[][UUID_SIZE], size_t *n, struct err *err)
{
	const struct dossier *x = d->dossier;
	struct rows *r = db_rows(db, sql, "tttttiii", x->applicant.id_number, x->procedure_code,
		d->caller->agency, x->workstation, x->uuid, x->received_at - DUPLICATE_S,
		x->received_at + DUPLICATE_S, (int64_t)OTHERS_MAX);
	for (; rows_next(r) && *n < OTHERS_MAX; (*n)++)
		snprintf(others[*n], UUID_SIZE, "%s", rows_text(r, 0));
	return rows_end(r, err);
}

#define OTHERS_SQL(side) "SELECT uuid FROM dossiers WHERE id_number = ? AND id_number <> ''" \
	" AND procedure_code = ? AND agency || '' = ? AND workstation " side " ? AND uuid <> ?" \
	" AND received_at BETWEEN ? AND ? ORDER BY workstation, received_at, uuid LIMIT ?"

static bool find_others(struct db *db, const struct delivery *d, char others[][UUID_SIZE],
	size_t *n, struct err *err)
{
	*n = 0;
	return find_side(db, d, OTHERS_SQL("<"), others, n, err) &&
		find_side(db, d, OTHERS_SQL(">"), others, n, err);
}

static bool pair(struct db *db, const char *uuid, const char *other, struct err *err)
{
	return db_run(db, err, "INSERT INTO possible_duplicates (uuid, other) VALUES (?, ?)"
		" ON CONFLICT DO NOTHING", "tt", uuid, other);
}

bool duplicates_note(struct db *db, const struct delivery *d, int64_t now, struct err *err)
{
	char others[OTHERS_MAX][UUID_SIZE];
	size_t n = 0;
	const char *uuid = d->dossier->uuid;
	bool ok = !d->dossier->applicant.id_number[0] || find_others(db, d, others, &n, err);
	for (size_t i = 0; ok && i < n; i++)
		ok = pair(db, uuid, others[i], err) && pair(db, others[i], uuid, err) &&
			tell_again(db, others[i], "possible_duplicate", now, err);
	return ok;
}
