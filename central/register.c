#include "central/register.h"

#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "central/schema.h"
#include "central/twins.h"
#include "core/status.h"
#include "i18n/fold.h"

bool register_lookup(struct db *db, const char *uuid, const char *sha256, bool *found,
	enum arrival *arrival, struct buf *answer, struct err *err)
{
	struct rows *r = db_rows(db, "SELECT sha256, answer FROM dossiers WHERE uuid = ?", "t", uuid);
	*found = rows_next(r);
	if (*found && str_eq(rows_text(r, 0), sha256)) {
		*arrival = ARRIVAL_REPLAY;
		buf_str_add(answer, rows_text(r, 1));
	} else if (*found) {
		*arrival = ARRIVAL_CONFLICT;
	}
	return rows_end(r, err);
}

static void make_answer(const struct delivery *d, bool clash, int64_t now, struct buf *answer)
{
	json_t *json = json_pack("{s:s, s:s, s:s, s:i, s:o, s:s}", "uuid", d->dossier->uuid, "code",
		d->dossier->code, "sha256", d->sha256, "status", (int)STATUS_RECEIVED, "received_at",
		json_instant(now), "workstation", d->origin->station.id);
	if (clash)
		json_object_set_new(json, "clash", json_true());
	char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(json);
	BUG_ON(!text);
	buf_reset(answer);
	buf_str_add(answer, text);
	free(text);
}

/* What officers search by: code, names, procedure, in one text with and one without marks. */
static void make_keys(const struct dossier *d, struct buf *folded, struct buf *marked)
{
	struct buf text;
	buf_init(&text, 64 * 1024);
	buf_printf(&text, "%s %s %s", d->applicant.name, d->delegate, d->procedure_name);
	fold_text(buf_str(&text), folded);
	fold_marked(buf_str(&text), marked);
	buf_clear(&text);
}

/* One statement decides: db_changes is 0 when the UUID is taken or, without clash, the number. */
static bool insert_dossier(struct db *db, const struct delivery *d, int64_t seq, bool clash,
	int64_t now, const char *answer, struct err *err)
{
	const struct dossier *x = d->dossier;
	struct buf folded, marked;
	buf_init(&folded, 64 * 1024);
	buf_init(&marked, 64 * 1024);
	make_keys(x, &folded, &marked);
	bool ok = db_run(db, err,
		"INSERT INTO dossiers (uuid, code, seq, workstation, agency, sha256, body, receipt_token,"
		" answer, procedure_code, procedure_name, applicant_name, id_number, phone, folded, marked,"
		" status, received_at, due_at, arrived_at, changed_at, version, delivered_by,"
		" number, block, clash)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)"
		" ON CONFLICT DO NOTHING",
		"ttitttttttttttttiiiiititi", x->uuid, x->code, seq, d->origin->station.id, d->caller->agency,
		d->sha256, d->body, d->receipt_token, answer, x->procedure_code, x->procedure_name,
		x->applicant.name, x->applicant.id_number, x->applicant.phone, buf_str(&folded),
		buf_str(&marked), (int64_t)STATUS_RECEIVED, x->received_at, x->due_at, now, now,
		d->origin->relayed ? d->caller->id : NULL, dossier_code_number(x->code), x->block,
		(int64_t)clash);
	buf_clear(&folded);
	buf_clear(&marked);
	return ok;
}

static bool note_seen(struct db *db, const struct dossier *x, struct err *err)
{
	return db_run(db, err,
		"INSERT INTO station_seen (workstation, lineage, sequence, dossiers)"
		" VALUES (?, coalesce((SELECT lineage FROM number_blocks WHERE id = ?), ''), ?, 1)"
		" ON CONFLICT (workstation, lineage) DO UPDATE SET dossiers = station_seen.dossiers + 1,"
		" sequence = CASE WHEN station_seen.sequence > excluded.sequence"
		" THEN station_seen.sequence ELSE excluded.sequence END",
		"tti", x->workstation, x->block, x->sequence);
}

static bool insert_effects(struct db *db, const struct delivery *d, int64_t seq, bool clash,
	int64_t now, struct err *err)
{
	const struct dossier *x = d->dossier;
	return (!d->origin->vouched || origin_keep(db, d->origin, d->caller, now, err)) &&
		db_run(db, err, "INSERT INTO dossier_history (uuid, version, at, status, author, note)"
		" VALUES (?, 1, ?, ?, ?, ?)", "tiitt", x->uuid, x->received_at,
			(int64_t)STATUS_RECEIVED, x->officer_name, clash ? "clash" : "") &&
		db_run(db, err,
			"INSERT INTO changes (seq, agency, uuid, code, status, due_at, changed_at)"
			" VALUES (?, ?, ?, ?, ?, ?, ?)",
			"itttiii", seq, d->caller->agency, x->uuid, x->code, (int64_t)STATUS_RECEIVED,
			x->due_at, now) &&
		note_seen(db, x, err) && (!clash || clash_note(db, d, now, err)) &&
		duplicates_note(db, d, now, err);
}

/* In the open transaction, the number's first holder or one beside it. */
static bool insert_ranked(struct db *db, const struct delivery *d, int64_t seq, int64_t now,
	struct buf *answer, bool *stored, bool *clash, struct err *err)
{
	for (*clash = false, *stored = false; !*stored; *clash = true) {
		make_answer(d, *clash, now, answer);
		if (!insert_dossier(db, d, seq, *clash, now, buf_str(answer), err))
			return false;
		*stored = db_changes(db) > 0;
		if (*stored || *clash)
			break;
	}
	return true;
}

/* *stored false, with nothing kept: the UUID is taken. */
static bool store(struct db *db, const struct delivery *d, int64_t now, struct buf *answer,
	bool *stored, struct err *err)
{
	int64_t seq;
	bool clash;
	*stored = false;
	if (!db_begin(db, err))
		return false;
	bool ok = counter_next(db, "changes", &seq, err) &&
		insert_ranked(db, d, seq, now, answer, stored, &clash, err);
	if (ok && !*stored) {
		db_rollback(db);
		return true;
	}
	return db_finish(db, ok && insert_effects(db, d, seq, clash, now, err), err);
}

bool register_arrive(struct db *db, const struct delivery *d, int64_t now, enum arrival *arrival,
	struct buf *answer, struct err *err)
{
	bool stored, found;
	if (!store(db, d, now, answer, &stored, err))
		return false;
	*arrival = ARRIVAL_NEW;
	if (stored)
		return true;
	buf_reset(answer);
	return register_lookup(db, d->dossier->uuid, d->sha256, &found, arrival, answer, err) &&
		(found || err_set(err, ERR_BUG, "a dossier was neither stored nor there"));
}

bool register_note_conflict(struct db *db, const char *kind, const struct caller *caller,
	const char *uuid, const char *code, const char *sha256, const char *body, int64_t now,
	struct err *err)
{
	return db_run(db, err,
		"INSERT INTO conflicts (uuid, sha256, kind, code, workstation, at, body)"
		" VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		"tttttit", uuid, sha256, kind, code, caller->id, now, body);
}

static void entry_read(struct rows *r, struct entry *out, struct buf *body)
{
	str_copy(out->uuid, sizeof(out->uuid), rows_text(r, 0));
	str_copy(out->code, sizeof(out->code), rows_text(r, 1));
	str_copy(out->sha256, sizeof(out->sha256), rows_text(r, 2));
	str_copy(out->agency, sizeof(out->agency), rows_text(r, 3));
	str_copy(out->procedure_name, sizeof(out->procedure_name), rows_text(r, 4));
	out->status = rows_int(r, 5);
	out->version = rows_int(r, 6);
	out->received_at = rows_int(r, 7);
	out->due_at = rows_int(r, 8);
	out->arrived_at = rows_int(r, 9);
	out->changed_at = rows_int(r, 10);
	out->clash = rows_int(r, 11) > 0;
	str_copy(out->duplicate_of, sizeof(out->duplicate_of), rows_text(r, 12));
	str_copy(out->delivered_by, sizeof(out->delivered_by), rows_text(r, 13));
	if (body)
		buf_str_add(body, rows_text(r, 14));
}

bool register_find(struct db *db, const char *uuid, const char *agency, struct entry *out,
	struct buf *body, bool *found, struct err *err)
{
	struct rows *r = db_rows(db,
		"SELECT uuid, code, sha256, agency, procedure_name, status, version, received_at, due_at,"
		" arrived_at, changed_at, " CLASHES_OF("dossiers.uuid") ", " DUPLICATE_OF("dossiers.uuid")
		", delivered_by, body FROM dossiers"
		" WHERE uuid = ? AND (agency = ? OR ? IS NULL)",
		"ttt", uuid, agency, agency);
	*out = (struct entry){0};
	*found = rows_next(r);
	if (*found)
		entry_read(r, out, body);
	return rows_end(r, err);
}

json_t *register_history(struct db *db, const char *uuid, bool with_author, struct err *err)
{
	json_t *list = json_array();
	struct rows *r = db_rows(db,
		"SELECT at, status, author, note FROM dossier_history WHERE uuid = ? ORDER BY version", "t",
		uuid);
	while (rows_next(r)) {
		/* what only says that somebody should look is not for the citizen's page */
		if (!with_author && !rows_text(r, 2)[0] && rows_text(r, 3)[0])
			continue;
		json_t *one = json_pack("{s:o, s:I}", "at", json_instant(rows_int(r, 0)), "status",
			(json_int_t)rows_int(r, 1));
		if (with_author)
			json_object_set_new(one, "by", json_string(rows_text(r, 2)));
		if (with_author && rows_text(r, 3)[0])
			json_object_set_new(one, "note", json_string(rows_text(r, 3)));
		json_array_append_new(list, one);
	}
	if (rows_end(r, err))
		return list;
	json_decref(list);
	return NULL;
}
