#include "i18n/ime_parts.h"

#include <string.h>

/*
 * Each key that marks letters has some ways to do so, tried in order: the first that leaves a word that
 * can be a syllable is taken; when that is the word as it stands, the key undoes it.
 */

/* One letter gets one code. */
struct change {
	size_t at;
	char code;
};

/* Takes the changes if the word allows. */
static enum ime_done try_changes(struct ime_word *w, const struct change *changes, size_t n,
	size_t *letter)
{
	struct ime_word other = *w;

	for (size_t i = 0; i < n; i++) {
		if (!changes[i].code)
			return IME_NOT;
		other.at[changes[i].at].code = changes[i].code;
	}
	if (!ime_fits(&other))
		return IME_NOT;
	*letter = changes[0].at;
	bool same = true;
	for (size_t i = 0; i < n; i++)
		same = same && w->at[changes[i].at].code == changes[i].code;
	if (!same) {
		*w = other;
		return IME_MARKED;
	}
	for (size_t i = 0; i < n; i++)
		w->at[changes[i].at].code = ime_plain(changes[i].code);
	return IME_UNDONE;
}

/* u and o beside each other: ươ, or uơ after nothing, h, kh, th with no letter behind. */
static enum ime_done horn_pair(struct ime_word *w, size_t u, size_t *letter)
{
	const struct change both[] = {{u, 'U'}, {u + 1, 'P'}}, one = {u + 1, 'P'};
	bool h = u == 0 || (w->at[u - 1].code == 'h' &&
		(u == 1 || (u == 2 && (w->at[0].code == 'k' || w->at[0].code == 't'))));
	bool open = h && u + 2 == w->n && w->at[u].code == 'u';
	enum ime_done done = open ? try_changes(w, &one, 1, letter) : try_changes(w, both, 2, letter);

	if (done != IME_NOT)
		return done;
	return open ? try_changes(w, both, 2, letter) : try_changes(w, &one, 1, letter);
}

/* uo, ua, uu: the key may belong to the first letter or to both. */
static enum ime_done horn_known_pairs(struct ime_word *w, size_t *letter)
{
	for (size_t i = 0; i + 1 < w->n; i++) {
		char next = w->at[i + 1].code;
		if (ime_plain(w->at[i].code) != 'u')
			continue;
		if (ime_plain(next) == 'o')
			return horn_pair(w, i, letter);
		if (next == 'a' || next == 'u') {
			const struct change first = {i, 'U'};
			enum ime_done done = try_changes(w, &first, 1, letter);
			if (done != IME_NOT)
				return done;
		}
	}
	return IME_NOT;
}

static bool key_takes(char mark, char base, char code)
{
	char plain = ime_plain(code);

	if (mark == '7')
		return plain == 'o' || plain == 'u';
	if (mark == '8')
		return plain == 'a';
	if (mark == '^')
		return !base || plain == base;
	return true;
}

/* ươ + o: both letters change, to uô. */
static enum ime_done circumflex_pair(struct ime_word *w, size_t o, size_t *letter)
{
	const struct change both[] = {{o - 1, 'u'}, {o, 'O'}};
	return try_changes(w, both, 2, letter);
}

/* đ: of the first letter; in a word of consonants only, also of the last. */
static enum ime_done stroke(struct ime_word *w, size_t *letter)
{
	const struct change first = {0, ime_mark(w->at[0].code, 'd')};
	size_t last = w->n - 1;

	enum ime_done done = try_changes(w, &first, 1, letter);
	if (done != IME_NOT)
		return done;
	for (size_t i = 0; i < w->n; i++) {
		if (ime_is_vowel(w->at[i].code))
			return IME_NOT;
	}
	char marked = ime_mark(w->at[last].code, 'd');
	if (!marked)
		return IME_NOT;
	done = w->at[last].code == marked ? IME_UNDONE : IME_MARKED;
	w->at[last].code = done == IME_UNDONE ? 'd' : marked;
	*letter = last;
	return done;
}

enum ime_done ime_quality(struct ime_word *w, char mark, char base, size_t *letter)
{
	enum ime_done done;

	if (w->n == 0)
		return IME_NOT;
	if (mark == 'd')
		return stroke(w, letter);
	if (mark == 'w' || mark == '7') {
		done = horn_known_pairs(w, letter);
		if (done != IME_NOT)
			return done;
	}
	for (size_t i = w->n; i-- > 0;) {
		char code = w->at[i].code;
		const struct change one = {i, ime_mark(code, mark == '^' ? '^' : 'w')};
		if (!one.code || !key_takes(mark, base, code))
			continue;
		done = try_changes(w, &one, 1, letter);
		if (done == IME_NOT && code == 'P' && mark == '^' && i > 0 && w->at[i - 1].code == 'U')
			done = circumflex_pair(w, i, letter);
		if (done != IME_NOT)
			return done;
	}
	return IME_NOT;
}
