#ifndef MOTCUA_CENTRAL_DIFFERENCE_H
#define MOTCUA_CENTRAL_DIFFERENCE_H

/* Two versions of one dossier side by side, for the officer who must settle a conflict. */

#include <jansson.h>
#include "core/violations.h"

/* One violation (code "differs") for each value that is not the same in both, at its path, with
 * both values in its words; in the order of the stored one's keys. Whole members that were added
 * or left out are one. */
void difference_find(const json_t *stored, const json_t *sent, struct violations *out);

#endif
