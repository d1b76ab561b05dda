#ifndef MOTCUA_APP_PRINT_ANSWERS_H
#define MOTCUA_APP_PRINT_ANSWERS_H

/* `--with NAME=TEXT`: what a form asks for, by the same rules as typed at the screen. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

struct template;

/* As JSON for struct print_wish, nothing where nothing was said; "" where that was said. A list may be
 * given line by line, by one --with each or with line breaks. ERR_DATA with the name in err->field: the form
 * does not ask that, or the text is no such thing or no UTF-8. */
bool print_answers(const struct template *form, const char *const *with, size_t n, int64_t now,
	struct buf *out, struct err *err) MUST_CHECK;

#endif
