#include "core/violations.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "i18n/text.h"

void violation_add(struct violations *v, const char *field, const char *code, const char *fmt, ...)
{
	char message[1024];
	va_list ap;

	if (!v || v->n == VIOLATIONS_MAX)
		return;
	struct violation *new = &v->list[v->n++];
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	text_clean_to(new->field, sizeof(new->field), field);
	text_clean_to(new->code, sizeof(new->code), code);
	text_clean_to(new->message, sizeof(new->message), message);
}
