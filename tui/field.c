#include "tui/field.h"

#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "i18n/text.h"

void field_set(struct field *f, const char *text)
{
	if (text_clean_to(f->text, sizeof(f->text), text) & TEXT_TRUNCATED)
		f->text[FIELD_MAX] = '\0';
	f->len = f->cursor = strlen(f->text);
}

/* Replaces `drop` bytes before the cursor by new ones. */
static bool splice(struct field *f, size_t drop, const char *bytes, size_t len)
{
	if (f->len - drop + len > FIELD_MAX)
		return false;
	char *at = f->text + f->cursor - drop;
	memmove(at + len, f->text + f->cursor, f->len - f->cursor + 1);
	memcpy(at, bytes, len);
	f->len += len - drop;
	f->cursor += len - drop;
	return true;
}

bool field_type(struct field *f, int code)
{
	char letter[64], made[64];
	if (code == ' ' || code == 0xa0)
		return splice(f, 0, " ", 1);
	size_t before = text_prev(f->text, f->cursor);
	if (before > sizeof(letter) - 8)
		before = 0;
	memcpy(letter, f->text + f->cursor - before, before);
	int n = utf8_encode(code, letter + before);
	letter[before + (size_t)n] = '\0';
	if (n == 0)
		return false;
	if (before > 0 && text_length(letter) != 1) {
		memmove(letter, letter + before, (size_t)n + 1);
		before = 0;
	}
	text_clean_to(made, sizeof(made), letter);
	size_t len = strlen(made);
	if (len == 0 || (len == before && memcmp(made, f->text + f->cursor - before, len) == 0))
		return false;
	return splice(f, before, made, len);
}

bool field_insert(struct field *f, const char *bytes, size_t len)
{
	struct buf clean;
	buf_init(&clean, FIELD_MAX - f->len);
	unsigned found = text_clean(bytes, len, 0, &clean);
	bool fits = splice(f, 0, buf_str(&clean), clean.len) && !(found & TEXT_TRUNCATED) && !clean.full;
	buf_clear(&clean);
	return fits;
}

bool field_replace(struct field *f, size_t from, const char *text)
{
	return splice(f, f->cursor - from, text, strlen(text));
}

/* ---- words: runs without a space or a sign of punctuation */

static bool is_between(const char *s)
{
	return *s == '\0' || strchr(" ,.;:/-()[]{}<>|\"'", *s);
}

size_t field_word_left(const struct field *f)
{
	size_t at = f->cursor;
	while (at > 0 && is_between(f->text + at - 1))
		at--;
	while (at > 0 && !is_between(f->text + at - 1))
		at--;
	return at;
}

size_t field_word_right(const struct field *f)
{
	size_t at = f->cursor;
	while (at < f->len && is_between(f->text + at))
		at++;
	while (at < f->len && !is_between(f->text + at))
		at++;
	return at;
}

static void move_to(struct field *f, size_t at)
{
	f->cursor = at;
}

bool field_key(struct field *f, struct key key)
{
	size_t before = text_prev(f->text, f->cursor), after = text_next(f->text + f->cursor);
	size_t old = f->cursor;
	if (key.kind == KIND_CHAR)
		return field_type(f, key.code);
	if (key.kind != KIND_FUNCTION)
		return false;
	switch (key.code) {
	case K_BACKSPACE:
		return before > 0 && splice(f, before, "", 0);
	case K_DELETE:
		f->cursor += after;
		return after > 0 && splice(f, after, "", 0);
	case K_LEFT:
		move_to(f, old - before);
		break;
	case K_RIGHT:
		move_to(f, old + after);
		break;
	case K_HOME:
		move_to(f, 0);
		break;
	case K_END:
		move_to(f, f->len);
		break;
	default:
		return false;
	}
	return f->cursor != old;
}

void field_mark(const struct field *f, struct field_mark *mark)
{
	memcpy(mark->text, f->text, f->len + 1);
	mark->len = f->len;
	mark->cursor = f->cursor;
}

void field_give_back(struct field *f, const struct field_mark *mark)
{
	memcpy(f->text, mark->text, mark->len + 1);
	f->len = mark->len;
	f->cursor = mark->cursor;
}

/* Copies graphemes that lie in [from, from + cols); a wide one cut in half becomes a space. */
static void copy_window(const char *s, int from, int cols, struct buf *out)
{
	int at = 0;
	for (size_t n; (n = text_next(s)) > 0 && at < from + cols; s += n) {
		int width = text_width_n(s, n);
		if (at >= from && at + width <= from + cols)
			buf_add(out, s, n);
		else
			for (int i = at; i < at + width; i++)
				if (i >= from && i < from + cols)
					buf_char(out, ' ');
		at += width;
	}
	for (int i = at < from ? from : at; i < from + cols; i++)
		buf_char(out, ' ');
}

#define NARROW 20 /* a number's or a date's field: as much of it as possible stays in sight */

void field_view(const struct field *f, int cols, struct buf *out, int *cursor_col)
{
	int at = text_width_n(f->text, f->cursor), width = text_width_n(f->text, f->len);
	int step = cols > NARROW ? cols / 2 : 1, from = 0;
	if (at >= cols)
		from = ((at - cols) / step + 1) * step;
	*cursor_col = at - from;
	bool left = from > 0, right = width > from + cols;
	if (cols < 4)
		left = right = false;
	/* the cursor is never under a mark: after the first cell, and at the last only at the end */
	if (right && *cursor_col == cols - 1) {
		from += step;
		*cursor_col -= step;
		left = true;
		right = width > from + cols;
	}
	if (left)
		buf_str_add(out, "…");
	copy_window(f->text, from + left, cols - left - right, out);
	if (right)
		buf_str_add(out, "…");
}
