#ifndef MOTCUA_TESTS_OFFICE_H
#define MOTCUA_TESTS_OFFICE_H

/*
 * A small ward office with the real programs of the build under test ($B, default build): a private
 * folder, motcua-central with the demo's catalogue on a free loopback port, one enrolled workstation
 * with no printer. The clock stands still for both, officers are not introduced. Whatever fails in here ends the test.
 */

#include <stddef.h>
#include <sys/types.h>
#include "base/buf.h"
#include "tests/harness/pty.h"

#define OFFICE_NOW "1795398180" /* Monday 2026-11-23 08:43 in Viet Nam */
#define OFFICE_AGENCY "H01.91.12"

struct office {
	char dir[64];    /* "/tmp/motcua-office-XXXXXX" */
	char config[96];
	char programs[256]; /* folder of the programs */
	int port;
	pid_t central;   /* 0 while it is away */
};

/* Central runs, the workstation is enrolled and holds catalogue and numbers. */
void office_open(struct office *office);
/* The same at another agency of the demo ("H01.02" has no accounts). */
void office_open_at(struct office *office, const char *agency);
/* Ends central and removes the folder. */
void office_close(struct office *office);
/* Pulls central away at once; brings it back on the same port. */
void office_central_stop(struct office *office);
void office_central_start(struct office *office);
/* motcua with these arguments (NULL-terminated); its output is appended. Returns the exit status. */
int office_command(struct office *office, const char *const *args, struct buf *out);
/* The same of motcua-central, on the office's database. */
int office_central_command(struct office *office, const char *const *args, struct buf *out);
/* The application on a terminal; env as in pty_options, added to the office's own. The folder's
 * random name is masked. start returns at once, screen when the first screen is painted. */
struct pty *office_start(struct office *office, int rows, int cols, const char *const *env);
struct pty *office_screen(struct office *office, int rows, int cols, const char *const *env);

#endif
