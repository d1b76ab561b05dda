#include "i18n/text.h"

#include <string.h>
#include <utf8proc.h>
#include "i18n/codepoints.h"

/* utf8proc's widths, brought to what terminals do (they go by glibc's wcwidth). */
static int cell_width(int32_t cp)
{
	if (cp < 0x300)
		return 1;
	if ((cp >= 0x1160 && cp <= 0x11FF) || (cp >= 0xD7B0 && cp <= 0xD7FB))
		return 0; /* Hangul vowels and codas join the consonant */
	if ((cp >= 0x3248 && cp <= 0x324F) || (cp >= 0x4DC0 && cp <= 0x4DFF))
		return 2;
	if (utf8proc_category(cp) == UTF8PROC_CATEGORY_MC)
		return 1;
	return utf8proc_charwidth(cp);
}

/* The grapheme at s within len bytes: its bytes (0 at the end) and its width. Bytes that are not
 * UTF-8 count as one each, without width. */
static size_t grapheme(const char *s, size_t len, int *width)
{
	utf8proc_int32_t state = 0;
	int32_t before, cp;
	size_t at = utf8_decode(s, len, &before);

	*width = 0;
	if (at == 0)
		return len > 0;
	*width = cell_width(before);
	for (size_t n; (n = utf8_decode(s + at, len - at, &cp)) > 0; at += n) {
		if ((before < 0x80 && cp < 0x80) || utf8proc_grapheme_break_stateful(before, cp, &state))
			break;
		*width += cell_width(cp);
		before = cp;
	}
	return at;
}

int text_width_n(const char *s, size_t len)
{
	int width = 0, cells;

	for (size_t at = 0, n; (n = grapheme(s + at, len - at, &cells)) > 0; at += n)
		width += cells;
	return width;
}

int text_width(const char *s)
{
	return text_width_n(s, strlen(s));
}

int text_length(const char *s)
{
	size_t len = strlen(s);
	int count = 0, cells;

	for (size_t at = 0, n; (n = grapheme(s + at, len - at, &cells)) > 0; at += n)
		count++;
	return count;
}

bool text_has_letter(const char *s)
{
	size_t len = strlen(s);
	int32_t cp;

	for (size_t at = 0, n; at < len; at += n) {
		n = utf8_decode(s + at, len - at, &cp);
		utf8proc_category_t c = n > 0 ? utf8proc_category(cp) : UTF8PROC_CATEGORY_CN;
		if (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO)
			return true;
		if (n == 0)
			n = 1;
	}
	return false;
}

size_t text_next(const char *s)
{
	int cells;
	return grapheme(s, strlen(s), &cells);
}

size_t text_prev(const char *s, size_t at)
{
	size_t start = 0, n = 0;
	int cells;

	/* Where a grapheme begins depends on what is before it, so this goes from the start. */
	while (start + n < at) {
		start += n;
		n = grapheme(s + start, at - start, &cells);
	}
	return n;
}

/* Bytes of the longest start of s in at most cols cells; *used is how many it takes. */
static size_t start_that_fits(const char *s, size_t len, int cols, int *used)
{
	size_t at = 0;
	int cells;

	*used = 0;
	for (size_t n; (n = grapheme(s + at, len - at, &cells)) > 0; at += n) {
		if (cells > cols - *used)
			break;
		*used += cells;
	}
	return at;
}

static void add_spaces(struct buf *out, int n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

/* Nothing that moves a cursor leaves here, even when s was not cleaned. */
static void add_inert(struct buf *out, const char *s, size_t len)
{
	int32_t cp;

	for (size_t at = 0, n; at < len; at += n) {
		n = utf8_decode(s + at, len - at, &cp);
		if (n == 0)
			n = 1;
		else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
			buf_char(out, ' ');
		else
			buf_add(out, s + at, n);
	}
}

void text_fit(const char *s, int cols, enum text_align align, struct buf *out)
{
	size_t len = strlen(s);
	int used;

	if (cols <= 0)
		return;
	size_t fits = start_that_fits(s, len, cols, &used);
	if (fits < len) {
		fits = start_that_fits(s, len, cols - 1, &used);
		while (fits > 0 && s[fits - 1] == ' ') {
			fits--;
			used--;
		}
		used++;
	}
	int pad = cols - used;
	int left = align == TEXT_RIGHT ? pad : align == TEXT_CENTRE ? pad / 2 : 0;
	add_spaces(out, left);
	add_inert(out, s, fits);
	if (fits < len)
		buf_str_add(out, "…");
	add_spaces(out, pad - left);
}

size_t text_wrap(const char *s, int cols, size_t *next)
{
	size_t len = strcspn(s, "\n");
	bool newline = s[len] == '\n';
	int used;
	size_t fits = start_that_fits(s, len, cols, &used);

	if (fits == len) {
		*next = len + newline;
		return len;
	}
	if (cols <= 0) {
		*next = strlen(s);
		return 0;
	}
	size_t end = fits;
	if (s[fits] != ' ') {
		while (end > 0 && s[end - 1] != ' ')
			end--;
	}
	if (end == 0) { /* one long word, or a letter wider than the line, which is passed over */
		*next = fits > 0 ? fits : text_next(s);
		return fits;
	}
	*next = end;
	while (s[*next] == ' ')
		++*next;
	while (end > 0 && s[end - 1] == ' ')
		end--;
	return end;
}

static void convert(const char *s, utf8proc_int32_t (*change)(utf8proc_int32_t), struct buf *out)
{
	struct codepoints list = {0};
	size_t len = strlen(s);
	int32_t cp;

	for (size_t at = 0, n; at < len; at += n) {
		n = utf8_decode(s + at, len - at, &cp);
		if (n > 0)
			codepoints_push(&list, change(cp));
		else
			n = 1;
	}
	codepoints_compose(&list);
	for (size_t i = 0; i < list.n; i++)
		utf8_add(out, list.at[i]);
	codepoints_clear(&list);
}

void text_upper(const char *s, struct buf *out)
{
	convert(s, utf8proc_toupper, out);
}

void text_lower(const char *s, struct buf *out)
{
	convert(s, utf8proc_tolower, out);
}
