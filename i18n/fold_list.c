#include "i18n/fold.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "i18n/fold_parts.h"

/* Lines, and the numbers their words are. */

uint32_t fold_letter(char c)
{
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a' + 1);
	return c >= '0' && c <= '9' ? (uint32_t)(c - '0' + 27) : FOLD_OTHER_LETTER;
}

uint32_t fold_head(const char *p, size_t len)
{
	uint32_t head = 0;

	for (size_t i = 0; i < FOLD_HEAD; i++)
		head = head << FOLD_LETTER_BITS | (i < len ? fold_letter(p[i]) : 0);
	return head;
}

uint32_t fold_head_mask(size_t len)
{
	uint32_t all = (UINT32_C(1) << FOLD_LETTER_BITS * FOLD_HEAD) - 1;
	return len >= FOLD_HEAD ? all : all & ~(all >> FOLD_LETTER_BITS * len);
}

void fold_pair_set(uint64_t pairs[4], char a, char b)
{
	unsigned h = ((unsigned char)a * 59u + (unsigned char)b * 151u) >> 1 & 255;
	pairs[h >> 6] |= UINT64_C(1) << (h & 63);
}

struct fold_list {
	struct fold_line *lines;
	uint32_t *words;
	uint16_t *places;
	char *text; /* of each line the plain key and the marked one, both terminated */
	size_t n, lines_size;
	size_t n_words, words_size, places_size;
	size_t text_len, text_size;
};

static void wipe_free(void *array, size_t size, size_t each)
{
	if (array)
		explicit_bzero(array, size * each);
	free(array);
}

/* Never realloc: what moves would leave names behind in freed memory. */
static void *grow(void *array, size_t need, size_t *size, size_t each)
{
	if (need <= *size)
		return array;
	size_t old = *size;
	*size = need + need / 2 + 64;
	void *more = xreallocarray(NULL, *size, each);
	if (array)
		memcpy(more, array, old * each);
	wipe_free(array, old, each);
	return more;
}

struct fold_list *fold_list_new(void)
{
	return xcalloc(1, sizeof(struct fold_list));
}

void fold_list_free(struct fold_list *list)
{
	if (!list)
		return;
	wipe_free(list->lines, list->lines_size, sizeof(*list->lines));
	wipe_free(list->words, list->words_size, sizeof(*list->words));
	wipe_free(list->places, list->places_size, sizeof(*list->places));
	wipe_free(list->text, list->text_size, 1);
	free(list);
}

size_t fold_list_size(const struct fold_list *list)
{
	return list->n;
}

void fold_line_describe(struct fold_line *line, uint32_t *words, uint16_t *places,
	const char *plain, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t word = strcspn(plain + at, " ");
		places[line->n] = (uint16_t)at;
		words[line->n++] = fold_head(plain + at, word);
		line->initials |= fold_initial_bit(plain[at]);
		for (size_t k = 0; k + 1 < word; k++)
			fold_pair_set(line->pairs, plain[at + k], plain[at + k + 1]);
		at += word + 1;
	}
	line->len = (uint16_t)len;
	line->main = line->n;
}

static void add_line(struct fold_list *list, const char *plain, const char *marked, size_t len)
{
	list->lines = grow(list->lines, list->n + 1, &list->lines_size, sizeof(*list->lines));
	size_t words = list->n_words + len + 1; /* at most */
	list->words = grow(list->words, words, &list->words_size, sizeof(*list->words));
	list->places = grow(list->places, words, &list->places_size, sizeof(*list->places));
	list->text = grow(list->text, list->text_len + 2 * (len + 1), &list->text_size, 1);
	struct fold_line *line = &list->lines[list->n++];
	*line = (struct fold_line){.words = (uint32_t)list->n_words, .text = (uint32_t)list->text_len};
	memcpy(list->text + list->text_len, plain, len + 1);
	memcpy(list->text + list->text_len + len + 1, marked, len + 1);
	list->text_len += 2 * (len + 1);
	fold_line_describe(line, list->words + list->n_words, list->places + list->n_words,
		list->text + line->text, len);
	list->n_words += line->n;
}

void fold_list_add(struct fold_list *list, const char *text)
{
	struct buf plain, marked;

	buf_init(&plain, FOLD_LINE_MAX);
	buf_init(&marked, FOLD_LINE_MAX);
	fold_keys(text, &plain, &marked);
	add_line(list, buf_str(&plain), buf_str(&marked), plain.len);
	if (plain.data)
		explicit_bzero(plain.data, plain.size);
	buf_clear(&plain);
	buf_clear(&marked);
}

void fold_list_add_keys(struct fold_list *list, const char *plain, const char *marked)
{
	size_t len = strlen(plain);

	if (len <= FOLD_LINE_MAX && strlen(marked) == len)
		add_line(list, plain, marked, len);
	else
		add_line(list, "", "", 0);
}

static struct fold_view view_of(const struct fold_list *list, size_t i)
{
	const struct fold_line *line = &list->lines[i];
	const char *plain = list->text + line->text;

	return (struct fold_view){.line = line,
		.words = list->words + line->words, .places = list->places + line->words, .plain = plain,
		.marked = plain + line->len + 1, .n = line->n, .len = line->len};
}

void fold_list_tail(struct fold_list *list, size_t words)
{
	struct fold_line *line = &list->lines[list->n - 1];
	line->main = (uint16_t)(words < line->n ? line->n - words : 0);
}

int fold_list_match(const struct fold_query *q, const struct fold_list *list, size_t i)
{
	struct fold_view v = view_of(list, i);
	return fold_view_match(q, &v);
}

unsigned fold_list_begun(const struct fold_query *q, const struct fold_list *list, size_t i)
{
	struct fold_view v = view_of(list, i);
	return fold_view_begun(q, &v);
}

int fold_match(const struct fold_query *q, const char *plain, const char *marked)
{
	size_t len = strnlen(plain, FOLD_LINE_MAX);
	uint32_t words[FOLD_LINE_MAX];
	uint16_t places[FOLD_LINE_MAX];
	struct fold_line line = {.n = 0};
	char *cut = strlen(plain) > len ? xstrndup(plain, len) : NULL;

	if (cut)
		plain = cut;
	fold_line_describe(&line, words, places, plain, len);
	bool fits = marked && strnlen(marked, len) == len; /* else it is another text's */
	struct fold_view v = {.line = &line, .words = words, .places = places, .plain = plain,
		.marked = fits ? marked : NULL, .n = line.n, .len = len};
	int result = fold_view_match(q, &v);
	free(cut);
	return result;
}
