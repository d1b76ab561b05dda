#ifndef MOTCUA_TESTS_SOAK_RECORDS_H
#define MOTCUA_TESTS_SOAK_RECORDS_H

/* Inside the soak's checker only: what the counters' databases and central's say. */

#include "store/dossiers.h"
#include "tests/harness/soak_check.h"

/* A dossier of a store, and what came of it. */
struct record {
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE], sha256[65], token[RECEIPT_TOKEN_SIZE];
	int counter;
	int64_t sequence;
	enum delivery delivery;
	bool reason;   /* of a rejected one: is there one? */
	bool told;
	int at_central;
	bool clash;    /* central says it shares its number */
};

/* What central holds. */
struct row {
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE], sha256[65];
	bool clash;
};

struct check {
	struct soak_verdict *v;
	struct record *records;
	size_t n, room;
	bool clashes_may_be;
	struct row *rows;
	size_t n_rows;
};

void check_wrong(struct check *c, const char *what, const char *which, int counter);
/* Reads all stores, and checks each counter's chain of receipts; the records lie by UUID after. */
void check_read_counters(struct check *c, const struct soak_counter *counters, size_t n);
/* Central's rows, by UUID. */
void check_read_central(struct check *c, const char *url);
/* While the records lie by UUID; NULL when there is none. */
struct record *check_find(struct check *c, const char *uuid);

#endif
