/* Papers followed through a real cupsd to real IPP printers while everything happens to these; with the
 * words an officer reads. Whatever happens, no paper comes out twice without a word. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/printer_list.h"
#include "tests/harness/cups_rig.h"
#include "tests/harness/paper_trail.h"
#include "tests/harness/process.h"
#include "tests/harness/thermal.h"

static struct cups_rig rig;
static struct paper_trail trail;
static struct ipp_printer *announced;

static void send(const char *queue, char job[UUID_SIZE])
{
	paper_trail_send(&trail, TO_PRINTER, queue, "", job);
}

static void printed_once(struct ipp_printer *p, const char *job)
{
	paper_says(paper_trail_last(&trail, job), PHASE_DONE, "đã in", "Đã in ở máy in quay.");
	assert_int_equal(ipp_printer_papers(p, job), 1);
}

static void comes_out(void **state)
{
	char job[UUID_SIZE];
	(void)state;
	send("quay", job);
	printed_once(&rig.printers[0], job);
	assert_int_equal(trail.said[0].phase, PHASE_SENT);
	assert_string_equal(trail.said[0].message, "Đã gửi đến máy in quay.");
}

/* While one printer stands still another one prints. */
static void out_of_paper_then_refilled(void **state)
{
	char stuck[UUID_SIZE], other[UUID_SIZE];
	(void)state;
	struct ipp_printer *p = cups_rig_add_printer(&rig, "tang2");
	ipp_printer_says(p, "STATE: +media-empty-error\n");
	ipp_printer_close_gate(p);
	send("tang2", stuck);
	paper_says(paper_trail_wait(&trail, stuck, PHASE_WAITING), PHASE_WAITING, "hết giấy",
		"Máy in tang2 hết giấy. Hồ sơ đã lưu. Thêm giấy, máy sẽ tự in tiếp.");
	send("quay", other);
	printed_once(&rig.printers[0], other);
	ipp_printer_open_gate(p, "STATE: -media-empty-error");
	paper_says(paper_trail_last(&trail, stuck), PHASE_DONE, "đã in", "Đã in ở máy in tang2.");
	assert_int_equal(ipp_printer_papers(p, stuck), 1);
	ipp_printer_says(p, "");
}

static void paused_and_resumed(void **state)
{
	char job[UUID_SIZE];
	(void)state;
	cups_rig_run((const char *[]){"cupsdisable", "-r", "Bảo trì", "quay", NULL});
	send("quay", job);
	paper_says(paper_trail_wait(&trail, job, PHASE_WAITING), PHASE_WAITING, "đang tạm dừng",
		"Máy in quay đang tạm dừng. Hồ sơ đã lưu. Cho máy chạy lại (nút trên máy, hoặc lệnh cupsenable), "
		"máy sẽ tự in tiếp.");
	assert_int_equal(ipp_printer_papers(&rig.printers[0], job), 0);
	cups_rig_run((const char *[]){"cupsenable", "quay", NULL});
	printed_once(&rig.printers[0], job);
}

/* The application ended while two papers waited; the next run finds them at CUPS, one by its number and
 * one by its name alone. */
static void found_again_by_the_next_run(void **state)
{
	char jobs[2][UUID_SIZE];
	(void)state;
	cups_rig_run((const char *[]){"cupsdisable", "quay", NULL});
	send("quay", jobs[0]);
	int id = paper_trail_wait(&trail, jobs[0], PHASE_WAITING)->cups_job;
	send("quay", jobs[1]);
	paper_trail_wait(&trail, jobs[1], PHASE_WAITING);
	paper_trail_stop(&trail);
	paper_trail_start(&trail, &(struct book){.usual = "quay"}, rig.dir);
	paper_trail_follow(&trail, "quay", jobs[0], id);
	paper_trail_follow(&trail, "quay", jobs[1], 0);
	for (int i = 0; i < 2; i++)
		assert_string_equal(paper_trail_wait(&trail, jobs[i], PHASE_WAITING)->words, "đang tạm dừng");
	cups_rig_run((const char *[]){"cupsenable", "quay", NULL});
	for (int i = 0; i < 2; i++)
		printed_once(&rig.printers[0], jobs[i]);
	paper_trail_follow(&trail, "quay", "01936f1e-5b2a-7c3d-8e4f-0000000000ff", 0);
	assert_int_equal(paper_trail_last(&trail, "01936f1e-5b2a-7c3d-8e4f-0000000000ff")->phase,
		PHASE_UNCERTAIN);
}

static void taken_back_before_it_printed(void **state)
{
	char job[UUID_SIZE];
	(void)state;
	cups_rig_run((const char *[]){"cupsdisable", "quay", NULL});
	send("quay", job);
	paper_trail_wait(&trail, job, PHASE_WAITING);
	assert_true(worker_cancel(trail.worker, job));
	paper_says(paper_trail_last(&trail, job), PHASE_CANCELLED, "đã hủy",
		"Đã hủy lệnh in ở máy in quay; chưa in ra giấy.");
	assert_true(cups_rig_idle());
	assert_false(worker_cancel(trail.worker, job));
	cups_rig_run((const char *[]){"cupsenable", "quay", NULL});
	assert_int_equal(ipp_printer_papers(&rig.printers[0], job), 0);
}

static void taken_back_while_it_printed(void **state)
{
	char job[UUID_SIZE];
	(void)state;
	ipp_printer_close_gate(&rig.printers[0]);
	send("quay", job);
	ipp_printer_at_gate(&rig.printers[0]);
	assert_true(worker_cancel(trail.worker, job));
	paper_says(paper_trail_last(&trail, job), PHASE_UNCERTAIN, "không rõ đã in chưa",
		"Máy in quay: lệnh in đã được hủy, nên không rõ giấy đã ra chưa. Hồ sơ đã lưu. Xem máy in; nếu "
		"chưa có giấy thì in lại.");
	ipp_printer_open_gate(&rig.printers[0], "");
}

static bool cups_waits_for_it(void *user)
{
	struct buf out;
	(void)user;
	buf_init(&out, 1 << 16);
	BUG_ON(process_run((const char *[]){"lpstat", "-l", "-p", "quay", NULL}, &out) != 0);
	bool waits = strstr(buf_str(&out), "cups-waiting-for-job-completed") != NULL;
	buf_clear(&out);
	return waits;
}

/* The job is gone at CUPS, and nothing else tells. */
static void cancelled_at_the_printer(void **state)
{
	char job[UUID_SIZE];
	(void)state;
	ipp_printer_exits(&rig.printers[0], 1);
	ipp_printer_close_gate(&rig.printers[0]);
	send("quay", job);
	/* CUPS is to see it being printed first: else it takes what ended at once for completed */
	ipp_printer_at_gate(&rig.printers[0]);
	assert_true(process_wait(cups_waits_for_it, NULL, 10000));
	ipp_printer_open_gate(&rig.printers[0], "");
	const struct print_result *last = paper_trail_last(&trail, job);
	ipp_printer_exits(&rig.printers[0], 0);
	paper_says(last, PHASE_UNCERTAIN, "không rõ đã in chưa",
		"Máy in quay: lệnh in bị hủy tại máy in, nên không rõ giấy đã ra chưa. Hồ sơ đã lưu. Xem máy in; "
		"nếu chưa có giấy thì in lại.");
}

/* Quicker than CUPS looks: it says completed, the printer knows better. */
static void given_up_at_once(void **state)
{
	char job[UUID_SIZE];
	(void)state;
	ipp_printer_exits(&rig.printers[0], 1);
	send("quay", job);
	const struct print_result *last = paper_trail_last(&trail, job);
	ipp_printer_exits(&rig.printers[0], 0);
	assert_int_equal(last->phase, PHASE_UNCERTAIN);
	assert_string_equal(last->words, "không rõ đã in chưa");
}

static struct ipp_printer *tang3;
static char unplugged[UUID_SIZE];

static void unplugged_in_the_middle(void **state)
{
	(void)state;
	struct ipp_printer *p = tang3 = cups_rig_add_printer(&rig, "tang3");
	ipp_printer_close_gate(p);
	send("tang3", unplugged);
	ipp_printer_at_gate(p);
	paper_trail_wait(&trail, unplugged, PHASE_PRINTING);
	ipp_printer_unplug_between(p);
}

/* CUPS goes on saying "printing". */
static void unplugged_is_told(void **state)
{
	(void)state;
	paper_says(paper_trail_wait(&trail, unplugged, PHASE_WAITING), PHASE_WAITING, "không liên lạc được",
		"Không liên lạc được với máy in tang3. Hồ sơ đã lưu. Xem máy in đã bật và cắm dây chưa; có liên lạc "
		"lại thì máy tự in.");
	ipp_printer_plug_in(tang3);
}

/* The printer has forgotten the job, which CUPS calls completed; CUPS takes its time to ask. */
static void completed_is_not_believed(void **state)
{
	(void)state;
	paper_says(paper_trail_last(&trail, unplugged), PHASE_UNCERTAIN, "không rõ đã in chưa",
		"Máy in tang3: máy in đã bị tắt hoặc mất liên lạc giữa chừng, nên không rõ giấy đã ra chưa. Hồ sơ "
		"đã lưu. Xem máy in; nếu chưa có giấy thì in lại.");
	assert_true(ipp_printer_papers(tang3, unplugged) <= 1);
}

static void off_before_it_began(void **state)
{
	char job[UUID_SIZE];
	(void)state;
	ipp_printer_unplug(&rig.printers[0]);
	send("quay", job);
	paper_says(paper_trail_wait(&trail, job, PHASE_WAITING), PHASE_WAITING, "không liên lạc được",
		"Không liên lạc được với máy in quay. Hồ sơ đã lưu. Xem máy in đã bật và cắm dây chưa; có liên lạc "
		"lại thì máy tự in.");
	assert_true(worker_cancel(trail.worker, job));
	paper_says(paper_trail_last(&trail, job), PHASE_CANCELLED, "đã hủy",
		"Đã hủy lệnh in ở máy in quay; chưa in ra giấy.");
	ipp_printer_plug_in(&rig.printers[0]);
	assert_int_equal(ipp_printer_papers(&rig.printers[0], job), 0);
}

static void the_queue_is_deleted(void **state)
{
	char printing[UUID_SIZE], waiting[UUID_SIZE];
	(void)state;
	struct ipp_printer *p = cups_rig_add_printer(&rig, "tang4");
	ipp_printer_close_gate(p);
	send("tang4", printing);
	ipp_printer_at_gate(p);
	paper_trail_wait(&trail, printing, PHASE_PRINTING);
	send("tang4", waiting);
	paper_trail_wait(&trail, waiting, PHASE_SENT);
	cups_rig_run((const char *[]){"lpadmin", "-x", "tang4", NULL});
	paper_says(paper_trail_last(&trail, printing), PHASE_UNCERTAIN, "không rõ đã in chưa",
		"Máy in tang4: hàng đợi in đã bị xóa khỏi CUPS, nên không rõ giấy đã ra chưa. Hồ sơ đã lưu. Xem "
		"máy in; nếu chưa có giấy thì in lại.");
	assert_int_equal(paper_trail_last(&trail, waiting)->phase, PHASE_UNCERTAIN);
	assert_int_equal(ipp_printer_papers(p, waiting), 0);
	ipp_printer_open_gate(p, "");
}

/* cupsd begins again with what it was printing: that would be a second paper, and is taken back and told. What
 * had not begun is printed, once. */
static void cupsd_restarts_in_the_middle(void **state)
{
	char printing[UUID_SIZE], waiting[UUID_SIZE];
	(void)state;
	ipp_printer_close_gate(&rig.printers[0]);
	send("quay", printing);
	ipp_printer_at_gate(&rig.printers[0]);
	paper_trail_wait(&trail, printing, PHASE_PRINTING);
	send("quay", waiting);
	paper_trail_wait(&trail, waiting, PHASE_SENT);
	cups_rig_stop_cupsd(&rig);
	paper_says(paper_trail_wait(&trail, waiting, PHASE_WAITING), PHASE_WAITING, "không liên lạc được",
		"Không liên lạc được với hệ thống in (CUPS). Hồ sơ đã lưu. Khởi động lại CUPS; khi đó mới biết giấy "
		"ở máy in quay đã ra chưa.");
	ipp_printer_open_gate(&rig.printers[0], "");
	cups_rig_start_cupsd(&rig);
	paper_says(paper_trail_last(&trail, printing), PHASE_UNCERTAIN, "không rõ đã in chưa",
		"Máy in quay bị ngắt giữa chừng, CUPS đã in lại từ đầu. Hồ sơ đã lưu. Xem máy in: có hai tờ như nhau "
		"thì hủy một tờ; chưa có giấy thì in lại.");
	printed_once(&rig.printers[0], waiting);
	assert_true(cups_rig_idle());
	/* what CUPS began again may be out before it is taken back, and the officer was told */
	assert_in_range(ipp_printer_papers(&rig.printers[0], printing), 1, 2);
}

static void refused_for_its_format(void **state)
{
	char job[UUID_SIZE];
	(void)state;
	cups_rig_add_refusing(&rig, "tang5");
	send("tang5", job);
	paper_says(paper_trail_last(&trail, job), PHASE_FAILED, "từ chối",
		"Máy in tang5 không nhận được: từ chối loại tài liệu này. Hồ sơ đã lưu. Kiểm tra máy in rồi in "
		"lại.");
	assert_true(cups_rig_idle());
}

static bool has_paper(void *user)
{
	return thermal_papers(user) > 0;
}

/* A thermal printer behind a queue without a driver is sent dots, as they are. */
static void thermal_behind_a_raw_queue(void **state)
{
	char job[UUID_SIZE], uri[96];
	(void)state;
	struct thermal *t = thermal_start(THERMAL_TCP, false);
	snprintf(uri, sizeof(uri), "%s/?waiteof=false", thermal_destination(t));
	cups_rig_add_raw(&rig, "nhiet", uri);
	paper_trail_send(&trail, TO_PRINTER, "nhiet", "80mm", job);
	paper_says(paper_trail_last(&trail, job), PHASE_DONE, "đã gửi hết",
		"Đã gửi hết đến máy in nhiet. Máy này không báo lại: hãy nhìn giấy.");
	assert_true(process_wait(has_paper, t, 10000)); /* CUPS does not wait for it */
	assert_int_equal(thermal_papers(t), 1);
	assert_int_equal(thermal_strange(t), 0);
	assert_true(thermal_dots(t) > 20000);
	thermal_stop(t);
}

static bool has_come(void *user)
{
	struct printer_list **list = user;
	*list = worker_printers(trail.worker);
	return *list;
}

static const struct printer_row *row(const struct printer_list *list, const char *name)
{
	for (size_t i = 0; i < list->n; i++) {
		if (str_eq(list->rows[i].name, name))
			return &list->rows[i];
	}
	fail_msg("no %s in the list", name);
	return NULL;
}

static void all_stand_in_the_list(void **state)
{
	struct printer_list *list;
	(void)state;
	cups_rig_run((const char *[]){"cupsdisable", "nhiet", NULL});
	worker_ask_printers(trail.worker);
	assert_true(process_wait(has_come, &list, 60000));
	assert_true(list->cups_answers);
	const struct printer_row *first = row(list, "quay");
	assert_true(first->usual && first->ready && !first->thermal);
	assert_string_equal(first->papers, "A5 A4 A4-landscape 2xA5");
	assert_string_equal(first->words, "sẵn sàng");
	assert_int_equal(first->dpi, 300);
	const struct printer_row *thermal = row(list, "nhiet");
	assert_true(thermal->thermal && !thermal->ready && !thermal->usual);
	assert_string_equal(thermal->words, "đang tạm dừng");
	const struct printer_row *heard = row(list, announced->name); /* on the network: it has no queue */
	assert_true(heard->ready && !heard->usual);
	assert_string_equal(heard->words, "có trên mạng");
	printer_list_free(list);
}

/* CUPS makes a queue when it is chosen. */
static void announced_on_the_network(void **state)
{
	char job[UUID_SIZE];
	(void)state;
	send(announced->name, job);
	paper_says(paper_trail_last(&trail, job), PHASE_DONE, "đã in", "Đã in ở máy in tang6.");
	assert_int_equal(ipp_printer_papers(announced, job), 1);
}

static int start(void **state)
{
	(void)state;
	cups_rig_start(&rig);
	cups_rig_add_printer(&rig, "quay");
	announced = cups_rig_add_announced(&rig, "tang6");
	paper_trail_start(&trail, &(struct book){.usual = "quay"}, rig.dir);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	paper_trail_stop(&trail);
	cups_rig_stop(&rig);
	return 0;
}

int main(void)
{
	/* the job that was unplugged is not idle before completed_is_not_believed */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_out),
		cmocka_unit_test(taken_back_before_it_printed),
		cmocka_unit_test(refused_for_its_format),
		cmocka_unit_test(unplugged_in_the_middle),
		cmocka_unit_test(out_of_paper_then_refilled),
		cmocka_unit_test(unplugged_is_told),
		cmocka_unit_test(paused_and_resumed),
		cmocka_unit_test(cancelled_at_the_printer),
		cmocka_unit_test(given_up_at_once),
		cmocka_unit_test(taken_back_while_it_printed),
		cmocka_unit_test(off_before_it_began),
		cmocka_unit_test(the_queue_is_deleted),
		cmocka_unit_test(thermal_behind_a_raw_queue),
		cmocka_unit_test(all_stand_in_the_list),
		cmocka_unit_test(announced_on_the_network),
		cmocka_unit_test(completed_is_not_believed),
		cmocka_unit_test(found_again_by_the_next_run),
		cmocka_unit_test(cupsd_restarts_in_the_middle),
	};
	lang_init("vi", NULL);
	return cmocka_run_group_tests(tests, start, stop);
}
