#ifndef MOTCUA_STORE_RETURNED_H
#define MOTCUA_STORE_RETURNED_H

/*
 * When a dossier's result was handed out, as far as papers made here tell: a list of results (form results) it
 * stands on that came out, unless who receives it is a unit of the office itself; or a hand-over on its control
 * slip (form 06) to the applicant. Nothing is known of what central's other systems handed out.
 */

#include "core/dossier.h"

struct store;

/* Part of a query with the dossier as d: may anything be known? Saves asking for each row of a ledger. */
#define RETURNED_MAY_BE "(EXISTS (SELECT 1 FROM handover h WHERE h.dossier = d.ordinal)" \
	" OR EXISTS (SELECT 1 FROM print_job_part x WHERE x.dossier = d.ordinal))"

/* The latest of them; 0: not known. */
int64_t returned_at(struct store *store, const struct dossier *d);

#endif
