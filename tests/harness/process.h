#ifndef MOTCUA_TESTS_PROCESS_H
#define MOTCUA_TESTS_PROCESS_H

/*
 * Other programs, for tests: tools that read paper back, servers that stand for a machine's own.
 * Ended by their id, never by name. Whatever fails in here ends the test.
 */

#include <stdbool.h>
#include <sys/types.h>
#include "base/buf.h"

/* Runs argv (NULL-terminated; found in PATH, /usr/sbin and /sbin) to its end and appends what it
 * wrote to out (may be NULL). Returns its exit status, 128 + signal where one ended it. */
int process_run(const char *const argv[], struct buf *out);
/* Starts a server whose output goes to the file; it dies with the test. */
pid_t process_start(const char *const argv[], const char *output);
/* TERM, and KILL after five seconds. Nothing for 0. */
void process_stop(pid_t pid);
/* Has it ended by itself? */
bool process_ended(pid_t pid);

/* Asks again and again until it says true; false after so many milliseconds. */
typedef bool process_condition(void *user);
bool process_wait(process_condition *condition, void *user, int timeout_ms);

/* A port of 127.0.0.1 that nobody listens on, below those the system gives to clients: a server that goes away
 * and comes back finds it free. */
int process_free_port(void);

#endif
