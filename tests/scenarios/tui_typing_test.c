/* Vietnamese typed at the counter as on a bare console: every field, both methods, and back again. */
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include "tests/harness/screen_case.h"

static struct pty *pty;

static int setup(void **state)
{
	case_open(state);
	pty = office_screen(&office, 24, 80, NULL);
	return 0;
}

static int teardown(void **state)
{
	return case_close(state);
}

static void again(const char *name, int times)
{
	while (times-- > 0)
		pty_key(pty, name);
}

static void every_field_of_the_form(void **state)
{
	(void)state;
	pty_type(pty, "maaux"); /* who sits there is looked for with marks */
	pty_expect(pty, "Tìm tên  mẫu");
	pty_key(pty, "Enter");
	pty_key(pty, "F2");
	pty_expect(pty, "Alt-T Telex: bật");
	pty_type(pty, "DDoox Thij A\xcc\x83 \xc4\x91\xc4\x90\xc4\x83\xc4\x82\xc5\xa9\xc5\xa8 dd DD aw Aw ux UX");
	pty_expect(pty, "Người nộp    Đỗ Thị Ã đĐăĂũŨ đ Đ ă Ă ũ Ũ"); /* by Telex, and as whole letters */
	again("Backspace", 21);
	pty_type(pty, "r windows");
	pty_expect(pty, "Đỗ Thỉ ưindows");
	again("Tab", 2); /* leaving gives a foreign word its keys back */
	pty_expect(pty, "Đỗ Thỉ windows");
	pty_expect(pty, "Alt-T Telex: nghỉ");
	pty_type(pty, "089 190-001.234"); /* no marks in numbers; tidied when left */
	pty_key(pty, "Tab");
	pty_expect(pty, "Số định danh 089190001234");
	pty_type(pty, "2/9/90");
	again("Tab", 2);
	pty_expect(pty, "Ngày sinh 02/09/1990");
	pty_type(pty, "Aaps Vinhx Phus, xax Vinhx Hanh");
	pty_key(pty, "Tab");
	pty_expect(pty, "Địa chỉ      Ấp Vĩnh Phú, xã Vĩnh Hanh");
	pty_type(pty, "+84 912345678");
	pty_key(pty, "Tab");
	pty_expect(pty, "Điện thoại   0912 345 678");
	pty_type(pty, "dox.as@vidu.vn");
	pty_key(pty, "Tab");
	pty_expect(pty, "Email     dox.as@vidu.vn");
	pty_type(pty, "Leef Vawn Thuwr (con)");
	pty_key(pty, "Tab");
	pty_expect(pty, "Nộp thay     Lề Văn Thử (con)");
	pty_type(pty, "khai tuwr");
	pty_expect(pty, "khai tử");
	pty_expect_no(pty, "Không có thủ tục nào như vậy");
	assert_true(pty_golden(pty, "intake-telex"));
	case_quit(pty);
}

static void wrong_things_are_told_when_left(void **state)
{
	(void)state;
	pty_key(pty, "Enter");
	pty_key(pty, "F2");
	again("Tab", 3);
	pty_type(pty, "31/2/90");
	pty_key(pty, "Tab");
	pty_expect(pty, "Ngày sinh: Ngày sinh không đúng."); /* in words, and at the field */
	pty_expect(pty, "!Ngày sinh 31/2/90");
	pty_type(pty, " "); /* the focus went on all the same: another sex */
	pty_expect(pty, "!Ngày sinh 31/2/90");
	pty_key(pty, "Shift-Tab");
	pty_expect(pty, "! Ngày sinh không đúng.");
	pty_key(pty, "Backspace");
	pty_expect_no(pty, "!Ngày sinh"); /* it is being mended */
	pty_type(pty, "\177\177\177\177" "/1/1990");
	again("Tab", 3);
	pty_expect_no(pty, "!Ngày sinh");
	pty_expect(pty, "Ngày sinh 31/01/1990");
	pty_type(pty, "0912 345");
	pty_key(pty, "Tab");
	pty_expect(pty, "Điện thoại: Số điện thoại không đúng");
	again("Shift-Tab", 5); /* an empty name is nothing wrong before one saves */
	pty_key(pty, "Tab");
	pty_expect_no(pty, "!Người nộp");
	case_quit(pty);
}

static void turned_and_taken_back(void **state)
{
	(void)state;
	pty_key(pty, "Enter");
	pty_key(pty, "F2");
	again("Tab", 5);
	pty_type(pty, "ddieenj Telex");
	pty_key(pty, "Alt-R");
	pty_expect(pty, "Địa chỉ      điện Telex");
	pty_key(pty, "Alt-T");
	pty_expect(pty, "Alt-T VNI: bật");
	pty_type(pty, " d9ie6n5 VNI, so61 12 P12 box");
	pty_expect(pty, "Địa chỉ      điện Telex điện VNI, số 12 P12 box");
	pty_key(pty, "Alt-T");
	pty_expect(pty, "Gõ dấu: tắt");
	pty_type(pty, " tie61ng tieengs");
	pty_expect(pty, "box tie61ng tieengs");
	pty_key(pty, "Alt-T");
	again("Ctrl-Z", 2);
	pty_expect(pty, "số 12 P12 box");
	pty_expect_no(pty, "tie61ng");
	pty_key(pty, "Ctrl-Y");
	pty_expect(pty, "box tie61ng");
	pty_paste(pty, "tieengs VIEEJT", 14); /* never composed */
	pty_expect(pty, "tie61ng tieengs VIEEJT");
	again("Ctrl-W", 3);
	again("Ctrl-Left", 2);
	pty_type(pty, "owr ");
	pty_expect(pty, "số 12 ở P12 box");
	pty_key(pty, "Alt-F");
	pty_type(pty, "A");
	pty_key(pty, "Alt-B");
	pty_type(pty, "khu ");
	pty_expect(pty, "số 12 ở khu P12A box");
	pty_key(pty, "Home");
	pty_key(pty, "Ctrl-Right"); /* into an earlier word: its mark is mended there */
	pty_type(pty, "r");
	pty_expect(pty, "Địa chỉ      điển Telex");
	case_quit(pty);
}

static void configure(const char *lines)
{
	FILE *f = fopen(office.config, "a");
	assert_non_null(f);
	assert_true(fputs(lines, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* The way of typing is the officer's, on this machine; central's and the desktop's matter nothing. */
static void remembered_for_the_officer(void **state)
{
	(void)state;
	static const char *const rxvt[] = {"TERM=rxvt-unicode-256color", NULL};
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_key(pty, "Alt-T");
	pty_expect(pty, "kiểu VNI");
	case_quit(pty);
	pty = office_screen(&office, 24, 80, rxvt);
	pty_key(pty, "F3");
	pty_expect(pty, "VNI: bật");
	pty_raw(pty, "\033[3@", 4, 1); /* a key its description adds: it begins no paste */
	pty_type(pty, "Nguye6n4");
	pty_expect(pty, "Tìm  Nguyễn");
	pty_key(pty, "Esc");
	pty_key(pty, "F8");
	pty_expect(pty, "VNI: bật");
	pty_type(pty, "vi1 du5");
	pty_expect(pty, "Tìm tên  ví dụ");
	pty_key(pty, "Enter");
	pty_expect(pty, "Ví Dụ");
	pty_key(pty, "F3");
	pty_expect(pty, "Telex: bật");
	case_quit(pty);
	configure("\n[typing]\nmethod = vni\nstyle = new\n"); /* for who has not chosen */
	pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "F3");
	pty_expect(pty, "VNI: bật");
	pty_type(pty, "hoa2 thuy1");
	pty_expect(pty, "Tìm  hoà thuý");
	case_quit(pty);
}

static void scans_come_raw(void **state)
{
	(void)state;
	pty_key(pty, "Enter");
	pty_key(pty, "F2");
	again("Tab", 5);
	pty_type(pty, "Aaps Maaux" CARD "\r");
	pty_expect(pty, "Người nộp    Nguyễn Thị Ánh Mẫu");
	pty_expect(pty, "Địa chỉ      Ấp Vĩnh Phú, xã Vĩnh Hanh, An Giang");
	again("Tab", 4);
	pty_type(pty, "Ghi chus IDVNM0990123459001099012345<<0\r9901155M3901153VNM<<<<<<<<<<<6\r"
		"NGUYEENX<<VAWNF<THUUWR<<<<<<<<\r"); /* what Telex would make a name of */
	pty_expect(pty, "NGUYEENX VAWNF THUUWR");
	case_quit(pty);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_field_of_the_form, setup, teardown),
		cmocka_unit_test_setup_teardown(wrong_things_are_told_when_left, setup, teardown),
		cmocka_unit_test_setup_teardown(turned_and_taken_back, setup, teardown),
		cmocka_unit_test_setup_teardown(remembered_for_the_officer, setup, teardown),
		cmocka_unit_test_setup_teardown(scans_come_raw, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
