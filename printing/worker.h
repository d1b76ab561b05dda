#ifndef MOTCUA_PRINTING_WORKER_H
#define MOTCUA_PRINTING_WORKER_H

/*
 * The print worker: a thread that waits for what blocks, the rendering of forms and CUPS, which the
 * press (printing/press.h) does. Jobs go in, results come out; nothing is shared. The loop watches
 * worker_fd and then calls worker_result.
 */

#include <stdbool.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/uuid.h"

struct worker;
struct book;
struct printer_list;

#define ORDER_DATA_MAX (1024 * 1024)

/* Rows that are many, read when they are wanted, on the worker's thread. */
struct row_source {
	/* Gives all of them to take, from the first, each with its line end, until take says false; may be
	 * called again. */
	bool (*read)(struct row_source *self, bool (*take)(void *user, const char *row, size_t len,
		struct err *err), void *user, struct err *err);
	void (*free)(struct row_source *self);
};

enum print_target {
	TO_AUTO,    /* the printer kept for that form and paper, else CUPS's default, else a file */
	TO_PRINTER, /* name: of the configuration, a CUPS queue, socket://HOST:PORT or /dev/usb/lp0 */
	TO_FILE,    /* name: the path; ".bin": what a thermal printer would be sent */
	TO_FOLLOW,  /* nothing is printed: what an earlier run gave to that printer is found again, and its
	             * results come; name and cups_job as that run's last result had them */
};

/* What is to be printed. Strings with a star are owned, on the heap, never NULL but as said. */
struct print_order {
	char job[UUID_SIZE];     /* print job id, given back with the result */
	char form[16];           /* id of the template: "01", "notice" … */
	char paper[16];          /* kind of paper by name, "A5"; "": the form's usual one */
	char subject[48];        /* dossier code, procedure code or period: names the printer's job and the
	                            PDF; nothing of a person's */
	char *template;          /* the text of the form's template file; NULL or "": the one at hand */
	char *data;              /* one JSON object: dossier, agency, tracking_url … */
	char *rows;              /* JSON objects, each on a line; NULL or "" where none */
	struct row_source *source; /* or where they come from; owned, NULL for none */
	bool rows_in_file;       /* rows is a mapped file, the press's: pages of it may be let go */
	int copy;                /* on paper; 0: original; n: "BẢN SAO n" */
	int file_copy;           /* the same where AUTO becomes a file, for want of a printer */
	bool english;            /* with the template's small English lines */
	bool cups_used;          /* papers of this counter have gone through CUPS */
	enum print_target target;
	char *name;              /* printer name or file path, "" for AUTO */
	int cups_job;            /* for FOLLOW; 0: not known */
	int patience_ms;         /* how long a printer without CUPS may stand still with it before it is given
	                          * up; 0: as long as usual */
	char *fallback_dir;      /* where files go when there is no printer */
	char *file_name;         /* name for such a file, without folder */
};

/* NULL is fine. */
void print_order_free(struct print_order *order);

/* Where a paper is. A job has results until one is the last: then nothing more comes of it. */
enum print_phase {
	PHASE_FAILED,    /* last: it did not come out and will not; it is still owed */
	PHASE_SENT,      /* the printer's queue has it; no word from the printer yet */
	PHASE_PRINTING,
	PHASE_WAITING,   /* it stands still until somebody goes there: out of paper, cover open, paused … */
	PHASE_DONE,      /* last: came out as far as the printer tells, or is written to the file */
	PHASE_UNCERTAIN, /* last: it may have come out, or half of it: nobody knows */
	PHASE_CANCELLED, /* last: taken back by the officer, and nothing came out */
	PHASE_REFUSED,   /* last: it can never come out there, whatever is done; nothing did */
};

static inline bool print_phase_is_last(enum print_phase phase)
{
	return phase == PHASE_FAILED || phase >= PHASE_DONE;
}

struct print_result {
	char job[UUID_SIZE];
	enum print_phase phase;
	bool to_file;
	bool lost;               /* of UNCERTAIN: its end was not heard, CUPS may be asked for it later */
	char target[256];        /* printer name, or the file's path */
	int cups_job;            /* 0 where CUPS has none: a file, a printer without CUPS */
	bool cups_away;          /* of WAITING: it is CUPS itself that does not answer */
	char words[80];          /* the state in a word or two, for a column: "đang in", "hết giấy" */
	int unknown;             /* characters no face has: on paper stands their number; within the press */
	char message[400];       /* for the officer: what happened, or why not and what to do */
};

/* book: the configured printers; copied. */
struct worker *worker_new(const struct book *book);
/* Finishes what is being handed over, drops what is queued. What is at a printer goes on there. */
void worker_free(struct worker *w);
void worker_submit(struct worker *w, struct print_order *order); /* takes ownership */
/* Takes a paper back: out of the queue here, out of CUPS's, from the printer. Its last result says
 * what came of that: CANCELLED, UNCERTAIN where it had begun, or DONE. False: no such paper is under
 * way. */
bool worker_cancel(struct worker *w, const char *job);
/* Can that printer be asked later what became of a paper? Not one without CUPS. */
bool worker_can_ask(const struct worker *w, const char *printer);
int worker_fd(const struct worker *w);  /* readable when a result or a list is there */
bool worker_result(struct worker *w, struct print_result *out);

/* Asks which printers there are and how they stand; the list comes when it comes. */
void worker_ask_printers(struct worker *w);
/* A list that has come since the last call; to be freed by printer_list_free. NULL: none. */
struct printer_list *worker_printers(struct worker *w);

#endif
