#include "i18n/order.h"

#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include <utf8proc.h>
#include "base/mem.h"
#include "i18n/codepoints.h"
#include "i18n/letter.h"

/*
 * A key: the letters of the whole text, END, their marks, END, their cases. END is less than any byte
 * of a level, so that what is shorter comes first. Each letter has one byte in the marks and one for
 * each mark on it.
 */
enum {
	END = 1,
	/* letters */
	SPACE = 2,
	SIGN = 3,          /* and its place among the signs … */
	SIGN_OTHER = 0x7E, /* … or its code point */
	DIGIT = 0x80,
	LETTER = 0x90,     /* and its place in the alphabet */
	LETTER_OTHER = 0xFE,
	/* marks */
	PLAIN = 2,         /* + the tone */
	MARK_OTHER = 8,
	/* cases */
	SMALL = 2,
	CAPITAL = 3,
};

#define KEY_MAX 16384 /* bytes of an item's key */

static const char32_t signs[] = U"_-‐‑‒–—―,;:!?.…·'‘’‚\"“”„«»()[]{}§¶@*/\\&#%‰†‡•`´^¨°©®→+±÷×<=>¬|¦~¤¢$£¥₫€";

/* Base and quality as struct letter has them. */
static const char alphabet[] = "a0a2a1b0c0d0d3e0e1f0g0h0i0j0k0l0m0n0o0o1o2p0q0r0s0t0u0u2v0w0x0y0z0";

struct levels {
	struct buf letters, marks, cases;
	char base; /* of the last letter, for a mark that follows */
};

static unsigned place_of(char base, int quality)
{
	for (unsigned i = 0; i + 1 < sizeof(alphabet); i += 2)
		if (alphabet[i] == base && alphabet[i + 1] == '0' + quality)
			return LETTER + i / 2;
	return 0;
}

static void add(struct levels *l, unsigned letter, int tone, bool capital)
{
	buf_char(&l->letters, (char)letter);
	buf_char(&l->marks, PLAIN);
	if (tone)
		buf_char(&l->marks, (char)(PLAIN + tone));
	buf_char(&l->cases, capital ? CAPITAL : SMALL);
	l->base = '\0';
}

static void add_letter(struct levels *l, char base, int tone, int quality, bool capital)
{
	add(l, place_of(base, quality), tone, capital);
	l->base = base;
}

/* What has no place of its own stands by its code point behind the others of its kind. */
static void add_by_number(struct levels *l, unsigned kind, int32_t cp, bool capital)
{
	add(l, kind, 0, capital);
	for (int shift = 14; shift >= 0; shift -= 7)
		buf_char(&l->letters, (char)(0x80 | (cp >> shift & 0x7F)));
}

static void add_sign(struct levels *l, int32_t cp)
{
	for (unsigned i = 0; signs[i]; i++) {
		if ((int32_t)signs[i] == cp) {
			add(l, SIGN + i, 0, false);
			return;
		}
	}
	add_by_number(l, SIGN_OTHER, cp, false);
}

/* A mark by itself: it makes another letter of the last one, or is a tone, or of another language. */
static void add_mark(struct levels *l, int32_t mark)
{
	static const int32_t tones[] = {0x300, 0x309, 0x303, 0x301, 0x323};
	int quality = mark == 0x302 ? 1 : mark == 0x306 || mark == 0x31B ? 2 : 0;
	unsigned place = l->base && quality ? place_of(l->base, quality) : 0;

	if (place && !l->letters.full) {
		l->letters.data[l->letters.len - 1] = (char)place;
		return;
	}
	for (int i = 0; i < 5; i++) {
		if (tones[i] == mark) {
			buf_char(&l->marks, (char)(PLAIN + 1 + i));
			return;
		}
	}
	buf_char(&l->marks, (char)(MARK_OTHER + (mark & 0x7F)));
}

static void add_other(struct levels *l, int32_t cp, bool capital)
{
	utf8proc_category_t kind = utf8proc_category(cp);

	if (codepoint_is_mark(cp))
		add_mark(l, cp);
	else if (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO)
		add_by_number(l, LETTER_OTHER, cp, capital);
	else if (kind == UTF8PROC_CATEGORY_ZS)
		add(l, SPACE, 0, false);
	else
		add_sign(l, cp);
}

static void add_ascii(struct levels *l, int32_t cp)
{
	bool capital = cp >= 'A' && cp <= 'Z';

	if (capital || (cp >= 'a' && cp <= 'z'))
		add_letter(l, (char)(cp | 0x20), 0, 0, capital);
	else if (cp >= '0' && cp <= '9')
		add(l, DIGIT + (unsigned)(cp - '0'), 0, false);
	else if (cp <= ' ')
		add(l, SPACE, 0, false);
	else
		add_sign(l, cp);
}

static void add_code_point(struct levels *l, int32_t cp)
{
	int32_t small = cp < 0x80 ? cp : utf8proc_tolower(cp), parts[32];
	struct letter letter = letter_of(small);
	int bound = 0;

	if (cp < 0x80) {
		add_ascii(l, cp);
		return;
	}
	if (letter.base) {
		add_letter(l, letter.base, letter.tone, letter.quality, small != cp);
		return;
	}
	utf8proc_ssize_t n =
		utf8proc_decompose_char(cp, parts, 32, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &bound);
	for (utf8proc_ssize_t i = 0; i < n && i < 32; i++) {
		if (parts[i] < 0x80)
			add_ascii(l, parts[i]);
		else
			add_other(l, utf8proc_tolower(parts[i]), small != cp);
	}
}

static void add_level(const struct buf *level, struct buf *out)
{
	buf_str_add(out, buf_str(level));
	buf_char(out, END);
}

static void key_of(const char *s, size_t len, struct buf *out)
{
	struct levels l = {.base = '\0'};
	int32_t cp;

	buf_init(&l.letters, out->max);
	buf_init(&l.marks, out->max);
	buf_init(&l.cases, out->max);
	for (size_t at = 0, n; at < len; at += n ? n : 1) {
		n = utf8_decode(s + at, len - at, &cp);
		if (n > 0)
			add_code_point(&l, cp);
	}
	add_level(&l.letters, out);
	add_level(&l.marks, out);
	add_level(&l.cases, out);
	buf_clear(&l.letters);
	buf_clear(&l.marks);
	buf_clear(&l.cases);
}

void order_key(const char *s, struct buf *out)
{
	key_of(s, strlen(s), out);
}

void order_person_key(const char *name, struct buf *out)
{
	name += strspn(name, " ");
	size_t end = strlen(name);
	while (end > 0 && name[end - 1] == ' ')
		end--;
	size_t given = end;
	while (given > 0 && name[given - 1] != ' ')
		given--;
	size_t surname = strcspn(name, " ");
	if (surname > given)
		surname = given; /* there is but the one word */
	key_of(name + given, end - given, out);
	key_of(name, surname, out);
	key_of(name + surname, given - surname, out);
}

/* ---- arrays */

struct row {
	const char *key;
	size_t at; /* its place before */
};

static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

static void add_key(struct row *row, const char *name, enum order_kind kind, struct arena *keys)
{
	struct buf key;

	buf_init(&key, KEY_MAX);
	(kind == ORDER_PEOPLE ? order_person_key : order_key)(name, &key);
	row->key = arena_strdup(keys, buf_str(&key));
	buf_clear(&key);
}

void order_array(void *items, size_t n, size_t size, const char *(*name)(const void *item),
	enum order_kind kind)
{
	char *from = items;
	struct arena keys = {0};

	if (n < 2)
		return;
	struct row *rows = xcalloc(n, sizeof(*rows));
	char *sorted = xcalloc(n, size);
	for (size_t i = 0; i < n; i++) {
		rows[i].at = i;
		add_key(&rows[i], name(from + i * size), kind, &keys);
	}
	qsort(rows, n, sizeof(*rows), compare);
	for (size_t i = 0; i < n; i++)
		memcpy(sorted + i * size, from + rows[i].at * size, size);
	memcpy(items, sorted, n * size);
	free(sorted);
	free(rows);
	arena_clear(&keys);
}
