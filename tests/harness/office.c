#include "tests/harness/office.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/process.h"

#define DEADLINE_MS 60000
#define ARGS 24
#define ENV_MAX 16

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "office: %s (%s)\n", what, strerror(errno));
	abort();
}

/* ---- running programs */

/* PINs at next to no cost: for all programs of an office, since they share them. */
static const char *cheap(const struct office *office)
{
	static char preload[360];
	snprintf(preload, sizeof(preload), "LD_PRELOAD=%s/tests/preload/cheap_scrypt.so", office->programs);
	return preload;
}

static void set_environment(const struct office *office)
{
	clearenv();
	putenv((char *)(uintptr_t)cheap(office));
	setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
	setenv("HOME", office->dir, 1);
	setenv("TZ", "UTC", 1);
	setenv("MOTCUA_TEST_NOW", OFFICE_NOW, 1);
	setenv("CUPS_SERVER", "/nonexistent/cups.sock", 1);
	setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1); /* no printers of this network */
}

/* stdout goes to the pipe returned. */
static pid_t spawn(const struct office *office, const char *name, const char *const *args, int *out)
{
	const char *argv[ARGS + 2];
	int pipes[2];
	char path[320];
	size_t n = 0;
	snprintf(path, sizeof(path), "%s/%s", office->programs, name);
	argv[n++] = path;
	while (*args && n < ARGS)
		argv[n++] = *args++;
	argv[n] = NULL;
	if (pipe2(pipes, O_CLOEXEC) < 0)
		fail("pipe");
	pid_t pid = fork();
	if (pid < 0)
		fail("fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* nothing outlives a test that fails */
		set_environment(office);
		dup2(pipes[1], STDOUT_FILENO);
		dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
		execv(path, (char *const *)argv);
		_exit(127);
	}
	close(pipes[1]);
	*out = pipes[0];
	return pid;
}

/* Reads until the end, or until a whole line is there. */
static void read_output(int fd, struct buf *out, bool one_line)
{
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;
	char bytes[4096];
	for (;;) {
		struct pollfd p = {fd, POLLIN, 0};
		if (one_line && strchr(buf_str(out), '\n'))
			return;
		if (clock_mono_ms() > deadline)
			fail("a program does not answer");
		if (poll(&p, 1, 100) <= 0)
			continue;
		ssize_t n = read(fd, bytes, one_line ? 1 : sizeof(bytes));
		if (n <= 0)
			return;
		buf_add(out, bytes, (size_t)n);
	}
}

static int run(const struct office *office, const char *name, const char *const *args, struct buf *out)
{
	int fd, status;
	pid_t pid = spawn(office, name, args, &fd);
	read_output(fd, out, false);
	close(fd);
	if (waitpid(pid, &status, 0) != pid)
		fail("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int office_command(struct office *office, const char *const *args, struct buf *out)
{
	const char *all[ARGS] = {"-c", office->config};
	for (size_t n = 2; *args && n < ARGS - 1; n++)
		all[n] = *args++;
	return run(office, "motcua", all, out);
}

/* ---- central */

static const char *database(const struct office *office)
{
	static char db[128];
	snprintf(db, sizeof(db), "sqlite:%s/central.db", office->dir);
	return db;
}

int office_central_command(struct office *office, const char *const *args, struct buf *out)
{
	const char *all[ARGS] = {"--db", database(office)};
	for (size_t n = 2; *args && n < ARGS - 1; n++)
		all[n] = *args++;
	return run(office, "motcua-central", all, out);
}

void office_central_start(struct office *office)
{
	char listen[32], url[64];
	struct buf line;
	int fd;
	snprintf(listen, sizeof(listen), "127.0.0.1:%d", office->port);
	const char *const args[] = {"--listen", listen, "--db", database(office), "--demo",
		"--public-url", "https://motcua.example.vn", NULL};
	office->central = spawn(office, "motcua-central", args, &fd);
	buf_init(&line, 4096);
	read_output(fd, &line, true);
	close(fd);
	if (sscanf(buf_str(&line), "listening on %63s", url) != 1 || !strrchr(url, ':') ||
		sscanf(strrchr(url, ':'), ":%d", &office->port) != 1)
		fail(buf_str(&line));
	buf_clear(&line);
}

void office_central_stop(struct office *office)
{
	if (!office->central)
		return;
	kill(office->central, SIGKILL);
	waitpid(office->central, NULL, 0);
	office->central = 0;
}

/* ---- the office */

static void write_config(const struct office *office)
{
	struct buf ini;
	struct err err = ERR_INIT;
	buf_init(&ini, 4096);
	buf_printf(&ini, "[central]\nurl = http://127.0.0.1:%d\n[workstation]\ndata_dir = %s/data\n"
		"[printing]\npdf_dir = %s/pdf\n[screen]\ntour = no\n[log]\nfile = %s/log\n", office->port, office->dir, office->dir,
		office->dir);
	if (!fs_write_atomic(office->config, buf_str(&ini), ini.len, 0600, &err))
		fail(err.text);
	buf_clear(&ini);
}

static void enrol(struct office *office, const char *agency)
{
	struct buf out, rest;
	buf_init(&out, 4096);
	buf_init(&rest, 65536);
	const char *const ask[] = {"--db", database(office), "--agency", agency, "--counter", "3",
		"enrol-code", NULL};
	if (run(office, "motcua-central", ask, &out) != 0)
		fail("enrol-code");
	char *code = buf_take(&out);
	code[strcspn(code, "\n")] = '\0';
	if (office_command(office, (const char *const[]){"enrol", code, NULL}, &rest) != 0)
		fail(buf_str(&rest));
	free(code);
	buf_clear(&rest);
}

void office_open(struct office *office)
{
	office_open_at(office, OFFICE_AGENCY);
}

void office_open_at(struct office *office, const char *agency)
{
	const char *build = getenv("B");
	*office = (struct office){.dir = "/tmp/motcua-office-XXXXXX"};
	if (!mkdtemp(office->dir))
		fail("mkdtemp");
	snprintf(office->config, sizeof(office->config), "%s/config.ini", office->dir);
	snprintf(office->programs, sizeof(office->programs), "%s", build ? build : "build");
	signal(SIGPIPE, SIG_IGN);
	office->port = process_free_port();
	office_central_start(office);
	write_config(office);
	enrol(office, agency);
}

void office_close(struct office *office)
{
	office_central_stop(office);
	pid_t pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", "--", office->dir, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
}

struct pty *office_screen(struct office *office, int rows, int cols, const char *const *env)
{
	struct pty *pty = office_start(office, rows, cols, env);
	pty_settle(pty);
	return pty;
}

struct pty *office_start(struct office *office, int rows, int cols, const char *const *env)
{
	char program[320], home[80];
	const char *all[ENV_MAX] = {"MOTCUA_TEST_NOW=" OFFICE_NOW, "CUPS_SERVER=/nonexistent/cups.sock",
		"DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent/bus",
		"ASAN_OPTIONS=verify_asan_link_order=0", cheap(office), home};
	snprintf(program, sizeof(program), "%s/motcua", office->programs);
	snprintf(home, sizeof(home), "HOME=%s", office->dir);
	for (size_t n = 6; env && *env && n < ENV_MAX - 1; n++)
		all[n] = *env++;
	const char *const argv[] = {program, "-c", office->config, NULL};
	struct pty *pty = pty_start(&(struct pty_options){.argv = argv, .env = all, .rows = rows,
		.cols = cols});
	pty_mask(pty, office->dir + strlen("/tmp/motcua-office-"), "XXXXXX");
	return pty;
}
