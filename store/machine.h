#ifndef MOTCUA_STORE_MACHINE_H
#define MOTCUA_STORE_MACHINE_H

/*
 * Which machine a database is used on, kept with it so that a copy on another machine is noticed. What
 * is kept are salted hashes (the machine's id, the addresses of its built-in network cards), nothing
 * that says which machine it is.
 */

#include <stdbool.h>
#include "base/err.h"

struct store;

/*
 * *other: this is another machine than last time; the database then belongs to this one. The same
 * one: a network card of then is still there or, where either time there was none to be seen, the
 * machine's id is equal; what cannot be seen at all is taken for the same. root: "" or a folder that
 * stands for "/".
 */
bool machine_check(struct store *store, const char *root, bool *other, struct err *err) MUST_CHECK;

#endif
