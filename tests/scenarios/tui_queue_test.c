/* What central would not have: why, at the field, in words; filtered, and sent again, one or all. */
#include <string.h>
#include "tests/harness/screen_case.h"

/* As central would have answered: each waiting one in turn gets the next of these. */
static void reject(const char *const *answers, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct problem why;
		assert_true(problem_from_json(&why, answers[i], strlen(answers[i])));
		case_reject(&why);
	}
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
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "mất mạng");
	case_take_in(pty, "Nguyễn Văn Thử");
	case_take_in(pty, "Lê Thị Mẫu");
	case_take_in(pty, "Trần Đình Ví Dụ");
	pty_expect(pty, "mất mạng");
	case_quit(pty);
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
	case_quit(pty);
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
	case_quit(pty);
}

/* Another version of it is at central: whoever compared the two may say that that one counts. */
static void centrals_version_may_count(void **state)
{
	static const char *const conflict[] = {
		"{\"type\":\"conflict\",\"title\":\"Trung tâm đã có bản khác\",\"status\":409,\"violations\":["
		"{\"field\":\"copies\",\"code\":\"differs\",\"message\":\"Trung tâm đang giữ: 2; bản gửi lên: 1\"}]}",
	};
	(void)state;
	office_central_stop(&office);
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	case_take_in(pty, "Nguyễn Văn Thử");
	case_quit(pty);
	reject(conflict, 1);
	pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "F4");
	pty_expect(pty, "Trung tâm đang giữ: 2; bản gửi lên: 1");
	pty_key(pty, "F5");
	pty_expect(pty, "bản ở trung tâm là bản đúng");
	pty_key(pty, "Esc"); /* nothing happens by opening it */
	pty_expect(pty, "Chờ gửi 0 · Bị từ chối 1");
	pty_key(pty, "F5");
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_expect(pty, "Trần Thị Mẫu nhận bản ở trung tâm của H01.91.12-261123-0001");
	pty_expect(pty, "Chờ gửi 0 · Bị từ chối 0");
	pty_key(pty, "F3");
	pty_key(pty, "Enter");
	pty_expect(pty, "bản này không gửi: bản ở trung tâm là bản đúng");
	case_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(why_at_the_field),
		CASE(centrals_version_may_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
