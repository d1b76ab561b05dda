#ifndef MOTCUA_TESTS_VIOLATION_AT_H
#define MOTCUA_TESTS_VIOLATION_AT_H

/* What was found wrong at one field. */

#include "core/violations.h"

/* The first at that field, or NULL. */
const struct violation *violation_at(const struct violations *v, const char *field);

#endif
