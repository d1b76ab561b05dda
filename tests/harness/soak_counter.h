#ifndef MOTCUA_TESTS_SOAK_COUNTER_H
#define MOTCUA_TESTS_SOAK_COUNTER_H

/*
 * A counter in the soak: a data folder of its own, its own bad way to central, and two things it
 * does at the same time, taking in and sending. What happens to it follows from its seed.
 */

#include <semaphore.h>
#include <stdatomic.h>
#include "tests/harness/fault_proxy.h"
#include "tests/harness/soak_papers.h"
#include "tests/harness/soak_run.h"

enum soak_run_kind { SOAK_TAKING, SOAK_SENDING, SOAK_RUNS };

struct soak_counter {
	int number;              /* 0 for the first */
	char agency[40];
	char dir[128], config[160], program[256], ca_file[128];
	struct dice dice;        /* what it does */
	struct dice way;         /* what the proxy does; the proxy's threads only */
	struct fault_proxy *proxy;
	int wake;                /* an eventfd: the proxy wants somebody struck */
	atomic_bool calm;        /* no faults any more */
	atomic_int weather;      /* of a hundred requests, how many suffer */
	atomic_int strike;       /* 1: this counter's runs are to be killed, 2: central; 0: nothing */
	sem_t stricken;
	struct soak_run runs[SOAK_RUNS];
	struct papers *papers;
	int64_t faults[SOAK_FAULTS]; /* met */
	int64_t started[SOAK_RUNS], lines; /* lines: handed to intake */
	int64_t odd_ends;        /* an exit status nobody expects */
	char odd[200];           /* the last such */
};

/* Some dossiers central would refuse, each time they come: which, their UUID says. */
bool soak_is_refused(const char *uuid);

/* dir and everything in it is made; wake belongs to the caller. */
void soak_counter_open(struct soak_counter *c, int number, const char *agency, const char *dir,
	const struct proxy_identities *ids, const char *ca_file, int central_port, uint64_t seed, int wake,
	struct papers *papers);
/* No faults from here on, and time for every answer. */
void soak_counter_calm(struct soak_counter *c);
/* Nothing of it runs. */
void soak_counter_close(struct soak_counter *c);
/* To its end; aborts when it fails. */
void soak_counter_enrol(struct soak_counter *c, const char *code);

/* Begins something, in what is idle, with faults. more: are numbers still to be told? */
void soak_counter_act(struct soak_counter *c, bool more);
/* Begins a plain `sync --once`, or `queue retry --all`. */
void soak_counter_sync(struct soak_counter *c);
void soak_counter_retry(struct soak_counter *c);
/* One dossier taken in and sent, or one `sync --once`, with that fault at that call, to its end.
 * False when the program came to its end before that call. */
bool soak_counter_suffer(struct soak_counter *c, enum soak_run_kind kind, enum soak_fault fault,
	int call);
/* Hears what its runs have to say; true when one has ended. */
bool soak_counter_hear(struct soak_counter *c);
/* Kills what runs. */
void soak_counter_kill(struct soak_counter *c);
bool soak_counter_busy(const struct soak_counter *c);

#endif
