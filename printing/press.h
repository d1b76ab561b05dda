#ifndef MOTCUA_PRINTING_PRESS_H
#define MOTCUA_PRINTING_PRESS_H

/*
 * The press: the program motcua-print. It holds what is heavy (pango, the fonts, CUPS), so that the
 * application that runs all day does not, and so that a fault in there cannot take the application
 * with it. Started with the first order, spoken to over a socket, ended when it has rested.
 *
 * Every call blocks; one thread only: the print worker's (or a command without one).
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "printing/printers.h"
#include "printing/worker.h"

struct press {
	int fd; /* -1: not running */
	pid_t pid;
};

#define PRESS_INIT {.fd = -1}

/* deliver() of printing/deliver.h, done over there. A press that ends in the middle leaves the
 * result uncertain. */
void press_deliver(struct press *press, const struct print_order *order, const char *configured,
	struct print_result *out);

/* What a paper would meet, without printing one. */
struct press_view {
	enum printer_found found;
	char printer[PRINTER_NAME_SIZE]; /* "" where none */
	char fonts[300];                 /* what is wrong with the fonts; "" when nothing is */
};
bool press_look(struct press *press, const char *configured, struct press_view *out,
	struct err *err) MUST_CHECK;

/* Ends it: it finishes what is under way. */
void press_close(struct press *press);

/* The other end: takes orders from fd until it is closed. */
void press_serve(int fd);

#endif
