#ifndef MOTCUA_TESTS_NGINX_FRONT_H
#define MOTCUA_TESTS_NGINX_FRONT_H

/* nginx before motcua-central, as in a province: TLS and HTTP/2 towards the offices, a few kept
 * connections of plain HTTP/1.1 towards central. Whatever fails in here ends the program. */

#include <sys/types.h>

struct nginx_front {
	pid_t pid;
	int port;      /* https://localhost:PORT */
	char dir[64];
	char ca[96];   /* the authority to trust, PEM file */
};

/* Chooses port and certificates; nobody answers yet. */
void nginx_front_prepare(struct nginx_front *f);
void nginx_front_start(struct nginx_front *f, int central_port);
void nginx_front_stop(struct nginx_front *f);

#endif
