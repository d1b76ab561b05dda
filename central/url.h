#ifndef MOTCUA_CENTRAL_URL_H
#define MOTCUA_CENTRAL_URL_H

/* The address citizens open from a receipt's QR. It is printed on paper, so it is checked first. */

#include <stdbool.h>
#include "base/err.h"
#include "central/listen.h"
#include "central/server.h"

/* given: the option, or NULL for the address it listens on (the machine's name where that is all
 * addresses). Slashes at the end go. ERR_CONFIG: not http(s), http to another machine, a query, too
 * long for a receipt. */
bool public_url_choose(const char *given, const struct listener *l, const char *listening,
	char out[URL_MAX], struct err *err) MUST_CHECK;

#endif
