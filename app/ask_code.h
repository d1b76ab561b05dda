#ifndef MOTCUA_APP_ASK_CODE_H
#define MOTCUA_APP_ASK_CODE_H

/* A code typed by a person, never given as an argument: others on the machine see those. */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

/* Shows the prompt and reads a line that is not shown, where standard input is a terminal; else reads
 * the first line of standard input. ERR_USAGE when nothing comes. */
bool ask_code(const char *prompt, char *out, size_t size, struct err *err) MUST_CHECK;

#endif
