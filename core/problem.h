#ifndef MOTCUA_CORE_PROBLEM_H
#define MOTCUA_CORE_PROBLEM_H

/* application/problem+json (RFC 9457), made by central and read by the client. */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "core/violations.h"

struct problem {
	char type[64];    /* stable: "conflict", "invalid", "unknown_procedure", "unauthorised" … */
	char title[160];
	char detail[400];
	int status;
	struct violations violations;
};

void problem_to_json(const struct problem *p, struct buf *out);
/* Text is cleaned; unknown members ignored. False when it is not such an object. */
bool problem_from_json(struct problem *p, const char *json, size_t len);

#endif
