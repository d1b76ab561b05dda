/* Bytes from a serial scanner, however they come. The clock is the test's; all people are made up. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "devices/scan_lines.h"

#define QR "001099012345||Nguyễn Văn Thử|15011999|Nam|Số 1, Phường Thử Nghiệm, Hà Nội|01012022"
#define QR2 "089199000001||Lê Thị Mẫu|29021996|Nữ|Ấp 1|05072021"
#define MRZ1 "IDVNM0990123459001099012345<<0"
#define MRZ2 "9901155M3901153VNM<<<<<<<<<<<6"
#define MRZ3 "NGUYEN<<VAN<THU<<<<<<<<<<<<<<<"
#define MRZ MRZ1 "\n" MRZ2 "\n" MRZ3

static struct scan_lines lines;
static int64_t now;
static char got[4][SCANNED_MAX + 1];
static int scans;

static int setup(void **state)
{
	(void)state;
	scan_lines_init(&lines);
	now = 1000;
	scans = 0;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scan_lines_clear(&lines);
	return 0;
}

static void take(bool complete)
{
	if (complete)
		snprintf(got[scans++ % 4], sizeof(got[0]), "%s", scan_lines_text(&lines));
}

static void send(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		take(scan_lines_feed(&lines, (unsigned char)bytes[i], now));
}

static void expect(const char *bytes, const char *text)
{
	scans = 0;
	now += 1000;
	send(bytes, strlen(bytes));
	if (scans != 1 || strcmp(got[0], text) != 0)
		fail_msg("%d scans, the first \"%s\"", scans, scans ? got[0] : "");
}

static void every_end_ends(void **state)
{
	(void)state;
	expect(QR "\r", QR);
	expect(QR2 "\n", QR2);
	expect(QR "\r\n", QR);
	expect("\r\n\r" QR2 "\r\r\n\n", QR2);
	expect(QR "\t", QR);
	expect(MRZ1 "\r" MRZ2 "\r" MRZ3 "\r", MRZ);
	expect(MRZ1 "\r\n" MRZ2 "\r\n" MRZ3 "\r\n", MRZ);
	expect(MRZ1 MRZ2 MRZ3 "\r", MRZ1 MRZ2 MRZ3);
}

static void silence_ends_what_is_whole_sooner(void **state)
{
	(void)state;
	assert_int_equal(scan_lines_patience_ms(&lines), -1);
	send("001099012345||Nguy\xe1\xbb", 20);
	assert_int_equal(scan_lines_patience_ms(&lines), SCAN_HALF_MS);
	now += 900;
	send("\x85n|15011999|Nam|X|01012022", 26);
	assert_int_equal(scan_lines_patience_ms(&lines), SCAN_WHOLE_MS);
	take(scan_lines_pause(&lines, now));
	assert_string_equal(got[0], "001099012345||Nguyễn|15011999|Nam|X|01012022");
	assert_int_equal(scan_lines_patience_ms(&lines), -1);
	assert_false(scan_lines_pause(&lines, now));
	send("\r\n", 2); /* its end only came late */
	assert_int_equal(scans, 1);
}

static void repeats_are_dropped(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++) {
		send(QR "\r", sizeof(QR));
		now += 100;
	}
	assert_int_equal(scans, 1);
	now += 100;
	send(QR "\r", sizeof(QR));
	assert_int_equal(scans, 2); /* held before it again */
	send(QR2 "\r", sizeof(QR2));
	send(QR "\r", sizeof(QR));
	assert_int_equal(scans, 4);
}

static void what_is_no_text_is_dropped(void **state)
{
	(void)state;
	expect("\x02" QR "\x03\r", QR);
	expect("\033[20~" QR2 "\033[2J\r", QR2);
	send("\033[20~\033[2J\007\r", 12);
	assert_int_equal(scans, 1); /* nothing of it */
}

static void escapes_of_every_kind(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"a\033[20~b\r", "a\033[1;5Cb\r", "a\033OPb\r", "a\033]0;tên\007b\r", "a\033]0;tên\033\\b\r",
		"a\033P1$q\033\\b\r", "a\033(Bb\r", "a\033cb\r", "a\001\002\177b\r", "a\033\033[Ab\r",
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		expect(rows[i], "ab");
		now += 1000;
	}
	scans = 0;
	send("a\033]0;never ended\rcd\r", 21);
	assert_int_equal(scans, 2);
	assert_string_equal(got[1], "cd");
}

static void without_end_it_is_bounded(void **state)
{
	(void)state;
	for (int i = 0; i < 65536; i++)
		send("x", 1);
	assert_int_equal(scans, 0);
	assert_true(lines.line.size <= SCANNED_MAX + 1);
	send("\r", 1);
	assert_int_equal(scans, 1);
	expect(QR "\r", QR); /* and goes on */
	char nul[8] = "a\0b\r";
	scans = 0;
	now += 1000;
	send(nul, 4);
	assert_string_equal(got[0], "ab");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_end_ends), TEST(silence_ends_what_is_whole_sooner), TEST(repeats_are_dropped),
		TEST(what_is_no_text_is_dropped), TEST(escapes_of_every_kind), TEST(without_end_it_is_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
