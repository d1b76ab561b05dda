/*
 * Several central processes on one database at once (two on SQLite, four on PostgreSQL): counters
 * lease and deliver at different processes at the same moment, the same dossier twice; one process is
 * killed in the middle. Numbers never overlap, a dossier has one effect and one answer, and a reader
 * of the changes feed misses nothing.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/central_process.h"
#include "tests/harness/central_world.h"

#define PROCESSES_MAX 4
#define STATIONS 4
#define BLOCKS 5    /* of each station */
#define BLOCK_SIZE 8
#define DOSSIERS (BLOCKS * BLOCK_SIZE)
#define SENDERS 2   /* of each station: both send everything */
#define TRIES 200

struct counter {
	struct station s;
	char blocks[BLOCKS][UUID_SIZE];
	int64_t first[BLOCKS];
	struct sent sent[DOSSIERS];
	char *answers[SENDERS][DOSSIERS];
};

struct town {
	struct central_process place, central[PROCESSES_MAX];
	int n; /* processes */
	struct world *w;
	struct counter counters[STATIONS];
	_Atomic int delivered;
	_Atomic bool over;
	json_t *feed; /* uuid → how often the reader saw it */
};

struct worker {
	struct town *town;
	struct counter *counter;
	int number; /* among all of its kind */
	bool failed;
	pthread_t thread;
};

/* Asks one process after another until one answers with one of these. */
static struct reply ask_any(struct town *t, int from, const char *method, const char *target,
	const char *bearer, const char *body)
{
	struct reply r = {0};
	for (int i = 0; i < TRIES; i++) {
		struct world there = {.now = t->w->now, .url = t->central[(from + i) % t->n].url};
		r = call(&there, method, target, bearer, body);
		if (r.status != 0 && r.status != 503)
			return r;
		reply_clear(&r);
	}
	return (struct reply){.status = 0};
}

/* ---- leasing */

static void *lease(void *user)
{
	struct worker *me = user;
	struct counter *c = me->counter;
	char day[DATE_SIZE];
	date_format_iso(instant_date(me->town->w->now), day);
	for (int i = 0; i < BLOCKS; i++) {
		uuid_new(c->blocks[i]);
		char *body = xasprintf("{\"id\":\"%s\",\"agency\":\"" WORLD_AGENCY "\",\"day\":\"%s\","
			"\"count\":%d}", c->blocks[i], day, BLOCK_SIZE);
		struct reply r = ask_any(me->town, me->number + i, "POST", "/v1/number-blocks", c->s.bearer,
			body);
		me->failed = me->failed || r.status != 201;
		c->first[i] = json_integer_value(json_object_get(json_object_get(r.json, "block"), "first"));
		reply_clear(&r);
		free(body);
	}
	return NULL;
}

static void check_blocks(struct town *t)
{
	bool taken[STATIONS * DOSSIERS + 1] = {false};
	for (int s = 0; s < STATIONS; s++) {
		for (int i = 0; i < DOSSIERS; i++) {
			int64_t n = t->counters[s].first[i / BLOCK_SIZE] + i % BLOCK_SIZE;
			assert_true(n >= 1 && n <= STATIONS * DOSSIERS); /* nor is one left out */
			assert_false(taken[n]);
			taken[n] = true;
		}
	}
}

/* ---- delivering */

static void *deliver(void *user)
{
	struct worker *me = user;
	struct counter *c = me->counter;
	int sender = me->number % SENDERS;
	for (int i = 0; i < DOSSIERS; i++) {
		struct reply r = ask_any(me->town, me->number + i, "PUT", c->sent[i].target, c->s.bearer,
			c->sent[i].body);
		me->failed = me->failed || (r.status != 201 && r.status != 200);
		if (me->failed)
			fprintf(stderr, "PUT %d %s\n", r.status, r.body ? r.body : "");
		c->answers[sender][i] = xstrdup(r.body ? r.body : "");
		reply_clear(&r);
		me->town->delivered++;
	}
	return NULL;
}

/* Follows the feed, each page from another process, to the end after the last delivery. */
static void *follow(void *user)
{
	struct worker *me = user;
	struct town *t = me->town;
	char *cursor = xstrdup("");
	bool last = false;
	for (int page = 0; !me->failed && !last; page++) {
		bool over = t->over;
		char *target = xasprintf("/v1/changes?limit=7&since=%s", cursor);
		struct reply r = ask_any(t, page, "GET", target, t->counters[0].s.bearer, NULL);
		const json_t *items = json_object_get(r.json, "items");
		for (size_t i = 0; i < json_array_size(items); i++) {
			const char *uuid = json_text(json_array_get(items, i), "uuid");
			json_int_t seen = json_integer_value(json_object_get(t->feed, uuid));
			json_object_set_new(t->feed, uuid, json_integer(seen + 1));
		}
		me->failed = r.status != 200;
		last = over && !json_is_true(json_object_get(r.json, "more"));
		free(cursor);
		cursor = xstrdup(reply_text(&r, "cursor"));
		reply_clear(&r);
		free(target);
	}
	free(cursor);
	return NULL;
}

/* ---- the town */

static void run_workers(struct town *t, struct worker *workers, int n, int of_each,
	void *(*work)(void *))
{
	for (int i = 0; i < n; i++) {
		workers[i] = (struct worker){.town = t, .counter = &t->counters[i / of_each], .number = i};
		assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	}
}

static void join_workers(struct worker *workers, int n)
{
	for (int i = 0; i < n; i++) {
		pthread_join(workers[i].thread, NULL);
		assert_false(workers[i].failed);
	}
}

static int setup(void **state)
{
	struct town *t = xcalloc(1, sizeof(*t));
	central_folder(&t->place);
	t->n = str_starts(t->place.db, "sqlite:") ? 2 : 4;
	t->feed = json_object();
	t->w = world_open(t->place.db);
	t->w->now = clock_now();
	for (int i = 0; i < STATIONS; i++)
		station_enter(t->w, &t->counters[i].s, WORLD_AGENCY, i + 1);
	for (int i = 0; i < t->n; i++) {
		t->central[i] = t->place;
		central_start(&t->central[i], NULL);
	}
	*state = t;
	return 0;
}

static void free_counter(struct counter *c)
{
	for (int i = 0; i < DOSSIERS; i++) {
		sent_clear(&c->sent[i]);
		free(c->answers[0][i]);
		free(c->answers[1][i]);
	}
	station_leave(&c->s);
}

static int teardown(void **state)
{
	struct town *t = *state;
	for (int i = 0; i < t->n; i++)
		assert_int_equal(central_stop(&t->central[i]), 0);
	for (int i = 0; i < STATIONS; i++)
		free_counter(&t->counters[i]);
	world_close(t->w);
	central_folder_remove(&t->place);
	json_decref(t->feed);
	free(t);
	return 0;
}

/* Each of another person: the same one at two counters would be told in the feed again. */
static void take_in_one(struct town *t, struct counter *c, int i)
{
	struct sent *x = &c->sent[i];
	char id[16];
	int64_t number = c->first[i / BLOCK_SIZE] + i % BLOCK_SIZE;
	sent_make(t->w, &c->s, c->blocks[i / BLOCK_SIZE], number, x);
	snprintf(id, sizeof(id), "089190%06d", (int)number);
	json_object_set_new(json_object_get(x->dossier, "applicant"), "id_number", json_string(id));
	sent_seal(&c->s, x, true);
}

static void take_in(struct town *t)
{
	for (int s = 0; s < STATIONS; s++) {
		for (int i = 0; i < DOSSIERS; i++)
			take_in_one(t, &t->counters[s], i);
	}
}

static void kill_one_in_the_middle(struct town *t)
{
	struct central_process *victim = &t->central[0];
	int64_t until = clock_mono_ms() + 60000;
	while (t->delivered < STATIONS * DOSSIERS / 2)
		assert_true(clock_mono_ms() < until);
	assert_int_equal(kill(victim->pid, SIGKILL), 0);
	assert_int_equal(waitpid(victim->pid, NULL, 0), victim->pid);
}

static int64_t count(struct town *t, const char *sql)
{
	struct err err = ERR_INIT;
	int64_t n = -1;
	if (!db_get_int(t->w->central.db, &err, &n, NULL, sql, NULL))
		fail_msg("%s: %s", sql, err.text);
	return n;
}

/* Both senders got the same bytes, and so does whoever asks the process that came back. */
static void check_answers(struct town *t)
{
	for (int s = 0; s < STATIONS; s++) {
		struct counter *c = &t->counters[s];
		for (int i = 0; i < DOSSIERS; i++) {
			struct world there = {.now = t->w->now, .url = t->central[0].url};
			struct reply r = call(&there, "PUT", c->sent[i].target, c->s.bearer, c->sent[i].body);
			assert_int_equal(r.status, 200);
			assert_string_equal(c->answers[0][i], r.body);
			assert_string_equal(c->answers[1][i], r.body);
			assert_int_equal(json_integer_value(json_object_get(t->feed, c->sent[i].uuid)), 1);
			reply_clear(&r);
		}
	}
}

static void one_town_at_several_processes(void **state)
{
	struct town *t = *state;
	struct worker workers[STATIONS * SENDERS], reader;
	run_workers(t, workers, STATIONS, 1, lease);
	join_workers(workers, STATIONS);
	check_blocks(t);
	take_in(t);
	run_workers(t, workers, STATIONS * SENDERS, SENDERS, deliver);
	run_workers(t, &reader, 1, 1, follow);
	kill_one_in_the_middle(t);
	join_workers(workers, STATIONS * SENDERS);
	t->over = true;
	join_workers(&reader, 1);
	central_start(&t->central[0], NULL);
	check_answers(t);
	assert_int_equal(count(t, "SELECT count(*) FROM dossiers"), STATIONS * DOSSIERS);
	assert_int_equal(count(t, "SELECT count(*) FROM dossier_history"), STATIONS * DOSSIERS);
	assert_int_equal(count(t, "SELECT count(*) FROM conflicts"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_town_at_several_processes, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
