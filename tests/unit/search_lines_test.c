/* Lines looked through in one go: folded as everything else is, found where fold_keys would say. */

#include "store/search_lines.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "i18n/fold.h"

static const char *const texts[] = {
	"H01.91.12-261123-0001 089190001234 0912345678 Nguyễn Văn Thử Lê Thị Mẫu",
	"H01.91.12-261123-0001   LE THI MAU", "", " ", "   ", "...", "- - -", "a", "Đ", " Đường", "x Đ", "ABC.def",
	"H01.91.12-261123-0002  0987654321 Công ty TNHH \"Ví Dụ\" & Con ", "1.014027 Thủ tục: đăng ký (lại)",
	"ÁO dài", "trailing - ", "- leading", "a--b Ế", "o'neill Ệ", "under_score Ỹ", "tab\tinside ỳ",
};

/* What one line holds, without its blank before and its end. */
static void each_line_is_folded_as_everything_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct search_lines lines = {0};
		struct buf plain, marks;
		buf_init(&plain, 4000);
		buf_init(&marks, 4000);
		fold_keys(texts[i], &plain, &marks);
		for (size_t k = 0; k < plain.len; k++)
			if (plain.data[k] == 'y')
				plain.data[k] = 'i';
		search_lines_add(&lines, texts[i]);
		if (lines.len != plain.len + 2 ||
			(plain.len && memcmp(lines.plain + 1, plain.data, plain.len) != 0) ||
			(plain.len && memcmp(lines.marks + 1, marks.data, plain.len) != 0))
			fail_msg("«%s»: «%.*s» instead of «%s»", texts[i], (int)lines.len, lines.plain,
				buf_str(&plain));
		search_lines_clear(&lines);
		buf_clear(&plain);
		buf_clear(&marks);
	}
}

static size_t find(const char *typed, uint8_t hits[3])
{
	struct search_lines lines = {0};
	struct search_word word;
	memset(hits, 0, 3);
	search_lines_add(&lines, "0001 Nguyễn Văn Thử");
	search_lines_add(&lines, "0002 Nguyên Vân Lý");
	search_lines_add(&lines, "0012 Lê Thị Mẫu");
	size_t found = search_word_set(&word, typed) ? search_lines_find(&lines, &word, hits) : 0;
	search_lines_clear(&lines);
	return found;
}

static void words_begin_words_and_numbers_stand_anywhere(void **state)
{
	(void)state;
	uint8_t hits[3];
	assert_int_equal(find("nguyen", hits), 2);
	assert_true(hits[0] && hits[1] && !hits[2]);
	assert_int_equal(find("nguyễn", hits), 1);
	assert_true(hits[0]);
	assert_int_equal(find("guyen", hits), 0);
	assert_int_equal(find("li", hits), 1);
	assert_true(hits[1]);
	assert_int_equal(find("lí", hits), 1);
	assert_int_equal(find("01", hits), 2);
	assert_true(hits[0] && hits[2]);
	assert_int_equal(find("2", hits), 2);
	assert_int_equal(find("vân", hits), 1);
	assert_true(hits[1]);
	assert_int_equal(find("thử1", hits), 0);
	assert_int_equal(find("***", hits), 0);
}

/* A word must not reach over the end of a line. */
static void nothing_is_found_across_lines(void **state)
{
	(void)state;
	uint8_t hits[3];
	assert_int_equal(find("thu 0002", hits), 0);
	assert_int_equal(find("10", hits), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_line_is_folded_as_everything_is),
		cmocka_unit_test(words_begin_words_and_numbers_stand_anywhere),
		cmocka_unit_test(nothing_is_found_across_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
