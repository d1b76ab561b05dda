/* The press over its socket: what is sent arrives, and what dies is noticed. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "printing/press.h"
#include "printing/press_rows.h"
#include "printing/press_wire.h"
#include "tests/harness/process.h"
#include "tests/harness/receipt_sample.h"

static const struct book no_printers;

static char *new_dir(void)
{
	char *dir = xstrdup("/tmp/motcua-press-XXXXXX");
	assert_non_null(mkdtemp(dir));
	return dir;
}

static struct print_order *new_order(const char *dir)
{
	struct dossier d;
	sample_dossier(&d);
	struct print_order *order = sample_order(&d, TO_FILE, "", dir);
	free(order->name);
	order->name = fs_join(dir, "receipt.pdf");
	dossier_clear(&d);
	return order;
}

static void orders_and_results_survive_the_wire(void **state)
{
	char *dir = new_dir();
	struct print_order *sent = new_order(dir), *got = xcalloc(1, sizeof(*got));
	struct buf message;
	(void)state;
	sent->copy = 3;
	str_copy(sent->paper, sizeof(sent->paper), "80mm");
	buf_init(&message, WIRE_MAX);
	wire_put_order(&message, sent);
	struct wire w = {.at = message.data, .left = message.len};
	assert_true(wire_order(&w, got));
	assert_int_equal(w.left, 0);
	assert_string_equal(got->data, sent->data);
	assert_string_equal(got->template, "");
	assert_string_equal(got->subject, SAMPLE_CODE);
	assert_string_equal(got->paper, "80mm");
	assert_string_equal(got->name, sent->name);
	assert_int_equal(got->copy, 3);
	assert_int_equal(got->target, TO_FILE);
	print_order_free(got);
	const struct print_result result = {
		.job = "j", .phase = PHASE_WAITING, .target = "quay", .cups_job = 7, .words = "hết giấy",
		.message = "Đã in."};
	struct print_result back;
	buf_reset(&message);
	wire_put_result(&message, &result);
	w = (struct wire){.at = message.data, .left = message.len};
	assert_true(wire_result(&w, &back));
	assert_true(back.phase == PHASE_WAITING && !back.to_file);
	assert_int_equal(back.cups_job, 7);
	assert_string_equal(back.words, "hết giấy");
	assert_string_equal(back.message, "Đã in.");
	buf_clear(&message);
	print_order_free(sent);
	rmdir(dir);
	free(dir);
}

static void printers_survive_the_wire(void **state)
{
	struct book book = {.usual = "Máy nhiệt", .n = 1}, back;
	struct printer_row rows[2] = {{.name = "Máy nhiệt", .ready = true, .dpi = 203}, {.words = "hết giấy"}};
	const struct printer_list list = {.cups_answers = true, .n = 2, .rows = rows, .fonts = "thiếu"};
	struct buf message;
	(void)state;
	book.list[0] = (struct book_entry){"Máy nhiệt", "socket://[::1]:9100", "80mm", "01 fee", 203};
	buf_init(&message, WIRE_MAX);
	wire_put_book(&message, &book);
	wire_put_list(&message, &list);
	struct wire w = {.at = message.data, .left = message.len};
	assert_true(wire_book(&w, &back));
	assert_memory_equal(&back, &book, sizeof(book));
	struct printer_list *got = wire_list(&w);
	assert_non_null(got);
	assert_int_equal(w.left, 0);
	assert_int_equal(got->n, 2);
	assert_string_equal(got->fonts, "thiếu");
	assert_memory_equal(got->rows, rows, sizeof(rows));
	printer_list_free(got);
	for (size_t len = 0; len < message.len; len += 5) {
		w = (struct wire){.at = message.data, .left = len};
		if (wire_book(&w, &back))
			assert_null(wire_list(&w));
	}
	buf_clear(&message);
}

static void short_messages_are_refused(void **state)
{
	char *dir = new_dir();
	struct print_order *sent = new_order(dir);
	struct buf message;
	(void)state;
	buf_init(&message, WIRE_MAX);
	wire_put_order(&message, sent);
	for (size_t len = 0; len < message.len; len += 7) {
		struct print_order *got = xcalloc(1, sizeof(*got));
		struct wire w = {.at = message.data, .left = len};
		assert_false(wire_order(&w, got));
		print_order_free(got);
	}
	buf_clear(&message);
	print_order_free(sent);
	rmdir(dir);
	free(dir);
}

static void a_message_too_long_is_not_read(void **state)
{
	int pair[2];
	uint32_t len = WIRE_MAX + 1;
	struct buf message;
	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(write(pair[0], &len, sizeof(len)), sizeof(len));
	buf_init(&message, WIRE_MAX);
	assert_false(wire_receive(pair[1], &message));
	close(pair[0]);
	close(pair[1]);
	buf_clear(&message);
}

/* Rows go behind the message; nothing, little, and more than a socket holds at once. */
static void *send_rows(void *user)
{
	const void *const *arguments = user;
	const int *fd = arguments[0];
	const struct print_order order = {.rows = (char *)arguments[1]};
	struct err err = ERR_INIT;
	assert_int_equal(rows_send(*fd, &order, &err), ROWS_SENT);
	return NULL;
}

static void rows_come_whole(void **state)
{
	static const size_t lengths[] = {0, 1, 4095, 4096, 65536, 65537, 3000000};
	int pair[2];
	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
		char *text = memset(xcalloc(1, lengths[i] + 1), 'x', lengths[i]);
		const void *arguments[] = {&pair[0], i ? text : NULL};
		struct rows_file rows;
		pthread_t sender;
		for (size_t k = 99; k < lengths[i]; k += 100)
			text[k] = '\n';
		assert_int_equal(pthread_create(&sender, NULL, send_rows, arguments), 0);
		assert_int_equal(rows_receive(pair[1], &rows), ROWS_HERE);
		pthread_join(sender, NULL);
		if (i)
			assert_string_equal(rows.text, text);
		else
			assert_null(rows.text);
		rows_close(&rows);
		free(text);
	}
	close(pair[0]);
	close(pair[1]);
}

static void rows_without_end_are_not_read(void **state)
{
	int pair[2];
	uint32_t len = ROWS_MAX + 1;
	struct rows_file rows;
	(void)state;
	for (int cut = 0; cut < 2; cut++) {
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
		len = cut ? 1000 : ROWS_MAX + 1;
		assert_int_equal(write(pair[0], &len, sizeof(len)), sizeof(len));
		close(pair[0]);
		assert_int_equal(rows_receive(pair[1], &rows), ROWS_BROKEN);
		rows_close(&rows);
		close(pair[1]);
	}
}

static void prints_to_a_file(void **state)
{
	char *dir = new_dir();
	struct print_order *order = new_order(dir);
	struct press press = PRESS_INIT;
	struct printer_list *list;
	struct print_result result;
	struct err err = ERR_INIT;
	(void)state;
	assert_true(press_print(&press, order, &no_printers, &err));
	assert_int_equal(press_hear(&press, &result, &list), PRESS_RESULT);
	if (result.phase != PHASE_DONE)
		print_message("%s\n", result.message);
	assert_true(result.phase == PHASE_DONE && result.to_file);
	assert_string_equal(result.job, order->job);
	assert_string_equal(result.target, order->name);
	assert_true(fs_exists(order->name));
	press_close(&press);
	unlink(order->name);
	print_order_free(order);
	rmdir(dir);
	free(dir);
}

/* What no face has is told with whatever else becomes of the paper. */
static void unknown_characters_are_told(void **state)
{
	char *dir = new_dir();
	struct press press = PRESS_INIT;
	struct printer_list *list;
	struct print_result result;
	struct err err = ERR_INIT;
	struct dossier d;
	(void)state;
	sample_dossier(&d);
	d.applicant.name = "Nguyễn 中文 Mẫu";
	struct print_order *order = sample_order(&d, TO_FILE, "", dir);
	free(order->name);
	order->name = fs_join(dir, "receipt.pdf");
	assert_true(press_print(&press, order, &no_printers, &err));
	assert_int_equal(press_hear(&press, &result, &list), PRESS_RESULT);
	assert_int_equal(result.phase, PHASE_DONE);
	assert_non_null(strstr(result.message, "receipt.pdf"));
	assert_non_null(strstr(result.message, "Có 2 ký tự mà phông chữ in không có"));
	press_close(&press);
	unlink(order->name);
	print_order_free(order);
	dossier_clear(&d);
	rmdir(dir);
	free(dir);
}

/* More rows than the press holds in its memory at once: the first and the last are on paper. */
static void a_long_ledger_goes_through(void **state)
{
	enum { ROWS = 900 };
	char *dir = new_dir();
	struct print_order *order = new_order(dir);
	struct press press = PRESS_INIT;
	struct printer_list *list;
	struct print_result result;
	struct err err = ERR_INIT;
	struct dossier d;
	struct buf rows, text;
	(void)state;
	sample_dossier(&d);
	buf_init(&rows, ROWS_MAX);
	buf_init(&text, 1 << 24);
	for (int i = 1; i <= ROWS; i++) {
		snprintf(d.code, sizeof(d.code), "H01.91.12-261123-%04d", i);
		buf_str_add(&rows, "{\"dossier\":");
		dossier_to_json(&d, &rows);
		buf_str_add(&rows, "}\n");
	}
	assert_true(rows.len > 1024 * 1024);
	order->rows = buf_take(&rows);
	str_copy(order->form, sizeof(order->form), "07");
	assert_true(press_print(&press, order, &no_printers, &err));
	assert_int_equal(press_hear(&press, &result, &list), PRESS_RESULT);
	if (result.phase != PHASE_DONE)
		fail_msg("%s", result.message);
	press_close(&press);
	assert_int_equal(process_run((const char *[]){"pdftotext", "-raw", order->name, "-", NULL}, &text),
		0);
	assert_non_null(strstr(buf_str(&text), "0001"));
	assert_non_null(strstr(buf_str(&text), "\n900 H01."));
	assert_null(strstr(buf_str(&text), "\n901 H01."));
	buf_clear(&text);
	unlink(order->name);
	dossier_clear(&d);
	print_order_free(order);
	rmdir(dir);
	free(dir);
}

/* Gives two rows, and then fails as a disk does. */
static bool read_badly(struct row_source *self, bool (*take)(void *user, const char *row, size_t len,
	struct err *err), void *user, struct err *err)
{
	static const char row[] = "{\"dossier\":{}}\n";
	(void)self;
	return take(user, row, strlen(row), err) && take(user, row, strlen(row), err) &&
		err_set(err, ERR_DISK, "đĩa hỏng");
}

static void free_nothing(struct row_source *self)
{
	(void)self;
}

/* Nothing comes of such an order, its reason is told, and the press takes the next one. */
static void rows_that_cannot_be_read(void **state)
{
	struct row_source source = {read_badly, free_nothing};
	char *dir = new_dir();
	struct print_order *order = new_order(dir);
	struct press press = PRESS_INIT;
	struct printer_list *list;
	struct print_result result;
	struct err err = ERR_INIT;
	(void)state;
	order->source = &source;
	assert_false(press_print(&press, order, &no_printers, &err));
	assert_string_equal(err.text, "đĩa hỏng");
	pid_t pid = press.pid;
	order->source = NULL;
	uuid_new(order->job);
	assert_true(press_print(&press, order, &no_printers, &err));
	assert_int_equal(press_hear(&press, &result, &list), PRESS_RESULT);
	assert_int_equal(result.phase, PHASE_DONE);
	assert_string_equal(result.job, order->job); /* not half a ledger before it */
	assert_int_equal(press.pid, pid);
	press_close(&press);
	unlink(order->name);
	print_order_free(order);
	rmdir(dir);
	free(dir);
}

static void a_dead_press_is_started_again(void **state)
{
	struct press press = PRESS_INIT;
	struct err err = ERR_INIT;
	(void)state;
	struct printer_list *list = press_look(&press, &no_printers, &err);
	assert_non_null(list);
	assert_string_equal(list->fonts, "");
	assert_false(list->cups_answers);
	printer_list_free(list);
	pid_t first = press.pid;
	assert_int_equal(kill(first, SIGKILL), 0);
	/* at worst this question finds it dying and is told so; the next one has a new press */
	list = press_look(&press, &no_printers, &err);
	if (!list) {
		assert_int_equal(err.kind, ERR_UNAVAILABLE);
		list = press_look(&press, &no_printers, &err);
		assert_non_null(list);
	}
	printer_list_free(list);
	assert_int_not_equal(press.pid, first);
	press_close(&press);
}

static void a_missing_program_is_said(void **state)
{
	char *kept = xstrdup(getenv("MOTCUA_PRINT") ? getenv("MOTCUA_PRINT") : "");
	struct press press = PRESS_INIT;
	struct err err = ERR_INIT;
	char *dir = new_dir();
	struct print_order *order = new_order(dir);
	(void)state;
	setenv("MOTCUA_PRINT", "/nowhere/motcua-print", 1);
	assert_false(press_print(&press, order, &no_printers, &err));
	assert_non_null(strstr(err.text, "/nowhere/motcua-print"));
	setenv("MOTCUA_PRINT", kept, 1);
	print_order_free(order);
	rmdir(dir);
	free(dir);
	free(kept);
}

int main(void)
{
	setenv("CUPS_SERVER", "localhost:1", 1);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_and_results_survive_the_wire),
		cmocka_unit_test(printers_survive_the_wire),
		cmocka_unit_test(short_messages_are_refused),
		cmocka_unit_test(a_message_too_long_is_not_read),
		cmocka_unit_test(rows_come_whole),
		cmocka_unit_test(rows_without_end_are_not_read),
		cmocka_unit_test(prints_to_a_file),
		cmocka_unit_test(unknown_characters_are_told),
		cmocka_unit_test(a_long_ledger_goes_through),
		cmocka_unit_test(rows_that_cannot_be_read),
		cmocka_unit_test(a_dead_press_is_started_again),
		cmocka_unit_test(a_missing_program_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
