#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "printing/book.h"
#include "printing/desk.h"
#include "store/dossiers.h"
#include "tests/harness/process.h"
#include "tests/harness/store_fixture.h"

/* From the owed paper of an intake to what the store says of it, on a machine without CUPS. */

struct counter {
	struct fixture *f;
	struct worker *worker;
	struct desk *desk;
	char *out_dir;
	struct dossier d;
	struct intake_result intake;
};

static int setup(void **state)
{
	struct counter *c = xcalloc(1, sizeof(*c));
	setenv("CUPS_SERVER", "/nonexistent/cups.sock", 1);
	if (fixture_setup((void **)&c->f) != 0)
		return -1;
	fixture_lease(c->f, fixture_day(), 1, 20);
	fixture_intake(c->f, "Lê Thị Mẫu", &c->d, &c->intake);
	c->out_dir = fs_join(c->f->dir, "new/receipts");
	c->worker = worker_new(&(struct book){.n = 0});
	c->desk = desk_new(c->f->store, &c->f->ws, c->worker, c->out_dir);
	*state = c;
	return 0;
}

static int teardown(void **state)
{
	struct counter *c = *state;
	desk_free(c->desk);
	worker_free(c->worker);
	dossier_clear(&c->d);
	free(c->out_dir);
	int rc = fixture_teardown((void **)&c->f);
	free(c);
	return rc;
}

static void send(struct counter *c, const char *job, const char *name)
{
	struct err err = ERR_INIT;
	if (!desk_send(c->desk, job, name, &err))
		fail_msg("%s", err.text);
}

static void refused(struct counter *c, const char *job)
{
	struct err err = ERR_INIT;
	assert_false(desk_send(c->desk, job, "", &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_true(err.text[0]);
}

static struct print_job collect(struct counter *c, struct print_result *r)
{
	struct print_job job;
	struct pollfd fd = {worker_fd(c->worker), POLLIN, 0};
	assert_int_equal(poll(&fd, 1, 60000), 1);
	assert_true(desk_collect(c->desk, &job, r));
	return job;
}

static struct print_job stored(struct counter *c, const char *id)
{
	struct print_job job;
	assert_true(print_job_get(c->f->store, id, &job, NULL));
	return job;
}

static void owed_sent_confirmed(void **state)
{
	struct counter *c = *state;
	struct print_result r;
	struct stat st;
	assert_int_equal(desk_pending(c->desk), 0);
	assert_false(desk_collect(c->desk, &(struct print_job){0}, &r));
	send(c, c->intake.print_job, "");
	assert_int_equal(stored(c, c->intake.print_job).state, PRINT_SENT);
	assert_int_equal(desk_pending(c->desk), 1);
	refused(c, c->intake.print_job);
	struct print_job job = collect(c, &r);
	assert_int_equal(desk_pending(c->desk), 0);
	assert_true(r.phase == PHASE_DONE && r.to_file);
	assert_int_equal(job.state, PRINT_CONFIRMED);
	assert_string_equal(job.target, r.target);
	assert_string_equal(job.detail, r.message);
	assert_non_null(strstr(r.target, c->d.code));
	assert_int_equal(stat(r.target, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(st.st_size > 20000);
	refused(c, c->intake.print_job);
}

static void a_copy_is_a_file_beside_the_original(void **state)
{
	struct counter *c = *state;
	struct print_result r, second;
	struct print_job copy;
	send(c, c->intake.print_job, "");
	collect(c, &r);
	assert_true(print_job_add(c->f->store, c->d.uuid, "01", FIXTURE_NOW, &copy, NULL));
	assert_int_equal(copy.copy, 0); /* on paper it would be the original */
	assert_int_equal(copy.file_copy, 1);
	send(c, copy.id, "");
	collect(c, &second);
	assert_non_null(strstr(second.target, "-ban-sao-1.pdf"));
	assert_true(fs_exists(r.target) && fs_exists(second.target));
}

static void to_a_named_file(void **state)
{
	struct counter *c = *state;
	struct print_result r;
	char *file = fs_join(c->f->dir, "giấy hẹn.pdf");
	send(c, c->intake.print_job, file);
	collect(c, &r);
	assert_true(r.phase == PHASE_DONE && r.to_file);
	assert_string_equal(r.target, file);
	assert_true(fs_exists(file));
	free(file);
}

/* It stays owed with its reason, and can be sent again. */
static void what_failed_is_owed(void **state)
{
	struct counter *c = *state;
	struct print_result r;
	char *no_folder = fs_join(c->f->dir, "khong-co/a.pdf");
	const char *const nowhere[] = {"may-in-khong-co", no_folder};
	for (size_t i = 0; i < ARRAY_LEN(nowhere); i++) {
		send(c, c->intake.print_job, nowhere[i]);
		struct print_job job = collect(c, &r);
		assert_int_equal(r.phase, PHASE_FAILED);
		assert_int_equal(job.state, PRINT_OWED);
		assert_string_equal(job.detail, r.message);
		assert_true(strlen(r.message) > 20);
	}
	send(c, c->intake.print_job, "");
	assert_int_equal(collect(c, &r).state, PRINT_CONFIRMED);
	free(no_folder);
}

/* After a crash nobody knows whether it came out: an officer says, and a further paper says COPY. */
static void what_is_uncertain_becomes_a_copy(void **state)
{
	struct counter *c = *state;
	struct print_result r;
	struct print_job again;
	assert_true(print_job_set(c->f->store, c->intake.print_job, PRINT_SENT, "", "", FIXTURE_NOW, NULL));
	assert_true(print_jobs_recover(c->f->store, FIXTURE_NOW, NULL));
	assert_int_equal(stored(c, c->intake.print_job).state, PRINT_UNCERTAIN);
	refused(c, c->intake.print_job);
	assert_true(print_job_settle(c->f->store, c->intake.print_job, SETTLE_AGAIN, "Trần Thị Mẫu",
		FIXTURE_NOW, &again, NULL));
	send(c, again.id, "");
	collect(c, &r);
	assert_non_null(strstr(r.target, "-ban-sao-1.pdf"));
}

static void leave(struct counter *c, const char *target, bool lost, const char *words)
{
	assert_true(print_job_set(c->f->store, c->intake.print_job, PRINT_UNCERTAIN, target, words, FIXTURE_NOW,
		NULL));
	assert_true(!lost || print_job_set_lost(c->f->store, c->intake.print_job, NULL));
}

/* CUPS is asked after what nobody heard the end of, once; of what was said exactly nothing is asked, nor of
 * what a printer had that remembers nothing. */
static void only_the_lost_are_asked_after(void **state)
{
	struct counter *c = *state;
	bool others;
	leave(c, "socket://127.0.0.1:9", true, "máy in không nhận hết dữ liệu");
	assert_true(desk_follow_all(c->desk, NULL));
	leave(c, "quay", false, "máy in không đếm trang nào");
	assert_true(desk_follow_all(c->desk, NULL));
	assert_int_equal(desk_pending(c->desk), 0);
	assert_string_equal(stored(c, c->intake.print_job).detail, "máy in không đếm trang nào");
	leave(c, "quay", true, "");
	assert_true(desk_take_over(c->desk, &others, NULL));
	assert_int_equal(desk_pending(c->desk), 1);
	assert_int_equal(stored(c, c->intake.print_job).state, PRINT_SENT);
	leave(c, "quay", true, "");
	assert_true(desk_take_over(c->desk, &others, NULL));
	assert_int_equal(desk_pending(c->desk), 1);
	assert_false(others);
}

static void many_at_once(void **state)
{
	struct counter *c = *state;
	enum { MORE = 12 };
	struct intake_result intake[MORE];
	struct print_result r;
	for (int i = 0; i < MORE; i++) {
		struct dossier d;
		fixture_intake(c->f, NULL, &d, &intake[i]);
		dossier_clear(&d);
		send(c, intake[i].print_job, "");
	}
	assert_int_equal(desk_pending(c->desk), MORE);
	for (int i = 0; i < MORE; i++) {
		struct print_job job = collect(c, &r);
		assert_string_equal(job.id, intake[i].print_job);
		assert_int_equal(job.state, PRINT_CONFIRMED);
	}
	assert_int_equal(desk_pending(c->desk), 0);
}

static void leaving_in_the_middle(void **state)
{
	struct counter *c = *state;
	struct intake_result intake;
	for (int i = 0; i < 8; i++) {
		struct dossier d;
		fixture_intake(c->f, NULL, &d, &intake);
		dossier_clear(&d);
		send(c, intake.print_job, "");
	}
	/* teardown frees desk and worker with orders waiting: nothing may leak or hang */
	assert_int_equal(stored(c, intake.print_job).state, PRINT_SENT);
}

/* ---- the text of the form */

static void write_form(const char *dir, const char *id, const char *title)
{
	char *path = xasprintf("%s/%s.form", dir, id);
	char *text = xasprintf("form %s\nversion 1\nname Giấy thử\nsubject dossier\npapers A5\ntitle %s\n", id,
		title);
	assert_true(fs_write_atomic(path, text, strlen(text), 0600, NULL));
	free(text);
	free(path);
}

static void print_says(struct counter *c, const char *form, const char *file, const char *said)
{
	struct print_job job;
	struct print_result r;
	char *path = fs_join(c->f->dir, file);
	struct buf text;
	assert_true(print_job_add(c->f->store, c->d.uuid, form, FIXTURE_NOW, &job, NULL));
	send(c, job.id, path);
	collect(c, &r);
	buf_init(&text, 100000);
	assert_int_equal(process_run((const char *[]){"pdftotext", path, "-", NULL}, &text), 0);
	if (r.phase != PHASE_DONE || !strstr(buf_str(&text), said))
		fail_msg("%s %s", r.message, buf_str(&text));
	buf_clear(&text);
	free(path);
}

/* Printed again it looks as it did, though the province changed its file meanwhile and then removed it. */
static void a_document_keeps_its_text(void **state)
{
	struct counter *c = *state;
	struct print_job job;
	struct err err = ERR_INIT;
	char *dir = fs_join(c->f->dir, "forms"), *file = fs_join(dir, "02.form");
	assert_true(fs_mkdirs(dir, 0700, NULL));
	desk_set_forms(c->desk, dir, false);
	write_form(dir, "02", "BẢN CŨ");
	print_says(c, "02", "a.pdf", "BẢN CŨ");
	write_form(dir, "02", "BẢN MỚI");
	print_says(c, "02", "b.pdf", "BẢN CŨ");
	assert_int_equal(unlink(file), 0);
	assert_true(fs_write_atomic(file, "form 02\nrubbish\n", 16, 0600, NULL));
	print_says(c, "02", "c.pdf", "BẢN CŨ");
	assert_int_equal(fixture_count(c->f, "SELECT count(*) FROM print_template WHERE form = '02'"), 1);
	/* a new document has no other text to fall back to */
	const char *const uuid[] = {c->d.uuid};
	const struct print_wish wish = {.form = "02", .dossiers = uuid, .n_dossiers = 1, .asked = "{\"a\":1}"};
	assert_true(print_job_new(c->f->store, &wish, FIXTURE_NOW, &job, NULL));
	assert_false(desk_send(c->desk, job.id, "", &err));
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(stored(c, job.id).state, PRINT_OWED);
	unlink(file);
	rmdir(dir);
	free(file);
	free(dir);
}

static void no_such_job(void **state)
{
	refused(*state, "01936f1e-5b2a-7c3d-8e4f-000000000fff");
	refused(*state, "");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(owed_sent_confirmed),
		TEST(a_copy_is_a_file_beside_the_original),
		TEST(to_a_named_file),
		TEST(what_failed_is_owed),
		TEST(what_is_uncertain_becomes_a_copy),
		TEST(only_the_lost_are_asked_after),
		TEST(many_at_once),
		TEST(leaving_in_the_middle),
		TEST(a_document_keeps_its_text),
		TEST(no_such_job),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
