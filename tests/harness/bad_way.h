#ifndef MOTCUA_TESTS_BAD_WAY_H
#define MOTCUA_TESTS_BAD_WAY_H

/* A workstation with its engine in this process, and a fault proxy on its way to a real central
 * that does what a short script says. Whatever fails in here fails the test. */

#include <stdatomic.h>
#include "tests/harness/fault_proxy.h"
#include "tests/harness/sync_station.h"

struct bad_way {
	struct sync_station s;
	struct proxy_identities ids;
	char dir[64], ca_file[96];
	struct fault_proxy *proxy;
	struct sync_options opt; /* of the next engine */
	/* the script: the first `skip` that it is about pass, then `times` get the fault */
	atomic_int fault, skip, times;
	atomic_int deliveries;   /* PUT requests that reached the proxy */
};

void bad_way_open(struct bad_way *w);
void bad_way_close(struct bad_way *w);
/* From now on: about connections, or about deliveries, as the fault is. */
void bad_way_script(struct bad_way *w, enum proxy_fault fault, int skip, int times);
/* A new engine, as after a new start of the program: no connection, no token. */
void bad_way_restart(struct bad_way *w, int64_t timeout_ms);
/* Takes in n dossiers. */
void bad_way_intakes(struct bad_way *w, int n);
int64_t bad_way_at_central(struct bad_way *w);

#endif
