#ifndef MOTCUA_CORE_CARD_PARTS_H
#define MOTCUA_CORE_CARD_PARTS_H

/* What the readers of the card's forms share; only card*.c include it. */

#include "core/card.h"

/* text: a finished sentence; warnings over the maximum are dropped. */
void card_warn(struct card *card, const char *code, const char *text);
/* Is today good enough to compare with? */
bool card_today_known(struct date today);
/* Warns where the number's place, year or sex are odd; refuses what is no number. */
bool card_check_number(struct card *card, struct err *err) MUST_CHECK;
/* Refuses a birth after today. */
bool card_check_birth(const struct card *card, struct date today, struct err *err) MUST_CHECK;

/* QR text without blanks or BOM around it, and known to hold a '|'. numbers_count: also where the
 * letters are garbled. */
bool card_read_qr(const char *bytes, size_t len, struct date today, bool numbers_count,
	struct card *card, struct err *err) MUST_CHECK;
/* An MRZ has no letters to garble. */
bool card_read_mrz(const char *bytes, size_t len, struct date today, bool numbers_count,
	struct card *card, struct err *err) MUST_CHECK;

#endif
