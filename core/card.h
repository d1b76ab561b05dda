#ifndef MOTCUA_CORE_CARD_H
#define MOTCUA_CORE_CARD_H

/*
 * The citizen's card as a scanner gives it: QR text of the 2021 card (7 fields) and of the 2024
 * card (11 fields), or the three MRZ lines (TD1, ICAO 9303). core/id_number.h and core/mrz.h do the
 * parts.
 *
 * Refused with a reason: shape, digits, impossible dates, an MRZ check digit. Accepted with a
 * warning: what card_warning.code lists; nobody here can know whether the person exists.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "core/date.h"

enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE };
enum id_source { ID_TYPED, ID_CARD_QR, ID_CARD_MRZ };

#define CARD_TEXT_MAX 4096 /* bytes; longer input is refused */
#define CARD_WARNINGS_MAX 8

/* code is one of
 *   place_unknown, place_abroad      the number's first three digits
 *   birth_mismatch, sex_mismatch     the number's own year and sex against what the card says
 *   sex_missing, address_missing, issued_missing
 *   marks_lost                       the scanner drops Vietnamese letters: check name and address
 *   name_cut                         the name fills the MRZ's line: it may go on
 *   expired                          (MRZ only)
 *   garbled                          card_parse_scanned only: name and address are "" */
struct card_warning {
	char code[32];
	char message[240]; /* for the officer */
};

struct card {
	enum id_source source;
	char id_number[13];
	char old_id[13];   /* 9 digits, seldom 12; "" where none */
	char name[512];    /* NFC, Latin letters; capitals without marks from an MRZ */
	struct date birth;
	enum sex sex;
	char address[1024]; /* "" from an MRZ */
	struct date issued;  /* year 0 where absent */
	struct date expires; /* MRZ only */
	struct card_warning warnings[CARD_WARNINGS_MAX];
	size_t n_warnings;
};

/* Any of the forms; CR, LF, BOM and blanks around it are allowed, control characters within not.
 * MRZ lines may be apart by line breaks, blanks or '/', or run together; either case. today: to
 * refuse a birth or issue date after it; where it is before 2025 the clock is wrong and nothing is
 * compared with it. err->field names the card's field: id_number, old_id, name, birth_date, sex,
 * address, issued, expires, mrz; "" where it is no card at all. */
bool card_parse(const char *bytes, size_t len, struct date today, struct card *out,
	struct err *err) MUST_CHECK;

/* The same of what a scanner sends to a screen: where it garbled the Vietnamese letters, the numbers
 * still count; name and address are left to the officer, and card_is_garbled. */
bool card_parse_scanned(const char *bytes, size_t len, struct date today, struct card *out,
	struct err *err) MUST_CHECK;
bool card_is_garbled(const struct card *card);

/* "male", "female", "". */
const char *sex_code(enum sex sex);

#endif
