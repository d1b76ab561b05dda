#ifndef MOTCUA_PRINTING_ROUTE_H
#define MOTCUA_PRINTING_ROUTE_H

/*
 * Where a paper goes and as what: the printer that was asked for, else the one kept for that form and
 * paper, else CUPS's default. A file only where this counter has no printer at all: none is configured,
 * and CUPS has no default one or is not there and never was. Asks CUPS; blocks. One thread: the press's.
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
	bool own_paper;    /* that is what the configuration says is in the printer */
	bool gap_before;   /* of QUEUE: struct job_past */
	char media[PRINTER_MEDIA_SIZE]; /* of QUEUE: struct printer_info's */
	char why[200];     /* of FALLBACK: why not on paper */
};

/* False: ERR_UNAVAILABLE, the printer is not there or cannot be reached, so the paper stays owed; ERR_DATA,
 * it could never come out there. */
bool route_find(const struct print_order *order, const struct book *book, struct route *out,
	struct err *err) MUST_CHECK;

#endif
