#ifndef MOTCUA_CENTRAL_FORM_H
#define MOTCUA_CENTRAL_FORM_H

/* application/x-www-form-urlencoded bodies. */

#include <stdbool.h>
#include <stddef.h>

/* The value of the one field of that name, decoded; the caller frees. NULL when it is absent, given
 * twice, or badly encoded (also a NUL in it). */
char *form_value(const char *body, size_t len, const char *name);

#endif
