/* Lists and searches as the screens make them, over 100,000 dossiers. */

#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "store/dossiers.h"
#include "store/outbox.h"
#include "tests/harness/bench.h"
#include "tests/harness/store_fixture.h"

static void need(bool ok, const struct err *err)
{
	if (!ok) {
		fprintf(stderr, "store_bench: %s\n", err->text);
		exit(1);
	}
}

/* ---- a hundred thousand dossiers, copied from one inside SQLite */

static void multiply(struct fixture *f)
{
	static const char fill[] =
		"WITH RECURSIVE n(i) AS (SELECT 2000 UNION ALL SELECT i + 1 FROM n WHERE i < 101998)"
		" INSERT INTO dossier SELECT i, 'u' || i, 'H01.91.12-260101-' || printf('%07d', i),"
		" workstation, i, 'Nguyễn Văn ' || i, phone, procedure_code, procedure,"
		" received_at - i * 60, due_at + i * 60, status, 0 FROM dossier, n WHERE ordinal = 1;"
		"INSERT INTO dossier_body SELECT d.ordinal, b.sha256, b.token, b.json FROM dossier d,"
		" dossier_body b WHERE b.ordinal = 1 AND d.ordinal >= 2000;"
		"INSERT INTO dossier_search SELECT d.ordinal, s.procedure, s.plain || ' ' || d.ordinal,"
		" s.marked FROM dossier d, dossier_search s WHERE s.ordinal = 1 AND d.ordinal >= 2000;"
		"INSERT INTO outbox (ordinal) SELECT ordinal FROM dossier WHERE ordinal >= 2000;";
	struct err err = ERR_INIT;
	need(db_script(store_db(f->store), "BEGIN;", &err), &err);
	need(db_script(store_db(f->store), fill, &err), &err);
	need(db_script(store_db(f->store), "COMMIT; ANALYZE", &err), &err);
}

static void bench_list(struct fixture *f, const char *what, const struct dossier_filter *filter,
	int64_t offset)
{
	struct samples s = {0};
	char measured[64];
	int64_t total = 0;
	for (int i = 0; i < 7; i++) {
		struct dossier_list list;
		struct err err = ERR_INIT;
		double start = bench_now_us();
		need(dossiers_list(f->store, filter, offset, 20, &list, &err), &err);
		samples_add(&s, bench_now_us() - start);
		total = list.total;
		dossier_list_clear(&list);
	}
	double us = samples_percentile(&s, 50);
	snprintf(measured, sizeof(measured), "%s, %d found", bench_ms(us), (int)total);
	bench_row(what, measured, NULL, "≤50 ms", us <= 50000);
	samples_clear(&s);
}

static void bench_lists(struct fixture *f)
{
	static const struct {
		const char *what;
		struct dossier_filter filter;
		int64_t offset;
	} lists[] = {
		{"100,000 dossiers: first page", {0}, 0},
		{"100,000 dossiers: last page", {0}, 99980},
		{"100,000 dossiers: waiting", {.by_delivery = true}, 0},
		{"100,000 dossiers: soonest due", {.open_only = true, .order = ORDER_DUE}, 0},
		{"100,000 dossiers: by due time, all", {.order = ORDER_DUE}, 0},
		{"100,000 dossiers: one by its tail", {.text = "77777"}, 0},
		{"100,000 dossiers: a word in all", {.text = "khai sinh"}, 0},
		{"100,000 dossiers: a word with marks", {.text = "nguyễn"}, 0},
		{"100,000 dossiers: a word in none", {.text = "khong"}, 0},
	};
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		bench_list(f, lists[i].what, &lists[i].filter, lists[i].offset);
}

static void bench_figures(struct fixture *f)
{
	struct samples s = {0};
	for (int i = 0; i < 7; i++) {
		struct dossier_figures g;
		struct outbox_counts c;
		struct err err = ERR_INIT;
		double start = bench_now_us();
		need(dossiers_figures(f->store, FIXTURE_NOW, &g, &err), &err);
		need(outbox_counts(f->store, &c, &err), &err);
		samples_add(&s, bench_now_us() - start);
	}
	double us = samples_percentile(&s, 50);
	bench_row("100,000 dossiers: figures of the day", bench_ms(us), NULL, "≤50 ms", us <= 50000);
	samples_clear(&s);
}

int main(void)
{
	void *state = NULL;
	if (fixture_setup(&state) != 0)
		return 1;
	struct fixture *f = state;
	struct dossier d;
	struct intake_result r;
	fixture_lease(f, fixture_day(), 1, 1);
	fixture_intake(f, NULL, &d, &r);
	dossier_clear(&d);
	multiply(f);
	bench_lists(f);
	bench_figures(f);
	return fixture_teardown(&state);
}
