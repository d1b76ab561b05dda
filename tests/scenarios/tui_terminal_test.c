/* Terminals of every size and kind, signals, and what must be left behind. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/text.h"
#include "store/drafts.h"
#include "tests/harness/bench.h"
#include "tests/harness/screen_case.h"

/* The alternate screen left, the cursor shown, pastes as before. */
static void expect_restored(struct pty *pty)
{
	assert_non_null(strstr(pty_tail(pty), "\033[?1049l"));
	assert_non_null(strstr(pty_tail(pty), "\033[?2004l"));
}

static void more_room_shows_more(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 40, 120, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_type(pty, CARD "\r");
	pty_type(pty, "khai sinh");
	assert_true(pty_golden(pty, "wide-picker"));
	pty_key(pty, "Enter");
	pty_key(pty, "Enter");
	assert_true(pty_golden(pty, "wide-intake"));
	pty_key(pty, "F9");
	pty_expect(pty, "lưu ở");
	pty_settle_all(pty);
	pty_key(pty, "Esc");
	pty_expect(pty, "Chờ gửi 0");
	assert_true(pty_golden(pty, "wide-home"));
	pty_key(pty, "F3");
	assert_true(pty_golden(pty, "wide-dossiers"));
	pty_resize(pty, 24, 80);
	pty_key(pty, "Enter");
	pty_expect(pty, "1–17 / 2"); /* the address wraps where its random letters let it */
	pty_key(pty, "End");
	pty_expect_no(pty, "Trạng thái");
	pty_resize(pty, 40, 120); /* room for all: nothing stays scrolled away */
	pty_expect(pty, "Trạng thái");
	case_quit(pty);
}

static char *screen_of(struct pty *pty)
{
	struct buf out;
	buf_init(&out, 1 << 20);
	pty_screen(pty, &out);
	return buf_take(&out);
}

static void sizes_come_and_go(void **state)
{
	(void)state;
	static const int sizes[][2] = {{5, 20}, {1, 1}, {200, 500}, {24, 79}, {23, 80}, {2, 300}, {60, 81}};
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_type(pty, CARD "\r");
	pty_type(pty, "khai");
	pty_expect(pty, "Khai báo");
	pty_expect(pty, "có mạng");
	pty_settle_all(pty);
	char *before = screen_of(pty);
	for (int round = 0; round < 5; round++)
		for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
			pty_resize(pty, sizes[i][0], sizes[i][1]);
	pty_resize(pty, 10, 60);
	pty_expect(pty, "Cửa sổ 60×10 quá nhỏ, cần 80×24");
	pty_resize(pty, 5, 20); /* fewer words, all of them there */
	pty_expect(pty, "Cần 80×24\nHãy nới rộng; những\ngì đã gõ vẫn còn.\n");
	pty_type(pty, "x"); /* nobody types blind */
	pty_key(pty, "F9");
	pty_resize(pty, 24, 80);
	pty_expect(pty, before);
	free(before);
	case_quit(pty);
}

static void refuses_what_it_cannot_draw_on(void **state)
{
	(void)state;
	static const char *const terms[] = {"TERM=dumb", "TERM", "TERM=", "TERM=no-such-terminal"};
	for (size_t i = 0; i < ARRAY_LEN(terms); i++) {
		struct pty *pty = office_start(&office, 24, 80, (const char *const[]){terms[i], NULL});
		assert_int_equal(pty_exit_status(pty), 69);
		assert_non_null(strstr(pty_tail(pty), "Không vẽ được màn hình"));
		assert_null(strchr(pty_tail(pty), '\033'));
		pty_free(pty);
	}
}

static bool any_colour(struct pty *pty)
{
	for (int row = 0; row < 24; row++)
		for (int col = 0; col < 80; col++)
			if (pty_look(pty, row, col).colour >= 0)
				return true;
	return false;
}

static struct pty_look look_at_cursor(struct pty *pty)
{
	int row, col;
	pty_cursor(pty, &row, &col);
	return pty_look(pty, row, col);
}

/* The mark of the chosen line. */
static struct pty_look look_at_chosen(struct pty *pty)
{
	for (int row = 0; row < 24; row++) {
		const char *line = pty_line(pty, row), *mark = strstr(line, "> ");
		if (mark)
			return pty_look(pty, row, text_width_n(line, (size_t)(mark - line)));
	}
	fail_msg("no line is chosen");
	return (struct pty_look){0};
}

/* Without colours and with few: the chosen line and the field one types in are told otherwise. */
static void colours_are_never_needed(void **state)
{
	(void)state;
	static const struct {
		const char *env;
		int label; /* the colour of a label */
	} kinds[] = {
		{"NO_COLOR=1", -1}, {"TERM=vt220", -1}, {"TERM=linux", 6}, {"TERM=xterm-256color", 6},
		{"COLORFGBG=0;15", 4}, {"COLORFGBG=15;default;0", 6},
	};
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		struct pty *pty = office_screen(&office, 24, 80, (const char *const[]){kinds[i].env, NULL});
		bool console = str_eq(kinds[i].env, "TERM=linux");
		if (i == 0) {
			pty_type(pty, "mau");
			pty_key(pty, "Enter");
		}
		pty_expect(pty, console ? "+ có mạng" : "● có mạng"); /* its fonts have no such signs */
		pty_expect(pty, "Tiếp nhận");
		assert_int_equal(any_colour(pty), kinds[i].label >= 0);
		assert_int_equal(pty_look(pty, 2, 1).colour, kinds[i].label);
		pty_key(pty, "Ctrl-P");
		pty_expect(pty, "┌");
		assert_true(look_at_chosen(pty).reverse);
		pty_key(pty, "Esc");
		pty_key(pty, "F2");
		pty_expect(pty, "TIẾP NHẬN HỒ SƠ");
		assert_true(console ? look_at_cursor(pty).reverse : look_at_cursor(pty).underline);
		pty_raw(pty, "\030", 1, 1); /* Ctrl-X */
		assert_int_equal(pty_exit_status(pty), 0);
		pty_free(pty);
	}
}

static void signals_keep_the_draft(void **state)
{
	(void)state;
	static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		struct pty *pty = office_screen(&office, 24, 80, NULL);
		char name[64], title[64];
		if (i == 0)
			pty_type(pty, "mau");
		pty_key(pty, "Enter");
		snprintf(name, sizeof(name), "Dở %zu", i);
		snprintf(title, sizeof(title), "%zu phiếu dở", i);
		pty_key(pty, "F2");
		pty_type(pty, name);
		pty_expect(pty, name);
		if (i > 0)
			pty_expect(pty, title);
		kill(pty_pid(pty), signals[i]);
		assert_int_equal(pty_exit_status(pty), 0);
		expect_restored(pty);
		pty_free(pty);
	}
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "F2");
	pty_key(pty, "F6");
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		pty_expect(pty, (const char *const[]){"Dở 0", "Dở 1", "Dở 2", "Dở 3"}[i]);
	case_quit(pty);
}

static void a_crash_leaves_a_usable_terminal(void **state)
{
	(void)state;
	static const int signals[] = {SIGABRT, SIGSEGV, SIGFPE};
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		struct pty *pty = office_screen(&office, 24, 80, NULL);
		kill(pty_pid(pty), signals[i]);
		assert_int_not_equal(pty_exit_status(pty), 0);
		expect_restored(pty);
		pty_free(pty);
	}
}

static bool draft_is_kept(void)
{
	struct store *store = case_store();
	int64_t at;
	char *json = draft_load(store, "intake.h01.91.12-mau.1", &at);
	bool kept = json != NULL;
	free(json);
	store_close(store);
	return kept;
}

/* Keys that never pause: it is kept all the same, after half a second. */
static void type_until_kept(struct pty *pty)
{
	double start = bench_now_us();
	while (!draft_is_kept()) {
		for (int i = 0; i < 20; i++) {
			pty_type(pty, "ab");
			pty_key(pty, "Backspace"), pty_key(pty, "Backspace");
			pty_settle(pty);
		}
		assert_true(bench_now_us() - start < 10e6); /* generous: the machine may be busy */
	}
}

/* kill -9 in the middle of typing: what was typed up to a few letters is still there. */
static void a_kill_loses_few_letters(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_key(pty, "F2");
	pty_type(pty, "x");
	type_until_kept(pty);
	pty_key(pty, "Backspace");
	pty_type(pty, CARD "\r");
	pty_type(pty, "119");
	pty_key(pty, "Enter"), pty_key(pty, "Enter");
	pty_settle_all(pty); /* the draft is kept half a second after the last key */
	kill(pty_pid(pty), SIGKILL);
	assert_int_equal(pty_exit_status(pty), 128 + SIGKILL);
	pty_free(pty);
	pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "F2");
	pty_key(pty, "F6");
	pty_key(pty, "Enter");
	pty_expect(pty, "Nguyễn Thị Ánh Mẫu");
	pty_expect(pty, "Thủ tục đăng ký khai sinh");
	pty_key(pty, "F9");
	pty_expect(pty, "Đã tiếp nhận");
	case_quit(pty);
}

static void the_other_side_hangs_up(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "SẮP ĐẾN HẠN");
	pid_t pid = pty_pid(pty);
	pty_hang_up(pty);
	assert_int_equal(pty_exit_status(pty), 0);
	assert_int_equal(kill(pid, 0), -1);
	pty_free(pty);
}

static void help_tells_every_key(void **state)
{
	(void)state;
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_key(pty, "F1");
	assert_true(pty_golden(pty, "help-home"));
	case_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(more_room_shows_more),
		CASE(sizes_come_and_go),
		CASE(refuses_what_it_cannot_draw_on),
		CASE(colours_are_never_needed),
		CASE(signals_keep_the_draft),
		CASE(a_crash_leaves_a_usable_terminal),
		CASE(a_kill_loses_few_letters),
		CASE(the_other_side_hangs_up),
		CASE(help_tells_every_key),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
