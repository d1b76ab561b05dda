/* Dossiers as rows of a paper. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/node.h"
#include "store/erase.h"
#include "store/ledger.h"
#include "store/print_jobs.h"
#include "tests/harness/store_fixture.h"

enum { N = 5 };
static struct dossier dossiers[N];

static int setup(void **state)
{
	static const char *const names[N] = {"Một", "Hai", "Ba", "Bốn", "Năm"};
	int rc = fixture_setup(state);
	struct fixture *f = *state;
	fixture_lease(f, fixture_day(), 1, 9);
	for (int i = 0; i < N; i++) {
		struct intake_result r;
		struct intake_options opt = fixture_options(f);
		opt.now += i * 3600;
		opt.print = false;
		fixture_dossier(&dossiers[i], names[i]);
		assert_true(intake_commit(f->store, &f->ws, &dossiers[i], &opt, &r, NULL));
	}
	return rc;
}

static int teardown(void **state)
{
	for (int i = 0; i < N; i++)
		dossier_clear(&dossiers[i]);
	return fixture_teardown(state);
}
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

/* Every row is a whole dossier, also for who reads it as one; which applicant stands in which row. */
static void rows_are(const struct buf *rows, const char *const *applicants, size_t n)
{
	const char *at = buf_str(rows);
	for (size_t i = 0; i < n; i++) {
		struct err err = ERR_INIT;
		struct dossier d;
		struct buf json;
		size_t len = strcspn(at, "\n");
		struct json_t *row = node_read(at, len, DOSSIER_JSON_MAX, &err);
		assert_non_null(row);
		buf_init(&json, DOSSIER_JSON_MAX);
		assert_true(node_write(node_at(row, "dossier"), &json, &err));
		dossier_init(&d);
		if (!dossier_from_json(&d, buf_str(&json), json.len, NULL, &err))
			fail_msg("%s: %s: %s", err.field, err.text, buf_str(&json));
		assert_string_equal(d.applicant.name, applicants[i]);
		assert_int_equal(node_int(node_at(row, "status"), -1), 2);
		dossier_clear(&d);
		buf_clear(&json);
		node_free(row);
		at += len + 1;
	}
	assert_string_equal(at, "");
}

static void a_stretch_of_time(void **state)
{
	struct fixture *f = *state;
	struct buf rows;
	buf_init(&rows, LEDGER_ROWS_MAX);
	assert_true(ledger_period(f->store, FIXTURE_NOW + 3600, FIXTURE_NOW + 4 * 3600, ledger_to_buf, &rows, NULL));
	rows_are(&rows, (const char *const[]){"Hai", "Ba", "Bốn"}, 3);
	buf_reset(&rows);
	assert_true(ledger_period(f->store, 0, FIXTURE_NOW, ledger_to_buf, &rows, NULL));
	assert_int_equal(rows.len, 0);
	buf_clear(&rows);
}

/* On another thread, while this one is in the middle of a change. */
static void read_beside(void **state)
{
	struct fixture *f = *state;
	struct store *own;
	struct buf rows;
	struct err err = ERR_INIT;
	if (!store_open_beside(&own, f->store, &err))
		fail_msg("%s", err.text);
	assert_true(db_begin(store_db(f->store), NULL));
	assert_true(db_run(store_db(f->store), NULL, "DELETE FROM outbox", NULL));
	buf_init(&rows, LEDGER_ROWS_MAX);
	assert_true(ledger_period(own, FIXTURE_NOW + 3600, FIXTURE_NOW + 4 * 3600, ledger_to_buf, &rows, NULL));
	rows_are(&rows, (const char *const[]){"Hai", "Ba", "Bốn"}, 3);
	assert_false(store_meta_set(own, "a", "b", &err)); /* it only reads */
	store_close(own);
	assert_true(db_finish(store_db(f->store), true, NULL));
	buf_clear(&rows);
}

static void too_many_are_refused(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct buf rows;
	buf_init(&rows, 3000);
	assert_false(ledger_period(f->store, 0, INT64_MAX, ledger_to_buf, &rows, &err));
	assert_int_equal(err.kind, ERR_DATA);
	buf_clear(&rows);
}

static void chosen_in_their_order(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct buf rows;
	char uuids[2][UUID_SIZE];
	str_copy(uuids[0], UUID_SIZE, dossiers[4].uuid);
	str_copy(uuids[1], UUID_SIZE, dossiers[0].uuid);
	buf_init(&rows, LEDGER_ROWS_MAX);
	assert_true(ledger_dossiers(f->store, (const char(*)[UUID_SIZE])uuids, 2, &rows, NULL));
	rows_are(&rows, (const char *const[]){"Năm", "Một"}, 2);
	str_copy(uuids[1], UUID_SIZE, "nobody");
	assert_false(ledger_dossiers(f->store, (const char(*)[UUID_SIZE])uuids, 2, &rows, &err));
	assert_int_equal(err.kind, ERR_DATA);
	buf_clear(&rows);
}

/* The ledger keeps a line of what was erased or spoilt. */
static void without_their_content(void **state)
{
	struct fixture *f = *state;
	struct db *db = store_db(f->store);
	struct buf rows;
	int erased;
	assert_true(db_run(db, NULL, "DELETE FROM outbox WHERE ordinal = 2", NULL));
	assert_true(db_run(db, NULL, "UPDATE dossier SET delivered_at = 1 WHERE ordinal = 2", NULL));
	const struct erase_rule rule = {.keep_days = 1, .now = FIXTURE_NOW, .most = 9};
	assert_true(store_erase(f->store, &rule, &erased, NULL));
	assert_int_equal(erased, 1);
	assert_true(db_run(db, NULL, "UPDATE dossier_body SET sha256 = 'x' WHERE ordinal = 3", NULL));
	assert_true(db_run(db, NULL, "UPDATE dossier_vault SET people = x'00' WHERE ordinal = 3", NULL));
	buf_init(&rows, LEDGER_ROWS_MAX);
	assert_true(ledger_period(f->store, FIXTURE_NOW, FIXTURE_NOW + 3 * 3600, ledger_to_buf, &rows, NULL));
	rows_are(&rows, (const char *const[]){"Một", "(đã xóa dữ liệu cá nhân)", "(dữ liệu hỏng)"}, 3);
	assert_non_null(strstr(buf_str(&rows), dossiers[1].code));
	buf_clear(&rows);
}

static int64_t returned_in(const struct buf *rows, size_t nth)
{
	const char *at = buf_str(rows);
	while (nth-- > 0)
		at += strcspn(at, "\n") + 1;
	struct json_t *row = node_read(at, strcspn(at, "\n"), DOSSIER_JSON_MAX, NULL);
	int64_t when = node_time(node_at(row, "returned_at"));
	node_free(row);
	return when;
}

/* A list of results of those two, received by that; out: it came out. */
static void list_results(struct fixture *f, int first, const char *asked, int64_t now, bool out)
{
	const char *uuids[] = {dossiers[first].uuid, dossiers[first + 1].uuid};
	const struct print_wish wish = {.form = "results", .subject = PRINT_DOSSIERS, .dossiers = uuids,
		.n_dossiers = 2, .asked = asked};
	struct print_job job;
	assert_true(print_job_new(f->store, &wish, now, &job, NULL));
	if (out)
		assert_true(print_job_set(f->store, job.id, PRINT_CONFIRMED, "x.pdf", "", now, NULL));
}

static void hand_over(struct fixture *f, int i, const char *asked, int64_t now)
{
	const char *uuid = dossiers[i].uuid;
	const struct print_wish wish = {.form = "06", .subject = PRINT_DOSSIER, .dossiers = &uuid, .n_dossiers = 1,
		.asked = asked};
	struct print_job job;
	assert_true(print_job_new(f->store, &wish, now, &job, NULL));
}

/* What went to the applicant counts, the latest of it; not what is still on its way within the office. */
static void when_results_were_handed_out(void **state)
{
	struct fixture *f = *state;
	struct buf rows;
	int64_t day = FIXTURE_NOW + 5 * 86400;
	list_results(f, 0, NULL, day, true);
	list_results(f, 1, "{\"receiver\":\"Bộ phận Một cửa\"}", day + 60, true);
	list_results(f, 2, NULL, day + 120, false);
	hand_over(f, 0, "{\"to\":\"Phòng Tư pháp\"}", day + 180);
	hand_over(f, 2, "{\"to\":\"ba\"}", day + 240);
	hand_over(f, 3, "{\"to\":\"Người nộp\"}", day + 300);
	const int64_t wanted[N] = {day, day, day + 240, day + 300, 0};
	buf_init(&rows, LEDGER_ROWS_MAX);
	assert_true(ledger_period(f->store, 0, INT64_MAX, ledger_to_buf, &rows, NULL));
	for (size_t i = 0; i < N; i++)
		assert_int_equal(returned_in(&rows, i), wanted[i]);
	buf_reset(&rows);
	assert_true(ledger_dossiers(f->store, (const char(*)[UUID_SIZE])dossiers[3].uuid, 1, &rows, NULL));
	assert_int_equal(returned_in(&rows, 0), day + 300);
	buf_clear(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_stretch_of_time), T(read_beside), T(too_many_are_refused), T(chosen_in_their_order),
		T(without_their_content), T(when_results_were_handed_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
