#include "i18n/fold.h"

#include <string.h>
#include <utf8proc.h>
#include "i18n/codepoints.h"
#include "i18n/fold_parts.h"
#include "i18n/letter.h"

/* The keys. fold_list.c keeps lines of them, fold_match.c looks things up. */

struct maker {
	struct buf *plain, *marked; /* marked may be NULL, plain not */
	size_t start, word;         /* of this text and its last word: in plain, in marked */
	int tone;                   /* of the word */
	bool space;                 /* due before the next letter */
};

static void end_word(struct maker *m)
{
	if (m->marked && m->tone) {
		for (size_t i = m->word; i < m->marked->len; i++)
			m->marked->data[i] = (char)(m->marked->data[i] + m->tone * FOLD_TONE_STEP);
	}
	m->tone = 0;
}

static bool has_room(const struct buf *buf, size_t n)
{
	return !buf->full && buf->max - buf->len >= n;
}

static void add_letter(struct maker *m, int32_t cp, int quality)
{
	char bytes[4];
	size_t n = (size_t)utf8proc_encode_char(cp, (utf8proc_uint8_t *)bytes);

	if (!has_room(m->plain, n + m->space) || (m->marked && !has_room(m->marked, n + m->space))) {
		m->plain->full = true; /* both keys end here */
		return;
	}
	if (m->space) {
		end_word(m);
		buf_char(m->plain, ' ');
		if (m->marked)
			buf_char(m->marked, ' ');
		m->word = m->marked ? m->marked->len : 0;
		m->space = false;
	}
	buf_add(m->plain, bytes, n);
	for (size_t i = 0; m->marked && i < n; i++)
		buf_char(m->marked, (char)(FOLD_NO_MARK + (i == 0 ? quality : 0)));
}

/* A combining mark by itself. */
static void add_mark(struct maker *m, int32_t mark)
{
	static const int32_t tones[] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};
	int quality = mark == 0x302 ? 1 : mark == 0x306 || mark == 0x31B ? 2 : 0;

	if (m->space || m->plain->len == m->start)
		return;
	for (int i = 1; i < 6; i++) {
		if (tones[i] == mark)
			m->tone = i;
	}
	if (quality && m->marked)
		m->marked->data[m->marked->len - 1] = (char)(FOLD_NO_MARK + quality);
}

static bool is_word_letter(int32_t cp)
{
	utf8proc_category_t c = utf8proc_category(cp);
	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
		(c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

static void add_ascii(struct maker *m, int32_t c)
{
	if (c >= 'A' && c <= 'Z')
		c |= 0x20;
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		add_letter(m, c, 0);
	else
		m->space = m->plain->len > m->start;
}

/* A letter of another language, or of Vietnamese in parts. */
static void add_other(struct maker *m, int32_t cp)
{
	int32_t parts[32];
	int bound = 0;
	utf8proc_ssize_t n =
		utf8proc_decompose_char(cp, parts, 32, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &bound);

	for (utf8proc_ssize_t i = 0; i < n && i < 32; i++) {
		if (parts[i] < 0x80)
			add_ascii(m, parts[i]);
		else if (is_word_letter(parts[i]))
			add_letter(m, parts[i], 0);
		else if (codepoint_is_mark(parts[i]))
			add_mark(m, parts[i]);
		else
			m->space = m->plain->len > m->start;
	}
}

static void add_code_point(struct maker *m, int32_t cp)
{
	if (cp < 0x80) {
		add_ascii(m, cp);
		return;
	}
	cp = utf8proc_tolower(cp);
	struct letter letter = letter_of(cp);
	if (!letter.base) {
		add_other(m, cp);
		return;
	}
	add_letter(m, letter.base, letter.quality);
	if (letter.tone)
		m->tone = letter.tone;
}

void fold_keys(const char *s, struct buf *plain, struct buf *marked)
{
	struct maker m = {.plain = plain, .marked = marked, .start = plain->len};
	size_t len = strlen(s);
	int32_t cp;

	m.word = marked ? marked->len : 0;
	for (size_t at = 0, n; at < len && !plain->full; at += n) {
		n = utf8_decode(s + at, len - at, &cp);
		if (n > 0)
			add_code_point(&m, cp);
		else
			n = 1;
	}
	end_word(&m);
}

void fold_text(const char *s, struct buf *out)
{
	fold_keys(s, out, NULL);
}

void fold_marked(const char *s, struct buf *out)
{
	struct buf plain;

	buf_init(&plain, out->max - out->len);
	fold_keys(s, &plain, out);
	buf_clear(&plain);
}
