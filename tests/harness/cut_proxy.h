#ifndef MOTCUA_TESTS_CUT_PROXY_H
#define MOTCUA_TESTS_CUT_PROXY_H

/*
 * A way to a server on loopback that can be cut: the n-th byte a client sends on one connection ends
 * that connection, both ways, and what comes after may be let in again or not. Threads of its own.
 */

#include <stdbool.h>
#include <stddef.h>

struct cut_proxy;

/* cut_at: bytes from the client on one connection; reopen: later connections pass untouched, else
 * they are closed at once. */
struct cut_proxy *cut_proxy_start(int server_port, size_t cut_at, bool reopen);
int cut_proxy_port(const struct cut_proxy *p);
void cut_proxy_stop(struct cut_proxy *p);

#endif
