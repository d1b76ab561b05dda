#include "i18n/text.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>
#include "base/mem.h"
#include "i18n/codepoints.h"

/*
 * Most text is clean already, which one pass over its bytes shows. Else its code points go one by
 * one through `take`, which drops, maps and folds, into a list that is composed and cut at the end.
 */

enum {
	NEL = 0x85,
	LINE_SEPARATOR = 0x2028,
	PARAGRAPH_SEPARATOR = 0x2029,
	ETH = 0xD0,
	AFRICAN_D = 0x189,
	D_STROKE = 0x110,
	/* C1 forms of the introducers */
	C1_DCS = 0x90,
	C1_SOS = 0x98,
	C1_CSI = 0x9B,
	C1_OSC = 0x9D,
	C1_PM = 0x9E,
	C1_APC = 0x9F,
	/* An escape sequence longer than this is not one: only its introducer is dropped. */
	SEQUENCE_MAX = 4096,
};

struct cleaner {
	const char *at, *end;
	unsigned flags, found;
	size_t room; /* code points that can still matter for out's maximum */
	size_t lines;
	bool space; /* white space since the last letter */
	struct codepoints list;
};

struct range {
	int32_t first, last;
};

/* Invisible, yet of a category that is kept otherwise. */
static const struct range invisible[] = {
	{0x34F, 0x34F},   {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},
	{0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
	{0xE0000, 0xE0FFF},
};

static bool in_ranges(int32_t cp, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n && cp >= ranges[i].first; i++) {
		if (cp <= ranges[i].last)
			return true;
	}
	return false;
}

static bool is_bidi(int32_t cp)
{
	return cp == 0x61C || cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
		(cp >= 0x2066 && cp <= 0x2069);
}

/* ---- escape sequences: each returns where the text goes on */

/* Parameters and intermediates, then a final byte (ECMA-48 §5.4). */
static const char *skip_csi(const char *p, const char *end)
{
	const char *limit = end - p > SEQUENCE_MAX ? p + SEQUENCE_MAX : end;

	while (p < limit && *p >= 0x20 && *p <= 0x3F)
		p++;
	return p < end && *p >= 0x40 && *p <= 0x7E ? p + 1 : p;
}

/* A control string ends with BEL or ST. One that never ends swallows nothing. */
static const char *skip_string(const char *p, const char *end)
{
	const char *limit = end - p > SEQUENCE_MAX ? p + SEQUENCE_MAX : end;

	for (const char *q = p; q < limit; q++) {
		if (*q == '\a')
			return q + 1;
		if (limit - q >= 2 && (memcmp(q, "\033\\", 2) == 0 || memcmp(q, "\xC2\x9C", 2) == 0))
			return q + 2;
		if ((unsigned char)*q < 0x20)
			break;
	}
	return p;
}

static const char *skip_escape(const char *p, const char *end)
{
	const char *q = p;

	if (p == end)
		return p;
	if (*p == '[')
		return skip_csi(p + 1, end);
	if (strchr("]PX^_", *p) && *p)
		return skip_string(p + 1, end);
	while (q < end && q - p < 2 && *q >= 0x20 && *q <= 0x2F)
		q++;
	return q < end && *q >= 0x30 && *q <= 0x7E ? q + 1 : p;
}

static void skip_sequence(struct cleaner *c, int32_t introducer)
{
	if (introducer == '\033')
		c->at = skip_escape(c->at, c->end);
	else if (introducer == C1_CSI)
		c->at = skip_csi(c->at, c->end);
	else if (introducer == C1_DCS || introducer == C1_SOS || introducer >= C1_OSC)
		c->at = skip_string(c->at, c->end);
}

/* ---- one code point */

static bool is_space(int32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == NEL || cp == LINE_SEPARATOR ||
		cp == PARAGRAPH_SEPARATOR || (cp >= 0xA0 && utf8proc_category(cp) == UTF8PROC_CATEGORY_ZS);
}

static bool is_line_end(int32_t cp)
{
	return (cp >= '\n' && cp <= '\r') || cp == NEL || cp == LINE_SEPARATOR ||
		cp == PARAGRAPH_SEPARATOR;
}

/* Can it be shown at all? Notes what it met. */
static bool is_shown(struct cleaner *c, int32_t cp)
{
	if (cp >= 0x20 && cp < 0x7F)
		return true;
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_CC:
		c->found |= TEXT_CONTROL;
		return false;
	case UTF8PROC_CATEGORY_CF:
		if (is_bidi(cp))
			c->found |= TEXT_CONTROL;
		return false;
	case UTF8PROC_CATEGORY_CN: /* not a character, or of a later Unicode: nobody knows its width */
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
		c->found |= TEXT_BAD_UTF8;
		return false;
	default:
		return !in_ranges(cp, invisible, ARRAY_LEN(invisible));
	}
}

static void take_space(struct cleaner *c, int32_t cp)
{
	c->space = true;
	if (!(c->flags & TEXT_LINES) || !is_line_end(cp))
		return;
	if (cp == '\r' && c->at < c->end && *c->at == '\n')
		return;
	c->lines++;
}

static void take(struct cleaner *c, int32_t cp)
{
	if (is_space(cp)) {
		take_space(c, cp);
		return;
	}
	if (!is_shown(c, cp)) {
		if (cp == '\033' || (cp >= C1_DCS && cp <= C1_APC))
			skip_sequence(c, cp);
		return;
	}
	/* A mark needs a letter to stand on. */
	if ((c->space || c->list.n == 0) && codepoint_is_mark(cp))
		return;
	if (c->space && c->list.n > 0) {
		for (size_t i = 0; i < c->lines && c->list.n < c->room; i++)
			codepoints_push(&c->list, '\n');
		if (c->lines == 0)
			codepoints_push(&c->list, ' ');
	}
	c->space = false;
	c->lines = 0;
	codepoints_push(&c->list, cp == ETH || cp == AFRICAN_D ? D_STROKE : cp);
}

static void take_all(struct cleaner *c)
{
	while (c->at < c->end) {
		int32_t cp;
		size_t n = utf8_decode(c->at, (size_t)(c->end - c->at), &cp);
		if (n == 0) {
			c->found |= TEXT_BAD_UTF8;
			c->at++;
			continue;
		}
		if (c->list.n >= c->room) {
			c->found |= TEXT_TRUNCATED;
			break;
		}
		c->at += n;
		take(c, cp);
	}
}

/* ---- the end: whole graphemes into out, as many as fit */

static size_t grapheme_end(const struct codepoints *list, size_t i)
{
	utf8proc_int32_t state = 0;
	size_t end = i + 1;

	while (end < list->n &&
		!utf8proc_grapheme_break_stateful(list->at[end - 1], list->at[end], &state))
		end++;
	return end;
}

static size_t encoded_size(const int32_t *at, size_t n)
{
	size_t size = 0;

	for (size_t i = 0; i < n; i++)
		size += at[i] < 0x80 ? 1 : at[i] < 0x800 ? 2 : at[i] < 0x10000 ? 3 : 4;
	return size;
}

static void write_out(struct cleaner *c, struct buf *out)
{
	size_t start = out->len;
	size_t end;

	for (size_t i = 0; i < c->list.n; i = end) {
		end = grapheme_end(&c->list, i);
		if (encoded_size(c->list.at + i, end - i) > out->max - out->len) {
			c->found |= TEXT_TRUNCATED;
			break;
		}
		for (; i < end; i++)
			utf8_add(out, c->list.at[i]);
	}
	if (!(c->found & TEXT_TRUNCATED))
		return;
	while (out->len > start && (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == '\n'))
		out->data[--out->len] = '\0';
}

/* True for text of letters used in Viet Nam and ASCII that needs nothing: no false yes. */
static bool is_plainly_clean(const char *s, size_t len)
{
	bool space = true;
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		int32_t cp;
		n = utf8_decode(s + i, len - i, &cp);
		if (n == 0 || (cp == ' ' && space))
			return false;
		space = cp == ' ';
		bool known = (cp >= 0x20 && cp < 0x7F) || (cp >= 0x1EA0 && cp <= 0x1EF9) ||
			(cp >= 0xC0 && cp <= 0x1B0 && cp != ETH && cp != AFRICAN_D) || cp == 0x2013 ||
			cp == 0x201C || cp == 0x201D;
		if (!known)
			return false;
	}
	return len == 0 || !space;
}

unsigned text_clean(const char *bytes, size_t len, unsigned flags, struct buf *out)
{
	size_t room = out->full ? 0 : out->max - out->len;

	if (len <= room && is_plainly_clean(bytes, len)) {
		buf_add(out, bytes, len);
		return 0;
	}
	struct cleaner c = {.at = bytes, .end = bytes + len, .flags = flags};
	/* Decomposed, a character takes at most three code points for its two bytes or more. */
	c.room = room > SIZE_MAX / 4 ? SIZE_MAX : room * 2 + 64;
	take_all(&c);
	codepoints_compose(&c.list);
	write_out(&c, out);
	codepoints_clear(&c.list);
	return c.found;
}

unsigned text_clean_to(char *dst, size_t size, const char *s)
{
	struct buf out;

	BUG_ON(size == 0);
	buf_init(&out, size - 1);
	unsigned found = text_clean(s, strlen(s), 0, &out);
	memcpy(dst, buf_str(&out), out.len + 1);
	buf_clear(&out);
	return found;
}

static bool is_clean(const char *s, unsigned flags)
{
	size_t len = strlen(s);
	struct buf out;

	if (is_plainly_clean(s, len))
		return true;
	buf_init(&out, len);
	unsigned found = text_clean(s, len, flags, &out);
	bool same = found == 0 && strcmp(s, buf_str(&out)) == 0;
	buf_clear(&out);
	return same;
}

bool text_is_clean(const char *s)
{
	return is_clean(s, 0);
}

bool text_is_clean_lines(const char *s)
{
	return is_clean(s, TEXT_LINES);
}

size_t text_char(const char *s, size_t len, uint32_t *cp)
{
	int32_t c = 0;
	size_t n = utf8_decode(s, len, &c);
	*cp = (uint32_t)c;
	return n;
}
