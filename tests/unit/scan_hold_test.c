/* Keys among the digits that a card begins with: a scan's own, or a person's. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/mem.h"
#include "tui/scan_hold.h"

static struct scan scan;
static struct scan_hold hold;
static int64_t now;

static int setup(void **state)
{
	(void)state;
	scan_init(&scan);
	hold = (struct scan_hold){0};
	now = 1000000;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scan_clear(&scan);
	return 0;
}

/* '\033' is F10, '\r' Enter, '\001' a paste, '\002' Alt-0. What the last one told. */
static enum scan_hold_result type(const char *keys)
{
	static const struct {
		char c;
		struct key key;
	} others[] = {
		{'\033', {KIND_FUNCTION, K_F10}}, {'\r', {KIND_FUNCTION, K_ENTER}}, {'\001', {KIND_PASTE, 0}},
		{'\002', {KIND_ALT, '0'}},
	};
	enum scan_hold_result r = HOLD_NOTHING;
	for (; *keys; keys++) {
		struct key key = {KIND_CHAR, (unsigned char)*keys};
		for (size_t i = 0; i < ARRAY_LEN(others); i++)
			if (others[i].c == *keys)
				key = others[i].key;
		r = scan_hold_feed(&hold, &scan, key, now);
		if (r == HOLD_GIVE || r == HOLD_SCAN)
			hold.n = 0;
		if (r != HOLD_KEPT && scan_feed(&scan, key, now, true) == SCAN_NONE && key.kind != KIND_CHAR)
			scan_reset(&scan);
	}
	return r;
}

static void told_by_what_follows(void **state)
{
	static const struct {
		const char *keys;
		enum scan_hold_result last;
	} cases[] = {
		{"08919\0330001234", HOLD_KEPT}, {"08919\0330001234|", HOLD_SCAN},
		{"089190001234\033|", HOLD_SCAN}, {"0\r\033\r89190001234|", HOLD_SCAN},
		{"08919\002001234|", HOLD_SCAN},
		{"Nam 08919\0330001234|", HOLD_SCAN},
		{"0912\033089190001", HOLD_GIVE}, /* a number, a key, a scan */
		{"0912\033a", HOLD_GIVE}, {"08919\033|", HOLD_GIVE}, {"08919\033\001", HOLD_GIVE},
		{"Nam\033", HOLD_NOTHING}, {"\033", HOLD_NOTHING}, {"0891900012345\033", HOLD_NOTHING},
		{"089\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033\033",
			HOLD_GIVE},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		setup(state);
		enum scan_hold_result r = type(cases[i].keys);
		teardown(state);
		if (r != cases[i].last)
			fail_msg("%s: %d", cases[i].keys, r);
	}
	setup(state);
}

static void a_person_is_slower(void **state)
{
	(void)state;
	type("08919");
	now += 60;
	assert_int_equal(type("\033"), HOLD_NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(told_by_what_follows, setup, teardown),
		cmocka_unit_test_setup_teardown(a_person_is_slower, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
