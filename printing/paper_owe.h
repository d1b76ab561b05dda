#ifndef MOTCUA_PRINTING_PAPER_OWE_H
#define MOTCUA_PRINTING_PAPER_OWE_H

/*
 * The one door through which papers come to be owed, from the screen and by command. A document there is
 * already is printed as it was. A new one is held against what it is about first:
 *
 *   fee, charge   nothing was collected: no receipt; another amount than the published one needs its reason
 *   04            the new time lies after now and after the one promised before
 *   notice        central did not take the dossier; what it said is kept with the document
 */

#include "base/err.h"
#include "store/print_jobs.h"

struct store;

/* Refused before anything is owed: ERR_DATA, err->field the question whose answer is at fault. The second as
 * print_job_new. */
bool paper_may_be_owed(struct store *store, const struct print_wish *wish, int64_t now,
	struct err *err) MUST_CHECK;
bool paper_owe(struct store *store, const struct print_wish *wish, int64_t now, struct print_job *out,
	struct err *err) MUST_CHECK;

#endif
