#ifndef MOTCUA_TESTS_PROXY_ACTS_H
#define MOTCUA_TESTS_PROXY_ACTS_H

/* Inside the fault proxy only: its state, and what it does to one request. */

#include <pthread.h>
#include "tests/harness/fault_proxy.h"
#include "tests/harness/proxy_wire.h"

#define PROXY_CONTEXTS 4 /* good, expired, wrong host, unknown issuer */

struct fault_proxy {
	struct proxy_options opt;
	int listener, stop; /* stop: an eventfd, readable for good once the proxy ends */
	char url[64];
	SSL_CTX *contexts[PROXY_CONTEXTS]; /* NULL: plain */
	pthread_t acceptor;

	pthread_mutex_t deciding; /* around the functions of the test */
	pthread_mutex_t lock;     /* around what follows */
	pthread_cond_t changed;
	int alive, server_port;
	int64_t requests;
	int64_t passed;           /* requests that central has answered */
	int64_t counts[PROXY_FAULTS];
};

/* Asks the test; gives a request its number. */
struct proxy_order proxy_decide(struct fault_proxy *p, struct proxy_request *q);
void proxy_done(struct fault_proxy *p, enum proxy_fault fault);
/* The next request on that connection; false when the connection is over. */
bool proxy_serve_request(struct fault_proxy *p, struct wire *client);

#endif
