/* The numbers in stock: what is let in, what goes out, what is asked for. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"
#include "store/numbers.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static int64_t left(struct fixture *f, struct date day)
{
	struct number_stock stock;
	assert_true(numbers_stock(f->store, day, &stock, NULL));
	return stock.left;
}

static bool take(struct fixture *f, char code[DOSSIER_CODE_SIZE])
{
	char block[UUID_SIZE];
	struct err err = ERR_INIT;
	return numbers_take(f->store, &f->ws, fixture_day(), code, block, &err);
}

static void numbers_go_out_in_order_of_issue(void **state)
{
	struct fixture *f = *state;
	char code[DOSSIER_CODE_SIZE], peeked[DOSSIER_CODE_SIZE];
	static const char *const codes[] = {"H01.91.12-261123-0007", "H01.91.12-261123-0008",
		"H01.91.12-261123-0100"};
	fixture_lease(f, fixture_day(), 100, 100);
	fixture_lease(f, fixture_day(), 7, 8);
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		assert_true(numbers_peek(f->store, &f->ws, fixture_day(), peeked));
		assert_true(take(f, code));
		assert_string_equal(code, codes[i]);
		assert_string_equal(peeked, codes[i]);
	}
	assert_false(numbers_peek(f->store, &f->ws, fixture_day(), peeked));
	struct err err = ERR_INIT;
	char block[UUID_SIZE];
	assert_false(numbers_take(f->store, &f->ws, fixture_day(), code, block, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
}

static void a_number_rolled_back_is_the_next(void **state)
{
	struct fixture *f = *state;
	char one[DOSSIER_CODE_SIZE], two[DOSSIER_CODE_SIZE];
	fixture_lease(f, fixture_day(), 1, 5);
	assert_true(db_begin(store_db(f->store), NULL));
	assert_true(take(f, one));
	db_rollback(store_db(f->store));
	assert_true(take(f, two));
	assert_string_equal(one, two);
	fixture_reopen(f);
	assert_true(take(f, two));
	assert_string_equal(two, "H01.91.12-261123-0002");
}

static void stock_counts_the_day_only(void **state)
{
	struct fixture *f = *state;
	struct number_stock stock;
	char code[DOSSIER_CODE_SIZE];
	fixture_lease(f, fixture_day(), 1, 60);
	fixture_lease(f, date_add(fixture_day(), 1), 1, 10);
	fixture_lease(f, date_add(fixture_day(), -1), 1, 10);
	assert_true(take(f, code));
	assert_true(numbers_stock(f->store, fixture_day(), &stock, NULL));
	assert_int_equal(stock.left, 59);
	assert_int_equal(stock.total, 60);
	assert_int_equal(left(f, date_add(fixture_day(), 7)), 0);
	/* yesterday's numbers stay in the book */
	assert_int_equal(left(f, date_add(fixture_day(), -1)), 10);
}

/* Changes one thing in a good block after or before signing, and expects a refusal. */
enum harm { SIGNATURE, AFTER_SIGNING, WORKSTATION, AGENCY, DAY, BACKWARDS, ZERO, TOO_HIGH, NO_ID,
	HARMS };

static void harm_block(struct number_block *b, enum harm harm)
{
	switch (harm) {
	case AFTER_SIGNING: b->last++; break;
	case WORKSTATION: str_copy(b->workstation, sizeof(b->workstation), "another"); break;
	case AGENCY: str_copy(b->agency, sizeof(b->agency), "H01.91.13"); break;
	case DAY: b->day.month = 13; break;
	case BACKWARDS: b->last = b->first - 1; break;
	case ZERO: b->first = 0; break;
	case TOO_HIGH: b->last = DOSSIER_SEQUENCE_MAX + 1; break;
	case NO_ID: b->id[0] = '\0'; break;
	default: break;
	}
}

static void wrong_blocks_are_refused(void **state)
{
	struct fixture *f = *state;
	for (int harm = 0; harm < HARMS; harm++) {
		struct number_block b;
		uint8_t signature[ED25519_SIGNATURE];
		struct err err = ERR_INIT;
		fixture_block(f, fixture_day(), 10, 20, &b, signature);
		harm_block(&b, (enum harm)harm);
		if (harm == SIGNATURE)
			signature[5] ^= 1;
		else if (harm != AFTER_SIGNING)
			number_block_sign(&b, f->central, signature);
		if (numbers_add(f->store, &f->ws, &b, signature, &err))
			fail_msg("harm %d was let in", harm);
		assert_int_equal(err.kind, ERR_DATA);
	}
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM number_block"), 0);
}

static void signed_by_somebody_else(void **state)
{
	struct fixture *f = *state;
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	fixture_block(f, fixture_day(), 1, 5, &b, signature);
	number_block_sign(&b, f->ws.key, signature);
	assert_false(numbers_add(f->store, &f->ws, &b, signature, NULL));
	assert_int_equal(left(f, fixture_day()), 0);
}

static void the_same_block_again_changes_nothing(void **state)
{
	struct fixture *f = *state;
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	char code[DOSSIER_CODE_SIZE];
	struct err err = ERR_INIT;
	fixture_block(f, fixture_day(), 1, 5, &b, signature);
	assert_true(numbers_add(f->store, &f->ws, &b, signature, &err));
	assert_true(take(f, code));
	assert_true(numbers_add(f->store, &f->ws, &b, signature, &err));
	assert_int_equal(left(f, fixture_day()), 4);
	b.last = 9; /* same id, other content */
	number_block_sign(&b, f->central, signature);
	assert_false(numbers_add(f->store, &f->ws, &b, signature, &err));
	assert_int_equal(left(f, fixture_day()), 4);
}

static void overlap_is_refused(void **state)
{
	struct fixture *f = *state;
	static const int64_t ranges[][2] = {{1, 10}, {20, 30}, {12, 15}, {5, 40}, {10, 10}, {20, 20}};
	fixture_lease(f, fixture_day(), 10, 20);
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
		struct number_block b;
		uint8_t signature[ED25519_SIGNATURE];
		fixture_block(f, fixture_day(), ranges[i][0], ranges[i][1], &b, signature);
		if (numbers_add(f->store, &f->ws, &b, signature, NULL))
			fail_msg("%d–%d was let in", (int)ranges[i][0], (int)ranges[i][1]);
	}
	fixture_lease(f, fixture_day(), 21, 30);
	fixture_lease(f, fixture_day(), 1, 9);
	fixture_lease(f, date_add(fixture_day(), 1), 10, 20); /* another day is another series */
	assert_int_equal(left(f, fixture_day()), 30);
}

#define AHEAD 2
#define DAYS 4 /* today, the 24th, which is a day off, the 25th and the 26th */
static size_t wishes(struct fixture *f, int64_t want, struct number_wish *out, size_t max)
{
	size_t n;
	struct err err = ERR_INIT;
	assert_true(numbers_wishes(f->store, f->calendar, fixture_day(), AHEAD, want, out, max, &n,
		&err));
	return n;
}

static void grant(struct fixture *f, const struct number_wish *w, int64_t first)
{
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	struct err err = ERR_INIT;
	fixture_block(f, w->day, first, first + w->count - 1, &b, signature);
	str_copy(b.id, sizeof(b.id), w->id);
	number_block_sign(&b, f->central, signature);
	if (!numbers_add(f->store, &f->ws, &b, signature, &err))
		fail_msg("%s", err.text);
}

static void a_wish_keeps_its_uuid_until_granted(void **state)
{
	struct fixture *f = *state;
	struct number_wish first[8], again[8];
	assert_int_equal(wishes(f, 60, first, 8), DAYS);
	for (int i = 0; i < DAYS; i++) {
		assert_int_equal(date_compare(first[i].day, date_add(fixture_day(), i)), 0);
		assert_int_equal(first[i].count, i == 1 ? DAY_OFF_RESERVE : 60);
	}
	assert_string_not_equal(first[0].id, first[1].id);
	fixture_reopen(f);
	assert_int_equal(wishes(f, 60, again, 8), DAYS);
	for (size_t i = 0; i < DAYS; i++)
		assert_string_equal(first[i].id, again[i].id);
	grant(f, &first[0], 1);
	assert_int_equal(wishes(f, 60, again, 8), DAYS - 1);
	assert_string_equal(again[0].id, first[1].id);
	for (int i = 1; i < DAYS; i++)
		grant(f, &first[i], 1);
	assert_int_equal(wishes(f, 60, again, 8), 0);
}

static void asked_for_again_at_half(void **state)
{
	struct fixture *f = *state;
	struct number_wish w[8];
	char code[DOSSIER_CODE_SIZE];
	fixture_lease(f, fixture_day(), 1, 10);
	for (int i = 1; i < DAYS; i++)
		fixture_lease(f, date_add(fixture_day(), i), 1, 10);
	for (int i = 0; i < 4; i++)
		assert_true(take(f, code));
	assert_int_equal(wishes(f, 10, w, 8), 0);
	assert_true(take(f, code));
	assert_int_equal(wishes(f, 10, w, 8), 1);
	assert_int_equal(w[0].count, 5);
}

static void a_refused_wish_can_be_dropped(void **state)
{
	struct fixture *f = *state;
	struct number_wish w[8], again[8];
	struct err err = ERR_INIT;
	wishes(f, 10, w, 8);
	assert_true(numbers_drop_wish(f->store, w[0].id, &err));
	assert_int_equal(wishes(f, 10, again, 8), DAYS);
	assert_string_not_equal(w[0].id, again[0].id);
	assert_string_equal(w[1].id, again[1].id);
	assert_true(numbers_drop_wish(f->store, "no such wish", &err));
}

static void a_grant_for_another_day_is_refused(void **state)
{
	struct fixture *f = *state;
	struct number_wish w[8];
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	wishes(f, 10, w, 8);
	fixture_block(f, date_add(w[0].day, 2), 1, 10, &b, signature);
	str_copy(b.id, sizeof(b.id), w[0].id);
	number_block_sign(&b, f->central, signature);
	assert_false(numbers_add(f->store, &f->ws, &b, signature, NULL));
}

static void wishes_within_bounds(void **state)
{
	struct fixture *f = *state;
	struct number_wish w[8];
	size_t n;
	assert_int_equal(wishes(f, 0, w, 8), 0);
	assert_int_equal(wishes(f, -5, w, 8), 0);
	assert_int_equal(wishes(f, 60, w, 1), 1);
	assert_int_equal(wishes(f, 60, w, 0), 0);
	assert_true(numbers_wishes(f->store, f->calendar, (struct date){2026, 12, 7}, 0, 1000000, w, 8,
		&n, NULL));
	assert_int_equal(n, 1);
	assert_int_equal(w[0].count, 1000); /* central leases no more at once */
}

/* A wish of a day that is over is of no use to anybody. */
static void wishes_of_past_days_go(void **state)
{
	struct fixture *f = *state;
	struct number_wish w[8];
	size_t n;
	wishes(f, 10, w, 8);
	assert_true(numbers_wishes(f->store, f->calendar, (struct date){2026, 11, 26}, 0, 10, w, 8, &n,
		NULL));
	assert_int_equal(n, 1);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM number_wish"), 1);
}

static void numbers_of_another_enrolment_are_not_used(void **state)
{
	struct fixture *f = *state;
	struct number_wish w[8], again[8];
	char code[DOSSIER_CODE_SIZE], old[40];
	struct err err = ERR_INIT;
	fixture_lease(f, fixture_day(), 1, 5);
	wishes(f, 60, w, 8);
	str_copy(old, sizeof(old), f->ws.id);
	str_copy(f->ws.id, sizeof(f->ws.id), "01939b2e-0000-7000-8000-00000000000b");
	assert_true(workstation_save(&f->ws, f->store, &err));
	assert_false(take(f, code));
	assert_int_equal(left(f, fixture_day()), 0);
	wishes(f, 60, again, 8);
	assert_string_not_equal(w[0].id, again[0].id);
	str_copy(f->ws.id, sizeof(f->ws.id), old);
	assert_true(workstation_save(&f->ws, f->store, &err));
	assert_true(take(f, code)); /* and are there again for whom they were leased */
}

/* ---- how many */

static void count_days(struct fixture *f, struct date day, int n)
{
	while (n-- > 0)
		assert_true(numbers_count_day(f->store, day, NULL));
}

static void three_times_the_busiest_day(void **state)
{
	struct fixture *f = *state;
	struct number_wish w[8];
	count_days(f, (struct date){2026, 11, 19}, 25);
	count_days(f, (struct date){2026, 11, 20}, 4);
	count_days(f, (struct date){2026, 11, 21}, 9); /* a Saturday */
	assert_int_equal(wishes(f, 60, w, 8), DAYS);
	for (int i = 0; i < DAYS; i++)
		assert_int_equal(w[i].count, i == 1 ? 27 : 75);
	assert_true(db_run(store_db(f->store), NULL, "DELETE FROM number_wish", NULL));
	count_days(f, (struct date){2026, 11, 18}, 400);
	wishes(f, 60, w, 8);
	assert_int_equal(w[0].count, 1000); /* what central leases at once */
	assert_int_equal(w[1].count, 27);
}

/* A Saturday office: today as any day, and something for the Sunday after it. */
static void a_day_off_is_leased_for(void **state)
{
	struct fixture *f = *state;
	struct number_wish w[16];
	size_t n;
	assert_true(numbers_wishes(f->store, f->calendar, (struct date){2026, 12, 5}, 3, 60, w, 16, &n,
		NULL));
	assert_int_equal(n, 5); /* Saturday, Sunday, Monday to Wednesday */
	static const int64_t counts[] = {60, DAY_OFF_RESERVE, 60, 60, 60};
	for (size_t i = 0; i < n; i++)
		assert_int_equal(w[i].count, counts[i]);
}

static void intakes_are_counted_by_day(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct intake_options opt = fixture_options(f);
	fixture_lease(f, fixture_day(), 1, 2);
	for (int i = 0; i < 3; i++) { /* the third finds no number: nothing is counted for it */
		fixture_dossier(&d, NULL);
		assert_int_equal(intake_commit(f->store, &f->ws, &d, &opt, &r, NULL), i < 2);
		dossier_clear(&d);
	}
	assert_int_equal(fixture_count(f, "SELECT count FROM day_count WHERE day = '2026-11-23'"), 2);
}

static void levels_are_said_once(void **state)
{
	struct fixture *f = *state;
	static const int said[] = {0, 0, 0, 0, 50, 0, 0, 80, 0, 100}; /* after the first, the second … of ten */
	struct number_stock stock;
	char code[DOSSIER_CODE_SIZE];
	assert_int_equal(numbers_warn(f->store, date_add(fixture_day(), 1)), 100); /* none at all */
	fixture_lease(f, fixture_day(), 1, 10);
	assert_int_equal(numbers_warn(f->store, fixture_day()), 0);
	for (int i = 0; i < 10; i++) {
		assert_true(take(f, code));
		assert_int_equal(numbers_warn(f->store, fixture_day()), said[i]);
		assert_int_equal(numbers_warn(f->store, fixture_day()), 0);
	}
	fixture_lease(f, fixture_day(), 11, 20); /* refilled, and used again: it was said today */
	assert_true(take(f, code));
	assert_int_equal(numbers_warn(f->store, fixture_day()), 0);
	static const struct {
		int64_t left, total;
		int level;
	} rows[] = {{101, 200, 0}, {100, 200, 50}, {41, 200, 50}, {40, 200, 80}, {11, 200, 80},
		{10, 200, 95}, {1, 200, 95}, {0, 200, 100}, {0, 0, 100}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		stock = (struct number_stock){.left = rows[i].left, .total = rows[i].total};
		assert_int_equal(numbers_level(&stock), rows[i].level);
	}
}

/* ---- the fallback series */

static void grant_standing(struct fixture *f, int64_t slot)
{
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	struct err err = ERR_INIT;
	fixture_block(f, (struct date){0}, FALLBACK_FIRST(slot), FALLBACK_LAST(slot), &b, signature);
	if (!numbers_add(f->store, &f->ws, &b, signature, &err))
		fail_msg("%s", err.text);
}

static bool take_on(struct fixture *f, struct date day, char code[DOSSIER_CODE_SIZE])
{
	char block[UUID_SIZE];
	return numbers_take(f->store, &f->ws, day, code, block, NULL);
}

static void fallback_serves_when_the_stock_is_empty(void **state)
{
	struct fixture *f = *state;
	struct number_stock stock;
	char code[DOSSIER_CODE_SIZE], peeked[DOSSIER_CODE_SIZE];
	bool has;
	assert_true(numbers_standing(f->store, &f->ws, &has, NULL));
	assert_false(has);
	grant_standing(f, 7);
	assert_true(numbers_standing(f->store, &f->ws, &has, NULL));
	assert_true(has);
	fixture_lease(f, fixture_day(), 1, 1);
	assert_true(take(f, code));
	assert_string_equal(code, "H01.91.12-261123-0001");
	for (int i = 1; i <= FALLBACK_PER_DAY; i++) {
		char want[DOSSIER_CODE_SIZE];
		snprintf(want, sizeof(want), "H01.91.12-261123-9007%03d", i);
		assert_true(numbers_peek(f->store, &f->ws, fixture_day(), peeked));
		assert_string_equal(peeked, want);
		assert_true(take(f, code));
		assert_string_equal(code, want);
		assert_true(numbers_stock(f->store, fixture_day(), &stock, NULL));
		assert_int_equal(stock.fallback_left, FALLBACK_PER_DAY - i);
	}
	assert_false(numbers_peek(f->store, &f->ws, fixture_day(), peeked));
	assert_false(take(f, code)); /* refused before a number is taken */
	assert_true(take_on(f, date_add(fixture_day(), 1), code));
	assert_string_equal(code, "H01.91.12-261124-9007001");
	assert_false(take(f, code)); /* the clock goes back: that day's are used */
	fixture_lease(f, fixture_day(), 2, 2);
	assert_true(take(f, code)); /* and the ordinary ones come first again */
	assert_string_equal(code, "H01.91.12-261123-0002");
}

static void standing_blocks_are_checked_like_others(void **state)
{
	struct fixture *f = *state;
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	static const int64_t ranges[][2] = {{1, 999}, {9007001, 9007998}, {9007001, 9008999},
		{9000001, 9000999}};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		fixture_block(f, (struct date){0}, ranges[i][0], ranges[i][1], &b, signature);
		assert_false(numbers_add(f->store, &f->ws, &b, signature, NULL));
	}
	fixture_block(f, (struct date){0}, 9007001, 9007999, &b, signature);
	signature[0] ^= 1;
	assert_false(numbers_add(f->store, &f->ws, &b, signature, NULL));
	fixture_block(f, fixture_day(), 9007001, 9007999, &b, signature);
	assert_false(numbers_add(f->store, &f->ws, &b, signature, NULL));
}

/* ---- what is told of blocks that are over */

static size_t closings(struct fixture *f, struct date today, struct number_closing *out)
{
	size_t n;
	assert_true(numbers_closings(f->store, today, out, 8, &n, NULL));
	return n;
}

static void blocks_of_days_gone_by_are_closed(void **state)
{
	struct fixture *f = *state;
	struct number_closing c[8], again[8];
	char code[DOSSIER_CODE_SIZE];
	grant_standing(f, 7);
	fixture_lease(f, fixture_day(), 1, 10);
	fixture_lease(f, date_add(fixture_day(), 1), 1, 10);
	assert_true(take(f, code));
	assert_int_equal(closings(f, fixture_day(), c), 0);
	assert_int_equal(closings(f, date_add(fixture_day(), 1), c), 0); /* somebody works past midnight */
	assert_true(take(f, code));
	assert_int_equal(closings(f, date_add(fixture_day(), 2), c), 1);
	assert_int_equal(c[0].next, 3);
	assert_true(c[0].day_over);
	fixture_reopen(f);
	assert_true(take(f, code)); /* what is burned stays so: a fallback number */
	assert_string_equal(code, "H01.91.12-261123-9007001");
	assert_int_equal(closings(f, date_add(fixture_day(), 2), again), 1); /* until central has it */
	assert_int_equal(again[0].next, 3);
	assert_true(numbers_closed(f->store, c[0].id, NULL));
	assert_int_equal(closings(f, date_add(fixture_day(), 2), again), 0);
	assert_int_equal(closings(f, date_add(fixture_day(), 30), again), 1);
}

static void retired_blocks_are_closed(void **state)
{
	struct fixture *f = *state;
	struct number_closing c[8];
	char code[DOSSIER_CODE_SIZE], old[40];
	fixture_lease(f, fixture_day(), 1, 10);
	assert_true(take(f, code));
	str_copy(old, sizeof(old), f->ws.id);
	str_copy(f->ws.id, sizeof(f->ws.id), "01939b2e-0000-7000-8000-00000000000b");
	assert_true(workstation_save(&f->ws, f->store, NULL));
	assert_int_equal(closings(f, fixture_day(), c), 1);
	assert_int_equal(c[0].next, 2);
	assert_false(c[0].day_over);
	str_copy(f->ws.id, sizeof(f->ws.id), old); /* once told as burned, not even then */
	assert_true(workstation_save(&f->ws, f->store, NULL));
	assert_false(take(f, code));
}

#define EACH 150
static void take_many(struct fixture *f, int fd)
{
	struct store *store;
	if (!store_open(&store, f->path, NULL))
		_exit(1);
	for (int i = 0; i < EACH; i++) {
		char code[DOSSIER_CODE_SIZE] = "", block[UUID_SIZE];
		struct db *db = store_db(store);
		if (!db_begin(db, NULL) || !numbers_take(store, &f->ws, fixture_day(), code, block, NULL) ||
			!db_commit(db, NULL) || write(fd, code + strlen(code) - 4, 4) != 4)
			_exit(1);
	}
	store_close(store);
	_exit(0);
}

static void two_processes_never_share_a_number(void **state)
{
	struct fixture *f = *state;
	int fds[2];
	pid_t pids[2];
	bool seen[2 * EACH + 1] = {false};
	char four[5] = "";
	fixture_lease(f, fixture_day(), 1, 2 * EACH);
	store_close(f->store);
	f->store = NULL;
	assert_int_equal(pipe(fds), 0);
	for (int i = 0; i < 2; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			take_many(f, fds[1]);
	}
	close(fds[1]);
	for (int i = 0; i < 2 * EACH; i++) {
		int64_t n;
		assert_int_equal(read(fds[0], four, 4), 4);
		assert_true(str_to_int(four + strspn(four, "0"), 1, 2 * EACH, &n));
		assert_false(seen[n]);
		seen[n] = true;
	}
	for (int i = 0; i < 2; i++) {
		int status;
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	close(fds[0]);
	fixture_reopen(f);
	assert_int_equal(left(f, fixture_day()), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(numbers_go_out_in_order_of_issue),
		T(a_number_rolled_back_is_the_next),
		T(stock_counts_the_day_only),
		T(wrong_blocks_are_refused),
		T(signed_by_somebody_else),
		T(the_same_block_again_changes_nothing),
		T(overlap_is_refused),
		T(a_wish_keeps_its_uuid_until_granted),
		T(asked_for_again_at_half),
		T(a_refused_wish_can_be_dropped),
		T(a_grant_for_another_day_is_refused),
		T(wishes_within_bounds),
		T(wishes_of_past_days_go),
		T(numbers_of_another_enrolment_are_not_used),
		T(three_times_the_busiest_day),
		T(a_day_off_is_leased_for),
		T(intakes_are_counted_by_day),
		T(levels_are_said_once),
		T(fallback_serves_when_the_stock_is_empty),
		T(standing_blocks_are_checked_like_others),
		T(blocks_of_days_gone_by_are_closed),
		T(retired_blocks_are_closed),
		T(two_processes_never_share_a_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
