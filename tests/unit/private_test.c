/* A process keeps to itself what it holds: looked at from outside. */

#include "base/private.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/fs.h"

#define SECRET "089190001234 Zichtar"

static char **own_argv;
static int own_argc;

static void arguments_are_not_listed_any_more(void **state)
{
	(void)state;
	struct buf line;
	buf_init(&line, 1 << 16);
	assert_int_equal(own_argc, 4);
	char **copies = private_arguments(own_argc, own_argv, 2);
	assert_string_equal(copies[2], "--card");
	assert_string_equal(copies[3], SECRET);
	assert_null(copies[4]);
	assert_true(fs_read("/proc/self/cmdline", &line, NULL));
	assert_null(memmem(line.data, line.len, SECRET, strlen(SECRET)));
	assert_non_null(memmem(line.data, line.len, "intake", strlen("intake")));
	for (int i = 0; i < own_argc; i++)
		free(copies[i]);
	free(copies);
	buf_clear(&line);
}

/* In a child: it cannot be undone. */
static void no_core_is_left(void **state)
{
	(void)state;
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		struct rlimit limit;
		private_process();
		bool ok = getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max == 0;
#ifndef __SANITIZE_ADDRESS__
		ok = ok && prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
#endif
		_exit(ok ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* Starts itself anew with the arguments an officer's script might give. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_are_not_listed_any_more),
		cmocka_unit_test(no_core_is_left),
	};
	if (argc == 1)
		execl("/proc/self/exe", argv[0], "intake", "--card", SECRET, (char *)NULL);
	own_argc = argc;
	own_argv = argv;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
