#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/text.h"
#include "tests/harness/typist.h"

/*
 * Every syllable in every order its keys may come. What must come out is made from the syllable and the
 * spelling rules here, not by the input method.
 */

static const struct {
	const char *text, *before; /* the plain first letters that may follow */
} onsets[] = {
	{"", "aeiou"}, {"b", "aeiou"}, {"c", "aou"}, {"ch", "aeiou"}, {"d", "aeiou"}, {"đ", "aeiou"},
	{"g", "aou"}, {"gh", "ei"}, {"gi", "aeou"}, {"h", "aeiouy"}, {"k", "eiy"}, {"kh", "aeiou"},
	{"l", "aeiouy"}, {"m", "aeiouy"}, {"n", "aeiou"}, {"ng", "aou"}, {"ngh", "ei"}, {"nh", "aeiou"},
	{"ph", "aeiou"}, {"r", "aeiou"}, {"s", "aeiouy"}, {"t", "aeiouy"}, {"th", "aeiou"},
	{"tr", "aeiou"}, {"v", "aeiouy"}, {"x", "aeiou"}, {"p", "aeiou"},
};

static const char *const rhymes[] = {
	"a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "ăc", "ăm",
	"ăn", "ăng", "ăp", "ăt", "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây", "e", "ec", "em", "en",
	"eng", "eo", "ep", "et", "ê", "êch", "êm", "ên", "ênh", "êp", "êt", "êu", "i", "ia", "ich",
	"im", "in", "inh", "ip", "it", "iu", "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu", "o",
	"oa", "oac", "oach", "oai", "oan", "oang", "oanh", "oat", "oay", "oc", "oe", "oen", "oeo",
	"oet", "oi", "om", "on", "ong", "op", "ot", "oăc", "oăm", "oăn", "oăng", "oăt", "u", "ua", "uc",
	"ui", "um", "un", "ung", "up", "ut", "uy", "uya", "uych", "uynh", "uyt", "uyu", "uyên", "uyêt",
	"uân", "uâng", "uât", "uây", "uê", "uêch", "uênh", "uôc", "uôi", "uôm", "uôn", "uông", "uôt",
	"y", "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ơ", "ơi", "ơm", "ơn", "ơp", "ơt", "ư",
	"ưa", "ưc", "ưi", "ưng", "ưt", "ưu", "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu",
};

/* What the two lists do not cross: whole syllables, the onset's length before them. */
static const struct {
	int onset;
	const char *text;
} others[] = {
	{2, "qua"}, {2, "quai"}, {2, "quan"}, {2, "quang"}, {2, "quanh"}, {2, "quat"}, {2, "quay"},
	{2, "quăn"}, {2, "quăng"}, {2, "quăt"}, {2, "quăm"}, {2, "quân"}, {2, "quât"}, {2, "quây"},
	{2, "quâng"}, {2, "que"}, {2, "quen"}, {2, "quet"}, {2, "queo"}, {2, "quê"}, {2, "quên"},
	{2, "quêt"}, {2, "quêch"}, {2, "quy"}, {2, "quyên"}, {2, "quyêt"}, {2, "quynh"}, {2, "quyt"},
	{2, "quôc"}, {2, "quơ"}, {2, "quac"}, {2, "quach"}, {1, "gi"}, {1, "gin"}, {0, "yêm"},
	{0, "yên"}, {0, "yêt"}, {0, "yêu"}, {0, "y"}, {0, "uơ"}, {1, "huơ"}, {2, "thuơ"}, {2, "khuơ"},
};

struct part {
	char base, mark; /* mark: ^ w d, or 0 */
};

struct syllable {
	char text[32];   /* lower case, without tone */
	struct part at[16];
	size_t n, first, end; /* the nucleus */
	int tone;
};

static const char *const marked[] = {"ăaw", "âa^", "êe^", "ôo^", "ơow", "ưuw", "đdd"};

static void syllable_make(struct syllable *s, const char *text, size_t onset)
{
	str_copy(s->text, sizeof(s->text), text);
	s->n = 0;
	for (size_t n; *text; text += n) {
		struct part *part = &s->at[s->n++];
		n = text_next(text);
		*part = (struct part){*text, 0};
		for (size_t i = 0; n > 1 && i < ARRAY_LEN(marked); i++) {
			if (strncmp(marked[i], text, n) == 0)
				*part = (struct part){marked[i][n], marked[i][n + 1]};
		}
	}
	s->first = s->end = onset;
	while (s->end < s->n && strchr("aeiouy", s->at[s->end].base))
		s->end++;
}

static size_t tone_letter(const struct syllable *s, enum ime_style style)
{
	const struct part *v = &s->at[s->first];
	size_t n = s->end - s->first;

	for (size_t i = s->end; i-- > s->first;) {
		if (s->at[i].mark)
			return i;
	}
	if (n == 3 || (n == 2 && s->end < s->n))
		return s->first + 1;
	if (n == 2 && style == IME_NEW && ((v[0].base == 'o' && strchr("ae", v[1].base)) ||
		(v[0].base == 'u' && v[1].base == 'y')))
		return s->first + 1;
	return s->first;
}

enum { LOWER, TITLE, UPPER, CASES };

static void expected(const struct syllable *s, enum ime_style style, int letters, char *out, size_t size)
{
	static const char *const tones[] = {"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"};
	struct buf b, upper;
	size_t i = 0, at = tone_letter(s, style);

	buf_init(&b, 100);
	for (const char *p = s->text; *p; i++) {
		char one[5] = "";
		size_t n = text_next(p);
		memcpy(one, p, n);
		p += n;
		buf_init(&upper, 8);
		text_upper(one, &upper);
		buf_str_add(&b, letters == UPPER || (letters == TITLE && i == 0) ? buf_str(&upper) : one);
		buf_clear(&upper);
		if (i == at)
			buf_str_add(&b, tones[s->tone]);
	}
	text_clean_to(out, size, buf_str(&b));
	buf_clear(&b);
}

/* ---- orders of keys */

enum order { END, FULL, MID, AFTER_LETTER, FREE, TONE_FREE, LONE_W, BRACKETS, ORDERS };
static const char *const order_names[] = {
	"end", "full", "mid", "after its letter", "free", "tfree", "w", "brackets",
};

struct keys {
	char text[64];
	size_t n;
};

static void add(struct keys *k, char key)
{
	if (key)
		k->text[k->n++] = key;
	k->text[k->n] = '\0';
}

static char mark_key(enum ime_method method, const struct part *part)
{
	if (method == IME_TELEX)
		return part->mark == '^' ? part->base : part->mark;
	return part->mark == '^' ? '6' : part->mark == 'd' ? '9' : part->mark == 0 ? 0 :
		part->base == 'a' ? '8' : '7';
}

static bool is_uo(const struct syllable *s, size_t i)
{
	return s->at[i].base == 'u' && s->at[i].mark == 'w' && i + 1 < s->n && s->at[i + 1].base == 'o';
}

static void add_letter(struct keys *k, const struct syllable *s, size_t i, enum ime_method method,
	enum order order)
{
	const struct part *p = &s->at[i];
	bool horn = p->mark == 'w' && p->base != 'a';

	if (order == BRACKETS && horn) {
		add(k, p->base == 'o' ? '[' : ']');
	} else if (order == LONE_W && horn && p->base == 'u') {
		add(k, 'w');
	} else {
		add(k, p->base);
		if (order == FULL || order == LONE_W || order == BRACKETS || !is_uo(s, i))
			add(k, mark_key(method, p));
	}
}

/* At the end each mark once: ươ has one key. */
static void add_free_marks(struct keys *k, const struct syllable *s, enum ime_method method)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->at[i].mark && !(i > 0 && is_uo(s, i - 1)))
			add(k, mark_key(method, &s->at[i]));
	}
}

static void keys_make(struct keys *k, const struct syllable *s, enum ime_method method,
	enum order order)
{
	char tone = (method == IME_VNI ? "\0" "23415" : "\0" "frxsj")[s->tone];
	size_t toned = tone_letter(s, IME_OLD);
	bool late = order == FREE || order == TONE_FREE;

	*k = (struct keys){.n = 0};
	for (size_t i = 0; i < s->n; i++) {
		if (late)
			add(k, s->at[i].base);
		else
			add_letter(k, s, i, method, order);
		if ((order == MID && i + 1 == s->end) || (order == AFTER_LETTER && i == toned))
			add(k, tone);
	}
	if (order == TONE_FREE)
		add(k, tone);
	if (late)
		add_free_marks(k, s, method);
	if (order != MID && order != AFTER_LETTER && order != TONE_FREE)
		add(k, tone);
}

static void keys_case(struct keys *k, int letters)
{
	for (size_t i = 0; i < k->n && (letters == UPPER || (letters == TITLE && i == 0)); i++) {
		char *c = strchr("[{]}", k->text[i]);
		if (k->text[i] >= 'a' && k->text[i] <= 'z')
			k->text[i] -= 'a' - 'A';
		else if (k->text[i] == '[' || k->text[i] == ']')
			k->text[i] = c[1];
	}
}

static bool has_horn(const struct syllable *s)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->at[i].mark == 'w' && s->at[i].base != 'a')
			return true;
	}
	return false;
}

/* ---- typing them */

static int typed, wrong;

static void check(const struct syllable *s, enum ime_method method, enum order order,
	enum ime_style style, int letters)
{
	struct typist t;
	struct keys k;
	char want[64];

	keys_make(&k, s, method, order);
	keys_case(&k, letters);
	expected(s, style, letters, want, sizeof(want));
	typist_begin(&t, method, style);
	typist_type(&t, k.text);
	typist_press(&t, ' '); /* and it stays */
	t.text[strlen(t.text) - 1] = '\0';
	typed++;
	if (str_eq(t.text, want))
		return;
	if (wrong++ < 40)
		printf("%s %s: '%s', not '%s' (%s)\n", method == IME_VNI ? "vni" : "telex", k.text, t.text, want,
			order_names[order]);
}

static void check_syllable(struct syllable *s)
{
	bool stop = strchr("cpt", s->at[s->n - 1].base) || (s->n > 1 && s->at[s->n - 1].base == 'h' &&
		s->at[s->n - 2].base == 'c');

	for (s->tone = stop ? 4 : 0; s->tone < 6; s->tone++) {
		for (int method = IME_TELEX; method <= IME_VNI; method++) {
			for (int order = END; order < ORDERS; order++) {
				if (order >= LONE_W && (method == IME_VNI || !has_horn(s)))
					continue;
				int letters = typed % CASES;
				check(s, (enum ime_method)method, (enum order)order, IME_OLD, letters);
				if (s->tone && s->end == s->n && s->end - s->first == 2)
					check(s, (enum ime_method)method, (enum order)order, IME_NEW, letters);
			}
		}
	}
}

static char plain_first(const char *rhyme)
{
	struct syllable s;
	syllable_make(&s, rhyme, 0);
	return s.at[0].base;
}

static void test_all(void **state)
{
	struct syllable s;
	char text[32];

	(void)state;
	for (size_t o = 0; o < ARRAY_LEN(onsets); o++) {
		for (size_t r = 0; r < ARRAY_LEN(rhymes); r++) {
			if (!strchr(onsets[o].before, plain_first(rhymes[r])))
				continue;
			if (rhymes[r][0] == 'y' && rhymes[r][1])
				continue;
			snprintf(text, sizeof(text), "%s%s", onsets[o].text, rhymes[r]);
			syllable_make(&s, text, (size_t)text_length(onsets[o].text));
			check_syllable(&s);
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		syllable_make(&s, others[i].text, (size_t)others[i].onset);
		check_syllable(&s);
	}
	printf("%d words typed, %d wrong\n", typed, wrong);
	assert_true(typed > 100000);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_all)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
