/* A rejected dossier opened in the form with its reasons, corrected and sent; the notice on the way. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/str.h"
#include "store/outbox.h"
#include "store/store.h"
#include "tests/harness/office.h"

static struct office office;

static int setup(void **state)
{
	(void)state;
	office_open(&office);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_close(&office);
	return 0;
}

static void quit(struct pty *pty)
{
	pty_key(pty, "F10");
	assert_int_equal(pty_exit_status(pty), 0);
	pty_free(pty);
}

/* As central would have answered; the application is not running. */
static void reject_first(void)
{
	char path[128];
	struct store *store;
	struct outbox_item item;
	size_t n;
	struct err err = ERR_INIT;
	struct problem why = {.type = "invalid", .title = "Dữ liệu không hợp lệ", .status = 422,
		.detail = "Cần số điện thoại để báo tin."};
	violation_add(&why.violations, "receipt_token", "other", "Không có ô nào cho điều này.");
	violation_add(&why.violations, "applicant.phone", "required", "Cần số điện thoại để báo tin.");
	snprintf(path, sizeof(path), "%s/data/motcua.db", office.dir);
	if (!store_open(&store, path, &err) || !outbox_next(store, 0, &item, 1, &n, &err) || n != 1 ||
		!outbox_reject(store, item.uuid, &why, 1795398180, &err))
		fail_msg("%s", err.text);
	outbox_item_clear(&item);
	store_close(store);
}

/* One dossier without a phone number, taken in offline and rejected; the queue open on it. */
static struct pty *rejected_in_queue(void)
{
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "Enter");
	office_central_stop(&office);
	pty_type(pty, "089190001234||Lê Thị Mẫu|02091990|Nữ|An Giang|01012022\r");
	pty_type(pty, "000656");
	pty_key(pty, "Enter");
	pty_key(pty, "F9");
	pty_settle_all(pty);
	quit(pty);
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
	pty_expect(pty, "Đã sửa H01.91.12-261123-0001, chờ gửi lại");
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
	quit(pty);
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
	quit(pty);
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
	quit(pty);
}

static void the_notice_is_printed_from_the_queue(void **state)
{
	(void)state;
	struct pty *pty = rejected_in_queue();
	pty_key(pty, "F7");
	pty_settle_all(pty);
	pty_expect(pty, "thông báo cho công dân");
	assert_true(file_is_there("H01.91.12-261123-0001-thong-bao.pdf"));
	pty_key(pty, "F7");
	pty_settle_all(pty);
	pty_expect(pty, "BẢN SAO 1");
	quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(corrected_in_the_form_and_sent, setup, teardown),
		cmocka_unit_test_setup_teardown(left_half_way_it_is_a_draft_of_that_dossier, setup, teardown),
		cmocka_unit_test_setup_teardown(the_notice_is_printed_from_the_queue, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
