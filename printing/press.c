#include "printing/press.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/press_rows.h"
#include "printing/press_wire.h"

#define END_MS 4000

/* ---- starting it */

/* Beside this program, or where it is installed; $MOTCUA_PRINT for tests. The caller frees. */
static char *find_program(void)
{
	static const char *const places[] = {"motcua-print", "../libexec/motcua/motcua-print"};
	const char *env = getenv("MOTCUA_PRINT");
	char self[4096];
	if (env && env[0])
		return xstrdup(env);
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	self[n > 0 ? n : 0] = '\0';
	char *dir = fs_dir(self), *path = NULL;
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		free(path);
		path = fs_join(dir, places[i]);
		if (fs_exists(path))
			break;
	}
	free(dir);
	return path;
}

/* The environment, with the language of the screen for what the press has to say. */
static char **make_environment(void)
{
	size_t n = 0, to = 0;
	while (environ[n])
		n++;
	char **env = xcalloc(n + 2, sizeof(*env));
	for (size_t i = 0; i < n; i++) {
		if (!str_starts(environ[i], "LANGUAGE="))
			env[to++] = environ[i];
	}
	env[to] = xasprintf("LANGUAGE=%s", lang_current());
	return env;
}

static void free_environment(char **env)
{
	size_t last = 0;
	while (env[last + 1])
		last++;
	free(env[last]);
	free(env);
}

/* A session of its own, with no terminal and nothing of ours open but the socket. */
static int spawn(const char *path, int fd, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none;
	char *argv[] = {(char *)"motcua-print", NULL};
	char **env = make_environment();
	sigemptyset(&none);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, fd, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
	int error = posix_spawn(pid, path, &files, &attr, argv, env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	free_environment(env);
	return error;
}

static bool start(struct press *press, struct err *err)
{
	int pair[2];
	if (press->fd >= 0)
		return true;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return err_set(err, ERR_UNAVAILABLE, _("Không chạy được chương trình in: %s. Hồ sơ đã lưu."),
			strerror(errno));
	char *path = find_program();
	int error = spawn(path, pair[1], &press->pid);
	close(pair[1]);
	if (error) {
		close(pair[0]);
		err_set(err, ERR_UNAVAILABLE, _("Không chạy được chương trình in %s: %s. Hồ sơ đã lưu."), path,
			strerror(error));
	} else {
		press->fd = pair[0];
	}
	free(path);
	return !error;
}

/* ---- ending it */

/* A press that still feeds a slow printer is left to itself: it ends when that is done. */
static void wait_ended(pid_t pid)
{
	int process = pidfd_open(pid, 0);
	struct pollfd p = {.fd = process, .events = POLLIN};

	if (process >= 0 && poll(&p, 1, END_MS) == 0) {
		close(process);
		return;
	}
	if (process >= 0)
		close(process);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

void press_close(struct press *press)
{
	if (press->fd < 0)
		return;
	close(press->fd);
	press->fd = -1;
	wait_ended(press->pid);
}

/* ---- speaking to it */

/* A press that died since it was spoken to last is started again, once. order: whose rows go behind the
 * message; NULL for none. */
static bool ask(struct press *press, const struct buf *message, const struct print_order *order,
	struct err *err)
{
	enum rows_sent rows = ROWS_SENT;

	if (message->full)
		return err_set(err, ERR_DATA, _("Giấy này có quá nhiều dữ liệu, không in được. Hồ sơ đã lưu."));
	for (int tries = 0; tries < 2; tries++) {
		if (!start(press, err))
			return false;
		bool sent = wire_send(press->fd, message);
		if (sent && order)
			rows = rows_send(press->fd, order, err);
		if (sent && rows != ROWS_NOBODY)
			return rows == ROWS_SENT;
		press_close(press);
	}
	return err_set(err, ERR_UNAVAILABLE, _("Chương trình in không chạy được. Hồ sơ đã lưu."));
}

bool press_print(struct press *press, const struct print_order *order, const struct book *book,
	struct err *err)
{
	struct buf message;

	buf_init(&message, WIRE_MAX);
	wire_put_number(&message, PRESS_ASK_PRINT);
	wire_put_book(&message, book);
	wire_put_order(&message, order);
	bool ok = ask(press, &message, order, err);
	buf_clear(&message);
	return ok;
}

void press_cancel(struct press *press, const char *job)
{
	struct buf message;

	if (press->fd < 0)
		return;
	buf_init(&message, WIRE_MAX);
	wire_put_number(&message, PRESS_ASK_CANCEL);
	wire_put_text(&message, job);
	(void)wire_send(press->fd, &message); /* where it died, that is heard */
	buf_clear(&message);
}

bool press_ask_list(struct press *press, const struct book *book, struct err *err)
{
	struct buf message;

	buf_init(&message, WIRE_MAX);
	wire_put_number(&message, PRESS_ASK_LIST);
	wire_put_book(&message, book);
	bool ok = ask(press, &message, NULL, err);
	buf_clear(&message);
	return ok;
}

/* ---- hearing it */

static enum press_said read_answer(struct buf *message, struct print_result *result,
	struct printer_list **list)
{
	struct wire w = {.at = message->data, .left = message->len};

	switch (wire_number(&w)) {
	case ANSWER_RESULT:
		return wire_result(&w, result) ? PRESS_RESULT : PRESS_GONE;
	case ANSWER_LIST:
		*list = wire_list(&w);
		return *list ? PRESS_LIST : PRESS_GONE;
	default:
		return PRESS_GONE;
	}
}

enum press_said press_hear(struct press *press, struct print_result *result,
	struct printer_list **list)
{
	enum press_said said = PRESS_GONE;
	struct buf message;

	*result = (struct print_result){0};
	*list = NULL;
	buf_init(&message, WIRE_MAX);
	if (press->fd >= 0 && wire_receive(press->fd, &message))
		said = read_answer(&message, result, list);
	buf_clear(&message);
	if (said == PRESS_GONE)
		press_close(press);
	return said;
}

struct printer_list *press_look(struct press *press, const struct book *book, struct err *err)
{
	struct printer_list *list = NULL;
	struct print_result other;

	if (!press_ask_list(press, book, err))
		return NULL;
	while (!list) {
		if (press_hear(press, &other, &list) == PRESS_GONE) {
			err_set(err, ERR_UNAVAILABLE, _("Chương trình in dừng giữa chừng."));
			return NULL;
		}
	}
	return list;
}
