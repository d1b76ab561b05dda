#include "i18n/garbled.h"

#include <string.h>
#include "base/str.h"
#include "i18n/ime.h"
#include "i18n/ime_parts.h"

#define WORD_SIZE IME_WORD_SIZE

/* The next word, cut at blanks; false when there is none. One too long for a word is passed over. */
static bool next_word(const char **s, char out[WORD_SIZE])
{
	for (;;) {
		*s += strspn(*s, " ");
		size_t n = strcspn(*s, " ");
		if (n == 0)
			return false;
		if (n < WORD_SIZE) {
			memcpy(out, *s, n);
			out[n] = '\0';
			*s += n;
			return true;
		}
		*s += n;
	}
}

bool garbled_is_plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* The same vowel twice, once with a mark; in a syllable it may be ("lưu"). */
static bool is_doubled(const char *word)
{
	struct ime_word w;
	if (!ime_word_read(&w, word) || ime_is_syllable(&w))
		return false;
	for (size_t i = 1; i < w.n; i++) {
		const struct ime_letter *a = &w.at[i - 1], *b = &w.at[i];
		bool marked = a->code != b->code || a->tone || b->tone;
		if (a->code && b->code && ime_is_vowel(a->code) && marked &&
			ime_plain(a->code) == ime_plain(b->code))
			return true;
	}
	return false;
}

/* Does Telex make a marked syllable of what is none? */
static bool is_keys(const char *word)
{
	struct ime ime;
	struct ime_word w;
	char made[WORD_SIZE] = "", next[WORD_SIZE];
	if (!garbled_is_plain(word) || !ime_word_read(&w, word) || ime_fits(&w))
		return false;
	ime_init(&ime, IME_TELEX, IME_OLD);
	for (const char *k = word; *k; k++) {
		size_t len = strlen(made);
		if (ime_key(&ime, made, (unsigned char)*k, next, sizeof(next)))
			memcpy(made, next, sizeof(made));
		else if (len + 2 <= sizeof(made))
			memcpy(made + len, (char[]){*k, '\0'}, 2);
	}
	return !garbled_is_plain(made) && ime_word_read(&w, made) && ime_is_syllable(&w);
}

bool garbled_by_typing(const char *name)
{
	char word[WORD_SIZE];
	int words = 0, keys = 0;
	for (const char *s = name; next_word(&s, word); words++) {
		if (is_doubled(word))
			return true;
		keys += is_keys(word);
	}
	return words > 0 && 2 * keys >= words && garbled_is_plain(name);
}

bool garbled_by_loss(const char *name)
{
	char word[WORD_SIZE];
	if (!garbled_is_plain(name))
		return false;
	for (const char *s = name; next_word(&s, word);) {
		struct ime_word w;
		bool vowel = false;
		if (!ime_word_read(&w, word))
			continue;
		for (size_t i = 0; i < w.n; i++)
			vowel = vowel || (w.at[i].code && ime_is_vowel(w.at[i].code));
		if (!vowel || !ime_fits(&w))
			return true;
	}
	return false;
}
