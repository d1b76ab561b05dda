#include "store/schema.h"

#include "base/mem.h"
#include "store/schema_seal.h"

/*
 * Narrow tables for what is listed and scanned, a wide one for the content, so that a list of a
 * hundred thousand dossiers never reads their JSON. `ordinal` is the order of intake on this
 * machine; the receipt's sequence starts again when the machine is enrolled anew.
 *
 * An outbox row exists exactly while its dossier is not delivered: there is no second flag that
 * could say otherwise. Times are Unix seconds, 0 where unknown.
 */
static const char version_1[] =
	"CREATE TABLE meta ("
	" key TEXT PRIMARY KEY,"
	" value TEXT NOT NULL) WITHOUT ROWID;"

	"CREATE TABLE dossier ("
	" ordinal INTEGER PRIMARY KEY,"
	" uuid TEXT NOT NULL UNIQUE,"
	" code TEXT NOT NULL UNIQUE,"
	" workstation TEXT NOT NULL,"
	" sequence INTEGER NOT NULL,"
	" applicant TEXT NOT NULL,"
	" phone TEXT NOT NULL,"
	" procedure_code TEXT NOT NULL,"
	" procedure TEXT NOT NULL,"
	" received_at INTEGER NOT NULL,"
	" due_at INTEGER NOT NULL,"
	" status INTEGER NOT NULL,"              /* national code, as last heard from central */
	" delivered_at INTEGER NOT NULL DEFAULT 0);" /* central's time */
	"CREATE INDEX dossier_received ON dossier(received_at);"
	"CREATE INDEX dossier_due ON dossier(due_at)"
	" WHERE due_at > 0 AND status NOT IN (3, 7, 8, 10);"

	"CREATE TABLE dossier_body ("
	" ordinal INTEGER PRIMARY KEY REFERENCES dossier(ordinal),"
	" sha256 TEXT NOT NULL,"
	" token TEXT NOT NULL,"
	" json TEXT NOT NULL);"

	"CREATE TABLE dossier_search ("          /* see dossier_search.h */
	" ordinal INTEGER PRIMARY KEY REFERENCES dossier(ordinal),"
	" procedure INTEGER NOT NULL REFERENCES procedure_line(ordinal),"
	" plain TEXT NOT NULL,"
	" marked TEXT NOT NULL);"
	"CREATE TABLE procedure_line ("          /* of dossiers taken in, each once */
	" ordinal INTEGER PRIMARY KEY,"
	" line TEXT NOT NULL UNIQUE,"
	" plain TEXT NOT NULL,"
	" marked TEXT NOT NULL);"

	"CREATE TABLE outbox ("
	" ordinal INTEGER PRIMARY KEY REFERENCES dossier(ordinal),"
	" rejected INTEGER NOT NULL DEFAULT 0,"
	" attempts INTEGER NOT NULL DEFAULT 0,"
	" last_at INTEGER NOT NULL DEFAULT 0,"
	" reason TEXT NOT NULL DEFAULT '',"
	" problem TEXT);"                        /* JSON, where rejected */
	"CREATE INDEX outbox_rejected ON outbox(ordinal) WHERE rejected = 1;"

	"CREATE TABLE print_job ("
	" id TEXT PRIMARY KEY,"
	" dossier INTEGER NOT NULL REFERENCES dossier(ordinal),"
	" form TEXT NOT NULL,"
	" copy INTEGER NOT NULL,"
	" state INTEGER NOT NULL,"               /* enum print_state */
	" target TEXT NOT NULL DEFAULT '',"
	" detail TEXT NOT NULL DEFAULT '',"
	" created_at INTEGER NOT NULL,"
	" changed_at INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX print_job_dossier ON print_job(dossier);"
	"CREATE INDEX print_job_open ON print_job(created_at, id, dossier) WHERE state IN (0, 1, 3);"

	"CREATE TABLE number_block ("
	" ordinal INTEGER PRIMARY KEY,"
	" id TEXT NOT NULL UNIQUE,"
	" agency TEXT NOT NULL,"
	" workstation TEXT NOT NULL,"
	" day TEXT NOT NULL,"
	" first INTEGER NOT NULL,"
	" last INTEGER NOT NULL,"
	" next INTEGER NOT NULL,"                /* last + 1 when used up */
	" issued_at INTEGER NOT NULL,"
	" signature BLOB NOT NULL,"
	" retired INTEGER NOT NULL DEFAULT 0,"   /* leased to whom this machine was before */
	" CHECK (first <= next AND next <= last + 1));"
	"CREATE INDEX number_block_day ON number_block(day);"
	"CREATE TABLE number_wish ("
	" day TEXT PRIMARY KEY,"
	" id TEXT NOT NULL UNIQUE,"
	" count INTEGER NOT NULL) WITHOUT ROWID;"

	"CREATE TABLE catalogue_item ("
	" ordinal INTEGER PRIMARY KEY,"
	" kind TEXT NOT NULL,"
	" id TEXT NOT NULL,"
	" change INTEGER NOT NULL,"
	" version INTEGER NOT NULL,"
	" sha256 TEXT NOT NULL,"
	" body TEXT NOT NULL,"
	" UNIQUE (kind, id));"
	"CREATE TABLE procedure_key ("           /* what the picker needs, folded once */
	" code TEXT PRIMARY KEY,"
	" name TEXT NOT NULL,"
	" field TEXT NOT NULL,"
	" plain TEXT NOT NULL,"
	" marked TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE procedure_usage ("
	" code TEXT PRIMARY KEY,"
	" count INTEGER NOT NULL) WITHOUT ROWID;"

	"CREATE TABLE draft ("
	" id TEXT PRIMARY KEY,"
	" json TEXT NOT NULL,"
	" at INTEGER NOT NULL) WITHOUT ROWID;";

/*
 * The journal of receipts and the keys they were signed with. The dossiers of version 1 have one
 * receipt each; OR IGNORE, because a row that is damaged must be found by `verify --journal`, not
 * keep the program from starting.
 */
static const char version_2[] =
	"CREATE TABLE receipt ("
	" ordinal INTEGER PRIMARY KEY,"
	" workstation TEXT NOT NULL,"
	" sequence INTEGER NOT NULL,"            /* in the chain of that enrolment */
	" uuid TEXT NOT NULL,"
	" code TEXT NOT NULL,"
	" token TEXT NOT NULL,"
	" cause INTEGER NOT NULL,"               /* enum receipt_cause */
	" at INTEGER NOT NULL,"
	" UNIQUE (workstation, sequence));"
	"CREATE INDEX receipt_uuid ON receipt(uuid);"
	"INSERT OR IGNORE INTO receipt (workstation, sequence, uuid, code, token, cause, at)"
	" SELECT d.workstation, d.sequence, d.uuid, d.code, b.token, 0, d.received_at FROM dossier d"
	" JOIN dossier_body b ON b.ordinal = d.ordinal ORDER BY d.ordinal;"
	"CREATE TABLE own_key ("
	" workstation TEXT PRIMARY KEY,"
	" public_key TEXT NOT NULL,"
	" agency TEXT NOT NULL,"
	" counter INTEGER NOT NULL,"
	" public_url TEXT NOT NULL,"
	" since INTEGER NOT NULL,"
	" until INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
	"INSERT INTO own_key (workstation, public_key, agency, counter, public_url, since)"
	" SELECT i.value, k.value, a.value, CAST(c.value AS INTEGER), u.value, 0 FROM meta i"
	" JOIN meta k ON k.key = 'workstation.public_key' JOIN meta a ON a.key = 'workstation.agency'"
	" JOIN meta c ON c.key = 'workstation.counter' JOIN meta u ON u.key = 'workstation.public_url'"
	" WHERE i.key = 'workstation.id';";

/* See alarms.h. A dismissed one is kept: who saw to it, and when. */
static const char version_3[] =
	"CREATE TABLE alarm ("
	" kind TEXT NOT NULL,"
	" subject TEXT NOT NULL,"
	" at INTEGER NOT NULL,"
	" dismissed_at INTEGER NOT NULL DEFAULT 0,"
	" dismissed_by TEXT NOT NULL DEFAULT '',"
	" PRIMARY KEY (kind, subject)) WITHOUT ROWID;";

/* See pins.h. hash NULL: taken away by an administrator. boot, since_ms: when a wait began. */
static const char version_4[] =
	"CREATE TABLE pin ("
	" account TEXT PRIMARY KEY,"
	" n INTEGER NOT NULL,"
	" r INTEGER NOT NULL,"
	" p INTEGER NOT NULL,"
	" salt BLOB,"
	" hash BLOB,"
	" failures INTEGER NOT NULL DEFAULT 0,"
	" boot TEXT NOT NULL DEFAULT '',"
	" since_ms INTEGER NOT NULL DEFAULT 0,"
	" set_by TEXT NOT NULL,"
	" set_at INTEGER NOT NULL) WITHOUT ROWID;";

/* What a corrected dossier was before (store/correction.h), until central has the new content. */
static const char version_6[] =
	"CREATE TABLE dossier_before ("
	" ordinal INTEGER PRIMARY KEY,"
	" dossier INTEGER NOT NULL REFERENCES dossier(ordinal),"
	" token TEXT NOT NULL,"
	" at INTEGER NOT NULL,"                  /* of the correction */
	" content BLOB NOT NULL);"              /* sealed */
	"CREATE INDEX dossier_before_dossier ON dossier_before(dossier);"
	"CREATE TRIGGER dossier_before_settled AFTER DELETE ON outbox BEGIN"
	" DELETE FROM dossier_before WHERE dossier = old.ordinal; END;";

/*
 * See numbers.h, copies.h. A standing block has no day (''). retired: 1 leased to whom this machine was
 * before, 2 for good. day_count outlives the dossiers it counted.
 */
static const char numbers[] =
	"ALTER TABLE number_block ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;" /* central was told */
	"CREATE INDEX number_block_open ON number_block(day) WHERE closed = 0;"
	"CREATE TABLE fallback_day ("
	" day TEXT PRIMARY KEY,"
	" next INTEGER NOT NULL) WITHOUT ROWID;" /* 1 … 1000 */
	"CREATE TABLE day_count ("
	" day TEXT PRIMARY KEY,"
	" count INTEGER NOT NULL) WITHOUT ROWID;"
	"INSERT INTO day_count (day, count) SELECT date(received_at + 25200, 'unixepoch'), count(*)"
	" FROM dossier GROUP BY 1;"
	"ALTER TABLE dossier ADD COLUMN duplicate TEXT NOT NULL DEFAULT '';"; /* code of a possible one */
/* Of dossiers another workstation took in, see relay.h. */
static const char version_relay[] =
	"CREATE TABLE relay ("
	" ordinal INTEGER PRIMARY KEY REFERENCES dossier(ordinal),"
	" counter INTEGER NOT NULL,"
	" key TEXT NOT NULL,"                    /* public key its receipts are signed with, base64url */
	" imported_at INTEGER NOT NULL);";

/*
 * See print_jobs.h, print_templates.h, handovers.h. printed_at: when a paper went on its way, 0 while
 * nothing of it can be out. What was asked stands with the document's first job alone (original = id);
 * the dossiers of one paper for several too. about: the procedure, the period, or a hash of the several.
 */
static const char papers[] =
	"CREATE TABLE print_template ("
	" sha256 TEXT PRIMARY KEY,"
	" form TEXT NOT NULL,"
	" text TEXT NOT NULL,"
	" since INTEGER NOT NULL) WITHOUT ROWID;"
	"ALTER TABLE dossier ADD COLUMN template TEXT NOT NULL DEFAULT '';" /* of its receipt */
	"CREATE TABLE print_paper ("
	" ordinal INTEGER PRIMARY KEY,"
	" id TEXT NOT NULL UNIQUE,"
	" original TEXT NOT NULL,"
	" subject INTEGER NOT NULL,"             /* enum print_subject */
	" dossier INTEGER REFERENCES dossier(ordinal)," /* NULL: several or none */
	" about TEXT NOT NULL DEFAULT '',"
	" form TEXT NOT NULL,"
	" paper TEXT NOT NULL DEFAULT '',"
	" template TEXT NOT NULL DEFAULT '',"
	" asked BLOB,"                           /* sealed; NULL: nothing, or erased */
	" asked_erased INTEGER NOT NULL DEFAULT 0,"
	" copy INTEGER NOT NULL,"
	" file_copy INTEGER NOT NULL,"
	" state INTEGER NOT NULL,"               /* enum print_state */
	" holder TEXT NOT NULL DEFAULT '',"      /* of what is sent, see holder.h */
	" printer_job INTEGER NOT NULL DEFAULT 0,"
	" target TEXT NOT NULL DEFAULT '',"
	" detail TEXT NOT NULL DEFAULT '',"
	" officer TEXT NOT NULL DEFAULT '',"
	" officer_name TEXT NOT NULL DEFAULT '',"
	" counter INTEGER NOT NULL DEFAULT 0,"
	" created_at INTEGER NOT NULL,"
	" changed_at INTEGER NOT NULL,"
	" printed_at INTEGER NOT NULL DEFAULT 0);"
	"INSERT INTO print_paper (id, original, subject, dossier, form, copy, file_copy, state, target,"
	" detail, created_at, changed_at, printed_at)"
	" SELECT p.id, coalesce((SELECT o.id FROM print_job o WHERE o.dossier = p.dossier AND o.form = p.form"
	"  AND o.copy = 0 AND (o.created_at, o.id) <= (p.created_at, p.id)"
	"  ORDER BY o.created_at DESC, o.id DESC LIMIT 1), p.id), 0, p.dossier, p.form, p.copy, p.copy,"
	"  p.state, p.target, p.detail, p.created_at, p.changed_at,"
	"  CASE WHEN p.state IN (1, 2, 3) THEN max(p.changed_at, 1) ELSE 0 END"
	" FROM print_job p ORDER BY p.created_at, p.id;"
	"DROP TABLE print_job;"
	"ALTER TABLE print_paper RENAME TO print_job;"
	"CREATE INDEX print_job_dossier ON print_job(dossier, form);"
	"CREATE INDEX print_job_original ON print_job(original);"
	"CREATE INDEX print_job_about ON print_job(form, about) WHERE dossier IS NULL;"
	"CREATE INDEX print_job_open ON print_job(dossier) WHERE state IN (0, 1, 3);"
	"CREATE TABLE print_job_part ("
	" job TEXT NOT NULL REFERENCES print_job(id),"
	" place INTEGER NOT NULL,"
	" dossier INTEGER NOT NULL REFERENCES dossier(ordinal),"
	" PRIMARY KEY (job, place)) WITHOUT ROWID;"
	"CREATE INDEX print_job_part_dossier ON print_job_part(dossier);"
	"CREATE TABLE handover ("
	" ordinal INTEGER PRIMARY KEY,"
	" dossier INTEGER NOT NULL REFERENCES dossier(ordinal),"
	" at INTEGER NOT NULL,"
	" content BLOB);"                        /* sealed; NULL: erased */
	"CREATE INDEX handover_dossier ON handover(dossier);";

const struct db_version store_schema[] = {
	{.script = version_1},
	{.script = version_2},
	{.script = version_3},
	{.script = version_4},
	{.work = schema_seal},
	{.script = version_6},
	{.script = numbers},
	{.script = version_relay},
	{.script = papers},
};
const int store_schema_versions = ARRAY_LEN(store_schema);
