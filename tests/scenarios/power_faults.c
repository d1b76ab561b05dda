/*
 * The disk refuses: full, or with an I/O error, at every single write, sync and read of what the
 * store does, once or from then on. What was said to be saved is there, nothing is there by half,
 * no number is spent on nothing, and when the disk is well again the work goes on. MOTCUA_SOAK=N
 * with N > 1: also the calls that are left out for time.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/status.h"
#include "store/drafts.h"
#include "store/outbox.h"
#include "tests/harness/power_stage.h"

#define ENDLESS 3000

/* The queue can be read while the disk refuses to be written to. */
static void still_reads(struct stage *s)
{
	struct outbox_counts counts;
	struct err err = ERR_INIT;
	if (!outbox_counts(s->f->store, &counts, &err) || counts.waiting < 1)
		fail_msg("%s: the queue cannot be read: %s", s->story, err.text);
}

static bool about_writing(enum power_fault fault)
{
	return fault != POWER_READ && fault != POWER_SHORT_READ;
}

/* A disk that once failed to sync is not to be trusted before the store is opened again. */
static bool may_refuse_more(enum power_fault fault)
{
	return fault == POWER_SYNC || fault == POWER_SYNC_NAMES;
}

/* With the store still open after the fault, which strikes on until it is closed, or has passed:
 * then the work goes on until the power goes. */
static void go_on(struct stage *s, const struct scene *scene, const struct power_plan *plan)
{
	if (scene->nothing)
		return;
	if (about_writing(plan->fault))
		still_reads(s);
	if (plan->lasting)
		return;
	power_plan(NULL);
	if (!stage_intake(s) && !may_refuse_more(plan->fault))
		fail_msg("%s: the disk is well again, and no further intake", s->story);
	power_plan(&(struct power_plan){.fault = POWER_OFF, .at = 1});
}

static bool play(struct stage *s, const struct scene *scene, const struct power_plan *plan)
{
	stage_set(s, scene);
	snprintf(s->story, sizeof(s->story), "%s, %s at call %d%s", scene->name,
		power_fault_name(plan->fault), plan->at, plan->lasting ? " and on" : "");
	power_plan(plan);
	bool open = stage_open(s);
	bool done = open && scene->play(s);
	bool struck = power_struck();
	if (open)
		go_on(s, scene, plan);
	stage_close(s);
	power_cut(0);
	stage_check(s, scene, done);
	return struck;
}

static int at_every_call(struct stage *s, const struct scene *scene, enum power_fault fault,
	bool lasting, int step)
{
	struct power_plan plan = {.fault = fault, .at = 1, .lasting = lasting};
	for (; play(s, scene, &plan); plan.at += step)
		assert_true(plan.at < ENDLESS);
	return plan.at;
}

static void every_fault(struct stage *s, const struct scene *scene)
{
	bool all = stage_soak() > 1;
	int wide = all || !stage_is_long(scene) ? 1 : 8;
	for (enum power_fault fault = POWER_FULL; fault < POWER_FAULTS; fault++) {
		bool writing = about_writing(fault);
		at_every_call(s, scene, fault, false,
			wide * (all || writing ? 1 : 9));
		at_every_call(s, scene, fault, true,
			wide * (all ? 1 : writing ? 3 : 15));
	}
}

static void saved_is_there_and_refused_is_not(void **state)
{
	for (size_t i = 0; i < power_n_scenes; i++)
		every_fault(*state, &power_scenes[i]);
}

/* ---- a sync that failed */

static bool refused_for_the_disk(bool ok, const struct err *err)
{
	return !ok && err->kind == ERR_DISK && strstr(err->text, "ngừng lưu");
}

/* Nothing is saved any more, whatever asks for it, and what is there can be read. */
static void says_so_and_stops(struct stage *s)
{
	struct err err[4] = {ERR_INIT, ERR_INIT, ERR_INIT, ERR_INIT};
	struct store *store = s->f->store;
	assert_true(refused_for_the_disk(
		draft_save(store, "intake", "{}", 3, &err[0]), &err[0]));
	assert_true(refused_for_the_disk(outbox_retry(store, s->rejected, &err[1]), &err[1]));
	assert_true(refused_for_the_disk(store_meta_set(store, "a", "b", &err[2]), &err[2]));
	assert_true(refused_for_the_disk(
		outbox_delivered(store, s->waiting, STATUS_RECEIVED, FIXTURE_NOW, &err[3]), &err[3]));
	assert_false(stage_intake(s));
	still_reads(s);
}

static void power_goes(struct stage *s, const struct scene *scene)
{
	power_plan(&(struct power_plan){.fault = POWER_OFF, .at = 1});
	stage_close(s);
	power_cut(0);
	stage_check(s, scene, false);
}

/* What no commit waited for lies in the log before; opening again puts it where it cannot make what
 * comes behind it unreadable. */
static void after_a_failed_sync_it_stops_until_opened_again(void **state)
{
	static const struct scene scene = {.name = "failed sync"};
	struct stage *s = *state;
	stage_set(s, &scene);
	str_copy(s->story, sizeof(s->story), scene.name);
	assert_true(stage_open(s) && stage_intake(s));
	assert_true(outbox_delivered(s->f->store, s->waiting, STATUS_RECEIVED, FIXTURE_NOW, NULL));
	power_plan(&(struct power_plan){.fault = POWER_SYNC, .at = 1, .lasting = true});
	assert_false(stage_intake(s));
	assert_true(power_struck());
	says_so_and_stops(s);
	stage_close(s); /* which cannot be done in peace either */
	assert_true(stage_open(s));
	says_so_and_stops(s);
	stage_close(s);
	power_plan(NULL);
	assert_true(stage_open(s) && stage_intake(s) && stage_intake(s));
	power_goes(s, &scene);
}

/* So long that the log is folded back after it, though nobody waits for it to be on the disk. */
static void save_long_draft(struct stage *s)
{
	size_t len = 4100 * 4096;
	char *json = xmalloc(len + 1);
	memset(json, 'x', len);
	json[len] = '\0';
	assert_true(draft_save(s->f->store, "long", json, 1, NULL));
	free(json);
}

static void nor_is_it_silent_when_the_log_is_folded_back(void **state)
{
	static const struct scene scene = {.name = "folding back"};
	struct stage *s = *state;
	struct power_plan plan = {.fault = POWER_SYNC, .at = 1};
	for (bool struck = true; struck; plan.at++) {
		stage_set(s, &scene);
		snprintf(s->story, sizeof(s->story), "folding back, sync error at call %d", plan.at);
		assert_true(stage_open(s));
		assert_true(outbox_delivered(s->f->store, s->waiting, STATUS_RECEIVED, FIXTURE_NOW, NULL));
		power_plan(&plan);
		save_long_draft(s);
		stage_intake(s);
		struck = power_struck();
		power_plan(NULL);
		assert_true(struck ? !stage_intake(s) : stage_intake(s));
		power_goes(s, &scene);
	}
	assert_true(plan.at > 3); /* two of the folding back, and the intake's */
}

/* ---- a disk that cannot be read */

/* It must not look like a machine that is not enrolled: somebody would enrol it again. */
static void a_read_error_is_not_a_missing_enrolment(void **state)
{
	static const struct scene scene = {.name = "workstation"};
	struct stage *s = *state;
	struct power_plan plan = {.fault = POWER_READ, .at = 1};
	int refused = 0;
	for (bool struck = true; struck; plan.at++) {
		struct workstation ws;
		struct err err = ERR_INIT;
		stage_set(s, &scene);
		if (stage_open(s)) {
			/* opening has read it once already */
			assert_true(db_script(store_db(s->f->store), "PRAGMA shrink_memory", NULL));
			power_plan(&plan);
			bool ok = workstation_load(&ws, s->f->store, s->f->key_path, &err);
			if (ok)
				workstation_clear(&ws);
			else if (err.kind != ERR_DISK)
				fail_msg("read error at call %d: %s", plan.at, err.text);
			refused += !ok;
		}
		struck = power_struck();
		stage_close(s);
	}
	assert_true(refused > 0);
	power_cut(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(saved_is_there_and_refused_is_not, stage_setup,
			stage_teardown),
		cmocka_unit_test_setup_teardown(after_a_failed_sync_it_stops_until_opened_again,
			stage_setup, stage_teardown),
		cmocka_unit_test_setup_teardown(a_read_error_is_not_a_missing_enrolment, stage_setup,
			stage_teardown),
		cmocka_unit_test_setup_teardown(nor_is_it_silent_when_the_log_is_folded_back, stage_setup,
			stage_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
