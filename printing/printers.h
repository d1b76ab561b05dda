#ifndef MOTCUA_PRINTING_PRINTERS_H
#define MOTCUA_PRINTING_PRINTERS_H

/*
 * Printers, by CUPS: which there are, handing one a document, and what became of it. Every call
 * blocks, for some seconds at worst, so the screen's thread must not call. The document goes to CUPS
 * over its socket, never through a file of ours; nothing but the dossier's code and the paper's own id
 * names the job. What CUPS or a printer says is cleaned before it is passed on.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "printing/verdict.h"

#define PRINTER_NAME_SIZE 128
#define PRINTERS_MAX 32 /* more are not looked at */
#define PRINTER_MEDIA_SIZE 8192

/* ---- which there are */

enum printer_found {
	PRINTER_FOUND,
	PRINTER_NONE, /* CUPS answers, but has no printer of that name, or no default one */
	PRINTER_AWAY, /* CUPS cannot be reached */
};

/* wanted: a printer's name, or "" for CUPS's default (LPDEST and PRINTER count, as for lp). name: also
 * where there is none of that name. */
enum printer_found printer_find(const char *wanted, char name[PRINTER_NAME_SIZE]);

/* Is CUPS, or has it been, of use on this PC? Its server is named (CUPS_SERVER, client.conf), its socket is
 * there, or queues were once set up. Asks nobody; for when CUPS does not answer. */
bool printers_expected(void);

/* A queue as CUPS describes it. */
struct printer_info {
	char name[PRINTER_NAME_SIZE];
	char place[80], model[120]; /* as its administrator and its driver call it; "" */
	bool is_default;
	bool takes_pdf;
	bool takes_raw;      /* hands on what it is given: a receipt printer without a driver */
	int dpi;             /* its usual resolution, 0: not said */
	int waiting;         /* jobs in the queue, of everybody */
	char media[PRINTER_MEDIA_SIZE]; /* sizes it has, PWG 5101.1, a space before and after each; "" not said */
	struct job_facts state; /* of the printer alone */
};

/* Does a sheet of that size (PWG 5101.1) come out there? media: struct printer_info's. */
enum media_fit {
	MEDIA_HAS,   /* it says so, or says nothing of sizes */
	MEDIA_HOLDS, /* not that size, but a larger one: nothing would be cut off */
	MEDIA_NOT,
};
enum media_fit printer_media_fit(const char *media, const char *wanted);

/* False: there is none of that name, or CUPS cannot be reached. */
bool printer_describe(const char *name, struct printer_info *out);
/* The queues of CUPS, at most max. False: CUPS cannot be reached. */
bool printers_list(struct printer_info *list, size_t max, size_t *n);

/* ---- those that CUPS has no queue for */

/* A printer that announces itself on the network (DNS-SD, through the Avahi of this PC where there is one). */
struct printer_announced {
	char name[PRINTER_NAME_SIZE]; /* as CUPS would call its queue */
	char place[80], model[120];
};
#define ANNOUNCED_MAX 16
/* Listens for about a second at most; not at all where there is no Avahi. How many. */
size_t printers_announced(struct printer_announced list[ANNOUNCED_MAX]);
/* CUPS makes a queue of an announced printer of that name, which goes again when it has long not been used.
 * Takes some seconds; for names that CUPS does not know. False: none is announced so, or it cannot be made. */
bool printer_adopt(const char *name);

/* ---- handing it a document */

struct printer_document {
	const char *name;   /* of the job; nothing of a person's; ends in what no other paper's ends in */
	const char *media;  /* PWG 5101.1, "" where the printer knows best (rolls) */
	bool raw;           /* bytes for the printer itself, not a PDF */
	const void *bytes;
	size_t len;
};

struct printer_job {
	int id;          /* CUPS's, 0 when there is none */
	bool uncertain;  /* CUPS went away in the middle: it may print, or not */
	bool other_size; /* the printer does not say it has that paper: unscaled on its usual one */
};

/* To the printer's queue: one-sided, unscaled. An earlier job of the same name that still waits there
 * is taken back first. False with the reason, as CUPS gave it, when it was not taken; a job left half
 * made is cancelled. */
bool printer_send(const char *queue, const struct printer_document *doc, struct printer_job *job,
	struct err *err) MUST_CHECK;

/* ---- following it */

/* A connection to CUPS that hears of what happens in queues. */
struct printer_watch;
struct printer_watch *printer_watch_new(void);
void printer_watch_free(struct printer_watch *w); /* NULL is fine */
/* From now on what happens in that queue is heard (IPP notifications, RFC 3995 and 3996). */
void printer_watch_queue(struct printer_watch *w, const char *queue);
/* Has anything happened since it was asked last? False also where CUPS cannot tell. */
bool printer_watch_news(struct printer_watch *w);

/* How the job stands, and its printer. False: CUPS does not answer. */
bool printer_job_facts(struct printer_watch *w, const char *queue, int id, struct job_facts *out);
/* The youngest job of that name; 0: there is none, -1: CUPS does not answer. */
int printer_job_find(struct printer_watch *w, const char *queue, const char *name);
/* Has the printer counted the pages of any job but that one? */
bool printer_counts_pages(struct printer_watch *w, const char *queue, int but_id);
/* True when it is gone from the queue or was gone already. */
bool printer_job_cancel(struct printer_watch *w, const char *queue, int id);
/* Can the queue's device itself be reached? Asked of network printers; true for others. */
bool printer_device_answers(struct printer_watch *w, const char *queue);

#endif
