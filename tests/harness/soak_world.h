#ifndef MOTCUA_TESTS_SOAK_WORLD_H
#define MOTCUA_TESTS_SOAK_WORLD_H

/*
 * The soak: counters with real programs, each behind its own bad way to one real central. First
 * everything goes wrong by seed, then everything heals and what waits is sent, then soak_check
 * reads.
 */

#include "tests/harness/soak_central.h"
#include "tests/harness/soak_check.h"
#include "tests/harness/soak_counter.h"

struct soak_options {
	uint64_t seed;
	int counters;
	size_t papers;        /* go on until so many numbers were told */
	int64_t least_ms, most_ms; /* but at least, and at most, for so long */
	bool every_fault;     /* and, where there is time, until each kind was met; tells on stderr how it goes */
	bool restores;        /* central's database is put back to older copies, too */
};

#define SOAK_COUNTERS_MAX 32

struct soak_world {
	struct soak_options opt;
	char dir[64], ca_file[96];
	struct proxy_identities ids;
	struct soak_central central;
	struct soak_counter counters[SOAK_COUNTERS_MAX];
	struct papers papers;
	struct dice dice;     /* what happens to central */
	int wake;
	int64_t central_back_ms; /* when the killed central starts again; 0: it runs */
	int64_t central_next_ms; /* when something happens to it */
	int64_t began_ms, troubled_ms, healed_ms, told_ms;
	bool drained;         /* at the end every queue said it was empty */
};

void soak_open(struct soak_world *w, const struct soak_options *opt);
/* Everything goes wrong. */
void soak_trouble(struct soak_world *w);
/* Nothing does any more; half of the counters send their rejected ones again. */
void soak_heal(struct soak_world *w);
/* On stderr, every ten seconds. */
void soak_progress(struct soak_world *w);
void soak_report(struct soak_world *w, const struct soak_verdict *v);
void soak_close(struct soak_world *w);
/* How often that happened, at all counters. */
int64_t soak_way_count(struct soak_world *w, enum proxy_fault fault);
int64_t soak_fault_count(const struct soak_world *w, enum soak_fault fault);

#endif
