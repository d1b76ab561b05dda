#ifndef MOTCUA_PRINTING_DELIVER_H
#define MOTCUA_PRINTING_DELIVER_H

/*
 * One print order from its data to paper or file: where it goes (printing/route.h), rendered as that
 * takes it, handed over; and the sentence that tells the officer. Blocks for some seconds at worst:
 * what takes longer, following a job in CUPS's queue and feeding a printer without CUPS, is left to
 * the caller. One thread: the press's own.
 */

#include "printing/book.h"
#include "printing/worker.h"

#define DELIVERY_NAME 128

struct delivery {
	struct print_result result;         /* the first one; the last when nothing is next */
	enum { DELIVERY_ENDS, DELIVERY_FOLLOW, DELIVERY_DEVICE } next;
	char destination[DESTINATION_SIZE]; /* the queue to FOLLOW in, the DEVICE to feed */
	char job_name[DELIVERY_NAME];
	bool gap_before;                    /* of FOLLOW: struct job_past */
	struct buf bytes;                   /* of DEVICE */
};

/* d->bytes is the caller's to clear. */
void deliver(const struct print_order *order, const struct book *book, struct delivery *d);

#endif
