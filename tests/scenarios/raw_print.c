/* Receipts to printers without CUPS, over TCP 9100 and a device, from the worker through the press to a
 * printer that does what receipt printers do; with the words an officer reads. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/printer_list.h"
#include "tests/harness/paper_trail.h"
#include "tests/harness/process.h"
#include "tests/harness/thermal.h"

#define PAPER_END 0x72  /* DLE EOT 4 */
#define COVER_OPEN 0x16 /* DLE EOT 2 */
#define WELL 0x12

struct counter {
	struct thermal *thermal;
	struct paper_trail trail;
	struct book book;
	char job[UUID_SIZE];
};

static void start(struct counter *c, enum thermal_door door, bool two_way)
{
	*c = (struct counter){.thermal = thermal_start(door, two_way)};
	struct book_entry *e = &c->book.list[c->book.n++];
	str_copy(e->name, sizeof(e->name), "Máy nhiệt");
	str_copy(e->destination, sizeof(e->destination), thermal_destination(c->thermal));
	str_copy(e->paper, sizeof(e->paper), "80mm");
	str_copy(e->forms, sizeof(e->forms), "01");
	paper_trail_start(&c->trail, &c->book, "/nowhere");
}

static void send(struct counter *c)
{
	paper_trail_send(&c->trail, TO_AUTO, "", "", c->job);
}

static void stop(struct counter *c)
{
	assert_int_equal(thermal_strange(c->thermal), 0);
	paper_trail_stop(&c->trail);
	thermal_stop(c->thermal);
}

static void says(const struct print_result *r, enum print_phase phase, const char *words,
	const char *message)
{
	paper_says(r, phase, words, message);
	assert_string_equal(r->target, "Máy nhiệt");
	assert_int_equal(r->cups_job, 0);
}

static void printed(struct counter *c, int papers)
{
	says(paper_trail_last(&c->trail, c->job), PHASE_DONE, "đã in", "Đã in ở máy in Máy nhiệt.");
	assert_int_equal(thermal_papers(c->thermal), papers);
}

static void it_says_that_it_is_out(void **state)
{
	struct counter c;
	(void)state;
	start(&c, THERMAL_TCP, true);
	send(&c);
	printed(&c, 1);
	assert_true(thermal_dots(c.thermal) > 20000);
	send(&c);
	printed(&c, 2);
	stop(&c);
}

static void one_that_never_answers(void **state)
{
	struct counter c;
	(void)state;
	start(&c, THERMAL_TCP, false);
	send(&c);
	says(paper_trail_last(&c.trail, c.job), PHASE_DONE, "đã gửi hết",
		"Đã gửi hết đến máy in Máy nhiệt. Máy này không báo lại: hãy nhìn giấy.");
	assert_int_equal(thermal_papers(c.thermal), 1);
	stop(&c);
}

static void through_a_device(void **state)
{
	struct counter c;
	(void)state;
	start(&c, THERMAL_DEVICE, true);
	send(&c);
	printed(&c, 1);
	stop(&c);
}

/* Nothing is sent into a printer that has no paper. */
static void out_of_paper_then_refilled(void **state)
{
	struct counter c;
	(void)state;
	start(&c, THERMAL_TCP, true);
	thermal_state(c.thermal, 4, PAPER_END);
	send(&c);
	says(paper_trail_wait(&c.trail, c.job, PHASE_WAITING), PHASE_WAITING, "hết giấy",
		"Máy in Máy nhiệt hết giấy. Hồ sơ đã lưu. Thêm giấy, máy sẽ tự in tiếp.");
	assert_int_equal(thermal_dots(c.thermal), 0);
	thermal_state(c.thermal, 4, WELL);
	printed(&c, 1);
	stop(&c);
}

static void taken_back_at_an_open_cover(void **state)
{
	struct counter c;
	char second[UUID_SIZE];
	(void)state;
	start(&c, THERMAL_TCP, true);
	thermal_state(c.thermal, 2, COVER_OPEN);
	send(&c);
	says(paper_trail_wait(&c.trail, c.job, PHASE_WAITING), PHASE_WAITING, "mở nắp",
		"Máy in Máy nhiệt đang mở nắp. Hồ sơ đã lưu. Đóng nắp, máy sẽ tự in tiếp.");
	paper_trail_send(&c.trail, TO_AUTO, "", "", second);
	paper_trail_wait(&c.trail, second, PHASE_SENT);
	assert_true(worker_cancel(c.trail.worker, second));
	assert_true(worker_cancel(c.trail.worker, c.job));
	says(paper_trail_last(&c.trail, second), PHASE_CANCELLED, "đã hủy",
		"Đã hủy lệnh in ở máy in Máy nhiệt; chưa in ra giấy.");
	says(paper_trail_last(&c.trail, c.job), PHASE_CANCELLED, "đã hủy",
		"Đã hủy lệnh in ở máy in Máy nhiệt; chưa in ra giấy.");
	thermal_state(c.thermal, 2, WELL);
	send(&c);
	printed(&c, 1);
	stop(&c);
}

/* It goes on by itself with what it has: whether the receipt is whole, somebody has to see. */
static void out_of_paper_in_the_middle(void **state)
{
	struct counter c;
	(void)state;
	start(&c, THERMAL_TCP, true);
	thermal_state_in_the_middle(c.thermal, 4, PAPER_END);
	send(&c);
	says(paper_trail_wait(&c.trail, c.job, PHASE_WAITING), PHASE_WAITING, "hết giấy",
		"Máy in Máy nhiệt hết giấy. Hồ sơ đã lưu. Thêm giấy, máy sẽ tự in tiếp.");
	thermal_state(c.thermal, 4, WELL);
	says(paper_trail_last(&c.trail, c.job), PHASE_UNCERTAIN, "không rõ đã in chưa",
		"Máy in Máy nhiệt: máy in bị dừng giữa chừng rồi in tiếp, nên không rõ giấy đã ra đủ chưa. Hồ sơ "
		"đã lưu. Xem máy in; nếu chưa có giấy thì in lại.");
	stop(&c);
}

static void unplugged_in_the_middle(void **state)
{
	static const enum thermal_door doors[] = {THERMAL_TCP, THERMAL_DEVICE};
	struct counter c;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(doors); i++) {
		start(&c, doors[i], true);
		thermal_unplug_at(c.thermal, 9000);
		send(&c);
		says(paper_trail_last(&c.trail, c.job), PHASE_UNCERTAIN, "không rõ đã in chưa",
			"Máy in Máy nhiệt: mất liên lạc giữa chừng, nên không rõ giấy đã ra đủ chưa. Hồ sơ đã lưu. Xem "
			"máy in; nếu chưa có giấy thì in lại.");
		send(&c);
		assert_int_equal(paper_trail_last(&c.trail, c.job)->phase, PHASE_FAILED);
		assert_int_equal(thermal_papers(c.thermal), 0);
		stop(&c);
	}
}

/* While one stands still the other prints. */
static void a_slow_one_holds_up_nobody(void **state)
{
	struct counter c;
	char other[UUID_SIZE];
	(void)state;
	start(&c, THERMAL_TCP, false);
	struct thermal *second = thermal_start(THERMAL_TCP, false);
	thermal_stall(c.thermal, true);
	send(&c);
	paper_trail_wait(&c.trail, c.job, PHASE_PRINTING);
	paper_trail_send(&c.trail, TO_PRINTER, thermal_destination(second), "58mm", other);
	assert_int_equal(paper_trail_last(&c.trail, other)->phase, PHASE_DONE);
	assert_int_equal(thermal_papers(second), 1);
	says(paper_trail_wait(&c.trail, c.job, PHASE_WAITING), PHASE_WAITING, "không nhận thêm",
		"Máy in Máy nhiệt không nhận thêm dữ liệu. Hồ sơ đã lưu. Xem máy in có hết giấy hay mở nắp không; "
		"xong máy sẽ tự in tiếp.");
	assert_int_equal(thermal_papers(c.thermal), 0);
	thermal_stall(c.thermal, false);
	assert_int_equal(paper_trail_last(&c.trail, c.job)->phase, PHASE_DONE);
	assert_int_equal(thermal_papers(c.thermal), 1);
	thermal_stop(second);
	stop(&c);
}

static void what_is_no_printer(void **state)
{
	char pipe_path[] = "/dev/shm/motcua-XXXXXX";
	int file = mkstemp(pipe_path);
	assert_true(file >= 0);
	close(file);
	assert_int_equal(unlink(pipe_path), 0);
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	const struct {
		const char *destination, *says;
	} wrong[] = {
		{"/dev/usb/lp-khong-co", "không thấy máy in (chưa bật hoặc chưa cắm dây), chưa in ra giấy."},
		{"/dev/null/x", "không mở được máy in, chưa in ra giấy."},
		{"/dev/shm", "đó là thư mục, không phải máy in, chưa in ra giấy."},
		{pipe_path, "đó là đường ống, không phải máy in, chưa in ra giấy."},
		{"/etc/passwd", "Không có máy in /etc/passwd."},
		{"/dev/../etc/passwd", "Không có máy in /dev/../etc/passwd."},
		{"socket://", "Không có máy in socket://."},
		{"socket://127.0.0.1:99999", "Không có máy in socket://127.0.0.1:99999."},
		{"socket://127.0.0.1:1", "không liên lạc được, chưa in ra giấy."},
	};
	struct counter c;
	(void)state;
	start(&c, THERMAL_TCP, true);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		paper_trail_send(&c.trail, TO_PRINTER, wrong[i].destination, "", c.job);
		const struct print_result *r = paper_trail_last(&c.trail, c.job);
		assert_int_equal(r->phase, PHASE_FAILED);
		if (!strstr(r->message, wrong[i].says) || !strstr(r->message, "Hồ sơ đã lưu."))
			fail_msg("%s: %s", wrong[i].destination, r->message);
	}
	unlink(pipe_path);
	stop(&c);
}

static bool has_come(void *user)
{
	struct counter *c = user;
	struct printer_list *list = worker_printers(c->trail.worker);
	if (!list)
		return false;
	assert_int_equal(list->n, 1);
	const struct printer_row *row = &list->rows[0];
	assert_string_equal(row->name, "Máy nhiệt");
	assert_string_equal(row->papers, "80mm");
	assert_string_equal(row->forms, "01");
	assert_true(row->thermal && !row->ready && !list->cups_answers);
	assert_string_equal(row->words, "hết giấy");
	assert_non_null(strstr(row->message, "Thêm giấy"));
	printer_list_free(list);
	return true;
}

static void stands_in_the_list(void **state)
{
	struct counter c;
	(void)state;
	start(&c, THERMAL_TCP, true);
	thermal_state(c.thermal, 4, PAPER_END);
	worker_ask_printers(c.trail.worker);
	assert_true(process_wait(has_come, &c, 60000));
	stop(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_says_that_it_is_out),
		cmocka_unit_test(one_that_never_answers),
		cmocka_unit_test(through_a_device),
		cmocka_unit_test(out_of_paper_then_refilled),
		cmocka_unit_test(taken_back_at_an_open_cover),
		cmocka_unit_test(out_of_paper_in_the_middle),
		cmocka_unit_test(unplugged_in_the_middle),
		cmocka_unit_test(a_slow_one_holds_up_nobody),
		cmocka_unit_test(what_is_no_printer),
		cmocka_unit_test(stands_in_the_list),
	};
	setenv("CUPS_SERVER", "localhost:1", 1);
	lang_init("vi", NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
