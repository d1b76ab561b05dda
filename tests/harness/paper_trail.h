#ifndef MOTCUA_TESTS_PAPER_TRAIL_H
#define MOTCUA_TESTS_PAPER_TRAIL_H

/*
 * Sample receipts sent through a worker and its press, and all that is said of each until its last
 * result. What does not come in time ends the test with everything that was said.
 */

#include "base/uuid.h"
#include "printing/book.h"
#include "printing/worker.h"

#define TRAIL_MAX 256

struct paper_trail {
	struct worker *worker;
	char *dir; /* for files */
	struct print_result said[TRAIL_MAX];
	size_t n;
};

void paper_trail_start(struct paper_trail *t, const struct book *book, const char *dir);
void paper_trail_stop(struct paper_trail *t);
/* paper: "" for the form's usual one. Fills the job's id. */
void paper_trail_send(struct paper_trail *t, enum print_target target, const char *name,
	const char *paper, char job[UUID_SIZE]);
/* What an earlier run gave to that printer is followed again. */
void paper_trail_follow(struct paper_trail *t, const char *printer, const char *job, int cups_job);
/* The first result of the job in that phase; waits for it. */
const struct print_result *paper_trail_wait(struct paper_trail *t, const char *job,
	enum print_phase phase);
/* The same with these words. */
const struct print_result *paper_trail_words(struct paper_trail *t, const char *job,
	const char *words);
/* Its last result; waits for it. */
const struct print_result *paper_trail_last(struct paper_trail *t, const char *job);
/* Fails unless the result is that, in exactly those words. */
void paper_says(const struct print_result *r, enum print_phase phase, const char *words, const char *message);

#endif
