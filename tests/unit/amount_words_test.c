#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "core/amount_words.h"
#include "i18n/text.h"

static void reads(int64_t amount, const char *expected)
{
	struct buf out;
	buf_init(&out, 4096);
	assert_true(amount_words(amount, &out));
	if (strcmp(buf_str(&out), expected) != 0)
		fail_msg("%lld: %s, not %s", (long long)amount, buf_str(&out), expected);
	buf_clear(&out);
}

static void below_a_hundred(void **state)
{
	(void)state;
	static const char *const words[100] = {
		"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
		"mười", "mười một", "mười hai", "mười ba", "mười bốn", "mười lăm", "mười sáu", "mười bảy",
		"mười tám", "mười chín",
		"hai mươi", "hai mươi mốt", "hai mươi hai", "hai mươi ba", "hai mươi tư", "hai mươi lăm",
		"hai mươi sáu", "hai mươi bảy", "hai mươi tám", "hai mươi chín",
		"ba mươi", "ba mươi mốt", "ba mươi hai", "ba mươi ba", "ba mươi tư", "ba mươi lăm",
		"ba mươi sáu", "ba mươi bảy", "ba mươi tám", "ba mươi chín",
		"bốn mươi", "bốn mươi mốt", "bốn mươi hai", "bốn mươi ba", "bốn mươi tư", "bốn mươi lăm",
		"bốn mươi sáu", "bốn mươi bảy", "bốn mươi tám", "bốn mươi chín",
		"năm mươi", "năm mươi mốt", "năm mươi hai", "năm mươi ba", "năm mươi tư", "năm mươi lăm",
		"năm mươi sáu", "năm mươi bảy", "năm mươi tám", "năm mươi chín",
		"sáu mươi", "sáu mươi mốt", "sáu mươi hai", "sáu mươi ba", "sáu mươi tư", "sáu mươi lăm",
		"sáu mươi sáu", "sáu mươi bảy", "sáu mươi tám", "sáu mươi chín",
		"bảy mươi", "bảy mươi mốt", "bảy mươi hai", "bảy mươi ba", "bảy mươi tư", "bảy mươi lăm",
		"bảy mươi sáu", "bảy mươi bảy", "bảy mươi tám", "bảy mươi chín",
		"tám mươi", "tám mươi mốt", "tám mươi hai", "tám mươi ba", "tám mươi tư", "tám mươi lăm",
		"tám mươi sáu", "tám mươi bảy", "tám mươi tám", "tám mươi chín",
		"chín mươi", "chín mươi mốt", "chín mươi hai", "chín mươi ba", "chín mươi tư",
		"chín mươi lăm", "chín mươi sáu", "chín mươi bảy", "chín mươi tám", "chín mươi chín",
	};
	char expected[100];
	for (int i = 0; i < 100; i++) {
		snprintf(expected, sizeof(expected), "%s đồng", words[i]);
		reads(i, expected);
	}
}

static void by_example(void **state)
{
	(void)state;
	static const struct {
		int64_t amount;
		const char *words;
	} table[] = {
		{100, "một trăm đồng"},
		{101, "một trăm linh một đồng"},
		{104, "một trăm linh bốn đồng"},
		{105, "một trăm linh năm đồng"},
		{110, "một trăm mười đồng"},
		{111, "một trăm mười một đồng"},
		{115, "một trăm mười lăm đồng"},
		{121, "một trăm hai mươi mốt đồng"},
		{555, "năm trăm năm mươi lăm đồng"},
		{1000, "một nghìn đồng"},
		{1005, "một nghìn không trăm linh năm đồng"},
		{1010, "một nghìn không trăm mười đồng"},
		{1021, "một nghìn không trăm hai mươi mốt đồng"},
		{1100, "một nghìn một trăm đồng"},
		{5000, "năm nghìn đồng"},
		{10000, "mười nghìn đồng"},
		{15000, "mười lăm nghìn đồng"},
		{21000, "hai mươi mốt nghìn đồng"},
		{24000, "hai mươi tư nghìn đồng"},
		{100000, "một trăm nghìn đồng"},
		{105000, "một trăm linh năm nghìn đồng"},
		{1000000, "một triệu đồng"},
		{1000001, "một triệu không trăm linh một đồng"},
		{1005000, "một triệu không trăm linh năm nghìn đồng"},
		{1234567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng"},
		{20000015, "hai mươi triệu không trăm mười lăm đồng"},
		{1000000000, "một tỷ đồng"},
		{1000000005, "một tỷ không trăm linh năm đồng"},
		{1000500000, "một tỷ năm trăm nghìn đồng"},
		{2005000000, "hai tỷ không trăm linh năm triệu đồng"},
		{10010010010, "mười tỷ không trăm mười triệu không trăm mười nghìn không trăm mười đồng"},
		{INT64_C(1000000000000), "một nghìn tỷ đồng"},
		{INT64_C(1005000000000), "một nghìn không trăm linh năm tỷ đồng"},
		{INT64_C(1005000000005), "một nghìn không trăm linh năm tỷ không trăm linh năm đồng"},
		{INT64_C(21000000000000), "hai mươi mốt nghìn tỷ đồng"},
		{INT64_C(999999999999999), "chín trăm chín mươi chín nghìn chín trăm chín mươi chín tỷ chín trăm "
			"chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng"},
		{AMOUNT_WORDS_MAX, "một triệu tỷ đồng"},
	};
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		reads(table[i].amount, table[i].words);
}

/* Words back to a number, knowing only what each word is worth: reading and this share nothing. */
static int64_t worth(const char *words)
{
	static const struct {
		const char *word;
		int64_t value;
	} table[] = {
		{"không", 0}, {"một", 1}, {"mốt", 1}, {"hai", 2}, {"ba", 3}, {"bốn", 4}, {"tư", 4}, {"năm", 5},
		{"lăm", 5}, {"sáu", 6}, {"bảy", 7}, {"tám", 8}, {"chín", 9}, {"mười", 10}, {"linh", 0},
		{"mươi", 10}, {"trăm", 100}, {"nghìn", 1000}, {"triệu", 1000000}, {"tỷ", 1000000000},
	};
	int64_t below_100 = 0, group = 0, rest = 0, total = 0;
	for (size_t n; *words; words += n + (words[n] == ' ')) {
		n = strcspn(words, " ");
		if (n == strlen("đồng") && memcmp(words, "đồng", n) == 0)
			break;
		int64_t v = -1;
		for (size_t i = 0; i < ARRAY_LEN(table); i++)
			if (strlen(table[i].word) == n && memcmp(words, table[i].word, n) == 0)
				v = table[i].value;
		const bool is_muoi = n == strlen("mươi") && memcmp(words, "mươi", n) == 0;
		assert_true(v >= 0);
		if (is_muoi)
			below_100 *= 10;
		else if (v == 100)
			group = below_100 * 100, below_100 = 0;
		else if (v == 1000000000)
			total = (rest + group + below_100) * v, rest = group = below_100 = 0;
		else if (v >= 1000)
			rest += (group + below_100) * v, group = below_100 = 0;
		else
			below_100 += v;
	}
	return total + rest + group + below_100;
}

static void comes_back(int64_t amount)
{
	struct buf out;
	buf_init(&out, 4096);
	assert_true(amount_words(amount, &out));
	if (worth(buf_str(&out)) != amount)
		fail_msg("%lld: %s", (long long)amount, buf_str(&out));
	assert_null(strstr(buf_str(&out), "  "));
	buf_clear(&out);
}

static void every_thousand_and_more_comes_back(void **state)
{
	(void)state;
	for (int64_t i = 0; i < 120000; i++)
		comes_back(i);
	for (int64_t i = 0, group = 1; i < 1000; i += 7, group = 1)
		for (int k = 0; k < 5; k++, group *= 1000) {
			comes_back(i * group);
			comes_back(i * group + 1);
			comes_back(AMOUNT_WORDS_MAX - i * group);
		}
	uint64_t random = 20261122;
	for (int i = 0; i < 50000; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		comes_back((int64_t)((random >> 11) % (uint64_t)AMOUNT_WORDS_MAX));
	}
}

static void out_of_bounds_is_refused(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out, 4096);
	assert_false(amount_words(-1, &out));
	assert_false(amount_words(INT64_MIN, &out));
	assert_false(amount_words(AMOUNT_WORDS_MAX + 1, &out));
	assert_false(amount_words(INT64_MAX, &out));
	assert_false(amount_sentence(-1, &out));
	assert_int_equal(out.len, 0);
	buf_clear(&out);
}

static void a_sentence_begins_with_a_capital(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out, 4096);
	buf_str_add(&out, "Bằng chữ: ");
	assert_true(amount_sentence(0, &out));
	assert_string_equal(buf_str(&out), "Bằng chữ: Không đồng");
	for (int64_t i = 1; i < 10; i++) {
		buf_reset(&out);
		assert_true(amount_sentence(i * 1000, &out));
		assert_in_range(buf_str(&out)[0], 'A', 'Z');
		assert_true(text_is_clean(buf_str(&out)));
	}
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(below_a_hundred),
		cmocka_unit_test(by_example),
		cmocka_unit_test(every_thousand_and_more_comes_back),
		cmocka_unit_test(out_of_bounds_is_refused),
		cmocka_unit_test(a_sentence_begins_with_a_capital),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
