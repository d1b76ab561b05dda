/*
 * A long outage: the application starts with 100,000 dossiers waiting and no line. How long until the
 * first screen, and what it holds then, with the queue open at its end, and after a search over all.
 */

#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/mem.h"
#include "tests/harness/bench.h"
#include "tests/harness/office.h"
#include "tests/harness/sync_station.h"

#define DOSSIERS 100000
#define STARTS 5

static void need(bool ok, const char *what, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "start_bench: %s: %s\n", what, err->text);
	exit(1);
}

/* As the program does it, one after the other; the numbers come from a central of our own making. */
static void take_in(struct office *office)
{
	char path[128], key[128], code[DOSSIER_CODE_SIZE];
	struct fixture f = {.calendar = calendar_builtin()};
	struct sync_station s = {.f = &f};
	struct err err = ERR_INIT;

	snprintf(path, sizeof(path), "%s/data/motcua.db", office->dir);
	snprintf(key, sizeof(key), "%s/data/workstation.key", office->dir);
	need(store_open(&f.store, path, &err), path, &err);
	need(workstation_load(&f.ws, f.store, key, &err), key, &err);
	f.central = signing_key_new();
	signing_key_public(f.central, f.ws.server_key);
	fixture_lease(&f, instant_date(clock_now()), 1000001, 1000000 + DOSSIERS);
	for (int i = 0; i < DOSSIERS; i++)
		sync_station_intake(&s, code);
	workstation_clear(&f.ws);
	signing_key_free(f.central);
	calendar_free(f.calendar);
	store_close(f.store);
}

static void first_screen(struct office *office)
{
	struct samples starts = {0};

	for (int i = 0; i < STARTS; i++) {
		double from = bench_now_us();
		struct pty *pty = office_start(office, 24, 80, NULL);
		pty_expect(pty, "Phường Long Xuyên");
		samples_add(&starts, bench_now_us() - from);
		pty_free(pty);
	}
	double slowest = samples_percentile(&starts, 100);
	bench_row("100,000 waiting: start to first screen", bench_ms(slowest), "slowest of 5", "≤2 s",
		slowest <= 2e6);
	samples_clear(&starts);
}

static void memory(struct pty *pty, const char *what)
{
	char text[32];
	double mb = bench_rss_mb(pty_pid(pty));

	snprintf(text, sizeof(text), "%.1f MB", mb);
	bench_row(what, text, NULL, "≤64 MB", mb <= 64);
}

static void held(struct office *office)
{
	struct pty *pty = office_screen(office, 24, 80, NULL);

	pty_type(pty, "mau");
	pty_key(pty, "Enter"); /* the officer */
	pty_settle_all(pty);
	memory(pty, "100,000 waiting: memory, first screen");
	pty_key(pty, "F4");
	pty_key(pty, "End");
	pty_settle_all(pty);
	memory(pty, "100,000 waiting: memory, end of the queue");
	pty_key(pty, "Esc");
	pty_key(pty, "F3");
	pty_type(pty, "thử 99");
	pty_settle_all(pty);
	memory(pty, "100,000 waiting: memory, after a search");
	pty_free(pty);
}

int main(void)
{
	struct office office;

	office_open(&office);
	office_central_stop(&office);
	take_in(&office);
	first_screen(&office);
	held(&office);
	office_close(&office);
	return 0;
}
