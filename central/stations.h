#ifndef MOTCUA_CENTRAL_STATIONS_H
#define MOTCUA_CENTRAL_STATIONS_H

/*
 * Workstations and the one-time codes that enrol them. A code is 12 letters and digits that cannot
 * be mistaken for one another, valid for 24 hours, kept only as its SHA-256.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "central/server.h"

#define ENROL_CODE_SIZE 15 /* "ABCD-EFGH-JKMN" */
#define ENROL_CODE_VALID_S (24 * 3600)

/* A new code for that counter; the agency must be in the catalogue (ERR_DATA). counter 1–999. */
bool enrol_code_make(struct db *db, const char *agency, int64_t counter, int64_t now,
	char out[ENROL_CODE_SIZE], struct err *err) MUST_CHECK;

enum enrol_result {
	ENROL_NEW,
	ENROL_REPLAY,    /* the same key with the same code again */
	ENROL_UNKNOWN,
	ENROL_USED,
	ENROL_EXPIRED,
	ENROL_KEY_TAKEN, /* the key is enrolled by another code */
	ENROL_ELSEWHERE, /* the code is for another agency than the dossiers that wait there */
};

struct enrolment {
	struct caller caller;
	int64_t enrolled_at;
};

/* Who a workstation says it was, before this central was restored from a backup. */
struct former {
	char id[UUID_SIZE]; /* "": nobody */
	char agency[40];
	int64_t counter;
	char waiting[40]; /* the agency whose dossiers wait there; "": none do */
};

/* Uses the code for this key, in one transaction. The former id is given again where nobody has it and
 * the code is for the same place, so that what was taken in under it can be delivered. A code typed in lower case, with spaces or with O
 * for 0 is understood. */
bool station_enrol(struct db *db, const char *code, const uint8_t key[ED25519_PUBLIC],
	const struct former *former, const char *host, int64_t now, struct enrolment *out,
	enum enrol_result *result, struct err *err) MUST_CHECK;

bool station_find(struct db *db, const char *id, struct caller *out, bool *found,
	struct err *err) MUST_CHECK;
/* The same among those taken on another's word (central/origin.h). */
bool station_vouched(struct db *db, const char *id, struct caller *out, bool *found,
	struct err *err) MUST_CHECK;
/* Workstations, vouched ones too, whose key has that id (four bytes can clash): at most max. */
bool station_by_key_id(struct db *db, const uint8_t key_id[KEY_ID_SIZE], struct caller *out,
	size_t max, size_t *n, struct err *err) MUST_CHECK;

#endif
