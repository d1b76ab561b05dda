#include "tests/harness/power_stage.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/status.h"
#include "db/db.h"
#include "store/catalogue.h"
#include "store/dossiers.h"
#include "store/drafts.h"
#include "store/erase.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/print_jobs.h"
#include "store/schema.h"
#include "store/scrub.h"
#include "tests/harness/plain_search.h"

/* Either all of it or nothing, and all of it when it was said (unless that may be lost). */
static void all_or_nothing(struct stage *s, bool first, bool second, bool said)
{
	if (first != second)
		fail_msg("%s: one half is there", s->story);
	if (said && !first)
		fail_msg("%s: said and not there", s->story);
}

static int64_t count(struct stage *s, const char *sql)
{
	return fixture_count(s->f, sql);
}

/* ---- dossiers in, dossiers out */

static bool play_intake(struct stage *s)
{
	bool first = stage_intake(s);
	return stage_intake(s) && first;
}

static enum delivery delivery_of(struct stage *s, const char *uuid, int *status)
{
	struct err err = ERR_INIT;
	struct dossier d;
	struct dossier_row row;
	if (!dossiers_load(s->f->store, uuid, &d, NULL, &row, &err))
		fail_msg("%s: %s", s->story, err.text);
	dossier_clear(&d);
	*status = row.status;
	return row.delivery;
}

static bool play_delivered(struct stage *s)
{
	bool ok = outbox_delivered(s->f->store, s->waiting, STATUS_PROCESSING, FIXTURE_NOW, NULL);
	return stage_intake(s) && ok;
}

/* The acknowledgement may be lost, but then the dossier waits as if nothing had come. */
static void check_delivered(struct stage *s, bool done)
{
	int status;
	enum delivery delivery = delivery_of(s, s->waiting, &status);
	all_or_nothing(s, delivery == DELIVERY_DELIVERED, status == STATUS_PROCESSING, done);
}

static bool play_reject(struct stage *s)
{
	struct problem why = {.type = "conflict", .title = "Trùng", .status = 409};
	return outbox_reject(s->f->store, s->waiting, &why, FIXTURE_NOW, NULL);
}

static void check_refused(struct stage *s, const char *uuid, int status, bool done)
{
	struct outbox_row *rows;
	size_t n;
	int64_t total;
	bool rejected = false, reason = false;
	assert_true(outbox_list(s->f->store, 0, 100, &rows, &n, &total, NULL));
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(rows[i].uuid, uuid))
			continue;
		rejected = rows[i].rejected;
		reason = rows[i].problem.status == status;
	}
	free(rows);
	all_or_nothing(s, rejected, reason, done);
}

static void check_reject(struct stage *s, bool done)
{
	check_refused(s, s->waiting, 409, done);
}

static bool play_retry(struct stage *s)
{
	return outbox_retry(s->f->store, s->rejected, NULL);
}

static void check_retry(struct stage *s, bool done)
{
	int status;
	bool waits = delivery_of(s, s->rejected, &status) == DELIVERY_WAITING;
	all_or_nothing(s, waits, waits, done);
}

static bool play_changes(struct stage *s)
{
	struct dossier_change changes[2] = {{.status = STATUS_PROCESSING},
		{.status = STATUS_PROCESSING}};
	str_copy(changes[0].uuid, UUID_SIZE, s->waiting);
	str_copy(changes[1].uuid, UUID_SIZE, s->rejected);
	return dossiers_apply_changes(s->f->store, changes, 2, "cursor-2", NULL);
}

static void check_changes(struct stage *s, bool done)
{
	int first, second;
	char *cursor = dossiers_cursor(s->f->store);
	bool moved = str_eq(cursor, "cursor-2");
	free(cursor);
	(void)done;
	delivery_of(s, s->waiting, &first);
	delivery_of(s, s->rejected, &second);
	all_or_nothing(s, moved, first == STATUS_PROCESSING, false);
	all_or_nothing(s, moved, second == STATUS_PROCESSING, false);
}

/* ---- numbers, catalogue, papers, drafts */

static bool play_lease(struct stage *s)
{
	struct number_block b;
	struct number_wish wish;
	uint8_t signature[ED25519_SIGNATURE];
	struct date day = date_add(fixture_day(), 1);
	size_t n = 0;
	if (!numbers_wishes(s->f->store, s->f->calendar, day, 0, 100, &wish, 1, &n, NULL) || n != 1)
		return false;
	fixture_block(s->f, day, 1, 100, &b, signature);
	str_copy(b.id, sizeof(b.id), wish.id);
	number_block_sign(&b, s->f->central, signature);
	return numbers_add(s->f->store, &s->f->ws, &b, signature, NULL);
}

static void check_lease(struct stage *s, bool done)
{
	struct number_stock stock;
	assert_true(numbers_stock(s->f->store, date_add(fixture_day(), 1), &stock, NULL));
	all_or_nothing(s, stock.left == 100, count(s, "SELECT count(*) FROM number_wish") == 0, done);
}

#define PROCEDURE "{\"cases\":[{\"components\":[{\"certified\":0,\"copy\":0,\"id\":\"1\"," \
	"\"name\":\"T\",\"original\":1,\"required\":true,\"translation\":0}],\"id\":\"1\"," \
	"\"name\":\"C\"}],\"channels\":{\"direct\":{\"fee\":{\"lines\":[],\"status\":\"free\"}," \
	"\"time\":{\"count\":5,\"unit\":\"working_days\"}}},\"code\":\"1.000001\",\"field\":\"F\"," \
	"\"name\":\"N\"}"

static bool play_catalogue(struct stage *s)
{
	struct catalogue_item item = {.kind = "procedure", .id = "1.000001", .change = 8,
		.body = PROCEDURE};
	struct buf canonical;
	uint8_t hash[SHA256_SIZE];
	char hex[HEX_SIZE(SHA256_SIZE)];
	buf_init(&canonical, 1 << 16);
	assert_true(json_canonical(PROCEDURE, strlen(PROCEDURE), &canonical, NULL));
	sha256(buf_str(&canonical), canonical.len, hash);
	hex_encode(hash, sizeof(hash), hex);
	buf_clear(&canonical);
	item.sha256 = hex;
	return catalogue_apply(s->f->store, &item, 1, 9, NULL);
}

static void check_catalogue(struct stage *s, bool done)
{
	struct procedure p;
	(void)done;
	bool moved = catalogue_since(s->f->store) == 9;
	bool there = catalogue_procedure(s->f->store, "1.000001", &p, NULL, NULL);
	if (there)
		procedure_clear(&p);
	all_or_nothing(s, moved, there, false);
	all_or_nothing(s, moved, count(s, "SELECT count(*) FROM procedure_key") == 1, false);
}

static bool play_print(struct stage *s)
{
	return print_job_set(s->f->store, s->job, PRINT_SENT, "printer", "sent", FIXTURE_NOW + 1, NULL);
}

static void check_print(struct stage *s, bool done)
{
	struct print_job job;
	assert_true(print_job_get(s->f->store, s->job, &job, NULL));
	all_or_nothing(s, job.state == PRINT_SENT, str_eq(job.target, "printer"), done);
}

/* A slip that tells of a hand-over: the paper, what was asked for it and the hand-over. */
static bool play_slip(struct stage *s)
{
	const char *const uuid[] = {s->waiting};
	const struct print_wish wish = {.form = "06", .dossiers = uuid, .n_dossiers = 1,
		.asked = "{\"to\":\"Phòng Thử Nghiệm\"}"};
	struct print_job job;
	return print_job_new(s->f->store, &wish, FIXTURE_NOW, &job, NULL);
}

static void check_slip(struct stage *s, bool done)
{
	bool job = count(s, "SELECT count(*) FROM print_job WHERE form = '06'") == 1;
	bool asked = count(s, "SELECT count(*) FROM print_job WHERE asked IS NOT NULL") == 1;
	all_or_nothing(s, job, asked, done);
	all_or_nothing(s, job, count(s, "SELECT count(*) FROM handover") == 1, done);
}

/* Nobody knows what became of a paper; it is given up and another is owed. */
static bool play_again(struct stage *s)
{
	struct print_job again;
	return print_job_set(s->f->store, s->job, PRINT_UNCERTAIN, "printer", "", FIXTURE_NOW, NULL) &&
		print_job_settle(s->f->store, s->job, SETTLE_AGAIN, "canbo.mau", FIXTURE_NOW, &again, NULL);
}

static void check_again(struct stage *s, bool done)
{
	bool dropped = count(s, "SELECT count(*) FROM print_job WHERE state = 4") == 1;
	all_or_nothing(s, dropped, count(s, "SELECT count(*) FROM print_job WHERE copy = 1 AND state = 0") == 1,
		done);
}

static bool play_draft(struct stage *s)
{
	return draft_save(s->f->store, "intake", "{\"draft\":\"new\"}", 2, NULL);
}

static void check_draft(struct stage *s, bool done)
{
	int64_t at = 0;
	char *json = draft_load(s->f->store, "intake", &at);
	(void)done;
	assert_non_null(json);
	if (!str_eq(json, at == 2 ? "{\"draft\":\"new\"}" : "{\"draft\":\"old\"}"))
		fail_msg("%s: the draft is torn: %s", s->story, json);
	free(json);
}

static bool play_draft_drop(struct stage *s)
{
	return draft_drop(s->f->store, "intake", NULL);
}

static void check_draft_drop(struct stage *s, bool done)
{
	int64_t at;
	char *json = draft_load(s->f->store, "intake", &at);
	if (done && json)
		fail_msg("%s: a draft that was dropped is back", s->story);
	free(json);
}

/* ---- erasure */

/* The first one was delivered and its paper came out. */
static bool play_erase(struct stage *s)
{
	const struct erase_rule rule = {.keep_days = 1, .now = FIXTURE_NOW + 100 * 86400, .most = 10};
	int n;
	return print_job_set(s->f->store, s->job, PRINT_CONFIRMED, NULL, NULL, FIXTURE_NOW, NULL) &&
		store_erase(s->f->store, &rule, &n, NULL) && n == 1;
}

static void check_erase(struct stage *s, bool done)
{
	bool marked = count(s, "SELECT count(*) FROM dossier WHERE erased_at > 0") == 1;
	bool key = count(s, "SELECT count(*) FROM dossier_vault WHERE ordinal = 1") == 1;
	bool body = count(s, "SELECT count(*) FROM dossier_body WHERE ordinal = 1 AND json IS NOT NULL");
	all_or_nothing(s, marked, !key, done);
	all_or_nothing(s, !key, !body, done);
	/* what a cut left undone was done when it was opened */
	assert_int_equal(store_scrub_owed(s->f->store), SCRUB_NONE);
}

/* ---- schemas */

/* A new machine: the database is made, the enrolment stored, numbers leased, a dossier taken in. */
static bool play_create(struct stage *s)
{
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	fixture_block(s->f, fixture_day(), 1, 9, &b, signature);
	return workstation_save(&s->f->ws, s->f->store, NULL) &&
		numbers_add(s->f->store, &s->f->ws, &b, signature, NULL) && stage_intake(s);
}

static void check_create(struct stage *s, bool done)
{
	struct workstation ws;
	struct number_stock stock;
	struct err err = ERR_INIT;
	bool enrolled = workstation_load(&ws, s->f->store, s->f->key_path, &err);
	if (enrolled)
		workstation_clear(&ws);
	else if (done || count(s, "SELECT count(*) FROM meta") > 0)
		fail_msg("%s: enrolled by half: %s", s->story, err.text);
	assert_true(numbers_stock(s->f->store, fixture_day(), &stock, NULL));
	if (stock.total > 0)
		stage_holds(s);
}

/* Version 1 had everything in the clear: opened, it is sealed and written anew. */
static void check_sealed(struct stage *s, bool done)
{
	static const char *const plain[] = {"Nguyễn Văn Thử", "089190001234", "0912345678",
		"Không hợp lệ", "{\"draft\":\"old\"}"};
	char *json = draft_load(s->f->store, "intake", NULL);
	(void)done;
	assert_string_equal(json, "{\"draft\":\"old\"}");
	free(json);
	check_refused(s, s->rejected, 422, true);
	assert_int_equal(store_scrub_owed(s->f->store), SCRUB_NONE);
	plain_search_none(s->f->dir, plain, ARRAY_LEN(plain));
}

/* A version to come, that makes every table anew which a dossier lies in. */
static bool play_migrate(struct stage *s)
{
	static const char next[] =
		"CREATE TABLE body_next (ordinal INTEGER PRIMARY KEY, sha256 TEXT, token TEXT, json TEXT);"
		"INSERT INTO body_next SELECT ordinal, sha256, token, json FROM dossier_body;"
		"DELETE FROM dossier_body; INSERT INTO dossier_body SELECT * FROM body_next;"
		"ALTER TABLE meta ADD COLUMN next TEXT NOT NULL DEFAULT 'new';"
		"CREATE INDEX outbox_next ON outbox(rejected, ordinal);";
	struct db_version versions[64];
	int n = store_schema_versions;
	assert_true(n < (int)ARRAY_LEN(versions));
	memcpy(versions, store_schema, (size_t)n * sizeof(*versions));
	versions[n] = (struct db_version){.script = next};
	return db_migrate(store_db(s->f->store), versions, n + 1, NULL, NULL);
}

static int64_t look(struct stage *s, struct db *db, const char *sql)
{
	struct err err = ERR_INIT;
	int64_t n = -1;
	if (!db_get_int(db, &err, &n, NULL, sql, NULL))
		fail_msg("%s: %s", s->story, err.text);
	return n;
}

/* This version would refuse the next one's database, so the number is put back for what follows. */
static void settle_migrate(struct stage *s, bool done)
{
	struct err err = ERR_INIT;
	struct db *db;
	char *url = xasprintf("sqlite:%s", s->f->path);
	if (!db_open(&db, url, 0, &err))
		fail_msg("%s: %s", s->story, err.text);
	free(url);
	bool version = look(s, db, "PRAGMA user_version") == store_schema_versions + 1;
	bool tables = look(s, db, "SELECT count(*) FROM sqlite_master WHERE name IN"
		" ('body_next', 'outbox_next')") == 2;
	bool column = look(s, db, "SELECT count(*) FROM pragma_table_info('meta') WHERE name = 'next'");
	all_or_nothing(s, version, tables, done);
	all_or_nothing(s, tables, column, done);
	char *back = xasprintf("PRAGMA user_version=%d", store_schema_versions);
	assert_true(db_script(db, back, NULL));
	free(back);
	db_close(db);
}

/* ---- */

static bool play_nothing(struct stage *s)
{
	(void)s;
	return true;
}

const struct scene power_scenes[] = {
	{.name = "intake", .play = play_intake},
	{.name = "intake after a crash", .play = play_intake, .hot = true},
	{.name = "recovery", .play = play_nothing, .hot = true},
	{.name = "delivery", .play = play_delivered, .check = check_delivered},
	{.name = "rejection", .play = play_reject, .check = check_reject},
	{.name = "retry", .play = play_retry, .check = check_retry},
	{.name = "changes", .play = play_changes, .check = check_changes},
	{.name = "lease", .play = play_lease, .check = check_lease},
	{.name = "catalogue", .play = play_catalogue, .check = check_catalogue},
	{.name = "print job", .play = play_print, .check = check_print},
	{.name = "control slip", .play = play_slip, .check = check_slip},
	{.name = "paper again", .play = play_again, .check = check_again},
	{.name = "draft", .play = play_draft, .check = check_draft},
	{.name = "dropped draft", .play = play_draft_drop, .check = check_draft_drop},
	{.name = "erasure", .play = play_erase, .check = check_erase},
	{.name = "creation", .play = play_create, .check = check_create, .nothing = true},
	{.name = "sealing", .play = play_nothing, .check = check_sealed, .old = true},
	{.name = "migration", .play = play_migrate, .settle = settle_migrate},
};
const size_t power_n_scenes = ARRAY_LEN(power_scenes);
