/*
 * One durable intake (number, dossier, outbox, print job) beside one bare SQLite insert of the same
 * bytes with the same durability; taken turn about, so that both meet the same disk.
 */

#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "db/db.h"
#include "store/copies.h"
#include "tests/harness/bench.h"
#include "tests/harness/store_fixture.h"

#define ROUNDS 1000

static struct db *open_bare(const char *path)
{
	struct err err = ERR_INIT;
	struct db *db;
	char url[512];
	snprintf(url, sizeof(url), "sqlite:%s", path);
	if (!db_open(&db, url, DB_CREATE, &err) ||
		!db_run(db, &err, "CREATE TABLE bare(id INTEGER PRIMARY KEY, body BLOB)", "")) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	return db;
}

static double bare_insert(struct db *db, const void *bytes, size_t len)
{
	double start = bench_now_us();
	struct err err = ERR_INIT;
	if (!db_begin(db, &err) ||
		!db_run(db, &err, "INSERT INTO bare(body) VALUES(?)", "b", bytes, len) || !db_commit(db, &err)) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	return bench_now_us() - start;
}

static double intake(struct fixture *f, struct buf *json)
{
	struct dossier d;
	struct intake_result result;
	struct err err = ERR_INIT;
	struct intake_options opt = fixture_options(f);
	fixture_dossier(&d, NULL);
	opt.print = true;
	double start = bench_now_us();
	bool ok = intake_commit(f->store, &f->ws, &d, &opt, &result, &err);
	double us = bench_now_us() - start;
	if (!ok) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	buf_reset(json);
	dossier_to_json(&d, json);
	dossier_clear(&d);
	return us;
}

static void row(const char *what, double save, double bare)
{
	char measured[64], beside[64];
	snprintf(measured, sizeof(measured), "%s", bench_ms(save));
	snprintf(beside, sizeof(beside), "bare insert %s (%.1f×)", bench_ms(bare), save / bare);
	bench_row(what, measured, beside, "≤2×", save <= 2 * bare);
}

int main(void)
{
	void *state = NULL;
	struct samples save = {0}, bare = {0};
	struct buf json;
	buf_init(&json, DOSSIER_JSON_MAX);
	fixture_setup(&state);
	struct fixture *f = state;
	char *path = xasprintf("%s/bare.db", f->dir);
	struct db *db = open_bare(path);
	struct err err = ERR_INIT;
	if (!copies_check(f->store, &f->ws, f->key_path, "", FIXTURE_NOW, &err)) { /* with the mark */
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	fixture_lease(f, fixture_day(), 1, ROUNDS + 100);
	for (int i = 0; i < ROUNDS + 20; i++) {
		double saved = intake(f, &json);
		double inserted = bare_insert(db, json.data, json.len + RECEIPT_TOKEN_SIZE);
		if (i < 20)
			continue; /* both warm */
		samples_add(&save, saved);
		samples_add(&bare, inserted);
	}
	row("save, one durable transaction, p50", samples_percentile(&save, 50), samples_percentile(&bare, 50));
	row("save, p99", samples_percentile(&save, 99), samples_percentile(&bare, 99));
	db_close(db);
	fixture_teardown(&state);
	samples_clear(&save);
	samples_clear(&bare);
	buf_clear(&json);
	free(path);
	return 0;
}
