/* F11 and the line of alarms: how the link and this machine are, on every screen, over restarts. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "store/alarms.h"
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

/* As another program on this machine finds something out. */
static void raise_behind(const char *subject, int64_t at)
{
	char path[128];
	struct store *store;
	struct err err = ERR_INIT;
	snprintf(path, sizeof(path), "%s/data/motcua.db", office.dir);
	if (!store_open(&store, path, &err) || !alarm_raise(store, "pin_wrong", subject, at, &err))
		fail_msg("%s", err.text);
	store_close(store);
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
	quit(pty);
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
	quit(pty);
	pty = office_screen(&office, 24, 120, NULL);
	pty_expect(pty, "Mã PIN của thu");
	pty_expect_no(pty, "vidu");
	pty_key(pty, "F11");
	pty_expect(pty, "có mạng");
	assert_true(pty_golden(pty, "wide-condition"));
	quit(pty);
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
		cmocka_unit_test_setup_teardown(all_is_well, setup, teardown),
		cmocka_unit_test_setup_teardown(an_alarm_stands_until_seen_to, setup, teardown),
		cmocka_unit_test_setup_teardown(doctor_tells_them, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
