#include "i18n/ime.h"

#include <string.h>
#include "base/str.h"
#include "i18n/codepoints.h"
#include "i18n/ime_parts.h"

enum { KEYS_SIZE = 4 * IME_KEYS_MAX + 1 };

void ime_init(struct ime *ime, enum ime_method method, enum ime_style style)
{
	memset(ime, 0, sizeof(*ime));
	ime->method = method;
	ime->style = style;
}

void ime_forget(struct ime *ime)
{
	ime->word[0] = '\0';
	ime->n_keys = 0;
	ime->literal = 0;
}

size_t ime_word_start(const char *text, size_t at)
{
	for (size_t n = 0; at > 0 && n <= IME_LETTERS_MAX; n++) {
		size_t before = at - 1;
		int32_t cp;
		while (before > 0 && ((unsigned char)text[before] & 0xC0) == 0x80)
			before--;
		if (utf8_decode(text + before, at - before, &cp) == 0 || !ime_is_letter(cp))
			break;
		at = before;
	}
	return at;
}

/* ---- the keys of the word */

static bool push_key(struct ime *ime, uint32_t key, size_t letter)
{
	if (ime->n_keys == IME_KEYS_MAX)
		return false;
	ime->keys[ime->n_keys++] = (struct ime_press){key, (uint8_t)letter};
	return true;
}

/* The word's letters count as its keys. */
static void take_letters(struct ime *ime, const struct ime_word *w)
{
	ime->n_keys = 0;
	for (size_t i = 0; i < w->n; i++)
		push_key(ime, (uint32_t)ime_letter_char(&w->at[i]), i);
}

static uint32_t first_key(const struct ime *ime, size_t letter)
{
	for (size_t i = 0; i < ime->n_keys; i++) {
		if (ime->keys[i].letter == letter)
			return ime->keys[i].key;
	}
	return 0;
}

/* Keys that marked what is undone now belong to the letter that their undoing added. */
static void give_keys(struct ime *ime, const struct ime_effect *e, size_t n_before, size_t added)
{
	for (size_t i = 0, seen = 0; i < n_before; i++) {
		if (ime->keys[i].letter != e->letter)
			continue;
		if (e->letter == IME_TONE_KEY || seen++ > 0)
			ime->keys[i].letter = (uint8_t)added;
	}
}

static void drop_keys(struct ime *ime, size_t letter)
{
	size_t n = 0;

	for (size_t i = 0; i < ime->n_keys; i++) {
		if (ime->keys[i].letter != letter)
			ime->keys[n++] = ime->keys[i];
	}
	ime->n_keys = n;
}

static void keys_text(const struct ime *ime, char out[KEYS_SIZE])
{
	size_t len = 0;

	for (size_t i = 0; i < ime->n_keys; i++)
		len += utf8_put((int32_t)ime->keys[i].key, out + len);
	out[len] = '\0';
}

/* ---- the word */

/* Reads the word's last run of letters, which begins at *start. */
static bool read_word(struct ime *ime, const char *text, size_t *start, struct ime_word *w)
{
	*start = ime_word_start(text, strlen(text));
	if (!ime_word_read(w, text + *start)) {
		ime_forget(ime);
		return false;
	}
	/* Between words the last one stays remembered: Backspace may re-open it. */
	if (w->n > 0 && !str_eq(text + *start, ime->word)) {
		ime_forget(ime);
		take_letters(ime, w);
		str_copy(ime->word, sizeof(ime->word), text + *start);
	}
	return true;
}

/* out = the text before the word, the word, and what follows. */
static bool put(char *out, size_t size, const char *text, size_t start, const char *word,
	const char *rest)
{
	size_t len = strlen(word), more = strlen(rest);

	if (start + len + more >= size)
		return false;
	memcpy(out, text, start);
	memcpy(out + start, word, len);
	memcpy(out + start + len, rest, more + 1);
	return true;
}

static bool encode_key(uint32_t key, char out[5])
{
	if ((key < 0x20 && key != '\t') || key > 0x10FFFF)
		return false;
	out[utf8_put((int32_t)key, out)] = '\0';
	return true;
}

/* Only consonants: an abbreviation, HĐND. */
static bool is_abbreviation(const struct ime_word *w)
{
	for (size_t i = 0; i < w->n; i++) {
		if (ime_is_vowel(w->at[i].code))
			return false;
	}
	return true;
}

/* What was undone by hand stays ("aass" is âs), unless the word went on and came to nothing: "necessary". */
static bool wants_restore(const struct ime *ime, const struct ime_word *w)
{
	struct ime_word bare = *w;
	bool undone = ime->literal && ime->literal >= w->n;

	while (bare.n > 0 && bare.at[bare.n - 1].code >= '0' && bare.at[bare.n - 1].code <= '9')
		bare.n--;
	return !undone && ime_word_has_marks(w) && !is_abbreviation(&bare) &&
		!ime_is_syllable(&bare);
}

/* The word goes back to its keys, and stays so. */
static bool restore(struct ime *ime, const char *text, size_t start, const char *rest, char *out,
	size_t size)
{
	char keys[KEYS_SIZE];
	struct ime_word w;

	keys_text(ime, keys);
	if (str_eq(keys, text + start) || !put(out, size, text, start, keys, rest))
		return false;
	ime_forget(ime);
	if (ime_word_read(&w, keys) && str_copy(ime->word, sizeof(ime->word), keys))
		take_letters(ime, &w);
	ime->literal = 1;
	return true;
}

bool ime_break(struct ime *ime, const char *word, char *out, size_t size)
{
	struct ime_word w;
	size_t start;

	return read_word(ime, word, &start, &w) && wants_restore(ime, &w) &&
		restore(ime, word, start, "", out, size);
}

bool ime_lost(struct ime *ime, const char *word, char *out, size_t size)
{
	struct ime_word w;
	size_t start;

	return read_word(ime, word, &start, &w) && wants_restore(ime, &w) && !ime_fits(&w) &&
		restore(ime, word, start, "", out, size);
}

bool ime_raw(struct ime *ime, const char *word, char *out, size_t size)
{
	struct ime_word w;
	size_t start;

	return read_word(ime, word, &start, &w) && w.n > 0 && restore(ime, word, start, "", out, size);
}

/* "www." begins an address: its second w undid nothing. */
static bool begins_address(const struct ime *ime, const struct ime_word *w, uint32_t key)
{
	return key == '.' && w->n == 2 && w->at[0].code == 'w' && w->at[1].code == 'w' && ime->n_keys == 3;
}

/* A key that is no part of a word ends it. */
static bool end_word(struct ime *ime, const char *text, size_t start, const struct ime_word *w,
	uint32_t key, char *out, size_t size)
{
	char rest[5];

	return w->n > 0 && encode_key(key, rest) &&
		(wants_restore(ime, w) || begins_address(ime, w, key)) &&
		restore(ime, text, start, rest, out, size);
}

bool ime_key(struct ime *ime, const char *word, uint32_t key, char *out, size_t size)
{
	struct ime_word w, before;
	struct ime_effect e;
	size_t start;
	char text[IME_WORD_SIZE], typed[5];

	if (!read_word(ime, word, &start, &w))
		return false;
	before = w;
	const struct ime_context context = {ime->method, ime->style, w.n > 0 && ime->literal,
		w.n > 0 ? first_key(ime, w.n - 1) : 0};
	if (w.n == IME_LETTERS_MAX && ime_is_letter((int32_t)key))
		return false;
	if (!ime_word_key(&w, &context, key, &e))
		return end_word(ime, word, start, &before, key, out, size);
	ime_word_write(&w, text);
	if (!put(out, size, word, start, text, ""))
		return false;
	if (before.n == 0)
		ime_forget(ime);
	if (e.done == IME_UNDONE) {
		give_keys(ime, &e, ime->n_keys, w.n - 1);
		if (!ime_fits(&w))
			ime->literal = w.n;
	}
	if (!push_key(ime, key, e.done == IME_MARKED ? e.letter : w.n - 1))
		take_letters(ime, &w);
	bool literal = encode_key(key, typed) && strlen(text) == strlen(word + start) + strlen(typed) &&
		strncmp(text, word + start, strlen(word + start)) == 0 && str_ends(text, typed);
	str_copy(ime->word, sizeof(ime->word), text);
	return !literal;
}

bool ime_backspace(struct ime *ime, const char *word, char *out, size_t size)
{
	struct ime_word w;
	size_t start;
	char text[IME_WORD_SIZE];

	if (!read_word(ime, word, &start, &w) || w.n == 0)
		return false;
	enum ime_tone tone = w.at[w.n - 1].tone ? TONE_NONE : ime_word_tone(&w);
	w.n--;
	ime_word_set_tone(&w, tone, ime->style);
	ime_word_write(&w, text);
	if (!put(out, size, word, start, text, ""))
		return false;
	drop_keys(ime, w.n);
	if (tone == TONE_NONE)
		drop_keys(ime, IME_TONE_KEY);
	if (ime->literal > w.n)
		ime->literal = 0;
	str_copy(ime->word, sizeof(ime->word), text);
	return true;
}
