#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "core/date.h"
#include "printing/words.h"

static int64_t at(const char *text)
{
	int64_t t = 0;
	assert_true(instant_parse(text, &t));
	return t;
}

static void times_as_the_law_writes_them(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"2026-11-23T08:43:00+07:00", "08 giờ 43 phút, ngày 23 tháng 11 năm 2026"},
		{"2026-01-02T00:00:59+07:00", "00 giờ 00 phút, ngày 02 tháng 01 năm 2026"},
		{"2027-02-28T17:00:00+07:00", "17 giờ 00 phút, ngày 28 tháng 02 năm 2027"},
		{"2026-03-09T13:05:00+07:00", "13 giờ 05 phút, ngày 09 tháng 3 năm 2026"},
		{"2026-12-31T17:30:00Z", "00 giờ 30 phút, ngày 01 tháng 01 năm 2027"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;
		buf_init(&out, 200);
		words_time(at(cases[i][0]), &out);
		assert_string_equal(buf_str(&out), cases[i][1]);
		buf_clear(&out);
	}
}

static void limits_of_each_unit(void **state)
{
	(void)state;
	static const struct { struct time_limit limit; const char *words; } cases[] = {
		{{TIME_NOT_PUBLISHED, 0}, "chưa công bố"}, {{TIME_WORKING_DAYS, 10}, "10 ngày làm việc"},
		{{TIME_WORKING_DAYS, 5}, "05 ngày làm việc"}, {{TIME_CALENDAR_DAYS, 30}, "30 ngày"},
		{{TIME_WORKING_HOURS, 4}, "04 giờ làm việc"}, {{TIME_SAME_DAY, 0}, "trong ngày làm việc"},
		{{TIME_CALENDAR_DAYS, 3650}, "3650 ngày"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;
		buf_init(&out, 200);
		words_limit(cases[i].limit, &out);
		assert_string_equal(buf_str(&out), cases[i].words);
		buf_clear(&out);
	}
}

static void fees_apart_and_summed(void **state)
{
	(void)state;
	static struct fee_line one[] = {{FEE_CHARGE, "", 8000}};
	static struct fee_line two[] = {
		{FEE_FEE, "Phí thẩm định", 1500000}, {FEE_CHARGE, "cấp giấy phép", 50000},
		{FEE_CHARGE, "Lệ phí cấp lại", 0},
	};
	static const struct {
		enum fee_status status;
		struct fee_line *lines;
		size_t n;
		const char *words;
	} cases[] = {
		{FEE_NOT_PUBLISHED, NULL, 0, "chưa công bố"},
		{FEE_PUBLISHED, NULL, 0, "chưa công bố"},
		{FEE_FREE, NULL, 0, "không thu"},
		{FEE_PUBLISHED, one, 1, "lệ phí: 8.000 đồng"},
		{FEE_PUBLISHED, two, 3, "Phí thẩm định: 1.500.000 đồng; lệ phí cấp giấy phép: 50.000 đồng; "
			"Lệ phí cấp lại: 0 đồng; cộng: 1.550.000 đồng"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;
		buf_init(&out, 400);
		words_fee(cases[i].status, cases[i].lines, cases[i].n, &out);
		assert_string_equal(buf_str(&out), cases[i].words);
		buf_clear(&out);
	}
}

static void copies_of_each_kind(void **state)
{
	(void)state;
	static const struct {
		int count[COPY_KINDS];
		const char *words;
	} cases[] = {
		{{0, 0, 0, 0}, ""},
		{{1, 0, 0, 0}, "01 bản chính"},
		{{0, 2, 0, 11}, "02 bản chứng thực, 11 bản dịch"},
		{{1, 2, 3, 4}, "01 bản chính, 02 bản chứng thực, 03 bản photo, 04 bản dịch"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;
		buf_init(&out, 400);
		words_copies(cases[i].count, &out);
		assert_string_equal(buf_str(&out), cases[i].words);
		buf_clear(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_as_the_law_writes_them),
		cmocka_unit_test(limits_of_each_unit),
		cmocka_unit_test(fees_apart_and_summed),
		cmocka_unit_test(copies_of_each_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
