#ifndef MOTCUA_STORE_HANDOVERS_H
#define MOTCUA_STORE_HANDOVERS_H

/*
 * Who had a dossier when: each hand-over is a row of its control slip (form 06), which grows by them.
 * Personal, or may be: sealed, and erased with the dossier.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct store;

/* On time against the dossier's due time, as form 06 has it: before, on, after. */
enum handover_verdict { HANDOVER_EARLY, HANDOVER_ON_TIME, HANDOVER_LATE };
/* "early", "on_time", "late". */
const char *handover_verdict_code(enum handover_verdict v);
bool handover_verdict_parse(const char *code, enum handover_verdict *out);
/* What the time says: due_at 0 is on time; the day it is due on is on time. */
enum handover_verdict handover_judge(int64_t due_at, int64_t at);

struct handover {
	int64_t at;
	char from[200], to[200]; /* unit or officer */
	char note[600];
	enum handover_verdict verdict;
};

/* What a control slip is asked: "to", who takes over, and perhaps "from" (else this agency), "verdict"
 * ("trước hạn", "đúng hạn", "quá hạn" or a code; else what the time says) and "note". Inside the caller's
 * transaction; nothing where "to" is empty. */
bool handover_of_slip(struct store *store, const char *dossier_uuid, const char *asked, int64_t at,
	struct err *err) MUST_CHECK;
bool handover_add(struct store *store, const char *dossier_uuid, const struct handover *h,
	struct err *err) MUST_CHECK;
/* Oldest first, up to that time (0: all); the caller frees *out. One that was erased or is damaged has its
 * time alone. */
bool handovers_of(struct store *store, const char *dossier_uuid, int64_t until, struct handover **out,
	size_t *n, struct err *err) MUST_CHECK;

#endif
