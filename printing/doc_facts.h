#ifndef MOTCUA_PRINTING_DOC_FACTS_H
#define MOTCUA_PRINTING_DOC_FACTS_H

/* Facts (printing/values.h) read from the data of an order or from one of its rows. For printing/doc.c. */

#include "printing/values.h"

struct facts_box {
	struct facts facts;    /* points into the rest */
	struct json_t *json;
	struct dossier dossier;
	struct problem problem;
	struct procedure procedure;
};

/* outer: the whole's, for a row. facts_box_clear in any case. */
bool facts_box_read(struct facts_box *box, const char *json, size_t len, size_t max,
	const struct facts *outer, struct err *err) MUST_CHECK;
void facts_box_clear(struct facts_box *box);

#endif
