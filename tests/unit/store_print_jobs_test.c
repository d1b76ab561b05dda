/* Papers that are owed: originals, copies, what is settled and what is uncertain. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "store/dossiers.h"
#include "store/print_jobs.h"
#include "tests/harness/store_fixture.h"


static struct dossier dossier;
static char first_job[UUID_SIZE];

static int setup(void **state)
{
	int rc = fixture_setup(state);
	struct fixture *f = *state;
	struct intake_result r;
	fixture_lease(f, fixture_day(), 1, 5);
	fixture_intake(f, NULL, &dossier, &r);
	str_copy(first_job, UUID_SIZE, r.print_job);
	return rc;
}

static int teardown(void **state)
{
	dossier_clear(&dossier);
	return fixture_teardown(state);
}
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static void set(struct fixture *f, const char *id, enum print_state s)
{
	struct err err = ERR_INIT;
	if (!print_job_set(f->store, id, s, "Máy in quầy 3", "lời cuối", FIXTURE_NOW + 60, &err))
		fail_msg("%s", err.text);
}

static struct print_job add(struct fixture *f)
{
	struct print_job job;
	struct err err = ERR_INIT;
	if (!print_job_add(f->store, dossier.uuid, "01", FIXTURE_NOW + 10, &job, &err))
		fail_msg("%s", err.text);
	return job;
}

static size_t open_jobs(struct fixture *f)
{
	struct print_job *jobs;
	size_t n;
	assert_true(print_jobs_open(f->store, &jobs, &n, NULL));
	free(jobs);
	return n;
}

static void row(struct fixture *f, bool printed, bool not_printed)
{
	struct dossier d;
	struct dossier_row r;
	assert_true(dossiers_load(f->store, dossier.uuid, &d, NULL, &r, NULL));
	assert_int_equal(r.printed, printed);
	assert_int_equal(r.not_printed, not_printed);
	dossier_clear(&d);
}

static void the_intake_owes_an_original(void **state)
{
	struct fixture *f = *state;
	struct print_job *jobs;
	size_t n;
	assert_true(print_jobs_open(f->store, &jobs, &n, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(jobs[0].id, first_job);
	assert_string_equal(jobs[0].dossier, dossier.uuid);
	assert_string_equal(jobs[0].code, dossier.code);
	assert_string_equal(jobs[0].form, "01");
	assert_int_equal(jobs[0].copy, 0);
	assert_int_equal(jobs[0].state, PRINT_OWED);
	assert_int_equal(jobs[0].created_at, FIXTURE_NOW);
	free(jobs);
	row(f, false, true);
}

static void settling(void **state)
{
	struct fixture *f = *state;
	struct print_job job;
	set(f, first_job, PRINT_SENT);
	assert_int_equal(open_jobs(f), 1);
	row(f, false, true);
	set(f, first_job, PRINT_CONFIRMED);
	fixture_reopen(f);
	assert_int_equal(open_jobs(f), 0);
	row(f, true, false);
	assert_true(print_job_get(f->store, first_job, &job, NULL));
	assert_int_equal(job.state, PRINT_CONFIRMED);
	assert_string_equal(job.target, "Máy in quầy 3");
	assert_string_equal(job.detail, "lời cuối");
	assert_int_equal(job.changed_at, FIXTURE_NOW + 60);
}

static void what_came_out_stays_out(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	set(f, first_job, PRINT_CONFIRMED);
	assert_false(print_job_set(f->store, first_job, PRINT_OWED, NULL, NULL, 1, &err));
	assert_int_equal(err.kind, ERR_DATA);
	set(f, first_job, PRINT_CONFIRMED);
	assert_false(print_job_set(f->store, "nobody", PRINT_SENT, NULL, NULL, 1, &err));
	assert_false(print_job_get(f->store, "nobody", &(struct print_job){0}, &err));
}

static void a_second_paper_is_a_copy(void **state)
{
	struct fixture *f = *state;
	set(f, first_job, PRINT_CONFIRMED);
	struct print_job one = add(f);
	assert_int_equal(one.copy, 1);
	assert_string_not_equal(one.id, first_job);
	assert_string_equal(one.code, dossier.code);
	set(f, one.id, PRINT_CONFIRMED);
	assert_int_equal(add(f).copy, 2);
}

static void an_owed_paper_is_not_owed_twice(void **state)
{
	struct fixture *f = *state;
	struct print_job again = add(f);
	assert_string_equal(again.id, first_job);
	assert_int_equal(again.copy, 0);
	assert_int_equal(open_jobs(f), 1);
}

static void none_came_out_so_it_is_the_original(void **state)
{
	struct fixture *f = *state;
	set(f, first_job, PRINT_GIVEN_UP);
	row(f, false, false);
	struct print_job job = add(f);
	assert_int_equal(job.copy, 0);
	assert_string_not_equal(job.id, first_job);
}

static void one_that_may_have_come_out_counts(void **state)
{
	struct fixture *f = *state;
	set(f, first_job, PRINT_UNCERTAIN);
	row(f, false, true);
	assert_int_equal(add(f).copy, 1);
}

static void forms_are_counted_apart(void **state)
{
	struct fixture *f = *state;
	struct print_job job;
	struct err err = ERR_INIT;
	set(f, first_job, PRINT_CONFIRMED);
	assert_true(print_job_add(f->store, dossier.uuid, "02", FIXTURE_NOW, &job, &err));
	assert_int_equal(job.copy, 0);
	assert_string_equal(job.form, "02");
	assert_false(print_job_add(f->store, dossier.uuid, "", FIXTURE_NOW, &job, &err));
	assert_false(print_job_add(f->store, dossier.uuid, "a very long form", FIXTURE_NOW, &job,
		&err));
	assert_false(print_job_add(f->store, "nobody", "01", FIXTURE_NOW, &job, &err));
	assert_int_equal(err.kind, ERR_DATA);
}

static void after_a_crash_what_was_sent_is_uncertain(void **state)
{
	struct fixture *f = *state;
	struct print_job job;
	set(f, first_job, PRINT_CONFIRMED);
	struct print_job sent = add(f);
	set(f, sent.id, PRINT_SENT);
	struct print_job owed = add(f);
	fixture_reopen(f);
	assert_true(print_jobs_recover(f->store, FIXTURE_NOW + 99, NULL));
	assert_true(print_job_get(f->store, sent.id, &job, NULL));
	assert_int_equal(job.state, PRINT_UNCERTAIN);
	assert_int_equal(job.changed_at, FIXTURE_NOW + 99);
	assert_true(job.detail[0] != '\0');
	assert_true(print_job_get(f->store, owed.id, &job, NULL));
	assert_int_equal(job.state, PRINT_OWED);
	assert_true(print_job_get(f->store, first_job, &job, NULL));
	assert_int_equal(job.state, PRINT_CONFIRMED);
}

static void words_of_a_printer_are_cleaned(void **state)
{
	struct fixture *f = *state;
	struct print_job job;
	assert_true(print_job_set(f->store, first_job, PRINT_OWED, "/tmp/a  b.pdf", "Hết\x1b[2J giấy\a",
		1, NULL));
	assert_true(print_job_get(f->store, first_job, &job, NULL));
	assert_string_equal(job.target, "/tmp/a  b.pdf");
	assert_null(strpbrk(job.detail, "\x1b\a"));
	assert_true(print_job_set(f->store, first_job, PRINT_OWED, "a\x1b]0;x\a", "", 1, NULL));
	assert_true(print_job_get(f->store, first_job, &job, NULL));
	assert_null(strpbrk(job.target, "\x1b\a"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_intake_owes_an_original),
		T(settling),
		T(what_came_out_stays_out),
		T(a_second_paper_is_a_copy),
		T(an_owed_paper_is_not_owed_twice),
		T(none_came_out_so_it_is_the_original),
		T(one_that_may_have_come_out_counts),
		T(forms_are_counted_apart),
		T(after_a_crash_what_was_sent_is_uncertain),
		T(words_of_a_printer_are_cleaned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
