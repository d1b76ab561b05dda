#ifndef MOTCUA_STORE_PRINT_JOBS_H
#define MOTCUA_STORE_PRINT_JOBS_H

/*
 * Paper that is owed. A job is made with the dossier and settled apart from it.
 *   owed → sent → confirmed; owed/sent → uncertain (after a crash, or status lost) or given_up.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/uuid.h"
#include "core/dossier_code.h"

struct store;

enum print_state { PRINT_OWED, PRINT_SENT, PRINT_CONFIRMED, PRINT_UNCERTAIN, PRINT_GIVEN_UP };

struct print_job {
	char id[UUID_SIZE], dossier[UUID_SIZE], code[DOSSIER_CODE_SIZE];
	char form[8];       /* "01" … */
	int copy;           /* 0: the original; n: BẢN SAO n */
	enum print_state state;
	char target[256];   /* printer name or file, once known */
	char detail[300];   /* last word about it, for the officer */
	int64_t created_at, changed_at;
};

/* A further paper of a dossier: the original when none came out, else copy 1, 2 …; what was sent or
 * is uncertain counts as come out. A job of that form still owed is given back instead: two would
 * put two originals on paper. */
bool print_job_add(struct store *store, const char *dossier_uuid, const char *form, int64_t now,
	struct print_job *out, struct err *err) MUST_CHECK;
bool print_job_get(struct store *store, const char *id, struct print_job *out,
	struct err *err) MUST_CHECK;
/* target and detail may be NULL. ERR_DATA when it is confirmed already: that paper is out. */
bool print_job_set(struct store *store, const char *id, enum print_state state, const char *target,
	const char *detail, int64_t now, struct err *err) MUST_CHECK;
/* Jobs not settled, oldest first; the caller frees *out. */
bool print_jobs_open(struct store *store, struct print_job **out, size_t *n,
	struct err *err) MUST_CHECK;
/* Once at start: what was sent when the last run ended is uncertain now. */
bool print_jobs_recover(struct store *store, int64_t now, struct err *err) MUST_CHECK;

#endif
