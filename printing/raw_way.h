#ifndef MOTCUA_PRINTING_RAW_WAY_H
#define MOTCUA_PRINTING_RAW_WAY_H

/*
 * The way to a printer without CUPS: opening it, bytes out and in with an end to every wait, and the
 * state it gives. For printing/raw.c.
 */

#include <stdbool.h>
#include <stddef.h>
#include "printing/trouble.h"

enum raw_wait { RAW_READY, RAW_TIMEOUT, RAW_STOP, RAW_BROKEN };

struct raw_way {
	int fd;
	int stop_fd;
	bool is_socket;
	bool reads;    /* open for answers too */
	bool two_way;  /* has answered */
};

/* False: why it cannot be reached, a part of a sentence. */
bool raw_open(struct raw_way *way, const char *destination, int timeout_ms, char *why, size_t size);
void raw_close(struct raw_way *way);

/* Writes what it takes within the time, at least a byte when READY. */
enum raw_wait raw_write(struct raw_way *way, const void *bytes, size_t len, int timeout_ms,
	size_t *written);
/* One byte that the printer sent. */
enum raw_wait raw_read(struct raw_way *way, int timeout_ms, unsigned char *byte);
/* Rests, unless something happens to the way or it is to stop. */
enum raw_wait raw_rest(struct raw_way *way, int ms);
/* Bytes the other end has not acknowledged; 0 where nobody knows. */
size_t raw_unsent(const struct raw_way *way);

/* Its state in real time, DLE EOT 1 to 4. READY with what hinders; TIMEOUT: it did not answer. */
enum raw_wait raw_ask(struct raw_way *way, int timeout_ms, enum trouble *trouble);
/* Is this byte the answer to GS r, which comes when all before it is printed? */
bool raw_is_in_order_answer(unsigned char byte);

#endif
