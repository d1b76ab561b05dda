/* What central would not have: why, at the field, in words; filtered, and sent again, one or all. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static void take_in(struct pty *pty, const char *name)
{
	char card[256];
	snprintf(card, sizeof(card), "089190001234||%s|02091990|Nữ|An Giang|01012022\r", name);
	pty_type(pty, card);
	pty_type(pty, "000656");
	pty_key(pty, "Enter");
	pty_key(pty, "F9");
	pty_settle_all(pty);
}

/* As central would have answered: each waiting one in turn gets the next of these. */
static void reject(const char *const *answers, size_t n)
{
	char path[128];
	struct store *store;
	struct err err = ERR_INIT;
	snprintf(path, sizeof(path), "%s/data/motcua.db", office.dir);
	if (!store_open(&store, path, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < n; i++) {
		struct outbox_item item;
		struct problem why;
		size_t got;
		assert_true(problem_from_json(&why, answers[i], strlen(answers[i])));
		if (!outbox_next(store, 0, &item, 1, &got, &err) || got != 1 ||
			!outbox_reject(store, item.uuid, &why, 1795398180, &err))
			fail_msg("%s", err.text);
		outbox_item_clear(&item);
	}
	store_close(store);
}

static const char *const answers[] = {
	"{\"type\":\"invalid\",\"title\":\"Dữ liệu không hợp lệ\",\"status\":422,\"violations\":["
	"{\"field\":\"dossier.applicant.id_number\",\"code\":\"mismatch\",\"message\":\"Số định danh không "
	"có trong cơ sở dữ liệu.\"},{\"field\":\"applicant.blood_type\",\"code\":\"required\"}]}",
	"{\"type\":\"quota_exceeded\",\"title\":\"Hết chỉ tiêu tiếp nhận trong ngày\",\"status\":422}",
};

static void why_at_the_field(void **state)
{
	(void)state;
	office_central_stop(&office); /* before: so that none is tried */
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "Enter");
	pty_expect(pty, "mất mạng");
	take_in(pty, "Nguyễn Văn Thử");
	take_in(pty, "Lê Thị Mẫu");
	take_in(pty, "Trần Đình Ví Dụ");
	pty_expect(pty, "mất mạng");
	quit(pty);
	reject(answers, 2);
	pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "mất mạng từ");
	pty_expect(pty, "Trung tâm từ chối 2 hồ sơ"); /* on every screen */
	pty_key(pty, "F4");
	pty_expect(pty, "Chờ gửi 1 · Bị từ chối 2");
	pty_key(pty, "Down");
	pty_expect(pty, "Số định danh: Số định danh không có");
	pty_expect(pty, "(và 1 chỗ nữa");
	pty_expect(pty, "Đã thử 1 lần, lần cuối T2 23/11 08:43");
	pty_expect(pty, "mất mạng từ 08:43");
	assert_true(pty_golden(pty, "queue-rejected"));
	pty_key(pty, "Enter");
	pty_expect(pty, "• Số định danh: Số định danh không có");
	pty_expect(pty, "đã gửi: 089190001234");
	pty_expect(pty, "• khác (applicant.blood_type): required");
	pty_key(pty, "Esc");
	pty_key(pty, "End");
	pty_expect(pty, "Hết chỉ tiêu tiếp nhận trong ngày · khác (quota_exceeded)");
	pty_key(pty, "F8");
	pty_expect(pty, "chỉ xem chờ gửi");
	pty_expect(pty, "Trần Đình Ví Dụ");
	pty_expect_no(pty, "Lê Thị Mẫu");
	pty_key(pty, "F8");
	pty_expect(pty, "chỉ xem bị từ chối");
	pty_expect_no(pty, "Trần Đình Ví Dụ");
	pty_key(pty, "F5");
	pty_expect(pty, "tất cả 2 hồ sơ bị từ chối");
	pty_key(pty, "Esc");
	pty_key(pty, "F5");
	pty_key(pty, "Enter"); /* the marked one */
	pty_expect(pty, "Đã đưa H01.91.12-261123-0001 trở lại");
	pty_expect(pty, "Chờ gửi 2 · Bị từ chối 1");
	quit(pty);
	reject(answers, 1);
	pty = office_screen(&office, 24, 120, NULL);
	pty_key(pty, "F4");
	pty_key(pty, "End");
	pty_expect(pty, "mất mạng từ 08:43");
	assert_true(pty_golden(pty, "wide-queue-rejected"));
	pty_key(pty, "F5");
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_expect(pty, "Đã đưa 2 hồ sơ trở lại");
	pty_expect(pty, "Chờ gửi 3 · Bị từ chối 0");
	office_central_start(&office);
	pty_key(pty, "F6");
	pty_expect(pty, "Đã gửi hết");
	quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(why_at_the_field, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
