#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "i18n/fold.h"
#include "i18n/text.h"

static void folds(const char *s, const char *want)
{
	struct buf plain, marked;
	buf_init(&plain, 500);
	buf_init(&marked, 500);
	fold_text(s, &plain);
	fold_marked(s, &marked);
	assert_string_equal(buf_str(&plain), want);
	assert_int_equal(plain.len, marked.len);
	for (size_t i = 0; i < plain.len; i++)
		assert_int_equal(plain.data[i] == ' ', marked.data[i] == ' ');
	buf_clear(&plain);
	buf_clear(&marked);
}

static void test_keys(void **state)
{
	(void)state;
	folds("Trợ cấp hưu trí", "tro cap huu tri");
	folds("ĐẶNG Thị Ỷ", "dang thi y");
	folds("  Cấp (lại) \t giấy—phép, “mới” ", "cap lai giay phep moi");
	folds("1.014027", "1 014027");
	folds("H01.91.12-261123-0043", "h01 91 12 261123 0043");
	folds("e\u0302\u0303 o\u031B\u0301", "e o");
	folds("Ñ Ç ö 漢", "n c o 漢");
	folds("", "");
	folds("… - !", "");
	folds("\xFF" "a\xC3", "a");
}

static void test_every_vietnamese_letter(void **state)
{
	static const char *const rows[] = {
		"aàảãáạăằẳẵắặâầẩẫấậ", "dđ", "eèẻẽéẹêềểễếệ", "iìỉĩíị", "oòỏõóọôồổỗốộơờởỡớợ",
		"uùủũúụưừửữứự", "yỳỷỹýỵ",
	};
	int letters = 0;
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char seen[20][2];
		int n = 0;
		for (const char *p = rows[i]; *p; p += text_next(p)) {
			char one[8] = "", base[2] = {rows[i][0], '\0'};
			struct buf big, marked;
			memcpy(one, p, text_next(p));
			folds(one, base);
			buf_init(&big, 8);
			text_upper(one, &big);
			folds(buf_str(&big), base);
			buf_clear(&big);
			buf_init(&marked, 8);
			fold_marked(one, &marked);
			for (int k = 0; k < n; k++) /* all told apart */
				assert_int_not_equal(seen[k][0], marked.data[0]);
			seen[n++][0] = marked.data[0];
			letters++;
			buf_clear(&marked);
		}
	}
	assert_int_equal(letters, 67 + 7); /* with the seven plain ones */
}

static void test_bounded(void **state)
{
	struct buf plain, marked;
	(void)state;
	buf_init(&plain, 4);
	buf_init(&marked, 4);
	fold_text("ấp hai", &plain);
	fold_marked("ấp hai", &marked);
	assert_string_equal(buf_str(&plain), "ap h");
	assert_int_equal(marked.len, 4);
	buf_clear(&plain);
	buf_clear(&marked);
}

/* Both ways of matching must agree. */
static int match(const char *query, const char *text)
{
	struct buf plain, marked;
	buf_init(&plain, 1000);
	buf_init(&marked, 1000);
	fold_text(text, &plain);
	fold_marked(text, &marked);
	struct fold_list *list = fold_list_new();
	struct fold_query *q = fold_query_new(query);
	int score = fold_match(q, buf_str(&plain), buf_str(&marked));
	fold_list_add(list, "trước");
	fold_list_add(list, text);
	fold_list_add(list, "sau");
	assert_int_equal(fold_list_size(list), 3);
	assert_int_equal(fold_list_match(q, list, 1), score);
	fold_list_free(list);
	fold_query_free(q);
	buf_clear(&plain);
	buf_clear(&marked);
	return score;
}

static void test_matches(void **state)
{
	const char *name = "Đăng ký khai sinh";
	(void)state;
	assert_true(match("", name) > 0);
	assert_true(match("...", name) > 0);
	assert_true(match("dang ky", name) > 0);
	assert_true(match("ĐĂNG KÝ", name) > 0);
	assert_true(match("khai sinh", name) > 0);
	assert_true(match("dkks", name) > 0);
	assert_true(match("đkks", name) > 0);
	assert_true(match("dk khai sinh", name) > 0);
	assert_true(match("dk ks", name) > 0);
	assert_true(match("ks", name) > 0);
	assert_true(match("d k k s", name) > 0);
	assert_true(match("sinh khai", name) > 0);
	assert_true(match("hai", name) > 0);
	assert_true(match("đăng kí", name) > 0);
	assert_true(match("dang ki khai", name) > 0);
	assert_true(match("014027", "1.014027") > 0);
	assert_true(match("1.014", "1.014027") > 0);
	assert_true(match("261123-0042", "H01.91.12-261123-0042") > 0);
	assert_true(match("23-0042", "H01.91.12-261123-0042") > 0);
	assert_true(match("0042 261123", "H01.91.12-261123-0042") > 0);
	assert_int_equal(match("261123-0042", "H01.91.12-261123-0043 089190042234"), 0);
	assert_int_equal(match("0042-261123", "H01.91.12-261123-0042"), 0);
	assert_int_equal(match("khai tu", name), 0);
	assert_int_equal(match("dksk", name), 0);
	assert_int_equal(match("đđ", name), 0);
	assert_int_equal(match("kis", name), 0);
	assert_int_equal(match("dang ky khai sinh lai", name), 0);
	assert_int_equal(match("x", ""), 0);
}

static void test_marks_are_required(void **state)
{
	(void)state;
	assert_true(match("tro", "Trợ cấp") > 0);
	assert_true(match("trợ", "Trợ cấp") > 0);
	assert_int_equal(match("trở", "Trợ cấp"), 0);
	assert_int_equal(match("trò cap", "Trợ cấp"), 0);
	assert_int_equal(match("đang", "Đăng ký"), 0);
	assert_int_equal(match("đanh", "danh sách"), 0);
	assert_true(match("danh", "đánh giá") > 0);
	/* The word being typed may still want its tone, but not its letters. */
	assert_true(match("hươ", "Hướng dẫn") > 0);
	assert_true(match("trơ", "Trợ cấp") > 0);
	assert_int_equal(match("trô", "Trợ cấp"), 0);
	assert_int_equal(match("trơ câ", "Trợ cấp"), 0);
	assert_true(match("trợ câ", "Trợ cấp") > 0);
	/* Marks only where they were written. */
	assert_true(match("trợ cap", "Trợ cấp") > 0);
	assert_true(match("tro cấp", "Trợ cấp") > 0);
	assert_int_equal(match("tro cặp", "Trợ cấp"), 0);
}

static void test_tone_place(void **state)
{
	(void)state;
	assert_true(match("hoà", "Hòa giải") > 0);
	assert_true(match("hòa", "Hoà giải") > 0);
	assert_true(match("hòa", "Hoàng Văn Thử") > 0); /* on the way to "hoàng" */
	assert_true(match("uỷ quyền", "Ủy quyền") > 0);
	assert_true(match("thuý", "Thúy") > 0);
	assert_int_equal(match("hoá", "Hòa giải"), 0);
}

static void better(const char *query, const char *a, const char *b)
{
	int first = match(query, a), second = match(query, b);
	assert_true(second > 0);
	if (first <= second)
		fail_msg("%s: %s %d, %s %d", query, a, first, b, second);
}

static void test_order(void **state)
{
	(void)state;
	better("khai sinh", "Khai sinh lại có yếu tố nước ngoài", "Đăng ký khai sinh");
	better("khai sinh", "Đăng ký khai sinh", "Khai báo nơi sinh");
	better("khai sinh", "Đăng ký khai sinh", "Đăng ký khai sinh lưu động");
	better("khai sinh", "Khai báo nơi sinh", "Sinh con, khai báo");
	better("ks", "Xin ksoát", "Khai sinh");
	better("ks", "Khai sinh", "Hồ sơ xksy");
	better("sinh khai", "Khai sinh", "Akhai Bsinh");
	better("ai", "Ai là người nộp", "Khai sinh");
	better("dang ky", "Đăng ký thường trú", "Xoá đăng ký thường trú");
	/* A very long text is still found. */
	char longer[900];
	memset(longer, 'x', sizeof(longer));
	memcpy(longer + 880, " khai sinh", 11);
	assert_true(match("khai sinh", longer) > match("hai inh", "Khai sinh"));
}

static bool joined(const char *query, const char *text)
{
	struct fold_list *list = fold_list_new();
	struct fold_query *q = fold_query_new(query);
	fold_list_add(list, text);
	assert_int_equal(fold_list_match(q, list, 0), 0); /* as it is */
	bool found = fold_query_join(q) && fold_list_match(q, list, 0) > 0;
	assert_false(fold_query_join(q));
	fold_list_free(list);
	fold_query_free(q);
	return found;
}

static void test_words_without_spaces(void **state)
{
	(void)state;
	assert_true(joined("honnhan", "Xác nhận tình trạng hôn nhân"));
	assert_true(joined("honn", "Tình trạng hôn nhân"));
	assert_true(joined("hônnhân", "Tình trạng hôn nhân"));
	assert_true(joined("hônnhan", "Tình trạng hôn nhân"));
	assert_false(joined("hơnnhân", "Tình trạng hôn nhân"));
	assert_false(joined("khái sinh", "Khai sinh"));
	assert_true(joined("nguyenvanthu", "Nguyễn Văn Thử"));
	assert_true(joined("dangky khaisinh", "Thủ tục đăng ký lại khai sinh"));
	assert_false(joined("dangkykhaisinh", "Đăng ký lại khai sinh"));
	assert_false(joined("onnhan", "hôn nhân")); /* at the start of a word */
	assert_false(joined("honnhann", "hôn nhân"));
	assert_false(joined("hnn", "hôn nhân"));
}

static void test_tail(void **state)
{
	struct fold_list *list = fold_list_new();
	struct fold_query *q = fold_query_new("cư trú");
	(void)state;
	fold_list_add(list, "Tách hộ 1.01 Quản lý cư trú");
	fold_list_tail(list, 4);
	fold_list_add(list, "Xác nhận thông tin về cư trú 1.02 Quản lý cư trú");
	fold_list_tail(list, 4);
	assert_int_equal(fold_list_match(q, list, 0) / FOLD_KIND_SCORES, FOLD_WORD_STARTS);
	assert_int_equal(fold_list_match(q, list, 1) / FOLD_KIND_SCORES, FOLD_PHRASE);
	fold_list_tail(list, 400);
	assert_int_equal(fold_list_match(q, list, 1) / FOLD_KIND_SCORES, FOLD_WORD_STARTS);
	fold_query_free(q);
	fold_list_free(list);
}

static void test_words_one_by_one(void **state)
{
	(void)state;
	struct fold_list *list = fold_list_new();
	struct fold_query *q = fold_query_new("thu khai tử hai");
	fold_list_add(list, "Khai tử cho ông Thủ");
	fold_list_add(list, "Thư");
	assert_int_equal(fold_query_size(q), 4);
	assert_int_equal(fold_list_begun(q, list, 0), 7);
	assert_int_equal(fold_list_begun(q, list, 1), 1);
	struct fold_query *rest = fold_query_without(q, 8 + 4 + 2);
	assert_int_equal(fold_query_size(rest), 1);
	assert_true(fold_list_match(rest, list, 1) > 0);
	fold_query_free(rest);
	rest = fold_query_without(q, 15);
	assert_true(fold_query_empty(rest));
	fold_query_free(rest);
	fold_query_free(q);
	fold_list_free(list);
}

static void test_no_marked_key(void **state)
{
	(void)state;
	struct fold_query *q = fold_query_new("trở");
	assert_true(fold_match(q, "tro cap", NULL) > 0);
	assert_false(fold_query_empty(q));
	fold_query_free(q);
	q = fold_query_new(" – ");
	assert_true(fold_query_empty(q));
	fold_query_free(q);
	fold_query_free(NULL);
}

static void test_long_query(void **state)
{
	char query[5000];
	(void)state;
	for (size_t i = 0; i + 1 < sizeof(query); i++)
		query[i] = i % 3 == 2 ? ' ' : 'a';
	query[sizeof(query) - 1] = '\0';
	assert_int_equal(match(query, "ab"), 0);
	memset(query, 'b', sizeof(query) - 1);
	assert_int_equal(match(query, "bbbb"), 0);
}

/* Against a plain way of saying the same: some word begins so, or its letters are initials, or they
 * are inside a word. The prepared line's quick "no" must never lose a match. */
static bool found_slowly(const char *word, const char *plain)
{
	char initials[64];
	size_t n = 0;

	for (const char *p = plain; *p; p++) {
		if (p == plain || p[-1] == ' ')
			initials[n++] = *p;
	}
	initials[n] = '\0';
	return strstr(plain, word) || strstr(initials, word);
}

static void test_finds_what_a_plain_search_finds(void **state)
{
	static const char letters[] = "adgkis h";
	uint32_t seed = 7;
	int found = 0;
	(void)state;
	for (int round = 0; round < 30000; round++) {
		char text[40], query[6];
		for (size_t i = 0; i < sizeof(text) + sizeof(query); i++) {
			seed = seed * 1664525 + 1013904223;
			char c = letters[(seed >> 20) % (sizeof(letters) - 1)];
			if (i < sizeof(text))
				text[i] = c;
			else
				query[i - sizeof(text)] = c == ' ' ? 'a' : c;
		}
		text[sizeof(text) - 1] = query[2 + round % 4] = '\0';
		struct buf plain;
		buf_init(&plain, 100);
		fold_text(text, &plain);
		int score = match(query, text);
		if ((score > 0) != found_slowly(query, buf_str(&plain)))
			fail_msg("%s in %s: %d", query, buf_str(&plain), score);
		found += score > 0;
		buf_clear(&plain);
	}
	assert_in_range(found, 1000, 29000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_every_vietnamese_letter),
		cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_marks_are_required),
		cmocka_unit_test(test_tone_place),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_words_without_spaces),
		cmocka_unit_test(test_words_one_by_one),
		cmocka_unit_test(test_tail),
		cmocka_unit_test(test_no_marked_key),
		cmocka_unit_test(test_long_query),
		cmocka_unit_test(test_finds_what_a_plain_search_finds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
