/* What a scanner types, told from what people type. The clock is the test's. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/mem.h"
#include "tui/scan.h"

#define QR "001099012345||Nguyễn Văn Thử|15011999|Nam|Số 1, Phường Thử Nghiệm, Hà Nội|01012022"
#define MRZ1 "IDVNM0990123459001099012345<<0"
#define MRZ2 "9901155M3901153VNM<<<<<<<<<<<6"
#define MRZ3 "NGUYEN<<VAN<THU<<<<<<<<<<<<<<<"
#define CODE "H01.91.12-261123-0001"
#define URL "https://motcua.example.vn/t/" CODE "/AQabc"

enum { SCANNER = 5, STUTTER = 30, TYPIST = 67, SLOW_LINE = 300 }; /* ms a character */

static struct scan scan;
static int64_t now;
static bool at_field;

static int setup(void **state)
{
	(void)state;
	scan_init(&scan);
	now = 1000000;
	at_field = true;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scan_clear(&scan);
	return 0;
}

static enum scan_result press(int kind, int code, int ms)
{
	now += ms;
	enum scan_result r = scan_feed(&scan, (struct key){kind, code}, now, at_field);
	if (r == SCAN_NONE && kind != KIND_CHAR)
		scan_reset(&scan);
	return r;
}

/* '\r' is Enter, '\n' a line feed, '\t' Tab, '\033' some function key. The last result. */
static enum scan_result type(const char *text, int ms)
{
	static const struct {
		char c;
		int code;
	} keys[] = {{'\r', K_ENTER}, {'\n', K_LINEFEED}, {'\t', K_TAB}, {'\033', K_F9}};
	enum scan_result r = SCAN_NONE;
	struct utf8_feed utf8 = {0};
	int code;
	bool again;
	for (; *text; text++) {
		size_t i = 0;
		while (i < ARRAY_LEN(keys) && keys[i].c != *text)
			i++;
		if (i < ARRAY_LEN(keys))
			r = press(KIND_FUNCTION, keys[i].code, ms);
		else if (utf8_feed(&utf8, (unsigned char)*text, &code, &again) > 0)
			r = press(KIND_CHAR, code, ms);
	}
	return r;
}

static void expect(const char *typed, int ms, const char *text, size_t before)
{
	if (type(typed, ms) != SCAN_DONE)
		fail_msg("%s: no scan", typed);
	assert_string_equal(scan_text(&scan), text);
	assert_int_equal(scan_before(&scan), before);
	scan_reset(&scan);
}

static void shapes_at_any_speed(void **state)
{
	(void)state;
	static const int paces[] = {0, SCANNER, TYPIST, SLOW_LINE};
	for (size_t i = 0; i < ARRAY_LEN(paces); i++) {
		expect(QR "\r", paces[i], QR, 0);
		expect(QR "\t", paces[i], QR, 0);
		expect("chữ gõ dở" QR "||||\r", paces[i], QR "||||", strlen("chữ gõ dở"));
		expect(MRZ1 MRZ2 MRZ3 "\r", paces[i], MRZ1 MRZ2 MRZ3, 0);
		expect(MRZ1 "\r" MRZ2 "\r" MRZ3 "\r", paces[i], MRZ1 "\n" MRZ2 "\n" MRZ3, 0);
		expect(URL "\r", paces[i], URL, 0);
		expect("xem ]Q1" QR "\r", paces[i], QR, 4);
	}
}

static void second_line_ends_press_nothing(void **state)
{
	(void)state;
	expect(MRZ1 "\r\n" MRZ2 "\r\n" MRZ3 "\r", SCANNER, MRZ1 "\n" MRZ2 "\n" MRZ3, 0);
	assert_int_equal(type("\n", SCANNER), SCAN_DROP);
	expect(QR "\r", SCANNER, QR, 0);
	assert_int_equal(type("\r", SCANNER), SCAN_NONE); /* an Enter is a person's */
	assert_int_equal(type("\n", SCANNER), SCAN_NONE);
	assert_int_equal(type("abc\r\n", SCANNER), SCAN_NONE);
	expect(QR "\n", SCANNER, QR, 0); /* a line that has only such ends: the next one counts */
	assert_int_equal(type("\n", SCANNER), SCAN_NONE);
}

static void numbers_count_when_nobody_types_so_fast(void **state)
{
	(void)state;
	assert_int_equal(type(CODE "\r", TYPIST), SCAN_NONE);
	expect(CODE "\r", SCANNER, CODE, 0);
	expect(CODE "\r", STUTTER, CODE, 0);
	expect("h01.91.12-261123-0001\r", 0, "h01.91.12-261123-0001", 0);
	type("xem ", TYPIST);
	now += 2000;
	expect(CODE "\r", SCANNER, CODE, 4);
	type("H01.91.12-", TYPIST); /* begun by hand, ended by hand quickly */
	assert_int_equal(type("261123-0001\r", STUTTER), SCAN_NONE);
	at_field = false; /* where nothing can be typed it is the shape alone */
	expect(CODE "\r", TYPIST, CODE, 0);
}

static void what_people_type_is_theirs(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"\r", "a\r", "Nguyễn Văn Thử\r", "a|b|c\r", "dkks\r", "089190001234\r", "123456\r", "8934567890123\r",
		"https://example.vn/t\r", "xin chào, đây là một ghi chú dài\t", "abc\033",
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		assert_int_equal(type(texts[i], TYPIST), SCAN_NONE);
		assert_int_equal(type(texts[i], 0), SCAN_NONE);
	}
}

static void unknown_codes_press_nothing_where_nobody_types(void **state)
{
	(void)state;
	at_field = false;
	assert_int_equal(type("8934567890123\r", SCANNER), SCAN_UNKNOWN);
	scan_reset(&scan);
	assert_int_equal(type("12345\r", SCANNER), SCAN_NONE);
	assert_int_equal(type("++++++\r", TYPIST), SCAN_NONE); /* keys that mean something there */
}

static void a_run_is_told_when_it_begins(void **state)
{
	(void)state;
	assert_int_equal(type("a", 0), SCAN_BEGINS);
	assert_int_equal(type("b", 0), SCAN_NONE);
	type("\033", 0);
	assert_int_equal(type("c", 0), SCAN_BEGINS);
	scan_reset(&scan);
	int begun = 0;
	for (int i = 0; i < 5000; i++)
		begun += press(KIND_CHAR, 'x', TYPIST) == SCAN_BEGINS;
	assert_int_equal(begun, 5); /* so that not more than a thousand are ever typed again */
	expect(QR "\r", 0, QR, 5000 % SCAN_REPLAY_MAX);
}

static void other_keys_within_a_scan_press_nothing(void **state)
{
	(void)state;
	static const char *const begun[] = {"001099012345|\033", "Lê 001099012345||Ng\033", "IDVNM0990123459\033"};
	for (size_t i = 0; i < ARRAY_LEN(begun); i++) {
		assert_int_equal(type(begun[i], SCANNER), SCAN_DROP);
		assert_int_equal(type("uyễn|15011999\r", SCANNER), SCAN_SPOILT);
		scan_reset(&scan);
	}
	assert_int_equal(type("001099012345||Thử|15011999|\033", SCANNER), SCAN_DROP);
	assert_int_equal(press(KIND_CTRL, 'S', SCANNER), SCAN_DROP);
	assert_int_equal(press(KIND_ALT, 'x', SCANNER), SCAN_DROP);
	assert_int_equal(type("Nam|X|01012022\r", SCANNER), SCAN_SPOILT);
	scan_reset(&scan);
	type("001099012345||Thử|15011999|Nam|X|01012022", SCANNER);
	assert_int_equal(press(KIND_FUNCTION, K_F9, 500), SCAN_NONE); /* later it is a person's */
	type("a|b", 0);
	assert_int_equal(press(KIND_FUNCTION, K_F9, 0), SCAN_NONE); /* and this was no scan */
}

static void a_cut_scan_is_not_left_in_the_field(void **state)
{
	(void)state;
	static const char *const cut[] = {
		"001099012345||Nguyễn Văn\r", "001099012345|\r", "IDVNM0990123459001\r", "https://motcua.example.vn/t/H01.9\t",
	};
	for (size_t i = 0; i < ARRAY_LEN(cut); i++) {
		type("ghi chú ", TYPIST);
		assert_int_equal(type(cut[i], SCANNER), SCAN_CUT);
		assert_int_equal(scan_before(&scan), strlen("ghi chú "));
		scan_reset(&scan);
		assert_int_equal(type(cut[i], TYPIST), SCAN_NONE); /* somebody typed that */
	}
}

/* A line end or a Tab in the middle of a card: the rest is no person's either. */
static void the_rest_of_a_cut_scan_goes_with_it(void **state)
{
	(void)state;
	static const char *const rests[] = {"Thị Thử|15011999|Nam|X|01012022\r", "99|Nam|X|0101\t", "022\r"};
	for (size_t i = 0; i < ARRAY_LEN(rests); i++) {
		assert_int_equal(type("001099012345||Nguyễn\t", SCANNER), SCAN_CUT);
		scan_reset(&scan);
		assert_int_equal(type(rests[i], SCANNER), SCAN_CUT);
		assert_int_equal(scan_before(&scan), 0);
		scan_reset(&scan);
		expect(QR "\r", SCANNER, QR, 0); /* the next scan counts */
	}
	assert_int_equal(type("001099012345||Thử|15011999|Nam|X|01012\n", 0), SCAN_DONE);
	scan_reset(&scan);
	assert_int_equal(type("022\r", 0), SCAN_CUT);
	scan_reset(&scan);
	now += 500;
	assert_int_equal(type("dkks\r", 0), SCAN_NONE); /* later it is a person's */
	expect(QR "\r", 0, QR, 0);
	assert_int_equal(type("dkks\r", 0), SCAN_NONE); /* so is what follows a whole one */
}

static void half_an_mrz_is_given_back(void **state)
{
	(void)state;
	assert_int_equal(type(MRZ1 "\r", SCANNER), SCAN_DROP);
	assert_int_equal(press(KIND_FUNCTION, K_LEFT, 3000), SCAN_BROKEN);
	assert_int_equal(scan_before(&scan), 0);
}

static void without_an_end_silence_ends_it(void **state)
{
	(void)state;
	type(QR, SCANNER);
	assert_true(scan_waits(&scan));
	now += SCAN_SILENCE_MS;
	scan_silence(&scan, now);
	assert_string_equal(scan_text(&scan), QR);
	scan_reset(&scan);
	assert_int_equal(type("\r", 20), SCAN_DROP); /* it only came late */
	assert_int_equal(type("\r", 3000), SCAN_NONE);
	type("001099012345||Thử|15011999|Nam|X|0101", SCANNER);
	assert_false(scan_waits(&scan));
}

static void bounded(void **state)
{
	(void)state;
	type(QR, 0);
	for (int i = 0; i < 70000; i++)
		press(KIND_CHAR, 'x', 0);
	assert_true(scan.typed.len <= SCANNED_MAX);
	assert_int_equal(type("\r", 0), SCAN_DONE);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shapes_at_any_speed), TEST(second_line_ends_press_nothing),
		TEST(numbers_count_when_nobody_types_so_fast), TEST(what_people_type_is_theirs),
		TEST(unknown_codes_press_nothing_where_nobody_types), TEST(a_run_is_told_when_it_begins),
		TEST(other_keys_within_a_scan_press_nothing), TEST(half_an_mrz_is_given_back), TEST(a_cut_scan_is_not_left_in_the_field),
		TEST(the_rest_of_a_cut_scan_goes_with_it),
		TEST(without_an_end_silence_ends_it), TEST(bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
