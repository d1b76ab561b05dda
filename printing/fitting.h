#ifndef MOTCUA_PRINTING_FITTING_H
#define MOTCUA_PRINTING_FITTING_H

/*
 * Could a paper come out at that printer at all, whole and on what was asked for? What could not is
 * refused before anything is rendered or sent, and is owed to nobody.
 */

#include "printing/route.h"

/* order: as it came, its paper what was asked for. False: ERR_DATA with why not and what else there is; other
 * kinds where its form cannot be read. Files take everything. */
bool fitting_check(const struct print_order *order, const struct route *route,
	struct err *err) MUST_CHECK;

#endif
