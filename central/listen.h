#ifndef MOTCUA_CENTRAL_LISTEN_H
#define MOTCUA_CENTRAL_LISTEN_H

/* The listening socket: "127.0.0.1:8080", "[::1]:0", "localhost:8080"; port 0 means a free one. */

#include <stdbool.h>
#include "base/err.h"

struct listener {
	int fd;
	bool loopback;   /* nobody outside this machine can reach it */
	bool any;        /* all addresses: the URL below then names no reachable host */
	char host[64];   /* numeric, an IPv6 address in brackets */
	int port;        /* the real one */
};

/* ERR_USAGE for a malformed address, ERR_UNAVAILABLE when it cannot be had. */
bool listen_open(struct listener *l, const char *address, struct err *err) MUST_CHECK;

#endif
