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

/* The head of a line is code and numbers: folded here, in a tenth of the time, as fold_keys would. The
 * rest, from the last blank before anything else than ASCII, is returned. */
static const char *fold_head(const char *text, struct buf *plain, struct buf *marks)
{
	const char *end = text, *blank = text;
	for (; (unsigned char)*end < 0x80 && *end; end++)
		if (*end == ' ')
			blank = end;
	for (; text < blank; text++) {
		char c = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
		bool word = (c >= 'a' && c <= 'z') || is_digit(c);
		if (!word && (!plain->len || plain->data[plain->len - 1] == ' '))
			continue;
		buf_char(plain, word ? c : ' ');
		buf_char(marks, word ? '@' : ' ');
	}
	return blank;
}

static void fold_line(const char *text, struct buf *plain, struct buf *marks)
{
	struct buf rest, rest_marks;
	buf_init(&rest, LINE_MAX_BYTES);
	buf_init(&rest_marks, LINE_MAX_BYTES);
	fold_keys(fold_head(text, plain, marks), &rest, &rest_marks);
	if (rest.len && plain->len && plain->data[plain->len - 1] != ' ') {
		buf_char(plain, ' ');
		buf_char(marks, ' ');
	}
	buf_add(plain, rest.data, rest.len);
	buf_add(marks, rest_marks.data, rest_marks.len);
	seal_wipe(rest.data, rest.size);
	seal_wipe(rest_marks.data, rest_marks.size);
	buf_clear(&rest);
	buf_clear(&rest_marks);
}

void search_lines_add(struct search_lines *lines, const char *text)
{
	struct buf plain, marks;
	buf_init(&plain, 2 * LINE_MAX_BYTES);
	buf_init(&marks, 2 * LINE_MAX_BYTES);
	fold_line(text, &plain, &marks);
	while (plain.len && plain.data[plain.len - 1] == ' ')
		plain.len--;
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
