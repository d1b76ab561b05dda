/* The end of keeping: what is personal is gone for good, what proves it was taken in stays. */

#include "store/erase.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/b64.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/status.h"
#include "store/dossiers.h"
#include "store/drafts.h"
#include "store/outbox.h"
#include "store/print_jobs.h"
#include "store/receipts.h"
#include "store/scrub.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
#define DAY 86400
#define N 6

static struct {
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE], token[RECEIPT_TOKEN_SIZE];
	char *paper;
} took[N];

/* Number i was delivered i days after the first; its paper came out. */
static void take_in(struct fixture *f)
{
	fixture_lease(f, fixture_day(), 1, N);
	for (int i = 0; i < N; i++) {
		struct dossier d;
		struct intake_result r;
		fixture_intake(f, i == 1 ? "Zịchtar Ngọc Phẳng" : NULL, &d, &r);
		str_copy(took[i].uuid, UUID_SIZE, d.uuid);
		str_copy(took[i].code, DOSSIER_CODE_SIZE, d.code);
		str_copy(took[i].token, RECEIPT_TOKEN_SIZE, r.token);
		took[i].paper = xasprintf("%s/%s.pdf", f->dir, d.code);
		assert_true(fs_write_atomic(took[i].paper, "%PDF", 4, 0600, NULL));
		assert_true(print_job_set(f->store, r.print_job, PRINT_CONFIRMED, took[i].paper, NULL,
			FIXTURE_NOW, NULL));
		assert_true(outbox_delivered(f->store, d.uuid, STATUS_RECEIVED, FIXTURE_NOW + i * DAY, NULL));
		dossier_clear(&d);
	}
}

static void forget(void)
{
	for (int i = 0; i < N; i++)
		free(took[i].paper);
}

static int erase(struct fixture *f, int64_t keep_days, int64_t now, int most)
{
	struct err err = ERR_INIT;
	int n = -1;
	const struct erase_rule rule = {.keep_days = keep_days, .now = now, .paper_dir = f->dir,
		.most = most};
	if (!store_erase(f->store, &rule, &n, &err))
		fail_msg("%s", err.text);
	return n;
}

static int64_t found(struct store *store, const char *text)
{
	struct dossier_list list;
	const struct dossier_filter filter = {.text = text};
	assert_true(dossiers_list(store, &filter, 0, 10, &list, NULL));
	int64_t total = list.total;
	dossier_list_clear(&list);
	return total;
}

static bool is_erased(struct fixture *f, int i)
{
	struct err err = ERR_INIT;
	struct dossier d;
	struct dossier_row row;
	bool there = dossiers_load(f->store, took[i].uuid, &d, NULL, &row, &err);
	dossier_clear(&d);
	if (!there) {
		assert_int_equal(err.kind, ERR_DATA);
		assert_non_null(strstr(err.text, took[i].code));
		assert_non_null(strstr(err.text, "đã được xóa"));
	}
	assert_int_equal(row.erased, !there);
	return !there;
}

static void what_is_old_enough_goes_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	take_in(f);
	assert_int_equal(erase(f, 30, FIXTURE_NOW + 30 * DAY - 1, 100), 0);
	assert_int_equal(erase(f, 30, FIXTURE_NOW + 31 * DAY, 100), 2);
	for (int i = 0; i < N; i++) {
		assert_int_equal(is_erased(f, i), i < 2);
		assert_int_equal(fs_exists(took[i].paper), i >= 2);
	}
	assert_int_equal(erase(f, 30, FIXTURE_NOW + 31 * DAY, 100), 0);
	forget();
}

static void draft(struct fixture *f, const char *name, const char *uuid, int64_t at)
{
	char id[200];
	snprintf(id, sizeof(id), "print.%s.%s.02", name, uuid);
	assert_true(draft_save(f->store, id, "{\"reason\":\"Zịchtar\"}", at, NULL));
}

static int64_t drafts(struct fixture *f)
{
	int64_t n = -1;
	assert_true(db_get_int(store_db(f->store), NULL, &n, NULL, "SELECT count(*) FROM draft", NULL));
	return n;
}

/* What was typed for its papers goes with it; of several dossiers, when it is old. */
static void drafts_go_with_their_dossier(void **state)
{
	struct fixture *f = *state;
	take_in(f);
	draft(f, "canbo.mau", took[0].uuid, FIXTURE_NOW + 31 * DAY);
	draft(f, "canbo.mau", took[1].uuid, FIXTURE_NOW + 31 * DAY);
	draft(f, "canbo.khac", took[1].uuid, FIXTURE_NOW + 31 * DAY);
	draft(f, "canbo.mau", took[2].uuid, FIXTURE_NOW + 31 * DAY);
	draft(f, "canbo.mau", "", FIXTURE_NOW + DAY);
	draft(f, "canbo.khac", "", FIXTURE_NOW + 2 * DAY);
	assert_int_equal(erase(f, 30, FIXTURE_NOW + 31 * DAY, 100), 2);
	assert_int_equal(drafts(f), 2); /* of the third dossier, and the younger one of several */
	forget();
}

static void in_portions_the_oldest_first(void **state)
{
	struct fixture *f = *state;
	take_in(f);
	assert_int_equal(erase(f, 1, FIXTURE_NOW + 100 * DAY, 2), 2);
	assert_true(is_erased(f, 0) && is_erased(f, 1) && !is_erased(f, 2));
	assert_int_equal(erase(f, 1, FIXTURE_NOW + 100 * DAY, 2), 2);
	assert_int_equal(erase(f, 1, FIXTURE_NOW + 100 * DAY, 2), 2);
	assert_int_equal(erase(f, 1, FIXTURE_NOW + 100 * DAY, 2), 0);
	forget();
}

/* A clock of this machine that is years ahead erases nothing before its time. */
static void without_a_clock_it_counts_from_the_last_acknowledgement(void **state)
{
	struct fixture *f = *state;
	take_in(f);
	assert_int_equal(erase(f, 4, 0, 100), 2);
	assert_true(is_erased(f, 0) && is_erased(f, 1) && !is_erased(f, 2));
	assert_int_equal(erase(f, 4, 0, 100), 0);
	forget();
}

static void what_proves_it_stays(void **state)
{
	struct fixture *f = *state;
	struct receipt_row row;
	take_in(f);
	char *kept = xasprintf("SELECT count(*) FROM dossier d JOIN dossier_body b ON b.ordinal = d.ordinal"
		" JOIN receipt r ON r.uuid = d.uuid WHERE d.ordinal = 2 AND d.uuid = '%s' AND d.code = '%s'"
		" AND length(b.sha256) = 64 AND b.token = '%s' AND r.token = b.token"
		" AND d.delivered_at = %d AND d.received_at > 0 AND d.due_at > 0 AND d.procedure <> ''"
		" AND d.status > 0", took[1].uuid, took[1].code, took[1].token, FIXTURE_NOW + DAY);
	assert_int_equal(fixture_count(f, kept), 1);
	assert_int_equal(erase(f, 1, FIXTURE_NOW + 100 * DAY, 100), N);
	assert_int_equal(fixture_count(f, kept), 1);
	assert_true(receipts_find(f->store, took[1].token, &row));
	assert_string_equal(row.code, took[1].code);
	struct dossier d;
	struct intake_result r;
	fixture_lease(f, fixture_day(), 50, 60);
	fixture_intake(f, NULL, &d, &r); /* the chain goes on */
	assert_int_equal(d.sequence, N + 1);
	dossier_clear(&d);
	free(kept);
	forget();
}

static void lists_say_so_and_the_search_forgets(void **state)
{
	struct fixture *f = *state;
	struct dossier_list list;
	struct store *other;
	take_in(f);
	assert_true(store_open(&other, f->path, NULL));
	assert_int_equal(found(f->store, "zichtar"), 1);
	assert_int_equal(found(other, "zichtar"), 1);
	assert_int_equal(erase(f, 30, FIXTURE_NOW + 31 * DAY, 100), 2);
	assert_int_equal(found(f->store, "zichtar"), 0);
	assert_int_equal(found(other, "zichtar"), 0); /* another process has its own index */
	assert_int_equal(found(f->store, "0912345678"), N - 2);
	assert_int_equal(found(f->store, took[1].code), 1);
	assert_true(dossiers_list(other, NULL, 0, 10, &list, NULL));
	assert_string_equal(list.rows[N - 2].code, took[1].code);
	assert_true(list.rows[N - 2].erased);
	assert_string_equal(list.rows[N - 2].applicant, "(đã xóa dữ liệu cá nhân)");
	assert_string_equal(list.rows[N - 2].phone, "");
	dossier_list_clear(&list);
	store_close(other);
	forget();
}

static void what_somebody_still_waits_for_stays(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct print_job job;
	char uuid[UUID_SIZE];
	take_in(f);
	assert_true(print_job_add(f->store, took[0].uuid, "01", FIXTURE_NOW, &job, &err)); /* owed */
	assert_true(db_script(store_db(f->store), "INSERT INTO outbox (ordinal) VALUES (2)", &err));
	assert_int_equal(erase(f, 1, FIXTURE_NOW + 100 * DAY, 100), N - 2);
	assert_false(is_erased(f, 0));
	assert_false(is_erased(f, 1));
	struct dossier d;
	struct intake_result r;
	fixture_lease(f, fixture_day(), 50, 60);
	fixture_intake(f, NULL, &d, &r);
	str_copy(uuid, UUID_SIZE, d.uuid);
	dossier_clear(&d);
	assert_int_equal(erase(f, 1, FIXTURE_NOW + 1000 * DAY, 100), 0);
	assert_true(dossiers_load(f->store, uuid, &d, NULL, NULL, &err));
	dossier_clear(&d);
	forget();
}

/* A file an officer saved elsewhere is the officer's. */
static void only_papers_in_our_folder_go(void **state)
{
	struct fixture *f = *state;
	int n;
	take_in(f);
	char *elsewhere = fs_join(f->dir, "receipts");
	const struct erase_rule rule = {.keep_days = 1, .now = FIXTURE_NOW + 100 * DAY,
		.paper_dir = elsewhere, .most = 100};
	assert_true(store_erase(f->store, &rule, &n, NULL));
	assert_int_equal(n, N);
	for (int i = 0; i < N; i++)
		assert_true(fs_exists(took[i].paper));
	free(elsewhere);
	forget();
}

/* The wrapped key and the sealed bytes, as they lay in the files. */
static char *sealed_hex(struct fixture *f, const char *sql)
{
	struct rows *r = db_rows(store_db(f->store), sql, NULL);
	assert_true(rows_next(r));
	char *hex = xstrdup(rows_text(r, 0));
	assert_true(rows_end(r, NULL));
	return hex;
}

static bool in_files(struct fixture *f, const char *hex)
{
	static const char *const suffixes[] = {"", "-wal"};
	uint8_t bytes[20];
	bool there = false;
	assert_true(hex_decode(hex, bytes, sizeof(bytes)));
	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
		struct buf file;
		char *path = xasprintf("%s%s", f->path, suffixes[i]);
		buf_init(&file, 64 << 20);
		assert_true(fs_read(path, &file, NULL));
		there = there || (file.len && memmem(file.data, file.len, bytes, sizeof(bytes)));
		buf_clear(&file);
		free(path);
	}
	return there;
}

static void the_key_is_gone_from_the_files(void **state)
{
	struct fixture *f = *state;
	take_in(f);
	char *key = sealed_hex(f, "SELECT hex(substr(key, 2, 20)) FROM dossier_vault WHERE ordinal = 1");
	char *body = sealed_hex(f, "SELECT hex(substr(json, 2, 20)) FROM dossier_body WHERE ordinal = 1");
	assert_true(in_files(f, key) && in_files(f, body));
	assert_int_equal(erase(f, 30, FIXTURE_NOW + 30 * DAY, 100), 1);
	assert_false(in_files(f, key));
	assert_false(in_files(f, body));
	assert_int_equal(store_scrub_owed(f->store), SCRUB_NONE);
	free(key);
	free(body);
	forget();
}

/* While another reads the log cannot be emptied: it is owed, nobody waits, and the next one does it. */
static void what_cannot_be_cleared_now_is_owed(void **state)
{
	struct fixture *f = *state;
	struct store *other;
	take_in(f);
	char *key = sealed_hex(f, "SELECT hex(substr(key, 2, 20)) FROM dossier_vault WHERE ordinal = 1");
	assert_true(store_open(&other, f->path, NULL));
	struct rows *reading = db_rows(store_db(other), "SELECT ordinal FROM dossier", NULL);
	assert_true(rows_next(reading));
	assert_int_equal(erase(f, 30, FIXTURE_NOW + 30 * DAY, 100), 1);
	assert_int_equal(store_scrub_owed(f->store), SCRUB_LOG);
	assert_true(in_files(f, key));
	assert_true(rows_end(reading, NULL));
	store_close(other);
	assert_true(store_open(&other, f->path, NULL));
	assert_int_equal(store_scrub_owed(other), SCRUB_NONE);
	assert_false(in_files(f, key));
	store_close(other);
	free(key);
	forget();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_old_enough_goes_and_nothing_else),
		T(drafts_go_with_their_dossier),
		T(in_portions_the_oldest_first),
		T(without_a_clock_it_counts_from_the_last_acknowledgement),
		T(what_proves_it_stays),
		T(lists_say_so_and_the_search_forgets),
		T(what_somebody_still_waits_for_stays),
		T(only_papers_in_our_folder_go),
		T(the_key_is_gone_from_the_files),
		T(what_cannot_be_cleared_now_is_owed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
