#ifndef MOTCUA_PRINTING_DESK_H
#define MOTCUA_PRINTING_DESK_H

/*
 * Between the durable print jobs of the store and the worker thread: hands owed jobs to the worker,
 * writes what came of them back. Loop thread; the loop (or a command) watches worker_fd and calls
 * desk_collect.
 */

#include <stdbool.h>
#include "printing/worker.h"
#include "store/print_jobs.h"

struct store;
struct workstation;
struct desk;

/* out_dir: where PDF files go when there is no printer; made when missing. */
struct desk *desk_new(struct store *store, const struct workstation *ws, struct worker *worker,
	const char *out_dir);
void desk_free(struct desk *desk);
/* forms_dir: of the province, "" for none (printing/forms.h); english: with small English lines. */
void desk_set_forms(struct desk *desk, const char *forms_dir, bool english);
/* How long a printer without CUPS may stand still with what is sent from now on; 0: as usual. */
void desk_set_patience(struct desk *desk, int ms);
#define DESK_FILE ".pdf" /* a PDF file in out_dir, whatever printers there are */
/* Renders and prints an owed job, in the text of the form its document had before, else in the newest,
 * which it keeps from then on. name: "" for the configured or default printer or a file in out_dir; a
 * path that ends in .pdf or .bin; DESK_FILE; or a printer's name. */
bool desk_send(struct desk *desk, const char *job_id, const char *name, struct err *err) MUST_CHECK;
/* What another run gave to a printer, and nobody heard the end of, is asked after there: results come as of
 * those sent here. Each once in this desk's life, and by one process at a time. */
bool desk_follow_all(struct desk *desk, struct err *err) MUST_CHECK;
/* The same of what other processes have left since. *others: one of them lives and has a paper in hand, so it
 * is to be asked again when that has ended. */
bool desk_take_over(struct desk *desk, bool *others, struct err *err) MUST_CHECK;
/* Have papers gone through CUPS? Then they wait where it does not answer. */
bool desk_used_cups(const struct desk *desk);
/* How many were sent and have no result yet. */
int desk_pending(const struct desk *desk);
/* Takes one result, stores it, fills job with its new state; false when there is none. A job has
 * several (struct print_result); it is pending until the last. */
bool desk_collect(struct desk *desk, struct print_job *job, struct print_result *result);

#endif
