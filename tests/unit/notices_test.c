#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include "base/mem.h"
#include "tui/notices.h"

static void expect(const struct notices *n, const char *text)
{
	const struct notice *shown = notices_shown(n);
	if (!text) {
		assert_null(shown);
		return;
	}
	assert_non_null(shown);
	assert_string_equal(shown->text, text);
}

static void one_after_the_other(void **state)
{
	(void)state;
	struct notices n = {.n = 0};
	expect(&n, NULL);
	assert_true(notices_add(&n, STYLE_BAD, "a", "A"));
	assert_false(notices_add(&n, STYLE_GOOD, "", "B")); /* waits until A was read */
	expect(&n, "A");
	assert_true(notices_turn(&n, true));
	expect(&n, "B");
	assert_false(notices_turn(&n, true)); /* nothing else is to be shown: it stays */
	expect(&n, "B");
	assert_true(notices_add(&n, STYLE_WARN, "c", "C")); /* but does not hold up another */
	expect(&n, "C");
	assert_true(notices_turn(&n, false));
	expect(&n, NULL);
	assert_false(notices_turn(&n, false));
}

static void the_later_of_two_about_the_same(void **state)
{
	(void)state;
	struct notices n = {.n = 0};
	notices_add(&n, STYLE_BAD, "a", "A");
	notices_add(&n, STYLE_BAD, "b", "B: no paper");
	assert_false(notices_add(&n, STYLE_WARN, "b", "B: open"));
	assert_true(notices_add(&n, STYLE_WARN, "a", "A again")); /* in sight, and for its whole time */
	expect(&n, "A again");
	assert_int_equal(n.n, 2);
	assert_false(notices_forget(&n, "b")); /* it printed meanwhile */
	assert_int_equal(n.n, 1);
	assert_false(notices_forget(&n, "")); /* about nothing */
	assert_true(notices_forget(&n, "a"));
	expect(&n, NULL);
}

static void what_went_well_gives_way(void **state)
{
	(void)state;
	struct notices n = {.n = 0};
	char text[16];
	notices_add(&n, STYLE_GOOD, "", "first"); /* is in sight: never torn away */
	for (int i = 1; i < NOTICES_MAX; i++) {
		snprintf(text, sizeof(text), "%d", i);
		notices_add(&n, i == 5 ? STYLE_GOOD : STYLE_BAD, "", text);
	}
	notices_add(&n, STYLE_BAD, "", "new"); /* for 5 */
	notices_add(&n, STYLE_BAD, "", "newer"); /* for 1, the oldest that waits */
	static const char *const order[] = {"first", "2", "3", "4", "6", "7", "new", "newer"};
	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		expect(&n, order[i]);
		assert_true(notices_turn(&n, false));
	}
	expect(&n, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_after_the_other),
		cmocka_unit_test(the_later_of_two_about_the_same),
		cmocka_unit_test(what_went_well_gives_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
