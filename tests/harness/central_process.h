#ifndef MOTCUA_TESTS_CENTRAL_PROCESS_H
#define MOTCUA_TESTS_CENTRAL_PROCESS_H

/* motcua-central as a program: started on a free loopback port in a folder of its own, asked by
 * command, ended by its pid. Whatever fails in here fails the test. */

#include <sys/types.h>
#include "tests/harness/pg_cluster.h"

struct central_process {
	char dir[64];   /* made by central_folder */
	char db[TEST_DB_SIZE]; /* the database's URL */
	char url[128];  /* as the program says it */
	pid_t pid;
};

/* A private folder and a new database (pg_cluster.h tells of which kind); nothing runs yet. */
void central_folder(struct central_process *p);
/* Starts serving; further options end with NULL ("--demo", "--tls-cert", …). Waits for its line. */
void central_start(struct central_process *p, const char *const *options);
/* SIGTERM; the exit status. */
int central_stop(struct central_process *p);
/* Runs a command to its end: exit status, stdout (cut at size). Both end with NULL. */
int central_command(const struct central_process *p, const char *const *words, char *out,
	size_t size);
/* Removes the folder. */
void central_folder_remove(struct central_process *p);

#endif
