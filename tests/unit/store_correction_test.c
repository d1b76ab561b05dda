/* A rejected dossier corrected: everything in one step, nothing by half, the number kept. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/correction.h"
#include "store/dossiers.h"
#include "store/print_jobs.h"
#include "store/receipts.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
#define LATER (FIXTURE_NOW + 3600)

struct taken {
	struct dossier d;
	struct intake_result r;
};

static void reject(struct fixture *f, const char *uuid)
{
	struct problem why = {.status = 422, .type = "invalid", .detail = "Sai số điện thoại."};
	violation_add(&why.violations, "applicant.phone", "format", "Sai số điện thoại.");
	assert_true(outbox_reject(f->store, uuid, &why, FIXTURE_NOW + 60, NULL));
}

static void take_rejected(struct fixture *f, struct taken *t)
{
	fixture_intake(f, NULL, &t->d, &t->r);
	reject(f, t->d.uuid);
}

/* The form's part of a dossier, with another phone number. */
static void form(const struct taken *t, struct dossier *d, const char *phone)
{
	fixture_dossier(d, NULL);
	d->applicant.phone = phone;
	str_copy(d->uuid, sizeof(d->uuid), t->d.uuid);
}

static struct correction_options options(struct fixture *f, int64_t now)
{
	return (struct correction_options){.now = now, .officer = "binh", .officer_name = "Lê Thị Mẫu",
		.print = true, .calendar = f->calendar};
}

static void correct(struct fixture *f, const struct taken *t, const char *phone, int64_t now,
	struct taken *out)
{
	struct correction_options opt = options(f, now);
	struct err err = ERR_INIT;
	bool changed;
	form(t, &out->d, phone);
	if (!correction_commit(f->store, &f->ws, &out->d, &opt, &out->r, &changed, &err))
		fail_msg("%s", err.text);
	assert_true(changed);
}

static void a_correction_keeps_number_and_time_and_gets_a_receipt(void **state)
{
	struct fixture *f = *state;
	struct taken t, c;
	struct receipt old, new;
	struct dossier_row row;
	struct dossier d;
	char token[RECEIPT_TOKEN_SIZE];
	struct outbox_item item;
	size_t n;
	uint8_t link[8];
	char hex[HEX_SIZE(8)];
	fixture_lease(f, fixture_day(), 43, 50);
	take_rejected(f, &t);
	correct(f, &t, "0987654321", LATER, &c);
	fixture_reopen(f);

	assert_true(dossiers_load(f->store, t.d.uuid, &d, token, &row, NULL));
	assert_string_equal(d.code, t.d.code);
	assert_string_equal(d.block, t.d.block);
	assert_int_equal(d.sequence, t.d.sequence);
	assert_int_equal(d.received_at, FIXTURE_NOW);
	assert_int_equal(d.due_at, t.d.due_at);
	assert_string_equal(d.applicant.phone, "0987654321");
	assert_string_equal(d.officer, t.d.officer);
	assert_string_equal(d.correction.officer, "binh");
	assert_int_equal(d.correction.at, LATER);
	assert_int_equal(d.correction.n_replaces, 1);
	receipt_link(t.r.token, link);
	hex_encode(link, sizeof(link), hex);
	assert_string_equal(d.correction.replaces[0].link, hex);
	assert_int_equal(d.correction.replaces[0].issued_at, FIXTURE_NOW);
	assert_int_equal(row.delivery, DELIVERY_WAITING);
	assert_true(row.not_printed);

	assert_string_equal(token, c.r.token);
	assert_true(receipt_parse(t.r.token, &old, NULL));
	assert_true(receipt_parse(token, &new, NULL));
	assert_int_equal(new.flags, RECEIPT_REPLACES);
	assert_memory_equal(new.previous, link, 8);
	assert_string_equal(new.uuid, old.uuid);
	assert_memory_not_equal(new.content_hash, old.content_hash, 16);

	assert_true(outbox_next(f->store, 0, &item, 1, &n, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(item.token, token);
	assert_non_null(strstr(item.json, "0987654321"));
	outbox_item_clear(&item);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM receipt"), 2);
	assert_int_equal(fixture_count(f, "SELECT cause FROM receipt WHERE ordinal = 2"),
		RECEIPT_OF_CORRECTION);
	dossier_clear(&d);
	dossier_clear(&t.d);
	dossier_clear(&c.d);
}

/* Found by what it is now, no more by what it was. */
static void it_is_found_by_its_new_content(void **state)
{
	struct fixture *f = *state;
	struct dossier_filter filter = {.text = "0987654321"};
	struct dossier_list list;
	struct taken t, c;
	fixture_lease(f, fixture_day(), 1, 5);
	take_rejected(f, &t);
	correct(f, &t, "0987654321", LATER, &c);
	assert_true(dossiers_list(f->store, &filter, 0, 10, &list, NULL));
	assert_int_equal(list.n, 1);
	dossier_list_clear(&list);
	filter.text = "0912345678";
	assert_true(dossiers_list(f->store, &filter, 0, 10, &list, NULL));
	assert_int_equal(list.n, 0);
	dossier_list_clear(&list);
	dossier_clear(&t.d);
	dossier_clear(&c.d);
}

/* The next intake follows the correction in the chain; numbers and sequence go on as ever. */
static void the_chain_goes_on_behind_it(void **state)
{
	struct fixture *f = *state;
	struct taken t, c, next;
	struct receipt receipt;
	uint8_t link[8];
	fixture_lease(f, fixture_day(), 1, 5);
	take_rejected(f, &t);
	correct(f, &t, "0987654321", LATER, &c);
	fixture_intake(f, NULL, &next.d, &next.r);
	assert_true(receipt_parse(next.r.token, &receipt, NULL));
	receipt_link(c.r.token, link);
	assert_memory_equal(receipt.previous, link, 8);
	assert_int_equal(next.d.sequence, 2);
	assert_string_equal(next.d.code, "H01.91.12-261123-0002");
	dossier_clear(&t.d);
	dossier_clear(&c.d);
	dossier_clear(&next.d);
}

static void a_second_correction_names_both_receipts(void **state)
{
	struct fixture *f = *state;
	struct taken t, c, again;
	fixture_lease(f, fixture_day(), 1, 5);
	take_rejected(f, &t);
	correct(f, &t, "0987654321", LATER, &c);
	reject(f, t.d.uuid);
	correct(f, &t, "0912345678", LATER + 60, &again);
	assert_int_equal(again.d.correction.n_replaces, 2);
	assert_int_equal(again.d.correction.replaces[0].issued_at, FIXTURE_NOW);
	assert_int_equal(again.d.correction.replaces[1].issued_at, LATER);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM dossier_before"), 2);
	dossier_clear(&t.d);
	dossier_clear(&c.d);
	dossier_clear(&again.d);
}

/* Nobody needs a new paper for what did not change. */
static void what_did_not_change_is_only_sent_again(void **state)
{
	struct fixture *f = *state;
	struct correction_options opt = options(f, LATER);
	struct intake_result r;
	struct dossier d;
	struct taken t;
	struct outbox_counts counts;
	bool changed = true;
	fixture_lease(f, fixture_day(), 1, 5);
	take_rejected(f, &t);
	form(&t, &d, "0912345678");
	assert_true(correction_commit(f->store, &f->ws, &d, &opt, &r, &changed, NULL));
	assert_false(changed);
	assert_string_equal(r.token, t.r.token);
	assert_string_equal(r.url, t.r.url);
	assert_string_equal(r.print_job, "");
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM receipt"), 1);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM dossier_before"), 0);
	assert_true(outbox_counts(f->store, &counts, NULL));
	assert_int_equal(counts.waiting, 1);
	dossier_clear(&d);
	dossier_clear(&t.d);
}

/* The phone number changed, and that is not taken. uuid NULL: its own. */
static void refused(struct fixture *f, const struct taken *t, const char *uuid)
{
	struct correction_options opt = options(f, LATER);
	struct intake_result r;
	struct dossier d;
	struct err err = ERR_INIT;
	bool changed;
	form(t, &d, "0987654321");
	if (uuid)
		str_copy(d.uuid, sizeof(d.uuid), uuid);
	assert_false(correction_commit(f->store, &f->ws, &d, &opt, &r, &changed, &err));
	assert_int_equal(err.kind, ERR_DATA);
	dossier_clear(&d);
}

static void only_what_is_rejected_can_be_corrected(void **state)
{
	struct fixture *f = *state;
	struct taken t;
	fixture_lease(f, fixture_day(), 1, 5);
	take_rejected(f, &t);
	assert_true(outbox_retry(f->store, t.d.uuid, NULL)); /* waiting again */
	for (int i = 0; i < 2; i++) {
		refused(f, &t, NULL);
		assert_true(outbox_delivered(f->store, t.d.uuid, 2, LATER, NULL)); /* and delivered */
	}
	refused(f, &t, "01939b2e-0000-7000-8000-0000000000ff");
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM receipt"), 1);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM dossier_body WHERE token <> ''"), 1);
	dossier_clear(&t.d);
}

static void another_enrolments_dossier_is_not_signed_again(void **state)
{
	struct fixture *f = *state;
	struct taken t;
	fixture_lease(f, fixture_day(), 1, 5);
	take_rejected(f, &t);
	str_copy(f->ws.id, sizeof(f->ws.id), "01939b2e-0000-7000-8000-00000000000b");
	refused(f, &t, NULL);
	dossier_clear(&t.d);
}

static void the_content_before_stays_until_central_has_the_new(void **state)
{
	struct fixture *f = *state;
	struct taken t, c;
	fixture_lease(f, fixture_day(), 1, 5);
	take_rejected(f, &t);
	correct(f, &t, "0987654321", LATER, &c);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM dossier_before"), 1);
	reject(f, t.d.uuid);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM dossier_before"), 1);
	assert_true(outbox_retry(f->store, t.d.uuid, NULL));
	assert_true(outbox_delivered(f->store, t.d.uuid, 2, LATER, NULL));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM dossier_before"), 0);
	dossier_clear(&t.d);
	dossier_clear(&c.d);
}

/* The paper of before that did not come out is owed no more; the new one is an original. */
static void only_the_new_paper_is_owed(void **state)
{
	struct fixture *f = *state;
	struct print_job *jobs, job;
	struct taken t, c;
	size_t n;
	fixture_lease(f, fixture_day(), 1, 5);
	take_rejected(f, &t);
	correct(f, &t, "0987654321", LATER, &c);
	assert_true(print_jobs_open(f->store, &jobs, &n, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(jobs[0].id, c.r.print_job);
	assert_int_equal(jobs[0].copy, 0);
	assert_true(print_job_get(f->store, t.r.print_job, &job, NULL));
	assert_int_equal(job.state, PRINT_GIVEN_UP);
	free(jobs);
	dossier_clear(&t.d);
	dossier_clear(&c.d);
}

/* Whatever write fails, the rejected dossier is as it was. */
static void a_failure_at_any_write_leaves_it_as_it_was(void **state)
{
	static const char *const faults[] = {"receipt", "dossier_before", "print_job"};
	static const char *const updates[] = {"dossier", "dossier_body", "outbox"};
	struct fixture *f = *state;
	struct correction_options opt = options(f, LATER);
	struct taken t, c;
	fixture_lease(f, fixture_day(), 1, 5);
	take_rejected(f, &t);
	for (size_t i = 0; i < ARRAY_LEN(faults) + ARRAY_LEN(updates); i++) {
		bool insert = i < ARRAY_LEN(faults), changed;
		struct dossier_row row;
		struct intake_result r;
		struct dossier d;
		char token[RECEIPT_TOKEN_SIZE];
		char *sql = xasprintf("CREATE TRIGGER fault BEFORE %s ON %s BEGIN SELECT RAISE(ABORT, 'x'); END;",
			insert ? "INSERT" : "UPDATE", insert ? faults[i] : updates[i - ARRAY_LEN(faults)]);
		assert_true(db_script(store_db(f->store), sql, NULL));
		free(sql);
		form(&t, &d, "0987654321");
		assert_false(correction_commit(f->store, &f->ws, &d, &opt, &r, &changed, NULL));
		dossier_clear(&d);
		assert_true(db_script(store_db(f->store), "DROP TRIGGER fault;", NULL));
		assert_true(dossiers_load(f->store, t.d.uuid, &d, token, &row, NULL));
		assert_string_equal(token, t.r.token);
		assert_string_equal(d.applicant.phone, "0912345678");
		assert_int_equal(row.delivery, DELIVERY_REJECTED);
		assert_int_equal(fixture_count(f, "SELECT count(*) FROM receipt"), 1);
		dossier_clear(&d);
	}
	correct(f, &t, "0987654321", LATER, &c);
	dossier_clear(&t.d);
	dossier_clear(&c.d);
}

static void a_rejected_one_is_found_with_its_reasons(void **state)
{
	struct fixture *f = *state;
	struct outbox_row row;
	struct taken t[3];
	bool found;
	fixture_lease(f, fixture_day(), 1, 9);
	for (int i = 0; i < 3; i++)
		take_rejected(f, &t[i]);
	assert_true(outbox_retry(f->store, t[0].d.uuid, NULL));
	assert_true(correction_find(f->store, t[2].d.uuid, &row, &found, NULL));
	assert_true(found);
	assert_string_equal(row.problem.violations.list[0].field, "applicant.phone");
	assert_true(correction_find(f->store, "h01.91.12-261123-0002", &row, &found, NULL));
	assert_true(found);
	assert_string_equal(row.uuid, t[1].d.uuid);
	assert_true(correction_find(f->store, t[0].d.uuid, &row, &found, NULL));
	assert_false(found);
	assert_true(correction_find(f->store, "x", &row, &found, NULL));
	assert_false(found);
	for (int i = 0; i < 3; i++)
		dossier_clear(&t[i].d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_correction_keeps_number_and_time_and_gets_a_receipt), T(it_is_found_by_its_new_content),
		T(the_chain_goes_on_behind_it), T(a_second_correction_names_both_receipts),
		T(what_did_not_change_is_only_sent_again), T(only_what_is_rejected_can_be_corrected),
		T(another_enrolments_dossier_is_not_signed_again),
		T(the_content_before_stays_until_central_has_the_new), T(only_the_new_paper_is_owed),
		T(a_failure_at_any_write_leaves_it_as_it_was), T(a_rejected_one_is_found_with_its_reasons),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
