#include "tests/harness/central_process.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/str.h"

#define WAIT_MS 60000
#define WORDS 24

void central_folder(struct central_process *p)
{
	*p = (struct central_process){.pid = 0};
	snprintf(p->dir, sizeof(p->dir), "/tmp/motcua-central-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	test_db(p->dir, p->db);
}

static const char *program(void)
{
	static char path[256];
	const char *build = getenv("B");
	snprintf(path, sizeof(path), "%s/motcua-central", build ? build : "build");
	return path;
}

/* Runs it with stdout in a pipe; the read end is returned. */
static int spawn(struct central_process *p, const char *const *words)
{
	const char *argv[WORDS] = {program()};
	int ends[2], n = 1;
	for (; *words; words++) {
		assert_true(n < WORDS - 1);
		argv[n++] = *words;
	}
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	p->pid = fork();
	assert_true(p->pid >= 0);
	if (p->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves nothing behind */
		dup2(ends[1], STDOUT_FILENO);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(ends[1]);
	return ends[0];
}

/* Up to the first newline, or to the end when whole. */
static void read_output(int fd, char *out, size_t size, bool whole)
{
	int64_t until = clock_mono_ms() + WAIT_MS;
	size_t n = 0;
	out[0] = '\0';
	while (n < size - 1 && (whole || !strchr(out, '\n'))) {
		struct pollfd ready = {.fd = fd, .events = POLLIN};
		int64_t left = until - clock_mono_ms();
		if (left <= 0 || poll(&ready, 1, (int)left) <= 0)
			fail_msg("motcua-central says nothing");
		ssize_t got = read(fd, out + n, size - 1 - n);
		if (got <= 0)
			break;
		n += (size_t)got;
		out[n] = '\0';
	}
}

static int wait_end(struct central_process *p)
{
	int status;
	assert_int_equal(waitpid(p->pid, &status, 0), p->pid);
	p->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void central_start(struct central_process *p, const char *const *options)
{
	static const char said[] = "listening on ";
	const char *words[WORDS] = {"--db", p->db, "--listen", "127.0.0.1:0"};
	char line[160];
	int n = 4;
	for (; options && *options; options++) {
		assert_true(n < WORDS - 1);
		words[n++] = *options;
	}
	int fd = spawn(p, words);
	read_output(fd, line, sizeof(line), false);
	close(fd);
	if (!str_starts(line, said))
		fail_msg("motcua-central said \"%s\", exit %d", line, wait_end(p));
	line[strcspn(line, "\n")] = '\0';
	assert_true(str_copy(p->url, sizeof(p->url), line + strlen(said)));
}

int central_stop(struct central_process *p)
{
	assert_int_equal(kill(p->pid, SIGTERM), 0);
	return wait_end(p);
}

int central_command(const struct central_process *p, const char *const *words, char *out,
	size_t size)
{
	struct central_process one = *p;
	const char *all[WORDS] = {"--db", p->db};
	int n = 2;
	for (; *words; words++) {
		assert_true(n < WORDS - 1);
		all[n++] = *words;
	}
	int fd = spawn(&one, all);
	read_output(fd, out, size, true);
	close(fd);
	out[strcspn(out, "\n")] = '\0';
	return wait_end(&one);
}

void central_folder_remove(struct central_process *p)
{
	DIR *dir = opendir(p->dir);
	const struct dirent *e;
	while (dir && (e = readdir(dir))) {
		char path[400];
		snprintf(path, sizeof(path), "%s/%s", p->dir, e->d_name);
		if (e->d_name[0] != '.')
			unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(p->dir);
}
