#ifndef MOTCUA_CORE_TERMS_JSON_H
#define MOTCUA_CORE_TERMS_JSON_H

/* Inside core's codecs: the time limit and the fee, which procedures and dossiers write alike. */

#include <stddef.h>
#include "core/json.h"
#include "core/procedure.h"

#define FEE_LINES_MAX 40
#define FEE_NAME_MAX 300       /* graphemes */
#define FEE_AMOUNT_MAX 1000000000000LL
#define TIME_COUNT_MAX 3650
#define COMPONENT_ID_MAX 32
#define COMPONENT_NAME_MAX 300
#define PROCEDURE_NAME_MAX 500
#define CASE_NAME_MAX 300

struct time_limit terms_read_time(struct json_in *in, const char *member);
enum fee_status terms_read_fee(struct json_in *in, const char *member, struct fee_line **lines,
	size_t *n);
/* The four counts of a component. */
void terms_read_counts(struct json_in *in, int count[COPY_KINDS]);

json_t *terms_write_time(struct time_limit time);
json_t *terms_write_fee(enum fee_status status, const struct fee_line *lines, size_t n);

#endif
