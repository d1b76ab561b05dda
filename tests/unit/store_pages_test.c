#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "db/db.h"
#include "store/dossier_pages.h"
#include "tests/harness/store_fixture.h"

#define MANY 70
#define STEPS 400

/* Dossiers first … last: several due at one time, every 5th with none, some rejected, some done. */
static void add(struct fixture *f, int first, int last)
{
	struct err err = ERR_INIT;
	char sql[1500];
	snprintf(sql, sizeof(sql), "WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
		" INSERT INTO dossier (ordinal, uuid, code, workstation, sequence, procedure_code, procedure,"
		" received_at, due_at, status) SELECT i, 'u' || i, 'H01.91.12-260101-' || printf('%%04d', i),"
		" workstation, i, procedure_code, procedure, received_at,"
		" CASE WHEN i %% 5 = 0 THEN 0 ELSE 1795398180 + (i * 7 %% 11) * 3600 END,"
		" CASE WHEN i %% 7 = 0 THEN 10 ELSE status END FROM dossier, n WHERE ordinal = 1;"
		"INSERT INTO outbox (ordinal, rejected) SELECT ordinal, ordinal %% 3 = 0 FROM dossier"
		" WHERE ordinal BETWEEN %d AND %d AND ordinal %% 4 > 0;", first, last, first, last);
	if (!db_script(store_db(f->store), sql, &err))
		fail_msg("%s", err.text);
}

static const struct dossier_filter filters[] = {
	{.order = ORDER_NEWEST},
	{.by_delivery = true, .delivery = DELIVERY_WAITING},
	{.by_delivery = true, .delivery = DELIVERY_REJECTED},
	{.by_delivery = true, .delivery = DELIVERY_DELIVERED},
	{.open_only = true, .order = ORDER_DUE},
	{.open_only = true, .order = ORDER_DUE, .due_before = 1795398180 + 4 * 3600},
	{.order = ORDER_DUE},
	{.text = "002"},
	{.text = "002", .open_only = true, .order = ORDER_DUE},
	{.text = "khongcogi"},
};

static void expect_page(struct fixture *f, const struct dossier_filter *filter,
	const struct dossier_pages *p, int64_t top, int limit)
{
	struct dossier_list list;
	struct err err = ERR_INIT;
	if (!dossiers_list(f->store, filter, top, limit, &list, &err))
		fail_msg("%s", err.text);
	assert_int_equal(p->total, list.total);
	assert_int_equal(p->rows.n, list.n);
	for (size_t i = 0; i < list.n; i++)
		if (strcmp(p->rows.rows[i].uuid, list.rows[i].uuid) != 0)
			fail_msg("line %d: %s, not %s", (int)top + (int)i, p->rows.rows[i].uuid,
				list.rows[i].uuid);
	dossier_list_clear(&list);
}

/* Any way of going through a list shows at each place what stands there. */
static void each_page_is_the_same_however_one_comes_there(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct err err = ERR_INIT;
	unsigned seed = 4711;
	fixture_lease(f, fixture_day(), 1, 1);
	fixture_intake(f, NULL, &d, &r);
	dossier_clear(&d);
	add(f, 2, MANY);
	for (size_t k = 0; k < ARRAY_LEN(filters); k++) {
		struct dossier_pages p = {.total = 0};
		assert_true(dossier_pages_open(&p, f->store, &filters[k], &err));
		for (int step = 0; step < STEPS; step++) {
			seed = seed * 1103515245u + 12345u;
			int limit = 1 + (int)(seed >> 16) % 17;
			seed = seed * 1103515245u + 12345u;
			/* small steps, and jumps to anywhere */
			int64_t top = (seed >> 28) < 12 ? p.top + (int64_t)(seed >> 16) % 25 - 12 :
				(int64_t)(seed >> 16) % (p.total + 1);
			top = top < 0 ? 0 : top > p.total ? p.total : top;
			if (!dossier_pages_read(&p, f->store, top, limit, &err))
				fail_msg("%s", err.text);
			expect_page(f, &filters[k], &p, top, limit);
		}
		dossier_pages_clear(&p);
	}
}

/* What comes new above, or goes, moves the numbers of the lines, not the lines. */
static void the_page_stays_where_it_is(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct err err = ERR_INIT;
	struct dossier_pages p = {.total = 0}, waiting = {.total = 0};
	int64_t top;
	fixture_lease(f, fixture_day(), 1, 1);
	fixture_intake(f, NULL, &d, &r);
	dossier_clear(&d);
	add(f, 2, 40);
	assert_true(dossier_pages_open(&p, f->store, &filters[0], &err));
	assert_true(dossier_pages_read(&p, f->store, 20, 5, &err));
	assert_string_equal(p.rows.rows[0].uuid, "u20");
	assert_true(dossier_pages_open(&waiting, f->store, &filters[1], &err));
	assert_true(dossier_pages_read(&waiting, f->store, 10, 5, &err));
	char uuid[UUID_SIZE];
	snprintf(uuid, sizeof(uuid), "%s", waiting.rows.rows[0].uuid);
	add(f, 41, 50);
	assert_true(dossier_pages_open(&p, f->store, &filters[0], &err));
	assert_true(dossier_pages_place(&p, f->store, &top, &err));
	assert_int_equal(top, 30);
	assert_true(dossier_pages_read(&p, f->store, top, 5, &err));
	assert_string_equal(p.rows.rows[0].uuid, "u20");
	expect_page(f, &filters[0], &p, 30, 5);
	assert_true(db_run(store_db(f->store), &err, "DELETE FROM outbox WHERE ordinal > 30", NULL));
	assert_true(dossier_pages_open(&waiting, f->store, &filters[1], &err));
	assert_true(dossier_pages_place(&waiting, f->store, &top, &err));
	assert_true(dossier_pages_read(&waiting, f->store, top, 5, &err));
	assert_string_equal(waiting.rows.rows[0].uuid, uuid);
	expect_page(f, &filters[1], &waiting, top, 5);
	dossier_pages_clear(&p);
	dossier_pages_clear(&waiting);
}

/* Open ones by the day they are due; what is due on a day off counts to the working day before it. */
static void due_by_day(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct err err = ERR_INIT;
	const struct date days[] = {{2026, 11, 23}, {2026, 11, 25}, {2026, 11, 26}};
	int64_t counts[3];
	fixture_lease(f, fixture_day(), 1, 1);
	fixture_intake(f, NULL, &d, &r);
	dossier_clear(&d);
	assert_true(db_script(store_db(f->store), "WITH n(i, at, status) AS (VALUES (2, '2026-11-23 17:00', 2),"
		" (3, '2026-11-23 08:00', 2), (4, '2026-11-24 17:00', 2), (5, '2026-11-25 00:00', 2),"
		" (6, '2026-11-26 23:59', 2), (7, '2026-11-27 00:00', 2), (8, '2026-11-25 09:00', 10),"
		" (9, '2026-11-22 17:00', 2)) INSERT INTO dossier (ordinal, uuid, code, workstation, sequence,"
		" procedure_code, procedure, received_at, due_at, status) SELECT i, 'u' || i, 'c' || i,"
		" workstation, i, procedure_code, procedure, received_at, strftime('%s', at) - 7 * 3600, n.status"
		" FROM dossier, n WHERE ordinal = 1; UPDATE dossier SET due_at = 0 WHERE ordinal = 1", &err));
	assert_true(dossiers_due_by_day(f->store, days, 3, counts, &err));
	assert_int_equal(counts[0], 3);
	assert_int_equal(counts[1], 1);
	assert_int_equal(counts[2], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_page_is_the_same_however_one_comes_there, fixture_setup,
			fixture_teardown),
		cmocka_unit_test_setup_teardown(the_page_stays_where_it_is, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(due_by_day, fixture_setup, fixture_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
