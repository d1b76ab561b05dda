/*
 * A walk-in by keys, with the real programs: whole screens compared, keys counted; then the same with
 * central pulled away in the middle and brought back, where no key and no screen may differ.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/db_case.h"
#include "tests/harness/screen_case.h"

#define KEYS_MAX 12

static void a_walk_in_from_start_to_paper(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "có mạng");
	assert_true(pty_golden(pty, "officer"));
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	assert_true(pty_golden(pty, "home-empty"));
	pty_type(pty, CARD "\r"); /* the scanner types it */
	assert_true(pty_golden(pty, "intake-scanned"));
	pty_type(pty, "119");
	assert_true(pty_golden(pty, "intake-picker"));
	pty_key(pty, "Enter");
	assert_true(pty_golden(pty, "intake-case"));
	pty_key(pty, "Enter");
	assert_true(pty_golden(pty, "intake-filled"));
	pty_key(pty, "F9");
	pty_expect(pty, "lưu ở");
	pty_settle_all(pty);
	assert_true(pty_golden(pty, "intake-saved"));
	pty_key(pty, "Esc");
	assert_true(pty_golden(pty, "home-one"));
	pty_key(pty, "F3");
	pty_type(pty, "anh mau");
	assert_true(pty_golden(pty, "dossiers"));
	pty_key(pty, "Enter");
	pty_expect(pty, "trung tâm đã nhận");
	assert_true(pty_golden(pty, "detail"));
	pty_key(pty, "F7");
	pty_key(pty, "Enter");
	pty_expect(pty, "BẢN SAO 1");
	pty_settle_all(pty);
	pty_key(pty, "F4");
	assert_true(pty_golden(pty, "queue-empty"));
	pty_key(pty, "F1");
	assert_true(pty_golden(pty, "help-queue"));
	case_quit(pty);
}

/* The person from the card, a known procedure: what is pressed after the scan. */
static void counts_the_keys(void **state)
{
	(void)state;
	static const char *const keys[] = {"1", "1", "9", "Enter", "Enter", "F9"};
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	unsigned n = 0;
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_type(pty, CARD "\r");
	for (size_t i = 0; i < ARRAY_LEN(keys); i++, n++)
		if (keys[i][1])
			pty_key(pty, keys[i]);
		else
			pty_type(pty, keys[i]);
	pty_expect(pty, "Đã tiếp nhận H01.91.12-261123-0001");
	pty_expect(pty, "lưu ở");
	assert_in_range(n, 1, KEYS_MAX);
	print_message("keys after the scan: %u\n", n);
	case_quit(pty);
}

/* A name typed by hand, an organisation, counts, postal delivery: by the second keys. */
static void typed_by_hand_with_second_keys(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_key(pty, "Ctrl-N");
	pty_type(pty, "Công ty TNHH Ví Dụ Đăng Ký");
	pty_key(pty, "Tab");
	pty_key(pty, "Right"); /* doanh nghiệp */
	pty_key(pty, "Tab");
	pty_type(pty, "0100109106");
	pty_key(pty, "Tab");
	pty_type(pty, "Số 1, đường Thử Nghiệm");
	pty_key(pty, "Enter");
	pty_type(pty, "0912 345 678");
	pty_key(pty, "Enter");
	pty_key(pty, "Enter");
	pty_type(pty, "Lê Thị Mẫu, giấy giới thiệu");
	pty_key(pty, "Tab");
	pty_type(pty, "tam vang");
	pty_key(pty, "Enter"); /* taken online only: said at once, and another may be typed */
	pty_expect(pty, "1.003677 không nhận tại quầy");
	for (int i = 0; i < 8; i++)
		pty_key(pty, "Backspace");
	pty_type(pty, "gia han tam tru");
	pty_key(pty, "Enter");
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_key(pty, "Right");
	pty_type(pty, "12"); /* certified copies of the first component */
	pty_key(pty, "Down");
	pty_type(pty, " +");
	pty_key(pty, "Tab");
	pty_type(pty, " "); /* bưu điện */
	pty_key(pty, "Tab");
	pty_type(pty, "ghi chú: \"thử\" \\ {nghiệm}");
	pty_key(pty, "Tab");
	pty_key(pty, "Backspace");
	pty_type(pty, "2");
	assert_true(pty_golden(pty, "intake-typed"));
	pty_key(pty, "Ctrl-S");
	pty_expect(pty, "Đã tiếp nhận H01.91.12-261123-0001");
	pty_settle_all(pty);
	pty_key(pty, "Esc");
	pty_key(pty, "Ctrl-F");
	pty_key(pty, "Enter");
	assert_true(pty_golden(pty, "detail-typed"));
	pty_key(pty, "Ctrl-X");
	assert_int_equal(pty_exit_status(pty), 0);
	pty_free(pty);
}

/* ---- central pulled away in the middle */

#define STEPS 16

struct story {
	char *screens[STEPS];
	size_t n;
};

/* What the officer looks at: everything but the header, where the link is told, and, once it is back, the
 * line that says so. */
static void note(struct story *story, struct pty *pty, bool but_news)
{
	struct buf screen;
	pty_settle(pty);
	buf_init(&screen, 1 << 20);
	for (int row = 1; row < 24; row++)
		if (!but_news || row != 21)
			buf_printf(&screen, "%s\n", pty_line(pty, row));
	story->screens[story->n++] = xstrdup(buf_str(&screen));
	buf_clear(&screen);
}

static void tell(struct story *story, bool pull)
{
	static const char *const keys[] = {"Enter", "1", "1", "9", "Enter", "Enter", "F9", "Esc"};
	office_open(&office);
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "có mạng");
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (keys[i][1])
			pty_key(pty, keys[i]);
		else
			pty_type(pty, keys[i]);
		if (i == 0)
			pty_type(pty, CARD "\r");
		if (pull && i == 2)
			office_central_stop(&office);
		if (str_eq(keys[i], "F9")) {
			pty_expect(pty, "lưu ở");
			if (pull)
				pty_expect(pty, "mất mạng");
		}
		if (str_eq(keys[i], "Esc") && pull) {
			pty_expect(pty, "Chờ gửi 1");
			office_central_start(&office);
		}
		if (str_eq(keys[i], "Esc")) {
			pty_expect(pty, "có mạng");
			pty_expect(pty, "Chờ gửi 0");
			if (pull)
				pty_expect(pty, "Có mạng lại: đã gửi hết 1 hồ sơ chờ.");
		}
		note(story, pty, str_eq(keys[i], "Esc"));
	}
	case_quit(pty);
	office_close(&office);
}

static void no_key_differs_without_central(void **state)
{
	(void)state;
	struct story with = {0}, without = {0};
	tell(&with, false);
	tell(&without, true);
	assert_int_equal(with.n, without.n);
	for (size_t i = 0; i < with.n; i++) {
		/* the folder's name is longer or shorter by nothing: same mask, same width */
		assert_string_equal(with.screens[i], without.screens[i]);
		free(with.screens[i]);
		free(without.screens[i]);
	}
}

/* ---- drafts */

static void a_draft_is_offered_back(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_key(pty, "F2");
	pty_type(pty, "Nguyễn Văn Thử");
	pty_key(pty, "Esc"); /* kept */
	pty_expect(pty, "Mở lại: F2 rồi F6");
	pty_type(pty, CARD "\r"); /* the next citizen is served first */
	pty_expect(pty, "1 phiếu dở");
	pty_type(pty, "119");
	pty_key(pty, "Enter");
	pty_key(pty, "Enter");
	pty_key(pty, "F9");
	pty_expect(pty, "Đã tiếp nhận");
	pty_settle_all(pty);
	pty_key(pty, "F6");
	assert_true(pty_golden(pty, "drafts"));
	pty_key(pty, "Enter");
	pty_expect(pty, "Nguyễn Văn Thử");
	pty_expect_no(pty, "phiếu dở");
	case_quit(pty);
	pty = office_screen(&office, 24, 80, NULL); /* another start, the same shift: no question who */
	pty_expect(pty, "Tiếp nhận 1");
	pty_key(pty, "F2");
	pty_expect(pty, "1 phiếu dở");
	pty_key(pty, "F6");
	pty_key(pty, "Del");
	pty_expect(pty, "Đã bỏ bản nháp");
	pty_expect_no(pty, "phiếu dở");
	case_quit(pty);
}

/* Runs on the counter's database behind the program's back. */
static void meddle(const char *sql)
{
	char url[128];
	snprintf(url, sizeof(url), "sqlite:%s/data/motcua.db", office.dir);
	struct db *db = case_db(url, 0);
	case_run(db, sql);
	db_close(db);
}

/* A form that cannot be kept does not go, and nobody is told it was. */
static void a_draft_that_cannot_be_kept(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_key(pty, "F2");
	meddle("CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(FAIL, 'full'); END;");
	pty_type(pty, "Nguyễn Văn Thử");
	pty_settle_all(pty);
	pty_key(pty, "F8");
	pty_expect(pty, "Nguyễn Văn Thử");
	pty_key(pty, "Esc");
	pty_expect(pty, "phiếu vẫn mở");
	pty_expect(pty, "Nguyễn Văn Thử");
	meddle("DROP TRIGGER full;");
	pty_key(pty, "Esc"); /* now it can */
	pty_expect(pty, "Mở lại: F2 rồi F6");
	pty_key(pty, "F2");
	meddle("CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(FAIL, 'full'); END;");
	pty_type(pty, "Lê Thị Mẫu");
	pty_key(pty, "Esc");
	pty_expect(pty, "phiếu vẫn mở");
	pty_key(pty, "Esc"); /* as said: given up */
	pty_expect(pty, "Hôm nay");
	pty_expect_no(pty, "giữ thành bản nháp");
	case_quit(pty);
}

static void back(struct pty *pty, int fields)
{
	while (fields-- > 0)
		pty_key(pty, "Shift-Tab");
}

/* Who came before and which area is meant: offered under the field, taken only by who asks for it. */
static void what_may_be_meant_is_offered(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	case_take_in(pty, "Nguyễn Thị Ánh Mẫu");
	pty_expect(pty, "Đã tiếp nhận");
	pty_type(pty, "anh mau");
	pty_expect(pty, "đã đến ngày 23/11/2026");
	pty_key(pty, "Enter"); /* another one of that name: nobody was chosen */
	pty_expect_no(pty, "đã đến ngày");
	pty_expect_no(pty, "02/09/1990");
	back(pty, 1);
	pty_type(pty, " ");
	pty_expect(pty, "đã đến ngày 23/11/2026");
	pty_key(pty, "Esc"); /* the list, not the form */
	pty_expect_no(pty, "đã đến ngày");
	pty_expect(pty, "anh mau");
	pty_key(pty, "Tab");
	pty_key(pty, "Tab");
	pty_type(pty, "0891");
	pty_key(pty, "Down");
	assert_true(pty_golden(pty, "intake-person"));
	pty_key(pty, "Enter");
	pty_expect(pty, "Đã điền theo hồ sơ ngày 23/11/2026");
	pty_expect(pty, "Nguyễn Thị Ánh Mẫu");
	pty_expect(pty, "02/09/1990");
	back(pty, 4);
	pty_type(pty, ", vinh hanh");
	assert_true(pty_golden(pty, "intake-area"));
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_expect(pty, "An Giang, xã Vĩnh Hanh, tỉnh An Giang");
	pty_key(pty, "Ctrl-Z");
	pty_expect(pty, "An Giang, vinh hanh");
	pty_key(pty, "Enter");
	pty_expect_no(pty, "xã Vĩnh Hanh");
	case_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_walk_in_from_start_to_paper),
		CASE(counts_the_keys),
		CASE(typed_by_hand_with_second_keys),
		cmocka_unit_test(no_key_differs_without_central),
		CASE(what_may_be_meant_is_offered),
		CASE(a_draft_is_offered_back),
		CASE(a_draft_that_cannot_be_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
