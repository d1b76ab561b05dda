#ifndef MOTCUA_APP_PRINT_TARGET_H
#define MOTCUA_APP_PRINT_TARGET_H

/* Where a paper is to go and what it is: refused here, before anything is owed, when that cannot be. */

#include <stdbool.h>
#include <stddef.h>
#include "app/print_request.h"
#include "base/err.h"

struct template;

/* The kind of paper is one the form goes on; a file can be written there, and replaces only a PDF this
 * program wrote, as it wrote it, or an empty file: ERR_DISK when not. */
bool print_target_check(const struct template *form, const struct print_request *request,
	struct err *err) MUST_CHECK;
/* The latter alone; anything that is no file passes. */
bool print_target_check_file(const char *to, struct err *err) MUST_CHECK;
/* One file holds one paper. */
bool print_target_check_count(const struct print_request *request, size_t papers,
	struct err *err) MUST_CHECK;

#endif
