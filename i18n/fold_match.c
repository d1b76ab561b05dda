#include "i18n/fold_parts.h"

#include <string.h>
#include "i18n/fold.h"

enum {
	INITIALS_MAX = 16,
	INSIDE_MIN = 2, /* letters of a word that is looked for inside others */
	FIRST = FOLD_LETTER_BITS * (FOLD_HEAD - 1), /* where a word's first letter stands */

	PLACE_MAX = 499, /* two of these are less than a step of the above */
};

#define NONE ((size_t)-1)

/* ---- one word of the query at the i-th word of the line */

static bool marks_agree(const char *want, const char *have, enum fold_marks required, size_t len)
{
	int bits = required == FOLD_MARKS_ALL ? FOLD_TONE_STEP * 8 - 1 : FOLD_TONE_STEP - 1;

	for (size_t i = 0; i < len; i++) {
		if ((want[i] ^ have[i]) & bits)
			return false;
	}
	return true;
}

/* Letters that the head does not tell, and marks. */
static bool rest_agrees(const struct fold_word *w, const struct fold_view *v, size_t i)
{
	if (w->told && w->marks == FOLD_MARKS_ANY)
		return true;
	size_t at = v->places[i];
	if (!w->told && strncmp(v->plain + at, w->plain, w->len) != 0)
		return false;
	return w->marks == FOLD_MARKS_ANY || !v->marked ||
		marks_agree(w->marked, v->marked + at, w->marks, w->len);
}

/* Is the i-th word of the line this word, not only its beginning? */
static bool is_whole(const struct fold_word *w, const struct fold_view *v, size_t i)
{
	if (w->len >= FOLD_HEAD)
		return strcspn(v->plain + v->places[i], " ") == w->len;
	return (v->words[i] & ~w->mask) == 0;
}

/* The first word of the line, from there on, that begins so. */
static size_t find_begin(const struct fold_word *w, const struct fold_view *v, size_t from)
{
	for (size_t i = from; i < v->n; i++) {
		uint32_t head = v->words[i];
		if (((head & w->mask) == w->head || (head & w->other_mask) == w->other) &&
			rest_agrees(w, v, i))
			return i;
	}
	return NONE;
}

/* Can it be there at all? Only if its pairs of letters are. */
static bool has_pairs(const struct fold_word *w, const struct fold_view *v)
{
	return ((w->pairs[0] & ~v->line->pairs[0]) | (w->pairs[1] & ~v->line->pairs[1]) |
		(w->pairs[2] & ~v->line->pairs[2]) | (w->pairs[3] & ~v->line->pairs[3])) == 0;
}

static bool initials_at(const struct fold_word *w, const struct fold_view *v, size_t i)
{
	for (size_t k = 0; k < w->len; k++) {
		if (v->words[i + k] >> FIRST != fold_letter(w->plain[k]))
			return false;
	}
	if (w->marks == FOLD_MARKS_ANY || !v->marked)
		return true;
	for (size_t k = 0; k < w->len; k++) {
		if (!marks_agree(w->marked + k, v->marked + v->places[i + k], FOLD_MARKS_BUT_TONE, 1))
			return false;
	}
	return true;
}

static size_t find_initials(const struct fold_word *w, const struct fold_view *v, size_t from)
{
	if (w->len < 2 || w->len > INITIALS_MAX || (w->initials & ~v->line->initials))
		return NONE;
	for (size_t i = from; i + w->len <= v->n; i++) {
		if (initials_at(w, v, i))
			return i;
	}
	return NONE;
}

/* ---- the whole query; found[k]: the first word of the line that begins like the k-th, or NONE */

static size_t find_phrase(const struct fold_query *q, const struct fold_view *v, size_t i)
{
	if (q->n == 1)
		return i;
	for (; i != NONE; i = find_begin(&q->words[0], v, i + 1)) {
		size_t k = 1;
		while (k < q->n && i + k < v->n && is_whole(&q->words[k - 1], v, i + k - 1) &&
			find_begin(&q->words[k], v, i + k) == i + k)
			k++;
		if (k == q->n)
			return i;
	}
	return NONE;
}

static bool is_in_order(const struct fold_query *q, const struct fold_view *v, const size_t *found)
{
	size_t at = found[0];

	for (size_t k = 1; k < q->n && at != NONE; k++)
		at = found[k] > at ? found[k] : find_begin(&q->words[k], v, at + 1);
	return at != NONE;
}

/* In order too, with at least one word standing for the initials of others. */
static size_t find_with_initials(const struct fold_query *q, const struct fold_view *v,
	const size_t *found)
{
	size_t first = NONE, from = 0;

	for (size_t k = 0; k < q->n; k++) {
		const struct fold_word *w = &q->words[k];
		size_t taken = 1;
		size_t i = found[k] == NONE || found[k] >= from ? found[k] : find_begin(w, v, from);
		if (i == NONE) {
			i = find_initials(w, v, from);
			taken = w->len;
		}
		if (i == NONE)
			return NONE;
		if (k == 0)
			first = i;
		from = i + taken;
	}
	return first;
}

/* Inside words, where marks are not looked for. */
static bool is_anywhere(const struct fold_query *q, const struct fold_view *v, const size_t *found)
{
	for (size_t k = 0; k < q->n; k++) {
		const struct fold_word *w = &q->words[k];
		if (found[k] == NONE && (w->marks || w->len < INSIDE_MIN || !has_pairs(w, v) ||
			!memmem(v->plain, v->len, w->plain, w->len)))
			return false;
	}
	return true;
}

static bool has_all_pairs(const struct fold_query *q, const struct fold_view *v)
{
	for (size_t k = 0; k < q->n; k++)
		if (!has_pairs(&q->words[k], v))
			return false;
	return true;
}

static int score(enum fold_kind kind, size_t place, const struct fold_view *v)
{
	if (place >= v->line->main && kind > FOLD_WORD_STARTS)
		kind = FOLD_WORD_STARTS;
	int len = v->len < PLACE_MAX ? v->len : PLACE_MAX;
	int at = place < PLACE_MAX ? (int)place : PLACE_MAX;

	return (int)kind * FOLD_KIND_SCORES + (PLACE_MAX - len) + (PLACE_MAX - at);
}

unsigned fold_view_begun(const struct fold_query *q, const struct fold_view *v)
{
	unsigned begun = 0;

	for (size_t k = 0; k < q->n && !q->solid; k++)
		if (has_pairs(&q->words[k], v) && find_begin(&q->words[k], v, 0) != NONE)
			begun |= 1u << k;
	return begun;
}

/* ---- words that run over spaces */

/* Is a letter's mark there, if one was typed? Tones are not compared: what was written as one word has but
 * one of them. */
static bool mark_agrees(char want, char have)
{
	return !((want - FOLD_NO_MARK) % FOLD_TONE_STEP) || marks_agree(&want, &have, FOLD_MARKS_BUT_TONE, 1);
}

static bool joined_at(const struct fold_word *w, const struct fold_view *v, size_t i)
{
	size_t at = v->places[i];
	bool over = false; /* a space */

	for (size_t k = 0; k < w->len; at++) {
		if (at >= v->len)
			return false;
		if (v->plain[at] == ' ') {
			over = true;
			continue;
		}
		if (v->plain[at] != w->plain[k] || (v->marked && !mark_agrees(w->marked[k], v->marked[at])))
			return false;
		k++;
	}
	return over;
}

static size_t find_joined(const struct fold_word *w, const struct fold_view *v)
{
	if (~v->line->initials & fold_initial_bit(w->plain[0]))
		return NONE;
	size_t begin = find_begin(w, v, 0);
	for (size_t i = 0; i < v->n && begin == NONE; i++)
		if (joined_at(w, v, i))
			return i;
	return begin;
}

static int match_joined(const struct fold_query *q, const struct fold_view *v)
{
	size_t first = NONE;

	for (size_t k = 0; k < q->n; k++) {
		size_t at = find_joined(&q->words[k], v);
		if (at == NONE)
			return 0;
		first = k == 0 ? at : first;
	}
	return score(q->n > 1 ? FOLD_WORD_STARTS : first == 0 ? FOLD_START : FOLD_PHRASE, first, v);
}

int fold_view_match(const struct fold_query *q, const struct fold_view *v)
{
	size_t found[FOLD_WORDS_MAX];
	bool all = true;
	size_t at;

	if (q->n == 0)
		return 1;
	if (q->joined)
		return match_joined(q, v);
	for (size_t k = 0; k < q->n; k++) {
		const struct fold_word *w = &q->words[k];
		bool pairs = has_pairs(w, v);
		if (!pairs && (w->initials & ~v->line->initials))
			return 0; /* most lines end here */
		found[k] = pairs ? find_begin(w, v, 0) : NONE;
		all = all && found[k] != NONE;
	}
	if (all && (at = find_phrase(q, v, found[0])) != NONE)
		return score(at == 0 ? FOLD_START : FOLD_PHRASE, at, v);
	if (q->solid)
		return has_all_pairs(q, v) && memmem(v->plain, v->len, q->plain, strlen(q->plain)) ?
			score(FOLD_ANYWHERE, 0, v) : 0;
	if (all && is_in_order(q, v, found))
		return score(FOLD_IN_ORDER, found[0], v);
	if ((at = find_with_initials(q, v, found)) != NONE)
		return score(FOLD_INITIALS, at, v);
	if (is_anywhere(q, v, found))
		return score(all ? FOLD_WORD_STARTS : FOLD_ANYWHERE, 0, v);
	return 0;
}
