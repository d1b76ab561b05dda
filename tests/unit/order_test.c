/* The order of Vietnamese dictionaries, held against ICU's, and that of people's names. */

#include "i18n/order.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>
#include "base/mem.h"

#define TEXT_MAX 200

static char *key_of(const char *s, void (*make)(const char *, struct buf *))
{
	struct buf key;
	buf_init(&key, 8192);
	make(s, &key);
	assert_false(key.full);
	return buf_take(&key);
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static int order_of(const char *a, const char *b)
{
	char *x = key_of(a, order_key), *y = key_of(b, order_key);
	int order = sign(strcmp(x, y));
	free(x);
	free(y);
	return order;
}

/* Each before the next. */
static void ascending(void (*make)(const char *, struct buf *), const char *const *list, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		char *a = key_of(list[i], make), *b = key_of(list[i + 1], make);
		if (strcmp(a, b) >= 0)
			fail_msg("«%s» is not before «%s»", list[i], list[i + 1]);
		free(a);
		free(b);
	}
}

static void letters_then_tones_then_cases(void **state)
{
	static const char *const list[] = {"", " ", "-", "—", ",", ".", "(a", "/", "+", "$", "₫", "0", "10", "2", "9", "a", "A",
		"à", "À", "ả", "ã", "á", "ạ", "a b", "a-b", "a1", "ab", "ah", "aí", "ai a", "az", "ă", "Ă", "ằ", "ẳ", "ặ", "ăz", "â",
		"ấ", "b", "c", "d", "dz", "đ", "Đ", "đa", "e", "ê", "f", "g", "h", "i", "ị", "j", "k", "l", "m", "n", "o", "ọ", "ô",
		"ơ", "p", "q", "r", "s", "t", "u", "ụ", "ư", "ừ", "v", "w", "x", "y", "ỵ", "z", "ж", "漢"};
	static const char *const words[] = {"ca", "cà", "cà phê", "cả", "cá", "cá rô", "cạ", "ca dao", "cách", "cai", "cãi"};
	static const char *const tones_come_last[] = {"hoà", "hoà b", "hoa c", "hoá c", "hoa d", "hoàng", "hỏi"};
	(void)state;
	ascending(order_key, list, ARRAY_LEN(list));
	ascending(order_key, words, 3);
	assert_true(order_of("ca dao", "cà dao") < 0);
	assert_true(order_of("cà a", "ca b") < 0); /* letters of the whole text first */
	assert_true(order_of("Cà a", "cà A") > 0); /* the first case decides */
	assert_true(order_of("An Á", "an à") > 0); /* tones before cases */
	ascending(order_key, tones_come_last, ARRAY_LEN(tones_come_last));
}

static void people_by_given_name(void **state)
{
	static const char *const list[] = {"", "An", "Lê An", "Nguyễn An", "Nguyễn Thị An", "Nguyễn Văn An", "Phạm An",
		"Nguyễn Thị Án", "Lê Văn Ân", "Trần Bình", "Lê Thị Mẫu", "Trần Thị Mẫu", "Đỗ Minh", "Đỗ Thị Minh",
		"Lê Thử", "Lê Văn Thử", "Nguyễn Ước"};
	(void)state;
	ascending(order_person_key, list, ARRAY_LEN(list));
	char *a = key_of("  Lê  Văn Thử ", order_person_key), *b = key_of("Lê  Văn Thử", order_person_key);
	assert_string_equal(a, b);
	free(a);
	free(b);
}

static void any_writing_of_a_letter(void **state)
{
	(void)state;
	assert_int_equal(order_of("ệ Ấ ữ", "e\u0323\u0302 A\u0302\u0301 u\u031B\u0303"), 0);
	assert_int_equal(order_of("ế", "e\u0301\u0302"), 0); /* the tone first */
	assert_true(order_of("Muller", "Müller") < 0);
	assert_true(order_of("Müller", "Mullet") < 0);
	assert_int_equal(order_of("a\xFF" "b", "ab"), 0);
}

static void a_key_that_does_not_fit_is_cut(void **state)
{
	struct buf key;
	(void)state;
	buf_init(&key, 10);
	order_key("một hồ sơ", &key);
	assert_true(key.full && key.len <= 10);
	buf_clear(&key);
}

struct item {
	int number;
	char name[40];
};

static const char *name_of(const void *item)
{
	return ((const struct item *)item)->name;
}

static void arrays_are_put_in_order(void **state)
{
	struct item items[] = {{0, "Lê Thử"}, {1, "Đỗ An"}, {2, "Anh Ba"}, {3, "Đỗ An"}, {4, ""}};
	static const int by_text[] = {4, 2, 1, 3, 0}, by_given_name[] = {4, 1, 3, 2, 0};
	(void)state;
	order_array(items, ARRAY_LEN(items), sizeof(*items), name_of, ORDER_TEXT);
	for (size_t i = 0; i < ARRAY_LEN(items); i++)
		assert_int_equal(items[i].number, by_text[i]);
	order_array(items, ARRAY_LEN(items), sizeof(*items), name_of, ORDER_PEOPLE);
	for (size_t i = 0; i < ARRAY_LEN(items); i++)
		assert_int_equal(items[i].number, by_given_name[i]);
	order_array(NULL, 0, sizeof(*items), name_of, ORDER_TEXT);
}

/* ---- ICU */

struct text {
	char *s, *key;
	UChar wide[TEXT_MAX];
	int32_t len;
};

static size_t add(struct text *list, size_t n, const char *s)
{
	UErrorCode error = U_ZERO_ERROR;
	list[n].s = xstrdup(s);
	list[n].key = key_of(s, order_key);
	u_strFromUTF8(list[n].wide, TEXT_MAX, &list[n].len, s, -1, &error);
	assert_true(U_SUCCESS(error));
	return n + 1;
}

/* What the typing corpus composes: thousands of syllables and phrases. */
static size_t read_corpus(struct text *list, size_t max)
{
	FILE *f = fopen("tests/data/typing.tsv", "r");
	char *line = NULL;
	size_t size = 0, n = 0;
	assert_non_null(f);
	while (n < max && getline(&line, &size, f) > 0) {
		char *rest = line, *word = NULL;
		for (int column = 0; column < 3 && rest; column++)
			word = strsep(&rest, "\t\n");
		if (word && *word && line[0] != '#' && strlen(word) < TEXT_MAX)
			n = add(list, n, word);
	}
	free(line);
	fclose(f);
	return n;
}

/* Words that no corpus has: signs, digits, capitals, marks anywhere. */
static size_t make_up(struct text *list, size_t n, size_t max)
{
	static const char *const parts[] = {"a", "ă", "â", "á", "ặ", "Ấ", "d", "đ", "Đ", "e", "ễ", "i", "Ị", "o", "ô", "ơ", "ợ",
		"u", "ư", "Ữ", "y", "ỹ", "z", " ", "-", ",", ".", "(", ")", "/", "&", "%", "1", "2", "9", "N", "n", "h", "\""};
	uint32_t seed = 11;
	while (n < max) {
		char s[TEXT_MAX] = "";
		size_t len = 0;
		for (seed = seed * 1664525 + 1013904223; len == 0 || (seed >> 16) % 5; seed = seed * 1664525 + 1013904223) {
			const char *part = parts[(seed >> 20) % ARRAY_LEN(parts)];
			if (len + strlen(part) + 1 > 60)
				break;
			memcpy(s + len, part, strlen(part) + 1);
			len += strlen(part);
		}
		n = add(list, n, s);
	}
	return n;
}

static UCollator *icu;

static int by_icu(const void *a, const void *b)
{
	const struct text *x = a, *y = b;
	return (int)ucol_strcoll(icu, x->wide, x->len, y->wide, y->len);
}

static void the_order_is_icus(void **state)
{
	enum { MAX = 8000, MADE_UP = 3000 };
	UErrorCode error = U_ZERO_ERROR;
	struct text *list = xcalloc(MAX, sizeof(*list));
	(void)state;
	icu = ucol_open("vi", &error);
	assert_true(U_SUCCESS(error));
	size_t n = read_corpus(list, MAX - MADE_UP);
	assert_true(n > 3000);
	n = make_up(list, n, n + MADE_UP);
	qsort(list, n, sizeof(*list), by_icu);
	for (size_t i = 0; i + 1 < n; i++) {
		int ours = sign(strcmp(list[i].key, list[i + 1].key));
		int theirs = sign(by_icu(&list[i], &list[i + 1]));
		if (ours != theirs)
			fail_msg("«%s» and «%s»: %d, by ICU %d", list[i].s, list[i + 1].s, ours, theirs);
	}
	for (size_t i = 0; i < n; i++) {
		free(list[i].s);
		free(list[i].key);
	}
	free(list);
	ucol_close(icu);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_then_tones_then_cases),
		cmocka_unit_test(people_by_given_name),
		cmocka_unit_test(any_writing_of_a_letter),
		cmocka_unit_test(a_key_that_does_not_fit_is_cut),
		cmocka_unit_test(arrays_are_put_in_order),
		cmocka_unit_test(the_order_is_icus),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
