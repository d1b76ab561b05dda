#include "i18n/fold.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "i18n/fold_parts.h"

#define JOINED_MIN 4 /* letters of two words written as one */

/* ký = kí: in an open syllable after these letters people write either. */
static void other_spelling(struct fold_word *w)
{
	bool open = (w->len == 2 && memchr("hklmstv", w->plain[0], 7)) ||
		(w->len == 3 && memcmp(w->plain, "qu", 2) == 0);
	char end = w->plain[w->len - 1];

	if (!open || (end != 'i' && end != 'y'))
		return;
	char other[4] = "";
	memcpy(other, w->plain, w->len);
	other[w->len - 1] = end == 'i' ? 'y' : 'i';
	w->other = fold_head(other, w->len);
	w->other_mask = fold_head_mask(w->len + 1); /* the whole word */
}

static enum fold_marks required_marks(const struct fold_word *w, bool last)
{
	enum fold_marks required = FOLD_MARKS_ANY;

	for (size_t i = 0; i < w->len; i++) {
		if (w->marked[i] != FOLD_NO_MARK)
			required = last && w->marked[i] < FOLD_NO_MARK + FOLD_TONE_STEP ? FOLD_MARKS_BUT_TONE : FOLD_MARKS_ALL;
	}
	return required;
}

static void add_word(struct fold_query *q, size_t at, size_t len, bool last)
{
	struct fold_word *w = &q->words[q->n++];

	*w = (struct fold_word){.plain = q->plain + at, .marked = q->marked + at, .len = len};
	w->head = w->other = fold_head(w->plain, len);
	w->mask = w->other_mask = fold_head_mask(len);
	w->marks = required_marks(w, last);
	w->told = len <= FOLD_HEAD;
	other_spelling(w);
	size_t sure = w->other != w->head ? len - 1 : len;
	for (size_t i = 0; i + 1 < sure; i++)
		fold_pair_set(w->pairs, w->plain[i], w->plain[i + 1]);
	for (size_t i = 0; i < len; i++) {
		w->initials |= fold_initial_bit(w->plain[i]);
		w->told = w->told && fold_letter(w->plain[i]) < FOLD_OTHER_LETTER;
	}
}

/* The i-th word is left out when its bit is set. */
static void add_words(struct fold_query *q, unsigned without)
{
	unsigned i = 0;

	for (size_t at = 0; q->plain[at] && i < FOLD_WORDS_MAX; i++) {
		size_t len = strcspn(q->plain + at, " ");
		bool last = q->plain[at + len] == '\0';
		if (!(without >> i & 1))
			add_word(q, at, len, last);
		at += len + !last;
	}
}

/* Typed as one piece with digits in it: a number, a code. */
static bool is_solid(const char *text)
{
	text += strspn(text, " ");
	size_t len = strcspn(text, " ");
	return text[len + strspn(text + len, " ")] == '\0' && strcspn(text, "0123456789") < len;
}

struct fold_query *fold_query_new(const char *text)
{
	struct fold_query *q = xcalloc(1, sizeof(*q));
	struct buf plain, marked;

	buf_init(&plain, FOLD_QUERY_MAX);
	buf_init(&marked, FOLD_QUERY_MAX);
	fold_keys(text, &plain, &marked);
	q->plain = buf_take(&plain);
	q->marked = buf_take(&marked);
	add_words(q, 0);
	q->solid = q->n > 1 && is_solid(text);
	return q;
}

struct fold_query *fold_query_without(const struct fold_query *q, unsigned words)
{
	struct fold_query *rest = xcalloc(1, sizeof(*rest));

	rest->plain = xstrdup(q->plain);
	rest->marked = xstrdup(q->marked);
	rest->joined = q->joined;
	add_words(rest, words);
	return rest;
}

void fold_query_free(struct fold_query *q)
{
	if (!q)
		return;
	explicit_bzero(q->plain, strlen(q->plain)); /* it may be a citizen's name */
	free(q->plain);
	free(q->marked);
	free(q);
}

bool fold_query_empty(const struct fold_query *q)
{
	return q->n == 0;
}

size_t fold_query_size(const struct fold_query *q)
{
	return q->n;
}

bool fold_query_join(struct fold_query *q)
{
	bool can = false;

	for (size_t k = 0; k < q->n; k++)
		can = can || q->words[k].len >= JOINED_MIN;
	can = can && !q->joined;
	q->joined = true;
	return can;
}
