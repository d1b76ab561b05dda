#ifndef MOTCUA_PRINTING_VERDICT_H
#define MOTCUA_PRINTING_VERDICT_H

/*
 * What has become of a job in a CUPS queue: from the states, keywords and sentences that CUPS and the
 * printer give, to the phase the paper is in and the words an officer reads. Pure: facts in, verdict
 * out, the same on every machine.
 *
 * Keywords and numbers of states are those of RFC 8011 (5.3.7, 5.3.8, 5.4.11, 5.4.12), the sentences
 * those of CUPS's own backends. None of them is believed alone: a job that CUPS calls completed is
 * uncertain where the printer says otherwise.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "printing/trouble.h"
#include "printing/worker.h"

enum job_state {
	JOB_UNKNOWN = 0, /* CUPS has no such job */
	JOB_PENDING = 3, JOB_HELD, JOB_PROCESSING, JOB_STOPPED, JOB_CANCELED, JOB_ABORTED, JOB_COMPLETED,
};

enum printer_state { PRINTER_UNKNOWN = 0, PRINTER_IDLE = 3, PRINTER_PROCESSING, PRINTER_STOPPED };

/* Sets of keywords hold a space before and after each; sentences are clean. */
/* What the printer itself says of a job that CUPS calls completed. */
enum device_word {
	DEVICE_SILENT,  /* it cannot be asked, or does not speak of the job */
	DEVICE_GAVE_UP, /* it broke the job off */
	DEVICE_AWAY,    /* it does not answer */
};

struct job_facts {
	enum device_word device;
	enum job_state state;
	char reasons[512];         /* job-state-reasons */
	char said[200];            /* job-printer-state-message */
	int impressions;           /* -1: not said */
	int64_t started_at;        /* time-at-processing, 0: it never was under way */
	enum printer_state printer;
	bool refuses;              /* the queue takes no further jobs */
	bool raw;                  /* it has no driver: what the printer answers is heard by nobody */
	char printer_reasons[512]; /* printer-state-reasons */
	char printer_said[200];    /* printer-state-message */
};

/* What is known of the job from before, by whoever follows it. */
struct job_past {
	bool gap_before;      /* the queue already said that the printer forgets its jobs */
	bool counts;          /* this printer has counted pages before */
	bool reached;         /* the document may have got to the printer's mechanism */
	bool missed;          /* the printer could not be reached */
	bool deaf;            /* asked directly, its device does not answer now */
	bool cancelling;      /* the officer took the job back */
	int64_t started_at;
};

#define VERDICT_WORDS 80
#define VERDICT_MESSAGE 300

struct verdict {
	enum print_phase phase;
	bool patient;   /* may be gone in a moment: to be told only if it stays */
	bool withdraw;  /* CUPS is about to print it a second time: the job must be cancelled */
	char words[VERDICT_WORDS];
	char message[VERDICT_MESSAGE];
};

/* What is to be remembered, and then what is to be said. */
void verdict_remember(struct job_past *past, const struct job_facts *facts);
void verdict_of_job(const struct job_facts *facts, const struct job_past *past, const char *printer,
	struct verdict *out);

/* Of a job whose CUPS is no more. */
void verdict_of_lost_cups(const char *printer, struct verdict *out);

/* The state of a printer itself, for lists: words, what hinders it, and whether a paper would come out
 * now. */
bool verdict_of_printer(const struct job_facts *facts, char words[VERDICT_WORDS],
	enum trouble *trouble);

#endif
