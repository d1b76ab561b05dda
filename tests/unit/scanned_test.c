/* What a scanned text is, by its shape. All people here are made up. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/mem.h"
#include "core/scanned.h"

#define QR "001099012345||Nguyễn Văn Thử|15011999|Nam|Số 1, Phường Thử Nghiệm, Hà Nội|01012022"
#define MRZ1 "IDVNM0990123459001099012345<<0"
#define MRZ2 "9901155M3901153VNM<<<<<<<<<<<6"
#define MRZ3 "NGUYEN<<VAN<THU<<<<<<<<<<<<<<<"
#define TOKEN40 "AQabcdefghijklmnopqrstuvwxyz-_0123456789"
#define TOKEN TOKEN40 TOKEN40 TOKEN40 "AQabcdefghijklmnopqrstuvwxyz-_01234567"
#define URL "https://motcua.example.vn/t/H01.91.12-261123-0001/" TOKEN
#define CODE "H01.91.12-261123-0001"

static void expect(const char *text, enum scanned_kind kind, const char *from)
{
	const char *start;
	if (scanned_find(text, &start) != kind || strcmp(start, from) != 0)
		fail_msg("%s: kind %d from %s", text, (int)scanned_find(text, &start), start);
}

static void each_kind_is_told(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum scanned_kind kind;
		const char *from;
	} rows[] = {
		{QR, SCANNED_CARD, QR},
		{QR "||||", SCANNED_CARD, QR "||||"},
		{"ghi chú" QR, SCANNED_CARD, QR},
		{"0123" QR, SCANNED_CARD, QR},
		{"a|b" QR, SCANNED_CARD, QR},
		{"001099012345|001099012345|A|15011999|Nam|B|01012022||||", SCANNED_CARD,
			"001099012345|001099012345|A|15011999|Nam|B|01012022||||"},
		{"|||||||", SCANNED_CARD, "|||||||"},
		{"a|b|c|d|e|f", SCANNED_NONE, "a|b|c|d|e|f"},
		{MRZ1 MRZ2 MRZ3, SCANNED_CARD, MRZ1 MRZ2 MRZ3},
		{"x" MRZ1 "\n" MRZ2, SCANNED_CARD, MRZ1 "\n" MRZ2},
		{"idvnm0990123459001099012345<<0", SCANNED_CARD, "idvnm0990123459001099012345<<0"},
		{"IDVNM099012345", SCANNED_NONE, "IDVNM099012345"},
		{URL, SCANNED_RECEIPT, URL},
		{"xem " URL, SCANNED_RECEIPT, URL},
		{"https://example.vn/", SCANNED_NONE, "https://example.vn/"},
		{CODE, SCANNED_CODE, CODE},
		{"h01.91.12-261123-0001", SCANNED_CODE, "h01.91.12-261123-0001"},
		{"xem " CODE, SCANNED_CODE, CODE},
		{"12" CODE, SCANNED_CODE, CODE},
		{"000.00.01.H01-180412-0001", SCANNED_CODE, "000.00.01.H01-180412-0001"},
		{CODE "5678", SCANNED_NONE, CODE "5678"},
		{CODE " ", SCANNED_NONE, CODE " "},
		{"8934567890123", SCANNED_NONE, "8934567890123"},
		{"", SCANNED_NONE, ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		expect(rows[i].text, rows[i].kind, rows[i].from);
}

static void lines_that_follow(void **state)
{
	(void)state;
	assert_true(scanned_goes_on(MRZ1));
	assert_true(scanned_goes_on(MRZ1 "\n" MRZ2));
	assert_false(scanned_goes_on(MRZ1 "\n" MRZ2 "\n" MRZ3));
	assert_false(scanned_goes_on(MRZ1 MRZ2 MRZ3));
	assert_false(scanned_goes_on(QR));
	assert_false(scanned_goes_on(CODE));
}

static void complete_without_an_end(void **state)
{
	(void)state;
	assert_true(scanned_is_complete(QR));
	assert_true(scanned_is_complete(QR "||||"));
	assert_true(scanned_is_complete(MRZ1 MRZ2 MRZ3));
	assert_true(scanned_is_complete(URL));
	assert_false(scanned_is_complete("001099012345||A|15011999|Nam|B|0101202"));
	assert_false(scanned_is_complete(QR "|"));
	assert_false(scanned_is_complete(MRZ1 MRZ2));
	assert_false(scanned_is_complete("https://motcua.example.vn/t/" CODE "/AQ"));
	assert_false(scanned_is_complete(CODE)); /* longer ones exist */
}

static void no_person_types_that(void **state)
{
	(void)state;
	assert_true(scanned_has_begun("001099012345||Nguyễn|"));
	assert_true(scanned_has_begun("Thử 001099012345|"));
	assert_true(scanned_has_begun(MRZ1));
	assert_true(scanned_has_begun("IDVNM0990123459"));
	assert_false(scanned_has_begun("001099012345"));
	assert_true(scanned_is_short("001099012345||Thử|15011999|Nam|X|01012"));
	assert_false(scanned_is_short("001099012345||Thử|15011999|Nam|X|"));
	assert_false(scanned_is_short("001099012345||Thử|15011999|Nam|X|01012022"));
	assert_true(scanned_has_begun("https://motcua.example.vn/t/H01"));
	assert_false(scanned_has_begun("a|b|c"));
	assert_false(scanned_has_begun("https://example.vn"));
	assert_false(scanned_has_begun(CODE));
}

static void codes_are_written_in_capitals(void **state)
{
	(void)state;
	char code[DOSSIER_CODE_SIZE];
	scanned_code("h01.91.12-261123-0001", code);
	assert_string_equal(code, CODE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_told),
		cmocka_unit_test(lines_that_follow),
		cmocka_unit_test(complete_without_an_end),
		cmocka_unit_test(no_person_types_that),
		cmocka_unit_test(codes_are_written_in_capitals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
