#ifndef MOTCUA_PRINTING_FOLLOW_H
#define MOTCUA_PRINTING_FOLLOW_H

/*
 * Papers in CUPS's queues, inside the press: a thread that follows each to its end and reports what
 * becomes of it, as often as that changes. It survives cupsd: a job is found again by its name, and one
 * that CUPS would begin a second time is taken back.
 */

#include <stdbool.h>
#include "printing/worker.h"

struct follow;
/* Called from the follower's thread. */
typedef void follow_report(void *user, const struct print_result *result);

struct follow *follow_new(follow_report *report, void *user);
/* Follows no more; the jobs go on. NULL is fine. */
void follow_free(struct follow *f);

struct followed_job {
	const char *queue, *name; /* the job's name in CUPS, found nowhere else */
	int id;                   /* CUPS's number, 0 where it is to be found by its name */
	bool gap_before;          /* struct job_past */
};
/* paper: job and target are filled, target being what the officer calls the printer. */
void follow_add(struct follow *f, const struct followed_job *job, const struct print_result *paper);
/* False: it is not followed. Else it is cancelled at CUPS, and its last result comes as usual. */
bool follow_cancel(struct follow *f, const char *job);

#endif
