#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Overwrites control bytes and drops a character cut in half at the end. */
static void tidy(char *text)
{
	size_t len = strlen(text);
	size_t start = len;

	while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
		start--;
	if (start > 0 && (unsigned char)text[start - 1] >= 0xC0) {
		unsigned char lead = (unsigned char)text[start - 1];
		size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
		if (len - (start - 1) < need)
			text[start - 1] = '\0';
	}
	for (char *p = text; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			*p = ' ';
	}
}

__attribute__((format(printf, 4, 0)))
static void fill(struct err *err, enum err_kind kind, const char *field, const char *fmt, va_list ap)
{
	if (!err)
		return;
	err->kind = kind;
	snprintf(err->field, sizeof(err->field), "%s", field);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	tidy(err->text);
}

bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fill(err, kind, "", fmt, ap);
	va_end(ap);
	return false;
}

bool err_at(struct err *err, enum err_kind kind, const char *field, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fill(err, kind, field, fmt, ap);
	va_end(ap);
	return false;
}

int err_exit_status(enum err_kind kind)
{
	static const unsigned char status[] = {
		[ERR_NONE] = 0,  [ERR_USAGE] = 64, [ERR_DATA] = 65,    [ERR_UNAVAILABLE] = 69,
		[ERR_BUG] = 70,  [ERR_DISK] = 74,  [ERR_WAITING] = 75, [ERR_DENIED] = 77,
		[ERR_CONFIG] = 78, [ERR_DAMAGED] = 74,
	};
	return status[kind];
}
