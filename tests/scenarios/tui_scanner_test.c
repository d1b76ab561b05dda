/* Scanners at the real screen: on a serial port that is a pseudo terminal, and playing keyboard. All people
 * are made up. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/receipt_token.h"
#include "store/dossiers.h"
#include "tests/harness/screen_case.h"
#include "tests/harness/serial_scanner.h"

#define OTHER "001199012345||Lê Thị Mẫu|15011999|Nữ|Số 1, Phường Thử Nghiệm, Hà Nội|01012022"
#define CODE "H01.91.12-261123-0001"
#define MRZ1 "IDVNM0990123459001099012345<<0"
#define MRZ2 "9901155M3901153VNM<<<<<<<<<<<6"
#define MRZ3 "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"

static struct serial_scanner port;
static struct pty *pty;
static char receipt[RECEIPT_URL_SIZE];

/* ---- one office for all, with one dossier; each test its own run of the application */

static void add_scanner_to_config(void)
{
	struct buf ini;
	struct err err = ERR_INIT;
	buf_init(&ini, 65536);
	assert_true(fs_read(office.config, &ini, &err));
	buf_printf(&ini, "\n[scanner]\ndevice = %s\n", port.path);
	assert_true(fs_write_atomic(office.config, buf_str(&ini), ini.len, 0600, &err));
	buf_clear(&ini);
}

static void read_receipt(void)
{
	struct store *store = case_store();
	struct dossier d;
	char token[RECEIPT_TOKEN_SIZE];
	struct err err = ERR_INIT;
	assert_true(dossiers_load(store, CODE, &d, token, NULL, &err));
	assert_true(receipt_url("https://motcua.example.vn", CODE, token, receipt));
	dossier_clear(&d);
	store_close(store);
}

static void start(void)
{
	pty = office_screen(&office, 24, 80, NULL);
	serial_scanner_expect_reader(&port);
}

static int open_all(void **state)
{
	char dir[96];
	struct err err = ERR_INIT;
	case_open(state);
	snprintf(dir, sizeof(dir), "%s/ports", office.dir);
	assert_true(fs_mkdirs(dir, 0700, &err));
	serial_scanner_open(&port, dir);
	add_scanner_to_config();
	start();
	pty_key(pty, "Enter");
	pty_key(pty, "F2");
	case_take_in(pty, "Nguyễn Văn Thử");
	pty_expect(pty, "Đã tiếp nhận " CODE);
	case_quit(pty);
	read_receipt();
	return 0;
}

static int close_all(void **state)
{
	serial_scanner_close(&port);
	return case_close(state);
}

static int setup(void **state)
{
	(void)state;
	start();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	case_quit(pty);
	return 0;
}

static bool shown(const char *text)
{
	struct buf screen;
	buf_init(&screen, 65536);
	pty_settle(pty);
	pty_screen(pty, &screen);
	bool found = strstr(buf_str(&screen), text) != NULL;
	buf_clear(&screen);
	return found;
}

static void go_home(void)
{
	for (int i = 0; i < 12 && !shown("Hôm nay   Tiếp nhận"); i++)
		pty_key(pty, "Esc");
	pty_expect(pty, "Hôm nay   Tiếp nhận");
}

/* ---- what it is for */

static void each_kind_does_the_natural_thing(void **state)
{
	(void)state;
	serial_scanner_scan(&port, OTHER);
	pty_expect(pty, "TIẾP NHẬN HỒ SƠ");
	pty_expect(pty, "Người nộp    Lê Thị Mẫu");
	pty_key(pty, "Shift-Tab"); /* Nộp thay */
	pty_type(pty, CARD); /* a keyboard scanner that sends no Enter */
	pty_expect(pty, "Nộp thay     Nguyễn Thị Ánh Mẫu, số định danh 089190001234");
	pty_key(pty, "Shift-Tab");
	serial_scanner_scan(&port, CARD "||||");
	pty_expect(pty, "Nộp thay     Nguyễn Thị Ánh Mẫu, số định danh 089190001234");
	serial_scanner_scan(&port, receipt);
	pty_expect(pty, "HỒ SƠ  " CODE);
	pty_expect(pty, "Giấy hẹn thật");
	pty_key(pty, "Esc");
	pty_expect(pty, "Người nộp    Lê Thị Mẫu");
	serial_scanner_scan(&port, CODE);
	pty_expect(pty, "HỒ SƠ  " CODE);
	serial_scanner_scan(&port, "H01.91.12-261123-0077");
	pty_expect(pty, "Hồ sơ H01.91.12-261123-0077 không do máy này tiếp nhận");
	char *letter = &receipt[strlen(receipt) - 20], was = *letter;
	*letter = was == 'A' ? 'B' : 'A'; /* one letter of the signature */
	serial_scanner_scan(&port, receipt);
	*letter = was;
	pty_expect_no(pty, "Giấy hẹn thật");
	pty_expect(pty, "Giấy hẹn là giả hoặc đã bị sửa");
	serial_scanner_scan(&port, "8934567890123");
	pty_expect(pty, "Không nhận ra mã");
	serial_scanner_send(&port, MRZ1 "\r\n" MRZ2 "\r\n" MRZ3 "\r\n", 96);
	pty_expect(pty, "NGUYEN VAN AN"); /* back in the form, the next person */
	go_home();
}

static void in_pieces_and_again_and_again(void **state)
{
	(void)state;
	serial_scanner_send(&port, "001199012345||L\xc3", 16);
	serial_scanner_send(&port, "\xaa Th\xe1\xbb", 6);
	serial_scanner_send(&port, "\x8b M\xe1\xba\xabu|15011999|N\xe1\xbb\xaf|X\xc3\xa3 Th\xe1\xbb\xad|01012022\r\n", 43);
	pty_expect(pty, "Người nộp    Lê Thị Mẫu");
	pty_expect(pty, "Xã Thử");
	serial_scanner_send(&port, CARD, strlen(CARD)); /* no end: silence is one */
	pty_expect(pty, "Người nộp    Nguyễn Thị Ánh Mẫu");
	serial_scanner_send(&port, "\033[20~\033[21~\007", 11); /* F9, F10: nothing is pressed */
	serial_scanner_scan(&port, "\x02" OTHER "\033]0;x\007");
	pty_expect(pty, "Người nộp    Lê Thị Mẫu");
	go_home();
}

static void pulled_out_and_plugged_in(void **state)
{
	(void)state;
	serial_scanner_send(&port, "001199012345||Lê", 17); /* half of it was there */
	serial_scanner_unplug(&port);
	pty_expect(pty, "Máy quét đã rút ra");
	pty_key(pty, "F11");
	pty_expect(pty, "không thấy máy quét");
	serial_scanner_plug(&port);
	pty_expect(pty, "Đã nối máy quét");
	pty_expect(pty, "scanner: máy quét cổng nối tiếp");
	serial_scanner_expect_reader(&port);
	serial_scanner_scan(&port, CARD);
	pty_expect(pty, "Người nộp    Nguyễn Thị Ánh Mẫu");
	go_home();
}

/* A scanner gone wild for a second: keys go on, the screen is painted, the last scan is the one seen. */
static void five_hundred_scans_a_second(void **state)
{
	(void)state;
	char scan[200];
	pty_key(pty, "F2");
	for (int i = 0; i < 500; i++) {
		snprintf(scan, sizeof(scan), "001199%06d||Lê Thị Mẫu|15011999|Nữ|Xã Thử|01012022", i);
		serial_scanner_scan(&port, scan);
	}
	pty_expect(pty, "001199000499");
	pty_key(pty, "F11");
	for (int i = 0; i < 500; i++)
		serial_scanner_scan(&port, i % 2 ? CODE : receipt);
	pty_expect(pty, "HỒ SƠ  " CODE);
	char *endless = xmalloc(65536);
	memset(endless, 'A', 65536);
	serial_scanner_send(&port, endless, 65536);
	free(endless);
	pty_expect_no(pty, "AAAA");
	serial_scanner_send(&port, "\r", 1);
	serial_scanner_scan(&port, OTHER);
	pty_expect(pty, "Người nộp    Lê Thị Mẫu");
	pty_expect_no(pty, "AAAA");
	go_home();
}

/* ---- everywhere */

static const struct place {
	const char *keys[6];
	const char *typed, *kept; /* before the scan, and what is still to be seen after it */
} places[] = {
	{{NULL}, "", "Hôm nay"},
	{{"F1"}, "", "F1"},
	{{"F3"}, "thử", "Tìm  thử"},
	{{"F3", "Enter"}, "", "HỒ SƠ"},
	{{"F3", "Enter", "F7"}, "", "IN GIẤY TỜ"},
	{{"F3", "Enter", "F7", "F3"}, "", NULL},
	{{"F3", "Enter", "F7", "Down", "Enter"}, "lý do", "lý do"},
	{{"F4"}, "", NULL},
	{{"F6"}, "", NULL},
	{{"F6", "F8"}, "", NULL},
	{{"F6", "F9"}, "", NULL},
	{{"F11"}, "", NULL},
	{{"Ctrl-P"}, "in", "Hôm nay"},
	{{"F2"}, "Lê", "Người nộp    Lê "},
	{{"F2", "F6"}, "", "TIẾP NHẬN"},
};

static void go_to(const struct place *place)
{
	go_home();
	for (size_t i = 0; i < ARRAY_LEN(place->keys) && place->keys[i]; i++)
		pty_key(pty, place->keys[i]);
	pty_type(pty, place->typed);
	pty_settle(pty);
}

static void on_every_screen(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		go_to(&places[i]);
		pty_type(pty, CODE "\r");
		pty_expect(pty, "HỒ SƠ  " CODE);
		pty_key(pty, "Esc");
		if (places[i].kept && !str_eq(places[i].kept, "HỒ SƠ"))
			pty_expect(pty, places[i].kept);
		pty_expect_no(pty, "261123-0001 261123");
		go_to(&places[i]);
		if (i % 2)
			serial_scanner_scan(&port, OTHER);
		else
			pty_type(pty, OTHER "\r");
		pty_expect(pty, "TIẾP NHẬN HỒ SƠ");
		pty_expect(pty, "Người nộp    Lê Thị Mẫu");
		pty_expect_no(pty, "|");
	}
	go_home();
}

static void a_table_of_counts_keeps_its_counts(void **state)
{
	(void)state;
	pty_type(pty, CARD "\r" "119");
	pty_key(pty, "Enter"), pty_key(pty, "Enter");
	pty_type(pty, "2");
	pty_expect(pty, "[2]");
	pty_type(pty, CARD "\r");
	pty_expect(pty, "[2]");
	pty_type(pty, "8934567890123\r");
	pty_expect(pty, "Không nhận ra mã");
	pty_expect(pty, "[2]");
	pty_type(pty, receipt);
	pty_type(pty, "\r");
	pty_expect(pty, "Giấy hẹn thật");
	pty_key(pty, "Esc");
	pty_expect(pty, "[2]");
	pty_key(pty, "Shift-Tab"), pty_key(pty, "Shift-Tab");
	go_home();
}

static void letters_a_keyboard_cannot_send(void **state)
{
	(void)state;
	pty_type(pty, "001199012399||L? Th? M?u|15011999|N?|S? 1, Ph??ng Th?|01012022\r");
	pty_expect(pty, "USB-COM");
	pty_expect(pty, "001199012399     Ngày sinh 15/01/1999    Giới tính  nữ");
	pty_expect_no(pty, "?");
	pty_type(pty, "Lê Thị Thử");
	pty_expect(pty, "Người nộp    Lê Thị Thử"); /* the cursor was there */
	pty_type(pty, "001199012399||Lee Thij Maaux|15011999|Nwx|Xax Thuwr|01012022\r");
	pty_expect(pty, "USB-COM");
	pty_expect(pty, "Người nộp    Lê Thị Thử"); /* the same person: what was typed stays */
	go_home();
}

/* ---- nobody there */

/* Neither way of scanning does more than say so; what was said before is gone first. */
static void expect_only(const char *words)
{
	const char *const scans[] = {OTHER, receipt, CODE, "8934567890123"};
	for (size_t i = 0; i < 2 * ARRAY_LEN(scans); i++) {
		pty_type(pty, "x");
		pty_expect(pty, "chỉ gồm chữ số");
		if (i % 2) {
			pty_type(pty, scans[i / 2]);
			pty_key(pty, "Enter");
		} else {
			serial_scanner_scan(&port, scans[i / 2]);
		}
		pty_expect(pty, words);
		pty_expect_no(pty, "Mẫu|");
		pty_expect_no(pty, "*"); /* nothing of it is in the PIN */
		pty_expect_no(pty, "HỒ SƠ");
	}
}

static void locked_it_says_a_word_and_no_more(void **state)
{
	(void)state;
	pty_key(pty, "F12");
	expect_only("Nhập xong mã PIN");
	for (int i = 0; i < 2; i++) {
		pty_type(pty, "480927");
		pty_key(pty, "Enter");
	}
	pty_expect(pty, "Đã đặt mã PIN");
	pty_key(pty, "F12");
	pty_expect(pty, "MÀN HÌNH ĐANG KHÓA");
	expect_only("mở khóa rồi quét lại");
	pty_type(pty, "480927");
	pty_key(pty, "Enter");
	pty_type(pty, receipt); /* while the PIN is looked at: it waits for the screen below */
	pty_key(pty, "Enter");
	pty_expect(pty, "HỒ SƠ  " CODE);
	go_home();
}

static void doctor_says_how_it_stands(void **state)
{
	(void)state;
	static const char *const args[] = {"doctor", NULL};
	struct buf out;
	buf_init(&out, 65536);
	office_command(&office, args, &out);
	assert_non_null(strstr(buf_str(&out), "chương trình khác đang dùng máy quét này"));
	pty_key(pty, "F11");
	serial_scanner_unplug(&port);
	pty_expect(pty, "không thấy máy quét");
	buf_reset(&out);
	office_command(&office, args, &out);
	assert_non_null(strstr(buf_str(&out), "không thấy máy quét cổng nối tiếp"));
	serial_scanner_plug(&port);
	pty_expect(pty, "scanner: máy quét cổng nối tiếp");
	go_home();
	buf_clear(&out);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		TEST(pulled_out_and_plugged_in), TEST(each_kind_does_the_natural_thing),
		TEST(in_pieces_and_again_and_again), TEST(a_table_of_counts_keeps_its_counts),
		TEST(letters_a_keyboard_cannot_send), TEST(doctor_says_how_it_stands),
		TEST(five_hundred_scans_a_second), TEST(on_every_screen), TEST(locked_it_says_a_word_and_no_more),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
