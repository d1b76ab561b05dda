/* What is kept with papers: the text of their form, hand-overs, and what goes when a dossier is erased. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "store/erase.h"
#include "store/handovers.h"
#include "store/print_templates.h"
#include "tests/harness/plain_search.h"
#include "tests/harness/store_fixture.h"

#define OLD "form 01\nversion cũ\n"
#define NEW "form 01\nversion mới\n"

static int setup(void **state)
{
	int rc = fixture_setup(state);
	fixture_lease(*state, fixture_day(), 1, 9);
	return rc;
}
#define T(f) cmocka_unit_test_setup_teardown(f, setup, fixture_teardown)

static void set_receipt(struct fixture *f, const char *text)
{
	assert_true(print_template_set_receipt(f->store, text, FIXTURE_NOW, NULL));
}

static struct print_job get(struct fixture *f, const char *id)
{
	struct print_job job;
	assert_true(print_job_get(f->store, id, &job, NULL));
	return job;
}

static void text_is(struct fixture *f, const char *sha256, const char *wanted)
{
	char *text = print_template_text(f->store, sha256, NULL);
	assert_non_null(text);
	assert_string_equal(text, wanted);
	free(text);
}

static void the_receipts_form_is_pinned_at_intake(void **state)
{
	struct fixture *f = *state;
	struct dossier d, later;
	struct intake_result r, r_later;
	struct intake_options opt = fixture_options(f);
	struct print_job job;
	set_receipt(f, OLD);
	opt.print = false;
	fixture_dossier(&d, NULL);
	assert_true(intake_commit(f->store, &f->ws, &d, &opt, &r, NULL));
	set_receipt(f, NEW);
	fixture_intake(f, NULL, &later, &r_later);
	assert_true(print_job_add(f->store, d.uuid, "01", FIXTURE_NOW, &job, NULL));
	text_is(f, job.template, OLD);
	text_is(f, get(f, r_later.print_job).template, NEW);
	assert_true(print_job_add(f->store, d.uuid, "02", FIXTURE_NOW, &job, NULL));
	assert_string_equal(job.template, "");
	dossier_clear(&d);
	dossier_clear(&later);
}

static void one_without_is_pinned_by_its_first_paper(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct print_job job, copy;
	char old[PRINT_HASH_SIZE], new[PRINT_HASH_SIZE];
	fixture_intake(f, NULL, &d, &r);
	job = get(f, r.print_job);
	assert_string_equal(job.template, "");
	assert_true(print_template_keep(f->store, "01", OLD, 1, old, NULL));
	assert_true(print_template_keep(f->store, "01", NEW, 1, new, NULL));
	assert_true(print_template_pin(f->store, &job, old, NULL));
	assert_true(print_template_pin(f->store, &job, new, NULL)); /* too late */
	assert_string_equal(get(f, job.id).template, old);
	assert_true(print_job_set(f->store, job.id, PRINT_CONFIRMED, "HP", "", 1, NULL));
	assert_true(print_job_add(f->store, d.uuid, "01", FIXTURE_NOW, &copy, NULL));
	assert_string_equal(copy.template, old);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM dossier WHERE template <> ''"), 1);
	dossier_clear(&d);
}

static void a_text_is_what_its_hash_says(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	char sha256[PRINT_HASH_SIZE];
	assert_true(print_template_keep(f->store, "02", OLD, 1, sha256, NULL));
	assert_true(print_template_keep(f->store, "02", OLD, 2, sha256, NULL));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM print_template"), 1);
	assert_true(db_run(store_db(f->store), NULL, "UPDATE print_template SET text = 'khác'", NULL));
	assert_null(print_template_text(f->store, sha256, &err));
	assert_int_equal(err.kind, ERR_DAMAGED);
	assert_null(print_template_text(f->store, "none", &err));
}

static void hand_over(struct fixture *f, const char *uuid, int64_t at, const char *to)
{
	struct handover h = {.at = at, .from = "Bộ phận một cửa", .verdict = HANDOVER_LATE,
		.note = "zichtar: bản chính kèm theo"};
	struct err err = ERR_INIT;
	str_copy(h.to, sizeof(h.to), to);
	if (!handover_add(f->store, uuid, &h, &err))
		fail_msg("%s", err.text);
}

static void the_slip_grows(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct handover *list;
	size_t n;
	fixture_intake(f, NULL, &d, &r);
	hand_over(f, d.uuid, 100, "Phòng Tư pháp");
	hand_over(f, d.uuid, 200, "Chủ tịch");
	assert_true(handovers_of(f->store, d.uuid, 0, &list, &n, NULL));
	assert_int_equal(n, 2);
	assert_string_equal(list[0].to, "Phòng Tư pháp");
	assert_string_equal(list[1].from, "Bộ phận một cửa");
	assert_string_equal(list[1].note, "zichtar: bản chính kèm theo");
	assert_int_equal(list[1].verdict, HANDOVER_LATE);
	free(list);
	assert_true(handovers_of(f->store, d.uuid, 150, &list, &n, NULL));
	assert_int_equal(n, 1);
	free(list);
	assert_false(handover_add(f->store, "nobody", &(struct handover){.at = 1}, NULL));
	dossier_clear(&d);
}

static bool slip(struct fixture *f, const struct dossier *d, int64_t at, const char *asked, bool once,
	struct print_job *job, struct err *err)
{
	const char *const uuid[] = {d->uuid};
	const struct print_wish w = {.form = "06", .dossiers = uuid, .n_dossiers = 1, .asked = asked,
		.once = once};
	return print_job_new(f->store, &w, at, job, err);
}

/* Each new slip that names who takes over is a hand-over; the same one again is not. */
static void a_slip_notes_the_hand_over(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct print_job job;
	struct handover *list;
	struct err err = ERR_INIT;
	size_t n;
	fixture_intake(f, NULL, &d, &r);
	assert_true(slip(f, &d, FIXTURE_NOW, "{\"partner\":\"Sở\"}", false, &job, NULL));
	assert_true(slip(f, &d, FIXTURE_NOW, "{\"to\":\"Phòng Tư pháp\"}", false, &job, NULL));
	assert_true(slip(f, &d, FIXTURE_NOW + 9, "{\"to\":\"Phòng Tư pháp\"}", false, &job, NULL));
	assert_true(slip(f, &d, FIXTURE_NOW + 60,
		"{\"from\":\"A\",\"note\":\"N\",\"to\":\"B\",\"verdict\":\"Quá hạn\"}", false, &job, NULL));
	assert_false(slip(f, &d, FIXTURE_NOW, "{\"to\":\"C\",\"verdict\":\"mai\"}", false, &job, &err));
	assert_string_equal(err.field, "verdict");
	assert_true(handovers_of(f->store, d.uuid, 0, &list, &n, NULL));
	assert_int_equal(n, 2);
	assert_string_equal(list[0].from, "Phường Thử Nghiệm");
	assert_string_equal(list[0].to, "Phòng Tư pháp");
	assert_int_equal(list[0].verdict, HANDOVER_EARLY);
	assert_string_equal(list[1].from, "A");
	assert_string_equal(list[1].note, "N");
	assert_int_equal(list[1].verdict, HANDOVER_LATE);
	free(list);
	err = (struct err)ERR_INIT;
	assert_true(slip(f, &d, FIXTURE_NOW, NULL, true, &job, NULL)); /* the newest, as it was */
	assert_false(slip(f, &d, FIXTURE_NOW, "{\"to\":\"D\"}", true, &job, &err));
	assert_string_equal(err.field, "again");
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM handover"), 2);
	dossier_clear(&d);
}

static void verdicts(void **state)
{
	(void)state;
	int64_t due = FIXTURE_NOW;
	assert_int_equal(handover_judge(0, due), HANDOVER_ON_TIME);
	assert_int_equal(handover_judge(due, due), HANDOVER_ON_TIME);
	assert_int_equal(handover_judge(due, due - 3600), HANDOVER_ON_TIME);
	assert_int_equal(handover_judge(due, due - 86400), HANDOVER_EARLY);
	assert_int_equal(handover_judge(due, due + 1), HANDOVER_LATE);
}

/* The record of the paper stays, what was written on it goes, with what stands on a list of several. */
static void erased_with_the_dossier(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct print_job job, list;
	struct handover *handovers;
	struct err err = ERR_INIT;
	size_t n;
	int erased;
	fixture_intake(f, NULL, &d, &r);
	const char *const uuid[] = {d.uuid};
	struct print_wish w = {.form = "03", .dossiers = uuid, .n_dossiers = 1,
		.asked = "{\"reason\":\"zichtar bí mật\"}", .officer = "canbo.mau"};
	assert_true(print_job_new(f->store, &w, FIXTURE_NOW, &job, NULL));
	w.form = "joint";
	w.subject = PRINT_DOSSIERS;
	assert_true(print_job_new(f->store, &w, FIXTURE_NOW, &list, NULL));
	hand_over(f, d.uuid, 100, "zichtar bí mật");
	assert_false(plain_search(f->dir, "zichtar bí mật", NULL));
	assert_true(print_job_set(f->store, r.print_job, PRINT_CONFIRMED, "HP", "", 1, NULL));
	assert_true(print_job_set(f->store, job.id, PRINT_CONFIRMED, "HP", "", 1, NULL));
	assert_true(db_run(store_db(f->store), NULL, "DELETE FROM outbox", NULL));
	assert_true(db_run(store_db(f->store), NULL, "UPDATE dossier SET delivered_at = 1", NULL));
	const struct erase_rule rule = {.keep_days = 30, .now = FIXTURE_NOW, .most = 10};
	assert_true(store_erase(f->store, &rule, &erased, NULL));
	assert_int_equal(erased, 0); /* the list is owed */
	assert_true(print_job_set(f->store, list.id, PRINT_GIVEN_UP, "", "", 1, NULL));
	assert_true(store_erase(f->store, &rule, &erased, NULL));
	assert_int_equal(erased, 1);
	assert_null(print_job_asked(f->store, &job, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_null(print_job_asked(f->store, &list, &err));
	assert_true(handovers_of(f->store, d.uuid, 0, &handovers, &n, NULL));
	assert_int_equal(n, 1);
	assert_int_equal(handovers[0].at, 100);
	assert_string_equal(handovers[0].to, "");
	free(handovers);
	assert_string_equal(get(f, job.id).officer, "canbo.mau");
	assert_int_equal(get(f, job.id).state, PRINT_CONFIRMED);
	dossier_clear(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_receipts_form_is_pinned_at_intake),
		T(one_without_is_pinned_by_its_first_paper),
		T(a_text_is_what_its_hash_says),
		T(the_slip_grows),
		T(a_slip_notes_the_hand_over),
		T(verdicts),
		T(erased_with_the_dossier),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
