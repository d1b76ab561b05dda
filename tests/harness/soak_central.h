#ifndef MOTCUA_TESTS_SOAK_CENTRAL_H
#define MOTCUA_TESTS_SOAK_CENTRAL_H

/* motcua-central in the soak: killed, started again, its database put back to an older copy. */

#include "tests/harness/soak_run.h"

struct soak_central {
	char dir[128], db[160], errors[160], mark[160], program[256];
	struct soak_run run;
	int port;             /* of the start before; each has a new one */
	bool has_backup;
	int64_t ended;        /* by itself, which it should not */
	int64_t starts, kills, backups, restores;
};

/* dir: a folder of its own, there already. */
void soak_central_init(struct soak_central *c, const char *dir);
void soak_central_start(struct soak_central *c);
/* Of one that was started; counts when it has ended by itself. */
bool soak_central_lives(struct soak_central *c);
/* TERM: it drains and stops. */
void soak_central_stop(struct soak_central *c);
void soak_central_kill(struct soak_central *c);
/* Of a central that does not run: its database as it is now, to be put back later. */
void soak_central_backup(struct soak_central *c);
void soak_central_restore(struct soak_central *c);
/* A one-time code. */
void soak_central_enrol_code(struct soak_central *c, const char *agency, int counter, char code[64]);

#endif
