/* A list under a field: which keys are its own. */

#include "tui/candidates.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static void offered_only(void **state)
{
	struct candidates c = {.open = true};
	(void)state;
	candidates_begin(&c, 3, 9);
	assert_int_equal(c.chosen, -1);
	assert_int_equal(candidates_key(&c, ACT_ENTER), CANDIDATES_PASS);
	assert_int_equal(candidates_key(&c, ACT_UP), CANDIDATES_PASS);
	assert_int_equal(candidates_key(&c, ACT_NEXT), CANDIDATES_PASS);
	assert_int_equal(candidates_key(&c, ACT_NONE), CANDIDATES_PASS);
	assert_int_equal(candidates_key(&c, ACT_SAVE), CANDIDATES_PASS);
	assert_int_equal(candidates_key(&c, ACT_DOWN), CANDIDATES_MOVED);
	assert_int_equal(c.chosen, 0);
	assert_int_equal(candidates_key(&c, ACT_UP), CANDIDATES_MOVED); /* back into the field */
	assert_int_equal(c.chosen, -1);
	for (int i = 0; i < 5; i++)
		candidates_key(&c, ACT_DOWN);
	assert_int_equal(c.chosen, 2);
	candidates_again(&c, 3, 3);
	assert_int_equal(c.chosen, 2);
	assert_int_equal(candidates_key(&c, ACT_ENTER), CANDIDATES_TAKEN);
	candidates_again(&c, 2, 2);
	assert_int_equal(c.chosen, -1);
	assert_int_equal(candidates_key(&c, ACT_BACK), CANDIDATES_CLOSED);
	assert_false(c.open);
	assert_int_equal(candidates_key(&c, ACT_DOWN), CANDIDATES_PASS);
	assert_int_equal(candidates_key(&c, ACT_BACK), CANDIDATES_PASS);
}

static void one_must_be_taken(void **state)
{
	struct candidates c = {.open = true, .must = true};
	(void)state;
	candidates_begin(&c, 0, 0);
	assert_int_equal(c.chosen, -1);
	assert_int_equal(candidates_key(&c, ACT_ENTER), CANDIDATES_TAKEN); /* nothing: the box says so */
	assert_int_equal(candidates_key(&c, ACT_UP), CANDIDATES_MOVED);
	assert_int_equal(c.chosen, -1);
	candidates_begin(&c, 12, 12);
	assert_int_equal(c.chosen, 0);
	assert_int_equal(candidates_key(&c, ACT_UP), CANDIDATES_MOVED);
	assert_int_equal(c.chosen, 0);
	assert_int_equal(candidates_key(&c, ACT_PAGE_DOWN), CANDIDATES_MOVED);
	assert_in_range(c.chosen, 1, 11);
	assert_int_equal(candidates_key(&c, ACT_PAGE_DOWN), CANDIDATES_MOVED);
	assert_int_equal(candidates_key(&c, ACT_PAGE_DOWN), CANDIDATES_MOVED);
	assert_int_equal(c.chosen, 11);
	candidates_begin(&c, 12, 12); /* other lines */
	assert_int_equal(c.chosen, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offered_only),
		cmocka_unit_test(one_must_be_taken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
