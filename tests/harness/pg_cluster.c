#include "tests/harness/pg_cluster.h"

#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"
#include "db/driver.h"
#include "tests/harness/process.h"

#define START_MS 30000
#define SETTINGS 16

static _Noreturn void fail(const char *what, const char *why)
{
	fprintf(stderr, "pg_cluster: %s: %s\n", what, why);
	abort();
}

/* ---- a server */

void pg_cluster_folder(struct pg_cluster *c)
{
	*c = (struct pg_cluster){.dir = "/tmp/motcua-pg-XXXXXX"};
	if (!mkdtemp(c->dir))
		fail("mkdtemp", strerror(errno));
}

struct waiting {
	const struct pg_cluster *c;
	bool ended;
};

static bool answers(void *user)
{
	struct waiting *w = user;
	char where[128];
	snprintf(where, sizeof(where), "host=%s user=motcua dbname=postgres", w->c->dir);
	w->ended = process_ended(w->c->pid);
	return w->ended || PQping(where) == PQPING_OK;
}

void pg_cluster_start(struct pg_cluster *c, const char *const *settings)
{
	const char *argv[SETTINGS + 3] = {"tests/harness/postgres", c->dir};
	char log[96];
	struct waiting w = {.c = c};
	for (size_t n = 2; settings && *settings; n++) {
		BUG_ON(n == SETTINGS + 2);
		argv[n] = *settings++;
	}
	snprintf(log, sizeof(log), "%s/log", c->dir);
	c->pid = process_start(argv, log);
	if (!process_wait(answers, &w, START_MS) || w.ended)
		fail("the server does not start, see its log", log);
}

void pg_cluster_end(struct pg_cluster *c, int signal)
{
	if (c->pid == 0)
		return;
	kill(c->pid, signal);
	waitpid(c->pid, NULL, 0);
	c->pid = 0;
}

void pg_cluster_drop(struct pg_cluster *c)
{
	pg_cluster_end(c, SIGQUIT);
	process_run((const char *const[]){"rm", "-rf", "--", c->dir, NULL}, NULL);
}

void pg_sql(const char *dir, const char *sql, char *out, size_t size)
{
	char where[128];
	snprintf(where, sizeof(where), "host=%s user=motcua dbname=postgres", dir);
	PGconn *pg = PQconnectdb(where);
	PGresult *result = PQexec(pg, sql);
	ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail(sql, PQerrorMessage(pg));
	if (out)
		snprintf(out, size, "%s", PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
	PQclear(result);
	PQfinish(pg);
}

/* ---- the one the suite shares */

static struct pg_cluster own;
static pid_t owner;

static void drop_own(void)
{
	if (getpid() == owner) /* not in a child that a test made */
		pg_cluster_drop(&own);
}

const char *pg_shared(void)
{
	const char *dir = getenv("MOTCUA_TEST_POSTGRES");
	if (dir && *dir)
		return dir;
	if (!owner) {
		owner = getpid();
		pg_cluster_folder(&own);
		atexit(drop_own);
		pg_cluster_start(&own, (const char *const[]){"fsync=off", NULL});
	}
	return own.dir;
}

/* ---- a database for each test */

void test_db_postgres(char url[TEST_DB_SIZE])
{
	static int n;
	char schema[40], sql[80];
	const char *dir = pg_shared();
	snprintf(schema, sizeof(schema), "t_%ld_%d", (long)getpid(), ++n);
	snprintf(sql, sizeof(sql), "CREATE SCHEMA %s", schema);
	pg_sql(dir, sql, NULL, 0);
	db_driver_add(&db_postgres);
	snprintf(url, TEST_DB_SIZE, "postgresql:///postgres?host=%s&user=motcua"
		"&options=-csearch_path%%3D%s", dir, schema);
}

void test_db(const char *dir, char url[TEST_DB_SIZE])
{
	const char *kind = getenv("MOTCUA_TEST_DB");
	if (kind && str_eq(kind, "postgresql"))
		test_db_postgres(url);
	else
		snprintf(url, TEST_DB_SIZE, "sqlite:%s/central.db", dir);
}
