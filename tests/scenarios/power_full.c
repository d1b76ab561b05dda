/*
 * A disk that is really full: a small file system of its own where the machine lets us mount one,
 * else a limit on the size of files. Whatever little room is left: an intake is refused before a
 * number is spent, the queue is read and drains, and with room again the work goes on.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/status.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/print_jobs.h"
#include "store/room.h"
#include "tests/harness/store_fixture.h"
#include "tests/harness/store_truth.h"

#define DISK "size=8m" /* the whole of /tmp, for us alone */
#define WAITING 40
#define MOST 5000 /* intakes such a disk never holds */

/* ---- the disk */

static bool mounted; /* else: files may not grow */
static char *filler;

static void write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd >= 0 && write(fd, text, strlen(text)) < 0)
		fd = -1; /* then the mount below says so */
	if (fd >= 0)
		close(fd);
}

/* A mount of our own that nobody else sees; as somebody else than root only where the kernel lets
 * people be root at home. */
static bool mount_small(void)
{
	char users[32], groups[32];
	snprintf(users, sizeof(users), "0 %d 1", (int)getuid());
	snprintf(groups, sizeof(groups), "0 %d 1", (int)getgid());
	if (unshare(CLONE_NEWNS) != 0) {
		if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
			return false;
		write_text("/proc/self/uid_map", users);
		write_text("/proc/self/setgroups", "deny");
		write_text("/proc/self/gid_map", groups); /* who has no group there makes no file */
	}
	return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
		mount("tmpfs", "/tmp", "tmpfs", 0, DISK) == 0;
}

/* A file may grow to what the largest is now, and so much more. */
static void limit_files(struct fixture *f, size_t left)
{
	struct rlimit limit;
	struct stat st;
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = (rlim_t)st.st_size + left;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Until only so many bytes are left. */
static void fill_up(struct fixture *f, size_t left)
{
	static const char page[4096];
	if (!mounted) {
		limit_files(f, left);
		return;
	}
	int fd = open(filler, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	off_t size = 0;
	for (ssize_t n; (n = write(fd, page, sizeof(page))) > 0; size += n)
		;
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(ftruncate(fd, size > (off_t)left ? size - (off_t)left : 0), 0);
	close(fd);
}

static void make_room(void)
{
	struct rlimit limit;
	if (mounted) {
		unlink(filler);
		return;
	}
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* ---- the counter */

static bool take_in(struct fixture *f, struct truth *truth)
{
	struct err err = ERR_INIT;
	struct intake_options opt = fixture_options(f);
	struct dossier d;
	struct intake_result r;
	fixture_dossier(&d, NULL);
	bool ok = intake_commit(f->store, &f->ws, &d, &opt, &r, &err);
	bool spent = d.code[0] || r.token[0] || r.print_job[0];
	if (ok)
		truth_told(truth, &d, &r);
	else if (err.kind != ERR_DISK || !strstr(err.text, "đầy") || spent)
		fail_msg("refused, but not as a full disk should be: %s", err.text);
	dossier_clear(&d);
	return ok;
}

static int64_t numbers_left(struct fixture *f)
{
	struct number_stock stock;
	assert_true(numbers_stock(f->store, fixture_day(), &stock, NULL));
	return stock.left;
}

static void check(struct fixture *f, const struct truth *truth)
{
	struct buf why;
	buf_init(&why, 2000);
	if (!truth_holds(truth, f->store, fixture_day(), &why))
		fail_msg("%s", buf_str(&why));
	buf_clear(&why);
}

/* Takes in until the disk refuses; then nothing is spent by trying. */
static void until_refused(struct fixture *f, struct truth *truth)
{
	int taken = 0;
	while (take_in(f, truth))
		assert_true(taken++ < MOST);
	int64_t left = numbers_left(f);
	for (int i = 0; i < 3; i++)
		assert_false(take_in(f, truth));
	assert_int_equal(numbers_left(f), left);
}

/* A limit on files leaves no room at all when the log has come to it: then this is said. */
static bool may_be_refused(const struct err *err)
{
	return !mounted && err->kind == ERR_DISK && strstr(err->text, "đầy");
}

/* Everything that waits is acknowledged, on the full disk. */
static void drain(struct fixture *f)
{
	struct outbox_item item;
	struct err err = ERR_INIT;
	size_t n;
	for (bool ok = true; ok && outbox_next(f->store, 0, &item, 1, &n, NULL) && n == 1;) {
		ok = outbox_delivered(f->store, item.uuid, STATUS_RECEIVED, FIXTURE_NOW, &err);
		outbox_item_clear(&item);
	}
	if (err.kind != ERR_NONE && !may_be_refused(&err))
		fail_msg("the queue does not drain: %s", err.text);
}

static void settle_papers(struct fixture *f)
{
	struct print_job *jobs;
	struct err err = ERR_INIT;
	size_t n;
	assert_true(print_jobs_open(f->store, &jobs, &n, NULL));
	for (size_t i = 0; i < n && i < WAITING; i++)
		if (!print_job_set(f->store, jobs[i].id, PRINT_CONFIRMED, "p", NULL, FIXTURE_NOW, &err) &&
			!may_be_refused(&err))
			fail_msg("what was printed cannot be noted: %s", err.text);
	free(jobs);
}

/* Others fill the disk to the last byte while nobody has the database open. */
static void opens_where_nothing_is_left(struct fixture *f)
{
	struct err err = ERR_INIT;
	struct outbox_counts counts;
	if (!mounted)
		return;
	store_close(f->store);
	f->store = NULL;
	fill_up(f, 0);
	for (int i = 0; i < 3; i++) {
		if (!store_open(&f->store, f->path, &err))
			fail_msg("does not open: %s", err.text);
		assert_true(outbox_counts(f->store, &counts, &err));
		if (i < 2)
			store_close(f->store);
	}
	assert_int_equal(counts.waiting, WAITING);
	make_room();
	fixture_reopen(f); /* keeps room again */
}

/* left: the room in bytes that is found when the disk turns out to be full. */
static void play(struct fixture *f, size_t left)
{
	struct truth truth = {0};
	fixture_lease(f, fixture_day(), 1, 9999);
	for (int i = 0; i < WAITING; i++)
		assert_true(take_in(f, &truth));
	fixture_reopen(f);
	if (mounted)
		assert_in_range(store_room_intakes(f->store), 1, ROOM_FEW - 1); /* told early */
	opens_where_nothing_is_left(f);
	fill_up(f, left);
	until_refused(f, &truth);
	if (mounted)
		assert_int_equal(store_room_intakes(f->store), 0);
	check(f, &truth);
	drain(f);
	settle_papers(f);
	fixture_reopen(f); /* also when started anew */
	check(f, &truth);
	until_refused(f, &truth);
	make_room();
	assert_true(take_in(f, &truth));
	drain(f);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM outbox"), 0);
	fixture_reopen(f);
	check(f, &truth);
	truth_clear(&truth);
}

static size_t room_left;

static void refused_before_a_number_is_spent_and_the_queue_drains(void **state)
{
	struct fixture *f = *state;
	filler = fs_join(f->dir, "filler");
	play(f, room_left);
	free(filler);
}

/* In a process of its own: neither a mount nor a limit goes back. */
static int run(size_t left, bool mount)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(refused_before_a_number_is_spent_and_the_queue_drains,
			fixture_setup, fixture_teardown),
	};
	int status;
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		room_left = left;
		mounted = mount && mount_small();
		printf("%zu bytes left, %s\n", left, mounted ? DISK : "files may not grow");
		exit(cmocka_run_group_tests(tests, NULL, NULL));
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) ?
		WEXITSTATUS(status) : 1;
}

int main(void)
{
	static const size_t rooms[] = {0, 4096, 20000, 60000, 150000, 300000, 1000000};
	int failed = 0, n = 2 * (int)ARRAY_LEN(rooms);
	for (int i = 0; i < n; i++)
		failed += run(rooms[i / 2], i % 2) != 0;
	printf("%d passed, %d failed\n", n - failed, failed);
	return failed != 0;
}
