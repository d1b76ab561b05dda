#ifndef MOTCUA_CORE_VIOLATIONS_H
#define MOTCUA_CORE_VIOLATIONS_H

/*
 * What is wrong with a piece of data, field by field. The same list is shown at the fields of a
 * form, printed by a command, and sent by central inside application/problem+json.
 */

#include <stdbool.h>
#include <stddef.h>

#define VIOLATIONS_MAX 32

struct violation {
	char field[64];    /* path in the dossier's JSON: "applicant.phone", "components[2].copy" */
	char code[32];     /* stable word: required, too_long, format, unknown, range, mismatch … */
	char message[320]; /* a sentence for an officer, in the language of the screen */
};

struct violations {
	struct violation list[VIOLATIONS_MAX];
	size_t n; /* further ones are dropped */
};

void violation_add(struct violations *v, const char *field, const char *code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

#endif
