#include "base/str.h"

#include <errno.h>
#include <stdlib.h>

bool str_copy(char *dst, size_t size, const char *src)
{
	size_t len = strlen(src);
	if (len >= size) {
		dst[0] = '\0';
		return false;
	}
	memcpy(dst, src, len + 1);
	return true;
}

bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);
	return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

bool str_digits(const char *s, size_t n)
{
	size_t i = 0;
	while (s[i] >= '0' && s[i] <= '9')
		i++;
	return s[i] == '\0' && (n ? i == n : i > 0);
}

bool str_to_int(const char *s, int64_t min, int64_t max, int64_t *out)
{
	const char *digits = s[0] == '-' ? s + 1 : s;
	if (!str_digits(digits, 0))
		return false;
	errno = 0;
	long long v = strtoll(s, NULL, 10);
	if (errno || v < min || v > max)
		return false;
	*out = v;
	return true;
}
