#include "i18n/codepoints.h"

#include <stdlib.h>
#include <utf8proc.h>
#include "base/mem.h"

enum {
	GRAVE = 0x300,
	ACUTE = 0x301,
	CIRCUMFLEX = 0x302,
	TILDE = 0x303,
	BREVE = 0x306,
	HOOK = 0x309,
};

void codepoints_clear(struct codepoints *list)
{
	free(list->at);
	*list = (struct codepoints){0};
}

size_t utf8_decode(const char *s, size_t len, int32_t *cp)
{
	if (len == 0)
		return 0;
	if ((unsigned char)*s < 0x80) {
		*cp = (unsigned char)*s;
		return 1;
	}
	utf8proc_ssize_t n = utf8proc_iterate((const uint8_t *)s, len > 4 ? 4 : (utf8proc_ssize_t)len, cp);
	return n > 0 ? (size_t)n : 0;
}

bool utf8_add(struct buf *out, int32_t cp)
{
	uint8_t bytes[4];
	return buf_add(out, bytes, (size_t)utf8proc_encode_char(cp, bytes));
}

bool codepoint_is_mark(int32_t cp)
{
	if (cp < GRAVE)
		return false;
	utf8proc_category_t c = utf8proc_category(cp);
	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME;
}

static int combining_class(int32_t cp)
{
	return utf8proc_get_property(cp)->combining_class;
}

static bool is_tone(int32_t cp)
{
	return cp == GRAVE || cp == ACUTE || cp == TILDE || cp == HOOK;
}

/* Does this quality mark make a Vietnamese letter of the base? */
static bool is_quality(int32_t base, int32_t mark)
{
	base |= 0x20;
	return (mark == CIRCUMFLEX && (base == 'a' || base == 'e' || base == 'o')) ||
		(mark == BREVE && base == 'a');
}

/* Moves the last code point back among the marks of its cluster. */
static void put_in_order(struct codepoints *list)
{
	int32_t base = list->at[list->cluster];
	size_t i = list->n - 1;
	int32_t mark = list->at[i];
	int class = combining_class(mark);

	if (class == 0)
		return;
	for (; i > list->cluster + 1; i--) {
		int32_t before = list->at[i - 1];
		bool tone_first = is_quality(base, mark) && is_tone(before);
		if (!tone_first && combining_class(before) <= class)
			break;
		list->at[i] = before;
	}
	list->at[i] = mark;
}

static void push_one(struct codepoints *list, int32_t cp)
{
	bool mark = list->n > 0 && codepoint_is_mark(cp);

	if (mark && list->n - list->cluster > CODEPOINTS_MARKS_MAX)
		return;
	if (list->n == list->size) {
		list->size = list->size ? list->size * 2 : 64;
		list->at = xreallocarray(list->at, list->size, sizeof(*list->at));
	}
	list->at[list->n++] = cp;
	if (mark)
		put_in_order(list);
	else
		list->cluster = list->n - 1;
}

void codepoints_push(struct codepoints *list, int32_t cp)
{
	int32_t parts[32];
	utf8proc_ssize_t n = 1;
	int last_bound = 0;

	if (cp < 0xC0)
		parts[0] = cp;
	else
		n = utf8proc_decompose_char(cp, parts, 32, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &last_bound);
	for (utf8proc_ssize_t i = 0; i < n && i < 32; i++)
		push_one(list, parts[i]);
}

void codepoints_compose(struct codepoints *list)
{
	utf8proc_ssize_t n = utf8proc_normalize_utf32(list->at, (utf8proc_ssize_t)list->n,
		UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	BUG_ON(n < 0);
	list->n = (size_t)n;
}
