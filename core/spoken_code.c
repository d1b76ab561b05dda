#include "core/spoken_code.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include "base/mem.h"
#include "base/uuid.h"

/* Without I, L, O and U: nobody mistakes them for 1 and 0 or reads a word. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
#define LETTERS_MAX 64

void spoken_code_make(size_t letters, char *out)
{
	uint8_t random[LETTERS_MAX];
	char plain[LETTERS_MAX + 1];
	BUG_ON(letters > LETTERS_MAX || letters % 4 != 0);
	random_bytes(random, letters);
	for (size_t i = 0; i < letters; i++)
		plain[i] = alphabet[random[i] % 32];
	plain[letters] = '\0';
	spoken_code_group(plain, out);
}

bool spoken_code_read(const char *typed, size_t letters, char *out)
{
	size_t n = 0;
	for (; *typed; typed++) {
		int ch = toupper((unsigned char)*typed);
		if (ch == '-' || ch == ' ')
			continue;
		ch = ch == 'O' ? '0' : ch == 'I' || ch == 'L' ? '1' : ch;
		if (n == letters || !strchr(alphabet, ch))
			return false;
		out[n++] = (char)ch;
	}
	out[n] = '\0';
	return n == letters;
}

void spoken_code_group(const char *plain, char *out)
{
	for (size_t i = 0; plain[i]; i++) {
		if (i > 0 && i % 4 == 0)
			*out++ = '-';
		*out++ = plain[i];
	}
	*out = '\0';
}
