/* Who drains: one at a time, told to the others, free at once when its process is gone. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"
#include "store/drain.h"
#include "store/outbox.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

/* A system that has no descriptor left to give tells nobody: then the engine looks by itself. */
static bool told(struct drain *d, unsigned what)
{
	if (drain_fd(d) < 0)
		return true;
	struct pollfd p = {.fd = drain_fd(d), .events = POLLIN};
	unsigned seen = 0;
	while (!(seen & what) && poll(&p, 1, 5000) == 1)
		seen |= drain_look(d);
	return seen & what;
}

static void one_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct drain *a = drain_open(f->store, "motcua"), *b = drain_open(f->store, "motcua sync --watch");
	struct drain_owner owner;
	struct stat st;
	char *path = xasprintf("%s-drain", f->path);
	assert_false(drain_owner(f->store, &owner));
	assert_true(drain_take(a));
	assert_true(drain_take(a));
	assert_false(drain_take(b));
	assert_true(drain_owner(f->store, &owner));
	assert_int_equal(owner.pid, getpid());
	assert_string_equal(owner.program, "motcua");
	assert_true(owner.since > 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	(void)drain_look(b);
	drain_close(a);
	assert_true(told(b, DRAIN_FILE)); /* without being asked */
	assert_true(drain_take(b));
	drain_close(b);
	assert_false(drain_owner(f->store, &owner));
	free(path);
}

/* kill -9 while it holds the lock. */
static void a_dead_owner_holds_nothing(void **state)
{
	struct fixture *f = *state;
	struct drain *d = drain_open(f->store, "motcua");
	struct drain_owner owner;
	int ready[2];
	char byte;
	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		struct drain *mine = drain_open(f->store, "another");
		if (!drain_take(mine) || write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_false(drain_take(d));
	assert_true(drain_owner(f->store, &owner));
	assert_int_equal(owner.pid, child);
	assert_string_equal(owner.program, "another");
	(void)drain_look(d);
	kill(child, SIGKILL);
	assert_true(told(d, DRAIN_FILE));
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_true(drain_take(d));
	close(ready[0]);
	close(ready[1]);
	drain_close(d);
}

static void notes_and_requests(void **state)
{
	struct fixture *f = *state;
	struct drain *a = drain_open(f->store, "motcua"), *b = drain_open(f->store, "motcua");
	char note[DRAIN_NOTE_MAX], longest[2000];
	assert_false(drain_read_note(b, note)); /* nobody drains */
	assert_true(drain_take(a));
	assert_false(drain_read_note(b, note)); /* nothing written yet */
	drain_note(a, "1 2 mất mạng");
	assert_true(told(b, DRAIN_FILE));
	assert_true(drain_read_note(b, note));
	assert_string_equal(note, "1 2 mất mạng");
	drain_note(b, "not the owner");
	assert_true(drain_read_note(b, note));
	assert_string_equal(note, "1 2 mất mạng");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	drain_note(a, longest);
	assert_true(drain_read_note(b, note));
	assert_int_equal(strlen(note), DRAIN_NOTE_MAX - 1);
	int64_t before = drain_asked(a);
	(void)drain_look(a);
	assert_int_equal(drain_ask(b), before + 1);
	assert_true(told(a, DRAIN_FILE));
	assert_int_equal(drain_asked(a), before + 1);
	drain_poke(f->store);
	assert_int_equal(drain_asked(a), before + 2);
	assert_true(drain_read_note(b, note)); /* untouched by requests */
	drain_close(a);
	assert_false(drain_read_note(b, note)); /* what a dead owner said does not count */
	drain_close(b);
}

/* Whoever removes the file must not make two owners for long. */
static void a_file_that_was_removed(void **state)
{
	struct fixture *f = *state;
	struct drain *a = drain_open(f->store, "motcua"), *b = drain_open(f->store, "motcua");
	char *path = xasprintf("%s-drain", f->path);
	assert_true(drain_take(a));
	assert_int_equal(unlink(path), 0);
	assert_true(drain_take(b));
	assert_false(drain_take(a));
	drain_close(a);
	drain_close(b);
	free(path);
}

/* Garbage in it is as good as nothing. */
static void a_file_full_of_garbage(void **state)
{
	struct fixture *f = *state;
	char *path = xasprintf("%s-drain", f->path), note[DRAIN_NOTE_MAX];
	FILE *file = fopen(path, "w");
	struct drain_owner owner;
	for (int i = 0; i < 5000; i++)
		fputc(i % 251 + 1, file);
	fclose(file);
	struct drain *a = drain_open(f->store, "motcua"), *b = drain_open(f->store, "motcua");
	assert_false(drain_owner(f->store, &owner));
	assert_false(drain_read_note(b, note));
	assert_int_equal(drain_asked(a), 0);
	assert_true(drain_take(a));
	assert_true(drain_owner(f->store, &owner));
	assert_int_equal(owner.pid, getpid());
	assert_int_equal(drain_ask(b), 1);
	drain_close(a);
	drain_close(b);
	free(path);
}

/* What another process leaves in the queue is heard of; what we do ourselves is no news. */
static void news_of_the_database(void **state)
{
	struct fixture *f = *state;
	struct store *other;
	struct err err = ERR_INIT;
	struct drain *d = drain_open(f->store, "motcua");
	assert_false(drain_news(d));
	assert_true(store_meta_set(f->store, "x", "1", &err));
	assert_true(told(d, DRAIN_DATA));
	assert_false(drain_news(d));
	assert_true(store_open(&other, f->path, &err));
	assert_true(store_meta_set(other, "x", "2", &err));
	assert_true(told(d, DRAIN_DATA));
	assert_true(drain_news(d));
	assert_false(drain_news(d));
	assert_int_equal(drain_newest(d), 0);
	store_close(other);
	drain_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(one_at_a_time),
		T(a_dead_owner_holds_nothing),
		T(notes_and_requests),
		T(a_file_that_was_removed),
		T(a_file_full_of_garbage),
		T(news_of_the_database),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
