/* The command palette: what is typed is found and done, on each kind of screen. */
#include <string.h>
#include "base/fs.h"
#include "tests/harness/screen_case.h"

static void palette(struct pty *pty, const char *typed)
{
	pty_key(pty, "Ctrl-P");
	pty_expect(pty, "LÀM GÌ?");
	pty_type(pty, typed);
	pty_settle(pty);
}

static void what_is_typed_is_done(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "Ctrl-P"); /* nobody is at the counter */
	pty_expect(pty, "Vào ca trước");
	pty_type(pty, "mau");
	pty_expect(pty, "> Trần Thị Mẫu");
	pty_key(pty, "Enter");
	pty_expect(pty, "có mạng");
	pty_key(pty, "Ctrl-P");
	assert_true(pty_golden(pty, "palette"));
	pty_key(pty, "Esc");
	palette(pty, "tiep nhan khai sinh");
	assert_true(pty_golden(pty, "palette-procedure"));
	pty_key(pty, "Enter");
	pty_expect(pty, "Thủ tục đăng ký khai sinh");
	pty_type(pty, CARD "\r"); /* the person afterwards: the procedure stays */
	pty_expect(pty, "Nguyễn Thị Ánh Mẫu");
	pty_expect(pty, "Thủ tục đăng ký khai sinh");
	palette(pty, "luu");
	pty_key(pty, "Enter"); /* as F9 */
	pty_expect(pty, "Đã tiếp nhận H01.91.12-261123-0001");
	pty_settle_all(pty);
	palette(pty, "0001"); /* a dossier by the tail of its code */
	pty_expect(pty, "> H01.91.12-261123-0001");
	pty_key(pty, "Enter");
	pty_expect(pty, "HỒ SƠ  H01.91.12-261123-0001");
	palette(pty, "in lai");
	pty_key(pty, "Enter");
	pty_expect(pty, "IN GIẤY TỜ");
	pty_key(pty, "Esc");
	pty_key(pty, "F8"); /* copied: who and what, nothing ticked */
	pty_expect(pty, "Chép từ H01.91.12-261123-0001");
	assert_true(pty_golden(pty, "intake-copied"));
	pty_key(pty, "F9");
	pty_expect(pty, "Chưa lưu: 1 chỗ cần sửa"); /* a paper that must be there */
	pty_type(pty, "1");
	pty_key(pty, "F9");
	pty_expect(pty, "Đã tiếp nhận H01.91.12-261123-0002");
	palette(pty, "0002");
	pty_key(pty, "Enter");
	pty_expect(pty, "Giấy chứng sinh; trường hợp không có thì văn bản");
	palette(pty, "chep");
	pty_key(pty, "Enter");
	pty_expect(pty, "Chép từ H01.91.12-261123-0002");
	palette(pty, "tiep nhan khai tu"); /* another one meanwhile: what is open is kept */
	pty_key(pty, "Enter");
	pty_expect(pty, "1 phiếu dở");
	palette(pty, "so theo doi");
	pty_key(pty, "Enter");
	pty_expect(pty, "Sổ theo dõi");
	palette(pty, "doi ca");
	pty_key(pty, "Enter");
	pty_expect(pty, "AI TRỰC QUẦY HÔM NAY?");
	palette(pty, "khong co viec nay");
	pty_expect(pty, "Không có việc nào như vậy");
	pty_key(pty, "Enter");
	pty_type(pty, CARD "\r"); /* a card never lands in it */
	pty_expect(pty, "Số định danh 089190001234");
	pty_key(pty, "F6"); /* a dialog: the palette's commands are done on the screen below it */
	case_quit(pty);
}

/* ---- the first shift here */

static void with_tour(void)
{
	struct buf ini;
	struct err err = ERR_INIT;
	buf_init(&ini, 65536);
	assert_true(fs_read(office.config, &ini, &err));
	char *no = strstr(ini.data, "tour = no");
	assert_non_null(no);
	memcpy(no, "tour=yes ", strlen("tour = no"));
	assert_true(fs_write_atomic(office.config, ini.data, ini.len, 0600, &err));
	buf_clear(&ini);
}

static void each_officer_is_introduced_once(void **state)
{
	(void)state;
	with_tour();
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "có mạng");
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "TRƯỚC CA ĐẦU TIÊN");
	assert_true(pty_golden(pty, "tour"));
	pty_type(pty, CARD "\r"); /* a scan goes on to the intake */
	pty_expect(pty, "Số định danh 089190001234");
	pty_key(pty, "Esc");
	pty_expect(pty, "Hôm nay");
	pty_expect_no(pty, "TRƯỚC CA ĐẦU TIÊN");
	palette(pty, "gioi thieu");
	pty_key(pty, "Enter");
	pty_expect(pty, "TRƯỚC CA ĐẦU TIÊN");
	pty_key(pty, "F3"); /* any other key is for what lies below */
	pty_expect(pty, "TRA CỨU HỒ SƠ");
	pty_key(pty, "Esc");
	pty_key(pty, "F8");
	pty_type(pty, "thu");
	pty_key(pty, "Enter");
	pty_expect(pty, "TRƯỚC CA ĐẦU TIÊN");
	pty_key(pty, "Enter");
	pty_expect_no(pty, "TRƯỚC CA ĐẦU TIÊN");
	pty_key(pty, "F8");
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "Quầy 03 · Trần Thị Mẫu");
	pty_expect(pty, "Bạn còn 1 bản nháp");
	pty_expect_no(pty, "TRƯỚC CA ĐẦU TIÊN");
	case_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_is_typed_is_done),
		CASE(each_officer_is_introduced_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
