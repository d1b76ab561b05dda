#ifndef MOTCUA_PRINTING_PRESS_ROWS_H
#define MOTCUA_PRINTING_PRESS_ROWS_H

/*
 * An order's rows on their way to the press, behind the message (printing/press_wire.h): a
 * ledger's are many megabytes, so they are never copied into a message, and the press keeps them
 * in a memory file of which it holds in its own memory only what it is reading.
 */

#include <stdbool.h>
#include <stddef.h>

#define ROWS_MAX (96 * 1024 * 1024) /* bytes; some 50,000 dossiers */

/* rows: NULL or "" for none. False when the other end is gone. */
bool rows_send(int fd, const char *rows);

struct rows_file {
	char *text;   /* terminated; NULL where there are none */
	size_t size;  /* of the mapping; 0: none */
};

/* False when the other end is gone or sends nonsense. rows_close in either case. */
bool rows_receive(int fd, struct rows_file *out);
void rows_close(struct rows_file *rows);

#endif
