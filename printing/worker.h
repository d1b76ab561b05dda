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

#define ORDER_DATA_MAX (1024 * 1024)

enum print_target { TO_AUTO, TO_PRINTER, TO_FILE };

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
	int copy;                /* 0: original; n: "BẢN SAO n" */
	enum print_target target; /* AUTO: the configured printer, else CUPS's default, else a file */
	char *name;              /* printer name or file path, "" for AUTO */
	char *fallback_dir;      /* where files go when there is no printer */
	char *file_name;         /* name for such a file, without folder */
};

/* NULL is fine. */
void print_order_free(struct print_order *order);

struct print_result {
	char job[UUID_SIZE];
	bool ok;                 /* handed to the printer, or written to the file */
	bool to_file;
	bool uncertain;          /* it may have come out: nobody knows */
	char target[256];        /* printer name, or the file's path */
	int cups_job;            /* 0 for a file */
	char message[300];       /* for the officer: what happened, or why not and what to do */
};

/* printer: configured name, "" for CUPS's default. */
struct worker *worker_new(const char *printer);
/* Finishes what is under way, drops what is queued. */
void worker_free(struct worker *w);
void worker_submit(struct worker *w, struct print_order *order); /* takes ownership */
int worker_fd(const struct worker *w);  /* readable when a result is there */
bool worker_result(struct worker *w, struct print_result *out);

#endif
