/*
 * A primary and a standby that is waited for. While the standby is away nothing is acknowledged; when
 * the primary is lost and the standby promoted, central goes on without being started again, and
 * every dossier that was acknowledged is there. Counters see only waiting.
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
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/central_process.h"
#include "tests/harness/central_world.h"
#include "tests/harness/process.h"

#define DOSSIERS 60
#define WAIT_MS 60000

struct pair {
	struct pg_cluster primary, standby;
	struct central_process central;
	struct world *w, there;
	struct station s;
	struct sent sent[DOSSIERS];
	char *answers[DOSSIERS];
	int waits[DOSSIERS]; /* how often a dossier had to be sent again */
	_Atomic int delivered;
	pthread_t sender;
	pthread_mutex_t lock; /* guards allowed */
	pthread_cond_t moved;
	int allowed;          /* how many the sender may send by now */
};

static void start_standby(struct pair *p)
{
	char of[96];
	snprintf(of, sizeof(of), "standby_of=%s", p->primary.dir);
	pg_cluster_start(&p->standby, (const char *const[]){of, "fsync=off",
		"wal_retrieve_retry_interval=100ms", NULL});
}

/* Both servers, and from then on a commit waits until the standby has it. */
static void start_servers(struct pair *p)
{
	pg_cluster_folder(&p->primary);
	pg_cluster_folder(&p->standby);
	pg_cluster_start(&p->primary, (const char *const[]){"fsync=off", NULL});
	start_standby(p);
	pg_sql(p->primary.dir, "ALTER SYSTEM SET synchronous_standby_names = '*'", NULL, 0);
	pg_sql(p->primary.dir, "SELECT pg_reload_conf()", NULL, 0);
}

/* A time limit that would be over long before the standby is back. */
static void start_central(struct pair *p)
{
	char block[UUID_SIZE];
	int64_t first;
	central_folder(&p->central);
	int n = snprintf(p->central.db, sizeof(p->central.db), "postgresql:///postgres?host=%s,%s&user=motcua",
		p->primary.dir, p->standby.dir);
	p->w = world_open(p->central.db);
	p->w->now = clock_now();
	station_enter(p->w, &p->s, WORLD_AGENCY, 1);
	station_lease(p->w, &p->s, DOSSIERS, block, &first);
	snprintf(p->central.db + n, sizeof(p->central.db) - (size_t)n, "&options=-cstatement_timeout%%3D400");
	central_start(&p->central, NULL);
	p->there = (struct world){.now = p->w->now, .url = p->central.url};
	for (int i = 0; i < DOSSIERS; i++)
		sent_make(p->w, &p->s, block, first + i, &p->sent[i]);
}

static int setup(void **state)
{
	struct pair *p = xcalloc(1, sizeof(*p));
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->moved, NULL);
	start_servers(p);
	start_central(p);
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	struct pair *p = *state;
	assert_int_equal(central_stop(&p->central), 0);
	for (int i = 0; i < DOSSIERS; i++) {
		sent_clear(&p->sent[i]);
		free(p->answers[i]);
	}
	station_leave(&p->s);
	world_close(p->w);
	central_folder_remove(&p->central);
	pg_cluster_drop(&p->standby);
	pg_cluster_drop(&p->primary);
	free(p);
	return 0;
}

static void allow(struct pair *p, int n)
{
	pthread_mutex_lock(&p->lock);
	p->allowed = n;
	pthread_cond_signal(&p->moved);
	pthread_mutex_unlock(&p->lock);
}

static void wait_allowed(struct pair *p, int i)
{
	pthread_mutex_lock(&p->lock);
	while (i >= p->allowed)
		pthread_cond_wait(&p->moved, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

/* As a counter does: again until there is an answer. */
static void *send_all(void *user)
{
	struct pair *p = user;
	for (int i = 0; i < DOSSIERS; i++) {
		wait_allowed(p, i);
		int64_t until = clock_mono_ms() + WAIT_MS;
		struct reply r = call(&p->there, "PUT", p->sent[i].target, p->s.bearer, p->sent[i].body);
		for (; r.status == 503 && clock_mono_ms() < until; p->waits[i]++) {
			reply_clear(&r);
			r = call(&p->there, "PUT", p->sent[i].target, p->s.bearer, p->sent[i].body);
		}
		if (r.status == 200 || r.status == 201)
			p->answers[i] = xstrdup(r.body);
		else
			fprintf(stderr, "%d %s\n", r.status, r.body);
		reply_clear(&r);
		p->delivered++;
	}
	return NULL;
}

static void wait_delivered(struct pair *p, int n)
{
	int64_t until = clock_mono_ms() + WAIT_MS;
	while (p->delivered < n)
		assert_true(clock_mono_ms() < until);
}

static bool waits_for_standby(void *user)
{
	const struct pair *p = user;
	char n[16];
	pg_sql(p->primary.dir, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
		" AND now() - query_start > interval '900 ms'", n, sizeof(n));
	return str_eq(n, "1");
}

/* The commit outlasts every limit but the standby's return. */
static void standby_goes_away_and_comes_back(struct pair *p)
{
	pg_cluster_end(&p->standby, SIGQUIT);
	allow(p, 20);
	assert_true(process_wait(waits_for_standby, p, WAIT_MS));
	assert_int_equal(p->delivered, 5);
	start_standby(p);
	wait_delivered(p, 20);
}

static void acknowledged_is_there(struct pair *p)
{
	char n[16];
	int waited = 0;
	pg_sql(p->standby.dir, "SELECT count(*) FROM dossiers", n, sizeof(n));
	assert_string_equal(n, "60");
	for (int i = 0; i < DOSSIERS; i++) {
		assert_non_null(p->answers[i]);
		waited += p->waits[i];
		struct reply r = call(&p->there, "PUT", p->sent[i].target, p->s.bearer, p->sent[i].body);
		assert_int_equal(r.status, 200);
		assert_string_equal(r.body, p->answers[i]);
		reply_clear(&r);
	}
	assert_true(waited > 0);
}

static void a_standby_takes_over(void **state)
{
	struct pair *p = *state;
	pid_t central = p->central.pid;
	assert_int_equal(pthread_create(&p->sender, NULL, send_all, p), 0);
	allow(p, 5);
	wait_delivered(p, 5);
	standby_goes_away_and_comes_back(p);
	allow(p, 50);
	pg_cluster_end(&p->primary, SIGQUIT); /* somewhere in the middle of these */
	allow(p, DOSSIERS);
	/* a reader's request is answered too, though not with what it asked for */
	struct reply r = call(&p->there, "GET", "/v1/changes", p->s.bearer, NULL);
	assert_int_equal(r.status, 503);
	assert_string_equal(reply_text(&r, "type"), "unavailable");
	reply_clear(&r);
	pg_sql(p->standby.dir, "SELECT pg_promote()", NULL, 0);
	/* its own standby would be waited for, and there is none any more */
	pg_sql(p->standby.dir, "ALTER SYSTEM SET synchronous_standby_names = ''", NULL, 0);
	pg_sql(p->standby.dir, "SELECT pg_reload_conf()", NULL, 0);
	pthread_join(p->sender, NULL);
	acknowledged_is_there(p);
	assert_int_equal(p->central.pid, central);
	assert_int_equal(kill(central, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_standby_takes_over, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
