#ifndef MOTCUA_TESTS_CUT_DB_H
#define MOTCUA_TESTS_CUT_DB_H

/*
 * A database whose program dies at a chosen moment, or loses the answer to a commit: stands before
 * either driver under URLs that begin with "cut:". The moment before each call has a number, and the
 * one after a commit.
 */

#include "tests/harness/pg_cluster.h"

/* "cut:" and the URL. */
void cut_url(const char *url, char out[TEST_DB_SIZE + 4]);
/* From now on: kill -9 to this process at the n-th moment, from 1; 0: never. */
void cut_at(int moment);
/* The next commit is done, but reported as lost. */
void cut_commit_answer(void);

#endif
