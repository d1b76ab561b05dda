/* The outbox: order, delivery, rejection, retry, and that nothing moves twice. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/status.h"
#include "store/dossiers.h"
#include "store/outbox.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
#define MOST 8

static char uuids[MOST][UUID_SIZE];

static void take(struct fixture *f, int n)
{
	fixture_lease(f, fixture_day(), 1, MOST);
	for (int i = 0; i < n; i++) {
		struct dossier d;
		struct intake_result r;
		fixture_intake(f, NULL, &d, &r);
		str_copy(uuids[i], UUID_SIZE, d.uuid);
		dossier_clear(&d);
	}
}

/* Which of uuids[] wait, as "134". */
static const char *waiting(struct fixture *f)
{
	static char list[MOST + 1];
	struct outbox_item items[MOST];
	size_t n, len = 0;
	assert_true(outbox_next(f->store, 0, items, MOST, &n, NULL));
	for (size_t i = 0; i < n; i++) {
		for (int k = 0; k < MOST; k++)
			if (str_eq(items[i].uuid, uuids[k]))
				list[len++] = (char)('1' + k);
		outbox_item_clear(&items[i]);
	}
	list[len] = '\0';
	return list;
}

static struct problem refusal(void)
{
	struct problem p = {.type = "invalid", .title = "Không hợp lệ", .status = 422};
	str_copy(p.detail, sizeof(p.detail), "Số điện thoại không hợp lệ.");
	violation_add(&p.violations, "applicant.phone", "format", "%s", "Số điện thoại không đúng.");
	return p;
}

static bool reject(struct fixture *f, int i)
{
	struct problem p = refusal();
	struct err err = ERR_INIT;
	return outbox_reject(f->store, uuids[i], &p, FIXTURE_NOW + 5, &err);
}

static bool deliver(struct fixture *f, int i)
{
	struct err err = ERR_INIT;
	return outbox_delivered(f->store, uuids[i], STATUS_RECEIVED, FIXTURE_NOW + 9, &err);
}

static void in_order_and_in_pages(void **state)
{
	struct fixture *f = *state;
	struct outbox_item items[2];
	size_t n;
	take(f, 5);
	assert_string_equal(waiting(f), "12345");
	assert_true(outbox_next(f->store, 0, items, 2, &n, NULL));
	assert_int_equal(n, 2);
	int64_t after = items[1].sequence;
	assert_string_equal(items[0].uuid, uuids[0]);
	assert_string_equal(items[0].code, "H01.91.12-261123-0001");
	outbox_item_clear(&items[0]);
	outbox_item_clear(&items[1]);
	assert_true(outbox_next(f->store, after, items, 2, &n, NULL));
	assert_int_equal(n, 2);
	assert_string_equal(items[0].uuid, uuids[2]);
	assert_int_equal(items[0].json_len, strlen(items[0].json));
	outbox_item_clear(&items[0]);
	outbox_item_clear(&items[1]);
	assert_true(outbox_next(f->store, after + 100, items, 2, &n, NULL));
	assert_int_equal(n, 0);
}

static void delivered_leaves_for_good(void **state)
{
	struct fixture *f = *state;
	struct outbox_counts counts;
	take(f, 3);
	assert_true(deliver(f, 1));
	assert_string_equal(waiting(f), "13");
	assert_true(deliver(f, 1));
	assert_true(reject(f, 1)); /* too late: it is delivered */
	fixture_reopen(f);
	assert_string_equal(waiting(f), "13");
	assert_true(outbox_counts(f->store, &counts, NULL));
	assert_int_equal(counts.waiting, 2);
	assert_int_equal(counts.rejected, 0);
	assert_int_equal(counts.oldest_at, FIXTURE_NOW);
	struct dossier d;
	struct dossier_row row;
	assert_true(dossiers_load(f->store, uuids[1], &d, NULL, &row, NULL));
	assert_int_equal(row.delivery, DELIVERY_DELIVERED);
	dossier_clear(&d);
	assert_true(dossiers_load(f->store, uuids[0], &d, NULL, &row, NULL));
	assert_int_equal(row.delivery, DELIVERY_WAITING);
	dossier_clear(&d);
}

static void delivery_brings_the_status(void **state)
{
	struct fixture *f = *state;
	take(f, 1);
	assert_true(outbox_delivered(f->store, uuids[0], STATUS_PROCESSING, FIXTURE_NOW, NULL));
	struct dossier d;
	struct dossier_row row;
	assert_true(dossiers_load(f->store, uuids[0], &d, NULL, &row, NULL));
	assert_int_equal(row.status, STATUS_PROCESSING);
	dossier_clear(&d);
}

static void a_rejection_keeps_its_reason(void **state)
{
	struct fixture *f = *state;
	struct outbox_row *rows;
	size_t n;
	int64_t total;
	take(f, 3);
	assert_true(reject(f, 0));
	assert_string_equal(waiting(f), "23"); /* the rest goes on */
	fixture_reopen(f);
	assert_true(outbox_list(f->store, 0, 10, &rows, &n, &total, NULL));
	assert_int_equal(n, 3);
	assert_int_equal(total, 3);
	assert_string_equal(rows[0].uuid, uuids[1]); /* waiting first */
	assert_string_equal(rows[2].uuid, uuids[0]);
	assert_true(rows[2].rejected);
	assert_false(rows[0].rejected);
	assert_int_equal(rows[2].last_at, FIXTURE_NOW + 5);
	assert_string_equal(rows[2].reason, "Số điện thoại không hợp lệ.");
	assert_string_equal(rows[2].problem.type, "invalid");
	assert_int_equal(rows[2].problem.status, 422);
	assert_int_equal(rows[2].problem.violations.n, 1);
	assert_string_equal(rows[2].problem.violations.list[0].field, "applicant.phone");
	assert_string_equal(rows[2].applicant, "Nguyễn Văn Thử");
	free(rows);
}

static void a_rejected_item_is_not_delivered_by_a_late_answer(void **state)
{
	struct fixture *f = *state;
	struct outbox_counts counts;
	take(f, 1);
	assert_true(reject(f, 0));
	assert_true(deliver(f, 0));
	assert_true(outbox_counts(f->store, &counts, NULL));
	assert_int_equal(counts.rejected, 1);
	assert_int_equal(counts.waiting, 0);
	assert_int_equal(counts.oldest_at, 0);
}

static void retry_puts_it_back_as_it_was(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct outbox_item before, after;
	size_t n;
	take(f, 2);
	assert_true(outbox_next(f->store, 0, &before, 1, &n, NULL));
	assert_true(reject(f, 0));
	assert_true(outbox_retry(f->store, uuids[0], &err));
	assert_string_equal(waiting(f), "12"); /* in its old place */
	assert_true(outbox_next(f->store, 0, &after, 1, &n, NULL));
	assert_string_equal(before.json, after.json);
	assert_string_equal(before.sha256, after.sha256);
	outbox_item_clear(&before);
	outbox_item_clear(&after);
	assert_false(outbox_retry(f->store, uuids[0], &err)); /* it waits already */
	assert_int_equal(err.kind, ERR_DATA);
	assert_false(outbox_retry(f->store, "nobody", &err));
	assert_true(deliver(f, 0));
	assert_false(outbox_retry(f->store, uuids[0], &err));
	assert_string_equal(waiting(f), "2");
}

static void a_fault_is_noted_and_moves_nothing(void **state)
{
	struct fixture *f = *state;
	struct outbox_row *rows;
	size_t n;
	int64_t total;
	take(f, 2);
	for (int i = 0; i < 50; i++)
		assert_true(outbox_note(f->store, uuids[0], "Mất\x1b[31m mạng", FIXTURE_NOW + i, NULL));
	assert_string_equal(waiting(f), "12");
	assert_true(outbox_list(f->store, 0, 10, &rows, &n, &total, NULL));
	assert_int_equal(rows[0].attempts, 50);
	assert_int_equal(rows[0].last_at, FIXTURE_NOW + 49);
	assert_null(strchr(rows[0].reason, 0x1b));
	assert_non_null(strstr(rows[0].reason, "mạng"));
	assert_int_equal(rows[1].attempts, 0);
	free(rows);
	assert_true(outbox_note(f->store, "nobody", "x", 1, NULL));
}

static void a_part_by_itself(void **state)
{
	struct fixture *f = *state;
	struct outbox_row *rows, row;
	size_t n;
	int64_t total;
	bool found;
	take(f, 5);
	assert_true(reject(f, 1));
	assert_true(reject(f, 3));
	assert_true(outbox_part(f->store, false, true, 1, 9, &rows, &n, &total, NULL));
	assert_int_equal(total, 2);
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].uuid, uuids[3]);
	free(rows);
	assert_true(outbox_part(f->store, true, false, 1, 9, &rows, &n, &total, NULL));
	assert_int_equal(total, 3);
	assert_int_equal(n, 2);
	assert_string_equal(rows[1].uuid, uuids[4]);
	free(rows);
	assert_true(outbox_find(f->store, uuids[3], &row, &found, NULL) && found);
	assert_true(row.rejected);
	assert_string_equal(row.problem.violations.list[0].field, "applicant.phone");
	assert_true(outbox_find(f->store, row.code, &row, &found, NULL) && found);
	assert_string_equal(row.uuid, uuids[3]);
	assert_true(outbox_find(f->store, "nobody", &row, &found, NULL) && !found);
	assert_true(outbox_retry_all(f->store, &total, NULL));
	assert_int_equal(total, 2);
	assert_string_equal(waiting(f), "12345");
	assert_true(outbox_retry_all(f->store, &total, NULL));
	assert_int_equal(total, 0);
}

static void pages_run_across_both_parts(void **state)
{
	static const int order[] = {0, 2, 4, 1, 3}; /* waiting, then rejected */
	struct fixture *f = *state;
	take(f, 5);
	assert_true(reject(f, 1));
	assert_true(reject(f, 3));
	for (int offset = 0; offset < 6; offset++) {
		struct outbox_row *rows;
		size_t n;
		int64_t total;
		assert_true(outbox_list(f->store, offset, 2, &rows, &n, &total, NULL));
		assert_int_equal(total, 5);
		assert_int_equal(n, offset >= 5 ? 0 : offset == 4 ? 1 : 2);
		for (size_t i = 0; i < n; i++)
			assert_string_equal(rows[i].uuid, uuids[order[offset + (int)i]]);
		free(rows);
	}
}

static void empty(void **state)
{
	struct fixture *f = *state;
	struct outbox_counts counts;
	struct outbox_row *rows;
	size_t n;
	int64_t total;
	assert_true(outbox_counts(f->store, &counts, NULL));
	assert_int_equal(counts.waiting + counts.rejected + counts.oldest_at, 0);
	assert_true(outbox_list(f->store, 0, 10, &rows, &n, &total, NULL));
	assert_int_equal(n, 0);
	assert_int_equal(total, 0);
	free(rows);
	assert_string_equal(waiting(f), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(in_order_and_in_pages),
		T(delivered_leaves_for_good),
		T(delivery_brings_the_status),
		T(a_rejection_keeps_its_reason),
		T(a_rejected_item_is_not_delivered_by_a_late_answer),
		T(retry_puts_it_back_as_it_was),
		T(a_fault_is_noted_and_moves_nothing),
		T(a_part_by_itself),
		T(pages_run_across_both_parts),
		T(empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
