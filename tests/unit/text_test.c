#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include "base/mem.h"
#include "i18n/text.h"

static unsigned clean_n(const char *bytes, size_t len, unsigned flags, size_t max, char *dst)
{
	struct buf out;
	buf_init(&out, max);
	unsigned found = text_clean(bytes, len, flags, &out);
	assert_true(out.len <= max);
	assert_false(out.full);
	memcpy(dst, buf_str(&out), out.len + 1);
	buf_clear(&out);
	return found;
}

#define CLEANS(in, want, want_found)                                             \
	do {                                                                         \
		char made[512];                                                          \
		unsigned f = clean_n(in, sizeof(in) - 1, 0, sizeof(made) - 1, made);     \
		assert_string_equal(made, want);                                         \
		assert_int_equal(f, want_found);                                         \
		assert_true(text_is_clean(want));                                        \
	} while (0)

static void test_composes(void **state)
{
	(void)state;
	CLEANS("", "", 0);
	CLEANS("Nguyễn Văn Thử", "Nguyễn Văn Thử", 0);
	CLEANS("e\u0302\u0303", "ễ", 0);
	CLEANS("e\u0303\u0302", "ễ", 0); /* the tone typed first */
	CLEANS("\u1EBD\u0302", "ễ", 0);  /* the same, the tone already composed */
	CLEANS("E\u0301\u0302", "Ế", 0);
	CLEANS("a\u0300\u0306", "ằ", 0);
	CLEANS("a\u0323\u0302", "ậ", 0);
	CLEANS("a\u0302\u0323", "ậ", 0);
	CLEANS("a\u0306\u0323", "ặ", 0);
	CLEANS("o\u0301\u031B", "ớ", 0);
	CLEANS("U\u031B\u0323", "Ự", 0);
	CLEANS("a\u0340", "à", 0);
	CLEANS("\u00D0 \u0189 \u0110 \u0111", "Đ Đ Đ đ", 0);
	CLEANS("\u1112\u1161\u11AB", "한", 0);
}

static void test_white_space(void **state)
{
	char got[64];
	(void)state;
	CLEANS("  a \t b\r\nc\v\f ", "a b c", 0);
	CLEANS("a\u00A0\u2003\u3000b\u2028c\xC2\x85" "d", "a b c d", 0);
	CLEANS(" \t\r\n", "", 0);
	clean_n("a \r\n b\rc\n\nd \n", 13, TEXT_LINES, 63, got);
	assert_string_equal(got, "a\nb\nc\n\nd");
	assert_true(text_is_clean_lines(got));
	assert_false(text_is_clean(got));
	assert_false(text_is_clean_lines("a \nb"));
	assert_false(text_is_clean_lines("a\r\nb"));
}

static void test_invisible(void **state)
{
	(void)state;
	CLEANS("\uFEFFa\u200B\u200D\u00AD\u2060b", "ab", 0);
	CLEANS("a\u202Eb\u2066c\u200Fd", "abcd", TEXT_CONTROL);
	CLEANS("❤\uFE0F", "❤", 0);
	CLEANS("\u3164\u115F\uFFA0", "", 0);
	CLEANS("a\uE000\U0010FFFF\uFDD0z", "az", TEXT_BAD_UTF8);
	CLEANS("\u0301a \u0301b", "a b", 0); /* a mark with no letter under it */
	CLEANS("a \u0301 b", "a b", 0);
	CLEANS("a\u200B\u0301", "á", 0);
}

static void test_control(void **state)
{
	(void)state;
	CLEANS("a\0b\x01\x7F" "c", "abc", TEXT_CONTROL);
	CLEANS("\033[31mđỏ\033[0m", "đỏ", TEXT_CONTROL);
	CLEANS("\xC2\x9B" "1;2Hđỏ", "đỏ", TEXT_CONTROL);
	CLEANS("a\033]0;tiêu đề\ab", "ab", TEXT_CONTROL);
	CLEANS("a\033]52;c;QUJD\033\\b", "ab", TEXT_CONTROL);
	CLEANS("a\033P1$q\xC2\x9C" "b", "ab", TEXT_CONTROL);
	CLEANS("a\xC2\x9D" "0;x\ab", "ab", TEXT_CONTROL);
	CLEANS("a\033(Bb\033cd", "abd", TEXT_CONTROL);
	/* What never ends must not swallow the rest. */
	CLEANS("a\033]0;Nguyễn", "a0;Nguyễn", TEXT_CONTROL);
	CLEANS("a\033]0;x\nNguyễn", "a0;x Nguyễn", TEXT_CONTROL);
	CLEANS("a\033[12", "a", TEXT_CONTROL);
	CLEANS("a\033", "a", TEXT_CONTROL);
	CLEANS("a\033Ộb", "aỘb", TEXT_CONTROL);
	CLEANS("\xC2\x80\xC2\x99\xC2\x9C", "", TEXT_CONTROL);
}

static void test_bad_utf8(void **state)
{
	(void)state;
	CLEANS("a\xC3(b\xFF", "a(b", TEXT_BAD_UTF8);
	CLEANS("\xC0\xAF\xE0\x80\xAFx", "x", TEXT_BAD_UTF8);       /* overlong */
	CLEANS("\xED\xA0\x80x", "x", TEXT_BAD_UTF8);               /* a surrogate */
	CLEANS("\xF4\x90\x80\x80x", "x", TEXT_BAD_UTF8);           /* over U+10FFFF */
	CLEANS("Nguy\xE1\xBB", "Nguy", TEXT_BAD_UTF8);             /* cut in half */
}

static void test_combining_flood(void **state)
{
	(void)state;
	size_t n = 200000;
	char *flood = xmalloc(1 + 2 * n + 1);
	char got[256];

	flood[0] = 'a';
	for (size_t i = 0; i < n; i++) /* falling classes: the worst case for sorting */
		memcpy(flood + 1 + 2 * i, i % 2 ? "\xCC\x9B" : "\xCC\x81", 2);
	flood[1 + 2 * n] = 'z';
	clean_n(flood, 2 * n + 2, 0, 255, got);
	assert_int_equal(text_length(got), 2);
	assert_true(strlen(got) <= 1 + 2 * 8 + 1);
	assert_true(text_is_clean(got));
	free(flood);
}

static void test_truncates_at_a_grapheme(void **state)
{
	char got[64];
	(void)state;
	assert_int_equal(clean_n("Nguyễn", 8, 0, 6, got), TEXT_TRUNCATED);
	assert_string_equal(got, "Nguy");
	assert_int_equal(clean_n("Nguyễn", 8, 0, 7, got), TEXT_TRUNCATED);
	assert_string_equal(got, "Nguyễ");
	assert_int_equal(clean_n("Nguyễn", 8, 0, 8, got), 0);
	/* The composed form counts, and no space is left at the cut. */
	assert_int_equal(clean_n("ae\xCC\x82\xCC\x83", 6, 0, 4, got), 0);
	assert_string_equal(got, "aễ");
	assert_int_equal(clean_n("ab\tcd", 5, 0, 3, got), TEXT_TRUNCATED);
	assert_string_equal(got, "ab");
	assert_int_equal(clean_n("x\xCC\x8A\xCC\x8Ay", 6, 0, 4, got), TEXT_TRUNCATED);
	assert_string_equal(got, "");
	assert_int_equal(clean_n("abc", 3, 0, 0, got), TEXT_TRUNCATED);
	assert_int_equal(clean_n("   ", 3, 0, 0, got), 0);

	char small[5];
	assert_int_equal(text_clean_to(small, sizeof(small), "abcdef"), TEXT_TRUNCATED);
	assert_string_equal(small, "abcd");
	assert_int_equal(text_clean_to(small, 1, ""), 0);
	assert_string_equal(small, "");
}

static void test_appends(void **state)
{
	struct buf out;
	(void)state;
	buf_init(&out, 8);
	buf_str_add(&out, "ab ");
	assert_int_equal(text_clean("\tcd efgh", 8, 0, &out), TEXT_TRUNCATED);
	assert_string_equal(buf_str(&out), "ab cd ef");
	buf_clear(&out);
}

/* Any bytes: what comes out is clean, stays as it is, and holds nothing that moves a cursor. */
static void test_any_bytes(void **state)
{
	static const char *const pieces[] = {
		"a", "E", "đ", "Ð", "ễ", " ", "\n", "\r", "\t", "漢", "\xC3", "\x80",
		"\033[", "\033]", "\a", "m", "\xC2\x9B", "\xE2\x80\xAE", "\xEF\xBB\xBF",
		"\xCC\x81", "\xCC\x82", "\xCC\x83", "\xCC\x86", "\xCC\x9B", "\xCC\xA3", "\xCD\x84",
		"\xE1\x84\x92", "\xE1\x85\xA1", "\xE1\x86\xAB", "\xE0\xA5\x98", "\xE0\xB1\x86",
		"\xE0\xB1\x96", "\xF0\x9F\x87\xBB", "\xF0\x9F\x87\xB3", "\xF0\x9D\x85\xA0",
	};
	uint32_t seed = 12345;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		char in[256], once[300], twice[300];
		size_t len = 0;
		unsigned flags = round % 2 ? TEXT_LINES : 0;
		for (int i = 0; i < 1 + round % 30; i++) {
			seed = seed * 1664525 + 1013904223;
			const char *p = pieces[(seed >> 16) % ARRAY_LEN(pieces)];
			memcpy(in + len, p, strlen(p));
			len += strlen(p);
		}
		clean_n(in, len, flags, (size_t)round % 299, once);
		unsigned found = clean_n(once, strlen(once), flags, 299, twice);
		assert_string_equal(once, twice);
		assert_int_equal(found, 0);
		for (const char *p = once; *p; p++)
			assert_true((unsigned char)*p >= 0x20 || (flags && *p == '\n'));
	}
}

static void test_width(void **state)
{
	(void)state;
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("Nguyễn Thị Ánh"), 14);
	assert_int_equal(text_width("10.000 ₫ …"), 10);
	assert_int_equal(text_width("漢字"), 4);
	assert_int_equal(text_width("x\u030A\u0323"), 1);
	assert_int_equal(text_width("─│●○▂"), 5);
	assert_int_equal(text_width_n("ăâđ", 4), 2);
	assert_int_equal(text_length("x\u030Ay漢"), 3);
	assert_int_equal(text_length("Thử"), 3);
	assert_true(text_has_letter("12 ễ"));
	assert_true(text_has_letter("漢"));
	assert_false(text_has_letter("12 - …₫"));
	assert_false(text_has_letter(""));
}

/* Columns are what the terminal's own table says, for every letter that gets through cleaning. */
static void test_width_as_terminals_do(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	int compared = 0;
	for (int32_t cp = 0x20; cp < 0x30000; cp++) {
		int theirs = wcwidth((wchar_t)cp);
		if (theirs < 0 || (cp >= 0xD800 && cp < 0xE000))
			continue;
		char in[16], s[16];
		snprintf(in, sizeof(in), "%lc", (wint_t)cp);
		text_clean_to(s, sizeof(s), in);
		if (strcmp(in, s) != 0)
			continue;
		compared++;
		if (text_width(s) != theirs)
			fail_msg("U+%04X: %d, the terminal has %d", (unsigned)cp, text_width(s), theirs);
	}
	assert_true(compared > 100000);
}

static void test_steps(void **state)
{
	const char *s = "aễx\u030Ab";
	(void)state;
	assert_int_equal(text_next(s), 1);
	assert_int_equal(text_next(s + 1), 3);
	assert_int_equal(text_next(s + 4), 3);
	assert_int_equal(text_next(s + 8), 0);
	assert_int_equal(text_prev(s, 8), 1);
	assert_int_equal(text_prev(s, 7), 3);
	assert_int_equal(text_prev(s, 4), 3);
	assert_int_equal(text_prev(s, 1), 1);
	assert_int_equal(text_prev(s, 0), 0);
	/* Flags are pairs: the third letter stands alone. */
	assert_int_equal(text_next("🇻🇳🇻"), 8);
	assert_int_equal(text_prev("🇻🇳🇻", 12), 4);
}

static void fits(const char *s, int cols, enum text_align align, const char *want)
{
	struct buf out;
	buf_init(&out, 1000);
	text_fit(s, cols, align, &out);
	assert_string_equal(buf_str(&out), want);
	if (cols > 0)
		assert_int_equal(text_width(buf_str(&out)), cols);
	buf_clear(&out);
}

static void test_fit(void **state)
{
	(void)state;
	fits("Thử", 5, TEXT_LEFT, "Thử  ");
	fits("Thử", 5, TEXT_RIGHT, "  Thử");
	fits("Thử", 6, TEXT_CENTRE, " Thử  ");
	fits("Thử", 3, TEXT_LEFT, "Thử");
	fits("Thửa", 3, TEXT_LEFT, "Th…");
	fits("Lê Thị", 4, TEXT_LEFT, "Lê… ");
	fits("Lê Thị", 4, TEXT_RIGHT, " Lê…");
	fits("漢字", 3, TEXT_LEFT, "漢…");
	fits("漢字", 2, TEXT_LEFT, "… ");
	fits("漢字", 1, TEXT_LEFT, "…");
	fits("漢", 1, TEXT_LEFT, "…");
	fits("x\u030A\u0323y", 1, TEXT_LEFT, "…");
	fits("x\u030A\u0323", 1, TEXT_LEFT, "x\u030A\u0323");
	fits("", 3, TEXT_LEFT, "   ");
	fits("abc", 0, TEXT_LEFT, "");
	fits("abc", -4, TEXT_LEFT, "");
	fits("a\nb\033c", 6, TEXT_LEFT, "a b c ");
}

static void wraps(const char *s, int cols, const char *want)
{
	char got[512] = "";
	while (*s) {
		size_t next;
		size_t len = text_wrap(s, cols, &next);
		assert_true(next > 0);
		assert_true(len <= next);
		assert_true(cols <= 0 || text_width_n(s, len) <= cols);
		size_t at = strlen(got);
		snprintf(got + at, sizeof(got) - at, "%.*s|", (int)len, s);
		s += next;
	}
	assert_string_equal(got, want);
}

static void test_wrap(void **state)
{
	(void)state;
	wraps("Hồ sơ đã lưu. Thêm giấy", 10, "Hồ sơ đã|lưu. Thêm|giấy|");
	wraps("Hồ sơ đã", 5, "Hồ sơ|đã|");
	wraps("Hồ sơ đã", 8, "Hồ sơ đã|");
	wraps("abcdefghij kl", 4, "abcd|efgh|ij|kl|");
	wraps("một\n\nhai ba", 20, "một||hai ba|");
	wraps("một\n", 3, "một|");
	wraps("a漢b", 1, "a||b|");
	wraps("a漢b", 2, "a|漢|b|");
	wraps("abc", 0, "|");
	wraps("", 5, "");
	wraps(" abcdef", 3, "|abc|def|");
}

static void test_case(void **state)
{
	struct buf out;
	(void)state;
	buf_init(&out, 200);
	text_upper("bộ phận tiếp nhận, đường ươm", &out);
	assert_string_equal(buf_str(&out), "BỘ PHẬN TIẾP NHẬN, ĐƯỜNG ƯƠM");
	buf_reset(&out);
	text_lower("ĐẶNG THỊ Ỷ", &out);
	assert_string_equal(buf_str(&out), "đặng thị ỷ");
	buf_reset(&out);
	text_upper("e\u0302\u0323", &out);
	assert_string_equal(buf_str(&out), "Ệ");
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_composes),
		cmocka_unit_test(test_white_space),
		cmocka_unit_test(test_invisible),
		cmocka_unit_test(test_control),
		cmocka_unit_test(test_bad_utf8),
		cmocka_unit_test(test_combining_flood),
		cmocka_unit_test(test_truncates_at_a_grapheme),
		cmocka_unit_test(test_appends),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_width_as_terminals_do),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
