/*
 * The line of a whole province comes back: 2,000 workstations, each with its own store, key, engine
 * and five waiting dossiers, have been trying for so long that they rest up to a minute between two
 * tries. nginx stands before one motcua-central on SQLite; both cores are shared with the 2,000.
 * Their disks are memory: each would have one of its own, here they would share central's.
 * From the moment the line is there no try may fail, and every dossier must be at central once.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "central/stations.h"
#include "net/sync_engine.h"
#include "tests/harness/bench.h"
#include "tests/harness/nginx_front.h"
#include "tests/harness/process.h"
#include "tests/harness/sync_station.h"

#define STATIONS 2000
#define EACH 5
#define LONG_WITHOUT 10 /* failed tries: the rest is as long as it gets */
#define PATIENCE_US 300e6

/* fixture and engine of one office; its loop is its own, so that it shares no connection. */
struct office {
	char *dir;
	struct fixture f;
	struct loop *loop;
	struct http_client *http;
	struct sync *sync;
	double done_us;
	int failures;      /* rounds that failed while there was no line */
	bool shown_error;
};

static struct office offices[STATIONS];
static const struct sync_options calm = {.lease_days_ahead = 1};

static void need(bool ok, const char *what, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "storm_bench: %s: %s\n", what, err ? err->text : "");
	exit(1);
}

static void room_for_files(void)
{
	struct rlimit r;
	need(getrlimit(RLIMIT_NOFILE, &r) == 0, "limits", NULL);
	r.rlim_cur = r.rlim_max;
	need(setrlimit(RLIMIT_NOFILE, &r) == 0 && r.rlim_cur >= 8 * STATIONS, "open files: ulimit -n 16000", NULL);
}

/* ---- the offices */

static void agencies(struct sync_station *s, char out[][40], size_t *n)
{
	struct err err = ERR_INIT;
	struct db *db;

	*n = 0;
	need(db_open(&db, s->central.db, DB_READONLY, &err), "central's database", &err);
	struct rows *r = db_rows(db, "SELECT id FROM items WHERE kind = ? ORDER BY id", "t", "agency");
	while (rows_next(r) && *n < 64)
		str_copy(out[(*n)++], 40, rows_text(r, 0));
	need(rows_end(r, &err), "agencies", &err);
	db_close(db);
}

/* The first one's store, catalogue and all, is everybody's beginning. */
static void copy_store(struct office *o, const struct fixture *of)
{
	const char *const argv[] = {"cp", "-r", of->dir, o->dir, NULL};
	struct err err = ERR_INIT;

	need(process_run(argv, NULL) == 0, "copy", NULL);
	o->f = (struct fixture){.dir = o->dir, .path = fs_join(o->dir, "motcua.db"),
		.key_path = fs_join(o->dir, "workstation.key"), .calendar = of->calendar};
	need(store_open(&o->f.store, o->f.path, &err), "open", &err);
}

static void enrol(struct office *o, struct db *central, const char *agency, int64_t counter)
{
	char code[ENROL_CODE_SIZE];
	struct err err = ERR_INIT;

	need(enrol_code_make(central, agency, counter, clock_now(), code, &err), "code", &err);
	o->f.ws.key = signing_key_new();
	need(sync_enrol(o->loop, o->http, o->f.store, code, &o->f.ws, &err), "enrol", &err);
	need(workstation_save(&o->f.ws, o->f.store, &err), "save", &err);
}

static void round_of(struct office *o)
{
	sync_kick(o->sync);
	while (!sync_state(o->sync)->settled)
		loop_turn(o->loop, 1000);
}

static void open_office(struct sync_station *s, struct db *central, size_t i, const char *agency,
	int64_t counter)
{
	struct office *o = &offices[i];
	struct http_options direct = {.base_url = s->central.url};
	char code[DOSSIER_CODE_SIZE], dir[64];
	struct err err = ERR_INIT;

	snprintf(dir, sizeof(dir), "/dev/shm/motcua-storm-%d-%zu", (int)getpid(), i);
	o->dir = xstrdup(dir);
	copy_store(o, s->f);
	o->loop = loop_new();
	need(http_client_new(&o->http, o->loop, &direct, &err), "address", &err);
	enrol(o, central, agency, counter);
	o->sync = sync_new(o->loop, o->http, o->f.store, &o->f.ws, &calm);
	round_of(o); /* numbers */
	sync_free(o->sync);
	http_client_free(o->http);
	loop_free(o->loop); /* and with it the connection that was kept */
	for (int k = 0; k < EACH; k++) {
		struct sync_station as = {.f = &o->f};
		sync_station_intake(&as, code);
	}
}

static void open_offices(struct sync_station *s)
{
	char list[64][40];
	struct err err = ERR_INIT;
	struct db *central;
	size_t n;

	agencies(s, list, &n);
	need(n > 0, "no agencies", NULL);
	need(db_open(&central, s->central.db, 0, &err), "central's database", &err);
	for (size_t i = 0; i < STATIONS; i++)
		open_office(s, central, i, list[i % n], (int64_t)(10 + i / n));
	db_close(central);
}

static void close_offices(void)
{
	for (size_t i = 0; i < STATIONS; i++) {
		struct office *o = &offices[i];
		const char *const argv[] = {"rm", "-rf", o->dir, NULL};
		sync_free(o->sync);
		http_client_free(o->http);
		loop_free(o->loop);
		workstation_clear(&o->f.ws);
		store_close(o->f.store);
		process_run(argv, NULL);
		free(o->f.path);
		free(o->f.key_path);
		free(o->dir);
	}
}

/* ---- the storm */

static void begin(const struct nginx_front *front)
{
	char url[64];
	struct http_options http = {.base_url = url, .ca_file = front->ca};
	struct err err = ERR_INIT;

	snprintf(url, sizeof(url), "https://localhost:%d", front->port);
	for (size_t i = 0; i < STATIONS; i++) {
		struct office *o = &offices[i];
		o->loop = loop_new();
		need(http_client_new(&o->http, o->loop, &http, &err), "address", &err);
		o->sync = sync_new(o->loop, o->http, o->f.store, &o->f.ws, &calm);
		o->sync->failures = LONG_WITHOUT;
		while (!sync_state(o->sync)->settled)
			loop_turn(o->loop, 1000);
		o->failures = o->sync->failures;
	}
}

static bool office_turn(struct office *o, double start_us)
{
	const struct sync_state *state = sync_state(o->sync);

	loop_turn(o->loop, 0);
	if (o->sync->failures > o->failures && !o->shown_error) {
		fprintf(stderr, "shown: %s\n", state->reason);
		o->shown_error = true;
	}
	if (!o->done_us && state->delivered == EACH)
		o->done_us = bench_now_us() - start_us;
	return o->done_us > 0;
}

static void storm(double start_us)
{
	size_t done = 0;

	while (done < STATIONS) {
		done = 0;
		for (size_t i = 0; i < STATIONS; i++)
			done += office_turn(&offices[i], start_us);
		need(bench_now_us() - start_us < PATIENCE_US, "not all delivered in five minutes", NULL);
	}
}

static void report(struct sync_station *s, double total_us)
{
	struct samples times = {0};
	char measured[64], beside[64];
	int errors = 0;

	for (size_t i = 0; i < STATIONS; i++) {
		samples_add(&times, offices[i].done_us);
		errors += offices[i].shown_error;
	}
	int64_t there = sync_station_at_central(s, "SELECT count(*) FROM dossiers");
	snprintf(measured, sizeof(measured), "%.1f s, %.0f/s", total_us / 1e6, STATIONS * EACH / total_us * 1e6);
	snprintf(beside, sizeof(beside), "p50 %.1f s, p99 %.1f s", samples_percentile(&times, 50) / 1e6,
		samples_percentile(&times, 99) / 1e6);
	bench_row("2,000 workstations at once, 10,000 dossiers", measured, beside, NULL, -1);
	snprintf(measured, sizeof(measured), "%d errors, %d at central", errors, (int)there);
	bench_row("  shown to officers, and what came of it", measured, NULL, "0, 10000",
		errors == 0 && there == STATIONS * EACH);
	samples_clear(&times);
}

int main(void)
{
	struct sync_station s;
	struct nginx_front front;

	room_for_files();
	sync_station_open(&s, &calm);
	sync_free(s.sync);
	s.sync = NULL;
	store_close(s.f->store);
	s.f->store = NULL;
	open_offices(&s);
	nginx_front_prepare(&front);
	begin(&front);
	nginx_front_start(&front, s.port);
	double start = bench_now_us();
	storm(start);
	report(&s, bench_now_us() - start);
	close_offices();
	nginx_front_stop(&front);
	sync_station_close(&s);
	return 0;
}
