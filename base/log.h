#ifndef MOTCUA_BASE_LOG_H
#define MOTCUA_BASE_LOG_H

/*
 * One line an event, to stderr or a file of mode 0600: time, level, text. No personal data, ever:
 * log codes, UUIDs, counts and reasons. Control characters in the text become '?'.
 */

#include <stdbool.h>
#include "base/err.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* path NULL: stderr. Off until called. */
bool log_open(const char *path, enum log_level level, struct err *err);
void log_close(void);
void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
