#include "store/schema_seal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/dossier.h"
#include "db/db.h"
#include "store/content.h"
#include "store/scrub.h"
#include "store/vault.h"

#define PAGE 100
#define TEXT_MAX (4 << 20) /* bytes of one column */

/*
 * One table for what lists show of a dossier's people and the dossier's key, wrapped: where that row is
 * gone the dossier is erased. The tables whose rows are sealed are made anew beside the old ones, which
 * are dropped when all is over there.
 */
static const char before[] =
	"CREATE TABLE vault_key ("
	" name TEXT PRIMARY KEY,"
	" workstation TEXT NOT NULL,"            /* id of the key it is wrapped under */
	" wrapped BLOB NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE dossier_vault ("
	" ordinal INTEGER PRIMARY KEY REFERENCES dossier(ordinal),"
	" key BLOB NOT NULL,"                    /* wrapped */
	" people BLOB NOT NULL);"
	"CREATE TABLE body_sealed ("
	" ordinal INTEGER PRIMARY KEY REFERENCES dossier(ordinal),"
	" sha256 TEXT NOT NULL,"
	" token TEXT NOT NULL,"
	" json BLOB);"                           /* NULL: erased */
	"CREATE TABLE outbox_sealed ("
	" ordinal INTEGER PRIMARY KEY REFERENCES dossier(ordinal),"
	" rejected INTEGER NOT NULL DEFAULT 0,"
	" attempts INTEGER NOT NULL DEFAULT 0,"
	" last_at INTEGER NOT NULL DEFAULT 0,"
	" reason BLOB,"                          /* NULL: none */
	" problem BLOB);"                        /* JSON, where rejected */
	"CREATE TABLE draft_sealed ("
	" id TEXT PRIMARY KEY,"
	" json BLOB NOT NULL,"
	" at INTEGER NOT NULL) WITHOUT ROWID;"
	"ALTER TABLE dossier ADD COLUMN erased_at INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX dossier_kept ON dossier(delivered_at) WHERE delivered_at > 0 AND erased_at = 0;";

static const char after[] =
	"DROP TABLE dossier_search;"
	"DROP TABLE procedure_line;"
	"DROP TABLE dossier_body;"
	"ALTER TABLE body_sealed RENAME TO dossier_body;"
	"DROP TABLE outbox;"
	"ALTER TABLE outbox_sealed RENAME TO outbox;"
	"CREATE INDEX outbox_rejected ON outbox(ordinal) WHERE rejected = 1;"
	"DROP TABLE draft;"
	"ALTER TABLE draft_sealed RENAME TO draft;"
	"ALTER TABLE dossier DROP COLUMN applicant;"
	"ALTER TABLE dossier DROP COLUMN phone;";

/* ---- a dossier */

struct old_row {
	int64_t ordinal;
	char uuid[UUID_SIZE];
	char *applicant, *phone, *sha256, *token, *json;
};

static void read_row(struct rows *r, struct old_row *row)
{
	row->ordinal = rows_int(r, 0);
	str_copy(row->uuid, sizeof(row->uuid), rows_text(r, 1));
	row->applicant = xstrdup(rows_text(r, 2));
	row->phone = xstrdup(rows_text(r, 3));
	row->sha256 = xstrdup(rows_text(r, 4));
	row->token = xstrdup(rows_text(r, 5));
	row->json = xstrdup(rows_text(r, 6));
}

static void clear_row(struct old_row *row)
{
	char *const owned[] = {row->applicant, row->phone, row->sha256, row->token, row->json};
	for (size_t i = 0; i < ARRAY_LEN(owned); i++)
		free(owned[i]);
}

/* What stands only in the content; content that cannot be read is kept as it is, without these. */
static void join_people(const struct old_row *row, struct buf *out)
{
	struct violations v = {0};
	struct dossier d;
	dossier_init(&d);
	bool ok = dossier_from_json(&d, row->json, strlen(row->json), &v, NULL);
	people_join(&(struct people_text){row->applicant, ok ? d.applicant.id_number : "", row->phone,
		ok ? d.delegate : ""}, out);
	dossier_clear(&d);
}

static bool seal_row(struct db *db, struct vault *vault, const struct old_row *row,
	struct buf *sealed, struct err *err)
{
	struct vault_box box;
	struct buf people;
	uint8_t wrapped[VAULT_WRAPPED];
	buf_init(&people, 16384);
	join_people(row, &people);
	vault_box_new_in(&box, vault, row->uuid, wrapped);
	bool ok = vault_box_seal(&box, "dossier_vault", buf_str(&people), people.len, sealed) &&
		db_run(db, err, "INSERT INTO dossier_vault (ordinal, key, people) VALUES (?, ?, ?)", "ibb",
			row->ordinal, (const void *)wrapped, sizeof(wrapped), (const void *)sealed->data,
			sealed->len) &&
		vault_box_seal(&box, "dossier_body", row->json, strlen(row->json), sealed) &&
		db_run(db, err, "INSERT INTO body_sealed (ordinal, sha256, token, json) VALUES (?, ?, ?, ?)",
			"ittb", row->ordinal, row->sha256, row->token, (const void *)sealed->data, sealed->len);
	vault_box_clear(&box);
	buf_clear(&people);
	return ok;
}

/* A page at a time, and none of it read while it is written. *n: how many. */
static bool seal_page(struct db *db, struct vault *vault, int64_t *last, size_t *n, struct buf *sealed,
	struct err *err)
{
	struct old_row *rows = xcalloc(PAGE, sizeof(*rows));
	struct rows *r = db_rows(db, "SELECT d.ordinal, d.uuid, d.applicant, d.phone, b.sha256, b.token,"
		" b.json FROM dossier d JOIN dossier_body b ON b.ordinal = d.ordinal WHERE d.ordinal > ?"
		" ORDER BY d.ordinal LIMIT ?", "ii", *last, (int64_t)PAGE);
	for (*n = 0; *n < PAGE && rows_next(r); ++*n)
		read_row(r, &rows[*n]);
	bool ok = rows_end(r, err);
	for (size_t i = 0; i < *n; i++) {
		ok = ok && seal_row(db, vault, &rows[i], sealed, err);
		*last = rows[i].ordinal;
		clear_row(&rows[i]);
	}
	free(rows);
	return ok;
}

static bool seal_dossiers(struct db *db, struct vault *vault, struct buf *sealed, struct err *err)
{
	int64_t last = INT64_MIN;
	size_t n = PAGE;
	while (n == PAGE)
		if (!seal_page(db, vault, &last, &n, sealed, err))
			return false;
	return true;
}

/* ---- the queue, drafts: few, and written into other tables than they are read from */

static bool seal_text(struct vault *vault, const char *table, const char *row, const char *text,
	struct buf *out)
{
	buf_reset(out);
	return !*text || vault_seal_in(vault, table, row, text, strlen(text), out);
}

static bool seal_outbox(struct db *db, struct vault *vault, struct buf *reason, struct err *err)
{
	struct buf problem;
	bool ok = true;
	buf_init(&problem, TEXT_MAX);
	struct rows *r = db_rows(db, "SELECT ordinal, rejected, attempts, last_at, reason, problem"
		" FROM outbox ORDER BY ordinal", NULL);
	while (ok && rows_next(r)) {
		char place[24]; /* as in outbox_words.c */
		snprintf(place, sizeof(place), "%" PRId64, rows_int(r, 0));
		ok = seal_text(vault, "outbox.reason", place, rows_text(r, 4), reason) &&
			seal_text(vault, "outbox.problem", place, rows_text(r, 5), &problem) &&
			db_run(db, err, "INSERT INTO outbox_sealed (ordinal, rejected, attempts, last_at, reason,"
				" problem) VALUES (?, ?, ?, ?, ?, ?)", "iiiibb", rows_int(r, 0), rows_int(r, 1),
				rows_int(r, 2), rows_int(r, 3), reason->len ? (const void *)reason->data : NULL,
				reason->len, problem.len ? (const void *)problem.data : NULL, problem.len);
	}
	buf_clear(&problem);
	return rows_end(r, ok ? err : NULL) && ok;
}

static bool seal_drafts(struct db *db, struct vault *vault, struct buf *sealed, struct err *err)
{
	bool ok = true;
	struct rows *r = db_rows(db, "SELECT id, json, at FROM draft", NULL);
	while (ok && rows_next(r))
		ok = vault_seal_in(vault, "draft", rows_text(r, 0), rows_text(r, 1), strlen(rows_text(r, 1)),
				sealed) &&
			db_run(db, err, "INSERT INTO draft_sealed (id, json, at) VALUES (?, ?, ?)", "tbi",
				rows_text(r, 0), (const void *)sealed->data, sealed->len, rows_int(r, 2));
	return rows_end(r, ok ? err : NULL) && ok;
}

/* A database that is being made has nothing old in it. */
static bool owe_scrub(struct db *db, struct err *err)
{
	int64_t n = 0;
	return db_get_int(db, err, &n, NULL, "SELECT count(*) FROM meta", NULL) &&
		(n == 0 || store_owe_scrub(db, SCRUB_ALL, err));
}

bool schema_seal(struct db *db, void *context, struct err *err)
{
	struct vault *vault = context;
	struct buf sealed;
	buf_init(&sealed, TEXT_MAX);
	bool ok = db_script(db, before, err) && vault_begin(vault, db, err) &&
		seal_dossiers(db, vault, &sealed, err) && seal_outbox(db, vault, &sealed, err) &&
		seal_drafts(db, vault, &sealed, err) && db_script(db, after, err) &&
		owe_scrub(db, err);
	buf_clear(&sealed);
	return ok;
}
