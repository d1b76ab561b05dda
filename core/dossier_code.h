#ifndef MOTCUA_CORE_DOSSIER_CODE_H
#define MOTCUA_CORE_DOSSIER_CODE_H

/*
 * The dossier's official number: AGENCY-yyMMdd-NNNN, sequence per agency and day, at least four
 * digits. Only central allocates; to all else it is opaque.
 */

#include <stdbool.h>
#include <stdint.h>
#include "core/date.h"

#define DOSSIER_CODE_SIZE 65
#define DOSSIER_SEQUENCE_MAX 9999999

/*
 * The fallback series, for a counter that has used up what it leased: 9SSSNNN, S the workstation's
 * slot in its agency (1–999), N its number of that day (1–999). The ordinary series ends below it,
 * so the two never meet.
 */
#define ORDINARY_SEQUENCE_MAX 8999999
#define FALLBACK_SLOTS 999
#define FALLBACK_PER_DAY 999
#define FALLBACK_FIRST(slot) (9000001 + 1000 * (int64_t)(slot))
#define FALLBACK_LAST(slot) (9000999 + 1000 * (int64_t)(slot))

/* ^(\d{3}\.\d{2}\.\d{2}\.)?[GH]\d{2}(\.\d{1,3}){0,3}-\d{6}-\d{4,7}$, ≤ 64 characters */
bool dossier_code_valid(const char *code);
/* ^(\d{3}\.\d{2}\.\d{2}\.)?[GH]\d{2}(\.\d{1,3}){0,3}$ */
bool agency_id_valid(const char *id);
bool dossier_code_format(const char *agency, struct date day, int64_t sequence,
	char out[DOSSIER_CODE_SIZE]);
/* NNNN as a number; 0 when code is none. */
int64_t dossier_code_number(const char *code);
/* Is it a number of the fallback series? */
bool dossier_code_fallback(const char *code);

#endif
