#include "i18n/ime_parts.h"

#include <string.h>
#include "base/mem.h"

/*
 * What a key does to a word. Telex and VNI are two tables over the same marks.
 */

enum kind { KIND_TONE, KIND_NO_TONE, KIND_QUALITY, KIND_LETTER };

struct key {
	char key;
	enum kind kind;
	char what; /* the tone, the mark or the letter's code */
	char base; /* of ^: on which letter */
	bool upper;
};

static const struct key telex[] = {
	{'f', KIND_TONE, TONE_HUYEN, 0, false}, {'r', KIND_TONE, TONE_HOI, 0, false},
	{'x', KIND_TONE, TONE_NGA, 0, false}, {'s', KIND_TONE, TONE_SAC, 0, false},
	{'j', KIND_TONE, TONE_NANG, 0, false}, {'z', KIND_NO_TONE, 0, 0, false},
	{'a', KIND_QUALITY, '^', 'a', false}, {'e', KIND_QUALITY, '^', 'e', false},
	{'o', KIND_QUALITY, '^', 'o', false}, {'w', KIND_QUALITY, 'w', 0, false},
	{'d', KIND_QUALITY, 'd', 0, false}, {'[', KIND_LETTER, 'P', 0, false},
	{']', KIND_LETTER, 'U', 0, false}, {'{', KIND_LETTER, 'P', 0, true},
	{'}', KIND_LETTER, 'U', 0, true},
};

static const struct key vni[] = {
	{'1', KIND_TONE, TONE_SAC, 0, false}, {'2', KIND_TONE, TONE_HUYEN, 0, false},
	{'3', KIND_TONE, TONE_HOI, 0, false}, {'4', KIND_TONE, TONE_NGA, 0, false},
	{'5', KIND_TONE, TONE_NANG, 0, false}, {'0', KIND_NO_TONE, 0, 0, false},
	{'6', KIND_QUALITY, '^', 0, false}, {'7', KIND_QUALITY, '7', 0, false},
	{'8', KIND_QUALITY, '8', 0, false}, {'9', KIND_QUALITY, 'd', 0, false},
};

static const struct key *find(enum ime_method method, uint32_t key)
{
	const struct key *keys = method == IME_VNI ? vni : telex;
	size_t n = method == IME_VNI ? ARRAY_LEN(vni) : ARRAY_LEN(telex);

	if (key >= 'A' && key <= 'Z')
		key += 'a' - 'A';
	for (size_t i = 0; i < n; i++) {
		if ((uint32_t)keys[i].key == key)
			return &keys[i];
	}
	return NULL;
}

static bool append(struct ime_word *w, uint32_t key, enum ime_style style)
{
	struct ime_letter letter = ime_letter_from((int32_t)key);
	enum ime_tone tone = ime_word_tone(w);

	if (w->n == IME_LETTERS_MAX || (tone && letter.tone))
		return false;
	w->at[w->n++] = letter;
	/* uơ becomes ươ once a letter follows. */
	for (size_t i = 0; i + 2 < w->n; i++) {
		struct ime_word both = *w;
		if (w->at[i].code != 'u' || w->at[i + 1].code != 'P')
			continue;
		both.at[i].code = 'U';
		if (ime_fits(&both))
			*w = both;
	}
	if (!letter.tone) /* one that came with the letter was placed by whoever typed it so */
		ime_word_set_tone(w, tone, style);
	return true;
}

/* The key as a letter of its own: w, [ and the like. */
static struct ime_effect add_marked(struct ime_word *w, char code, bool upper, enum ime_style style)
{
	struct ime_word other = *w;
	enum ime_tone tone = ime_word_tone(w);

	if (w->n == IME_LETTERS_MAX)
		return (struct ime_effect){IME_NOT, 0};
	other.at[other.n++] = (struct ime_letter){.code = code, .upper = upper};
	if (code == 'P' && w->n > 0 && w->at[w->n - 1].code == 'u') { /* u[ */
		struct ime_word both = other;
		both.at[w->n - 1].code = 'U';
		if (ime_fits(&both) && !ime_is_syllable(&other))
			other = both;
	}
	if (!ime_fits(&other))
		return (struct ime_effect){IME_NOT, 0};
	*w = other;
	ime_word_set_tone(w, tone, style);
	return (struct ime_effect){IME_MARKED, w->n - 1};
}

static struct ime_effect set_tone(struct ime_word *w, enum ime_tone tone, enum ime_style style)
{
	struct ime_word other = *w;
	enum ime_tone before = ime_word_tone(w);

	if (before == tone && (tone == TONE_NONE || !ime_fits(w)))
		return (struct ime_effect){IME_NOT, 0};
	if (tone == TONE_NONE) {
		for (size_t i = 0; i < w->n; i++)
			w->at[i].tone = TONE_NONE;
		return (struct ime_effect){IME_MARKED, IME_TONE_KEY};
	}
	if (before == tone) {
		ime_word_set_tone(w, TONE_NONE, style);
		return (struct ime_effect){IME_UNDONE, IME_TONE_KEY};
	}
	bool vowel = false;
	for (size_t i = 0; i < w->n; i++) {
		vowel = vowel || ime_is_vowel(w->at[i].code);
		other.at[i].tone = TONE_NONE;
	}
	/* With some tone on any vowel the grammar can be asked. */
	for (size_t i = 0; vowel && i < w->n; i++) {
		if (!ime_is_vowel(w->at[i].code))
			continue;
		other.at[i].tone = (unsigned char)tone;
		break;
	}
	if (!vowel || !ime_fits(&other))
		return (struct ime_effect){IME_NOT, 0};
	ime_word_set_tone(&other, tone, style);
	*w = other;
	return (struct ime_effect){IME_MARKED, IME_TONE_KEY};
}

/* The letter that a key alone made (w, [, ]) is undone as a whole. */
static bool undo_letter(struct ime_word *w, uint32_t key, uint32_t first_key)
{
	bool same = first_key == key || ((key | 0x20) == 'w' && (first_key | 0x20) == 'w');

	if (w->n == 0 || !same || !strchr("wW[]{}", (int)key))
		return false;
	char code = w->at[w->n - 1].code;
	if (code != 'U' && code != 'P')
		return false;
	w->n--;
	return true;
}

static struct ime_effect mark(struct ime_word *w, const struct key *k, uint32_t key, enum ime_style style)
{
	struct ime_effect e = {IME_NOT, 0};

	if (k->kind == KIND_TONE || k->kind == KIND_NO_TONE)
		return set_tone(w, (enum ime_tone)k->what, style);
	if (k->kind == KIND_LETTER)
		return add_marked(w, k->what, k->upper, style);
	enum ime_tone tone = ime_word_tone(w);
	e.done = ime_quality(w, k->what, k->base, &e.letter);
	if (e.done == IME_MARKED)
		ime_word_set_tone(w, tone, style);
	if (e.done == IME_NOT && k->what == 'w')
		return add_marked(w, 'U', key == 'W', style);
	return e;
}

bool ime_word_key(struct ime_word *w, const struct ime_context *c, uint32_t key, struct ime_effect *e)
{
	const struct key *k = c->literal ? NULL : find(c->method, key);

	*e = (struct ime_effect){IME_NOT, 0};
	for (size_t i = 0; i < w->n && k; i++) {
		if (w->at[i].code >= '0' && w->at[i].code <= '9')
			k = NULL;
	}
	if (k && undo_letter(w, key, c->last_letter_key)) {
		e->done = IME_UNDONE;
		e->letter = w->n;
		key = c->last_letter_key;
	} else if (k) {
		*e = mark(w, k, key, c->style);
	}
	if (e->done == IME_MARKED)
		return true;
	if (!ime_is_letter((int32_t)key) && e->done == IME_NOT)
		return false;
	return append(w, key, c->style);
}
