#include "tests/harness/old_store.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "store/dossiers.h"
#include "store/drafts.h"
#include "store/outbox.h"
#include "store/schema.h"
#include "store/store.h"

#define MOST 1000

static void run(struct db *db, const char *sql)
{
	struct err err = ERR_INIT;
	if (!db_script(db, sql, &err))
		fail_msg("%s: %s", sql, err.text);
}

/* What never was sealed. */
static const char copy_plain[] =
	"INSERT INTO meta SELECT key, value FROM new.meta WHERE key LIKE 'workstation.%';"
	"INSERT INTO dossier SELECT ordinal, uuid, code, workstation, sequence, '', '', procedure_code,"
	" procedure, received_at, due_at, status, delivered_at FROM new.dossier;"
	"INSERT INTO dossier_body SELECT ordinal, sha256, token, '' FROM new.dossier_body;"
	"INSERT INTO procedure_line VALUES (1, 'p', 'p', 'p');"
	"INSERT INTO outbox SELECT ordinal, rejected, attempts, last_at, '', NULL FROM new.outbox;"
	"INSERT INTO print_job SELECT id, dossier, form, copy, state, target, detail, created_at,"
	" changed_at FROM new.print_job;"
	"INSERT INTO number_block SELECT ordinal, id, agency, workstation, day, first, last, next,"
	" issued_at, signature, retired FROM new.number_block;"
	"INSERT INTO number_wish SELECT day, id, count FROM new.number_wish;";

static void copy_dossiers(struct store *from, struct db *to)
{
	struct dossier_list list;
	assert_true(dossiers_list(from, NULL, 0, MOST, &list, NULL));
	for (size_t i = 0; i < list.n; i++) {
		const struct dossier_row *row = &list.rows[i];
		char *json = dossiers_json(from, row->uuid, NULL);
		assert_non_null(json);
		assert_true(db_run(to, NULL, "UPDATE dossier SET applicant = ?, phone = ? WHERE uuid = ?",
			"ttt", row->applicant, row->phone, row->uuid));
		assert_true(db_run(to, NULL, "UPDATE dossier_body SET json = ? WHERE ordinal ="
			" (SELECT ordinal FROM dossier WHERE uuid = ?)", "tt", json, row->uuid));
		assert_true(db_run(to, NULL, "INSERT INTO dossier_search SELECT ordinal, 1, ?, ?"
			" FROM dossier WHERE uuid = ?", "ttt", row->applicant, row->applicant, row->uuid));
		free(json);
	}
	dossier_list_clear(&list);
}

static void copy_words(struct store *from, struct db *to)
{
	struct outbox_row *rows;
	size_t n;
	int64_t total;
	assert_true(outbox_list(from, 0, MOST, &rows, &n, &total, NULL));
	for (size_t i = 0; i < n; i++) {
		struct buf json;
		buf_init(&json, 1 << 17);
		problem_to_json(&rows[i].problem, &json);
		assert_true(db_run(to, NULL, "UPDATE outbox SET reason = ?, problem = ? WHERE ordinal ="
			" (SELECT ordinal FROM dossier WHERE uuid = ?)", "ttt", rows[i].reason,
			rows[i].rejected ? buf_str(&json) : NULL, rows[i].uuid));
		buf_clear(&json);
	}
	free(rows);
}

static void copy_drafts(struct store *from, struct db *to)
{
	struct rows *r = db_rows(store_db(from), "SELECT id FROM draft", NULL);
	while (rows_next(r)) {
		int64_t at = 0;
		char *json = draft_load(from, rows_text(r, 0), &at);
		assert_non_null(json);
		assert_true(db_run(to, NULL, "INSERT INTO draft (id, json, at) VALUES (?, ?, ?)", "tti",
			rows_text(r, 0), json, at));
		free(json);
	}
	assert_true(rows_end(r, NULL));
}

void old_store_make(struct store *from, const char *path)
{
	struct err err = ERR_INIT;
	struct db *db;
	char *url = xasprintf("sqlite:%s", path);
	char *attach = xasprintf("ATTACH '%s' AS new", store_path(from));
	if (!db_open(&db, url, DB_CREATE, &err) || !db_migrate(db, store_schema, 1, NULL, &err))
		fail_msg("%s", err.text);
	run(db, "PRAGMA secure_delete=OFF; PRAGMA foreign_keys=OFF");
	run(db, attach);
	run(db, copy_plain);
	copy_dossiers(from, db);
	copy_words(from, db);
	copy_drafts(from, db);
	db_close(db);
	free(attach);
	free(url);
}
