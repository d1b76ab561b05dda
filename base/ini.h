#ifndef MOTCUA_BASE_INI_H
#define MOTCUA_BASE_INI_H

/*
 * Reads an ini file (inih) and hands each key to the caller. Refuses, naming file and line: what is
 * not a section, a key or a comment; a file over 64 KB; a file other users may write.
 */

#include <stdbool.h>
#include "base/err.h"

/* Returns false with err filled (text only; file and line are put before it) to refuse a key. */
typedef bool ini_key_fn(void *user, const char *section, const char *key, const char *value,
	struct err *err);

bool ini_read(const char *path, ini_key_fn *fn, void *user, struct err *err);

#endif
