/*
 * How many dossiers a second central accepts, each checked and on the disk before its answer: SQLite
 * and PostgreSQL, one and four processes, eight clients. Beside it what the same database on the
 * same disk commits without any central: one row a transaction, one writer after another.
 */

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/driver.h"
#include "tests/harness/bench.h"
#include "tests/harness/central_process.h"
#include "tests/harness/central_world.h"

#define CLIENTS 8
#define DOSSIERS 800
#define COMMITS 300
#define PROCESSES_MAX 4

struct rig {
	struct central_process place, central[PROCESSES_MAX];
	int n; /* processes */
	struct station s;
	struct sent sent[DOSSIERS];
	_Atomic int next;
};

struct client {
	struct rig *rig;
	const char *base; /* URL of its process */
	pthread_t thread;
};

static _Noreturn void fail(const char *what, const char *why)
{
	fprintf(stderr, "central_bench: %s: %s\n", what, why);
	exit(1);
}

/* ---- the clients: bare libcurl on a connection that stays */

static size_t swallow(char *bytes, size_t size, size_t n, void *user)
{
	(void)bytes;
	(void)user;
	return size * n;
}

static void put(CURL *curl, const char *base, const struct sent *x)
{
	char url[200];
	long status = 0;
	snprintf(url, sizeof(url), "%s%s", base, x->target);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, x->body);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "PUT");
	if (curl_easy_perform(curl) != CURLE_OK)
		fail(url, "no answer");
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	if (status != 201)
		fail(url, "not accepted");
}

static void *send_some(void *user)
{
	struct client *me = user;
	char *line = xasprintf("Authorization: %s", me->rig->s.bearer);
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	CURL *curl = curl_easy_init();
	int i;
	headers = curl_slist_append(headers, line);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, swallow);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	while ((i = me->rig->next++) < DOSSIERS)
		put(curl, me->base, &me->rig->sent[i]);
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	free(line);
	return NULL;
}

static double accepted_a_second(struct rig *rig)
{
	struct client clients[CLIENTS];
	double start = bench_now_us();
	for (int i = 0; i < CLIENTS; i++) {
		clients[i] = (struct client){.rig = rig, .base = rig->central[i % rig->n].url};
		if (pthread_create(&clients[i].thread, NULL, send_some, &clients[i]) != 0)
			fail("pthread_create", "");
	}
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(clients[i].thread, NULL);
	return DOSSIERS / (bench_now_us() - start) * 1e6;
}

static void rig_open(struct rig *rig, const char *url, int processes)
{
	char block[UUID_SIZE];
	int64_t first;
	*rig = (struct rig){.n = processes};
	central_folder(&rig->place);
	if (url)
		str_copy(rig->place.db, sizeof(rig->place.db), url);
	struct world *w = world_open(rig->place.db);
	w->now = clock_now();
	station_enter(w, &rig->s, WORLD_AGENCY, 1);
	station_lease(w, &rig->s, DOSSIERS, block, &first);
	for (int i = 0; i < DOSSIERS; i++)
		sent_make(w, &rig->s, block, first + i, &rig->sent[i]);
	world_close(w);
	for (int i = 0; i < processes; i++) {
		rig->central[i] = rig->place;
		central_start(&rig->central[i], NULL);
	}
}

static void rig_close(struct rig *rig)
{
	for (int i = 0; i < rig->n; i++)
		central_stop(&rig->central[i]);
	for (int i = 0; i < DOSSIERS; i++)
		sent_clear(&rig->sent[i]);
	station_leave(&rig->s);
	central_folder_remove(&rig->place);
}

/* ---- the limit */

static double commits_a_second(const struct rig *rig)
{
	struct err err = ERR_INIT;
	struct db *db;
	const char *body = rig->sent[0].canonical;
	if (!db_open(&db, rig->place.db, 0, &err) ||
		!db_script(db, "CREATE TABLE bare (n BIGINT, body TEXT)", &err))
		fail("bare", err.text);
	double start = bench_now_us();
	for (int64_t i = 0; i < COMMITS; i++) {
		if (!db_begin(db, &err) ||
			!db_run(db, &err, "INSERT INTO bare VALUES (?, ?)", "it", i, body) ||
			!db_commit(db, &err))
			fail("bare", err.text);
	}
	double rate = COMMITS / (bench_now_us() - start) * 1e6;
	db_close(db);
	return rate;
}

static void row(const char *kind, const char *url, int processes)
{
	static struct rig rig;
	char what[64], measured[32], beside[64];
	rig_open(&rig, url, processes);
	double rate = accepted_a_second(&rig), bare = commits_a_second(&rig);
	snprintf(what, sizeof(what), "central on %s, %d process%s", kind, processes,
		processes > 1 ? "es" : "");
	snprintf(measured, sizeof(measured), "%.0f dossiers/s", rate);
	snprintf(beside, sizeof(beside), "bare commits %.0f/s (%.0f %%)", bare, 100 * rate / bare);
	bench_row(what, measured, beside, NULL, -1);
	rig_close(&rig);
}

/* Without fsync=off, as in an office. */
static void row_postgres(const struct pg_cluster *c, int processes)
{
	char schema[32], sql[64], url[TEST_DB_SIZE];
	snprintf(schema, sizeof(schema), "bench_%d", processes);
	snprintf(sql, sizeof(sql), "CREATE SCHEMA %s", schema);
	pg_sql(c->dir, sql, NULL, 0);
	snprintf(url, sizeof(url), "postgresql:///postgres?host=%s&user=motcua"
		"&options=-csearch_path%%3D%s", c->dir, schema);
	row("PostgreSQL", url, processes);
}

int main(void)
{
	struct pg_cluster c;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	db_driver_add(&db_postgres);
	row("SQLite", NULL, 1);
	row("SQLite", NULL, 4);
	pg_cluster_folder(&c);
	pg_cluster_start(&c, (const char *const[]){"shared_buffers=64MB", NULL});
	row_postgres(&c, 1);
	row_postgres(&c, 4);
	pg_cluster_drop(&c);
	curl_global_cleanup();
	return 0;
}
