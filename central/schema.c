#include "central/schema.h"

#include "base/mem.h"

/* Instants are Unix seconds; keys and hashes are hex; days are YYYY-MM-DD. */
static const char version_1[] =
	"CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
	"CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL);"
	"INSERT INTO counters (name, value) VALUES ('catalogue', 0), ('changes', 0);"

	"CREATE TABLE items (kind TEXT NOT NULL, id TEXT NOT NULL, change BIGINT NOT NULL UNIQUE,"
	" sha256 TEXT NOT NULL, scope TEXT, body TEXT, PRIMARY KEY (kind, id));"
	"CREATE TABLE item_versions (kind TEXT NOT NULL, id TEXT NOT NULL, version BIGINT NOT NULL,"
	" sha256 TEXT NOT NULL, scope TEXT, body TEXT, made_at BIGINT NOT NULL,"
	" PRIMARY KEY (kind, id, version));"

	"CREATE TABLE enrol_codes (hash TEXT PRIMARY KEY, agency TEXT NOT NULL,"
	" counter BIGINT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,"
	" workstation TEXT);"
	"CREATE TABLE workstations (id TEXT PRIMARY KEY, public_key TEXT NOT NULL UNIQUE,"
	" key_id TEXT NOT NULL, agency TEXT NOT NULL, counter BIGINT NOT NULL, host TEXT NOT NULL,"
	" enrolled_at BIGINT NOT NULL);"
	"CREATE INDEX workstations_key ON workstations (key_id);"
	"CREATE TABLE assertions (workstation TEXT NOT NULL, jti TEXT NOT NULL,"
	" expires_at BIGINT NOT NULL, PRIMARY KEY (workstation, jti));"
	"CREATE INDEX assertions_expiry ON assertions (expires_at);"

	"CREATE TABLE number_series (agency TEXT NOT NULL, day TEXT NOT NULL,"
	" next_number BIGINT NOT NULL, PRIMARY KEY (agency, day));"
	"CREATE TABLE number_blocks (id TEXT PRIMARY KEY, agency TEXT NOT NULL, day TEXT NOT NULL,"
	" first_number BIGINT NOT NULL, last_number BIGINT NOT NULL, workstation TEXT NOT NULL,"
	" issued_at BIGINT NOT NULL, signature TEXT NOT NULL, UNIQUE (agency, day, first_number));"

	"CREATE TABLE dossiers (uuid TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE,"
	" seq BIGINT NOT NULL UNIQUE, workstation TEXT NOT NULL, agency TEXT NOT NULL,"
	" sha256 TEXT NOT NULL, body TEXT NOT NULL,"
	" receipt_token TEXT NOT NULL, answer TEXT NOT NULL, procedure_code TEXT NOT NULL,"
	" procedure_name TEXT NOT NULL, applicant_name TEXT NOT NULL, id_number TEXT NOT NULL,"
	" phone TEXT NOT NULL, folded TEXT NOT NULL, marked TEXT NOT NULL, status BIGINT NOT NULL,"
	" received_at BIGINT NOT NULL, due_at BIGINT NOT NULL, arrived_at BIGINT NOT NULL,"
	" changed_at BIGINT NOT NULL, version BIGINT NOT NULL);"
	"CREATE INDEX dossiers_agency ON dossiers (agency, seq);"
	"CREATE TABLE dossier_history (uuid TEXT NOT NULL, version BIGINT NOT NULL, at BIGINT NOT NULL,"
	" status BIGINT NOT NULL, author TEXT NOT NULL, PRIMARY KEY (uuid, version));"
	"CREATE TABLE changes (seq BIGINT PRIMARY KEY, agency TEXT NOT NULL, uuid TEXT NOT NULL,"
	" code TEXT NOT NULL, status BIGINT NOT NULL, due_at BIGINT NOT NULL,"
	" changed_at BIGINT NOT NULL);"
	"CREATE INDEX changes_agency ON changes (agency, seq);"

	/* what was refused because it clashed with something stored: somebody has to look at it */
	"CREATE TABLE conflicts (uuid TEXT NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL,"
	" code TEXT NOT NULL, workstation TEXT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL,"
	" PRIMARY KEY (uuid, sha256));";

/* Dossiers that another workstation delivers. A vouched one is none that central enrolled: its key only
 * checks receipts. delivered_by is NULL where the workstation itself did. */
static const char relay[] =
	"ALTER TABLE dossiers ADD COLUMN delivered_by TEXT;"
	"CREATE TABLE vouched_stations (id TEXT PRIMARY KEY, public_key TEXT NOT NULL,"
	" key_id TEXT NOT NULL, agency TEXT NOT NULL, counter BIGINT NOT NULL,"
	" vouched_by TEXT NOT NULL, vouched_at BIGINT NOT NULL);"
	"CREATE INDEX vouched_stations_key ON vouched_stations (key_id);";

/*
 * A number may come to stand under two dossiers (a cloned machine, a restored image): the first to
 * arrive holds it (clash 0), others are kept beside it (clash 1). A block is closed when its
 * workstation says which numbers of it will never be used. A standing block has no day ("").
 */
static const char twins[] =
	"CREATE TABLE dossiers_2 (uuid TEXT PRIMARY KEY, code TEXT NOT NULL,"
	" seq BIGINT NOT NULL UNIQUE, workstation TEXT NOT NULL, agency TEXT NOT NULL,"
	" sha256 TEXT NOT NULL, body TEXT NOT NULL,"
	" receipt_token TEXT NOT NULL, answer TEXT NOT NULL, procedure_code TEXT NOT NULL,"
	" procedure_name TEXT NOT NULL, applicant_name TEXT NOT NULL, id_number TEXT NOT NULL,"
	" phone TEXT NOT NULL, folded TEXT NOT NULL, marked TEXT NOT NULL, status BIGINT NOT NULL,"
	" received_at BIGINT NOT NULL, due_at BIGINT NOT NULL, arrived_at BIGINT NOT NULL,"
	" changed_at BIGINT NOT NULL, version BIGINT NOT NULL, delivered_by TEXT,"
	" number BIGINT NOT NULL, block TEXT NOT NULL, clash BIGINT NOT NULL);"
	"INSERT INTO dossiers_2 SELECT d.*, CAST(substr(d.code, length(d.agency) + 9) AS BIGINT),"
	" coalesce((SELECT b.id FROM number_blocks b WHERE b.workstation = d.workstation"
	"  AND b.agency = d.agency"
	"  AND substr(replace(b.day, '-', ''), 3) = substr(d.code, length(d.agency) + 2, 6)"
	"  AND CAST(substr(d.code, length(d.agency) + 9) AS BIGINT)"
	"  BETWEEN b.first_number AND b.last_number), ''), 0 FROM dossiers d;"
	"DROP TABLE dossiers;"
	"ALTER TABLE dossiers_2 RENAME TO dossiers;"
	"CREATE INDEX dossiers_agency ON dossiers (agency, seq);"
	"CREATE UNIQUE INDEX dossiers_number ON dossiers (code) WHERE clash = 0;"
	"CREATE INDEX dossiers_person ON dossiers (id_number, procedure_code, workstation, received_at)"
	" WHERE id_number <> '';"
	"ALTER TABLE dossier_history ADD COLUMN note TEXT NOT NULL DEFAULT '';"
	"CREATE TABLE possible_duplicates (uuid TEXT NOT NULL, other TEXT NOT NULL,"
	" PRIMARY KEY (uuid, other));"

	"ALTER TABLE number_blocks ADD COLUMN lineage TEXT NOT NULL DEFAULT '';"
	"CREATE TABLE standing_blocks (workstation TEXT PRIMARY KEY, block TEXT NOT NULL);"
	"CREATE TABLE block_closings (block TEXT PRIMARY KEY, next_number BIGINT NOT NULL,"
	" reason TEXT NOT NULL, at BIGINT NOT NULL);"
	/* what has arrived from each workstation, by the lineage of its numbers (leases.h) */
	"CREATE TABLE station_seen (workstation TEXT NOT NULL, lineage TEXT NOT NULL,"
	" sequence BIGINT NOT NULL, dossiers BIGINT NOT NULL, PRIMARY KEY (workstation, lineage));"
	"INSERT INTO station_seen SELECT workstation, '', 0, count(*) FROM dossiers"
	" GROUP BY workstation;";

/* Blocks that this database forgot (restored.h) and leased to somebody else again. */
static const char restored[] =
	"CREATE TABLE restored_blocks (id TEXT PRIMARY KEY, agency TEXT NOT NULL, day TEXT NOT NULL,"
	" first_number BIGINT NOT NULL, last_number BIGINT NOT NULL, workstation TEXT NOT NULL,"
	" issued_at BIGINT NOT NULL, signature TEXT NOT NULL);"
	"CREATE INDEX restored_blocks_day ON restored_blocks (agency, day);";

static const struct db_version versions[] = {
	{.script = version_1}, {.script = relay}, {.script = twins}, {.script = restored},
};

bool schema_update(struct db *db, struct err *err)
{
	return db_migrate(db, versions, ARRAY_LEN(versions), NULL, err);
}

bool counter_next(struct db *db, const char *name, int64_t *out, struct err *err)
{
	return db_get_int(db, err, out, NULL,
		"UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value", "t", name);
}

bool meta_get(struct db *db, const char *name, char **out, struct err *err)
{
	struct rows *r = db_rows(db, "SELECT value FROM meta WHERE name = ?", "t", name);
	*out = rows_next(r) ? xstrdup(rows_text(r, 0)) : NULL;
	return rows_end(r, err);
}
