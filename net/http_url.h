#ifndef MOTCUA_NET_HTTP_URL_H
#define MOTCUA_NET_HTTP_URL_H

/* Which addresses central may have: https anywhere, http on this machine only. */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

/* Brings a base address to its one form, "scheme://host[:port][/path]" without a slash at the end.
 * *url is the caller's to free. ERR_CONFIG with the reason otherwise. */
bool http_url_base(const char *text, char **url, bool *https, struct err *err) MUST_CHECK;

#endif
