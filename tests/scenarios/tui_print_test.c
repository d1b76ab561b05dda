/* Paper from the screen: the forms of a dossier, of several, of a period and a procedure; what is not out. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "tests/harness/screen_case.h"

static struct pty *with_dossiers(int n, int rows, int cols)
{
	static const char *const names[] = {"Nguyễn Văn Thử", "Lê Thị Mẫu", "Trần Đình Ví Dụ"};
	struct pty *pty = office_screen(&office, rows, cols, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "● có mạng"); /* else the papers say that it was not there */
	for (int i = 0; i < n; i++)
		case_take_in(pty, names[i % 3]);
	pty_key(pty, "Esc");
	pty_expect(pty, "SẮP ĐẾN HẠN");
	return pty;
}

/* How many files with that in their names lie where papers go that no printer took. */
static int files(const char *part)
{
	char folder[128];
	int n = 0;
	const struct dirent *file;
	snprintf(folder, sizeof(folder), "%s/pdf", office.dir);
	DIR *dir = opendir(folder);
	while (dir && (file = readdir(dir)))
		n += strstr(file->d_name, part) != NULL;
	if (dir)
		closedir(dir);
	return n;
}

static void the_receipt_again_with_two_keys(void **state)
{
	(void)state;
	struct pty *pty = with_dossiers(1, 24, 80);
	pty_key(pty, "F7");
	pty_expect(pty, "> Giấy tiếp nhận hồ sơ và hẹn trả kết quả");
	pty_settle_all(pty);
	assert_true(pty_golden(pty, "print-forms"));
	pty_key(pty, "Enter");
	pty_settle_all(pty);
	pty_expect(pty, "BẢN SAO 1");
	pty_expect(pty, "SẮP ĐẾN HẠN"); /* back where it began */
	assert_int_equal(files("ban-sao-1.pdf"), 1);
	case_quit(pty);
}

/* A province's folder from now on, with that as its 01.form. */
static void have_form(const char *text)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/mau", office.dir);
	mkdir(path, 0700);
	FILE *f = fopen(office.config, "a");
	assert_non_null(f);
	fprintf(f, "[printing]\nforms_dir = %s\n", path);
	fclose(f);
	snprintf(path, sizeof(path), "%s/mau/01.form", office.dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* What was printed once is printed again from its own text; new papers of the broken form are not. */
static void the_receipt_again_though_its_form_is_broken(void **state)
{
	(void)state;
	struct pty *pty = with_dossiers(1, 24, 80);
	pty_settle_all(pty);
	case_quit(pty);
	have_form("form 01\ntitle\n");
	pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "F7");
	pty_expect(pty, "> Giấy tiếp nhận hồ sơ và hẹn trả kết quả");
	pty_expect(pty, "mau/01.form, dòng 2");
	pty_key(pty, "Enter");
	pty_settle_all(pty);
	pty_expect(pty, "BẢN SAO 1");
	assert_int_equal(files("ban-sao-1.pdf"), 1);
	case_quit(pty);
}

/* Typed in place, kept over a restart, printed, and warned of when a second one is another. */
static void a_supplement_request(void **state)
{
	(void)state;
	struct pty *pty = with_dossiers(1, 24, 80);
	pty_key(pty, "F7");
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_type(pty, "Giấy chứng tử");
	pty_key(pty, "Enter");
	pty_type(pty, "Căn cước của người đi khai");
	pty_key(pty, "Esc");
	pty_expect(pty, "được giữ lại");
	case_quit(pty);
	pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "F7");
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_expect(pty, "2 Căn cước của người đi khai");
	pty_key(pty, "Tab");
	pty_type(pty, "Thiếu giấy tờ bắt buộc");
	pty_settle_all(pty);
	assert_true(pty_golden(pty, "print-fill"));
	pty_key(pty, "F9");
	pty_settle_all(pty);
	pty_expect(pty, "Phiếu yêu cầu bổ sung (không có máy in) lưu ở");
	assert_int_equal(files("-02-"), 1);
	pty_key(pty, "F7");
	pty_key(pty, "Down");
	pty_expect(pty, "đã có 23/11 08:43");
	pty_key(pty, "Enter");
	pty_expect(pty, "1 Giấy chứng tử"); /* what was asked; as it is, it is a copy */
	pty_key(pty, "F9");
	pty_settle_all(pty);
	pty_expect(pty, "BẢN SAO 1");
	assert_int_equal(files("-02-"), 2);
	pty_key(pty, "F7");
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_type(pty, " và bản sao");
	pty_key(pty, "F9");
	pty_expect(pty, "bị tính là quá hạn");
	assert_int_equal(files("-02-"), 2);
	assert_true(pty_golden(pty, "print-second"));
	pty_key(pty, "F9");
	pty_settle_all(pty);
	pty_expect_no(pty, "BẢN SAO");
	assert_int_equal(files("-02-"), 3);
	case_quit(pty);
}

/* In place of the n letters that stand there, and to be printed. */
static void type_anew(struct pty *pty, int n, const char *text)
{
	for (int i = 0; i < n; i++)
		pty_key(pty, "Backspace");
	pty_type(pty, text);
	pty_key(pty, "F9");
}

static void what_is_not_what_is_asked_for(void **state)
{
	(void)state;
	struct pty *pty = with_dossiers(1, 24, 80);
	pty_key(pty, "F7");
	pty_key(pty, "Down");
	pty_key(pty, "Down");
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_expect(pty, "Hẹn lại: giờ, ngày trả kết quả");
	pty_key(pty, "Tab");
	pty_type(pty, "chiều mai");
	pty_key(pty, "F9");
	pty_expect(pty, "Phải là giờ và ngày, như \"17:00 08/12/2026\"");
	type_anew(pty, 9, "8h 23/11");
	pty_expect(pty, "Giờ hẹn lại đã qua");
	type_anew(pty, 8, "9h 23/11");
	pty_expect(pty, "Giờ hẹn lại phải sau giờ đã hẹn");
	pty_expect(pty, "!Hẹn lại");
	pty_settle_all(pty);
	assert_int_equal(files("-04-"), 0);
	for (int i = 0; i < 8; i++)
		pty_key(pty, "Backspace");
	pty_type(pty, "15h 8/12");
	pty_key(pty, "F3");
	pty_expect(pty, "XEM TRƯỚC");
	pty_key(pty, "End");
	pty_expect(pty, "15 giờ");
	pty_key(pty, "F6");
	pty_settle_all(pty);
	pty_expect(pty, "Văn bản xin lỗi lưu ở");
	assert_int_equal(files("-04-"), 1);
	case_quit(pty);
}

static void looked_at_before(void **state)
{
	(void)state;
	struct pty *pty = with_dossiers(1, 24, 80);
	pty_key(pty, "F7");
	pty_key(pty, "F3");
	pty_expect(pty, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
	pty_key(pty, "PgDn");
	pty_expect(pty, "Số CCCD: 089190001234");
	pty_key(pty, "End");
	pty_expect(pty, "NGƯỜI TIẾP NHẬN HỒ SƠ");
	assert_true(pty_golden(pty, "preview"));
	pty_key(pty, "Esc");
	pty_key(pty, "Esc");
	pty_expect(pty, "SẮP ĐẾN HẠN");
	assert_int_equal(files("ban-sao"), 0); /* nothing was owed */
	case_quit(pty);
}

static void of_those_marked(void **state)
{
	(void)state;
	struct pty *pty = with_dossiers(3, 24, 80);
	pty_key(pty, "F3");
	pty_key(pty, "Ctrl-A");
	pty_expect(pty, "đã đánh dấu 3 / 3 hồ sơ");
	pty_key(pty, "F7");
	pty_expect(pty, "IN CỦA 3 HỒ SƠ");
	pty_settle_all(pty);
	assert_true(pty_golden(pty, "print-several"));
	pty_key(pty, "Enter"); /* a receipt for each */
	pty_settle_all(pty);
	pty_expect(pty, "Giấy hẹn: đã gửi in 3/3");
	assert_int_equal(files("ban-sao-1.pdf"), 3);
	pty_key(pty, "F7");
	pty_key(pty, "Down");
	pty_expect(pty, "> Nhãn");
	pty_key(pty, "Enter");
	pty_type(pty, "Kệ 3");
	pty_key(pty, "F9"); /* the same said of each */
	pty_settle_all(pty);
	pty_expect(pty, "Nhãn hồ sơ: đã gửi in 3/3");
	assert_int_equal(files("-label-"), 3);
	pty_key(pty, "F7");
	pty_key(pty, "End");
	pty_expect(pty, "> Danh sách");
	pty_key(pty, "F3");
	pty_expect(pty, "DANH SÁCH");
	pty_key(pty, "F9"); /* it asks something first */
	pty_expect(pty, "Bên nhận");
	pty_key(pty, "F9");
	pty_settle_all(pty);
	pty_expect(pty, "In 3 hồ sơ: Danh sách bàn giao kết quả");
	assert_int_equal(files("-results-"), 1);
	pty_key(pty, "F7");
	pty_expect(pty, "> Giấy tiếp nhận");
	pty_key(pty, "Enter");
	pty_key(pty, "Ctrl-C"); /* stopped: what was not sent is dropped, and not missed afterwards */
	pty_expect(pty, "Giấy hẹn: đã dừng, gửi in ");
	pty_settle_all(pty);
	pty_expect_no(pty, "CHƯA IN");
	pty_key(pty, "Ctrl-C"); /* nothing runs */
	pty_expect(pty, "Muốn thoát: F10");
	case_quit(pty);
}

static void the_ledger_and_a_guidance_slip(void **state)
{
	(void)state;
	struct pty *pty = with_dossiers(2, 24, 80);
	pty_key(pty, "F6");
	pty_expect(pty, "Không còn giấy nào chờ in");
	pty_key(pty, "F9");
	pty_expect(pty, "01/11/2026");
	pty_settle_all(pty);
	assert_true(pty_golden(pty, "print-ledger"));
	pty_type(pty, "9"); /* no day */
	pty_key(pty, "F9");
	pty_expect(pty, "Từ ngày: Phải là ngày");
	pty_key(pty, "Backspace");
	pty_key(pty, "F3");
	pty_expect(pty, "SỔ THEO DÕI HỒ SƠ");
	pty_key(pty, "End");
	pty_expect(pty, "Lê Thị Mẫu");
	pty_key(pty, "F9");
	pty_settle_all(pty);
	pty_expect(pty, "In 01/11–23/11/2026: Sổ theo dõi");
	assert_int_equal(files("-07-"), 1);
	pty_key(pty, "Esc");
	pty_key(pty, "F2");
	pty_key(pty, "F7"); /* nothing chosen yet */
	pty_expect(pty, "Chọn thủ tục trước");
	pty_type(pty, "089190001234||Lê Thị Mẫu|02091990|Nữ|An Giang|01012022\r");
	pty_type(pty, "khai sinh");
	pty_key(pty, "F7");
	pty_expect(pty, "> Phiếu hướng dẫn");
	pty_key(pty, "F7");
	pty_settle_all(pty);
	pty_expect(pty, "Phiếu hướng dẫn (không có máy in) lưu ở");
	pty_expect(pty, "Lê Thị Mẫu"); /* the form is as it was */
	assert_int_equal(files("guidance"), 1);
	case_quit(pty);
}

static void what_nobody_knows_is_settled(void **state)
{
	(void)state;
	struct pty *pty = with_dossiers(3, 24, 80);
	case_quit(pty);
	case_doubt(3);
	pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "Chưa in 3");
	pty_expect(pty, "CHƯA IN 3");
	pty_key(pty, "F6");
	pty_expect(pty, "Giấy chưa xong: 3");
	pty_settle_all(pty);
	assert_true(pty_golden(pty, "jobs"));
	pty_key(pty, "F5");
	pty_expect(pty, "đã ghi là có giấy");
	pty_expect(pty, "CHƯA IN 2");
	pty_key(pty, "Del");
	pty_expect(pty, "Bỏ lệnh in?");
	pty_settle_all(pty);
	assert_true(pty_golden(pty, "jobs-drop"));
	pty_key(pty, "Esc"); /* then nothing has happened */
	pty_expect(pty, "Giấy chưa xong: 2");
	pty_key(pty, "Del");
	pty_key(pty, "Enter"); /* kept, where one goes on without reading */
	pty_expect(pty, "Giấy chưa xong: 2");
	pty_key(pty, "Del");
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_expect(pty, "đã bỏ lệnh in");
	pty_expect(pty, "CHƯA IN 1");
	pty_key(pty, "F7"); /* may be out already: the next one says so */
	pty_settle_all(pty);
	pty_expect(pty, "Không còn giấy nào chờ in");
	pty_expect_no(pty, "CHƯA IN");
	pty_expect_no(pty, "F5 Có giấy"); /* of what is not there */
	pty_expect_no(pty, "Del Bỏ");
	assert_int_equal(files("ban-sao"), 1);
	case_quit(pty);
}

static void wide(void **state)
{
	(void)state;
	struct pty *pty = with_dossiers(2, 40, 120);
	pty_key(pty, "F7");
	pty_settle_all(pty);
	assert_true(pty_golden(pty, "wide-print-forms"));
	pty_key(pty, "F3");
	pty_expect(pty, "1–33 / ");
	assert_true(pty_golden(pty, "wide-preview"));
	pty_key(pty, "Esc");
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	assert_true(pty_golden(pty, "wide-print-fill"));
	pty_key(pty, "Esc");
	pty_key(pty, "Esc");
	case_quit(pty);
	case_doubt(2);
	pty = office_screen(&office, 40, 120, NULL);
	pty_key(pty, "F6");
	pty_settle_all(pty);
	assert_true(pty_golden(pty, "wide-jobs"));
	pty_key(pty, "F8");
	pty_settle_all(pty);
	pty_expect(pty, "Chưa có máy in nào");
	assert_true(pty_golden(pty, "wide-printers"));
	case_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_receipt_again_with_two_keys),
		CASE(the_receipt_again_though_its_form_is_broken),
		CASE(a_supplement_request),
		CASE(what_is_not_what_is_asked_for),
		CASE(looked_at_before),
		CASE(of_those_marked),
		CASE(the_ledger_and_a_guidance_slip),
		CASE(what_nobody_knows_is_settled),
		CASE(wide),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
