#ifndef MOTCUA_CORE_CARD_H
#define MOTCUA_CORE_CARD_H

/*
 * The citizen's card as a scanner gives it: QR text of the 2021 card (7 fields) and of the 2024 card
 * (11 fields), or the three MRZ lines (TD1, ICAO 9303). core/id_number.h and core/mrz.h do the parts.
 *
 * Refused with a reason: shape, digits, impossible dates, an MRZ check digit. Accepted with a
 * warning: place of registration unknown or abroad, number disagreeing with birth year or sex,
 * birth in the future …; nobody here can know whether the person exists.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "core/date.h"

enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE };
enum id_source { ID_TYPED, ID_CARD_QR, ID_CARD_MRZ };

#define CARD_TEXT_MAX 4096 /* bytes; longer input is refused */
#define CARD_WARNINGS_MAX 8

struct card_warning {
	char code[32];     /* place_unknown, place_abroad, birth_mismatch, sex_mismatch, … */
	char message[160]; /* for the officer */
};

struct card {
	enum id_source source;
	char id_number[13];
	char old_id[10];   /* "" where none */
	char name[256];    /* NFC; capitals without marks from an MRZ */
	struct date birth;
	enum sex sex;
	char address[512]; /* "" from an MRZ */
	struct date issued;  /* year 0 where absent */
	struct date expires; /* MRZ only */
	struct card_warning warnings[CARD_WARNINGS_MAX];
	size_t n_warnings;
};

/* Any of the forms; trailing CR, LF, BOM and surrounding blanks allowed. today: to refuse a birth
 * or issue date after it. err->field names the card's field: id_number, name, birth_date, sex … */
bool card_parse(const char *bytes, size_t len, struct date today, struct card *out,
	struct err *err) MUST_CHECK;
/* Does it look like a card at all (to route a scan)? */
bool card_looks_like(const char *bytes, size_t len);

/* "male", "female", "". */
const char *sex_code(enum sex sex);
bool sex_parse(const char *code, enum sex *out);

#endif
