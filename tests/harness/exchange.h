#ifndef MOTCUA_TESTS_EXCHANGE_H
#define MOTCUA_TESTS_EXCHANGE_H

/* One HTTP exchange against a fault server, run to its end, and what came of it. */

#include "net/http.h"
#include "tests/harness/fault_server.h"

struct exchange {
	struct loop *loop;
	struct http_client *client;
	int answers;              /* how often done was called */
	struct http_response got; /* of the last; got.body points to body */
	struct buf body;
	int64_t longest_turn_ms;  /* the loop was away for so long at most */
};

/* A client for url, with its own loop. Ends the test when the address is refused. */
void exchange_open(struct exchange *x, const char *url, const char *ca_file, int64_t timeout_ms);
/* done and user of call are filled in here. Turns the loop until the answer is there. */
void exchange_run(struct exchange *x, struct http_call call);
/* The same for "GET /x". */
void exchange_get(struct exchange *x);
void exchange_close(struct exchange *x);

#endif
