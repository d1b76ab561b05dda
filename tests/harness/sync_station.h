#ifndef MOTCUA_TESTS_SYNC_STATION_H
#define MOTCUA_TESTS_SYNC_STATION_H

/* A workstation enrolled at a real motcua-central with the demo catalogue: store, loop, client and
 * sync engine, all as in the program. Whatever fails in here fails the test. */

#include "net/sync.h"
#include "store/intake.h"
#include "store/outbox.h"
#include "tests/harness/central_process.h"
#include "tests/harness/store_fixture.h"

#define STATION_PROCEDURE "1.014027"

struct sync_station {
	struct central_process central;
	int port;          /* kept over restarts of central */
	struct fixture *f; /* f->ws is what central gave */
	struct loop *loop;
	struct http_client *http;
	struct sync *sync;
};

/* Starts central, enrols, makes the engine, runs the first round. */
void sync_station_open(struct sync_station *s, const struct sync_options *opt);
void sync_station_close(struct sync_station *s);
/* Central again, on its port and database. */
void sync_station_central_again(struct sync_station *s);
/* One dossier, now; its code. */
void sync_station_intake(struct sync_station *s, char code[DOSSIER_CODE_SIZE]);
/* Kicks, and turns the loop until the round is settled. */
void sync_station_round(struct sync_station *s);
struct outbox_counts sync_station_counts(struct sync_station *s);
/* How many rows of central's database that SQL counts. */
int64_t sync_station_at_central(struct sync_station *s, const char *sql);

#endif
