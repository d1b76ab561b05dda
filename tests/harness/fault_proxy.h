#ifndef MOTCUA_TESTS_FAULT_PROXY_H
#define MOTCUA_TESTS_FAULT_PROXY_H

/*
 * A bad way to central: it stands between real clients and a real motcua-central on loopback and
 * does to each connection and each request what one function decides, which may follow a script
 * or a seed. What it did is counted by class, when it was done. Towards the client it speaks TLS
 * when it is given identities. Threads of its own; the functions it is given are called one at a
 * time.
 */

#include <stdbool.h>
#include <stdint.h>
#include "tests/harness/tls_identity.h"

/* What can be done, to a connection or to one request on it. Names for people: fault_proxy_name. */
enum proxy_fault {
	PROXY_PASS,
	/* connections: asked before the first byte */
	PROXY_REFUSE,          /* reset at once */
	PROXY_HALF_OPEN,       /* taken, and never a word */
	PROXY_TLS_EXPIRED, PROXY_TLS_HOST, PROXY_TLS_ISSUER,
	/* the way there: central never sees the whole request */
	PROXY_CUT_REQUEST, PROXY_RESET_REQUEST, PROXY_NEVER,
	/* the way back: central has done what was asked */
	PROXY_SWALLOW, PROXY_CUT_ANSWER, PROXY_RESET_ANSWER, PROXY_TRICKLE, PROXY_HANG_AFTER,
	/* order and number */
	PROXY_DELAY, PROXY_TWICE, PROXY_SWAP,
	/* somebody else answers, central sees nothing */
	PROXY_PORTAL_PAGE, PROXY_PORTAL_REDIRECT, PROXY_PORTAL_511, PROXY_REDIRECT_HTTP,
	PROXY_OTHER_JSON,      /* 200 with JSON of some other service */
	PROXY_ANSWER_1GB, PROXY_ENDLESS, PROXY_BOMB, PROXY_HEADERS, PROXY_DEEP_JSON,
	PROXY_401, PROXY_429, PROXY_429_SECONDS, PROXY_429_DATE, PROXY_429_NONSENSE, PROXY_429_HUGE,
	PROXY_500, PROXY_502, PROXY_503, PROXY_503_SECONDS, PROXY_504,
	PROXY_422,             /* a typed rejection; deliveries only */
	/* central answers, and it arrives as something else */
	PROXY_500_AFTER, PROXY_WRONG_UUID, PROXY_WRONG_HASH, PROXY_WRONG_CODE, PROXY_WRONG_TYPE,
	PROXY_HALF_JSON, PROXY_DOUBLE_KEYS, PROXY_NUL, PROXY_BOM, PROXY_BAD_UTF8, PROXY_HUGE_INT,
	PROXY_ESCAPES,         /* control characters in the texts of the answer */
	/* the test's own act (struct proxy_options.strike), then the connection is cut */
	PROXY_STRIKE_BEFORE,   /* the request is here, central has not seen it */
	PROXY_STRIKE_DURING,   /* central has it, no answer yet */
	PROXY_STRIKE_AFTER,    /* central has answered, the client does not know */
	PROXY_FAULTS
};
const char *fault_proxy_name(enum proxy_fault fault);
/* Is it asked of connections (else of requests)? */
bool fault_proxy_of_connection(enum proxy_fault fault);

struct proxy_request {
	const char *method, *path; /* NULL: a connection, before its first byte */
	int64_t number;            /* of this proxy, 1 for the first */
};
struct proxy_order {
	enum proxy_fault fault;
	uint32_t n; /* bytes after which to cut, milliseconds to wait: taken modulo what makes sense */
};

/* NULL identities: plain. All four are made by fault_proxy_identities. */
struct proxy_identities {
	struct tls_identity ca, stranger, good, expired, wrong_host, wrong_issuer;
};
void fault_proxy_identities(struct proxy_identities *ids, const char *ca_file);
void fault_proxy_identities_clear(struct proxy_identities *ids);

struct proxy_options {
	int server_port;
	const struct proxy_identities *identities;
	struct proxy_order (*decide)(void *user, const struct proxy_request *q);
	void (*strike)(void *user, enum proxy_fault when); /* may be NULL */
	void *user;
};

struct fault_proxy;
struct fault_proxy *fault_proxy_start(const struct proxy_options *opt);
/* Ends every connection and waits for its threads. */
void fault_proxy_stop(struct fault_proxy *p);
/* "http://127.0.0.1:PORT" or "https://localhost:PORT" */
const char *fault_proxy_url(const struct fault_proxy *p);
void fault_proxy_set_server(struct fault_proxy *p, int port);
/* How often that was done. PROXY_PASS: requests passed on untouched. */
int64_t fault_proxy_count(struct fault_proxy *p, enum proxy_fault fault);
/* Requests read in full. */
int64_t fault_proxy_requests(struct fault_proxy *p);

#endif
