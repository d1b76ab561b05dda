/* `motcua print` at a printer that stands still: 75 and the printer's own words, nothing printed again; the
 * end of it is found by the next command that looks, or by the application. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/cups_rig.h"
#include "tests/harness/office.h"
#include "tests/harness/process.h"
#include "tests/harness/thermal.h"
#include "tests/harness/pty.h"

#define CODE "H01.91.12-261123-0001"

static struct office office;
static struct cups_rig rig;
static char server[64];
static struct buf out;

static int setup(void **state)
{
	(void)state;
	office_open(&office);
	cups_rig_start(&rig);
	snprintf(server, sizeof(server), "CUPS_SERVER=%s", getenv("CUPS_SERVER"));
	cups_rig_add_printer(&rig, "quay");
	buf_init(&out, 100000);
	return office_command(&office, (const char *[]){"intake", "--applicant",
		"{\"name\":\"Nguyễn Văn Thử\",\"id_number\":\"089190001234\"}", "--procedure", "1.014027", NULL},
		&out);
}

static int teardown(void **state)
{
	(void)state;
	cups_rig_stop(&rig);
	office_close(&office);
	buf_clear(&out);
	return 0;
}

/* What it wrote to stdout is in out. patience: how long a paper is followed. */
static int print(const char *patience, const char *const *args)
{
	const char *argv[24] = {"env", server, "MOTCUA_TEST_NOW=" OFFICE_NOW, patience, NULL, "-c",
		office.config, "print"};
	char program[300];
	size_t n = 8;
	snprintf(program, sizeof(program), "%s/motcua", office.programs);
	argv[4] = program;
	for (size_t i = 0; args[i]; i++)
		argv[n++] = args[i];
	buf_reset(&out);
	return process_run(argv, &out);
}
#define PRINT(patience, ...) print("MOTCUA_TEST_PRINT_MS=" patience, (const char *[]){__VA_ARGS__, NULL})

static void says(const char *words)
{
	if (!strstr(buf_str(&out), words))
		fail_msg("no «%s» in: %s", words, buf_str(&out));
}

static void comes_out(void **state)
{
	(void)state;
	assert_int_equal(PRINT("30000", CODE, "--to", "quay", "--json"), 0);
	says("\"state\":\"confirmed\"");
	says("\"copy\":0");
	says("\"printer\":\"quay\"");
}

/* Looks until what is open says that, NULL: until nothing is. Each look asks the printer anew. */
static void wait_until(const char *words)
{
	int64_t deadline = clock_mono_ms() + 30000;
	do {
		assert_true(clock_mono_ms() < deadline);
		assert_int_equal(PRINT("1", "--list", "--json"), 0);
	} while (words ? !strstr(buf_str(&out), words) : out.len > 0);
}

static void stands_still_and_is_found_again(void **state)
{
	struct ipp_printer *p = &rig.printers[0];
	(void)state;
	ipp_printer_says(p, "STATE: +media-empty-error\n");
	ipp_printer_close_gate(p);
	assert_int_equal(PRINT("500", CODE, "--to", "quay", "--json"), 75);
	says("\"copy\":1");
	says("\"state\":\"sent\"");
	says("chưa cần in lại");
	wait_until("hết giấy");
	says("\"state\":\"sent\"");
	assert_int_equal(PRINT("1000", CODE, "--form", "03", "--to", "may-in-khong-co", "--json"), 69);
	says("\"state\":\"owed\"");
	ipp_printer_open_gate(p, "STATE: -media-empty-error");
	ipp_printer_says(p, "");
	assert_int_equal(PRINT("1", "--list", "--json"), 0);
	char *job = strstr(buf_str(&out), "\"form\":\"03\"") ? xstrdup(buf_str(&out)) : NULL;
	assert_non_null(job);
	char *last = strrchr(job, '{');
	last[8 + 36] = '\0'; /* {"job":"UUID */
	assert_int_equal(PRINT("1", "--settle", last + 8, "drop"), 0);
	free(job);
	wait_until(NULL);
	assert_int_equal(PRINT("1", "--list", CODE, "--json"), 0);
	says("\"copy\":1,\"state\":\"confirmed\"");
	assert_int_equal(cups_rig_papers(&rig), 2);
}

/* The one open job says the same however often one looks. */
static void stays(const char *state, const char *words)
{
	for (int i = 0; i < 2; i++) {
		assert_int_equal(PRINT("1", "--list", "--json"), 0);
		says(state);
		says(words);
	}
	char *job = xstrdup(buf_str(&out));
	job[8 + 36] = '\0'; /* {"job":"UUID */
	assert_int_equal(PRINT("1", "--settle", job + 8, "drop"), 0);
	says("Đã bỏ lệnh in mẫu 01 của " CODE ".");
	free(job);
}

/* What stands at a printer without CUPS goes nowhere when the command has ended: so it is no waiting, and the
 * list says the same. */
static void nobody_goes_on_feeding_a_printer_without_cups(void **state)
{
	struct thermal *t = thermal_start(THERMAL_TCP, false), *empty = thermal_start(THERMAL_TCP, true);
	(void)state;
	thermal_stall(t, true);
	assert_int_equal(PRINT("400", CODE, "--to", thermal_destination(t), "--paper", "80mm", "--json"), 69);
	says("\"state\":\"uncertain\"");
	says("máy in không nhận hết dữ liệu");
	stays("\"state\":\"uncertain\"", "máy in không nhận hết dữ liệu");
	thermal_state(empty, 4, 0x72);
	assert_int_equal(PRINT("400", CODE, "--to", thermal_destination(empty), "--paper", "80mm", "--json"), 69);
	says("\"state\":\"owed\"");
	says("hết giấy, chưa in ra giấy");
	stays("\"state\":\"owed\"", "hết giấy, chưa in ra giấy");
	thermal_stop(empty);
	thermal_stop(t);
}

static void says_not(const char *words)
{
	if (strstr(buf_str(&out), words))
		fail_msg("«%s» in: %s", words, buf_str(&out));
}

/* The id of the last paper that was told of. */
static const char *job_told(void)
{
	static char id[40];
	char *at = out.len ? strstr(buf_str(&out), "\"job\":\"") : NULL;
	assert_non_null(at);
	for (char *next; (next = strstr(at + 1, "\"job\":\""));)
		at = next;
	snprintf(id, sizeof(id), "%.36s", at + strlen("\"job\":\""));
	return id;
}

/* What is settled here as not printed must not come out there: it is taken back first. */
static void settled_is_taken_back(void **state)
{
	char job[40];
	(void)state;
	cups_rig_run((const char *[]){"cupsdisable", "quay", NULL});
	assert_int_equal(PRINT("300", CODE, "--form", "03", "--to", "quay", "--json"), 75);
	str_copy(job, sizeof(job), job_told());
	assert_int_equal(PRINT("300", "--settle", job, "again", "--to", "quay", "--json"), 75);
	assert_string_equal(job_told(), job); /* nothing was out: it is the same paper */
	says("\"copy\":0");
	buf_reset(&out);
	assert_int_equal(process_run((const char *[]){"lpstat", "-o", "quay", NULL}, &out), 0);
	assert_int_equal(strcspn(buf_str(&out), "\n") + 1, out.len); /* one line */
	assert_int_equal(PRINT("300", "--settle", job, "drop"), 0);
	says("chưa in ra giấy");
	assert_true(cups_rig_idle());
	assert_int_equal(PRINT("300", "--settle", job, "drop"), 65);
}

/* Nothing is settled that could still come out, and nothing becomes a file. */
static void without_cups_all_stays_owed(void **state)
{
	char job[40];
	int before = cups_rig_papers(&rig);
	(void)state;
	assert_int_equal(PRINT("300", CODE, "--form", "02", "--to", "quay", "--json"), 75);
	str_copy(job, sizeof(job), job_told());
	cups_rig_stop_cupsd(&rig);
	assert_int_equal(PRINT("300", "--settle", job, "drop", "--json"), 69);
	assert_int_equal(PRINT("300", CODE, "--form", "04", "--json"), 69);
	says("\"state\":\"owed\"");
	says("Không liên lạc được với hệ thống in (CUPS)");
	assert_int_equal(PRINT("300", "--settle", job_told(), "drop", "--json"), 0);
	cups_rig_start_cupsd(&rig);
	assert_int_equal(PRINT("1", "--list", "--json"), 0);
	says(job);
	assert_int_equal(PRINT("300", "--settle", job, "drop", "--json"), 0);
	says("\"state\":\"given_up\"");
	assert_true(cups_rig_idle());
	cups_rig_run((const char *[]){"cupsenable", "quay", NULL});
	/* nothing of the one that was dropped is out: its number is free */
	assert_int_equal(PRINT("30000", CODE, "--form", "03", "--to", "quay", "--json"), 0);
	says("\"copy\":0");
	assert_int_equal(cups_rig_papers(&rig), before + 1);
}

/* What a printer never could do is refused, and nobody owes it: not to another printer either. */
static void refused_is_not_owed(void **state)
{
	static const char *const asked[][4] = {
		{"--form", "04"}, {"--form", "06", "--with", "to=Lê Thị Mẫu"}, {"--form", "01", "--paper", "A4"},
	};
	(void)state;
	cups_rig_add_raw(&rig, "nhiet", "socket://127.0.0.1:1/?waiteof=false");
	for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
		assert_int_equal(PRINT("300", CODE, "--to", "nhiet", "--json", asked[i][0], asked[i][1], asked[i][2],
			asked[i][3]), 65);
		says("\"state\":\"given_up\"");
		says("máy in nhiệt");
	}
	assert_int_equal(PRINT("1", "--list", "--json"), 0);
	assert_int_equal(out.len, 0);
	assert_true(cups_rig_idle());
	/* who never got the slip took nothing over */
	char *file = fs_join(office.dir, "slip.pdf");
	assert_int_equal(PRINT("300", CODE, "--form", "06", "--to", file), 0);
	buf_reset(&out);
	assert_int_equal(process_run((const char *[]){"pdftotext", file, "-", NULL}, &out), 0);
	says_not("Lê Thị Mẫu");
	free(file);
}

/* The application follows the paper while a command drops it: neither "not printed" nor owed again. */
static void the_application_is_not_fooled(void **state)
{
	(void)state;
	cups_rig_run((const char *[]){"lpadmin", "-d", "quay", NULL});
	cups_rig_run((const char *[]){"cupsdisable", "quay", NULL});
	assert_int_equal(PRINT("300", CODE, "--form", "05", "--to", "tang9", "--json"), 69);
	struct pty *pty = office_screen(&office, 24, 80, (const char *const[]){server, NULL});
	pty_key(pty, "Enter");
	/* what one printer owes is not printed at another when the application starts */
	pty_expect(pty, "Không có máy in tang9");
	assert_true(cups_rig_idle());
	assert_int_equal(PRINT("300", "--settle", job_told(), "drop"), 0);
	pty_key(pty, "F3");
	pty_type(pty, "0001");
	pty_expect(pty, "> 261123-0001");
	pty_key(pty, "F7");
	pty_key(pty, "Enter");
	pty_expect(pty, "CHƯA IN 1");
	assert_int_equal(PRINT("1", "--list", "--json"), 0);
	says("\"state\":\"sent\"");
	assert_int_equal(PRINT("300", "--settle", job_told(), "drop"), 0);
	pty_expect(pty, "chương trình khác");
	pty_expect_no(pty, "CHƯA IN");
	assert_true(cups_rig_idle());
	assert_int_equal(PRINT("1", "--list", "--json"), 0);
	assert_int_equal(out.len, 0);
	pty_key(pty, "Esc");
	pty_key(pty, "F10");
	assert_int_equal(pty_exit_status(pty), 0);
	pty_free(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_out), cmocka_unit_test(stands_still_and_is_found_again),
		cmocka_unit_test(nobody_goes_on_feeding_a_printer_without_cups),
		cmocka_unit_test(settled_is_taken_back),
		cmocka_unit_test(without_cups_all_stays_owed), cmocka_unit_test(refused_is_not_owed),
		cmocka_unit_test(the_application_is_not_fooled),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
