#ifndef MOTCUA_PRINTING_TEMPLATE_PARTS_H
#define MOTCUA_PRINTING_TEMPLATE_PARTS_H

/* What printing/template.c (lines) and printing/template_phrase.c (what stands in a line) share. */

#include "printing/template.h"

/* Being read. */
struct reading {
	struct template *t;
	const char *file_name;
	int line;                          /* 1 … */
	const struct value_list *list;     /* of the table or each that is open; NULL: none is */
	size_t open;                       /* its block */
	unsigned seen;                     /* which of the first lines */
	struct err *err;
};

/* Refuses with file and line; false. */
bool template_refuse(const struct reading *r, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), cold));

/* Takes the first word off *rest, in place. */
char *template_word(char **rest);
/* "a | b || c": into texts, cut in place, trimmed; `groups` of `each` pieces where "||" stands. False
 * (refused) when there are more than max. A group that is short is filled up with "". */
bool template_split(const struct reading *r, char *text, size_t each, char **pieces, size_t max,
	size_t *n) MUST_CHECK;
bool template_phrase(const struct reading *r, const char *text, struct phrase *out) MUST_CHECK;
/* A name as it stands between { } or in a condition. lists: these too. */
bool template_name(const struct reading *r, const char *name, bool lists,
	struct template_name *out) MUST_CHECK;
/* "roll !offline", without the brackets. */
bool template_condition(const struct reading *r, char *text, struct block *block) MUST_CHECK;

#endif
