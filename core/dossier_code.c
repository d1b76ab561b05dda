#include "core/dossier_code.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"

/* Steps over min to max digits; NULL when there are fewer. */
static const char *digits(const char *s, size_t min, size_t max)
{
	size_t n = strspn(s, "0123456789");
	return n >= min && n <= max ? s + n : NULL;
}

/* "000.00.01." when s starts so, else s itself. */
static const char *skip_national_prefix(const char *s)
{
	static const unsigned char widths[] = {3, 2, 2};
	const char *p = s;
	for (size_t i = 0; i < sizeof(widths); i++) {
		p = digits(p, widths[i], widths[i]);
		if (!p || *p++ != '.')
			return s;
	}
	return p;
}

/* What follows the agency id at the start of s, NULL when there is none. */
static const char *skip_agency(const char *s)
{
	s = skip_national_prefix(s);
	if ((*s != 'G' && *s != 'H') || !(s = digits(s + 1, 2, 2)))
		return NULL;
	for (int level = 0; s && level < 3 && *s == '.'; level++)
		s = digits(s + 1, 1, 3);
	return s;
}

bool agency_id_valid(const char *id)
{
	const char *end = skip_agency(id);
	return end && !*end;
}

bool dossier_code_valid(const char *code)
{
	if (strnlen(code, DOSSIER_CODE_SIZE) >= DOSSIER_CODE_SIZE)
		return false;
	const char *s = skip_agency(code);
	if (!s || *s != '-' || !(s = digits(s + 1, 6, 6)) || *s != '-')
		return false;
	s = digits(s + 1, 4, 7);
	return s && !*s;
}

bool dossier_code_format(const char *agency, struct date day, int64_t sequence,
	char out[DOSSIER_CODE_SIZE])
{
	char yymmdd[7];
	out[0] = '\0';
	if (!agency_id_valid(agency) || !date_valid(day) || sequence < 1 ||
		sequence > DOSSIER_SEQUENCE_MAX)
		return false;
	date_format_yymmdd(day, yymmdd);
	snprintf(out, DOSSIER_CODE_SIZE, "%s-%s-%04d", agency, yymmdd, (int)sequence);
	return true;
}

int64_t dossier_code_number(const char *code)
{
	int64_t number = 0;
	const char *tail = strrchr(code, '-');
	if (!dossier_code_valid(code) || !tail || !str_to_int(tail + 1, 0, DOSSIER_SEQUENCE_MAX, &number))
		return 0;
	return number;
}

bool dossier_code_fallback(const char *code)
{
	int64_t number = dossier_code_number(code);
	return number > ORDINARY_SEQUENCE_MAX && number % 1000 != 0 &&
		number >= FALLBACK_FIRST(1);
}
