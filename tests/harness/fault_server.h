#ifndef MOTCUA_TESTS_FAULT_SERVER_H
#define MOTCUA_TESTS_FAULT_SERVER_H

/*
 * A web server on a free loopback port that does what it is told, right or wrong: any bytes, cut
 * short, never, reset, slowly, without end. The test gives one handler; it runs on the server's
 * threads, one at a time, and decides what each request gets. With a tls_identity it speaks TLS.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "tests/harness/tls_identity.h"

struct fault_request {
	char method[16], path[2048];
	const char *headers; /* all lines, as they came */
	const char *body;    /* NUL-terminated */
	size_t body_len;
	int number;          /* 1 for the server's first request, and so on */
};

enum fault_end {
	FAULT_KEEP,    /* wait for the next request on this connection */
	FAULT_CLOSE,
	FAULT_RESET,   /* RST instead of FIN */
	FAULT_HANG,    /* keep the connection open, say nothing more */
	FAULT_ENDLESS, /* send `bytes` again and again until the other side goes */
};

struct fault_reply {
	struct buf bytes;   /* the raw answer, status line and all */
	size_t cut;         /* send only so many bytes of it; 0: all */
	int pause_ms;       /* between single bytes; 0: none */
	int delay_ms;       /* before the first byte */
	enum fault_end end;
};

typedef void fault_handler(void *user, const struct fault_request *q, struct fault_reply *a);

struct fault_server;
/* port 0: a free one. identity NULL: plain. Ends the test when it cannot listen. */
struct fault_server *fault_server_start(int port, const struct tls_identity *identity,
	fault_handler *fn, void *user);
int fault_server_port(const struct fault_server *s);
/* "http://127.0.0.1:PORT" or "https://localhost:PORT" */
const char *fault_server_url(const struct fault_server *s);
/* Between these the handler does not run: to look at or change what it works on. */
void fault_server_lock(struct fault_server *s);
void fault_server_unlock(struct fault_server *s);
/* Requests read in full so far, and connections accepted. */
int fault_server_requests(struct fault_server *s);
int fault_server_connections(struct fault_server *s);
/* Closes everything and waits for the threads. */
void fault_server_stop(struct fault_server *s);

/* A whole answer with Date, Content-Length and `extra` header lines ("" or "A: b\r\n"). type NULL:
 * no content type. */
void fault_answer(struct fault_reply *a, int status, const char *type, const char *extra,
	const char *body);
/* The value of a header of the request, case-insensitive; false when absent. */
bool fault_header(const struct fault_request *q, const char *name, char *out, size_t size);

#endif
