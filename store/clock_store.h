#ifndef MOTCUA_STORE_CLOCK_STORE_H
#define MOTCUA_STORE_CLOCK_STORE_H

/*
 * What is known of the time, from one process and one boot to the next: the anchor of
 * base/known_time.h in the store. Whoever opens the store dates by it.
 */

#include <stdbool.h>
#include "base/err.h"
#include "base/known_time.h"

struct store;

/* Takes what is stored for this process; nothing stored, or nothing that can be read: nothing is
 * known. Done by store_open. */
void clock_store_load(struct store *store);
/* An answer of central's: takes it in (clock_set_anchor) and stores what changed. */
void clock_store_hear(struct store *store, struct time_witness *w, const struct heard_date *heard);
/* Now and then, also without central: so that a later boot knows how late it is at least. */
void clock_store_keep(struct store *store);

#endif
