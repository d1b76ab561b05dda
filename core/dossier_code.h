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

/* ^(\d{3}\.\d{2}\.\d{2}\.)?[GH]\d{2}(\.\d{1,3}){0,3}-\d{6}-\d{4,7}$, ≤ 64 characters */
bool dossier_code_valid(const char *code);
/* ^(\d{3}\.\d{2}\.\d{2}\.)?[GH]\d{2}(\.\d{1,3}){0,3}$ */
bool agency_id_valid(const char *id);
bool dossier_code_format(const char *agency, struct date day, int64_t sequence,
	char out[DOSSIER_CODE_SIZE]);

#endif
