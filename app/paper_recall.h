#ifndef MOTCUA_APP_PAPER_RECALL_H
#define MOTCUA_APP_PAPER_RECALL_H

/* Taking a paper back from its printer before it is dropped or printed again: else it could come out later,
 * without a word that it is one of two. */

#include <stdbool.h>
#include "app/app.h"

#define PAPER_RECALL_MS (15 * 1000) /* a printer that is at it takes its time to stop */

/* What became of it is on the disk then: owed where nothing came out, uncertain where something may have,
 * confirmed where it was quicker; said, where not "", the sentence about it. True also where nothing of the
 * job is in a queue. ERR_UNAVAILABLE when CUPS does not answer or does not let go of it: nothing is settled. */
bool paper_recall(struct app *app, const char *job_id, int wait_ms, char *said, size_t size,
	struct err *err) MUST_CHECK;

#endif
