#include "tests/harness/says.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

void says(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("“%s” is not in:\n%s", what, text);
}

void says_not(const char *text, const char *what)
{
	if (strstr(text, what))
		fail_msg("“%s” is in:\n%s", what, text);
}
