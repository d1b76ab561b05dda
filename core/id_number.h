#ifndef MOTCUA_CORE_ID_NUMBER_H
#define MOTCUA_CORE_ID_NUMBER_H

/* The 12-digit personal number: 3 place, 1 century and sex, 2 year, 6 random. No check digit. */

#include <stdbool.h>
#include "core/card.h"

enum id_place { ID_PLACE_KNOWN, ID_PLACE_ABROAD, ID_PLACE_UNKNOWN };

struct id_number {
	int place;          /* 0–999; 0 is not known */
	enum id_place known;
	const char *place_name; /* "An Giang"; "" where not known */
	enum sex sex;
	int birth_year;
};

/* 12 digits; anything else is refused with the reason (err->field "id_number"). */
bool id_number_parse(const char *s, struct id_number *out, struct err *err) MUST_CHECK;

#endif
