#ifndef MOTCUA_STORE_ERASE_H
#define MOTCUA_STORE_ERASE_H

/*
 * The end of keeping. What is personal of a dossier goes when central has had it for so many days: its
 * key is destroyed, its sealed content and its PDF receipts are removed, the search forgets it. Number,
 * UUID, procedure, times, status, hash, receipt and acknowledgement stay. What still waits, was refused
 * or owes a paper is kept however old it is.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct store;

struct erase_rule {
	int64_t keep_days;      /* since central received it */
	int64_t now;            /* Unix seconds, to be believed; 0: not known, then it is at least as late
	                         * as when central last received one */
	const char *paper_dir;  /* PDF receipts in this folder are removed with it */
	int most;               /* dossiers at once: some hundred take a few ms */
};

/* *n: how many were erased; as many as rule->most: there may be more. */
bool store_erase(struct store *store, const struct erase_rule *rule, int *n, struct err *err) MUST_CHECK;

#endif
