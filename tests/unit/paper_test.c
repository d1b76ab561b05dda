#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>
#include "base/str.h"
#include "printing/paper.h"

static const struct paper_kind *paper(const char *name)
{
	const struct paper_kind *kind = paper_find(name, NULL);
	assert_non_null(kind);
	return kind;
}

static void found_by_name(void **state)
{
	(void)state;
	assert_string_equal(paper("A5")->name, "A5");
	assert_string_equal(paper("a4-LANDSCAPE")->name, "A4-landscape");
	assert_string_equal(paper("2xa5")->name, "2xA5");
}

static void unknown_names_are_told_what_there_is(void **state)
{
	static const char *const wrong[] = {"", "A3", "A55", "80", "58 mm", "%s%n"};
	(void)state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct err err = ERR_INIT;
		assert_null(paper_find(wrong[i], &err));
		assert_int_equal(err.kind, ERR_USAGE);
		assert_non_null(strstr(err.text, "A5, A4, A4-landscape, 2xA5, 80mm, 58mm, label"));
		assert_non_null(strstr(err.text, wrong[i]));
	}
}

static void each_kind_is_whole(void **state)
{
	(void)state;
	size_t n = 0;

	for (const struct paper_kind *k; (k = paper_at(n)); n++) {
		assert_ptr_equal(paper(k->name), k);
		assert_true(strlen(k->name) < PAPER_NAME_SIZE && *k->words);
		assert_true(k->width > 0 && (k->height > 0) == (k->shape != PAPER_ROLL));
		assert_true(paper_page_width(k) - k->left - k->right > 40);
		assert_true(k->type >= 7);
		assert_int_equal(*k->media != '\0', k->shape == PAPER_SHEET);
	}
	assert_int_equal(n, 7);
}

/* What the data sheets of such printers say. */
static void dots_of_thermal_heads(void **state)
{
	(void)state;
	assert_int_equal(paper_dots(paper("80mm"), 203), 576);
	assert_int_equal(paper_dots(paper("58mm"), 203), 384);
	assert_int_equal(paper_dots(paper("80mm"), 300), 848);
	assert_int_equal(paper_dots(paper("58mm"), 300), 560);
	assert_int_equal(paper_dots(paper("80mm"), 180), 504);
	assert_int_equal(paper_dots(paper("label"), 203), 472);
	assert_int_equal(paper_dots(paper("A4"), 203), 0);
	assert_true(paper_dpi_known(203) && paper_dpi_known(300) && paper_dpi_known(180));
	assert_false(paper_dpi_known(0) || paper_dpi_known(72) || paper_dpi_known(-203));
}

static void two_parts_fill_a_sheet(void **state)
{
	(void)state;
	const struct paper_kind *two = paper("2xA5"), *a5 = paper("A5");

	assert_true(paper_page_width(two) >= a5->width && fabs(two->height - a5->height) < 0.01);
	assert_true(fabs(paper("A4")->height - two->width) < 0.01);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found_by_name),
		cmocka_unit_test(unknown_names_are_told_what_there_is),
		cmocka_unit_test(each_kind_is_whole),
		cmocka_unit_test(dots_of_thermal_heads),
		cmocka_unit_test(two_parts_fill_a_sheet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
