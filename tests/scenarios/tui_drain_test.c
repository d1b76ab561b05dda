/* The application beside sync --watch: it shows what that one knows, its dossiers go out through it, and
 * when it is killed the application sends by itself. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "store/drain.h"
#include "tests/harness/process.h"
#include "tests/harness/screen_case.h"

static pid_t start_watch(void)
{
	char program[300], output[128];
	snprintf(program, sizeof(program), "%s/motcua", office.programs);
	snprintf(output, sizeof(output), "%s/watch", office.dir);
	return process_start((const char *const[]){program, "-c", office.config, "sync", "--watch", NULL}, output);
}

static bool watch_drains(void *user)
{
	struct store *store = case_store();
	struct drain_owner owner;
	bool held = drain_owner(store, &owner);
	store_close(store);
	return held && owner.pid == *(pid_t *)user;
}

static void the_application_beside_a_watch(void **state)
{
	char who[80];
	pid_t watch;

	(void)state;
	watch = start_watch();
	assert_true(process_wait(watch_drains, &watch, 60000));
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "có mạng"); /* the watch's word */
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	snprintf(who, sizeof(who), "motcua sync --watch (tiến trình %d) đang gửi", (int)watch);
	pty_key(pty, "F11");
	pty_expect(pty, who);
	pty_key(pty, "Esc");
	case_take_in(pty, "Nguyễn Văn Thử");
	pty_key(pty, "Esc");
	pty_expect(pty, "Chờ gửi 0");
	pty_key(pty, "F4");
	pty_expect(pty, who);
	office_central_stop(&office);
	pty_key(pty, "Esc");
	case_take_in(pty, "Lê Thị Mẫu");
	pty_key(pty, "Esc");
	pty_expect(pty, "mất mạng");
	pty_expect(pty, "Chờ gửi 1");
	kill(watch, SIGKILL);
	office_central_start(&office);
	pty_expect(pty, "có mạng"); /* found out by itself */
	pty_expect(pty, "Có mạng lại: đã gửi hết 1 hồ sơ chờ."); /* told where nobody asked */
	pty_expect(pty, "Chờ gửi 0");
	pty_key(pty, "F4");
	pty_expect(pty, "Chờ gửi 0 · Bị từ chối 0");
	pty_expect_no(pty, "đang gửi");
	pty_key(pty, "F10");
	assert_int_equal(pty_exit_status(pty), 0);
	pty_free(pty);
	process_stop(watch);
}

static int sync_once(struct buf *out)
{
	buf_reset(out);
	return office_command(&office, (const char *const[]){"sync", "--once", NULL}, out);
}

/* The command beside the application: it says who sends, and that one tries now, however long it meant to
 * rest. */
static void once_beside_the_application(void **state)
{
	char who[80];
	struct buf out;

	(void)state;
	buf_init(&out, 65536);
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "có mạng");
	snprintf(who, sizeof(who), "motcua (tiến trình %d)", (int)pty_pid(pty));
	assert_int_equal(sync_once(&out), 0);
	assert_non_null(strstr(buf_str(&out), who));
	office_central_stop(&office);
	case_take_in(pty, "Nguyễn Văn Thử");
	pty_expect(pty, "mất mạng");
	for (int i = 0; i < 8; i++) { /* it rests longer each time */
		assert_int_equal(sync_once(&out), 75);
		assert_non_null(strstr(buf_str(&out), who));
	}
	office_central_start(&office);
	assert_int_equal(sync_once(&out), 0);
	assert_non_null(strstr(buf_str(&out), "chờ gửi 0"));
	pty_expect(pty, "có mạng");
	case_quit(pty);
	assert_int_equal(sync_once(&out), 0);
	assert_null(strstr(buf_str(&out), "tiến trình"));
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_application_beside_a_watch),
		CASE(once_beside_the_application),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
