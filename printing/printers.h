#ifndef MOTCUA_PRINTING_PRINTERS_H
#define MOTCUA_PRINTING_PRINTERS_H

/*
 * Printers, by CUPS. Every call blocks, for some seconds at worst, so the screen's thread must not
 * call. The document goes to CUPS over its socket, never through a file of ours; nothing but the
 * dossier's code names the job. What CUPS or a printer says is cleaned before it is passed on.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

#define PRINTER_NAME_SIZE 128

enum printer_found {
	PRINTER_FOUND,
	PRINTER_NONE, /* CUPS answers, but has no printer of that name, or no default one */
	PRINTER_AWAY, /* CUPS cannot be reached */
};

/* wanted: a printer's name, or "" for CUPS's default (LPDEST and PRINTER count, as for lp). */
enum printer_found printer_find(const char *wanted, char name[PRINTER_NAME_SIZE]);

struct printer_job {
	int id;         /* CUPS's, 0 when there is none */
	bool uncertain; /* CUPS went away in the middle: it may print, or not */
	bool other_size; /* the printer has no A5: unscaled on its usual paper */
};

/* Hands an A5 document to the printer's queue: one-sided, unscaled. False with the reason, as CUPS
 * gave it, when it was not taken; a job left half made is cancelled. */
bool printer_send(const char *name, const char *job_name, const void *pdf, size_t len,
	struct printer_job *job, struct err *err) MUST_CHECK;

#endif
