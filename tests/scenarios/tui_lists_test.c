/* The list, the queue with its rejections, and paper that did not come out. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/screen_case.h"

static void lists_narrow_and_page(void **state)
{
	(void)state;
	static const char *const names[] = {"Nguyễn Văn Thử", "Lê Thị Mẫu", "Trần Đình Ví Dụ"};
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	for (int i = 0; i < 21; i++)
		case_take_in(pty, names[i % 3]);
	pty_key(pty, "Esc");
	pty_expect(pty, "Chờ gửi 0");
	pty_expect(pty, "SẮP ĐẾN HẠN (21)");
	assert_true(pty_golden(pty, "home-many"));
	pty_key(pty, "F3");
	pty_expect(pty, "tất cả · hàng 1–15 / 21");
	pty_key(pty, "PgDn");
	pty_expect(pty, "261123-0001");
	pty_expect_no(pty, "261123-0021");
	pty_type(pty, "dinh");
	pty_expect(pty, "tất cả · 7 hồ sơ");
	pty_type(pty, " 0012"); /* a tail of the number beside a word of the name */
	pty_expect(pty, "261123-0012");
	assert_true(pty_golden(pty, "dossiers-narrowed"));
	pty_key(pty, "Ins"); /* marked whatever the search was */
	pty_key(pty, "Down");
	pty_type(pty, "  "); /* after an arrow key Space marks as well, and goes on */
	pty_expect(pty, "đã đánh dấu 3 / 7 hồ sơ");
	assert_true(pty_golden(pty, "dossiers-marked"));
	pty_key(pty, "Ctrl-A");
	pty_expect(pty, "tất cả · 7 hồ sơ");
	pty_key(pty, "Ctrl-A");
	pty_expect(pty, "đã đánh dấu 7 / 7 hồ sơ");
	pty_type(pty, "xyz");
	pty_expect(pty, "định danh, điện thoại.");
	pty_key(pty, "Esc"); /* first the marks */
	pty_expect(pty, "Đã bỏ đánh dấu 7 hồ sơ");
	pty_key(pty, "F6");
	pty_expect(pty, "chờ gửi · 0 hồ sơ");
	pty_key(pty, "Esc");
	case_take_in(pty, "Nguyễn Thị Ánh Tuyết Mẫu Ví Dụ"); /* longer than its column: in full below */
	pty_key(pty, "Esc");
	pty_key(pty, "F3");
	pty_expect(pty, "Nguyễn Thị Ánh Tuyết Mẫu Ví Dụ · Thủ tục đăng ký khai tử");
	case_quit(pty);
}

static void reject_first(const char *detail)
{
	struct problem why = {.type = "invalid", .status = 422};
	str_copy(why.title, sizeof(why.title), "Dữ liệu không hợp lệ");
	str_copy(why.detail, sizeof(why.detail), detail);
	case_reject(&why);
}

static void a_rejection_is_seen_and_sent_again(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "có mạng");
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	office_central_stop(&office);
	case_take_in(pty, "Nguyễn Văn Thử");
	case_take_in(pty, "Lê Thị Mẫu");
	pty_expect(pty, "mất mạng");
	case_quit(pty);
	reject_first("Thủ tục này đã thay đổi từ hôm qua; hãy chọn lại trường hợp.");
	pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "mất mạng từ");
	pty_expect(pty, "Bị từ chối 1");
	pty_key(pty, "F4");
	pty_key(pty, "F5"); /* a waiting one needs nothing */
	pty_expect(pty, "Chỉ hồ sơ bị từ chối mới cần gửi lại");
	pty_key(pty, "End");
	pty_expect(pty, "đã thay đổi từ hôm qua");
	pty_expect(pty, "Chờ gửi 1 · Bị từ chối 1");
	pty_key(pty, "Enter");
	pty_expect(pty, "trung tâm từ chối nhận");
	pty_expect(pty, "đã thay đổi từ hôm qua");
	pty_key(pty, "Esc");
	pty_key(pty, "F5");
	pty_expect(pty, "trở lại hàng đợi");
	pty_expect(pty, "Chờ gửi 2 · Bị từ chối 0");
	pty_key(pty, "F6"); /* what came of it is said */
	pty_expect(pty, "Chưa gửi được. Hồ sơ vẫn an toàn");
	office_central_start(&office);
	pty_key(pty, "F6");
	pty_expect(pty, "tất cả đã về đến trung tâm");
	pty_expect(pty, "Đã gửi hết");
	pty_key(pty, "F6");
	pty_expect(pty, "Không có hồ sơ nào chờ gửi");
	case_quit(pty);
}

static void paper_that_did_not_come_out(void **state)
{
	(void)state;
	char folder[128];
	struct err err = ERR_INIT;
	snprintf(folder, sizeof(folder), "%s/pdf", office.dir);
	assert_true(fs_write_atomic(folder, "x", 1, 0600, &err)); /* a file where the folder should be */
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	case_take_in(pty, "Nguyễn Văn Thử");
	pty_expect(pty, "Đã tiếp nhận H01.91.12-261123-0001");
	pty_expect(pty, "CHƯA IN 1");
	pty_expect(pty, "CHƯA IN H01.91.12-261123-0001: ");
	pty_key(pty, "Esc");
	pty_expect(pty, "Chưa in 1"); /* it stands on every screen */
	pty_key(pty, "F3");
	pty_expect(pty, "CHƯA IN");
	assert_int_equal(unlink(folder), 0);
	pty_key(pty, "F7");
	pty_expect(pty, "chưa xong"); /* the receipt's, and chosen */
	pty_key(pty, "Enter"); /* the original: none came out */
	pty_expect(pty, "lưu ở");
	pty_expect_no(pty, "CHƯA IN");
	pty_expect_no(pty, "BẢN SAO");
	pty_key(pty, "F7");
	pty_key(pty, "F7"); /* the second is a copy, and says so */
	pty_expect(pty, "BẢN SAO 1");
	pty_settle_all(pty);
	case_quit(pty);
}

/* Another start: who is at the counter is remembered for the day, and can be changed. */
static void the_shift_is_remembered(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "thu");
	pty_expect(pty, "> Lê Văn Thử");
	pty_key(pty, "Enter");
	pty_expect(pty, "Quầy 03 · Lê Văn Thử");
	case_quit(pty);
	pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "Quầy 03 · Lê Văn Thử");
	pty_key(pty, "F8");
	pty_type(pty, "vi du");
	pty_key(pty, "Enter");
	pty_expect(pty, "Quầy 03 · Nguyễn Văn Ví");
	case_quit(pty);
	pty = office_screen(&office, 24, 80, (const char *const[]){"MOTCUA_TEST_NOW=1795484580",
		"MOTCUA_TEST_BOOT=test:86400000", NULL});
	pty_expect(pty, "AI TRỰC QUẦY HÔM NAY?"); /* the next day */
	case_quit(pty);
}

static void withdraw(const char *account, const char *name)
{
	char file[96], json[300];
	struct buf out;
	struct err err = ERR_INIT;
	buf_init(&out, 65536);
	snprintf(file, sizeof(file), "%s/accounts.json", office.dir);
	snprintf(json, sizeof(json), "[{\"id\": \"%s\", \"name\": \"%s\", \"title\": \"x\", \"agency\": \"" OFFICE_AGENCY "\","
		" \"deleted\": true}]", account, name);
	assert_true(fs_write_atomic(file, json, strlen(json), 0600, &err));
	assert_int_equal(office_central_command(&office, (const char *const[]){"import", "accounts", file, NULL},
		&out), 0);
	buf_clear(&out);
}

/* An officer whom central withdraws goes off shift as soon as that is heard, in the middle of a form too. */
static void the_withdrawn_leave(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "thu");
	pty_key(pty, "Enter");
	pty_expect(pty, "Quầy 03 · Lê Văn Thử");
	withdraw("h01.91.12-thu", "Lê Văn Thử");
	pty_key(pty, "F11");
	pty_key(pty, "F6"); /* central is asked now, not at its time */
	pty_expect(pty, "Trung tâm đã thôi tài khoản của Lê Văn Thử");
	pty_expect(pty, "AI TRỰC QUẦY HÔM NAY?");
	pty_type(pty, "mau");
	pty_expect(pty, "> Trần Thị Mẫu");
	pty_expect(pty, "Trung tâm đã thôi tài khoản của Lê Văn Thử"); /* no key takes it away unread */
	pty_key(pty, "Enter");
	pty_expect(pty, "Quầy 03 · Trần Thị Mẫu");
	case_quit(pty);
	withdraw("h01.91.12-mau", "Trần Thị Mẫu"); /* heard of by another program */
	struct buf out;
	buf_init(&out, 65536);
	assert_int_equal(office_command(&office, (const char *const[]){"sync", "--once", NULL}, &out), 0);
	buf_clear(&out);
	pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "Trung tâm đã thôi tài khoản của Trần Thị Mẫu");
	pty_expect_no(pty, "> Trần Thị Mẫu");
	case_quit(pty);
}

/* No accounts for this agency: said so, and a name may be typed; the counter opens all the same. */
static void nobody_in_the_catalogue(void **state)
{
	(void)state;
	office_open_at(&office, "H01.02");
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "có mạng");
	assert_true(pty_golden(pty, "officer-none"));
	pty_key(pty, "Enter"); /* no name, no counter */
	pty_expect(pty, "AI TRỰC QUẦY HÔM NAY?");
	pty_type(pty, CARD "\r"); /* a card is no officer */
	pty_expect(pty, "Chọn người trực quầy trước");
	pty_expect_no(pty, "089190001234");
	pty_type(pty, "Trần Văn Mẫu");
	pty_key(pty, "Enter");
	pty_expect(pty, "Trần Văn Mẫu");
	pty_key(pty, "F2");
	case_take_in(pty, "Nguyễn Văn Thử");
	pty_expect(pty, "Đã tiếp nhận H01.02-261123-0001");
	pty_key(pty, "Esc");
	pty_expect(pty, "Chờ gửi 0"); /* central takes it */
	pty_key(pty, "F8"); /* the shift changes: nobody's intake */
	pty_expect(pty, "AI TRỰC QUẦY HÔM NAY?");
	pty_type(pty, CARD "\r");
	pty_expect(pty, "Chọn người trực quầy trước");
	pty_expect(pty, "AI TRỰC QUẦY HÔM NAY?");
	pty_key(pty, "Esc");
	case_quit(pty);
	office_close(&office);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(lists_narrow_and_page),
		CASE(a_rejection_is_seen_and_sent_again),
		CASE(paper_that_did_not_come_out),
		CASE(the_shift_is_remembered),
		CASE(the_withdrawn_leave),
		cmocka_unit_test(nobody_in_the_catalogue),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
