#include "tests/fuzz/fuzz.h"

#include <string.h>
#include "i18n/ime.h"
#include "i18n/text.h"

/* Whatever is typed behind whatever text: what comes out is UTF-8 that fits, Backspace takes one letter
 * off, and what stands before the word stays. */

enum { FIELD = 600, ROOM = 4 * IME_KEYS_MAX + 8 };

static void swap(char *text, const char *out)
{
	memcpy(text, out, strlen(out) + 1);
}

static void check_text(const char *text, size_t start, const char *before)
{
	uint32_t cp;

	HOLDS(strncmp(text, before, start) == 0);
	for (size_t at = 0, n; text[at]; at += n) {
		n = text_char(text + at, strlen(text + at), &cp);
		HOLDS(n > 0);
	}
}

static void press(struct ime *ime, char *text, uint32_t key, const char *bytes, size_t n)
{
	char out[FIELD + ROOM], before[FIELD + ROOM];
	size_t len = strlen(text), start = ime_word_start(text, len);

	memcpy(before, text, len + 1);
	if (key == '\b') {
		if (ime_backspace(ime, text, out, sizeof(out))) {
			HOLDS(strlen(out) < len + 3);
			swap(text, out);
		} else if (len) {
			text[len - text_prev(text, len)] = '\0';
		}
		start = strlen(text) < start ? strlen(text) : start;
	} else if (key == 1) {
		if (ime_raw(ime, text, out, sizeof(out)))
			swap(text, out);
	} else if (ime_key(ime, text, key, out, sizeof(out))) {
		HOLDS(strlen(out) >= start);
		swap(text, out);
	} else {
		memcpy(text + len, bytes, n);
		text[len + n] = '\0';
	}
	check_text(text, start, before);
	HOLDS(ime->n_keys <= IME_KEYS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ime ime;
	char text[FIELD + ROOM] = "";

	if (size < 1)
		return 0;
	ime_init(&ime, (enum ime_method)(data[0] & 1), (enum ime_style)(data[0] >> 1 & 1));
	for (size_t i = 1, n; i < size; i += n) {
		uint32_t key;
		n = text_char((const char *)data + i, size - i, &key);
		if (n == 0) {
			n = 1;
			continue;
		}
		if (data[i] == 0)
			continue;
		if (strlen(text) > FIELD - ROOM) {
			text[0] = '\0';
			if (i & 1)
				ime_forget(&ime);
		}
		press(&ime, text, key, (const char *)data + i, n);
	}
	return 0;
}
