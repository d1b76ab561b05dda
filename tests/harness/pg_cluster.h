#ifndef MOTCUA_TESTS_PG_CLUSTER_H
#define MOTCUA_TESTS_PG_CLUSTER_H

/*
 * Private PostgreSQL servers (tests/harness/postgres), and a database of its own for each test.
 * Most tests share the server that tests/run has started and says in MOTCUA_TEST_POSTGRES; a test
 * run by hand starts one for itself. Servers end with the test, by their pid.
 */

#include <stddef.h>
#include <sys/types.h>

#define TEST_DB_SIZE 256

struct pg_cluster {
	char dir[64]; /* its socket lies here; 0700 */
	pid_t pid;    /* 0 while it is down */
};

/* A new folder, nothing in it yet. */
void pg_cluster_folder(struct pg_cluster *c);
/* Starts the server, makes its data where there are none, waits until it answers. settings:
 * "name=value", ended by NULL; may be NULL. */
void pg_cluster_start(struct pg_cluster *c, const char *const *settings);
/* INT: orderly; QUIT: at once, as if the power went. Waits for the end. */
void pg_cluster_end(struct pg_cluster *c, int signal);
/* Ends it where it runs and removes the folder. */
void pg_cluster_drop(struct pg_cluster *c);

/* Runs SQL in the database postgres of the server in that folder; the first value of the last result
 * goes to out, when there is one (out may be NULL). */
void pg_sql(const char *dir, const char *sql, char *out, size_t size);
/* The folder of the server the suite shares, started where it is not there yet. */
const char *pg_shared(void);

/* The URL of a new, empty database: a file in dir, or a schema of the shared server where the suite
 * runs its second pass (MOTCUA_TEST_DB=postgresql). */
void test_db(const char *dir, char url[TEST_DB_SIZE]);
/* The same, PostgreSQL in any case. */
void test_db_postgres(char url[TEST_DB_SIZE]);

#endif
