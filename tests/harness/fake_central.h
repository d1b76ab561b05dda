#ifndef MOTCUA_TESTS_FAKE_CENTRAL_H
#define MOTCUA_TESTS_FAKE_CENTRAL_H

/*
 * A central system small enough to lie on demand: it grants tokens, leases numbers, takes dossiers
 * and remembers each request; a test's hook may answer any request in its place. With it a store, a
 * loop, an HTTP client and a sync engine. Use cmocka's setup and teardown functions below.
 */

#include "net/sync.h"
#include "tests/harness/fault_server.h"
#include "tests/harness/store_fixture.h"

#define FAKE_DOSSIERS 2048

struct fake_dossier {
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE], sha256[65];
	int times;   /* PUTs of it that central took in, answered or not */
	bool other;  /* a later one had other content: must never be */
};

struct fake {
	struct fixture *f;
	struct fault_server *server;
	struct loop *loop;
	struct http_client *http;
	struct sync *sync;

	/* what the test may set, under fault_server_lock once the engine runs */
	bool (*hook)(struct fake *c, const struct fault_request *q, struct fault_reply *a);
	int hooked;             /* for the hook's own counting */
	int64_t clock_ahead_s;  /* of central's clock */
	bool deny_tokens;
	int expires_in;
	const char *catalogue, *changes; /* whole bodies; NULL: empty ones */
	int64_t lease_at;       /* every new block begins there; 0: behind the last one */
	int lag_ms;             /* before each answer */

	/* what came */
	uint8_t station_key[ED25519_PUBLIC];
	struct fake_dossier dossiers[FAKE_DOSSIERS];
	int n_dossiers;
	int probes, tokens, leases, refused;
	int token;              /* the one that is good now */
	struct { char id[UUID_SIZE]; int64_t first; } blocks[128];
	int n_blocks;
	char last_since[256];   /* of the changes feed */
};

int fake_setup(void **state);
int fake_teardown(void **state);
/* The engine with defaults but for `parallel`. */
void fake_engine(struct fake *c, int parallel);
/* Takes in n dossiers at FIXTURE_NOW; leases numbers for them first. */
void fake_intakes(struct fake *c, int n);
/* Kicks and turns the loop until the round is settled; fails after a minute. */
void fake_round(struct fake *c);
/* Rounds until the outbox has `waiting` items waiting; fails after `rounds`. */
void fake_rounds_until(struct fake *c, int waiting, int rounds);
void fake_stop_server(struct fake *c);
/* On the port it had. */
void fake_start_server(struct fake *c);
int64_t fake_waiting(struct fake *c);
int64_t fake_rejected(struct fake *c);
/* Each dossier that arrived has one content, and `n` have arrived. */
void fake_check_arrived(struct fake *c, int n);
/* Is it a request of that method whose path begins so? */
bool fake_is(const struct fault_request *q, const char *method, const char *path);
/* Central's own answer to it, whatever the hook is. */
void fake_serve(struct fake *c, const struct fault_request *q, struct fault_reply *a);
void fake_problem(struct fake *c, struct fault_reply *a, int status, const char *type);

#endif
