#ifndef MOTCUA_TESTS_SOAK_CHECK_H
#define MOTCUA_TESTS_SOAK_CHECK_H

/*
 * The property, read from the papers, the workstations' databases and central's, nobody running:
 * every number on paper is accepted by central exactly once, or in a rejected list with its
 * reason, or still waiting; nothing told is missing; no number stands for two, but where central
 * says so itself, having been put back to an older backup (a clash: both are kept, an alarm is
 * told); each counter's chain of receipts is whole and verifies; what central has somebody took
 * in, with the same content.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "tests/harness/soak_counter.h"

struct soak_verdict {
	int64_t papers, files;          /* told, and receipts found as files */
	int64_t dossiers, unheard;      /* in the stores; saved, but killed before it was told */
	int64_t accepted, rejected, waiting; /* of the dossiers */
	int64_t at_central;
	int64_t clashes;                /* one number under two dossiers, both at central and marked there */
	int64_t links;                  /* receipts whose place in the chain and signature were checked */
	int64_t wrong;                  /* what must not be */
	struct buf why;                 /* the first of them, a line each */
};

void soak_check(struct soak_verdict *v, const struct soak_counter *counters, size_t n,
	struct papers *papers, const char *central_db, bool clashes_may_be);
void soak_verdict_clear(struct soak_verdict *v);

#endif
