/* PINs: which may be, what is kept of them, and that guessing is slow whatever one does meanwhile. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/alarms.h"
#include "store/pins.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
#define PIN "480926"

static struct pin_moment at = {"boot-1", 1000000, FIXTURE_NOW};

static struct err err;
#define OK(call) \
	do { \
		err = (struct err)ERR_INIT; \
		if (!(call)) \
			fail_msg("%s", err.text); \
	} while (0)

/* A cheap one: what it costs is measured elsewhere. */
static struct pin_secret cheap(const char *pin)
{
	struct pin_secret s;
	pin_secret_new(&s);
	s.n = 1024;
	s.p = 1;
	assert_true(pin_derive(&s, pin, s.hash));
	return s;
}

static void set(struct fixture *f, const char *account)
{
	struct pin_secret s = cheap(PIN);
	OK(pin_set(f->store, account, &s, account, FIXTURE_NOW, &err));
}

/* The wait that was asked for, or -1 when the try was taken. */
static int64_t try_pin(struct fixture *f, const char *pin, bool *right)
{
	struct pin_secret s;
	uint8_t hash[PIN_HASH];
	int64_t wait;
	OK(pin_try(f->store, "mau", &at, &s, &wait, &err));
	if (wait > 0)
		return wait;
	assert_true(pin_derive(&s, pin, hash));
	*right = pin_same(hash, s.hash);
	if (*right)
		OK(pin_right(f->store, "mau", &err));
	else
		OK(pin_wrong(f->store, "mau", "Trần Thị Mẫu", FIXTURE_NOW, &err));
	return -1;
}

static void wrong_times(struct fixture *f, int n)
{
	bool right;
	for (int i = 0; i < n; i++) {
		assert_int_equal(try_pin(f, "999111", &right), -1);
		assert_false(right);
	}
}

static void which_may_be(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "12345", "1234567890123", "12345a", "000000", "123456",
		"654321", "890123", "111111", "121212", "123123", "199003", "031990", "150390",
		"15031990", "19900315", "１２３４５６", "-12345", " 480926"};
	static const char *const good[] = {PIN, "739104", "48092617", "480926173950", "350726"};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		err = (struct err)ERR_INIT;
		if (pin_acceptable(bad[i], &err) || err.kind != ERR_DATA || strstr(err.text, "480926"))
			fail_msg("taken: %s", bad[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		if (!pin_acceptable(good[i], NULL))
			fail_msg("refused: %s", good[i]);
}

static void what_is_kept(void **state)
{
	struct fixture *f = *state;
	struct pin_secret a, b;
	uint8_t hash[PIN_HASH];
	pin_secret_new(&a);
	pin_secret_new(&b);
	assert_memory_not_equal(a.salt, b.salt, PIN_SALT);
	assert_true(a.n * a.r >= 1 << 18); /* 32 MB for each guess */
	int64_t start = clock_mono_ms();
	assert_true(pin_derive(&a, PIN, a.hash));
	int64_t took = clock_mono_ms() - start;
	assert_true(took >= 5 && took < 60000);
	assert_true(pin_derive(&a, PIN, hash));
	assert_true(pin_same(hash, a.hash));
	assert_true(pin_derive(&a, "480927", hash));
	assert_false(pin_same(hash, a.hash));
	OK(pin_set(f->store, "mau", &a, "mau", FIXTURE_NOW, &err));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM pin WHERE CAST(hash AS TEXT) LIKE '%480926%'"
		" OR account <> 'mau' OR length(salt) <> 16 OR length(hash) <= 32"), 0);
	struct rows *r = db_rows(store_db(f->store), "SELECT hash FROM pin", NULL);
	size_t len = 0;
	assert_true(rows_next(r));
	const uint8_t *kept = rows_blob(r, 0, &len);
	for (size_t i = 0; i + PIN_HASH <= len; i++) /* nothing to try PINs on in a copied database */
		assert_memory_not_equal(kept + i, a.hash, PIN_HASH);
	assert_true(rows_end(r, NULL));
	for (int i = 0; i < 6; i++) { /* a cost nobody chose takes neither hours nor the memory */
		struct pin_secret odd = a;
		*(i % 3 == 0 ? &odd.n : i % 3 == 1 ? &odd.r : &odd.p) = i < 3 ? INT64_C(1) << 40 : -1;
		assert_false(pin_derive(&odd, PIN, hash));
	}
}

static void states(void **state)
{
	struct fixture *f = *state;
	enum pin_state s;
	struct pin_secret secret;
	int64_t wait;
	char accounts[4][PIN_ACCOUNT];
	size_t n;
	OK(pin_state(f->store, "mau", &s, &err));
	assert_int_equal(s, PIN_NONE);
	assert_false(pin_try(f->store, "mau", &at, &secret, &wait, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_false(pin_clear(f->store, "mau", FIXTURE_NOW, NULL));
	set(f, "mau");
	set(f, "thu");
	fixture_reopen(f);
	OK(pin_state(f->store, "mau", &s, &err));
	assert_int_equal(s, PIN_IS_SET);
	OK(pin_clear(f->store, "mau", FIXTURE_NOW, &err));
	OK(pin_state(f->store, "mau", &s, &err));
	assert_int_equal(s, PIN_CLEARED);
	OK(pin_accounts(f->store, accounts, 4, &n, &err));
	assert_int_equal(n, 1);
	assert_string_equal(accounts[0], "thu");
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM alarm WHERE kind = 'pin_cleared'"
		" AND subject = 'mau'"), 1);
	assert_false(pin_try(f->store, "mau", &at, &secret, &wait, NULL));
}

static void the_fifth_begins_to_cost(void **state)
{
	struct fixture *f = *state;
	bool right;
	set(f, "mau");
	wrong_times(f, 4);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM alarm"), 0);
	assert_int_equal(try_pin(f, PIN, &right), -1);
	assert_true(right);
	wrong_times(f, 5); /* the count began anew */
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM alarm WHERE kind = 'pin_wrong'"), 1);
	assert_int_equal(try_pin(f, PIN, &right), 30000); /* also the right one waits */
	at.boot_ms += 29999;
	fixture_reopen(f); /* another start of the program is no way round */
	assert_int_equal(try_pin(f, PIN, &right), 1);
	at.boot_ms += 1;
	wrong_times(f, 1);
	assert_int_equal(try_pin(f, PIN, &right), 60000);
	at.boot_ms += 60000;
	assert_int_equal(try_pin(f, PIN, &right), -1);
	assert_true(right);
	wrong_times(f, 5);
}

/* The clock people set is not asked; a boot, or a clock that goes back, begins the wait anew. */
static void clocks_do_not_help(void **state)
{
	struct fixture *f = *state;
	bool right;
	set(f, "mau");
	wrong_times(f, 5);
	at.now += INT64_C(10) * 365 * 86400;
	assert_int_equal(try_pin(f, PIN, &right), 30000);
	str_copy(at.boot, sizeof(at.boot), "boot-2");
	at.boot_ms += 500000;
	assert_int_equal(try_pin(f, PIN, &right), 30000);
	at.boot_ms += 10000;
	assert_int_equal(try_pin(f, PIN, &right), 20000);
	at.boot_ms -= 100000;
	assert_int_equal(try_pin(f, PIN, &right), 30000);
	at.boot_ms += 30000;
	assert_int_equal(try_pin(f, PIN, &right), -1);
	str_copy(at.boot, sizeof(at.boot), "boot-1");
}

/* Ended between the try and its outcome: it counts as wrong. And two programs share one count. */
static void a_try_is_counted_before_it_is_looked_at(void **state)
{
	struct fixture *f = *state;
	struct pin_secret s;
	struct store *other;
	bool right;
	int64_t wait;
	set(f, "mau");
	OK(store_open(&other, f->path, &err));
	for (int i = 0; i < 5; i++)
		OK(pin_try(i % 2 ? f->store : other, "mau", &at, &s, &wait, &err));
	store_close(other);
	fixture_reopen(f);
	assert_int_equal(try_pin(f, PIN, &right), 30000);
}

static void waits_grow_to_a_quarter_of_an_hour(void **state)
{
	(void)state;
	static const int64_t seconds[] = {0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900};
	for (size_t i = 0; i < ARRAY_LEN(seconds); i++)
		assert_int_equal(pin_wait_ms((int64_t)i), seconds[i] * 1000);
	assert_int_equal(pin_wait_ms(INT64_MAX), 900000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(which_may_be), T(what_is_kept), T(states), T(the_fifth_begins_to_cost),
		T(clocks_do_not_help), T(a_try_is_counted_before_it_is_looked_at),
		cmocka_unit_test(waits_grow_to_a_quarter_of_an_hour),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
