#ifndef MOTCUA_TESTS_GZIP_BOMB_H
#define MOTCUA_TESTS_GZIP_BOMB_H

/* A small gzip stream that becomes very many zero bytes. */

#include "base/buf.h"

/* Appends 258 × repeats zeros, packed into 13 bits for each 258. */
void gzip_bomb(struct buf *out, int repeats);

#endif
