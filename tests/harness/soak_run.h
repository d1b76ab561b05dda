#ifndef MOTCUA_TESTS_SOAK_RUN_H
#define MOTCUA_TESTS_SOAK_RUN_H

/*
 * One run of one of the programs in the soak, with what goes wrong for it: a clock that is off, a
 * disk that lets no file grow, a call that is struck, an instant at which it is killed.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/buf.h"

/* What a run is to suffer. */
enum soak_fault {
	SOAK_NONE,
	SOAK_KILL_TIME,       /* kill -9 after a random time */
	SOAK_KILL_TOLD,       /* right after it told the n-th number */
	SOAK_KILL_WRITE, SOAK_KILL_SYNC, SOAK_KILL_SYNCED, SOAK_KILL_CUT, SOAK_KILL_SEND,
	SOAK_KILL_RECEIVE,    /* at its n-th such call */
	SOAK_FAIL_WRITE, SOAK_FULL_WRITE, SOAK_FAIL_SYNC,
	SOAK_FULL_DISK,       /* no file may grow over a size */
	SOAK_CLOCK_BACK,      /* a day */
	SOAK_CLOCK_AHEAD,     /* ten years */
	SOAK_CLOCK_1970,
	SOAK_CLOCK_SUSPEND,   /* three days */
	SOAK_FAULTS
};
const char *soak_fault_name(enum soak_fault fault);
/* Is it about one call the program makes? */
bool soak_fault_is_struck(enum soak_fault fault);

/* Numbers from a seed (splitmix64). */
struct dice {
	uint64_t state;
};
uint64_t dice_throw(struct dice *d);
/* 0 … n − 1 */
uint32_t dice_below(struct dice *d, uint32_t n);

struct soak_run {
	pid_t pid;            /* 0: none */
	int out;              /* its standard output */
	struct buf line;      /* of it, not whole yet */
	enum soak_fault fault;
	int64_t kill_at_ms;   /* monotonic; 0: not by time */
	int kill_after;       /* numbers told; 0: not so */
	int told;
	bool struck;          /* once it has ended: was the fault met? */
	char mark[128];       /* the struck call leaves a file there */
	int status;           /* once it has ended, as from waitpid */
};

struct soak_start {
	const char *const *argv;
	const char *input, *errors; /* files: standard input (NULL: none), standard error (appended) */
	const char *mark;           /* a path nobody else uses */
	enum soak_fault fault;
	int call;                   /* which call is struck; 0: the dice say */
	size_t file_max;            /* of SOAK_FULL_DISK */
	struct dice *dice;
};

void soak_run_start(struct soak_run *r, const struct soak_start *s);
/* Reads what it has said; line is called for each whole line. False when it has ended (and was
 * waited for). Call when `out` is readable or the time is up. */
bool soak_run_hear(struct soak_run *r, void (*line)(void *user, const char *text), void *user);
void soak_run_kill(struct soak_run *r);

#endif
