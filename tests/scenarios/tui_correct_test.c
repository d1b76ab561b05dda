/* A rejected dossier opened in the form with its reasons, corrected and sent; the notice on the way. */
#include <stdio.h>
#include "base/fs.h"
#include "tests/harness/screen_case.h"

static void reject_first(void)
{
	struct problem why = {.type = "invalid", .title = "Dữ liệu không hợp lệ", .status = 422,
		.detail = "Cần số điện thoại để báo tin."};
	violation_add(&why.violations, "receipt_token", "other", "Không có ô nào cho điều này.");
	violation_add(&why.violations, "applicant.phone", "required", "Cần số điện thoại để báo tin.");
	case_reject(&why);
}

/* One dossier without a phone number, taken in offline and rejected; the queue open on it. */
static struct pty *rejected_in_queue(void)
{
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	office_central_stop(&office);
	pty_type(pty, "089190001234||Lê Thị Mẫu|02091990|Nữ|An Giang|01012022\r");
	pty_type(pty, "000656");
	pty_key(pty, "Enter");
	pty_key(pty, "F9");
	pty_settle_all(pty);
	case_quit(pty);
	reject_first();
	pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "Bị từ chối 1");
	pty_key(pty, "F4");
	pty_expect(pty, "bị từ chối");
	return pty;
}

static bool file_is_there(const char *name)
{
	char path[256];
	snprintf(path, sizeof(path), "%s/pdf/%s", office.dir, name);
	return fs_exists(path);
}

static void corrected_in_the_form_and_sent(void **state)
{
	(void)state;
	struct pty *pty = rejected_in_queue();
	pty_key(pty, "F9");
	pty_expect(pty, "SỬA HỒ SƠ  H01.91.12-261123-0001");
	pty_expect(pty, "Lê Thị Mẫu");
	pty_expect(pty, "Trung tâm từ chối: Cần số điện thoại để báo tin.");
	pty_expect(pty, "giữ nguyên; cấp giấy hẹn mới");
	assert_true(pty_golden(pty, "intake-correct"));
	pty_type(pty, "0912345678"); /* the focus stands where the complaint is */
	pty_key(pty, "F9");
	pty_settle_all(pty);
	pty_expect(pty, "Đã sửa H01.91.12-261123-0001, chờ gửi lại. Thu giấy hẹn cũ.");
	pty_expect(pty, "Chờ gửi 1 · Bị từ chối 0");
	assert_true(file_is_there("H01.91.12-261123-0001.pdf"));
	assert_true(file_is_there("H01.91.12-261123-0001-thay-1.pdf"));
	office_central_start(&office);
	pty_key(pty, "F6");
	pty_expect(pty, "tất cả đã về đến trung tâm");
	pty_key(pty, "F9"); /* nothing there to correct */
	pty_key(pty, "Esc");
	pty_key(pty, "F3");
	pty_key(pty, "Enter");
	pty_expect(pty, "0912345678");
	pty_key(pty, "F9");
	pty_expect(pty, "Chỉ hồ sơ bị trung tâm từ chối mới sửa được");
	case_quit(pty);
}

/* Left half-way it is a draft, and opens again where it was left. */
static void left_half_way_it_is_a_draft_of_that_dossier(void **state)
{
	(void)state;
	struct pty *pty = rejected_in_queue();
	pty_key(pty, "Enter"); /* from the dossier's own screen as well */
	pty_expect(pty, "trung tâm từ chối nhận");
	pty_key(pty, "F9");
	pty_expect(pty, "SỬA HỒ SƠ");
	pty_type(pty, "0987");
	pty_expect(pty, "0987");
	pty_key(pty, "Esc");
	pty_key(pty, "Esc");
	case_quit(pty);
	pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "F4");
	pty_key(pty, "F9");
	pty_expect(pty, "SỬA HỒ SƠ  H01.91.12-261123-0001");
	pty_expect(pty, "0987");
	pty_expect(pty, "Trung tâm từ chối:");
	pty_type(pty, "654321");
	pty_key(pty, "F9");
	pty_settle_all(pty);
	pty_expect(pty, "Đã sửa H01.91.12-261123-0001");
	pty_key(pty, "Esc");
	pty_key(pty, "F2"); /* the draft is gone with it */
	pty_expect_no(pty, "phiếu dở");
	pty_expect_no(pty, "SỬA HỒ SƠ");
	case_quit(pty);
}

static void the_notice_is_printed_from_the_queue(void **state)
{
	(void)state;
	struct pty *pty = rejected_in_queue();
	pty_key(pty, "F7");
	pty_expect(pty, "> Thông báo về hồ sơ"); /* what the citizen is owed now */
	pty_key(pty, "Enter");
	pty_settle_all(pty);
	pty_expect(pty, "In H01.91.12-261123-0001: Thông báo");
	pty_expect(pty, "Thông báo (không có máy in) lưu ở");
	assert_true(file_is_there("H01.91.12-261123-0001-thong-bao.pdf"));
	pty_key(pty, "F7");
	pty_key(pty, "Enter");
	pty_settle_all(pty);
	pty_expect(pty, "BẢN SAO 1");
	case_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(corrected_in_the_form_and_sent),
		CASE(left_half_way_it_is_a_draft_of_that_dossier),
		CASE(the_notice_is_printed_from_the_queue),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
