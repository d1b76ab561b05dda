/* What fingers, scanners and pastes can do wrong: each is bounded, told at the field, never drawn raw. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/text.h"
#include "tests/harness/screen_case.h"

#define MRZ "IDVNM0990123459001099012345<<0\r9901155M3901153VNM<<<<<<<<<<<6\rNGUYEN<<VAN<AN<<<<<<<<<<<<<<<<\r"

static struct pty *pty;

static int setup(void **state)
{
	case_open(state);
	pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	return 0;
}

static int teardown(void **state)
{
	pty_free(pty);
	return case_close(state);
}

static void go_on(void)
{
	pty_key(pty, "F10");
	assert_int_equal(pty_exit_status(pty), 0);
}

/* Every line clean and at most as wide as the terminal, the frame where it belongs. */
static void expect_whole_frame(void)
{
	pty_settle(pty);
	for (int row = 0; row < 24; row++) {
		for (const char *p = pty_line(pty, row); *p; p++)
			assert_true((unsigned char)*p >= 0x20 && *p != 0x7f);
		assert_true(text_width(pty_line(pty, row)) <= 80);
	}
	assert_non_null(strstr(pty_line(pty, 1), "────"));
	assert_non_null(strstr(pty_line(pty, 22), "────"));
	assert_non_null(strstr(pty_line(pty, 23), "F1 Giúp"));
}

static void errors_are_told_at_the_field(void **state)
{
	(void)state;
	pty_key(pty, "F2");
	pty_key(pty, "Tab"), pty_key(pty, "Tab");
	pty_type(pty, "12345");
	pty_key(pty, "Tab");
	pty_type(pty, "31/02/1990");
	pty_key(pty, "Tab"), pty_key(pty, "Tab"), pty_key(pty, "Tab");
	pty_type(pty, "12");
	pty_key(pty, "F9");
	assert_true(pty_golden(pty, "intake-wrong"));
	pty_type(pty, "Nguyễn Văn Thử"); /* the complaint about the name goes, the others stay */
	pty_key(pty, "Tab"), pty_key(pty, "Tab");
	assert_true(pty_golden(pty, "intake-wrong-id"));
	go_on();
}

static void long_names_are_refused_with_a_reason(void **state)
{
	(void)state;
	char name[1200] = "";
	for (int i = 0; i < 60; i++)
		strcat(name, "Thử Ễ");
	pty_type(pty, CARD "\r");
	pty_type(pty, "119");
	pty_key(pty, "Enter");
	pty_key(pty, "Enter");
	for (int i = 0; i < 8; i++)
		pty_key(pty, "Up");
	pty_key(pty, "Shift-Tab"), pty_key(pty, "Shift-Tab"), pty_key(pty, "Shift-Tab");
	pty_paste(pty, name, strlen(name));
	expect_whole_frame();
	pty_key(pty, "F9");
	pty_expect(pty, "Chưa lưu: 1 chỗ cần sửa");
	pty_expect(pty, "! ");
	expect_whole_frame();
	go_on();
}

static void pastes_are_text_only(void **state)
{
	(void)state;
	static const char nasty[] = "Lê \033[31mThị\033[0m \033]0;tên\007Mẫu\033[A\033[20~\r\n\x9b\xff\xe2\x80\xae";
	pty_key(pty, "F2");
	pty_paste(pty, nasty, sizeof(nasty) - 1);
	pty_expect(pty, "Người nộp    Lê ");
	expect_whole_frame();
	pty_expect(pty, "TIẾP NHẬN HỒ SƠ"); /* no key in there was pressed */
	pty_expect_no(pty, "Chưa lưu");
	assert_null(strstr(pty_tail(pty), "]0;"));
	char *big = xmalloc(1 << 20);
	memset(big, 'x', 1 << 20);
	pty_key(pty, "Tab"), pty_key(pty, "Tab"), pty_key(pty, "Tab"), pty_key(pty, "Tab");
	pty_key(pty, "Tab");
	pty_paste(pty, big, 1 << 20);
	pty_expect(pty, "phần cuối bị bỏ");
	expect_whole_frame();
	free(big);
	go_on();
}

static void scans_of_every_kind(void **state)
{
	(void)state;
	pty_type(pty, MRZ); /* three lines, on the home screen */
	pty_expect(pty, "NGUYEN VAN AN");
	pty_expect(pty, "MRZ");
	pty_key(pty, "Esc");
	pty_expect(pty, "SẮP ĐẾN HẠN");
	pty_key(pty, "F3");
	pty_type(pty, "0123" CARD "\r"); /* into another screen's search, after something typed */
	pty_expect(pty, "TIẾP NHẬN HỒ SƠ");
	pty_expect(pty, "Nguyễn Thị Ánh Mẫu");
	pty_key(pty, "Tab"), pty_key(pty, "Tab");
	pty_type(pty, "ghi chú");
	pty_type(pty, CARD "||||\r"); /* into a note: the note stays as it was */
	pty_expect(pty, "ghi chú ");
	pty_expect_no(pty, "ghi chú0");
	pty_expect_no(pty, "|");
	pty_paste(pty, CARD, strlen(CARD)); /* by paste */
	pty_expect_no(pty, "|");
	pty_type(pty, "001099012345||X|30021999|Nam|Y|01012022\r");
	pty_expect(pty, "không có trong lịch"); /* an impossible date is refused in words */
	pty_expect(pty, "Nguyễn Thị Ánh Mẫu");
	pty_key(pty, "Esc");
	pty_expect(pty, "Tìm  0123"); /* nothing of the card stayed in the search */
	pty_expect_no(pty, "|");
	pty_key(pty, "Esc");
	pty_expect(pty, "MỘT CỬA");
	pty_type(pty, "8934567890123\r"); /* a bar code that is no card presses nothing */
	pty_expect(pty, "Không nhận ra mã");
	go_on();
}

static void a_scan_of_64_kilobytes(void **state)
{
	(void)state;
	char *scan = xmalloc(65536 + 8);
	snprintf(scan, 64, "%s", "001099012345||");
	memset(scan + strlen(scan), 'A', 65536 - 40);
	snprintf(scan + 65500, 32, "|15011999|Nam|X|01012022|");
	pty_type(pty, scan);
	pty_type(pty, "\r");
	expect_whole_frame();
	pty_key(pty, "Esc"), pty_key(pty, "Esc");
	pty_key(pty, "F2");
	pty_paste(pty, scan, strlen(scan));
	expect_whole_frame();
	pty_expect_no(pty, "AAAA");
	free(scan);
	go_on();
}

static void letters_are_no_buttons(void **state)
{
	(void)state;
	pty_key(pty, "F2");
	pty_type(pty, "đăĐĂơƯ"); /* đ has the number of F9 in curses, ă that of Up */
	pty_expect(pty, "Người nộp    đăĐĂơƯ");
	pty_expect_no(pty, "Chưa lưu");
	pty_raw(pty, "\xe1", 1, 0); /* one letter in three pieces */
	pty_settle(pty);
	pty_raw(pty, "\xba", 1, 0);
	pty_settle(pty);
	pty_raw(pty, "\xa1", 1, 1);
	pty_expect(pty, "Người nộp    đăĐĂơƯạ");
	pty_type(pty, "e\xcc\x83\xcc\x82"); /* the tone before the circumflex */
	pty_expect(pty, "đăĐĂơƯạễ");
	pty_raw(pty, "\xff\xfe\xc0\x80", 4, 0);
	pty_type(pty, "z");
	pty_expect(pty, "đăĐĂơƯạễz");
	pty_raw(pty, "\033[D\033[1;9C\033[99~", 14, 3); /* an arrow of the other mode, two keys nobody knows */
	pty_type(pty, "y");
	pty_expect(pty, "đăĐĂơƯạễyz");
	go_on();
}

static void marks_without_end(void **state)
{
	(void)state;
	pty_key(pty, "F2");
	pty_type(pty, "a");
	for (int i = 0; i < 500; i++)
		pty_type(pty, "\xcc\xa3");
	pty_type(pty, "漢字👩‍👩‍👧 \xcc\x81|");
	expect_whole_frame();
	pty_key(pty, "Tab");
	expect_whole_frame();
	const char *line = pty_line(pty, 2), *next = strstr(line, "Đối tượng");
	assert_non_null(next);
	assert_int_equal(text_width_n(line, (size_t)(next - line)), 55); /* where it always stands */
	go_on();
}

/* All of it at once, before the first screen has changed: nothing is lost, the result is the same. */
static void type_ahead_is_never_lost(void **state)
{
	(void)state;
	pty_raw(pty, CARD "\r" "119\r\r\033[20~" CARD "\r" "119\r\r\033[20~",
		2 * (strlen(CARD "\r" "119\r\r") + 5), 0);
	pty_expect(pty, "Đã tiếp nhận H01.91.12-261123-0002");
	pty_key(pty, "F10");
	assert_int_equal(pty_exit_status(pty), 0);
}

static void counts_and_procedures_out_of_range(void **state)
{
	(void)state;
	pty_type(pty, CARD "\r");
	pty_type(pty, "không có thủ tục nào tên thế này");
	pty_expect(pty, "Không có thủ tục nào như vậy");
	pty_key(pty, "Enter");
	pty_key(pty, "F9");
	pty_expect(pty, "Chưa chọn thủ tục");
	for (int i = 0; i < 40; i++)
		pty_key(pty, "Backspace");
	pty_type(pty, "119");
	pty_key(pty, "Enter"), pty_key(pty, "Enter");
	pty_type(pty, "99999");
	pty_expect(pty, "[99]");
	for (int i = 0; i < 120; i++)
		pty_type(pty, "-");
	pty_expect_no(pty, "[99]");
	pty_type(pty, "-");
	pty_expect(pty, "[ ]      [ ]      [ ]      [ ]");
	pty_key(pty, "F9"); /* a component that must be there */
	assert_true(pty_golden(pty, "intake-component-missing"));
	pty_type(pty, " ");
	pty_key(pty, "Tab"), pty_key(pty, "Tab"), pty_key(pty, "Tab");
	pty_type(pty, "00");
	pty_key(pty, "F9");
	pty_expect(pty, "từ 1 đến 20");
	go_on();
}

/* Whose a card is depends on where the form stands; nothing typed before is mixed up or lost. */
static void cards_of_the_next_and_of_the_delegate(void **state)
{
	(void)state;
	pty_key(pty, "F2");
	pty_type(pty, "Công ty TNHH Ví Dụ");
	pty_key(pty, "Tab"), pty_key(pty, "Right"); /* doanh nghiệp */
	pty_type(pty, "0100109106");                /* goes to the number by itself */
	pty_expect(pty, "Mã số thuế   0100109106");
	pty_type(pty, CARD "\r");
	pty_expect(pty, "Nộp thay     Nguyễn Thị Ánh Mẫu, số định danh 089190001234");
	pty_expect(pty, "Người nộp    Công ty TNHH Ví Dụ");
	pty_key(pty, "F8");
	pty_type(pty, MRZ);
	pty_expect(pty, "NGUYEN VAN AN");
	pty_key(pty, "Shift-Tab"); /* Nộp thay */
	pty_type(pty, CARD "\r");
	pty_expect(pty, "Người nộp    NGUYEN VAN AN");
	pty_expect(pty, "Nộp thay     Nguyễn Thị Ánh Mẫu");
	pty_type(pty, CARD "\r"); /* the next citizen, while this one is not saved yet */
	pty_expect(pty, "Phiếu của NGUYEN VAN AN chưa lưu");
	pty_expect(pty, "Người nộp    Nguyễn Thị Ánh Mẫu");
	pty_expect(pty, "2 phiếu dở");
	pty_expect_no(pty, "số định danh 0891");
	go_on();
}

static void a_second_f9_takes_nothing_back(void **state)
{
	(void)state;
	pty_key(pty, "F2");
	pty_key(pty, "F9");
	pty_expect(pty, "Phiếu đang trống");
	pty_key(pty, "F4"); /* another screen's key says so */
	pty_expect(pty, "F4 không dùng ở màn hình này");
	pty_type(pty, CARD "\r" "119");
	pty_key(pty, "Enter"), pty_key(pty, "Enter"), pty_key(pty, "F9"), pty_key(pty, "F9");
	pty_settle_all(pty);
	pty_expect(pty, "Đã tiếp nhận H01.91.12-261123-0001");
	pty_expect_no(pty, "Chưa lưu");
	go_on();
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(errors_are_told_at_the_field, setup, teardown),
		cmocka_unit_test_setup_teardown(long_names_are_refused_with_a_reason, setup, teardown),
		cmocka_unit_test_setup_teardown(pastes_are_text_only, setup, teardown),
		cmocka_unit_test_setup_teardown(scans_of_every_kind, setup, teardown),
		cmocka_unit_test_setup_teardown(a_scan_of_64_kilobytes, setup, teardown),
		cmocka_unit_test_setup_teardown(letters_are_no_buttons, setup, teardown),
		cmocka_unit_test_setup_teardown(marks_without_end, setup, teardown),
		cmocka_unit_test_setup_teardown(type_ahead_is_never_lost, setup, teardown),
		cmocka_unit_test_setup_teardown(cards_of_the_next_and_of_the_delegate, setup, teardown),
		cmocka_unit_test_setup_teardown(a_second_f9_takes_nothing_back, setup, teardown),
		cmocka_unit_test_setup_teardown(counts_and_procedures_out_of_range, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
