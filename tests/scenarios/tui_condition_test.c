/* F11 and the line of alarms: how the link and this machine are, on every screen, over restarts. */
#include <string.h>
#include "store/alarms.h"
#include "tests/harness/screen_case.h"

/* As another program on this machine finds something out. */
static void raise_kind(const char *kind, const char *subject, int64_t at)
{
	struct store *store = case_store();
	struct err err = ERR_INIT;
	if (!alarm_raise(store, kind, subject, at, &err))
		fail_msg("%s", err.text);
	store_close(store);
}

static void raise_behind(const char *subject, int64_t at)
{
	raise_kind("pin_wrong", subject, at);
}

static void all_is_well(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "có mạng");
	pty_key(pty, "F11"); /* before anybody was chosen, too */
	pty_expect(pty, "Không có cảnh báo nào");
	assert_true(pty_golden(pty, "condition"));
	pty_key(pty, "F5");
	pty_expect(pty, "Không có cảnh báo nào.");
	pty_key(pty, "F11"); /* no second one on top */
	pty_key(pty, "Esc");
	pty_expect(pty, "AI TRỰC QUẦY HÔM NAY?");
	case_quit(pty);
}

static void an_alarm_stands_until_seen_to(void **state)
{
	(void)state;
	raise_behind("thu", 1795398000);
	raise_behind("vidu", 1795398120);
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "Mã PIN của thu đã bị nhập sai");
	pty_key(pty, "F11");
	pty_key(pty, "F5"); /* nobody is at the counter yet */
	pty_expect(pty, "Chọn người trực quầy trước");
	pty_key(pty, "Esc");
	pty_key(pty, "Enter");
	pty_key(pty, "F2");
	pty_expect(pty, "(và 1 cảnh báo khác)"); /* on the form, too */
	pty_key(pty, "F11");
	pty_expect(pty, "CẢNH BÁO (2)");
	assert_true(pty_golden(pty, "condition-alarms"));
	pty_key(pty, "Down");
	pty_key(pty, "F5");
	pty_expect(pty, "đã xử lý cảnh báo này");
	pty_expect_no(pty, "vidu");
	pty_key(pty, "Esc");
	pty_key(pty, "Esc");
	pty_expect(pty, "Mã PIN của thu");
	pty_expect_no(pty, "cảnh báo khác");
	case_quit(pty);
	pty = office_screen(&office, 24, 120, NULL);
	pty_expect(pty, "Mã PIN của thu");
	pty_expect_no(pty, "vidu");
	pty_key(pty, "F11");
	pty_expect(pty, "có mạng");
	assert_true(pty_golden(pty, "wide-condition"));
	case_quit(pty);
}

/* Beside another one: whole in the list, in the line of all screens without half a bracket. */
static void a_long_alarm_is_told_in_whole_words(void **state)
{
	(void)state;
	raise_kind("restored", "T2 23/11 08:40", 1795398000);
	raise_behind("thu", 1795398000);
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "Dữ liệu này là bản cũ, có giấy hẹn mới hơn. (và 1 cảnh báo khác) F11 xem");
	pty_key(pty, "F11");
	pty_expect(pty, "!! Dữ liệu này là bản cũ, có giấy hẹn mới hơn (thấy lúc T2 23/11 08:40).");
	pty_expect(pty, "hãy xem cảnh báo bên dưới");
	case_quit(pty);
}

/* What may mean that dossiers are lost is not put away by one key. */
static void some_are_asked_about_twice(void **state)
{
	(void)state;
	struct store *store = case_store();
	struct err err = ERR_INIT;
	assert_true(alarm_raise(store, "restored", "23/11/2026 08:40", 1795398000, &err));
	store_close(store);
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_key(pty, "F11");
	pty_expect(pty, "motcua-central received"); /* where they are told, in full */
	pty_expect(pty, "giấy hẹn đã cấp.");
	pty_key(pty, "F5");
	pty_expect(pty, "chưa: giữ cảnh báo này");
	pty_key(pty, "Enter");
	pty_expect(pty, "CẢNH BÁO (1)");
	pty_key(pty, "F5");
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_expect(pty, "đã xử lý cảnh báo này");
	pty_expect(pty, "CẢNH BÁO (0)");
	case_quit(pty);
}

static void doctor_tells_them(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out, 65536);
	raise_behind("thu", 1795398000);
	(void)office_command(&office, (const char *const[]){"doctor", "--json", NULL}, &out);
	assert_non_null(strstr(buf_str(&out), "{\"check\":\"alarms\",\"state\":\"error\",\"text\":\"1: "
		"Mã PIN của thu đã bị nhập sai nhiều lần."));
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(all_is_well),
		CASE(an_alarm_stands_until_seen_to),
		CASE(a_long_alarm_is_told_in_whole_words),
		CASE(some_are_asked_about_twice),
		CASE(doctor_tells_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
