#ifndef MOTCUA_PRINTING_PAPER_RULES_H
#define MOTCUA_PRINTING_PAPER_RULES_H

/* What answers must be like beside what is asked: by form, against the dossier. For printing/paper_owe.c. */

#include <stdint.h>
#include "base/err.h"
#include "core/dossier.h"

/* asked: JSON object or "". False: ERR_DATA, err->field names the question. */
bool paper_rules_check(const char *form, const struct dossier *d, const char *asked, int64_t now,
	struct err *err) MUST_CHECK;

#endif
