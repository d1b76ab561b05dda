#ifndef MOTCUA_PRINTING_PRESS_ROWS_H
#define MOTCUA_PRINTING_PRESS_ROWS_H

/*
 * An order's rows on their way to the press, behind the message (printing/press_wire.h): a
 * ledger's are many megabytes, so they are sent portion by portion as they are read, and the press
 * keeps them in a memory file of which it holds in its own memory only what it is reading.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

struct print_order;

#define ROWS_MAX (96 * 1024 * 1024) /* bytes; some 50,000 dossiers */

enum rows_sent {
	ROWS_SENT,
	ROWS_NOBODY, /* the other end is gone */
	ROWS_FAILED, /* they could not be read, err says why; the other end knows and waits for the next order */
};
enum rows_sent rows_send(int fd, const struct print_order *order, struct err *err);

struct rows_file {
	char *text;   /* terminated; NULL where there are none */
	size_t size;  /* of the mapping; 0: none */
};

enum rows_received {
	ROWS_HERE,
	ROWS_GIVEN_UP, /* the order is void */
	ROWS_BROKEN,   /* the other end is gone or sends nonsense */
};
/* rows_close in any case. */
enum rows_received rows_receive(int fd, struct rows_file *out);
void rows_close(struct rows_file *rows);

#endif
