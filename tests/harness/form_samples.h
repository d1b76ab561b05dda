#ifndef MOTCUA_TESTS_FORM_SAMPLES_H
#define MOTCUA_TESTS_FORM_SAMPLES_H

/*
 * Data for every form, made up: what the press gets with an order (printing/worker.h), as it usually
 * is, as much as it can be, and nothing at all.
 */

#include "printing/template.h"

enum sample_size {
	SAMPLE_USUAL,
	SAMPLE_FULL,  /* 40 components, names of 120 and procedures of 300 characters, 40 hand-overs, 12 dossiers */
	SAMPLE_EMPTY, /* a dossier nobody filled in, no agency, nothing asked */
};

/* One JSON object with all that any form about that uses. On the heap. */
char *form_sample_data(enum form_subject subject, enum sample_size size);
/* Dossiers, each on a line: 3, 12 or none. On the heap. */
char *form_sample_rows(enum sample_size size);

#endif
