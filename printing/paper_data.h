#ifndef MOTCUA_PRINTING_PAPER_DATA_H
#define MOTCUA_PRINTING_PAPER_DATA_H

/*
 * What stands on a paper, taken out of the store for the press: the data and rows of a print order
 * (printing/values.h says what of them becomes which words). A document printed again has what it had
 * when it was made: the date, what was asked, the hand-overs up to then. Loop thread; only the rows of a
 * ledger are left to the worker (printing/period_rows.h).
 */

#include <stdbool.h>
#include "base/err.h"
#include "store/print_jobs.h"

struct store;
struct workstation;
struct print_order;

/* Of what was asked, made by printing/paper_owe.h: what central said when a notice was made, and when. */
#define PAPER_PROBLEM "problem"
#define PAPER_PROBLEM_AT "problem_at"

struct paper_source {
	struct store *store;
	const struct workstation *ws;
	const struct print_job *job;
	const struct print_wish *wish; /* what a job is to be made of that is not in the store yet, to be
	                                * looked at before; NULL: the job is there */
};

/* Fills data, rows, subject and file_name. ERR_DATA when the dossier's content was erased, when what was
 * asked was, or when a notice has nothing to give notice of. */
bool paper_data_fill(const struct paper_source *from, struct print_order *order,
	struct err *err) MUST_CHECK;

#endif
