#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/deliver.h"
#include "printing/form.h"
#include "printing/printers.h"
#include "tests/harness/cups_rig.h"
#include "tests/harness/cut_proxy.h"
#include "tests/harness/fault_server.h"
#include "tests/harness/process.h"
#include "tests/harness/receipt_sample.h"

/* A real cupsd and a real IPP printer receive the receipt; what came out is read back. The tests
 * build on each other: first no printer, then one, at the end no CUPS. */

/* Ends of jobs, RFC 8011 5.3.7. */
enum { IPP_CANCELED = 7, IPP_ABORTED, IPP_COMPLETED };

static struct cups_rig rig;
static int papers; /* out of the printer so far */

static struct print_result deliver_sample(enum print_target target, const char *name,
	const char *configured)
{
	struct delivery delivery;
	struct book book = {.n = 0};
	struct dossier d;
	char *dir = fs_join(rig.dir, "files/receipts");
	sample_dossier(&d);
	str_copy(book.usual, sizeof(book.usual), configured);
	struct print_order *order = sample_order(&d, target, name, dir);
	deliver(order, &book, &delivery);
	buf_clear(&delivery.bytes);
	print_order_free(order);
	dossier_clear(&d);
	free(dir);
	return delivery.result;
}

static void says(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("does not say: %s\n%s", what, text);
}

static void read_paper(char *file)
{
	struct buf out;
	char *image = fs_join(rig.dir, "read"), *pgm = fs_join(rig.dir, "read.pgm");
	buf_init(&out, 1 << 20);
	assert_int_equal(process_run((const char *[]){"pdfinfo", file, NULL}, &out), 0);
	says(buf_str(&out), "Page size:       419.");
	says(buf_str(&out), "Pages:           2");
	assert_int_equal(process_run((const char *[]){"pdftotext", "-layout", file, "-", NULL}, &out), 0);
	says(buf_str(&out), SAMPLE_NAME);
	says(buf_str(&out), "08 giờ 43 phút, ngày 08 tháng 12 năm 2026");
	assert_int_equal(process_run((const char *[]){"pdftoppm", "-r", "203", "-gray", "-f", "2", "-l", "2",
		"-singlefile", file, image, NULL}, NULL), 0);
	process_run((const char *[]){"zbarimg", "--quiet", "--nodbus", pgm, NULL}, &out);
	says(buf_str(&out), "QR-Code:" SAMPLE_URL "\n");
	says(buf_str(&out), "CODE-128:" SAMPLE_CODE "\n");
	buf_clear(&out);
	free(image);
	free(pgm);
	free(file);
}

static bool idle(void *user)
{
	(void)user;
	return cups_rig_idle();
}

static void is_file_of_ours(const struct print_result *r)
{
	struct stat st;
	assert_true(r->phase == PHASE_DONE && r->to_file);
	assert_int_equal(r->cups_job, 0);
	says(r->target, "/files/receipts/" SAMPLE_CODE ".pdf");
	says(r->message, r->target);
	assert_int_equal(stat(r->target, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	char *dir = fs_dir(r->target);
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	free(dir);
}

static void no_printer_is_a_file(void **state)
{
	(void)state;
	char name[PRINTER_NAME_SIZE];
	struct print_result r = deliver_sample(TO_AUTO, "", "");
	is_file_of_ours(&r);
	says(r.message, "Đã lưu thành tệp PDF (không có máy in): ");
	assert_int_not_equal(printer_find("", name), PRINTER_FOUND);
	assert_string_equal(name, "");
}

static void a_printer_that_is_not_there(void **state)
{
	(void)state;
	static const char *const names[] = {"tang2", "../admin", "a b", "x#y?z", ""};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct print_result r = deliver_sample(TO_PRINTER, names[i], "");
		assert_true(r.phase == PHASE_FAILED && !r.to_file);
		says(r.message, "Không có máy in ");
		says(r.message, "Hồ sơ đã lưu.");
	}
}

static void the_configured_printer(void **state)
{
	(void)state;
	cups_rig_add_printer(&rig, "quay");
	struct print_result r = deliver_sample(TO_AUTO, "", "quay");
	assert_true(r.phase == PHASE_SENT && !r.to_file);
	assert_string_equal(r.target, "quay");
	assert_string_equal(r.message, "Đã gửi đến máy in quay.");
	assert_true(r.cups_job > 0);
	read_paper(cups_rig_paper(&rig, ++papers));
}

/* Nothing about the person stands in the queue: the job is named by its code. */
static void the_job_is_named_by_its_code(void **state)
{
	(void)state;
	char uri[80];
	struct buf out;
	snprintf(uri, sizeof(uri), "ipp://localhost:%d/printers/quay", rig.port);
	buf_init(&out, 1 << 20);
	/* in this order: a job that ends meanwhile is in both */
	process_run((const char *[]){"ipptool", "-tv", uri, "get-jobs.test", NULL}, &out);
	process_run((const char *[]){"ipptool", "-tv", uri, "get-completed-jobs.test", NULL}, &out);
	says(buf_str(&out), "job-name (nameWithoutLanguage) = " SAMPLE_CODE);
	assert_null(strstr(buf_str(&out), SAMPLE_NAME));
	assert_null(strstr(buf_str(&out), SAMPLE_ID));
	buf_clear(&out);
}

static bool log_says(void *user)
{
	struct buf log;
	char *file = fs_join(rig.dir, "error_log");
	buf_init(&log, 1 << 26);
	bool said = fs_read(file, &log, NULL) && strstr(buf_str(&log), user);
	buf_clear(&log);
	free(file);
	return said;
}

/* The paper came on A5, on one side, unscaled, though the printer's own defaults say otherwise. The system
 * writes down what it did after it has done it. */
static void a5_one_sided(void **state)
{
	static char wanted[][32] = {"media=iso_a5_148x210mm", "sides=one-sided", "print-scaling=none"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		if (!process_wait(log_says, wanted[i], 60000))
			fail_msg("the log does not say %s", wanted[i]);
}

static void cups_default_printer(void **state)
{
	(void)state;
	char name[PRINTER_NAME_SIZE];
	cups_rig_run((const char *[]){"lpadmin", "-d", "quay", NULL});
	assert_int_equal(printer_find("", name), PRINTER_FOUND);
	assert_string_equal(name, "quay");
	struct print_result r = deliver_sample(TO_AUTO, "", "");
	assert_true(r.phase == PHASE_SENT && !r.to_file);
	assert_string_equal(r.target, "quay");
	read_paper(cups_rig_paper(&rig, ++papers));
}

static void a_given_printer(void **state)
{
	(void)state;
	struct print_result r = deliver_sample(TO_PRINTER, "quay", "tang2");
	assert_true(r.phase == PHASE_SENT && !r.to_file);
	read_paper(cups_rig_paper(&rig, ++papers));
}

static void the_configured_one_is_not_replaced(void **state)
{
	(void)state;
	struct print_result r = deliver_sample(TO_AUTO, "", "tang2");
	assert_true(r.phase == PHASE_FAILED && !r.to_file);
	says(r.message, "Không có máy in tang2. Hồ sơ đã lưu.");
	assert_int_equal(cups_rig_papers(&rig), papers);
}

/* Sizes the printer has: A5 and A4. What it never could do is refused before anything is sent. */
static void refused_for_its_paper(void **state)
{
	static const struct {
		const char *paper, *media;
		enum media_fit fit;
	} rows[] = {
		{"", " iso_a4_210x297mm ", MEDIA_HOLDS}, {"", "", MEDIA_HAS}, {"", " iso_a6_105x148mm ", MEDIA_NOT},
		{"", " custom_min_76x127mm custom_max_216x356mm iso_a4_210x297mm ", MEDIA_HAS},
		{"", " custom_min_200x200mm nonsense ", MEDIA_NOT}, {"", " iso_a5_148x210mm ", MEDIA_HAS},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(printer_media_fit(rows[i].media, "iso_a5_148x210mm"), rows[i].fit);
	assert_int_equal(printer_media_fit(" iso_a5_148x210mm ", "iso_a4_210x297mm"), MEDIA_NOT);
	assert_int_equal(printer_media_fit(" iso_a5_148x210mm ", ""), MEDIA_HAS);
}

static void a_queue_that_takes_nothing(void **state)
{
	(void)state;
	assert_true(process_wait(idle, NULL, 20000));
	cups_rig_run((const char *[]){"cupsreject", "quay", NULL});
	struct print_result r = deliver_sample(TO_AUTO, "", "quay");
	assert_true(r.phase == PHASE_FAILED && !r.to_file);
	says(r.message, "Máy in quay không nhận được: ");
	says(r.message, "Hồ sơ đã lưu.");
	assert_true(cups_rig_idle());
	cups_rig_run((const char *[]){"cupsaccept", "quay", NULL});
}

/* ---- what CUPS calls completed, its device may know better */

/* A printer's list of ended jobs, as RFC 8010 has it on the wire. */
struct history {
	const char *name;
	int state;
	bool nonsense;
};

static void add_value(struct buf *out, char tag, const char *name, const void *value, size_t len)
{
	const char head[] = {tag, 0, (char)strlen(name)}, size[] = {0, (char)len};
	buf_add(out, head, sizeof(head));
	buf_str_add(out, name);
	buf_add(out, size, sizeof(size));
	buf_add(out, value, len);
}

static void add_job(struct buf *out, const char *name, char state)
{
	const char number[] = {0, 0, 0, state};
	buf_char(out, 0x02); /* job-attributes-tag */
	add_value(out, 0x42, "job-name", name, strlen(name));
	add_value(out, 0x23, "job-state", number, sizeof(number));
}

static void tell_history(void *user, const struct fault_request *q, struct fault_reply *a)
{
	static const char ok[] = {2, 0, 0, 0, 0, 0, 0, 1, 1};
	const struct history *h = user;
	struct buf body;
	(void)q;
	buf_init(&body, 4096);
	buf_add(&body, ok, sizeof(ok));
	add_value(&body, 0x47, "attributes-charset", "utf-8", 5);
	add_value(&body, 0x48, "attributes-natural-language", "en", 2);
	add_job(&body, "another", IPP_ABORTED);
	add_job(&body, h->name, (char)h->state);
	add_job(&body, "one more", IPP_ABORTED);
	buf_char(&body, 0x03); /* end-of-attributes-tag */
	buf_printf(&a->bytes, "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: %zu\r\n\r\n",
		h->nonsense ? (size_t)3 : body.len);
	buf_add(&a->bytes, h->nonsense ? "\3\3\3" : body.data, h->nonsense ? 3 : body.len);
	a->end = FAULT_CLOSE;
	buf_clear(&body);
}

struct asked {
	struct printer_watch *watch;
	int id;
	struct job_facts facts;
};

static bool is_completed(void *user)
{
	struct asked *a = user;
	return printer_job_facts(a->watch, "quay", a->id, &a->facts) && a->facts.state == JOB_COMPLETED;
}

static void behind_the_queue(int port)
{
	char uri[64];
	snprintf(uri, sizeof(uri), "ipp://localhost:%d/ipp/print", port);
	cups_rig_run((const char *[]){"lpadmin", "-p", "quay", "-v", uri, NULL});
}

static void the_device_is_asked(void **state)
{
	struct print_result r = deliver_sample(TO_PRINTER, "quay", "");
	struct asked a = {.watch = printer_watch_new(), .id = r.cups_job};
	char name[128], longer[132];
	(void)state;
	snprintf(name, sizeof(name), "%s %s", SAMPLE_CODE, r.job);
	snprintf(longer, sizeof(longer), "%s 2", name);
	const struct {
		struct history said;
		enum device_word word;
	} rows[] = {
		{{name, IPP_ABORTED, false}, DEVICE_GAVE_UP}, {{name, IPP_CANCELED, false}, DEVICE_GAVE_UP},
		{{name, IPP_COMPLETED, false}, DEVICE_SILENT}, {{longer, IPP_ABORTED, false}, DEVICE_SILENT},
		{{name, IPP_ABORTED, true}, DEVICE_SILENT},
	};
	papers++;
	assert_true(process_wait(is_completed, &a, 30000));
	assert_int_equal(a.facts.device, DEVICE_SILENT); /* the printer itself: completed */
	struct history said = rows[0].said;
	struct fault_server *device = fault_server_start(0, NULL, tell_history, &said);
	behind_the_queue(fault_server_port(device));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		fault_server_lock(device);
		said = rows[i].said;
		fault_server_unlock(device);
		assert_true(is_completed(&a));
		assert_int_equal(a.facts.device, rows[i].word);
	}
	fault_server_stop(device);
	assert_true(is_completed(&a));
	assert_int_equal(a.facts.device, DEVICE_AWAY);
	behind_the_queue(rig.printers[0].port);
	printer_watch_free(a.watch);
}

static void through(struct cut_proxy *proxy)
{
	char server[32];
	snprintf(server, sizeof(server), "localhost:%d", proxy ? cut_proxy_port(proxy) : rig.port);
	setenv("CUPS_SERVER", server, 1);
}

/* libcups remembers the server for each thread: a new thread asks again. */
static struct print_result deliver_by_worker(const char *configured, bool cups_used)
{
	struct print_result result = {.phase = PHASE_FAILED};
	struct dossier d;
	char *dir = fs_join(rig.dir, "files/receipts");
	struct book book = {.n = 0};
	str_copy(book.usual, sizeof(book.usual), configured);
	struct worker *w = worker_new(&book);
	struct pollfd fd = {worker_fd(w), POLLIN, 0};
	sample_dossier(&d);
	struct print_order *order = sample_order(&d, TO_AUTO, "", dir);
	order->cups_used = cups_used;
	worker_submit(w, order);
	assert_int_equal(poll(&fd, 1, 60000), 1);
	assert_true(worker_result(w, &result));
	assert_false(worker_result(w, &result));
	worker_free(w);
	dossier_clear(&d);
	free(dir);
	return result;
}

/* The line breaks in the middle of the document: the job that CUPS holds for it must go. */
static void a_broken_sending_leaves_nothing(void **state)
{
	(void)state;
	struct cut_proxy *proxy = cut_proxy_start(rig.port, 20000, true);
	through(proxy);
	struct print_result r = deliver_by_worker("quay", false);
	through(NULL);
	assert_int_equal(r.phase, PHASE_FAILED);
	assert_true(r.cups_job > 0);
	says(r.message, "Máy in quay không nhận được: mất liên lạc với hệ thống in CUPS. Hồ sơ đã lưu.");
	assert_true(process_wait(idle, NULL, 10000));
	assert_int_equal(cups_rig_papers(&rig), papers);
	cut_proxy_stop(proxy);
}

static void a_lost_line_is_uncertain(void **state)
{
	(void)state;
	struct cut_proxy *proxy = cut_proxy_start(rig.port, 20000, false);
	through(proxy);
	struct print_result r = deliver_by_worker("quay", false);
	through(NULL);
	assert_int_equal(r.phase, PHASE_UNCERTAIN);
	says(r.message, "có thể đã in, có thể chưa");
	cut_proxy_stop(proxy);
}

/* What waits for a printer is no file: it would be counted as done. */
static void without_cups_it_is_owed_soon(void **state)
{
	static const struct {
		enum print_target target;
		const char *name, *configured;
	} ways[] = {{TO_AUTO, "", ""}, {TO_AUTO, "", "quay"}, {TO_PRINTER, "quay", ""}};
	(void)state;
	cups_rig_stop_cupsd(&rig);
	int64_t start = clock_mono_ms();
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		struct print_result r = deliver_sample(ways[i].target, ways[i].name, ways[i].configured);
		assert_true(r.phase == PHASE_FAILED && !r.to_file);
		says(r.message, "Không liên lạc được với hệ thống in (CUPS). Hồ sơ đã lưu.");
	}
	assert_true(clock_mono_ms() - start < 5000);
}

static void *expected(void *user)
{
	*(bool *)user = printers_expected();
	return NULL;
}

static bool expected_anew(void)
{
	pthread_t thread;
	bool yes = false;
	assert_int_equal(pthread_create(&thread, NULL, expected, &yes), 0);
	pthread_join(thread, NULL);
	return yes;
}

/* A PDF only where there is no printer and was none: no socket of CUPS's, no queue set up, none named, none
 * used. */
static void where_cups_never_was_it_is_a_file(void **state)
{
	char *conf = fs_join(rig.dir, "etc/printers.conf"), *client = fs_join(rig.dir, "etc/client.conf"),
		*root = fs_join(rig.dir, "etc");
	(void)state;
	assert_true(expected_anew()); /* a server is named */
	setenv("CUPS_SERVER", "/nonexistent/cups.sock", 1);
	assert_false(expected_anew());
	struct print_result r = deliver_by_worker("", false);
	is_file_of_ours(&r);
	says(r.message, "Đã lưu thành tệp PDF (không có máy in): ");
	assert_int_equal(deliver_by_worker("", true).phase, PHASE_FAILED);
	assert_int_equal(deliver_by_worker("quay", false).phase, PHASE_FAILED);
	setenv("CUPS_SERVER", "", 1);
	setenv("CUPS_SERVERROOT", root, 1);
	assert_true(fs_write_atomic(client, "ServerName localhost\n", 21, 0644, NULL));
	assert_true(fs_exists(conf) && expected_anew());
	assert_int_equal(unlink(conf), 0);
	assert_false(expected_anew());
	unsetenv("CUPS_SERVERROOT");
	free(conf);
	free(client);
	free(root);
}

static int start(void **state)
{
	(void)state;
	cups_rig_start(&rig);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	cups_rig_stop(&rig);
	form_teardown();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_printer_is_a_file),
		cmocka_unit_test(a_printer_that_is_not_there),
		cmocka_unit_test(the_configured_printer),
		cmocka_unit_test(the_job_is_named_by_its_code),
		cmocka_unit_test(a5_one_sided),
		cmocka_unit_test(cups_default_printer),
		cmocka_unit_test(a_given_printer),
		cmocka_unit_test(the_configured_one_is_not_replaced),
		cmocka_unit_test(a_queue_that_takes_nothing),
		cmocka_unit_test(the_device_is_asked),
		cmocka_unit_test(a_broken_sending_leaves_nothing),
		cmocka_unit_test(a_lost_line_is_uncertain),
		cmocka_unit_test(refused_for_its_paper),
		cmocka_unit_test(without_cups_it_is_owed_soon),
		cmocka_unit_test(where_cups_never_was_it_is_a_file),
	};
	lang_init("vi", NULL);
	return cmocka_run_group_tests(tests, start, stop);
}
