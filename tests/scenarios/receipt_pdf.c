#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/form.h"
#include "printing/render.h"
#include "tests/harness/process.h"
#include "tests/harness/receipt_room.h"
#include "tests/harness/says.h"

/* The receipt as others read it: pdftotext for its words, pdftoppm and zbarimg for its codes at the
 * resolution of a label printer and of a laser printer, in grey and in black and white. */

static void render(struct room *room)
{
	struct err err = ERR_INIT;
	struct buf pdf;
	buf_init(&pdf, PDF_MAX);
	if (!sample_render(&room->in, &pdf, &err) ||
		!fs_write_atomic(room->pdf, pdf.data, pdf.len, 0600, &err))
		fail_msg("%s", err.text);
	buf_clear(&pdf);
}

/* What pdftotext reads, runs of white space folded to one space. page 0: all. */
static char *words(struct room *room, int page)
{
	char first[12], last[12];
	struct buf out;
	snprintf(first, sizeof(first), "%d", page ? page : 1);
	snprintf(last, sizeof(last), "%d", page ? page : 999);
	buf_init(&out, 1 << 22);
	assert_int_equal(process_run((const char *[]){"pdftotext", "-layout", "-f", first, "-l", last,
		room->pdf, "-", NULL}, &out), 0);
	char *text = buf_take(&out), *to = text;
	for (const char *p = text; *p; p++) {
		bool blank = strchr(" \n\f", *p) != NULL;
		if (!blank)
			*to++ = *p;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	}
	*to = '\0';
	return text;
}

static void in_order(const char *text, const char *const list[], size_t n)
{
	const char *at = text;
	for (size_t i = 0; i < n; i++) {
		const char *found = strstr(at, list[i]);
		if (!found)
			fail_msg("not on paper, or not in its place: %s\n%s", list[i], text);
		at = found + strlen(list[i]);
	}
}

static void every_field_in_the_order_of_the_form(void **state)
{
	struct room *room = *state;
	static const char *const order[] = {
		"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BỘ PHẬN TIẾP NHẬN", "VÀ TRẢ KẾT QUẢ",
		"Long Xuyên, ngày 23 tháng 11 năm 2026", "Mã hồ sơ: " SAMPLE_CODE, "Quyển số:",
		"Số thứ tự: 43", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Liên:",
		"Bộ phận tiếp nhận và trả kết quả của: Ủy ban nhân dân phường Long Xuyên",
		"Tiếp nhận hồ sơ của: " SAMPLE_NAME, "Địa chỉ: Ấp Vĩnh Phú, xã Vĩnh Hanh, tỉnh An Giang",
		"Số điện thoại: 0912345678", "Email: mau@example.vn", "Số CCCD: " SAMPLE_ID,
		"Nội dung yêu cầu giải quyết: Thực hiện, điều chỉnh, thôi hưởng trợ cấp hưu trí xã hội – "
			"Hưởng lần đầu (mã thủ tục: 1.014027)",
		"1. Thành phần hồ sơ nộp gồm:", "TT", "Tên giấy tờ",
		"1 Văn bản đề nghị hưởng trợ cấp hưu trí xã hội 01", "(Mẫu số 01)",
		"2 Giấy chứng nhận đăng ký kết hôn 02 03", "3 Giấy tờ do nước ngoài cấp (bản dịch: 1) 01",
		"2. Số lượng hồ sơ: 01 (bộ)",
		"3. Thời gian giải quyết hồ sơ theo quy định: 10 ngày làm việc",
		"4. Thời gian nhận hồ sơ: 08 giờ 43 phút, ngày 23 tháng 11 năm 2026",
		"5. Thời gian trả kết quả (hẹn trả): 08 giờ 43 phút, ngày 08 tháng 12 năm 2026",
		"6. Đăng ký nhận kết quả tại: Bộ phận tiếp nhận và trả kết quả", "Phí, lệ phí: không thu",
		"NGƯỜI NỘP HỒ SƠ NGƯỜI TIẾP NHẬN HỒ SƠ", "Trần Văn Mẫu",
	};
	render(room);
	for (int page = 1; page <= 2; page++) {
		char *text = words(room, page);
		says(text, "ỦY BAN NHÂN DÂN ");
		says(text, "PHƯỜNG LONG XUYÊN "); /* broken before the place */
		says(text, "Độc lập - Tự do - Hạnh phúc");
		in_order(text, order, ARRAY_LEN(order));
		says_not(text, "BẢN SAO ");
		says_not(text, "mất mạng");
		says_not(text, "tạm tính");
		says_not(text, "trang 1/");
		(page == 1 ? says : says_not)(text, "Liên: Lưu");
		(page == 2 ? says : says_not)(text, "Liên: Giao khách hàng");
		free(text);
	}
}

/* The form is the law's; English is for the screen. */
static void it_is_vietnamese_on_an_english_screen(void **state)
{
	const char *build = getenv("B");
	char *locale = fs_join(build ? build : "build", "locale");
	lang_init("en", locale);
	assert_string_equal(_("không thu"), "free");
	every_field_in_the_order_of_the_form(state);
	lang_init("vi", locale);
	free(locale);
}

/* An organisation has a tax code instead; who has neither writes by hand. */
static void no_empty_identity_number_beside_a_tax_code(void **state)
{
	struct room *room = *state;
	static const struct { const char *id, *tax; bool line; } cases[] = {
		{"", "0101243150", false}, {SAMPLE_ID, "0101243150", true}, {"", "", true},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		room->d.applicant.id_number = cases[i].id;
		room->d.applicant.tax_code = cases[i].tax;
		render(room);
		char *text = words(room, 0);
		(cases[i].line ? says : says_not)(text, "Số CCCD:");
		free(text);
	}
}

static void what_is_special_is_said(void **state)
{
	struct room *room = *state;
	static struct fee_line lines[] = {{FEE_FEE, "thẩm định", 150000}, {FEE_CHARGE, "lệ phí", 8000}};
	room->d.fee = FEE_PUBLISHED;
	room->d.fee_lines = lines;
	room->d.n_fee_lines = 2;
	room->d.due_provisional = room->d.offline = true;
	room->d.clock_trusted = false;
	room->d.result = RESULT_POSTAL;
	room->d.delegate = "Lê Thị Mẫu, con ruột";
	room->d.applicant.tax_code = "0101243150";
	room->d.components[0].count[COPY_ORIGINAL] = 0;
	room->in.copy = 3;
	room->in.register_no = "02/2026";
	render(room);
	char *text = words(room, 0);
	says(text, "BẢN SAO 3");
	says(text, "Quyển số: 02/2026");
	says(text, "phí thẩm định: 150.000 đồng; lệ phí: 8.000 đồng; cộng: 158.000 đồng");
	says(text, "tạm tính");
	says(text, "Hồ sơ được nhận khi mất mạng");
	says(text, "đồng hồ của máy");
	says(text, "qua dịch vụ bưu chính công ích");
	says(text, "Người nộp thay: Lê Thị Mẫu, con ruột");
	says(text, "Mã số thuế: 0101243150");
	says(text, "(chưa nộp)");
	free(text);
}

/* The small English lines come only where they were asked for, and nothing goes for them. */
static void english_lines_on_request(void **state)
{
	struct room *room = *state;
	static const char *const lines[] = {"Receipt of a dossier and appointment for its result",
		"(Received from)", "Certified", "Receiving officer", "Scan the QR code"};
	for (int english = 0; english < 2; english++) {
		room->in.english = english;
		render(room);
		char *text = words(room, 0);
		for (size_t i = 0; i < ARRAY_LEN(lines); i++)
			(english ? says : says_not)(text, lines[i]);
		says(text, SAMPLE_NAME);
		says(text, "Quét mã QR");
		free(text);
	}
}

/* A line or two more than a page holds are no reason for a second one. */
static void a_little_more_stays_on_one_page(void **state)
{
	struct room *room = *state;
	for (size_t n = 6; n <= 12; n += 6) { /* but twelve papers are */
		struct dossier_component *list = arena_alloc(&room->d.arena, n * sizeof(*list));
		for (size_t i = 0; i < n; i++)
			list[i] = (struct dossier_component){"1", "Bản sao giấy khai sinh của con", {1}};
		room->d.components = list;
		room->d.n_components = n;
		render(room);
		char *text = words(room, 0);
		(n > 6 ? says : says_not)(text, "trang 1/2");
		says(text, "Trần Văn Mẫu");
		free(text);
	}
}

/* A corrected dossier's receipt says which paper it replaces, and carries the day it was issued. */
static void a_corrected_receipt_says_what_it_replaces(void **state)
{
	struct room *room = *state;
	struct replaced_receipt old[] = {{"0123456789abcdef", 0}, {"fedcba9876543210", 0}};
	old[0].issued_at = room->d.received_at;
	old[1].issued_at = room->d.received_at + 3600;
	render(room);
	char *text = words(room, 0);
	says_not(text, "THAY GIẤY");
	free(text);
	room->d.correction = (struct correction){.at = room->d.received_at + 86400, .officer = "mau",
		.officer_name = "Trần Thị Mẫu", .replaces = old, .n_replaces = 2};
	render(room);
	text = words(room, 1);
	says(text, "THAY GIẤY ĐÃ CẤP LÚC 09 giờ 43 phút, ngày 23 tháng 11 năm 2026");
	says(text, "ngày 24 tháng 11 năm 2026");
	says(text, "4. Thời gian nhận hồ sơ: 08 giờ 43 phút, ngày 23 tháng 11 năm 2026");
	free(text);
}

static void the_notice_says_what_is_wrong_and_what_to_do(void **state)
{
	struct room *room = *state;
	struct problem p = {.status = 422, .type = "invalid", .detail = "Không hiện."};
	violation_add(&p.violations, "applicant.phone", "format", "Số điện thoại phải có 10 chữ số.");
	violation_add(&p.violations, "components[1].copy", "range", "Thiếu bản photo.");
	violation_add(&p.violations, "code", "unknown_number", "Số này chưa được cấp.");
	room->in.form = "notice";
	room->in.problem = &p;
	room->in.dated_at = room->d.received_at + 86400;
	room->in.copy = 1;
	render(room);
	char *text = words(room, 0);
	const char *const wanted[] = {"THÔNG BÁO VỀ HỒ SƠ ĐÃ TIẾP NHẬN", SAMPLE_CODE, "BẢN SAO 1",
		"ngày 24 tháng 11 năm 2026", "Kính gửi: " SAMPLE_NAME, "Số điện thoại: Số điện thoại phải có 10",
		"Giấy chứng nhận đăng ký kết hôn: Thiếu bản photo.", "Mã hồ sơ: Số này chưa được cấp.",
		"Cho biết số điện thoại", "đủ loại và đủ số bản", "Ông/Bà không phải mang thêm giấy tờ",
		"trước giờ hẹn trả kết quả là 08 giờ 43 phút, ngày 08 tháng 12 năm 2026", "Nơi liên hệ:",
		"quầy 03", "NGƯỜI THÔNG BÁO"};
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		says(text, wanted[i]);
	says_not(text, "Không hiện");
	says_not(text, "thẻ căn cước");
	says_not(text, "Liên:");
	says_not(text, "Quyển số");
	says_not(text, SAMPLE_ID);
	free(text);
	p.violations.n = 0; /* a refusal without fields: its sentence */
	room->d.due_at = 0;
	render(room);
	text = words(room, 0);
	says(text, "Không hiện.");
	says_not(text, "trước giờ hẹn");
	says_not(text, "1970");
	free(text);
}

/* As many faults as central may tell, each as long as it may be: more pages, nothing cut. */
static void a_long_notice_goes_on(void **state)
{
	struct room *room = *state;
	struct problem p = {.status = 422, .type = "invalid", .title = "Không nhận"};
	char message[330], last[40];
	for (int i = 0; i < VIOLATIONS_MAX; i++) {
		memset(message, 'w', sizeof(message));
		for (size_t k = 9; k < sizeof(message); k += 10)
			message[k] = ' ';
		snprintf(last, sizeof(last), " het%d.", i);
		str_copy(message + 300, 29, last);
		violation_add(&p.violations, "note", "format", "%s", message);
	}
	room->in.form = "notice";
	room->in.problem = &p;
	render(room);
	char *text = words(room, 0);
	for (int i = 0; i < VIOLATIONS_MAX; i++) {
		snprintf(last, sizeof(last), "het%d.", i);
		says(text, last);
	}
	says(text, "trang 1/");
	free(text);
}

static void no_due_time_is_no_promise(void **state)
{
	struct room *room = *state;
	room->d.due_at = 0;
	room->d.time = (struct time_limit){TIME_NOT_PUBLISHED, 0};
	room->d.fee = FEE_NOT_PUBLISHED;
	room->d.n_components = 0;
	render(room);
	char *text = words(room, 1);
	says(text, "5. Thời gian trả kết quả (hẹn trả): theo thông báo (thời hạn chưa công bố)");
	says(text, "theo quy định: chưa công bố");
	says(text, "Phí, lệ phí: chưa công bố");
	says(text, "(không có giấy tờ kèm theo)");
	says_not(text, "1970");
	free(text);
}

/* Forty names of 300 characters: every word of each is there, on pages that say so. */
static void nothing_is_cut(void **state)
{
	struct room *room = *state;
	struct arena *arena = &room->d.arena;
	struct dossier_component *list = arena_alloc(arena, 40 * sizeof(*list));
	for (int i = 0; i < 40; i++) {
		char *name = arena_printf(arena, "đầu%d", i);
		while (strlen(name) < 300)
			name = arena_printf(arena, "%s xác nhận", name);
		list[i] = (struct dossier_component){"x", arena_printf(arena, "%s cuối%d", name, i), {1}};
	}
	room->d.components = list;
	room->d.n_components = 40;
	render(room);
	char *text = words(room, 0);
	for (int i = 0; i < 40; i++) {
		says(text, arena_printf(arena, "đầu%d ", i));
		says(text, arena_printf(arena, "cuối%d ", i));
	}
	says(text, "Trần Văn Mẫu");
	free(text);
	text = words(room, 3);
	says(text, "Tên giấy tờ");
	says(text, "Mã hồ sơ: " SAMPLE_CODE " · Liên: Lưu · trang 3/");
	free(text);
}

/* ---- the codes */

/* What zbarimg reads of page `page` at that resolution. */
static void read_codes(struct room *room, const char *page, const char *dpi, const char *mode,
	struct buf *out)
{
	char *image = fs_join(room->dir, "page");
	char *file = xasprintf("%s.%s", image, str_eq(mode, "-mono") ? "pbm" : "pgm");
	assert_int_equal(process_run((const char *[]){"pdftoppm", "-r", dpi, mode, "-f", page, "-l", page,
		"-singlefile", room->pdf, image, NULL}, NULL), 0);
	process_run((const char *[]){"zbarimg", "--quiet", "--nodbus", file, NULL}, out);
	free(file);
	free(image);
}

/* second: the page where the second part begins. */
static void codes_are_read(struct room *room, const char *url, const char *code, const char *second)
{
	static const char *const dpi[] = {"203", "300"}, *const mode[] = {"-gray", "-mono"};
	char *qr = xasprintf("QR-Code:%s\n", url), *bars = xasprintf("CODE-128:%s\n", code);
	render(room);
	for (int i = 0; i < 8; i++) {
		struct buf out;
		buf_init(&out, 1 << 16);
		read_codes(room, i & 4 ? second : "1", dpi[i & 1], mode[i >> 1 & 1], &out);
		if (!strstr(buf_str(&out), qr) || !strstr(buf_str(&out), bars))
			fail_msg("%s dpi %s: %s", dpi[i & 1], mode[i >> 1 & 1], buf_str(&out));
		assert_null(strstr(buf_str(&out), SAMPLE_ID));
		buf_clear(&out);
	}
	free(qr);
	free(bars);
}

static void both_codes_are_read_back(void **state)
{
	codes_are_read(*state, SAMPLE_URL, SAMPLE_CODE, "2");
}

/* The longest code central may give stands on a line of its own; the longest address. */
static void the_longest_codes_are_read_back(void **state)
{
	struct room *room = *state;
	const char *code = "000.00.01.H01.123.123.123-261123-1234567";
	char *url = arena_printf(&room->d.arena, "%s", SAMPLE_URL);
	while (strlen(url) < 500)
		url = arena_printf(&room->d.arena, "%sQ", url);
	str_copy(room->d.code, sizeof(room->d.code), code);
	room->in.tracking_url = url;
	codes_are_read(room, url, code, "3");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, room_setup, room_teardown)
	const struct CMUnitTest tests[] = {
		TEST(every_field_in_the_order_of_the_form),
		TEST(it_is_vietnamese_on_an_english_screen),
		TEST(no_empty_identity_number_beside_a_tax_code),
		TEST(what_is_special_is_said),
		TEST(no_due_time_is_no_promise),
		TEST(english_lines_on_request),
		TEST(a_little_more_stays_on_one_page),
		TEST(a_corrected_receipt_says_what_it_replaces),
		TEST(the_notice_says_what_is_wrong_and_what_to_do),
		TEST(a_long_notice_goes_on),
		TEST(nothing_is_cut),
		TEST(both_codes_are_read_back),
		TEST(the_longest_codes_are_read_back),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	render_teardown();
	return failed;
}
