#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "core/period.h"

static void what_people_write(void **state)
{
	static const char *const rows[][2] = {
		{"2026-11-23", "2026-11-23..2026-11-23"}, {"23/11/2026", "2026-11-23..2026-11-23"},
		{"2026-11", "2026-11-01..2026-11-30"}, {"11/2026", "2026-11-01..2026-11-30"},
		{"2/2028", "2028-02-01..2028-02-29"}, {"2026-12", "2026-12-01..2026-12-31"},
		{"2026-11-01..2026-11-07", "2026-11-01..2026-11-07"},
		{"2026-01..2026-03", "2026-01-01..2026-03-31"}, {"1/11/2026..11/2026", "2026-11-01..2026-11-30"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct period p;
		char text[PERIOD_SIZE];
		assert_true(period_parse(rows[i][0], &p));
		period_format(&p, text);
		assert_string_equal(text, rows[i][1]);
		struct period again;
		assert_true(period_parse(text, &again));
		assert_int_equal(period_start(&again), period_start(&p));
	}
}

static void what_is_none(void **state)
{
	static const char *const wrong[] = {
		"", "..", "2026-13", "13/2026", "0/2026", "2026", "2026-02-30", "2026-11-02..2026-11-01",
		"2026-11-01..", "..2026-11-01", "hôm nay", "2026-11-01...2026-11-02", "-11/2026", "2026-+1",
		"1.014027", "H01.91.12-261123-0001", "2026-11-01..2026-11-02..2026-11-03",
		"00000000000000000000000000000000000000000000000..2026-11",
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct period p;
		if (period_parse(wrong[i], &p))
			fail_msg("%s", wrong[i]);
	}
}

static void its_ends(void **state)
{
	struct period p;
	(void)state;
	assert_true(period_is_backwards("2026-11-02..2026-11-01"));
	assert_false(period_is_backwards("2026-11-01..2026-11-02"));
	assert_false(period_is_backwards("2026-13..2026-11"));
	assert_true(period_parse("2026-11-23", &p));
	assert_int_equal(period_start(&p), 1795366800);
	assert_int_equal(period_end(&p), 1795366800 + 86400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_write),
		cmocka_unit_test(what_is_none),
		cmocka_unit_test(its_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
