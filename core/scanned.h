#ifndef MOTCUA_CORE_SCANNED_H
#define MOTCUA_CORE_SCANNED_H

/*
 * What a text from a scanner is, told by its shape alone: a citizen's card (QR text or MRZ), the QR of
 * a receipt, the bar code of a dossier. Whether it is good is another question: card_parse,
 * receipt_judge. Pure.
 */

#include <stdbool.h>
#include <stddef.h>
#include "core/dossier_code.h"

#define SCANNED_MAX 4200 /* bytes; more than any card (CARD_TEXT_MAX), so that too long is seen */

enum scanned_kind {
	SCANNED_NONE,
	SCANNED_CARD,    /* QR text with its seven fields or more, or the lines of an MRZ */
	SCANNED_RECEIPT, /* an address https://HOST/…/t/CODE/TOKEN */
	SCANNED_CODE,    /* a dossier's official number, alone */
};

/* What the text ends with; *start is where it begins (somebody may have typed before it), where the
 * text begins when it is none. Text in capitals that should not be (Caps Lock) counts as well. */
enum scanned_kind scanned_find(const char *text, const char **start);
/* An end of line after it is not the end: two lines of an MRZ are still to come. */
bool scanned_goes_on(const char *text);
/* Nothing can follow any more, also where the scanner ends with no Enter: the issue date is there, all
 * letters of the MRZ, the whole token. */
bool scanned_is_complete(const char *text);
/* A card's QR that ends within its issue date: a line end came too early. */
bool scanned_is_short(const char *start);
/* So much of a shape is there that nobody would type it: what other keys come with it are no person's. */
bool scanned_has_begun(const char *text);
/* It is none of them, but ends with the beginning of one, at *start: the rest is missing. */
bool scanned_is_cut(const char *text, const char **start);
/* The number as officially written, from a SCANNED_CODE in either case. */
void scanned_code(const char *start, char out[DOSSIER_CODE_SIZE]);

#endif
