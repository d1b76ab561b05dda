#ifndef MOTCUA_PRINTING_LANES_H
#define MOTCUA_PRINTING_LANES_H

/*
 * Printers without CUPS, inside the press: a thread and a queue for each, so that one that stands still
 * holds up nobody but itself. What becomes of each paper is reported, as often as it changes, from
 * that thread.
 */

#include <stdbool.h>
#include "base/buf.h"
#include "printing/worker.h"

struct lanes;
/* Called from the lanes' threads. */
typedef void lanes_report(void *user, const struct print_result *result);

struct lanes *lanes_new(lanes_report *report, void *user);
/* What is at a printer is finished, at most for so long; what has not begun is left. NULL is fine. */
void lanes_free(struct lanes *lanes, int finish_ms);

/* paper: job and target are filled, target being what the officer calls the printer. patience_ms: how long
 * it may stand still, 0 as usual. Takes the bytes over; the buffer is empty after. */
void lanes_add(struct lanes *lanes, const char *destination, const struct print_result *paper,
	int patience_ms, struct buf *bytes);
/* False: no lane has it. Else its last result comes as usual. */
bool lanes_cancel(struct lanes *lanes, const char *job);

#endif
