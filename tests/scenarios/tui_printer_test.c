/* The screen before a real cupsd and a real printer: how it stands, what waits there, taken back. */
#include <stdio.h>
#include <stdlib.h>
#include "tests/harness/cups_rig.h"
#include "tests/harness/process.h"
#include "tests/harness/screen_case.h"

static struct cups_rig rig;

static struct pty *at_the_counter(void)
{
	char server[64];
	snprintf(server, sizeof(server), "CUPS_SERVER=localhost:%d", rig.port);
	struct pty *pty = office_screen(&office, 24, 80, (const char *const[]){server, NULL});
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "● có mạng");
	return pty;
}

/* Taken back from a printer that stands still, and made a file: the same paper, with the same number. */
static void goes_elsewhere(struct pty *pty)
{
	pty_key(pty, "Esc");
	pty_key(pty, "F7");
	pty_key(pty, "Enter");
	pty_expect(pty, "BẢN SAO 1");
	pty_expect(pty, "CHƯA IN 1");
	pty_key(pty, "F6");
	pty_expect(pty, "đang tạm dừng");
	pty_key(pty, "F7");
	pty_expect(pty, "In ở đâu?");
	pty_key(pty, "End");
	pty_expect(pty, "> tệp PDF");
	pty_key(pty, "Enter");
	pty_expect(pty, "Giấy hẹn lưu ở");
	pty_expect(pty, "ban-sao-1.pdf");
	pty_expect(pty, "Không còn giấy nào chờ in");
	assert_true(cups_rig_idle());
}

/* `motcua print` while the application runs: what it leaves at the printer is seen, and followed to its end. */
static void left_by_another_program(struct pty *pty)
{
	char server[64], program[300];
	struct buf out;
	snprintf(server, sizeof(server), "CUPS_SERVER=localhost:%d", rig.port);
	snprintf(program, sizeof(program), "%s/motcua", office.programs);
	buf_init(&out, 10000);
	assert_int_equal(process_run((const char *[]){"env", server, "MOTCUA_TEST_NOW=" OFFICE_NOW,
		"MOTCUA_TEST_PRINT_MS=50", program, "-c", office.config, "print", "H01.91.12-261123-0001", "--to",
		"Quay3", NULL}, &out), 75);
	buf_clear(&out);
	pty_expect(pty, "Giấy hẹn (sao 2)");
	pty_expect(pty, "đang tạm dừng"); /* as only who follows it can tell */
	cups_rig_run((const char *[]){"cupsenable", "Quay3", NULL});
	pty_expect(pty, "Không còn giấy nào chờ in");
	assert_int_equal(cups_rig_papers(&rig), 2);
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
	pty_key(pty, "Down");
	pty_key(pty, "Enter");
	pty_expect(pty, "Không còn giấy nào chờ in");
	pty_expect_no(pty, "CHƯA IN");
	assert_true(cups_rig_idle());
	assert_int_equal(cups_rig_papers(&rig), 1);
	goes_elsewhere(pty);
	left_by_another_program(pty);
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
