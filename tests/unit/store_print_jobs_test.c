/* Papers that are owed: originals, copies, what is settled and what is uncertain. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"
#include "store/dossiers.h"
#include "store/holder.h"
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

/* ---- files and papers */

static void set_to(struct fixture *f, const char *id, enum print_state s, const char *target)
{
	struct err err = ERR_INIT;
	if (!print_job_set(f->store, id, s, target, "", FIXTURE_NOW + 60, &err))
		fail_msg("%s", err.text);
}

static void numbers(const struct print_job *job, int on_paper, int in_file)
{
	assert_int_equal(job->copy, on_paper);
	assert_int_equal(job->file_copy, in_file);
}

static struct print_job get(struct fixture *f, const char *id)
{
	struct print_job job;
	assert_true(print_job_get(f->store, id, &job, NULL));
	return job;
}

/* A file is no paper: what follows it as a file is a copy, the first on paper is the original. */
static void the_first_paper_after_files_is_the_original(void **state)
{
	struct fixture *f = *state;
	set_to(f, first_job, PRINT_CONFIRMED, "/tmp/a.pdf");
	struct print_job file = add(f);
	numbers(&file, 0, 1);
	set_to(f, file.id, PRINT_CONFIRMED, "/tmp/b.bin");
	file = get(f, file.id);
	numbers(&file, 1, 1);
	struct print_job paper = add(f);
	numbers(&paper, 0, 2);
	set_to(f, paper.id, PRINT_SENT, "");
	struct print_job beside = add(f);
	numbers(&beside, 3, 3);
	set_to(f, paper.id, PRINT_CONFIRMED, "HP");
	paper = get(f, paper.id);
	numbers(&paper, 0, 0);
	struct print_job next = add(f);
	assert_string_equal(next.id, beside.id);
	numbers(&next, 2, 2);
}

/* No number is left out: what is uncertain counts with the number it bears as what it went to. */
static void an_uncertain_paper_after_a_file_leaves_no_hole(void **state)
{
	struct fixture *f = *state;
	set_to(f, first_job, PRINT_CONFIRMED, "/tmp/a.pdf");
	struct print_job paper = add(f);
	numbers(&paper, 0, 1);
	set_to(f, paper.id, PRINT_SENT, "HP");
	set_to(f, paper.id, PRINT_UNCERTAIN, "HP");
	struct print_job next = add(f);
	numbers(&next, 1, 1);
	set_to(f, next.id, PRINT_SENT, ".pdf");
	set_to(f, next.id, PRINT_GIVEN_UP, ".pdf");
	next = add(f);
	numbers(&next, 2, 2);
	set_to(f, next.id, PRINT_UNCERTAIN, "");
	next = add(f);
	numbers(&next, 3, 3);
}

static void a_failure_takes_the_number_back(void **state)
{
	struct fixture *f = *state;
	set_to(f, first_job, PRINT_SENT, "HP");
	assert_int_equal(get(f, first_job).printed_at, FIXTURE_NOW + 60);
	set_to(f, first_job, PRINT_OWED, "HP");
	assert_int_equal(get(f, first_job).printed_at, 0);
	set_to(f, first_job, PRINT_GIVEN_UP, "HP");
	struct print_job job = add(f);
	numbers(&job, 0, 0);
}

static void dropped_while_it_may_be_out_still_counts(void **state)
{
	struct fixture *f = *state;
	set_to(f, first_job, PRINT_SENT, "HP");
	set_to(f, first_job, PRINT_GIVEN_UP, "HP");
	struct print_job job = add(f);
	numbers(&job, 1, 1);
}

/* ---- documents */

static struct print_job wish(struct fixture *f, const char *form, const char *asked, bool copy)
{
	const char *const uuid[] = {dossier.uuid};
	const struct print_wish w = {.form = form, .subject = PRINT_DOSSIER, .dossiers = uuid,
		.n_dossiers = 1, .asked = asked, .copy = copy, .officer = "canbo.mau",
		.officer_name = "Trần Thị Mẫu", .counter = 3, .paper = "A4"};
	struct print_job job;
	struct err err = ERR_INIT;
	if (!print_job_new(f->store, &w, FIXTURE_NOW + 10, &job, &err))
		fail_msg("%s", err.text);
	return job;
}

static void asked_is(struct fixture *f, const struct print_job *job, const char *wanted)
{
	char *asked = print_job_asked(f->store, job, NULL);
	assert_non_null(asked);
	assert_string_equal(asked, wanted);
	free(asked);
}

static void what_is_asked_makes_the_document(void **state)
{
	struct fixture *f = *state;
	int n;
	int64_t last;
	struct print_job one = wish(f, "02", "{\"b\":\"2\", \"a\":[\"thiếu\"]}", false);
	asked_is(f, &one, "{\"a\":[\"thiếu\"],\"b\":\"2\"}");
	assert_string_equal(one.officer_name, "Trần Thị Mẫu");
	assert_string_equal(one.paper, "A4");
	assert_int_equal(one.counter, 3);
	set_to(f, one.id, PRINT_CONFIRMED, "HP");
	struct print_job copy = wish(f, "02", "{\"a\":[\"thiếu\"],\"b\":\"2\"}", false);
	assert_string_equal(copy.original, one.id);
	numbers(&copy, 1, 1);
	set_to(f, copy.id, PRINT_CONFIRMED, "HP");
	struct print_job second = wish(f, "02", "{\"a\":[\"sai\"]}", false);
	assert_string_equal(second.original, second.id);
	numbers(&second, 0, 0);
	assert_true(print_documents(f->store, dossier.uuid, "02", &n, &last, NULL));
	assert_int_equal(n, 2);
	assert_int_equal(last, FIXTURE_NOW + 10);
	struct print_job again = wish(f, "02", NULL, false); /* asks nothing new: the newest */
	assert_string_equal(again.id, second.id);
	set_to(f, second.id, PRINT_GIVEN_UP, NULL);
	assert_true(print_documents(f->store, dossier.uuid, "02", &n, &last, NULL));
	assert_int_equal(n, 1);
}

static void a_wished_copy_says_so_and_leaves_the_original_owed(void **state)
{
	struct fixture *f = *state;
	struct print_job copy = wish(f, "01", NULL, true);
	assert_string_not_equal(copy.id, first_job);
	numbers(&copy, 1, 1);
	assert_int_equal(get(f, first_job).state, PRINT_OWED);
	struct print_job first = wish(f, "03", NULL, true);
	numbers(&first, 1, 1);
}

static struct print_job several(struct fixture *f, const char *const *uuids, size_t n, struct err *err)
{
	const struct print_wish w = {.form = "joint", .subject = PRINT_DOSSIERS, .dossiers = uuids,
		.n_dossiers = n};
	struct print_job job = {0};
	(void)!print_job_new(f->store, &w, FIXTURE_NOW, &job, err);
	return job;
}

static void one_paper_for_several(void **state)
{
	struct fixture *f = *state;
	struct dossier other;
	struct intake_result r;
	struct err err = ERR_INIT;
	char (*uuids)[UUID_SIZE];
	struct print_job *jobs;
	size_t n;
	fixture_intake(f, "Lê Thị Mẫu", &other, &r);
	const char *const both[] = {other.uuid, dossier.uuid}, *const turned[] = {dossier.uuid, other.uuid};
	struct print_job job = several(f, both, 2, &err);
	assert_int_equal(job.n_dossiers, 2);
	assert_string_equal(job.dossier, other.uuid);
	assert_string_equal(job.code, other.code);
	set_to(f, job.id, PRINT_CONFIRMED, "HP");
	struct print_job copy = several(f, both, 2, &err);
	numbers(&copy, 1, 1);
	assert_true(print_job_dossiers(f->store, &copy, &uuids, &n, NULL));
	assert_int_equal(n, 2);
	assert_string_equal(uuids[0], other.uuid);
	assert_string_equal(uuids[1], dossier.uuid);
	free(uuids);
	struct print_job another = several(f, turned, 2, &err);
	numbers(&another, 0, 0);
	assert_true(print_jobs_of(f->store, dossier.uuid, &jobs, &n, NULL));
	assert_int_equal(n, 4); /* its receipt and three lists */
	assert_string_equal(jobs[0].id, first_job);
	free(jobs);
	assert_int_equal(err.kind, ERR_NONE);
	several(f, both, 0, &err);
	assert_int_equal(err.kind, ERR_DATA);
	const char *const nobody[] = {"nobody"};
	err = (struct err)ERR_INIT;
	several(f, nobody, 1, &err);
	assert_int_equal(err.kind, ERR_DATA);
	dossier_clear(&other);
}

static void a_period_is_new_each_time(void **state)
{
	struct fixture *f = *state;
	const struct print_wish w = {.form = "07", .subject = PRINT_PERIOD, .about = "2026-11-01..2026-11-30"};
	struct print_job one, two;
	assert_true(print_job_new(f->store, &w, FIXTURE_NOW, &one, NULL));
	assert_string_equal(one.code, "2026-11-01..2026-11-30");
	assert_string_equal(one.dossier, "");
	assert_int_equal(one.n_dossiers, 0);
	assert_true(print_job_new(f->store, &w, FIXTURE_NOW, &two, NULL));
	assert_string_equal(two.id, one.id); /* owed already */
	set_to(f, one.id, PRINT_CONFIRMED, "HP");
	assert_true(print_job_new(f->store, &w, FIXTURE_NOW, &two, NULL));
	numbers(&two, 0, 0);
	assert_string_equal(two.original, two.id);
}

/* ---- what an officer says of an open one */

static void settled_by_an_officer(void **state)
{
	struct fixture *f = *state;
	struct print_job again;
	struct err err = ERR_INIT;
	set(f, first_job, PRINT_UNCERTAIN);
	assert_true(print_job_settle(f->store, first_job, SETTLE_AGAIN, "Trần Thị Mẫu", FIXTURE_NOW + 70,
		&again, NULL));
	numbers(&again, 1, 1);
	assert_string_equal(again.original, first_job);
	struct print_job lost = get(f, first_job);
	assert_int_equal(lost.state, PRINT_GIVEN_UP);
	assert_non_null(strstr(lost.detail, "Trần Thị Mẫu"));
	set(f, again.id, PRINT_UNCERTAIN);
	assert_true(print_job_settle(f->store, again.id, SETTLE_PRINTED, NULL, 1, NULL, NULL));
	assert_int_equal(get(f, again.id).state, PRINT_CONFIRMED);
	assert_false(print_job_settle(f->store, again.id, SETTLE_DROP, NULL, 1, NULL, &err));
	assert_int_equal(err.kind, ERR_DATA);
	struct print_job third = add(f);
	numbers(&third, 2, 2);
	assert_true(print_job_settle(f->store, third.id, SETTLE_AGAIN, NULL, 1, &again, NULL));
	assert_string_equal(again.id, third.id); /* not begun: it is owed still */
	assert_true(print_job_settle(f->store, third.id, SETTLE_DROP, NULL, 1, NULL, NULL));
	assert_int_equal(open_jobs(f), 0);
	assert_int_equal(add(f).copy, 2);
}

/* Another process that has every paper sent in hand. */
static pid_t give_to_another(struct fixture *f)
{
	char holder[HOLDER_SIZE];
	pid_t other = fork();
	if (other == 0)
		for (;;)
			pause();
	holder_of(other, holder);
	assert_true(holder_is_other(holder));
	assert_true(db_run(store_db(f->store), NULL, "UPDATE print_job SET holder = ? WHERE state = 1", "t", holder));
	return other;
}

static void end_other(pid_t other)
{
	char holder[HOLDER_SIZE];
	holder_of(other, holder);
	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
	assert_false(holder_is_other(holder));
}

static void what_another_program_prints_is_left_to_it(void **state)
{
	struct fixture *f = *state;
	bool others, claimed;
	set(f, first_job, PRINT_SENT);
	assert_false(get(f, first_job).elsewhere);
	pid_t other = give_to_another(f);
	assert_true(print_jobs_recover(f->store, 1, NULL));
	assert_int_equal(get(f, first_job).state, PRINT_SENT);
	assert_true(get(f, first_job).elsewhere);
	/* what is heard of it here is not this program's to write */
	struct err err = ERR_INIT;
	assert_false(print_job_set(f->store, first_job, PRINT_OWED, "HP", "", 1, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_true(print_job_claim(f->store, first_job, &claimed, NULL));
	assert_false(claimed);
	assert_true(print_jobs_recover_others(f->store, 1, &others, NULL));
	assert_true(others);
	end_other(other);
	assert_true(print_jobs_recover(f->store, 1, NULL));
	assert_int_equal(get(f, first_job).state, PRINT_UNCERTAIN);
	assert_true(get(f, first_job).lost);
}

/* While it runs a program takes over what another one left, and keeps what is its own. */
static void taken_over_once_the_other_has_ended(void **state)
{
	struct fixture *f = *state;
	bool others, claimed;
	set(f, first_job, PRINT_SENT);
	pid_t other = give_to_another(f);
	struct print_job own = wish(f, "03", NULL, false);
	set(f, own.id, PRINT_SENT);
	end_other(other);
	assert_true(print_jobs_recover_others(f->store, 1, &others, NULL));
	assert_false(others);
	assert_int_equal(get(f, own.id).state, PRINT_SENT);
	assert_true(get(f, first_job).lost);
	assert_true(print_job_claim(f->store, first_job, &claimed, NULL));
	assert_true(claimed);
	assert_int_equal(get(f, first_job).state, PRINT_SENT);
	assert_true(print_job_claim(f->store, first_job, &claimed, NULL));
	assert_false(claimed); /* of two only one follows it */
	set(f, first_job, PRINT_UNCERTAIN);
	assert_false(get(f, first_job).lost); /* its end was heard */
	assert_true(print_job_claim(f->store, first_job, &claimed, NULL));
	assert_false(claimed);
	assert_true(print_job_set_lost(f->store, first_job, NULL));
	assert_true(get(f, first_job).lost);
}

/* An officer settles it here, whoever has it. */
static void taken_from_another_program(void **state)
{
	struct fixture *f = *state;
	struct print_job job;
	set(f, first_job, PRINT_SENT);
	pid_t other = give_to_another(f);
	assert_true(print_job_take(f->store, first_job, 1, &job, NULL));
	assert_true(print_job_set(f->store, first_job, PRINT_OWED, "HP", "", 1, NULL));
	assert_false(print_job_take(f->store, first_job, 1, &job, NULL));
	end_other(other);
}

/* What could never come out is dropped, unless it was owed for itself. */
static void refused_is_owed_only_if_it_was(void **state)
{
	struct fixture *f = *state;
	struct print_job job;
	bool used = true;
	assert_true(print_job_owed_before(&(struct print_job){.id = "a", .original = "a", .form = "01"}));
	assert_false(print_job_owed_before(&(struct print_job){.id = "a", .original = "a", .form = "04"}));
	assert_true(print_job_owed_before(&(struct print_job){.id = "a", .original = "a", .form = "04",
		.target = "HP", .detail = "hết giấy"}));
	assert_true(print_job_begin(f->store, first_job, "", FIXTURE_NOW, &job, NULL));
	assert_true(db_run(store_db(f->store), NULL, "UPDATE print_job SET paper = 'A4'", ""));
	assert_true(print_job_refused(f->store, first_job, true, "nhiet", "từ chối", FIXTURE_NOW, NULL));
	assert_int_equal(get(f, first_job).state, PRINT_OWED);
	assert_string_equal(get(f, first_job).paper, "");
	assert_true(print_job_begin(f->store, first_job, "", FIXTURE_NOW, &job, NULL));
	assert_true(print_job_refused(f->store, first_job, false, "nhiet", "từ chối", FIXTURE_NOW, NULL));
	assert_int_equal(get(f, first_job).state, PRINT_GIVEN_UP);
	assert_int_equal(get(f, first_job).printed_at, 0);
	assert_true(print_jobs_used_cups(f->store, &used, NULL));
	assert_false(used);
	assert_true(print_job_set_printer_job(f->store, first_job, 7, NULL));
	assert_true(print_jobs_used_cups(f->store, &used, NULL) && used);
}

static void of_two_programs_only_one_sends_it(void **state)
{
	struct fixture *f = *state;
	struct print_job job, other;
	struct err err = ERR_INIT;
	assert_true(print_job_begin(f->store, first_job, "", FIXTURE_NOW, &job, NULL));
	assert_int_equal(job.state, PRINT_SENT);
	assert_false(print_job_begin(f->store, first_job, "HP", FIXTURE_NOW, &other, &err));
	assert_int_equal(err.kind, ERR_DATA);
}

/* Whatever came out since the job was made counts. */
static void a_number_is_that_of_the_moment(void **state)
{
	struct fixture *f = *state;
	struct print_job copy = wish(f, "01", NULL, true), sent;
	numbers(&copy, 1, 1);
	set_to(f, first_job, PRINT_CONFIRMED, "HP");
	struct print_job another = add(f); /* the copy, still owed */
	assert_string_equal(another.id, copy.id);
	set_to(f, copy.id, PRINT_GIVEN_UP, "HP");
	struct print_job one = add(f), two;
	numbers(&one, 1, 1);
	assert_true(db_run(store_db(f->store), NULL, "UPDATE print_job SET copy = 0, file_copy = 0"
		" WHERE id = ?", "t", one.id));
	assert_true(print_job_begin(f->store, one.id, "", FIXTURE_NOW, &sent, NULL));
	numbers(&sent, 1, 1);
	two = add(f);
	numbers(&two, 2, 2);
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
		T(the_first_paper_after_files_is_the_original),
		T(an_uncertain_paper_after_a_file_leaves_no_hole),
		T(a_failure_takes_the_number_back),
		T(dropped_while_it_may_be_out_still_counts),
		T(what_is_asked_makes_the_document),
		T(a_wished_copy_says_so_and_leaves_the_original_owed),
		T(one_paper_for_several),
		T(a_period_is_new_each_time),
		T(settled_by_an_officer),
		T(what_another_program_prints_is_left_to_it),
		T(taken_over_once_the_other_has_ended),
		T(taken_from_another_program),
		T(refused_is_owed_only_if_it_was),
		T(of_two_programs_only_one_sends_it),
		T(a_number_is_that_of_the_moment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
