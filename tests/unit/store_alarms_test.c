/* Alarms: raised once, kept over restarts, gone when mended or seen to, the worst first. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "i18n/text.h"
#include "store/alarms.h"
#include "store/outbox.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static struct alarm open_ones[8];
static size_t n;
static int64_t total;

static void list(struct fixture *f)
{
	struct err err = ERR_INIT;
	if (!alarms_list(f->store, FIXTURE_NOW, open_ones, 8, &n, &total, &err))
		fail_msg("%s", err.text);
}

static void raise_one(struct fixture *f, const char *subject, int64_t at)
{
	struct err err = ERR_INIT;
	if (!alarm_raise(f->store, "pin_wrong", subject, at, &err))
		fail_msg("%s", err.text);
}

static void raised_once_and_kept(void **state)
{
	struct fixture *f = *state;
	char text[ALARM_TEXT];
	list(f);
	assert_int_equal(total, 0);
	raise_one(f, "mau", FIXTURE_NOW);
	raise_one(f, "mau", FIXTURE_NOW + 60);
	raise_one(f, "thu\x1b[31m", FIXTURE_NOW - 60);
	fixture_reopen(f);
	list(f);
	assert_int_equal(n, 2);
	assert_int_equal(total, 2);
	assert_string_equal(open_ones[0].subject, "thu"); /* the older first, and clean */
	assert_string_equal(open_ones[1].subject, "mau");
	assert_int_equal(open_ones[1].at, FIXTURE_NOW); /* since it was first seen */
	alarm_text(&open_ones[1], text);
	assert_non_null(strstr(text, "mau"));
	alarm_remedy(&open_ones[1], text);
	assert_true(strlen(text) > 0);
}

static void seen_to_by_an_officer(void **state)
{
	struct fixture *f = *state;
	raise_one(f, "mau", FIXTURE_NOW);
	list(f);
	assert_true(alarm_dismiss(f->store, &open_ones[0], "canbo1", FIXTURE_NOW + 5, NULL));
	raise_one(f, "mau", FIXTURE_NOW + 60); /* the same thing seen again is not news */
	fixture_reopen(f);
	list(f);
	assert_int_equal(total, 0);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM alarm WHERE dismissed_by = 'canbo1'"
		" AND dismissed_at = 1795398185"), 1);
	assert_true(alarm_clear(f->store, "pin_wrong", "other", NULL));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM alarm"), 1);
	assert_true(alarm_clear(f->store, "pin_wrong", "mau", NULL));
	raise_one(f, "mau", FIXTURE_NOW + 90); /* mended in between: this is a new one */
	list(f);
	assert_int_equal(total, 1);
	assert_true(alarm_clear(f->store, "pin_wrong", NULL, NULL));
	list(f);
	assert_int_equal(total, 0);
}

static void one_that_is_looked_for(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct err err = ERR_INIT;
	const struct problem why = {.type = "invalid", .title = "Sai", .status = 422};
	char text[ALARM_TEXT];
	fixture_lease(f, fixture_day(), 1, 5);
	fixture_intake(f, NULL, &d, &r);
	assert_true(outbox_reject(f->store, d.uuid, &why, FIXTURE_NOW, NULL));
	raise_one(f, "mau", FIXTURE_NOW);
	list(f);
	assert_int_equal(n, 2);
	assert_string_equal(open_ones[0].kind->id, "pin_wrong"); /* the worse first */
	assert_string_equal(open_ones[1].kind->id, "rejected");
	alarm_text(&open_ones[1], text);
	assert_non_null(strstr(text, "1 hồ sơ"));
	assert_false(alarm_dismiss(f->store, &open_ones[1], "canbo1", FIXTURE_NOW, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_true(outbox_retry(f->store, d.uuid, NULL));
	list(f);
	assert_int_equal(n, 1);
	dossier_clear(&d);
}

static void many_are_counted(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < 12; i++) {
		char subject[16];
		snprintf(subject, sizeof(subject), "%02d", i);
		raise_one(f, subject, FIXTURE_NOW + i);
	}
	list(f);
	assert_int_equal(n, 8);
	assert_int_equal(total, 12);
}

/* At most one %s, or a row's text would read what is not there. */
static void texts_hold_one_subject(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_alarm_kinds; i++) {
		const char *const texts[] = {alarm_kinds[i].text, alarm_kinds[i].remedy};
		for (int k = 0; k < 2; k++) {
			const char *mark = strchr(texts[k], '%');
			assert_true(text_is_clean(texts[k]));
			if (!mark)
				continue;
			assert_true(str_starts(mark, "%s"));
			assert_null(strchr(mark + 1, '%'));
		}
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(alarm_kinds[i].id, alarm_kinds[k].id);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(raised_once_and_kept), T(seen_to_by_an_officer), T(one_that_is_looked_for),
		T(many_are_counted), cmocka_unit_test(texts_hold_one_subject),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
