#include "tests/harness/power_stage.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/status.h"
#include "store/drafts.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/print_jobs.h"
#include "tests/harness/old_store.h"

#define NUMBERS 900

static void need(struct stage *s, bool ok, const char *what, const struct err *err)
{
	if (!ok)
		fail_msg("%s: %s: %s", s->story, what, err->text);
}

/* ---- images */

static bool is_database(const char *name)
{
	return str_starts(name, "motcua.db") && !str_ends(name, "-shm") &&
		!str_ends(name, "-reserve");
}

static void keep(struct stage *s, struct stage_image *image)
{
	DIR *dir = opendir(s->f->dir);
	struct dirent *entry;
	while (dir && (entry = readdir(dir)) != NULL) {
		if (!is_database(entry->d_name))
			continue;
		struct buf all;
		char *path = fs_join(s->f->dir, entry->d_name);
		buf_init(&all, (size_t)1 << 30);
		assert_true(fs_read(path, &all, NULL));
		assert_true(image->n < STAGE_FILES);
		image->files[image->n].name = xstrdup(entry->d_name);
		image->files[image->n].len = all.len;
		image->files[image->n++].bytes = buf_take(&all);
		free(path);
	}
	if (dir)
		closedir(dir);
}

static void drop(struct stage_image *image)
{
	for (size_t i = 0; i < image->n; i++) {
		free(image->files[i].name);
		free(image->files[i].bytes);
	}
	image->n = 0;
}

static void sweep_but(struct stage *s, const char *kept)
{
	DIR *dir = opendir(s->f->dir);
	struct dirent *entry;
	while (dir && (entry = readdir(dir)) != NULL) {
		char *path = fs_join(s->f->dir, entry->d_name);
		if (str_starts(entry->d_name, "motcua.db") && !str_eq(entry->d_name, kept))
			unlink(path);
		free(path);
	}
	if (dir)
		closedir(dir);
}

static void sweep(struct stage *s)
{
	sweep_but(s, "");
}

static void lay_out(struct stage *s, const struct stage_image *image)
{
	for (size_t i = 0; i < image->n; i++) {
		char *path = fs_join(s->f->dir, image->files[i].name);
		int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
		assert_true(fd >= 0);
		assert_int_equal(write(fd, image->files[i].bytes, image->files[i].len),
			image->files[i].len);
		close(fd);
		free(path);
	}
}

/* ---- the beginning */

static void begin_queue(struct stage *s)
{
	struct problem why = {.type = "invalid", .title = "Không hợp lệ", .status = 422};
	struct err err = ERR_INIT;
	struct store *store = s->f->store;
	for (int i = 0; i < 4; i++)
		assert_true(stage_intake(s));
	str_copy(s->rejected, UUID_SIZE, s->truth.list[1].uuid);
	str_copy(s->waiting, UUID_SIZE, s->truth.list[2].uuid);
	need(s, outbox_delivered(store, s->truth.list[0].uuid, STATUS_RECEIVED, FIXTURE_NOW, &err) &&
		outbox_reject(store, s->rejected, &why, FIXTURE_NOW, &err), "queue", &err);
}

static void begin_rest(struct stage *s)
{
	struct err err = ERR_INIT;
	struct print_job *jobs = NULL;
	struct number_wish wish;
	size_t n = 0;
	need(s, print_jobs_open(s->f->store, &jobs, &n, &err) && n == 4, "jobs", &err);
	str_copy(s->job, UUID_SIZE, jobs[0].id);
	free(jobs);
	need(s, draft_save(s->f->store, "intake", "{\"draft\":\"old\"}", 1, &err), "draft", &err);
	struct date next = date_add(fixture_day(), 1);
	need(s, numbers_wishes(s->f->store, s->f->calendar, next, 0, 100, &wish, 1, &n, &err) && n == 1,
		"wish", &err);
}

static void keep_old(struct stage *s)
{
	char *path = xasprintf("%s-old", s->f->path);
	old_store_make(s->f->store, path);
	stage_close(s);
	sweep_but(s, "motcua.db-old");
	assert_int_equal(rename(path, s->f->path), 0);
	keep(s, &s->old);
	free(path);
}

int stage_setup(void **state)
{
	struct stage *s = xcalloc(1, sizeof(*s));
	void *f;
	power_watch("/nowhere"); /* stands between SQLite and the disk from here on */
	if (fixture_setup(&f) != 0)
		return -1;
	s->f = f;
	str_copy(s->story, sizeof(s->story), "the beginning");
	fixture_lease(s->f, fixture_day(), 1, NUMBERS);
	begin_queue(s);
	stage_close(s);
	assert_true(stage_open(s));
	begin_rest(s);
	keep(s, &s->hot);
	stage_close(s);
	keep(s, &s->cold);
	assert_true(stage_open(s));
	keep_old(s);
	truth_copy(&s->before, &s->truth);
	*state = s;
	return 0;
}

int stage_teardown(void **state)
{
	struct stage *s = *state;
	void *f = s->f;
	power_plan(NULL);
	fixture_teardown(&f);
	drop(&s->cold);
	drop(&s->hot);
	drop(&s->old);
	truth_clear(&s->before);
	truth_clear(&s->truth);
	free(s);
	return 0;
}

void stage_set(struct stage *s, const struct scene *scene)
{
	stage_close(s);
	power_plan(NULL);
	sweep(s);
	if (!scene->nothing)
		lay_out(s, scene->old ? &s->old : scene->hot ? &s->hot : &s->cold);
	truth_clear(&s->truth);
	if (!scene->nothing)
		truth_copy(&s->truth, &s->before);
	power_watch(s->f->dir);
}

/* ---- on the stage */

bool stage_open(struct stage *s)
{
	struct err err = ERR_INIT;
	if (store_open(&s->f->store, s->f->path, &err))
		return true;
	s->f->store = NULL;
	if (!err.text[0] || err.kind == ERR_BUG)
		fail_msg("%s: not opened, and no sentence that says why: %s", s->story, err.text);
	return false;
}

void stage_close(struct stage *s)
{
	store_close(s->f->store);
	s->f->store = NULL;
}

bool stage_intake(struct stage *s)
{
	struct err err = ERR_INIT;
	struct intake_options opt = fixture_options(s->f);
	struct dossier d;
	struct intake_result r;
	fixture_dossier(&d, NULL);
	bool ok = intake_commit(s->f->store, &s->f->ws, &d, &opt, &r, &err);
	if (!ok && (d.code[0] || d.uuid[0] || r.token[0] || !err.text[0] || err.kind == ERR_BUG))
		fail_msg("%s: refused without a sentence, or something was spent: %s", s->story, err.text);
	ok = ok && !power_dead();
	if (ok && truth_knows(&s->truth, d.code))
		fail_msg("%s: number %s was given out again", s->story, d.code);
	if (ok)
		truth_told(&s->truth, &d, &r);
	dossier_clear(&d);
	return ok;
}

void stage_holds(struct stage *s)
{
	struct buf why;
	buf_init(&why, 2000);
	if (!truth_holds(&s->truth, s->f->store, fixture_day(), &why))
		fail_msg("%s: %s", s->story, buf_str(&why));
	buf_clear(&why);
}

void stage_check(struct stage *s, const struct scene *scene, bool done)
{
	if (scene->settle)
		scene->settle(s, done);
	if (!stage_open(s))
		fail_msg("%s: the database does not open any more", s->story);
	if (scene->check)
		scene->check(s, done);
	if (!scene->nothing || done)
		stage_holds(s);
	if (!scene->nothing) {
		if (!stage_intake(s))
			fail_msg("%s: no further intake", s->story);
		stage_holds(s);
	}
	stage_close(s);
}

bool stage_is_long(const struct scene *scene)
{
	return scene->nothing || scene->old;
}

int stage_soak(void)
{
	int64_t n = 1;
	const char *text = getenv("MOTCUA_SOAK");
	if (text && !str_to_int(text, 1, 100000, &n))
		fail_msg("MOTCUA_SOAK is no number from 1 to 100000: %s", text);
	return (int)n;
}
