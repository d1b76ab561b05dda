/*
 * Databases of older programs. Each is made by its own scripts with what a counter has in it, and
 * opened by this program: what waits and what was refused is the same to the byte. And what must
 * not go wrong around it: the older program still open, two that start at once, a newer database.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/status.h"
#include "store/dossiers.h"
#include "store/drafts.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/print_jobs.h"
#include "store/schema.h"
#include "store/vault.h"
#include "tests/harness/db_case.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
#define DOSSIERS 5 /* 1 delivered, 2 refused, the rest waits */
#define PROBLEM "{\"detail\":\"Thiếu giấy tờ.\",\"status\":422,\"title\":\"Chưa hợp lệ\"," \
	"\"type\":\"invalid\",\"violations\":[{\"code\":\"required\",\"field\":\"applicant.phone\"," \
	"\"message\":\"Thiếu số điện thoại.\"}]}"

/* What version 1 had of a dossier. */
struct old {
	struct dossier d;
	char *json, sha256[65], token[RECEIPT_TOKEN_SIZE];
};

static struct old olds[DOSSIERS];

static void make(struct fixture *f, const char *block, int i, const char *before)
{
	struct old *o = &olds[i];
	struct buf json;
	struct receipt receipt = {.received_at = FIXTURE_NOW + i, .due_at = FIXTURE_NOW + 864000};
	uint8_t hash[SHA256_SIZE];
	buf_init(&json, DOSSIER_JSON_MAX);
	fixture_dossier(&o->d, i % 2 ? "Lê Thị Mẫu" : NULL);
	o->d.agency = f->ws.agency;
	o->d.agency_name = f->ws.agency_name;
	o->d.workstation = f->ws.id;
	o->d.counter = f->ws.counter;
	o->d.sequence = i + 1;
	o->d.received_at = receipt.received_at;
	o->d.due_at = receipt.due_at;
	uuid_new(o->d.uuid);
	str_copy(o->d.block, sizeof(o->d.block), block);
	assert_true(dossier_code_format(f->ws.agency, fixture_day(), i + 1, o->d.code));
	dossier_to_json(&o->d, &json);
	sha256(buf_str(&json), json.len, hash);
	hex_encode(hash, sizeof(hash), o->sha256);
	str_copy(receipt.uuid, sizeof(receipt.uuid), o->d.uuid);
	memcpy(receipt.content_hash, hash, sizeof(receipt.content_hash));
	if (before)
		receipt_link(before, receipt.previous);
	receipt_sign(&receipt, o->d.code, f->ws.key, o->token);
	o->json = buf_take(&json);
}

static void run(struct db *db, const char *sql, const char *what)
{
	struct err err = ERR_INIT;
	if (!db_script(db, sql, &err))
		fail_msg("%s: %s", what, err.text);
}

static void insert_dossier(struct db *db, int64_t i)
{
	const struct old *o = &olds[i];
	assert_true(db_run(db, NULL, "INSERT INTO dossier (ordinal, uuid, code, workstation, sequence,"
		" applicant, phone, procedure_code, procedure, received_at, due_at, status, delivered_at)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "itttittttiiii", i + 1, o->d.uuid,
		o->d.code, o->d.workstation, i + 1, o->d.applicant.name, o->d.applicant.phone,
		o->d.procedure_code, o->d.procedure_name, o->d.received_at, o->d.due_at,
		(int64_t)STATUS_RECEIVED, (int64_t)(i == 0 ? FIXTURE_NOW : 0)));
	assert_true(db_run(db, NULL, "INSERT INTO dossier_body (ordinal, sha256, token, json)"
		" VALUES (?, ?, ?, ?)", "ittt", i + 1, o->sha256, o->token, o->json));
	assert_true(db_run(db, NULL, "INSERT INTO dossier_search (ordinal, procedure, plain, marked)"
		" VALUES (?, 1, '0912345678 089190001234 nguyen van thu', 'nguyễn văn thử')", "i", i + 1));
	if (i > 0)
		assert_true(db_run(db, NULL, "INSERT INTO outbox (ordinal, rejected, attempts, last_at,"
			" reason, problem) VALUES (?, ?, ?, ?, ?, ?)", "iiiitt", i + 1, (int64_t)(i == 1), i,
			(int64_t)FIXTURE_NOW + i, i == 1 ? "Thiếu giấy tờ." : "Mất mạng.",
			i == 1 ? PROBLEM : NULL));
}

static void copy_meta(struct fixture *f, struct db *to)
{
	struct rows *r = db_rows(store_db(f->store), "SELECT key, value FROM meta"
		" WHERE key LIKE 'workstation.%'", NULL);
	while (rows_next(r))
		assert_true(db_run(to, NULL, "INSERT INTO meta (key, value) VALUES (?, ?)", "tt",
			rows_text(r, 0), rows_text(r, 1)));
	assert_true(rows_end(r, NULL));
}

static struct db *open_at(const char *path, unsigned flags)
{
	char *url = xasprintf("sqlite:%s", path);
	struct db *db = case_db(url, flags);
	free(url);
	return db;
}

/* As version 1 left it. */
static void make_old(struct fixture *f, const char *path)
{
	struct err err = ERR_INIT;
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	struct db *db = open_at(path, DB_CREATE);
	if (!db_migrate(db, store_schema, 1, NULL, &err))
		fail_msg("%s", err.text);
	run(db, "PRAGMA secure_delete=OFF", "as it was");
	copy_meta(f, db);
	fixture_block(f, fixture_day(), 1, 60, &b, signature);
	assert_true(db_run(db, NULL, "INSERT INTO number_block (id, agency, workstation, day, first,"
		" last, next, issued_at, signature) VALUES (?, ?, ?, '2026-11-23', 1, 60, ?, ?, ?)",
		"tttiib", b.id, b.agency, b.workstation, (int64_t)(DOSSIERS + 1), b.issued_at, signature,
		sizeof(signature)));
	run(db, "INSERT INTO procedure_line (ordinal, line, plain, marked) VALUES (1,"
		" 'Thủ tục đăng ký khai sinh', 'dang ky khai sinh', 'đăng ký khai sinh')", "line");
	for (int i = 0; i < DOSSIERS; i++) {
		make(f, b.id, i, i ? olds[i - 1].token : NULL);
		insert_dossier(db, i);
	}
	run(db, "INSERT INTO draft (id, json, at) VALUES ('gone', replace(hex(zeroblob(20000)), '00',"
		" 'Người đã rút '), 1);" /* so long that its pages are free from then on */
		"DELETE FROM draft WHERE id = 'gone'", "a draft that was deleted");
	run(db, "INSERT INTO print_job (id, dossier, form, copy, state, created_at, changed_at) VALUES"
		" ('01939b2e-0000-7000-8000-0000000000aa', 3, '01', 0, 0, 1795398180, 1795398180),"
		" ('01939b2e-0000-7000-8000-0000000000ab', 4, '01', 0, 2, 1795398180, 1795398190),"
		" ('01939b2e-0000-7000-8000-0000000000ac', 4, '01', 1, 2, 1795398200, 1795398210),"
		" ('01939b2e-0000-7000-8000-0000000000ad', 4, 'notice', 0, 4, 1795398200, 1795398210);"
		"UPDATE print_job SET target = '/tmp/a.pdf' WHERE id LIKE '%ab';"
		"UPDATE print_job SET target = 'HP' WHERE id LIKE '%ac';"
		"INSERT INTO draft (id, json, at) VALUES ('form', '{\"a\":\"Nháp\"}', 1795398180);", "rest");
	db_close(db);
}

static void forget_old(void)
{
	for (int i = 0; i < DOSSIERS; i++) {
		dossier_clear(&olds[i].d);
		free(olds[i].json);
	}
	memset(olds, 0, sizeof(olds));
}

static void check_waiting(struct store *store)
{
	struct outbox_item items[DOSSIERS];
	size_t n;
	assert_true(outbox_next(store, 0, items, DOSSIERS, &n, NULL));
	assert_int_equal(n, DOSSIERS - 2);
	for (size_t i = 0; i < n; i++) {
		const struct old *o = &olds[i + 2];
		assert_string_equal(items[i].uuid, o->d.uuid);
		assert_string_equal(items[i].code, o->d.code);
		assert_string_equal(items[i].json, o->json);
		assert_string_equal(items[i].sha256, o->sha256);
		assert_string_equal(items[i].token, o->token);
		outbox_item_clear(&items[i]);
	}
}

static void check_refused(struct store *store)
{
	struct outbox_row *rows;
	size_t n;
	int64_t total;
	assert_true(outbox_list(store, 0, 100, &rows, &n, &total, NULL));
	assert_int_equal(n, DOSSIERS - 1);
	const struct outbox_row *last = &rows[n - 1], *first = &rows[0];
	assert_true(last->rejected);
	assert_string_equal(last->uuid, olds[1].d.uuid);
	assert_string_equal(last->problem.type, "invalid");
	assert_string_equal(last->problem.violations.list[0].field, "applicant.phone");
	assert_int_equal(last->attempts, 1);
	assert_string_equal(first->reason, "Mất mạng.");
	assert_int_equal(first->attempts, 2);
	free(rows);
}

/* A copy belongs to the paper before it, and the next one counts on. */
static void check_papers(struct store *store)
{
	struct print_job *jobs, next;
	size_t n;
	assert_true(print_jobs_open(store, &jobs, &n, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(jobs[0].code, olds[2].d.code);
	assert_int_equal(jobs[0].printed_at, 0);
	free(jobs);
	assert_true(print_jobs_of(store, olds[3].d.uuid, &jobs, &n, NULL));
	assert_true(n >= 3); /* looked at twice */
	assert_string_equal(jobs[1].original, jobs[0].id);
	assert_int_equal(jobs[1].copy, 1);
	assert_int_equal(jobs[1].printed_at, 1795398210);
	assert_string_equal(jobs[2].original, jobs[2].id);
	assert_int_equal(jobs[2].printed_at, 0);
	free(jobs);
	assert_true(print_job_add(store, olds[3].d.uuid, "01", FIXTURE_NOW, &next, NULL));
	assert_int_equal(next.copy, 2);
	assert_int_equal(next.file_copy, 2);
	assert_true(print_job_set(store, next.id, PRINT_GIVEN_UP, "", "", FIXTURE_NOW, NULL));
}

static void check_rest(struct fixture *f, struct store *store)
{
	struct err err = ERR_INIT;
	struct workstation ws;
	struct number_stock stock;
	struct dossier_list found;
	const struct dossier_filter filter = {.text = "le thi mau"};
	for (int i = 0; i < DOSSIERS; i++) {
		struct dossier d;
		char token[RECEIPT_TOKEN_SIZE];
		if (!dossiers_load(store, olds[i].d.code, &d, token, NULL, &err))
			fail_msg("%s", err.text);
		assert_string_equal(d.applicant.id_number, "089190001234");
		assert_string_equal(token, olds[i].token);
		dossier_clear(&d);
	}
	assert_true(workstation_load(&ws, store, f->key_path, NULL));
	assert_true(numbers_stock(store, fixture_day(), &stock, NULL));
	assert_int_equal(stock.left, 60 - DOSSIERS);
	check_papers(store);
	assert_true(dossiers_list(store, &filter, 0, 10, &found, NULL));
	assert_int_equal(found.total, DOSSIERS / 2);
	dossier_list_clear(&found);
	workstation_clear(&ws);
}

static void check_all(struct fixture *f, const char *path)
{
	struct err err = ERR_INIT;
	struct store *store;
	if (!store_open(&store, path, &err))
		fail_msg("%s", err.text);
	check_waiting(store);
	check_refused(store);
	check_rest(f, store);
	store_close(store);
}

static int64_t version_of(const char *path)
{
	int64_t version;
	struct db *db = open_at(path, 0);
	assert_true(db_schema(db, &version, NULL));
	db_close(db);
	return version;
}

/* ---- */

static void migrate_to(struct fixture *f, const char *path, int version)
{
	struct err err = ERR_INIT;
	char *file = fs_join(f->dir, "vault.key");
	struct vault *vault = vault_new(file);
	struct db *db = open_at(path, 0);
	if (!db_migrate(db, store_schema, version, vault, &err))
		fail_msg("version %d: %s", version, err.text);
	db_close(db);
	vault_free(vault);
	free(file);
}

/* What the old program had in the clear, also what it had deleted. */
static void nothing_is_left_to_read(const char *path)
{
	static const char *const suffixes[] = {"", "-wal", "-shm"};
	static const char *const plain[] = {"Nguyễn Văn Thử", "Lê Thị Mẫu", "nguyen van thu",
		"089190001234", "0912345678", "Thiếu giấy tờ", "Thiếu số", "Nháp", "Người đã rút"};
	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
		struct buf file;
		char *name = xasprintf("%s%s", path, suffixes[i]);
		buf_init(&file, 64 << 20);
		for (size_t k = 0; fs_exists(name) && k < ARRAY_LEN(plain); k++) {
			buf_reset(&file);
			assert_true(fs_read(name, &file, NULL));
			if (file.len && memmem(file.data, file.len, plain[k], strlen(plain[k])))
				fail_msg("%s can be read in %s", plain[k], name);
		}
		buf_clear(&file);
		free(name);
	}
}

static void each_older_version_keeps_its_queue(void **state)
{
	struct fixture *f = *state;
	for (int version = 1; version < store_schema_versions; version++) {
		char *path = xasprintf("%s/v%d.db", f->dir, version);
		make_old(f, path);
		migrate_to(f, path, version);
		assert_int_equal(version_of(path), version);
		check_all(f, path);
		nothing_is_left_to_read(path);
		check_all(f, path); /* and again: nothing is upgraded twice */
		assert_int_equal(version_of(path), store_schema_versions);
		forget_old();
		free(path);
	}
}

static void work_goes_on_where_the_old_program_stopped(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	store_close(f->store);
	f->store = NULL;
	char *old = xasprintf("%s/old.db", f->dir);
	assert_true(store_open(&f->store, f->path, NULL));
	make_old(f, old);
	store_close(f->store);
	assert_true(store_open(&f->store, old, NULL));
	fixture_intake(f, "Phạm Văn Thử", &d, &r);
	assert_string_equal(d.code, "H01.91.12-261123-0006");
	assert_int_equal(d.sequence, DOSSIERS + 1);
	struct receipt receipt;
	uint8_t link[8];
	assert_true(receipt_parse(r.token, &receipt, NULL));
	receipt_link(olds[DOSSIERS - 1].token, link);
	assert_memory_equal(receipt.previous, link, sizeof(link));
	dossier_clear(&d);
	forget_old();
	free(old);
}

/* The old program goes on as it knows the tables, so they must not change under it. */
static void nothing_changes_while_the_old_program_is_open(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct store *store;
	char *path = xasprintf("%s/old.db", f->dir);
	make_old(f, path);
	struct db *old_program = open_at(path, 0);
	int64_t n;
	assert_true(db_get_int(old_program, NULL, &n, NULL, "SELECT count(*) FROM outbox", NULL));
	assert_false(store_open(&store, path, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_non_null(strstr(err.text, "cửa sổ khác"));
	assert_true(db_schema(old_program, &n, NULL));
	assert_int_equal(n, 1);
	run(old_program, "UPDATE outbox SET attempts = attempts + 0", "the old program goes on");
	db_close(old_program);
	check_all(f, path);
	forget_old();
	free(path);
}

static void many_that_start_at_once_agree(void **state)
{
	struct fixture *f = *state;
	pid_t pids[6];
	char *path = xasprintf("%s/old.db", f->dir);
	make_old(f, path);
	fflush(NULL);
	for (size_t i = 0; i < ARRAY_LEN(pids); i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			struct store *store;
			struct outbox_counts counts;
			bool ok = store_open(&store, path, NULL) && outbox_counts(store, &counts, NULL) &&
				counts.waiting == DOSSIERS - 2;
			_exit(!ok);
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(pids); i++) {
		int status;
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	check_all(f, path);
	forget_old();
	free(path);
}

static void a_newer_one_is_refused_by_an_older_program(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct store *store;
	char *path = xasprintf("%s/old.db", f->dir);
	make_old(f, path);
	struct db *db = open_at(path, 0);
	char *newer = xasprintf("PRAGMA user_version=%d", store_schema_versions + 1);
	run(db, newer, "version");
	db_close(db);
	free(newer);
	assert_false(store_open(&store, path, &err));
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, "không hạ cấp được"));
	db = open_at(path, 0);
	char *back = xasprintf("PRAGMA user_version=%d", 1);
	run(db, back, "version");
	db_close(db);
	free(back);
	check_all(f, path); /* nothing of it was touched */
	forget_old();
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(each_older_version_keeps_its_queue),
		T(work_goes_on_where_the_old_program_stopped),
		T(nothing_changes_while_the_old_program_is_open),
		T(many_that_start_at_once_agree),
		T(a_newer_one_is_refused_by_an_older_program),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
