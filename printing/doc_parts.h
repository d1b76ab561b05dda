#ifndef MOTCUA_PRINTING_DOC_PARTS_H
#define MOTCUA_PRINTING_DOC_PARTS_H

/* What printing/doc.c (blocks and lists) and printing/doc_text.c (phrases, names, conditions) share. */

#include "printing/doc.h"
#include "printing/values.h"

struct walk {
	const struct doc_input *in;
	const struct facts *facts; /* of the row, or of the whole */
	doc_sink_fn *sink;
	void *user;
	struct err *err;
	struct arena arena;        /* of the block */
	size_t rows;               /* of the order's text, met in the last table of them */
};

/* Into *out; whether it has names, and whether one of them says anything. */
void doc_phrase(struct walk *w, const struct phrase *phrase, struct doc_text *out, bool *names,
	bool *says);
/* Does its condition hold? */
bool doc_holds(struct walk *w, const struct block *block);
/* How many rows the list has. */
size_t doc_list_count(const struct walk *w, const struct template_name *list);
/* The JSON array behind it; NULL where it is none. */
const struct json_t *doc_list_array(const struct walk *w, const struct template_name *list);
/* Adds small italics at the end of a text, between `before` and `after`. */
void doc_add_english(struct walk *w, const struct phrase *english, const char *before,
	const char *after, struct doc_text *text);

#endif
