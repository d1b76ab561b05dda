#include "central/form.h"

#include <stdint.h>
#include <stdlib.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"

static bool decode(const char *s, size_t len, char *out)
{
	for (size_t i = 0; i < len; i++) {
		char ch = s[i] == '+' ? ' ' : s[i];
		if (ch == '%') {
			char digits[3] = {0};
			uint8_t byte;
			if (len - i < 3)
				return false;
			memcpy(digits, s + i + 1, 2);
			if (!hex_decode(digits, &byte, 1))
				return false;
			ch = (char)byte;
			i += 2;
		}
		if (ch == '\0')
			return false;
		*out++ = ch;
	}
	*out = '\0';
	return true;
}

char *form_value(const char *body, size_t len, const char *name)
{
	size_t name_len = strlen(name);
	const char *end = body + len, *found = NULL;
	size_t found_len = 0;
	while (body < end) {
		const char *amp = memchr(body, '&', (size_t)(end - body));
		size_t part = (size_t)((amp ? amp : end) - body);
		if (part > name_len && body[name_len] == '=' && memcmp(body, name, name_len) == 0) {
			if (found)
				return NULL;
			found = body + name_len + 1;
			found_len = part - name_len - 1;
		}
		body += part + 1;
	}
	if (!found)
		return NULL;
	char *value = xmalloc(found_len + 1);
	if (decode(found, found_len, value))
		return value;
	free(value);
	return NULL;
}
