#ifndef MOTCUA_PRINTING_PAPER_PREVIEW_H
#define MOTCUA_PRINTING_PAPER_PREVIEW_H

/*
 * What a paper would say, as text for a terminal, before anything of it is owed: nothing is written
 * down, no number is used. In the text of the form the paper would be made of. Loop thread.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "printing/preview.h"
#include "store/print_jobs.h"

struct store;
struct workstation;

struct preview_wish {
	struct store *store;
	const struct workstation *ws;
	const char *forms_dir; /* as desk_set_forms */
	bool english;
	const struct print_wish *wish; /* one dossier where the form is about one */
	int64_t now;
};

/* out starts zeroed; cols as preview_form. */
bool paper_preview(const struct preview_wish *p, int cols, struct preview *out,
	struct err *err) MUST_CHECK;

#endif
