#include "tests/harness/sync_station.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "store/catalogue.h"
#include "tests/harness/process.h"

static void need(bool ok, const char *what, const struct err *err)
{
	if (!ok)
		fail_msg("%s: %s %s", what, err->field, err->text);
}

static void start_central(struct sync_station *s)
{
	char listen[32];
	const char *const options[] = {"--listen", listen, "--demo", NULL};

	snprintf(listen, sizeof(listen), "127.0.0.1:%d", s->port);
	central_start(&s->central, options);
	s->port = (int)strtol(strrchr(s->central.url, ':') + 1, NULL, 10);
}

void sync_station_central_again(struct sync_station *s)
{
	start_central(s);
}

static void enrol(struct sync_station *s)
{
	static const char *const words[] = {"enrol-code", "--agency", "H01.91.12", "--counter", "3", NULL};
	struct err err = ERR_INIT;
	char code[200];

	assert_int_equal(central_command(&s->central, words, code, sizeof(code)), 0);
	need(sync_enrol(s->loop, s->http, s->f->store, code, &s->f->ws, &err), "enrol", &err);
	need(workstation_save(&s->f->ws, s->f->store, &err), "save", &err);
}

void sync_station_open(struct sync_station *s, const struct sync_options *opt)
{
	struct http_options http = {.base_url = s->central.url};
	struct err err = ERR_INIT;
	void *f;

	s->port = process_free_port();
	central_folder(&s->central);
	start_central(s);
	assert_int_equal(fixture_setup(&f), 0);
	s->f = f;
	s->loop = loop_new();
	need(http_client_new(&s->http, s->loop, &http, &err), "address", &err);
	enrol(s);
	s->sync = sync_new(s->loop, s->http, s->f->store, &s->f->ws, opt);
	sync_station_round(s);
	if (sync_state(s->sync)->link != LINK_ONLINE && sync_state(s->sync)->link != LINK_SLOW)
		fail_msg("central does not answer: %s", sync_state(s->sync)->reason);
}

void sync_station_close(struct sync_station *s)
{
	void *f = s->f;

	sync_free(s->sync);
	http_client_free(s->http);
	loop_free(s->loop);
	if (s->central.pid)
		central_stop(&s->central);
	central_folder_remove(&s->central);
	fixture_teardown(&f);
}

void sync_station_intake(struct sync_station *s, char code[DOSSIER_CODE_SIZE])
{
	struct intake_options opt = {.now = clock_now(), .clock_trusted = true, .calendar = s->f->calendar};
	struct procedure p = {0};
	struct violations v = {.n = 0};
	struct intake_result result;
	struct err err = ERR_INIT;
	struct dossier d;
	char hash[65], id_number[16];
	static unsigned persons; /* each another's: of one person they would be marked as duplicates */

	need(catalogue_procedure(s->f->store, STATION_PROCEDURE, &p, hash, &err), "procedure", &err);
	fixture_dossier(&d, NULL);
	snprintf(id_number, sizeof(id_number), "089190%06u", ++persons % 1000000);
	d.applicant.id_number = id_number;
	need(dossier_use_procedure(&d, &p, NULL, &err), "use", &err);
	d.procedure_hash = hash;
	if (!dossier_check(&d, &p, &v))
		fail_msg("%s: %s", v.list[0].field, v.list[0].message);
	need(intake_commit(s->f->store, &s->f->ws, &d, &opt, &result, &err), "intake", &err);
	str_copy(code, DOSSIER_CODE_SIZE, d.code);
	dossier_clear(&d);
	procedure_clear(&p);
}

void sync_station_round(struct sync_station *s)
{
	int64_t deadline = clock_mono_ms() + 120000;

	sync_kick(s->sync);
	while (!sync_state(s->sync)->settled) {
		if (clock_mono_ms() > deadline)
			fail_msg("the round did not settle");
		loop_turn(s->loop, 100);
	}
}

struct outbox_counts sync_station_counts(struct sync_station *s)
{
	struct outbox_counts counts;
	struct err err = ERR_INIT;

	need(outbox_counts(s->f->store, &counts, &err), "counts", &err);
	return counts;
}

int64_t sync_station_at_central(struct sync_station *s, const char *sql)
{
	struct err err = ERR_INIT;
	struct db *db;
	int64_t n = -1;

	need(db_open(&db, s->central.db, DB_READONLY, &err), "central's database", &err);
	need(db_get_int(db, &err, &n, NULL, sql, NULL), sql, &err);
	db_close(db);
	return n;
}
