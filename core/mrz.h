#ifndef MOTCUA_CORE_MRZ_H
#define MOTCUA_CORE_MRZ_H

/*
 * The machine-readable zone of a Vietnamese citizen's card: TD1 of ICAO 9303 part 5, three lines of
 * 30. Line 1 is IDVNM, the last 9 digits of the number, their check digit, the 12 digits, "<<" and
 * the check digit over the 12. Every check digit is verified; dates only for their shape.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "core/card.h"

#define MRZ_LINE 30
#define MRZ_SIZE (3 * MRZ_LINE)

struct mrz {
	char id_number[13];
	char birth[7], expires[7]; /* yyMMdd; expires "" where the card has no end */
	enum sex sex;
	char name[MRZ_LINE + 1];   /* surname first, single spaces */
	bool name_fills_line;      /* it may have been cut there */
};

/* Weights 7-3-1 over 0–9, A–Z (10–35) and '<' (0); the digit as a character. Any other character
 * counts 0. */
char mrz_check_digit(const char *s, size_t len);
/* The three lines with whatever stands between them: line breaks, blanks, '/'. */
bool mrz_parse(const char *bytes, size_t len, struct mrz *out, struct err *err) MUST_CHECK;

#endif
