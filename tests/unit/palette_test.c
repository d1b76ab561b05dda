#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "i18n/lang.h"
#include "tests/harness/store_fixture.h"
#include "tui/palette.h"
#include "tui/screen.h"

/* A screen of that kind, of which nothing else is asked. */
static const struct screen *below(enum scope scope)
{
	static struct screen_ops ops;
	static struct screen screen = {.ops = &ops};
	ops = (struct screen_ops){.scope = scope};
	return &screen;
}

static const struct palette_row *first(struct palette *p, const char *typed)
{
	palette_find(p, typed);
	return p->n ? &p->rows[0] : NULL;
}

/* What officers say, on a screen, and what it is there. */
static void words_find_their_command(void **state)
{
	static const struct {
		enum scope scope;
		const char *typed;
		enum action action;
		enum palette_kind kind;
	} cases[] = {
		{SCOPE_DETAIL, "in lai", ACT_PRINT, PALETTE_KEY},
		{SCOPE_JOBS, "in lại", ACT_PRINT, PALETTE_KEY},
		{SCOPE_HOME, "doi ca", ACT_OFFICER, PALETTE_KEY},
		{SCOPE_INTAKE, "đổi ca", ACT_OFFICER, PALETTE_WAY},
		{SCOPE_INTAKE, "luu", ACT_SAVE, PALETTE_KEY},
		{SCOPE_INTAKE, "ban nhap", ACT_DRAFTS, PALETTE_KEY},
		{SCOPE_HOME, "so theo doi", ACT_LEDGER, PALETTE_WAY},
		{SCOPE_MENU, "khoa man hinh", ACT_LOCK, PALETTE_KEY},
		{SCOPE_QUEUE, "dat ma pin", ACT_NEW_PIN, PALETTE_WAY},
		{SCOPE_DOSSIERS, "may in", ACT_PRINTERS, PALETTE_WAY},
		{SCOPE_HOME, "thoat", ACT_QUIT, PALETTE_KEY},
		{SCOPE_DETAIL, "hang doi", ACT_QUEUE, PALETTE_KEY},
	};
	struct fixture *f = *state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct palette p;
		palette_init(&p, below(cases[i].scope), NULL, f->store);
		const struct palette_row *row = first(&p, cases[i].typed);
		if (!row || bindings[row->at].action != cases[i].action || row->kind != cases[i].kind)
			fail_msg("\"%s\" finds %s", cases[i].typed, row ? row->text : "nothing");
		assert_true(row->keys[0]);
		palette_clear(&p);
	}
}

/* On each screen: no command twice, all of its keys but the hand's, and ways from everywhere. */
static void each_screen_offers_its_keys_once(void **state)
{
	struct fixture *f = *state;
	for (unsigned scope = 1; scope <= SCOPE_LAST; scope <<= 1) {
		struct palette p;
		bool lock = false;
		palette_init(&p, below((enum scope)scope), NULL, f->store);
		for (size_t i = 0; i < p.n; i++) {
			const struct binding *b = &bindings[p.rows[i].at];
			lock = lock || b->action == ACT_LOCK;
			assert_true(p.rows[i].kind == PALETTE_WAY || (b->scopes & scope));
			for (size_t k = 0; k < i; k++)
				assert_int_not_equal(bindings[p.rows[k].at].action, b->action);
		}
		assert_true(lock);
		palette_clear(&p);
	}
}

static void dossiers_by_the_tail_of_their_code(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct palette p;
	fixture_lease(f, fixture_day(), 1, 3);
	fixture_intake(f, NULL, &d, &r);
	palette_init(&p, below(SCOPE_HOME), NULL, f->store);
	const struct palette_row *row = first(&p, "0001");
	assert_non_null(row);
	assert_int_equal(row->kind, PALETTE_DOSSIER);
	assert_string_equal(row->id, d.uuid);
	row = first(&p, "01"); /* too short to be meant */
	assert_true(!row || row->kind != PALETTE_DOSSIER);
	(void)first(&p, "\xff%s\n");
	palette_clear(&p);
	dossier_clear(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words_find_their_command, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(each_screen_offers_its_keys_once, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(dossiers_by_the_tail_of_their_code, fixture_setup, fixture_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
