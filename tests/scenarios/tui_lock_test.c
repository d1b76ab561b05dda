/* The lock of the screen: PINs, what is hidden, who comes back to what, and that guessing is slow. */
#include <stdio.h>
#include <string.h>
#include "tests/harness/screen_case.h"

#define PIN_A "480927"
#define PIN_B "739104"
#define PIN_S "602938"

static void enter_pin(struct pty *pty, const char *pin)
{
	pty_type(pty, pin);
	pty_key(pty, "Enter");
}

static void set_pin(struct pty *pty, const char *pin)
{
	enter_pin(pty, pin);
	pty_expect(pty, "Gõ lại lần nữa");
	enter_pin(pty, pin);
	pty_expect(pty, "Đã đặt mã PIN");
}

/* Trần Thị Mẫu is at the counter and has a PIN. */
static struct pty *with_pin(const char *const *env)
{
	struct pty *pty = office_screen(&office, 24, 80, env);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "Trần Thị Mẫu");
	pty_expect(pty, "nhấn F12 để đặt");
	pty_key(pty, "F12");
	set_pin(pty, PIN_A);
	return pty;
}

static void a_pin_is_set_with_care(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_key(pty, "F12");
	pty_expect(pty, "ĐẶT MÃ PIN");
	pty_type(pty, "12345a"); /* not a letter gets in */
	pty_expect(pty, "chỉ gồm chữ số");
	pty_key(pty, "Enter");
	pty_expect(pty, "gồm 6 đến 12 chữ số");
	enter_pin(pty, "123456");
	pty_expect(pty, "ai cũng đoán được");
	enter_pin(pty, "020990");
	pty_expect(pty, "giống ngày tháng");
	enter_pin(pty, PIN_A);
	enter_pin(pty, PIN_B);
	pty_expect(pty, "không giống nhau");
	enter_pin(pty, PIN_A);
	pty_type(pty, "4809");
	assert_true(pty_golden(pty, "pin-new"));
	pty_type(pty, CARD "\r"); /* a card is no PIN */
	pty_expect(pty, "rồi quét lại");
	pty_expect_no(pty, "089190001234");
	set_pin(pty, PIN_A);
	pty_key(pty, "F8"); /* changing it needs the old one */
	pty_key(pty, "F5");
	pty_expect(pty, "ĐỔI MÃ PIN");
	enter_pin(pty, PIN_B);
	pty_expect(pty, "không đúng");
	enter_pin(pty, PIN_A);
	pty_expect(pty, "Gõ lại lần nữa");
	set_pin(pty, PIN_B);
	pty_key(pty, "Esc");
	pty_key(pty, "F12");
	enter_pin(pty, PIN_A);
	pty_expect(pty, "không đúng");
	enter_pin(pty, PIN_B);
	pty_expect(pty, "Hôm nay");
	case_quit(pty);
}

static void a_locked_screen_shows_nothing_and_loses_nothing(void **state)
{
	(void)state;
	struct buf shown;
	struct pty *pty = with_pin((const char *const[]){"LD_PRELOAD", NULL}); /* at what it really costs */
	pty_type(pty, CARD "\r");
	pty_expect(pty, "Nguyễn Thị Ánh Mẫu");
	pty_type(pty, "000656");
	pty_key(pty, "F12");
	pty_expect(pty, "MÀN HÌNH ĐANG KHÓA");
	assert_true(pty_golden(pty, "locked"));
	buf_init(&shown, 65536);
	pty_screen(pty, &shown);
	assert_null(strstr(buf_str(&shown), "Nguyễn"));
	assert_null(strstr(buf_str(&shown), "089190"));
	assert_null(strstr(pty_tail(pty), "\033]")); /* no title either */
	buf_clear(&shown);
	pty_key(pty, "F2"); /* nothing gets past it */
	pty_key(pty, "F3");
	pty_key(pty, "F11");
	pty_key(pty, "Esc");
	pty_key(pty, "F10");
	pty_expect(pty, "Mở khóa rồi mới thoát được");
	pty_type(pty, CARD "\r");
	pty_expect(pty, "mở khóa rồi quét lại");
	pty_resize(pty, 10, 40);
	pty_expect(pty, "quá nhỏ");
	pty_key(pty, "F10");
	pty_resize(pty, 24, 80);
	pty_expect(pty, "MÀN HÌNH ĐANG KHÓA");
	enter_pin(pty, PIN_B);
	pty_type(pty, "999"); /* typed on while it was looked at: of a wrong one nothing is left */
	pty_expect(pty, "Mã PIN không đúng");
	enter_pin(pty, PIN_A);
	pty_key(pty, "Enter"); /* typed ahead: the procedure is chosen */
	pty_expect(pty, "Thủ tục đăng ký khai tử");
	pty_expect(pty, "Nguyễn Thị Ánh Mẫu");
	pty_key(pty, "F9");
	pty_expect(pty, "Đã tiếp nhận H01.91.12-261123-0001");
	case_quit(pty);
}

static void recorded_under(struct pty *pty, const char *tail, const char *officer)
{
	char line[120];
	snprintf(line, sizeof(line), "· %s · quầy 03", officer);
	pty_key(pty, "Ctrl-P");
	pty_type(pty, tail);
	pty_key(pty, "Enter");
	pty_expect(pty, line);
	pty_key(pty, "Esc");
}

static void another_officer_takes_over(void **state)
{
	(void)state;
	struct pty *pty = with_pin(NULL);
	pty_type(pty, CARD "\r");
	pty_expect(pty, "Nguyễn Thị Ánh Mẫu");
	for (int i = 0; i < 3; i++)
		pty_key(pty, "Shift-Tab");
	pty_type(pty, "0912345678"); /* typed, on no card */
	pty_key(pty, "F12");
	pty_key(pty, "F8");
	pty_expect(pty, "AI TRỰC QUẦY HÔM NAY?");
	pty_type(pty, CARD "\r"); /* and the list is no way past the lock */
	pty_key(pty, "F10");
	pty_expect(pty, "Mở khóa rồi mới thoát được");
	pty_type(pty, "thu");
	pty_key(pty, "Enter");
	pty_expect(pty, "Ai bảo lãnh?"); /* has none here yet: one who has must vouch */
	pty_key(pty, "Esc");
	pty_key(pty, "Esc");
	pty_expect(pty, "MÀN HÌNH ĐANG KHÓA");
	pty_key(pty, "F8");
	pty_type(pty, "thu");
	pty_key(pty, "Enter");
	pty_key(pty, "Enter");
	pty_expect(pty, "Trần Thị Mẫu nhập mã PIN");
	assert_true(pty_golden(pty, "pin-vouch"));
	enter_pin(pty, PIN_B);
	pty_expect(pty, "không đúng");
	enter_pin(pty, PIN_A);
	set_pin(pty, PIN_B);
	pty_expect(pty, "Lê Văn Thử");
	pty_key(pty, "F2"); /* an empty form, and no draft of somebody else's */
	pty_expect(pty, "Người nộp");
	pty_expect_no(pty, "Ánh Mẫu");
	pty_key(pty, "F6");
	pty_expect(pty, "Không còn bản nháp nào khác");
	case_take_in(pty, "Lê Thị Mẫu");
	pty_expect(pty, "Đã tiếp nhận H01.91.12-261123-0001");
	pty_key(pty, "Esc");
	pty_key(pty, "F8");
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "VÀO CA");
	enter_pin(pty, PIN_A);
	pty_expect(pty, "Hôm nay");
	pty_expect(pty, "Bạn còn 1 bản nháp"); /* it waited for her, */
	pty_key(pty, "F2");
	pty_key(pty, "F6");
	pty_expect(pty, "Nguyễn Thị Ánh Mẫu");
	pty_key(pty, "Enter");
	pty_expect(pty, "089190001234"); /* as it was, */
	pty_expect(pty, "0912345678");
	for (int i = 0; i < 3; i++)
		pty_key(pty, "Tab"); /* from where she was */
	pty_type(pty, "000656");
	pty_key(pty, "Enter");
	pty_key(pty, "F9");
	pty_expect(pty, "Đã tiếp nhận H01.91.12-261123-0002");
	recorded_under(pty, "0002", "Trần Thị Mẫu"); /* and each is of who saved it */
	recorded_under(pty, "0001", "Lê Văn Thử");
	case_quit(pty);
}

static void guessing_is_slow_over_restarts(void **state)
{
	(void)state;
	static const char *const later[] = {"MOTCUA_TEST_BOOT=test:29000", NULL};
	static const char *const enough[] = {"MOTCUA_TEST_BOOT=test:31000", NULL};
	struct pty *pty = with_pin(NULL);
	case_quit(pty);
	pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "MÀN HÌNH ĐANG KHÓA"); /* a new start is no way round */
	for (int i = 0; i < 5; i++) {
		enter_pin(pty, PIN_B);
		pty_settle_all(pty);
		pty_expect(pty, "không đúng");
	}
	enter_pin(pty, PIN_A);
	pty_expect(pty, "chờ 30 giây");
	case_quit(pty);
	pty = office_screen(&office, 24, 80, later);
	enter_pin(pty, PIN_A);
	pty_expect(pty, "chờ 1 giây");
	case_quit(pty);
	pty = office_screen(&office, 24, 80, enough);
	enter_pin(pty, PIN_A);
	pty_expect(pty, "Mã PIN của Trần Thị Mẫu đã bị nhập sai"); /* and she hears of it */
	case_quit(pty);
}

static void a_supervisor_vouches(void **state)
{
	(void)state;
	struct pty *pty = with_pin(NULL);
	pty_key(pty, "F12");
	pty_key(pty, "F5");
	pty_expect(pty, "motcua pin clear h01.91.12-mau"); /* nobody to vouch yet */
	enter_pin(pty, PIN_A);
	pty_expect(pty, "Hôm nay");
	pty_key(pty, "F8");
	pty_type(pty, "minh hoa");
	pty_key(pty, "Enter");
	pty_key(pty, "Enter"); /* Trần Thị Mẫu vouches for her */
	enter_pin(pty, PIN_A);
	pty_expect(pty, "Gõ lại lần nữa");
	set_pin(pty, PIN_S);
	pty_key(pty, "F8");
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "VÀO CA");
	pty_key(pty, "F5");
	pty_expect(pty, "> Phạm Thị Minh Họa");
	pty_key(pty, "Enter");
	enter_pin(pty, PIN_S);
	pty_expect(pty, "Gõ lại lần nữa");
	set_pin(pty, PIN_B);
	pty_expect(pty, "Trần Thị Mẫu");
	case_quit(pty);
}

static void an_administrator_clears_one(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out, 65536);
	struct pty *pty = with_pin(NULL);
	pty_key(pty, "F12");
	assert_int_equal(office_command(&office, (const char *const[]){"pin", NULL}, &out), 0);
	assert_string_equal(buf_str(&out), "h01.91.12-mau\n");
	assert_int_equal(office_command(&office, (const char *const[]){"pin", "clear", "h01.91.12-thu",
		NULL}, &out), 65);
	assert_int_equal(office_command(&office, (const char *const[]){"pin", "clear", "h01.91.12-mau",
		NULL}, &out), 0);
	enter_pin(pty, PIN_A); /* what was typed is no PIN any more */
	pty_expect(pty, "ĐẶT MÃ PIN");
	set_pin(pty, PIN_B);
	pty_expect(pty, "h01.91.12-mau đã bị xóa bằng lệnh"); /* nobody does so unseen */
	case_quit(pty);
	buf_clear(&out);
}

/* Until it was open, if only for a moment: on a machine that stands still meanwhile it is locked again before
 * anything was painted. */
static void open_it(struct pty *pty, const char *pin)
{
	for (int i = 0; i < 50; i++) {
		enter_pin(pty, pin);
		pty_settle_all(pty);
		if (pty_wrote(pty, "Hôm nay"))
			return;
	}
	fail_msg("it does not open");
}

static void nobody_at_the_keys(void **state)
{
	(void)state;
	static const char *const soon[] = {"MOTCUA_TEST_NOW", "MOTCUA_TEST_LOCK_MS=600", NULL};
	static const char *const later[] = {"MOTCUA_TEST_NOW", NULL};
	struct pty *pty = office_screen(&office, 24, 80, soon);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "Chưa đặt mã PIN: nhấn Enter để mở"); /* covered, at least */
	open_it(pty, "");
	pty_free(pty);
	pty = office_screen(&office, 24, 80, later);
	pty_expect(pty, "Hôm nay");
	pty_key(pty, "F12");
	set_pin(pty, PIN_A);
	case_quit(pty);
	pty = office_screen(&office, 24, 80, soon);
	pty_expect(pty, "MÀN HÌNH ĐANG KHÓA");
	open_it(pty, PIN_A);
	pty_expect(pty, "MÀN HÌNH ĐANG KHÓA");
	pty_free(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_pin_is_set_with_care),
		CASE(a_locked_screen_shows_nothing_and_loses_nothing),
		CASE(another_officer_takes_over),
		CASE(guessing_is_slow_over_restarts),
		CASE(a_supervisor_vouches),
		CASE(an_administrator_clears_one),
		CASE(nobody_at_the_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
