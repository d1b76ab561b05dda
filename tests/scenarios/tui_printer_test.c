/* The screen before a real cupsd and a real printer: how it stands, what waits there, taken back. */
#include <stdio.h>
#include <stdlib.h>
#include "tests/harness/cups_rig.h"
#include "tests/harness/screen_case.h"

static struct cups_rig rig;

static struct pty *at_the_counter(void)
{
	char server[64];
	snprintf(server, sizeof(server), "CUPS_SERVER=localhost:%d", rig.port);
	struct pty *pty = office_screen(&office, 24, 80, (const char *const[]){server, NULL});
	pty_key(pty, "Enter");
	pty_expect(pty, "● có mạng");
	return pty;
}

static void a_paper_waits_and_is_taken_back(void **state)
{
	(void)state;
	struct pty *pty = at_the_counter();
	pty_key(pty, "F6");
	pty_key(pty, "F8");
	pty_expect(pty, "> Quay3");
	pty_expect(pty, "sẵn sàng");
	assert_true(pty_golden(pty, "printers"));
	pty_key(pty, "Esc");
	pty_key(pty, "Esc");
	case_take_in(pty, "Nguyễn Văn Thử");
	pty_expect(pty, "đã in");
	free(cups_rig_paper(&rig, 1));
	pty_key(pty, "Esc");
	cups_rig_run((const char *[]){"cupsdisable", "Quay3", NULL});
	pty_key(pty, "F7");
	pty_key(pty, "Enter");
	pty_expect(pty, "BẢN SAO 1");
	pty_expect(pty, "CHƯA IN 1"); /* stands still at the printer: told on every screen */
	pty_key(pty, "F6");
	pty_expect(pty, "Giấy chưa xong: 1");
	assert_true(pty_golden(pty, "jobs-waiting"));
	pty_key(pty, "Del");
	pty_expect(pty, "Không còn giấy nào chờ in");
	pty_expect_no(pty, "CHƯA IN");
	assert_true(cups_rig_idle());
	assert_int_equal(cups_rig_papers(&rig), 1);
	case_quit(pty);
}

static int open_room(void **state)
{
	(void)state;
	cups_rig_start(&rig);
	cups_rig_add_printer(&rig, "Quay3");
	cups_rig_run((const char *[]){"lpadmin", "-d", "Quay3", NULL});
	return case_open(state);
}

static int close_room(void **state)
{
	cups_rig_stop(&rig);
	return case_close(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_paper_waits_and_is_taken_back, open_room, close_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
