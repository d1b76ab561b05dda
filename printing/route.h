#ifndef MOTCUA_PRINTING_ROUTE_H
#define MOTCUA_PRINTING_ROUTE_H

/*
 * Where a paper goes and as what: the printer that was asked for, else the one kept for that form and
 * paper, else CUPS's default, else a file. Asks CUPS; blocks. One thread: the press's own.
 */

#include <stdbool.h>
#include "printing/book.h"
#include "printing/printers.h"
#include "printing/worker.h"

enum route_kind {
	ROUTE_FILE,     /* to the path that was asked for */
	ROUTE_FALLBACK, /* to a file, for want of a printer */
	ROUTE_QUEUE,    /* to a queue of CUPS */
	ROUTE_DEVICE,   /* to a printer without CUPS */
};

struct route {
	enum route_kind kind;
	char shown[DESTINATION_SIZE];       /* what the officer calls the printer */
	char destination[DESTINATION_SIZE]; /* of QUEUE and DEVICE */
	char paper[16];    /* kind of paper by name, "" for the form's usual one */
	int dpi;           /* dots for a thermal head (ESC/POS); 0: a PDF */
	bool gap_before;   /* of QUEUE: struct job_past */
	char why[200];     /* of FALLBACK: why not on paper */
};

/* False: the printer that was asked for is not there. */
bool route_find(const struct print_order *order, const struct book *book, struct route *out,
	struct err *err) MUST_CHECK;

#endif
