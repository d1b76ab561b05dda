/* Copies of a database: found out by the mark beside the key, by the machine, by central. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/alarms.h"
#include "store/copies.h"
#include "store/mark.h"
#include "store/numbers.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
#define NO_MACHINE "/nowhere"

static void start_on(struct fixture *f, const char *root)
{
	struct err err = ERR_INIT;
	mark_close(f->ws.mark);
	f->ws.mark = NULL;
	fixture_reopen(f);
	if (!copies_check(f->store, &f->ws, f->key_path, root, FIXTURE_NOW, &err))
		fail_msg("%s", err.text);
}

static void start(struct fixture *f)
{
	start_on(f, NO_MACHINE);
}

static void grant_standing(struct fixture *f)
{
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	fixture_block(f, (struct date){0}, FALLBACK_FIRST(7), FALLBACK_LAST(7), &b, signature);
	assert_true(numbers_add(f->store, &f->ws, &b, signature, NULL));
}

static int64_t intake(struct fixture *f, char code[DOSSIER_CODE_SIZE])
{
	struct dossier d;
	struct intake_result r;
	fixture_intake(f, NULL, &d, &r);
	int64_t sequence = d.sequence;
	str_copy(code, DOSSIER_CODE_SIZE, d.code);
	dossier_clear(&d);
	return sequence;
}

static void intakes(struct fixture *f, int n)
{
	char code[DOSSIER_CODE_SIZE];
	while (n-- > 0)
		intake(f, code);
}

static int64_t alarms(struct fixture *f, const char *kind)
{
	struct alarm list[16];
	size_t n;
	int64_t total, found = 0;
	assert_true(alarms_list(f->store, FIXTURE_NOW, list, 16, &n, &total, NULL));
	for (size_t i = 0; i < n; i++)
		found += str_eq(list[i].kind->id, kind);
	return found;
}

/* The database as it is, into memory, and back. */
static void copy_out(struct fixture *f, struct buf *out)
{
	store_close(f->store);
	f->store = NULL;
	buf_init(out, 64u << 20);
	assert_true(fs_read(f->path, out, NULL));
	fixture_reopen(f);
}

static void copy_back(struct fixture *f, struct buf *old)
{
	store_close(f->store);
	f->store = NULL;
	assert_true(fs_write_atomic(f->path, old->data, old->len, 0600, NULL));
	assert_true(store_open(&f->store, f->path, NULL));
}

static void an_ordinary_start_finds_nothing(void **state)
{
	struct fixture *f = *state;
	char code[DOSSIER_CODE_SIZE];
	start(f);
	fixture_lease(f, fixture_day(), 1, 60);
	for (int i = 1; i <= 40; i++) {
		assert_int_equal(intake(f, code), i);
		start(f);
		assert_int_equal(alarms(f, "restored"), 0);
	}
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM number_block WHERE retired <> 0"), 0);
}

/* A receipt that was reserved and whose commit failed: the next takes its sequence. */
static void what_was_not_committed_is_no_copy(void **state)
{
	struct fixture *f = *state;
	char code[DOSSIER_CODE_SIZE];
	start(f);
	fixture_lease(f, fixture_day(), 1, 60);
	for (int i = 1; i <= 2 * MARK_STEP; i++) {
		mark_reserve(f->ws.mark, i);
		start(f);
		assert_int_equal(alarms(f, "restored"), 0);
		assert_int_equal(intake(f, code), i);
	}
}

static void expect_parted(struct fixture *f, int64_t known)
{
	char code[DOSSIER_CODE_SIZE];
	struct number_stock stock;
	assert_int_equal(alarms(f, "restored"), 1);
	assert_true(numbers_stock(f->store, fixture_day(), &stock, NULL));
	assert_int_equal(stock.left, 0);
	assert_true(intake(f, code) > known); /* no sequence twice */
	assert_true(dossier_code_fallback(code));
}

static void an_older_database_is_found_out_offline(void **state)
{
	struct fixture *f = *state;
	struct buf old;
	start(f);
	grant_standing(f);
	fixture_lease(f, fixture_day(), 1, 60);
	intakes(f, 3);
	copy_out(f, &old);
	start(f);
	intakes(f, 1); /* one receipt more is enough */
	copy_back(f, &old);
	start(f);
	expect_parted(f, 4);
	start(f); /* found once */
	assert_int_equal(alarms(f, "restored"), 1);
	fixture_lease(f, fixture_day(), 61, 70);
	char code[DOSSIER_CODE_SIZE];
	intake(f, code);
	assert_string_equal(code, "H01.91.12-261123-0061");
	buf_clear(&old);
}

/* The power went before the mark's exact figure was on the disk: the reserved one stands. */
static void the_reserved_figure_is_enough(void **state)
{
	struct fixture *f = *state;
	struct buf old;
	struct mark_state m;
	bool found;
	start(f);
	grant_standing(f);
	fixture_lease(f, fixture_day(), 1, 60);
	intakes(f, 2);
	copy_out(f, &old);
	start(f);
	intakes(f, 2 * MARK_STEP);
	mark_close(mark_open(f->key_path, &m, &found));
	assert_true(found);
	m.exact = 0;
	mark_set(f->ws.mark, &m);
	copy_back(f, &old);
	start(f);
	expect_parted(f, 2 + 2 * MARK_STEP);
	buf_clear(&old);
}

static void fallback_numbers_are_not_given_twice(void **state)
{
	struct fixture *f = *state;
	struct buf old;
	char last[DOSSIER_CODE_SIZE], code[DOSSIER_CODE_SIZE];
	start(f);
	grant_standing(f);
	intakes(f, 2);
	copy_out(f, &old);
	start(f);
	intakes(f, 3);
	intake(f, last);
	assert_string_equal(last, "H01.91.12-261123-9007006");
	copy_back(f, &old);
	start(f);
	intake(f, code);
	assert_string_equal(code, "H01.91.12-261123-9007007");
	buf_clear(&old);
}

static void without_a_mark_all_goes_on(void **state)
{
	struct fixture *f = *state;
	char *path = xasprintf("%s.mark", f->key_path);
	start(f);
	fixture_lease(f, fixture_day(), 1, 60);
	intakes(f, 3);
	assert_int_equal(unlink(path), 0);
	start(f);
	intakes(f, 1);
	assert_true(fs_write_atomic(path, "rubbish", 7, 0600, NULL));
	start(f);
	intakes(f, 1);
	assert_int_equal(alarms(f, "restored"), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0); /* it can be neither read nor made */
	start(f);
	assert_null(f->ws.mark);
	intakes(f, 1);
	assert_int_equal(rmdir(path), 0);
	free(path);
}

/* ---- the machine */

static void write_file(const char *root, const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", root, name);
	char *dir = fs_dir(path);
	assert_true(fs_mkdirs(dir, 0700, NULL));
	assert_true(fs_write_atomic(path, text, strlen(text), 0600, NULL));
	free(dir);
	free(path);
}

static void make_machine(const char *root, const char *id, const char *card)
{
	write_file(root, "etc/machine-id", id);
	write_file(root, "sys/class/net/lo/address", "00:00:00:00:00:00\n");
	if (!card)
		return;
	write_file(root, "sys/class/net/eth0/address", card);
	write_file(root, "sys/class/net/eth0/device/vendor", "0x8086\n");
}

static char *machine(const struct fixture *f, const char *name, const char *id, const char *card)
{
	char *root = xasprintf("%s-%s", f->dir, name);
	make_machine(root, id, card);
	return root;
}

static void remove_machine(char *root)
{
	static const char *const names[] = {"etc/machine-id", "etc", "sys/class/net/lo/address",
		"sys/class/net/lo", "sys/class/net/eth0/device/vendor", "sys/class/net/eth0/device",
		"sys/class/net/eth0/address", "sys/class/net/eth0", "sys/class/net", "sys/class", "sys", ""};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *path = xasprintf("%s/%s", root, names[i]);
		remove(path);
		free(path);
	}
	free(root);
}

#define CARD_A "52:54:00:aa:bb:01\n"
#define CARD_B "52:54:00:aa:bb:02\n"

static void another_machine_is_noticed_once(void **state)
{
	struct fixture *f = *state;
	char *first = machine(f, "a", "0123456789abcdef0123456789abcdef\n", CARD_A);
	char *second = machine(f, "b", "0123456789abcdef0123456789abcdef\n", CARD_B); /* a disk image */
	char code[DOSSIER_CODE_SIZE];
	start_on(f, first);
	grant_standing(f);
	fixture_lease(f, fixture_day(), 1, 60);
	intakes(f, 1);
	start_on(f, first);
	assert_int_equal(alarms(f, "cloned"), 0);
	start_on(f, second);
	assert_int_equal(alarms(f, "cloned"), 1);
	intake(f, code); /* served, from the half the first machine comes to last */
	assert_string_equal(code, "H01.91.12-261123-9007500");
	start_on(f, second);
	assert_int_equal(alarms(f, "cloned"), 1);
	/* what is kept says nothing of the machines */
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM meta WHERE value LIKE '%52:54%'"
		" OR value LIKE '%0123456789abcdef%'"), 0);
	remove_machine(first);
	remove_machine(second);
}

static void small_changes_are_the_same_machine(void **state)
{
	struct fixture *f = *state;
	char *root = machine(f, "a", "0123456789abcdef0123456789abcdef\n", CARD_A);
	start_on(f, root);
	write_file(root, "etc/machine-id", "fedcba9876543210fedcba9876543210\n"); /* system anew */
	start_on(f, root);
	assert_int_equal(alarms(f, "cloned"), 0);
	start_on(f, NO_MACHINE); /* nothing can be seen */
	start_on(f, root);
	assert_int_equal(alarms(f, "cloned"), 0);
	remove_machine(root);
	root = machine(f, "c", "fedcba9876543210fedcba9876543210\n", NULL); /* card out */
	start_on(f, root);
	assert_int_equal(alarms(f, "cloned"), 0);
	write_file(root, "etc/machine-id", "00000000000000000000000000000001\n");
	start_on(f, root);
	assert_int_equal(alarms(f, "cloned"), 1);
	remove_machine(root);
}

/* ---- central's word */

static bool compare(struct fixture *f, int64_t sequence, int64_t of_lineage)
{
	struct copies_seen seen = {sequence, sequence, of_lineage};
	bool copy;
	assert_true(copies_compare(f->store, &f->ws, &seen, FIXTURE_NOW, &copy, NULL));
	return copy;
}

static void central_has_seen_more(void **state)
{
	struct fixture *f = *state;
	char first[UUID_SIZE], second[UUID_SIZE];
	start(f);
	grant_standing(f);
	fixture_lease(f, fixture_day(), 1, 60);
	intakes(f, 4);
	assert_true(copies_lineage(f->store, first, NULL));
	assert_true(first[0]);
	assert_false(compare(f, 4, 4));
	assert_false(compare(f, 0, 0)); /* central was restored: not ours to mend */
	assert_false(compare(f, 9, 3)); /* another copy, under numbers of its own */
	assert_true(compare(f, 9, 5));
	expect_parted(f, 9);
	assert_true(copies_lineage(f->store, second, NULL));
	assert_string_not_equal(first, second);
	assert_false(compare(f, 9, 0));
	assert_false(compare(f, 10, -1));
	assert_true(compare(f, 11, -1)); /* a central that knows of no lineages */
}

static void a_clash_parts_the_numbers(void **state)
{
	struct fixture *f = *state;
	char code[DOSSIER_CODE_SIZE], next[DOSSIER_CODE_SIZE];
	struct number_stock stock;
	start(f);
	grant_standing(f);
	fixture_lease(f, fixture_day(), 1, 60);
	intake(f, code);
	assert_true(copies_clash(f->store, &f->ws, code, true, FIXTURE_NOW, NULL));
	assert_int_equal(alarms(f, "clash"), 1);
	assert_true(numbers_stock(f->store, fixture_day(), &stock, NULL));
	assert_int_equal(stock.left, 0);
	fixture_lease(f, fixture_day(), 61, 70);
	assert_true(copies_clash(f->store, &f->ws, code, false, FIXTURE_NOW, NULL)); /* by the feed, too */
	assert_int_equal(alarms(f, "clash"), 1);
	intake(f, next);
	assert_string_equal(next, "H01.91.12-261123-0061");
	/* of fallback numbers, who comes second goes out of the way */
	assert_true(copies_clash(f->store, &f->ws, "H01.91.12-261122-9007001", true, FIXTURE_NOW, NULL));
	assert_int_equal(alarms(f, "clash"), 2);
	assert_true(numbers_stock(f->store, fixture_day(), &stock, NULL));
	assert_int_equal(stock.left, 9);
	assert_int_equal(stock.fallback_left, 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_ordinary_start_finds_nothing), T(what_was_not_committed_is_no_copy),
		T(an_older_database_is_found_out_offline), T(the_reserved_figure_is_enough),
		T(fallback_numbers_are_not_given_twice), T(without_a_mark_all_goes_on),
		T(another_machine_is_noticed_once), T(small_changes_are_the_same_machine),
		T(central_has_seen_more), T(a_clash_parts_the_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
