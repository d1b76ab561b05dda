#ifndef MOTCUA_CENTRAL_HTTP_H
#define MOTCUA_CENTRAL_HTTP_H

/*
 * HTTP around central_handle, on libmicrohttpd. One thread with poll: slow clients wait without
 * holding up others, and a handler runs only when its request is complete, so one database
 * connection is enough. Bounds: 8 MB a body, 32 KB of headers, 30 s of silence, 3 minutes a
 * request, connections in all and per address.
 */

#include <stdbool.h>
#include "base/err.h"
#include "central/server.h"

struct http_server;

struct http_tls {
	const char *cert_pem, *key_pem; /* NULL: plain HTTP */
};

/* Serves on the listening socket, which it owns from now on. c is used on another thread until
 * http_server_stop. */
bool http_server_start(struct http_server **server, struct central *c, int listen_fd,
	const struct http_tls *tls, struct err *err) MUST_CHECK;
/* Takes no new connection, answers what is under way (10 s at most), then ends. */
void http_server_stop(struct http_server *server);

#endif
