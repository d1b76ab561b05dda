#ifndef MOTCUA_PRINTING_TROUBLE_H
#define MOTCUA_PRINTING_TROUBLE_H

/*
 * What hinders a printer, in one table: the keywords of IPP, the sentences of CUPS's backends, and the
 * words and sentences an officer reads. Pure.
 */

#include <stddef.h>

enum trouble {
	TROUBLE_NONE, TROUBLE_JAM, TROUBLE_COVER, TROUBLE_PAPER, TROUBLE_INK, TROUBLE_FULL, TROUBLE_HOT,
	TROUBLE_PAUSED, TROUBLE_AWAY, TROUBLE_BUSY, TROUBLE_HELD, TROUBLE_STALLED, TROUBLE_OTHER,
};

#define TROUBLE_SENTENCE 300

/* "hết giấy"; for TROUBLE_NONE "sẵn sàng". */
const char *trouble_words(enum trouble t);
/* What is, that the work is safe, what to do. name: the printer's. */
void trouble_sentence(enum trouble t, const char *name, char out[TROUBLE_SENTENCE]);

enum severity { SEVERITY_REPORT, SEVERITY_WARNING, SEVERITY_ERROR };
/* The worst one of a set of keywords (printer-state-reasons, RFC 8011 5.4.12, a space before and after
 * each) of at least that severity. */
enum trouble trouble_of_reasons(const char *reasons, enum severity least);
/* What a sentence of a CUPS backend (printer-state-message) speaks of. */
enum trouble trouble_of_sentence(const char *said);

#endif
