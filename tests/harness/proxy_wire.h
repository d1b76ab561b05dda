#ifndef MOTCUA_TESTS_PROXY_WIRE_H
#define MOTCUA_TESTS_PROXY_WIRE_H

/* One end of a connection in the fault proxy, plain or TLS, and whole HTTP/1.1 messages on it.
 * Every wait ends when the proxy stops (its descriptor becomes readable) or the time is up. */

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"

#define WIRE_PATIENCE_MS 20000

struct wire {
	int fd, stop;  /* fd -1: none */
	SSL *ssl;      /* NULL: plain */
	struct buf in; /* what came and was not used yet */
};

/* A message as it came: status or request line, headers, body by its Content-Length. */
struct wire_message {
	struct buf bytes;
	size_t head; /* up to and with the empty line */
};

void proxy_wire_init(struct wire *w, int fd, int stop);
/* To 127.0.0.1:port; false when nobody is there. */
bool proxy_wire_connect(struct wire *w, int port, int stop);
/* The server's side of the handshake; false when the other side would not. */
bool proxy_wire_accept_tls(struct wire *w, SSL_CTX *tls);
/* Closes, with RST when reset; fine when closed. */
void proxy_wire_close(struct wire *w, bool reset);

/* Waits for events; false when the proxy stops or so many milliseconds (-1: any) have passed. */
bool proxy_wire_await(struct wire *w, short events, int timeout_ms);
/* Nothing happens for so long, or until the other side goes or the proxy stops (-1). */
void proxy_wire_rest(struct wire *w, int ms);
bool proxy_wire_send(struct wire *w, const void *bytes, size_t len);
/* The next whole message, to be cleared by proxy_message_clear; false when the other side ended
 * before. to: this message answers a request of that method (HEAD has no body), NULL: it is a
 * request. */
bool proxy_wire_receive(struct wire *w, struct wire_message *m, const char *to, int timeout_ms);
void proxy_message_clear(struct wire_message *m);
const char *proxy_message_body(const struct wire_message *m, size_t *len);

#endif
