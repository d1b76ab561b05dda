#include "store/search_lines.h"

#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "core/seal.h"
#include "i18n/fold.h"

#define LINE_MAX_BYTES 4000

/* i and y are written for each other. */
static char letter(char c)
{
	return c == 'y' ? 'i' : c;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ---- lines */

/* Never realloc: what moves would leave names behind in freed memory. */
static void grow(char **bytes, size_t len, size_t room)
{
	char *more = xmalloc(room);
	if (len)
		memcpy(more, *bytes, len);
	seal_wipe(*bytes, len);
	free(*bytes);
	*bytes = more;
}

static void make_room(struct search_lines *lines, size_t more)
{
	size_t room = lines->room ? lines->room : 4096;
	while (room < lines->len + more)
		room += room / 2;
	if (room != lines->room) {
		grow(&lines->plain, lines->len, room);
		grow(&lines->marks, lines->len, room);
		lines->room = room;
	}
	if (lines->n == lines->n_room) {
		lines->n_room = lines->n_room ? lines->n_room + lines->n_room / 2 : 256;
		lines->ends = xreallocarray(lines->ends, lines->n_room, sizeof(*lines->ends));
	}
}

static void put(struct search_lines *lines, char plain, char mark)
{
	lines->plain[lines->len] = plain;
	lines->marks[lines->len++] = mark;
}

void search_lines_add(struct search_lines *lines, const char *text)
{
	struct buf plain, marks;
	buf_init(&plain, LINE_MAX_BYTES);
	buf_init(&marks, LINE_MAX_BYTES);
	fold_keys(text, &plain, &marks);
	make_room(lines, plain.len + 2);
	put(lines, ' ', ' ');
	for (size_t i = 0; i < plain.len; i++)
		put(lines, letter(plain.data[i]), marks.data[i]);
	put(lines, '\n', ' ');
	BUG_ON(lines->len > UINT32_MAX);
	lines->ends[lines->n++] = (uint32_t)lines->len;
	seal_wipe(plain.data, plain.size);
	seal_wipe(marks.data, marks.size);
	buf_clear(&plain);
	buf_clear(&marks);
}

void search_lines_clear(struct search_lines *lines)
{
	seal_wipe(lines->plain, lines->len);
	seal_wipe(lines->marks, lines->len);
	free(lines->plain);
	free(lines->marks);
	free(lines->ends);
	*lines = (struct search_lines){0};
}

/* ---- words */

/* Marks of a folded word: one of @A–W for each letter, @ for none. */
static bool has_marks(const struct buf *marks)
{
	return buf_str(marks)[strspn(buf_str(marks), "@ ")] != '\0';
}

bool search_word_set(struct search_word *word, const char *typed)
{
	struct buf plain, marks;
	*word = (struct search_word){0};
	buf_init(&plain, sizeof(word->plain) - 2);
	buf_init(&marks, sizeof(word->marks) - 2);
	fold_keys(typed, &plain, &marks);
	if (plain.len && !is_digit(plain.data[0]))
		word->plain[word->len++] = ' ';
	for (size_t i = 0; i < plain.len && i < marks.len; i++) {
		word->marks[word->len] = marks.data[i];
		word->plain[word->len++] = letter(plain.data[i]);
	}
	word->marked = has_marks(&marks);
	bool any = plain.len > 0;
	buf_clear(&plain);
	buf_clear(&marks);
	return any;
}

/* ---- looking */

static bool same_marks(const struct search_lines *lines, size_t at, const struct search_word *word)
{
	size_t lead = word->plain[0] == ' ';
	return !word->marked ||
		memcmp(lines->marks + at + lead, word->marks + lead, word->len - lead) == 0;
}

size_t search_lines_find(const struct search_lines *lines, const struct search_word *word,
	uint8_t *hits)
{
	size_t found = 0, line = 0, at = 0;
	while (at < lines->len) {
		const char *hit = memmem(lines->plain + at, lines->len - at, word->plain, word->len);
		if (!hit)
			break;
		at = (size_t)(hit - lines->plain);
		while (lines->ends[line] <= at)
			line++;
		if (!same_marks(lines, at, word)) {
			at++;
			continue;
		}
		hits[line] = 1;
		found++;
		at = lines->ends[line];
	}
	return found;
}
