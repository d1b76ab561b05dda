#include "printing/press.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/press_wire.h"

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

void press_close(struct press *press)
{
	if (press->fd < 0)
		return;
	close(press->fd);
	press->fd = -1;
	while (waitpid(press->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* ---- asking it */

/* One question, one answer into `message`. A press that died since the last question is started
 * again, once; *sent tells whether it may have heard this one. */
static bool ask(struct press *press, struct buf *message, bool *sent, struct err *err)
{
	*sent = false;
	for (int tries = 0; tries < 2; tries++) {
		if (!start(press, err))
			return false;
		if (wire_send(press->fd, message)) {
			*sent = true;
			break;
		}
		press_close(press);
	}
	if (*sent && wire_receive(press->fd, message))
		return true;
	press_close(press);
	return err_set(err, ERR_UNAVAILABLE, _("Chương trình in dừng giữa chừng. Hồ sơ đã lưu. Xem máy in; "
		"nếu chưa có giấy thì in lại."));
}

void press_deliver(struct press *press, const struct print_order *order, const char *configured,
	struct print_result *out)
{
	struct err err = ERR_INIT;
	struct buf message;
	bool sent;
	buf_init(&message, WIRE_MAX);
	wire_put_number(&message, ASK_PRINT);
	wire_put_order(&message, order, configured);
	*out = (struct print_result){0};
	if (!message.full && ask(press, &message, &sent, &err)) {
		struct wire w = {.at = message.data, .left = message.len};
		if (!wire_result(&w, out))
			press_close(press);
	} else {
		out->phase = !message.full && sent ? PHASE_UNCERTAIN : PHASE_FAILED;
		text_clean_to(out->message, sizeof(out->message), err.text);
	}
	str_copy(out->job, sizeof(out->job), order->job);
	buf_clear(&message);
}

bool press_look(struct press *press, const char *configured, struct press_view *out, struct err *err)
{
	struct buf message;
	bool sent;
	*out = (struct press_view){0};
	buf_init(&message, WIRE_MAX);
	wire_put_number(&message, ASK_LOOK);
	wire_put_text(&message, configured);
	bool ok = ask(press, &message, &sent, err);
	if (ok) {
		struct wire w = {.at = message.data, .left = message.len};
		out->found = (enum printer_found)wire_number(&w);
		wire_text_to(&w, out->printer, sizeof(out->printer));
		wire_text_to(&w, out->fonts, sizeof(out->fonts));
	}
	buf_clear(&message);
	return ok;
}
